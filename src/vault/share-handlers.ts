/** The rows of sharing: oneself, contacts, what leaves and what comes in (FORMAT.md 9). */
import { Failure } from "../core/failure.ts";
import { encodeCard, encodeHandover, tidyName, toText } from "../core/share/card.ts";
import { keysOf, mailboxIn } from "../core/share/contact.ts";
import type { Ask, Handlers, Reply } from "../wire/protocol.ts";
import type { sharingRows } from "../wire/sharing.ts";
import { addFrom } from "./contact-mailbox.ts";
import {
  contactOf,
  contactsOf,
  lineOf,
  removeContact,
  renameContact,
  verifyContact,
} from "./contacts.ts";
import { inTurn } from "./items.ts";
import {
  closeMailbox,
  dropLetter,
  fetchMail,
  letterText,
  mailboxState,
  makeMailbox,
} from "./mailbox.ts";
import {
  freshIdentity,
  identityNow,
  proveShareKeys,
  readSelf,
  selfEdit,
  withoutOld,
} from "./own-identity.ts";
import { checkTransfer, openForPreview, type Pending, refuse, take } from "./share-in.ts";
import { send, sendAge, sendLink, sendMail } from "./share-out.ts";
import { use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

type SharingHandlers = Pick<Handlers, keyof typeof sharingRows>;

/** Cards, contacts, sending and receiving. */
export function shareHandlers(vault: Vault): SharingHandlers {
  const { world } = vault;
  let pending: Pending | null = null;
  vault.afterLock.push(async () => void (pending = null));

  /** CANCELLED where the preview is gone: open the transfer again. */
  const pendingOf = (token: string): Pending => {
    if (pending === null || pending.token !== token || world.clock.now() > pending.until) {
      pending = null;
      throw new Failure("CANCELLED");
    }
    return pending;
  };

  return {
    "share.me": () => me(vault),
    "share.me.make": (ask) => make(vault, ask),
    "share.me.rotate": (ask) => renew(vault, ask),
    "share.me.forget": async ({ proof }) => {
      const opened = await use(vault);
      const keys = await proveShareKeys(vault, opened, proof);
      return inTurn(world, async () => {
        const gone = await withoutOld(world, opened, keys);
        if (gone === null) return { count: 0 };
        await applyEdits(world, opened, gone.edits, []);
        return { count: gone.count };
      });
    },

    "contact.list": async () => {
      const contacts = await contactsOf(world, await use(vault));
      const lines = await Promise.all(contacts.map((one) => lineOf(world, one)));
      return { contacts: lines.toSorted((a, b) => a.name.localeCompare(b.name)) };
    },
    "contact.add": async ({ text, contact }) => {
      const opened = await use(vault);
      const { id, what } = await addFrom(world, opened, text, contact);
      return { contact: await lineOf(world, await contactOf(world, opened, id)), what };
    },
    "contact.verify": async (ask) => {
      await verifyContact(world, await use(vault), ask);
      return null;
    },
    "contact.rename": async ({ id, name }) => {
      await renameContact(world, await use(vault), id, name);
      return null;
    },
    "contact.remove": async ({ id }) => {
      await removeContact(world, await use(vault), id);
      return null;
    },

    "share.send": (ask) => send(vault, ask),
    "share.mail": (ask) => sendMail(vault, ask),
    "share.link": (ask) => sendLink(vault, ask),
    "share.age": (ask) => sendAge(vault, ask),

    "share.check": (ask) => checkTransfer(vault, ask),
    "share.open": async (ask) => {
      const { pending: fresh, preview } = await openForPreview(vault, ask);
      pending = fresh;
      return preview;
    },
    "share.look": async ({ token, at }) => {
      await use(vault);
      const item = pendingOf(token).items[at];
      if (item === undefined) throw new Failure("NOT_FOUND");
      const plain = item.fields.filter(({ critical }) => !critical);
      return { values: plain.map(({ id, value }) => ({ field: id, value })) };
    },
    "share.take": async ({ token, ...ask }) => {
      const ids = await take(vault, pendingOf(token), ask);
      pending = null;
      return { ids };
    },
    "share.drop": async ({ token, refuse: forGood }) => {
      await use(vault);
      if (forGood) await refuse(vault, pendingOf(token));
      pending = null;
      return null;
    },

    "mailbox.state": () => mailboxState(vault),
    "mailbox.make": (ask) => makeMailbox(vault, ask),
    "mailbox.close": () => closeMailbox(vault),
    "mailbox.fetch": () => fetchMail(vault),
    "mailbox.text": (ask) => letterText(vault, ask),
    "mailbox.drop": (ask) => dropLetter(vault, ask),
  };
}

async function me(vault: Vault): Promise<Reply<"share.me">> {
  const { world } = vault;
  const self = await readSelf(world, await use(vault));
  if (self === null) return { me: null, ended: false };
  const { entry, secret, state } = self;
  if (state.ended) return { me: null, ended: true };
  const keys = keysOf(state);
  const name = entry.title;
  return {
    me: {
      name,
      text: toText("card", await encodeCard({ ...keys, name })),
      words: await (await world.sharing()).wordsOf(keys),
      made: state.made,
      handover: state.handover,
      old: Math.max(0, secret.fields.filter(({ critical }) => critical).length - 1),
      mailbox: mailboxIn(secret),
    },
    ended: false,
  };
}

/** Makes the identity; where there is one, only its name is another. */
async function make(vault: Vault, ask: Ask<"share.me.make">): Promise<null> {
  const { world } = vault;
  const opened = await use(vault);
  const name = tidyName(ask.name);
  if (name === "") throw new Failure("INVALID");
  const there = await readSelf(world, opened);
  const keys =
    there === null || there.state.ended ? await proveShareKeys(vault, opened, ask.proof) : null;
  return inTurn(world, async () => {
    const self = await readSelf(world, opened);
    if (keys === null || (self !== null && !self.state.ended)) {
      if (self === null) throw new Failure("CONFLICT");
      const edit = selfEdit(opened, self.entry, name, self.secret, world.clock.now());
      await applyEdits(world, opened, [edit], []);
      return null;
    }
    const { edits } = await freshIdentity(world, opened, keys, name);
    await applyEdits(world, opened, await edits(null), [{ event: "identityMade" }]);
    return null;
  });
}

/** Another identity, for which the one before signs. */
async function renew(vault: Vault, { proof }: Ask<"share.me.rotate">): Promise<null> {
  const { world } = vault;
  const opened = await use(vault);
  const keys = await proveShareKeys(vault, opened, proof);
  return inTurn(world, async () => {
    const self = await readSelf(world, opened);
    if (self === null || self.state.ended) throw new Failure("NO_CARD");
    const old = await identityNow(world, opened, keys);
    const name = self.entry.title;
    const { identity, edits } = await freshIdentity(world, opened, keys, name);
    const over = await encodeHandover(old, identity, name, world.clock.now());
    const written = await edits(toText("handover", over));
    await applyEdits(world, opened, written, [{ event: "identityRotated" }]);
    return null;
  });
}
