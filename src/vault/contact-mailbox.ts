/** A contact's mailbox (FORMAT.md 9): taken from the text his card came in, or from a later one that his key has signed. */
import { toBase64 } from "../core/bytes.ts";
import { Failure, failureCode } from "../core/failure.ts";
import { decodeCard, decodeHandover, fromText } from "../core/share/card.ts";
import { keysOf, withMailbox } from "../core/share/contact.ts";
import { provesMailbox, readMailbox } from "../core/share/mailbox.ts";
import { addContact, contactsOf, mailboxOf, writeContact } from "./contacts.ts";
import { inTurn } from "./items.ts";
import type { Opened } from "./opened.ts";
import { readSelf } from "./own-identity.ts";
import type { World } from "./ports.ts";

type Box = NonNullable<ReturnType<typeof readMailbox>>;

/**
 * Takes a card or a hand-over, and the address of a mailbox that stands beside it or alone. BAD_CARD where card and
 * address are of two people; CONTACT_KNOWN where nothing of it is new; CONTACT_CHANGED for an address that is not his.
 */
export async function addFrom(
  world: World,
  opened: Opened,
  text: string,
  id: string | null,
): Promise<{ id: string; what: "added" | "alarm" | "handed" | "mailbox" }> {
  const box = readMailbox(text);
  if (box === null) return addContact(world, opened, text, id);
  if (!/coffer-(?:card|handover):/.test(text))
    return { id: await takeMailbox(world, opened, box), what: "mailbox" };
  const { what, bytes } = fromText(text);
  const owner = what === "card" ? await decodeCard(bytes) : (await decodeHandover(bytes)).card;
  if (!(await provesMailbox(owner, box))) throw new Failure("BAD_CARD");
  const added = await addContact(world, opened, text, id).catch((thrown: unknown) => {
    if (failureCode(thrown) !== "CONTACT_KNOWN") throw thrown;
    return null;
  });
  // Of a key that is in doubt nothing is taken.
  if (added?.what === "alarm") return added;
  const at = await takeMailbox(world, opened, box);
  return added ?? { id: at, what: "mailbox" };
}

function takeMailbox(world: World, opened: Opened, box: Box): Promise<string> {
  return inTurn(world, async () => {
    const pk = toBase64(box.pk);
    const self = await readSelf(world, opened);
    if (self?.state.pk === pk) throw new Failure("CONTACT_KNOWN");
    const contact = (await contactsOf(world, opened)).find(({ state }) => state.pk === pk);
    if (contact === undefined) throw new Failure("TRANSFER_UNKNOWN");
    const { state, secret } = contact;
    if (state.alarm !== null || !(await provesMailbox(keysOf(state), box)))
      throw new Failure("CONTACT_CHANGED");
    // An older one, put back by somebody, takes nothing away.
    const known = mailboxOf(secret);
    if (known !== null && known.made >= box.made) throw new Failure("CONTACT_KNOWN");
    const anew = { ...contact, secret: withMailbox(secret, box.text) };
    await writeContact(world, opened, anew, state);
    return contact.entry.id;
  });
}
