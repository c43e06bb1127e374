/** Items: found, read, and changed one after the other. */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import {
  type Item,
  type ItemCritical,
  itemCriticalSchema,
  type ItemSecret,
  itemSecretSchema,
} from "../core/item.ts";
import { decodeJson } from "../core/json.ts";
import { openRecord, recordClass } from "../core/record.ts";
import { type Entry, entryOf, isListed, type Listed, type Opened, refOf } from "./opened.ts";
import type { World } from "./ports.ts";

/**
 * Plaintext of one record of an entry, compared with the authenticated index first (FORMAT.md 6):
 * NOT_FOUND, MISSING where the disk has lost it, TAMPERED where it is not the one last written.
 */
export async function openOne(
  world: World,
  opened: Opened,
  entry: Entry,
  cls: number,
  key: CryptoKey,
): Promise<Bytes> {
  const ref = refOf(entry.refs, cls);
  if (ref === undefined) throw new Failure("NOT_FOUND");
  const bytes = await world.disk.record(entry.id, cls);
  if (bytes === null) throw new Failure("MISSING");
  if (!equalBytes(await sha256(bytes), ref.hash)) throw new Failure("TAMPERED");
  return openRecord(key, { ...ref, ...opened.vault, recId: entry.recId }, bytes);
}

/** What an item has that has no such record. */
export const noSecret: ItemSecret = { fields: [], past: [], files: [] };
export const noCritical: ItemCritical = { values: [], past: [] };

/** The live entry of an id; NOT_FOUND for an erased or unknown one. */
export function itemEntry(opened: Opened, id: string): Listed {
  const entry = entryOf(opened, id);
  if (entry === undefined || !isListed(entry)) throw new Failure("NOT_FOUND");
  return entry;
}

/** The opened secret record of an item; empty where it has none. */
export async function readSecret(world: World, opened: Opened, entry: Entry): Promise<ItemSecret> {
  if (refOf(entry.refs, recordClass.secret) === undefined) return noSecret;
  const bytes = await openOne(world, opened, entry, recordClass.secret, opened.keys.secret);
  return decodeJson(itemSecretSchema, bytes);
}

/** The critical values of an item under a key that a step-up has given. */
export async function readCritical(
  world: World,
  opened: Opened,
  entry: Entry,
  key: CryptoKey,
): Promise<ItemCritical> {
  if (refOf(entry.refs, recordClass.critical) === undefined) return noCritical;
  const bytes = await openOne(world, opened, entry, recordClass.critical, key);
  return decodeJson(itemCriticalSchema, bytes);
}

/** The whole item but for its critical values, which are null. */
export async function readItem(world: World, opened: Opened, id: string): Promise<Item> {
  const entry = itemEntry(opened, id);
  const { fields } = await readSecret(world, opened, entry);
  const { kind, title, tags, favourite, origins, created, modified, trashed } = entry;
  const rev = refOf(entry.refs, recordClass.index)?.rev ?? 0;
  return { id, rev, kind, title, tags, favourite, origins, fields, created, modified, trashed };
}

/**
 * One change of items after the other: what a change is based on (the revision of a draft, the index it
 * alters) must still hold when it is written, also where two windows send theirs at the same moment.
 */
export function inTurn<T>(world: World, work: () => Promise<T>): Promise<T> {
  return world.locks.hold("turn", work);
}
