/** Contacts (FORMAT.md 9): whose keys this vault knows, whether their words were compared, and what came since. */
import { type Bytes, equalBytes, toBase64, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { ItemSecret } from "../core/item.ts";
import { randomBytes } from "../core/random.ts";
import { looksAlike } from "../core/share/alike.ts";
import {
  type Card,
  decodeCard,
  decodeHandover,
  fromText,
  provesHandover,
  tidyName,
} from "../core/share/card.ts";
import { targetsId } from "../core/target/config.ts";
import {
  asText,
  contactIn,
  type ContactState,
  keysOf,
  mailboxIn,
  selfId,
  withMailbox,
  withState,
} from "../core/share/contact.ts";
import { fingerprintOf } from "../core/share/identity.ts";
import { type Mailbox, readMailbox } from "../core/share/mailbox.ts";
import type { ContactLine } from "../wire/sharing.ts";
import { secretRecord } from "./files.ts";
import { inTurn, noSecret, readSecret } from "./items.ts";
import { type Entry, entryOf, isItem, type Opened } from "./opened.ts";
import { contactIndex, readSelf } from "./own-identity.ts";
import type { World } from "./ports.ts";
import { applyEdits, type Edit, type Happened } from "./write.ts";

export interface Contact {
  entry: Entry;
  secret: ItemSecret;
  state: ContactState;
}

const isContact = (entry: Entry) =>
  isItem(entry) &&
  entry.kind === "contact" &&
  entry.trashed === null &&
  !equalBytes(entry.recId, selfId) &&
  !equalBytes(entry.recId, targetsId);

async function read(world: World, opened: Opened, entry: Entry): Promise<Contact> {
  const secret = await readSecret(world, opened, entry);
  return { entry, secret, state: contactIn(secret) };
}

/** Every contact. */
export function contactsOf(world: World, opened: Opened): Promise<Contact[]> {
  return Promise.all(opened.entries.filter(isContact).map((entry) => read(world, opened, entry)));
}

/** One contact; NOT_FOUND. */
export async function contactOf(world: World, opened: Opened, id: string): Promise<Contact> {
  const entry = entryOf(opened, id);
  if (entry === undefined || !isContact(entry)) throw new Failure("NOT_FOUND");
  return read(world, opened, entry);
}

/** Refuses a contact with whom nothing may be shared: CONTACT_CHANGED, CONTACT_UNVERIFIED. */
export function mustBeVerified({ state }: Contact): void {
  if (state.alarm !== null) throw new Failure("CONTACT_CHANGED");
  if (state.verified === null) throw new Failure("CONTACT_UNVERIFIED");
}

/** The mailbox that a record names; null where it names none that we can read. */
export function mailboxOf(secret: ItemSecret): Mailbox | null {
  const text = mailboxIn(secret);
  try {
    return text === null ? null : readMailbox(text);
  } catch {
    return null;
  }
}

/** The fingerprint of both keys, by which a window says what it has shown. */
async function printOf(keys: { pk: string; sign: string }): Promise<string> {
  return toBase64(await fingerprintOf(keysOf(keys)));
}

/** What a window is told of a contact. */
export async function lineOf(
  world: World,
  { entry, state, secret }: Contact,
): Promise<ContactLine> {
  const { wordsOf } = await world.sharing();
  const { alarm } = state;
  const told = async (keys: { pk: string; sign: string }) => ({
    print: await printOf(keys),
    words: await wordsOf(keysOf(keys)),
  });
  return {
    id: entry.id,
    name: entry.title,
    ...(await told(state)),
    added: state.added,
    verified: state.verified,
    alarm: alarm === null ? null : { ...(await told(alarm)), at: alarm.at },
    was: state.was.length,
    mailbox: mailboxOf(secret)?.origin ?? null,
  };
}

/** The edit that writes a contact. */
export function contactEdit(
  opened: Opened,
  contact: { recId: Bytes; name: string; created: number; secret: ItemSecret },
  now: number,
): Edit {
  const { recId, name, created, secret } = contact;
  const index = contactIndex(name, created, now);
  return { recId, index, records: [secretRecord(opened, secret)] };
}

/** Writes another state of a contact, as one action. */
export async function writeContact(
  world: World,
  opened: Opened,
  { entry, secret }: Contact,
  state: ContactState,
  event?: Happened["event"],
): Promise<void> {
  const { recId, title, created } = entry;
  const next = { recId, name: title, created, secret: withState(secret, state) };
  const happened = event === undefined ? [] : [{ event, recId }];
  await applyEdits(world, opened, [contactEdit(opened, next, world.clock.now())], happened);
}

const sameKeys = (a: { pk: string; sign: string }, b: { pk: string; sign: string }) =>
  a.pk === b.pk && a.sign === b.sign;

/**
 * Takes a card or a hand-over from a text. A card for a contact that is here under another key is an alarm, and blocks
 * it. BAD_CARD; CONTACT_KNOWN where that key is known, or one's own; CONTACT_CHANGED for a hand-over that is not proved.
 */
export function addContact(
  world: World,
  opened: Opened,
  text: string,
  id: string | null,
): Promise<{ id: string; what: "added" | "alarm" | "handed" }> {
  return inTurn(world, async () => {
    const { what, bytes } = fromText(text);
    if (what === "handover") return takeHandover(world, opened, bytes);
    const card = await decodeCard(bytes);
    const keys = asText(card);
    const self = await readSelf(world, opened);
    const contacts = await contactsOf(world, opened);
    const known = contacts.some(({ state }) => sameKeys(state, keys));
    if (known || (self !== null && self.state.pk === keys.pk)) throw new Failure("CONTACT_KNOWN");
    // The same key to agree with beside another to sign with, a key of before, a name that reads the same: somebody is not who he says.
    const before =
      contacts.find((one) => hasHad(one, keys.pk)) ??
      contacts.find(({ entry }) => entry.id === id) ??
      contacts.find(({ entry }) => card.name !== "" && looksAlike(entry.title, card.name));
    if (id !== null && before?.entry.id !== id)
      throw new Failure(before === undefined ? "NOT_FOUND" : "CONTACT_CHANGED");
    const now = world.clock.now();
    if (before !== undefined) {
      const state = { ...before.state, alarm: { ...keys, at: now } };
      await writeContact(world, opened, before, state, "contactChanged");
      return { id: before.entry.id, what: "alarm" as const };
    }
    return { id: await addFresh(world, opened, card, now), what: "added" as const };
  });
}

/** Whether this key to agree with is, or was, the contact's. */
function hasHad({ state }: Contact, pk: string): boolean {
  return state.pk === pk || state.was.some((one) => one.pk === pk);
}

async function addFresh(world: World, opened: Opened, card: Card, now: number): Promise<string> {
  const recId = randomBytes(16);
  const state = { ...asText(card), added: now, verified: null, alarm: null, was: [] };
  const secret = withState(noSecret, state);
  const contact = { recId, name: card.name, created: now, secret };
  await applyEdits(world, opened, [contactEdit(opened, contact, now)], []);
  return toHex(recId);
}

/** A verified contact hands over to a new key: it stands for the old one. */
async function takeHandover(world: World, opened: Opened, bytes: Bytes) {
  const over = await decodeHandover(bytes);
  const next = asText(over.card);
  const contacts = await contactsOf(world, opened);
  if (contacts.some(({ state }) => sameKeys(state, next))) throw new Failure("CONTACT_KNOWN");
  const old = asText(over.old);
  const contact = contacts.find(({ state }) => sameKeys(state, old));
  if (contact === undefined) throw new Failure("TRANSFER_UNKNOWN");
  mustBeVerified(contact);
  if (!(await provesHandover(keysOf(contact.state), over))) throw new Failure("CONTACT_CHANGED");
  // What was sealed by somebody else's key would count as his: nothing proves that he holds what he names.
  const self = await readSelf(world, opened);
  const taken = contacts.some((one) => one !== contact && hasHad(one, next.pk));
  if (taken || self?.state.pk === next.pk) throw new Failure("CONTACT_CHANGED");
  const now = world.clock.now();
  await writeContact(world, opened, contact, replaced(contact.state, next, now), "contactHanded");
  return { id: contact.entry.id, what: "handed" as const };
}

function replaced(state: ContactState, next: { pk: string; sign: string }, now: number) {
  const was = [{ pk: state.pk, sign: state.sign, until: now }, ...state.was].slice(0, 16);
  return { ...state, ...next, verified: now, alarm: null, was };
}

/** What came of comparing the words (wire/sharing.ts). CONFLICT where they were those of another key. */
export function verifyContact(
  world: World,
  opened: Opened,
  { id, print, same }: { id: string; print: string; same: boolean },
): Promise<void> {
  return inTurn(world, async () => {
    const contact = await contactOf(world, opened, id);
    const { state } = contact;
    const now = world.clock.now();
    const { alarm } = state;
    if (alarm === null) {
      if ((await printOf(state)) !== print) throw new Failure("CONFLICT");
      const verified = same ? now : null;
      const event = same ? "contactVerified" : "contactChanged";
      return writeContact(world, opened, contact, { ...state, verified }, event);
    }
    if ((await printOf(alarm)) !== print) throw new Failure("CONFLICT");
    const next = { pk: alarm.pk, sign: alarm.sign };
    // What the old key said of a mailbox is not said by the new one.
    const anew = { ...contact, secret: withMailbox(contact.secret, null) };
    return same
      ? writeContact(world, opened, anew, replaced(state, next, now), "contactVerified")
      : writeContact(world, opened, contact, { ...state, alarm: null });
  });
}

/** Another name for a contact; INVALID for an empty one. */
export function renameContact(
  world: World,
  opened: Opened,
  id: string,
  name: string,
): Promise<void> {
  return inTurn(world, async () => {
    const title = tidyName(name);
    if (title === "") throw new Failure("INVALID");
    const contact = await contactOf(world, opened, id);
    await writeContact(
      world,
      opened,
      { ...contact, entry: { ...contact.entry, title } },
      contact.state,
    );
  });
}

/** Takes a contact away for ever: a tombstone stays, as of an item. */
export function removeContact(world: World, opened: Opened, id: string): Promise<void> {
  return inTurn(world, async () => {
    const { entry } = await contactOf(world, opened, id);
    const happened = [{ event: "erased" as const, recId: entry.recId }];
    await applyEdits(world, opened, [{ recId: entry.recId, index: null }], happened);
  });
}
