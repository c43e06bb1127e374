/**
 * The identity of this vault (FORMAT.md 9): its secret is in the keyring, so each use is a step-up. The record about
 * oneself holds what may be shown without one, and, as critical values, every private key that was ever used.
 */
import { type Bytes, equalBytes, fromBase64, toBase64, toHex, wipe } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import {
  type ItemCritical,
  itemCriticalSchema,
  type ItemIndex,
  type ItemSecret,
} from "../core/item.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { importClassKey } from "../core/keys.ts";
import type { Keyring } from "../core/merge-own.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass, zeroId } from "../core/record.ts";
import {
  asText,
  mailboxIn,
  privateField,
  selfId,
  selfIn,
  type SelfState,
  withMailbox,
  withState,
} from "../core/share/contact.ts";
import { readMailbox, writeMailbox } from "../core/share/mailbox.ts";
import type { Identity } from "../core/share/identity.ts";
import type { Proof, Typed } from "../wire/protocol.ts";
import { encodeWithin } from "./field-values.ts";
import { secretRecord } from "./files.ts";
import { noCritical, noSecret, openOne, readCritical, readSecret } from "./items.ts";
import { type Entry, entryOf, isItem, type Opened, zeroHex } from "./opened.ts";
import type { World } from "./ports.ts";
import { withOwnRootKey } from "./unlock.ts";
import { noteFailure, stillOpen, type Vault } from "./vault.ts";
import type { Edit } from "./write.ts";

/** The keys that a proof gives for one use. */
export interface ShareKeys {
  critical: CryptoKey;
  keyring: CryptoKey;
}

/** The keys of the critical class and of the keyring, for one use. STEP_UP without a proof: no grace holds here. */
export async function proveShareKeys(
  vault: Vault,
  opened: Opened,
  proof: Proof | null,
): Promise<ShareKeys> {
  if (proof === null) throw new Failure("STEP_UP");
  const { world } = vault;
  const still = stillOpen(vault);
  const typed: Typed = typeof proof === "string" ? { by: "password", secret: proof } : proof;
  const keys = await noteFailure(world, () =>
    withOwnRootKey(world, opened.header, typed, async (rootKey) => ({
      critical: await importClassKey(rootKey, opened.vault, "critical"),
      keyring: await importClassKey(rootKey, opened.vault, "keyring"),
    })),
  );
  still();
  if (vault.opened !== opened) throw new Failure("BUSY");
  return keys;
}

const selfHex = toHex(selfId);

/** The record about oneself, or null where there is none. */
export async function readSelf(
  world: World,
  opened: Opened,
): Promise<{ entry: Entry; secret: ItemSecret; state: SelfState } | null> {
  const entry = entryOf(opened, selfHex);
  if (entry === undefined || !isItem(entry) || entry.trashed !== null) return null;
  const secret = await readSecret(world, opened, entry);
  return { entry, secret, state: selfIn(secret) };
}

async function readKeyring(world: World, opened: Opened, key: CryptoKey): Promise<Keyring> {
  const entry = entryOf(opened, zeroHex);
  if (entry === undefined) throw new Failure("MISSING");
  return decodeJson(keyringSchema, await openOne(world, opened, entry, recordClass.keyring, key));
}

/** The identity of now; NO_CARD where there is none. */
export async function identityNow(
  world: World,
  opened: Opened,
  keys: ShareKeys,
): Promise<Identity> {
  const { identity } = await readKeyring(world, opened, keys.keyring);
  if (identity === null) throw new Failure("NO_CARD");
  return withSecret(identity, async (secret) => (await world.sharing()).identityOf(secret));
}

/** The identity, of now or from before, that has this public key; null where it is gone or another's. */
export async function identityFor(
  world: World,
  opened: Opened,
  keys: ShareKeys,
  pk: Bytes,
): Promise<Identity | null> {
  const now = await identityNow(world, opened, keys);
  if (equalBytes(now.pk, pk)) return now;
  const self = await readSelf(world, opened);
  if (self === null) return null;
  const { values } = await readCritical(world, opened, self.entry, keys.critical);
  const found = values.find(({ field }) => field === fieldOf(pk));
  if (found === undefined) return null;
  const old = await withSecret(found.value, async (secret) =>
    (await world.sharing()).identityOf(secret),
  );
  return equalBytes(old.pk, pk) ? old : null;
}

