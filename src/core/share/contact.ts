/**
 * A contact, and oneself, as records of the vault (FORMAT.md 9): items of the kind `contact`, which no list shows. So
 * they are backed up, restored, merged and sealed anew as every item is. What must change together stands in one
 * field; each transfer that was taken or refused is a field of its own, so that two devices unite what they saw.
 */
import * as v from "valibot";
import { type Bytes, fromBase64, fromHex, toBase64, utf8 } from "../bytes.ts";
import { Failure } from "../failure.ts";
import {
  caps,
  type Field,
  itemCriticalSchema,
  type ItemSecret,
  itemSecretSchema,
} from "../item.ts";
import { decodeJson, encodeJson } from "../json.ts";
import { recordClass } from "../record.ts";
import type { PublicIdentity } from "./identity.ts";

const key = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/));
const when = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const keys = { pk: key, sign: key };

const contactSchema = v.strictObject({
  ...keys,
  added: when,
  /** When the twelve words were compared, or null. */
  verified: v.nullable(when),
  /** Another key that a card of this name has brought: nothing is shared until it is settled. */
  alarm: v.nullable(v.strictObject({ ...keys, at: when })),
  /** Keys from before, with the time of their end. */
  was: v.pipe(v.array(v.strictObject({ ...keys, until: when })), v.maxLength(16)),
});
export type ContactState = v.InferOutput<typeof contactSchema>;

const selfSchema = v.strictObject({
  ...keys,
  made: when,
  /** The keys may be in other hands: it is over, and nothing hands it over (FORMAT.md 6). */
  ended: v.boolean(),
  /** The signed word for the key of now by the one before, as text; null for a first key. */
  handover: v.nullable(v.pipe(v.string(), v.maxLength(4000))),
});
export type SelfState = v.InferOutput<typeof selfSchema>;

/** recId of the record about oneself: 16 bytes of ASCII, so that two devices of one vault have one. */
export const selfId: Bytes = utf8("coffer/sharing/1");
const stateField = "state";
/** Where a mailbox is: a field of its own, which programs that know none leave as it is. */
const mailboxField = "mailbox";
/** Transfers of one contact that are remembered at a time; one of them counts until its expiry. */
const mostSeen = caps.fields - 10;

const plain = (id: string, name: string, value: string): Field => ({
  id,
  key: name,
  label: "",
  type: "text",
  critical: false,
  value,
});

function stateOf<S extends v.GenericSchema>(schema: S, { fields }: ItemSecret): v.InferOutput<S> {
  const value = fields.find(({ id }) => id === stateField)?.value;
  if (value === undefined || value === null) throw new Failure("TAMPERED");
  return decodeJson(schema, utf8(value));
}

/** The state of a contact; TAMPERED where its record has none. */
export function contactIn(secret: ItemSecret): ContactState {
  return stateOf(contactSchema, secret);
}

/** The same about oneself. */
export function selfIn(secret: ItemSecret): SelfState {
  return stateOf(selfSchema, secret);
}

/** The record with another state; other fields stay. */
export function withState(secret: ItemSecret, state: ContactState | SelfState): ItemSecret {
  const rest = secret.fields.filter(({ id }) => id !== stateField);
  return { ...secret, fields: [plain(stateField, "state", JSON.stringify(state)), ...rest] };
}

/** The address of the mailbox, as text; null where none is known. */
export function mailboxIn({ fields }: ItemSecret): string | null {
  return fields.find(({ id }) => id === mailboxField)?.value ?? null;
}

/** The record with another mailbox, or with none. */
export function withMailbox(secret: ItemSecret, text: string | null): ItemSecret {
  const rest = secret.fields.filter(({ id }) => id !== mailboxField);
  const fields = text === null ? rest : [...rest, plain(mailboxField, "mailbox", text)];
  return { ...secret, fields };
}

/** Both keys, as they are used. */
export function keysOf({ pk, sign }: { pk: string; sign: string }): PublicIdentity {
  return { pk: fromBase64(pk), sign: fromBase64(sign) };
}

/** Both keys, as they are kept. */
export function asText({ pk, sign }: PublicIdentity): { pk: string; sign: string } {
  return { pk: toBase64(pk), sign: toBase64(sign) };
}

/** Whether a transfer was taken or refused before. `shareId` in hex. */
export function wasSeen({ fields }: ItemSecret, shareId: string): boolean {
  return fields.some(({ id, key: name }) => name === "seen" && id === shareId);
}

/**
 * Remembers a transfer until it has expired, and forgets those that have: an expired one is refused for its expiry.
 * TOO_LARGE where too many are under way: what can not be remembered must not be taken.
 */
export function withSeen(
  secret: ItemSecret,
  { shareId, expiry }: { shareId: string; expiry: number },
  now: number,
): ItemSecret {
  const day = 86_400_000;
  // A clock that is a day ahead for once must not make us forget.
  const isOver = ({ key: name, value }: Field) => name === "seen" && Number(value) + day < now;
  const fields = secret.fields.filter((field) => !isOver(field));
  if (fields.length >= mostSeen) throw new Failure("TOO_LARGE");
  fromHex(shareId);
  return { ...secret, fields: [...fields, plain(shareId, "seen", String(expiry))] };
}

/** A record about oneself after an exposure: no private key and no mailbox stays, and the public keys are said to be over. */
export function endSelf(cls: number, plaintext: Bytes): Bytes {
  if (cls === recordClass.critical) return encodeJson(itemCriticalSchema, { values: [], past: [] });
  if (cls !== recordClass.secret) return plaintext;
  const secret = withMailbox(decodeJson(itemSecretSchema, plaintext), null);
  const fields = secret.fields.filter(({ critical }) => !critical);
  const state = { ...selfIn(secret), ended: true, handover: null };
  return encodeJson(itemSecretSchema, withState({ ...secret, fields, past: [] }, state));
}

/** A private key among the critical fields of the record about oneself; its id is the start of its public key. */
export function privateField(id: string): Field {
  return { ...plain(id, "private", ""), critical: true, value: null };
}
