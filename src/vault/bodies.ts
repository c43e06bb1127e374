/**
 * The text of items for the search: fields of class secret that are neither hidden nor critical. Read when it is first
 * searched, in the background, and held with the entries: a lock drops both. Nothing of it is ever stored.
 */
import { equalBytes } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import { type Field, itemSecretSchema } from "../core/item.ts";
import { decodeJson } from "../core/json.ts";
import { openRecord, recordClass } from "../core/record.ts";
import { type Body, bodyOf } from "../core/search/rank.ts";
import { entryOf, type Entry, isListed, type Opened, refOf } from "./opened.ts";
import type { StoredRecord } from "./ports.ts";
import type { Vault } from "./vault.ts";

/** An entry is replaced when it is written, and its text with it. */
const bodies = new WeakMap<Entry, Body>();
/** Readings under way. */
const reading = new WeakMap<Opened, Promise<void>>();
/** Below this many unread items each is read by itself, not all records in their order. */
const few = 50;

/** The text of an entry; null where it was not read yet, or has none. */
export function bodyFor(entry: Entry): Body | null {
  return bodies.get(entry) ?? null;
}

/** The fields that are searched. */
export function searchedTexts(fields: readonly Field[]): string[] {
  return fields.flatMap(({ type, critical, value }) =>
    critical || type === "hidden" || type === "boolean" || value === null || value === ""
      ? []
      : [value],
  );
}

/** Reads what was not read yet; lists ask again when it is done. Resolves at the end, never rejects. */
export function readBodies(vault: Vault, opened: Opened): Promise<void> {
  const before = reading.get(opened);
  if (before !== undefined) return before;
  const missing = opened.entries.filter(
    (entry) => isListed(entry) && !bodies.has(entry) && refOf(entry.refs, recordClass.secret),
  );
  if (missing.length === 0) return Promise.resolve();
  const work = readNow(vault, opened, missing)
    .catch(() => undefined)
    .finally(() => reading.delete(opened));
  reading.set(opened, work);
  return work;
}

async function readNow(vault: Vault, opened: Opened, missing: Entry[]): Promise<void> {
  const { disk } = vault.world;
  const read = async ({ recId, bytes }: StoredRecord): Promise<void> => {
    const entry = entryOf(opened, recId);
    if (entry === undefined || bodies.has(entry)) return;
    // What does not open is told where it is opened by its user; the search goes on without it.
    const body = await bodyIn(opened, entry, bytes).catch(() => null);
    if (body !== null && vault.opened === opened) bodies.set(entry, body);
  };
  const cls = recordClass.secret;
  if (missing.length > few) {
    await disk.recordsOf(cls, async (batch) => {
      if (vault.opened === opened) await Promise.all(batch.map(read));
    });
  } else {
    for (const { id } of missing) {
      const bytes = await disk.record(id, cls);
      if (bytes !== null) await read({ recId: id, cls, bytes });
    }
  }
  // Without a text of its own an item is not asked for again.
  for (const entry of missing) if (!bodies.has(entry)) bodies.set(entry, bodyOf([]));
  if (vault.opened === opened) vault.world.tell("items");
}

async function bodyIn(
  opened: Opened,
  entry: Entry,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Body | null> {
  const ref = refOf(entry.refs, recordClass.secret);
  if (ref === undefined || !equalBytes(await sha256(bytes), ref.hash)) return null;
  const context = { ...ref, ...opened.vault, recId: entry.recId };
  const plaintext = await openRecord(opened.keys.secret, context, bytes);
  return bodyOf(searchedTexts(decodeJson(itemSecretSchema, plaintext).fields));
}