async function withSecret<T>(text: string, use: (secret: Bytes) => Promise<T>): Promise<T> {
  const secret = fromBase64(text);
  try {
    return await use(secret);
  } finally {
    wipe(secret);
  }
}

const fieldOf = (pk: Bytes) => toHex(pk).slice(0, 32);

/** A fresh identity as edits: its secret into the keyring, and beside the old ones into the record about oneself. */
export async function freshIdentity(
  world: World,
  opened: Opened,
  keys: ShareKeys,
  name: string,
): Promise<{ identity: Identity; edits: (handover: string | null) => Promise<Edit[]> }> {
  const raw = randomBytes(32);
  const text = toBase64(raw);
  const identity = await (await world.sharing()).identityOf(raw);
  wipe(raw);
  const keyring = await readKeyring(world, opened, keys.keyring);
  const self = await readSelf(world, opened);
  const critical =
    self === null ? noCritical : await readCritical(world, opened, self.entry, keys.critical);
  const edits = async (handover: string | null): Promise<Edit[]> => {
    const now = world.clock.now();
    const id = fieldOf(identity.pk);
    const state: SelfState = { ...asText(identity), made: now, ended: false, handover };
    const before = await withSigned(self?.secret ?? noSecret, identity, now);
    const secret = withState({ ...before, fields: [...before.fields, privateField(id)] }, state);
    const values = [...critical.values, { field: id, value: text }];
    return [
      {
        recId: zeroId,
        records: [
          {
            cls: recordClass.keyring,
            key: keys.keyring,
            plaintext: encodeJson(keyringSchema, { ...keyring, identity: text }),
          },
        ],
      },
      {
        ...selfEdit(opened, self?.entry, name, secret, now),
        records: [
          secretRecord(opened, secret),
          criticalRecord({ ...critical, values }, keys.critical),
        ],
      },
    ];
  };
  return { identity, edits };
}

/** The address of one's mailbox, if there is one, said anew by this identity: contacts may have only its card. */
async function withSigned(
  secret: ItemSecret,
  identity: Identity,
  now: number,
): Promise<ItemSecret> {
  const text = mailboxIn(secret);
  const box = text === null ? null : readMailbox(text);
  if (box === null) return secret;
  const { origin, secret: key, made } = box;
  return withMailbox(
    secret,
    await writeMailbox(identity, { origin, secret: key, made: Math.max(now, made + 1) }),
  );
}

function criticalRecord(
  critical: ItemCritical,
  key: CryptoKey,
): NonNullable<Edit["records"]>[number] {
  const plaintext = encodeWithin(critical, (one) => encodeJson(itemCriticalSchema, one));
  return { cls: recordClass.critical, key, plaintext };
}

/** The record about oneself with another name or secret part; its private keys stay. */
export function selfEdit(
  opened: Opened,
  before: Entry | undefined,
  name: string,
  secret: ItemSecret,
  now: number,
): Edit {
  const index = contactIndex(name, before?.created ?? now, now);
  return { recId: selfId, index, records: [secretRecord(opened, secret)] };
}

/** The index of a record that no list shows. */
export function contactIndex(title: string, created: number, modified: number): ItemIndex {
  const none = { hint: "", tags: [], favourite: false, origins: [], trashed: null };
  return { ...none, kind: "contact", title, created, modified };
}

/** Edits that remove every private key but that of now; null where there is none to remove. */
export async function withoutOld(
  world: World,
  opened: Opened,
  keys: ShareKeys,
): Promise<{ edits: Edit[]; count: number } | null> {
  const self = await readSelf(world, opened);
  if (self === null) return null;
  const kept = fieldOf((await identityNow(world, opened, keys)).pk);
  const { values } = await readCritical(world, opened, self.entry, keys.critical);
  const left = values.filter(({ field }) => field === kept);
  if (left.length === values.length) return null;
  const fields = self.secret.fields.filter((field) => !field.critical || field.id === kept);
  const secret = { ...self.secret, fields, past: [] };
  const edit = selfEdit(opened, self.entry, self.entry.title, secret, world.clock.now());
  edit.records?.push(criticalRecord({ values: left, past: [] }, keys.critical));
  return { edits: [edit], count: values.length - left.length };
}
