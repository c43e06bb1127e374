/**
 * One's own mailbox at the connected server (FORMAT.md 9). What was fetched is kept on this device until it is taken,
 * refused or over (letters.ts): a reading at the server may have been the last. It is kept as it came, so it is safe on
 * the disk.
 */
import { Failure } from "../core/failure.ts";
import { randomBytes } from "../core/random.ts";
import { withMailbox } from "../core/share/contact.ts";
import { decodeTransfer, toBlock } from "../core/share/container.ts";
import {
  type Mailbox,
  mailboxKeys,
  mailOrigin,
  openLetter,
  sealLetter,
  writeMailbox,
} from "../core/share/mailbox.ts";
import type { Ask, Reply } from "../wire/protocol.ts";
import { contactsOf, mailboxOf } from "./contacts.ts";
import { inTurn } from "./items.ts";
import {
  keepLetters,
  type Letters,
  lettersHere,
  lineOf,
  noteThrownAway,
  roomHere,
  sizeOf,
} from "./letters.ts";
import type { Opened } from "./opened.ts";
import { identityNow, proveShareKeys, readSelf, selfEdit } from "./own-identity.ts";
import type { Mailboxes, Post } from "./mail-ports.ts";
import type { World } from "./ports.ts";
import { readState } from "./sync-state.ts";
import { stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

/** The server that this vault is connected to; NO_SERVER. Without one no request is ever made for a mailbox. */
export async function connected(
  world: World,
  opened: Opened,
): Promise<{ post: Post; origin: string; boxes: Mailboxes }> {
  const state = await readState(world, opened);
  const origin = mailOrigin(state?.origin ?? "");
  if (origin === null || state === null) throw new Failure("NO_SERVER");
  // What talks to servers is loaded where one is connected, and never else.
  const post = (await world.post?.()) ?? (await world.server?.())?.post;
  if (post === undefined) throw new Failure("NO_SERVER");
  const { account, writeSeed } = state;
  return { post, origin, boxes: post.own(origin, { locator: account.locator, writeSeed }) };
}

/** The mailbox in one's own record; null where there is none. */
async function ownMailbox(world: World, opened: Opened): Promise<Mailbox | null> {
  const self = await readSelf(world, opened);
  return self === null || self.state.ended ? null : mailboxOf(self.secret);
}

/** Everything about letters takes turns under this lock; what holds it may still ask for `turn` (CONTRIBUTING.md). */
const inMailTurn = <T>(world: World, work: () => Promise<T>) => world.locks.hold("mail", work);

/** The mailbox, and what of it is on this device. Asks no server. */
export async function mailboxState(vault: Vault): Promise<Reply<"mailbox.state">> {
  const { world } = vault;
  const opened = await use(vault);
  const box = await ownMailbox(world, opened);
  const server = await connected(world, opened).then(
    ({ origin }) => origin,
    () => null,
  );
  if (box === null) return { server, mine: null, letters: [] };
  const contacts = await contactsOf(world, opened);
  const lines = await Promise.all(
    [...(await lettersHere(world))].map((letter) => lineOf(world, contacts, box, letter)),
  );
  const mine = { origin: box.origin, made: box.made };
  return { server, mine, letters: lines.filter((line) => line !== null) };
}

/**
 * Opens a mailbox at the connected server, in the place of the one before: what waits there is fetched first, and its
 * address is good for nothing any more.
 */
export async function makeMailbox(vault: Vault, { proof }: Ask<"mailbox.make">): Promise<null> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const { origin, boxes } = await connected(world, opened);
  const keys = await proveShareKeys(vault, opened, proof);
  return inMailTurn(world, async () => {
    const before = await ownMailbox(world, opened);
    if (before?.origin === origin) await fetchInto(world, opened, before, boxes);
    const letters = await lettersHere(world);
    const secret = randomBytes(32);
    const { id, dropPk } = await mailboxKeys(secret);
    const others = (await boxes.waiting()).boxes;
    await boxes.open(id, dropPk);
    still();
    await inTurn(world, async () => {
      const self = await readSelf(world, opened);
      if (self === null || self.state.ended) throw new Failure("NO_CARD");
      const identity = await identityNow(world, opened, keys);
      const made = Math.max(world.clock.now(), (before?.made ?? 0) + 1);
      const text = await writeMailbox(identity, { made, origin, secret });
      const own = withMailbox(self.secret, text);
      const edit = selfEdit(opened, self.entry, self.entry.title, own, world.clock.now());
      await applyEdits(world, opened, [edit], []);
    });
    if (before !== null) await keepLetters(world, await resealed(letters, before, secret));
    for (const box of others) await boxes.close(box).catch(() => undefined);
    return null;
  });
}

/** Letters that were fetched, under the secret of the mailbox that comes. */
async function resealed(
  letters: Letters,
  before: Mailbox,
  secret: Mailbox["secret"],
): Promise<Letters> {
  const anew: Letters = new Map();
  for (const [name, letter] of letters) {
    const transfer = await openLetter(before.secret, name, letter).catch(() => null);
    if (transfer === null) continue;
    const { expiry } = decodeTransfer(transfer);
    anew.set(name, await sealLetter(secret, name, { expiry, reads: 1 }, transfer));
  }
  return anew;
}

/** Closes the mailbox: what waits at the server is erased, and what was fetched and not taken goes too. */
export async function closeMailbox(vault: Vault): Promise<null> {
  const { world } = vault;
  const opened = await use(vault);
  return inMailTurn(world, async () => {
    const box = await ownMailbox(world, opened);
    if (box === null) return null;
    const server = await connected(world, opened).catch(() => null);
    // Of a server that is connected no more nothing can be asked; there it ends with the account.
    if (server?.origin === box.origin) await server.boxes.close((await mailboxKeys(box.secret)).id);
    await inTurn(world, async () => {
      const self = await readSelf(world, opened);
      if (self === null) return;
      const own = withMailbox(self.secret, null);
      const edit = selfEdit(opened, self.entry, self.entry.title, own, world.clock.now());
      await applyEdits(world, opened, [edit], []);
    });
    await keepLetters(world, new Map());
    return null;
  });
}

/** Fetches what is new, and forgets what is over, here and there. */
export async function fetchMail(vault: Vault): Promise<Reply<"mailbox.fetch">> {
  const { world } = vault;
  const opened = await use(vault);
  const { origin, boxes } = await connected(world, opened);
  const count = await inMailTurn(world, async () => {
    const box = await ownMailbox(world, opened);
    if (box === null || box.origin !== origin) throw new Failure("NO_MAILBOX");
    return fetchInto(world, opened, box, boxes);
  });
  return { count };
}

async function fetchInto(
  world: World,
  opened: Opened,
  box: Mailbox,
  boxes: Mailboxes,
): Promise<number> {
  const { id, dropPk } = await mailboxKeys(box.secret);
  const { boxes: there, mail } = await boxes.waiting();
  // A server that was restored, or a mirror that took over, has not heard of it.
  if (!there.includes(id)) await boxes.open(id, dropPk);
  const letters = await lettersHere(world);
  const contacts = await contactsOf(world, opened);
  for (const letter of letters) {
    if ((await lineOf(world, contacts, box, letter)) !== null) continue;
    letters.delete(letter[0]);
    await keepLetters(world, letters);
  }
  let count = 0;
  for (const { id: name, bytes, box: at } of mail) {
    // A server may tell of one twice.
    if (at !== id || letters.has(name)) continue;
    if (sizeOf(letters) + bytes > roomHere) break;
    const letter = await boxes.read(name);
    if (letter === null) continue;
    const line = await openLetter(box.secret, name, letter).then(
      () => lineOf(world, contacts, box, [name, letter]),
      () => null,
    );
    // Taken on another device, or junk of who knows the address: it needs no place.
    if (line === null) {
      await boxes.erase(name);
      continue;
    }
    // It said less than it sent.
    if (sizeOf(letters) + letter.length > roomHere) break;
    // On the disk before the next is asked for: this may have been the last reading.
    letters.set(name, letter);
    await keepLetters(world, letters);
    count += 1;
  }
  return count;
}

/** A fetched letter as the block that `share.check` and `share.open` take; NOT_FOUND. */
export async function letterText(
  vault: Vault,
  { id }: Ask<"mailbox.text">,
): Promise<Reply<"mailbox.text">> {
  const { world } = vault;
  const opened = await use(vault);
  const box = await ownMailbox(world, opened);
  const letter = (await lettersHere(world)).get(id);
  if (box === null || letter === undefined) throw new Failure("NOT_FOUND");
  return { text: toBlock(await openLetter(box.secret, id, letter)) };
}

/** Forgets a letter, at the server first: what is still there would come again. */
export async function dropLetter(vault: Vault, { id }: Ask<"mailbox.drop">): Promise<null> {
  const { world } = vault;
  const opened = await use(vault);
  return inMailTurn(world, async () => {
    const box = await ownMailbox(world, opened);
    const server = await connected(world, opened).catch(() => null);
    if (server !== null && server.origin === box?.origin) await server.boxes.erase(id);
    const letters = await lettersHere(world);
    const letter = letters.get(id);
    if (letter === undefined) return null;
    if (box !== null) await noteThrownAway(world, opened, box, [id, letter]);
    letters.delete(id);
    await keepLetters(world, letters);
    return null;
  });
}
