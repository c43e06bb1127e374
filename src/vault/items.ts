/** Items: read, save, trash, restore, erase. Each is one action on the disk. */
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import {
  caps,
  type Draft,
  type Field,
  type Item,
  type ItemCritical,
  itemCriticalSchema,
  type ItemIndex,
  type ItemSecret,
  itemSecretSchema,
} from "../core/item.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { kinds } from "../core/kinds/index.ts";
import { originOf } from "../core/origin.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, recordClass } from "../core/record.ts";
import { isItem } from "./load.ts";
import { type Entry, entryOf, type Opened, refOf } from "./opened.ts";
import type { World } from "./ports.ts";
import { applyEdits, type Edit } from "./write.ts";

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

/** Below the size of a record (FORMAT.md 4) after padding. */
const plaintextLimit = 1_900_000;

const noSecret: ItemSecret = { fields: [], past: [], files: [] };
const noCritical: ItemCritical = { values: [], past: [] };

/** The live entry of an id; NOT_FOUND for an erased or unknown one. */
export function itemEntry(opened: Opened, id: string): Entry {
  const entry = entryOf(opened, id);
  if (entry === undefined || !isItem(entry)) throw new Failure("NOT_FOUND");
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

/** Saving needs the password where a critical value is new, changed or taken away. */
export async function needsStepUp(world: World, opened: Opened, draft: Draft): Promise<boolean> {
  const given = draft.fields.some(
    (field) => field.critical && field.value !== null && field.value !== "",
  );
  if (draft.id === null || given) return given;
  const entry = itemEntry(opened, draft.id);
  const before = await readSecret(world, opened, entry);
  if (turnsCritical(before, draft)) return true;
  if (refOf(entry.refs, recordClass.critical) === undefined) return false;
  const kept = new Set(
    draft.fields.filter((field) => field.critical && field.value === null).map((f) => f.id),
  );
  return before.fields.some(
    (field) => field.critical && field.value === null && !kept.has(field.id),
  );
}

/** A field that was plain until now and asks each time from now on: its values, old ones too, move. */
function turnsCritical(old: ItemSecret, draft: Draft): boolean {
  const asks = new Set(draft.fields.filter((field) => field.critical).map((field) => field.id));
  return (
    old.past.some(({ field }) => asks.has(field)) ||
    old.fields.some((field) => !field.critical && field.value !== "" && asks.has(field.id))
  );
}

/**
 * Saves a draft as one action. CONFLICT where the item was changed since the draft was begun,
 * STEP_UP where critical values change and no key is given, INVALID for a site that is none.
 */
export function saveItem(
  world: World,
  opened: Opened,
  draft: Draft,
  criticalKey: CryptoKey | null,
): Promise<Item> {
  return inTurn(world, () => saveNow(world, opened, draft, criticalKey));
}

async function saveNow(
  world: World,
  opened: Opened,
  draft: Draft,
  criticalKey: CryptoKey | null,
): Promise<Item> {
  const before = draft.id === null ? undefined : itemEntry(opened, draft.id);
  const rev = refOf(before?.refs ?? [], recordClass.index)?.rev ?? 0;
  if (before !== undefined && rev !== draft.rev) throw new Failure("CONFLICT");
  const old = before === undefined ? noSecret : await readSecret(world, opened, before);
  const fields = tidyFields(draft, old);
  const ids = new Set(fields.map((field) => field.id));
  if (ids.size !== fields.length) throw new Failure("INVALID");
  if (criticalKey === null && (await needsStepUp(world, opened, draft)))
    throw new Failure("STEP_UP");

  const now = world.clock.now();
  const recId = before?.recId ?? randomBytes(16);
  const past = pastOf(old.past, old.fields, fields, now);
  // A field that asks each time from now on takes its earlier values along.
  const asks = new Set(fields.filter((field) => field.critical).map((field) => field.id));
  const secret: ItemSecret = {
    fields: fields.map((field) => (field.critical ? { ...field, value: marker(field) } : field)),
    past: past.filter(({ field }) => !asks.has(field)),
    files: old.files,
  };
  const records: NonNullable<Edit["records"]> = [
    {
      cls: recordClass.secret,
      key: opened.keys.secret,
      plaintext: encodeWithin(secret, (one) => encodeJson(itemSecretSchema, one)),
    },
  ];
  const drop: number[] = [];
  if (criticalKey !== null) {
    const oldCritical =
      before === undefined ? noCritical : await readCritical(world, opened, before, criticalKey);
    const moved = past.filter(({ field }) => asks.has(field));
    const critical = criticalOf(oldCritical, fields, moved, now);
    const plaintext = encodeWithin(critical, (one) => encodeJson(itemCriticalSchema, one));
    if (critical.values.length > 0 || critical.past.length > 0) {
      records.push({ cls: recordClass.critical, key: criticalKey, plaintext });
    } else drop.push(recordClass.critical);
  }
  const index = indexOf(draft, fields, before, now);
  await applyEdits(world, opened, [{ recId, index, records, drop }], []);
  world.tell("items");
  return readItem(world, opened, toHex(recId));
}

/** The bytes of a record with as much of the history as there is room for; TOO_LARGE where even none fits. */
function encodeWithin<T extends { past: ItemSecret["past"] }>(
  value: T,
  encode: (value: T) => Bytes,
): Bytes {
  for (let past = value.past; ; past = past.slice(0, Math.floor(past.length / 2))) {
    const bytes = encode({ ...value, past });
    if (bytes.length <= plaintextLimit) return bytes;
    if (past.length === 0) throw new Failure("TOO_LARGE");
  }
}

/** "" for a critical field without a value, null for one whose value is in the critical record. */
function marker(field: Field): string | null {
  return field.value === "" ? "" : null;
}

/** Fields as they are stored: a value of null is allowed for critical fields only. */
function tidyFields(draft: Draft, old: ItemSecret): Field[] {
  return draft.fields.map((field) => {
    const was = old.fields.find((one) => one.id === field.id);
    // "Keep its value", of a field that was plain until now: the value it has.
    if (field.value === null && was !== undefined && !was.critical)
      return { ...field, value: was.value };
    if (field.value !== null && !field.value.isWellFormed())
      return { ...field, value: field.value.toWellFormed() };
    return field.value === null && !field.critical ? { ...field, value: "" } : field;
  });
}

function indexOf(
  draft: Draft,
  fields: readonly Field[],
  before: Entry | undefined,
  now: number,
): ItemIndex {
  const kind = kinds[draft.kind];
  const valueOf = (key: string) =>
    fields.find((field) => field.key === key && !field.critical)?.value ?? "";
  const origins = draft.origins
    .filter((typed) => typed.trim() !== "")
    .map((typed) => {
      const origin = originOf(typed);
      if (origin === null) throw new Failure("INVALID");
      return origin;
    });
  const tags = draft.tags.map((tag) => tag.trim()).filter((tag) => tag !== "");
  return {
    kind: draft.kind,
    title: draft.title.trim(),
    hint: kind.hint(valueOf).replace(/\s+/g, " ").slice(0, caps.hint),
    tags: [...new Set(tags)],
    favourite: draft.favourite,
    origins: [...new Set(origins)],
    created: before?.created ?? now,
    modified: now,
    trashed: before?.trashed ?? null,
  };
}

/** Earlier values, newest first, at most `caps.past` of a field: nothing that was saved is lost by an edit. */
function pastOf(
  past: ItemSecret["past"],
  old: readonly Field[],
  fields: readonly Field[],
  at: number,
): ItemSecret["past"] {
  const gone = old.filter((field) => {
    const now = fields.find((one) => one.id === field.id);
    return (
      !field.critical && field.value !== null && field.value !== "" && now?.value !== field.value
    );
  });
  return capPast([
    ...gone.map((field) => ({ field: field.id, value: field.value ?? "", at })),
    ...past,
  ]);
}

function capPast(past: ItemSecret["past"]): ItemSecret["past"] {
  const counts = new Map<string, number>();
  return past.filter(({ field }) => {
    const count = (counts.get(field) ?? 0) + 1;
    counts.set(field, count);
    return count <= caps.past;
  });
}

/** The critical record after the draft: null keeps a value, text sets it, "" or a missing field takes it away. */
function criticalOf(
  old: ItemCritical,
  fields: readonly Field[],
  moved: ItemSecret["past"],
  at: number,
): ItemCritical {
  const values: ItemCritical["values"] = [];
  for (const field of fields) {
    if (!field.critical) continue;
    const value = field.value ?? old.values.find((one) => one.field === field.id)?.value ?? "";
    if (value !== "") values.push({ field: field.id, value });
  }
  const gone = old.values.filter(
    (was) => !values.some((now) => now.field === was.field && now.value === was.value),
  );
  return { values, past: capPast([...gone.map((was) => ({ ...was, at })), ...moved, ...old.past]) };
}

function indexFrom(entry: Entry, change: Partial<ItemIndex>): ItemIndex {
  const { kind, title, hint, tags, favourite, origins, created, modified, trashed } = entry;
  return { kind, title, hint, tags, favourite, origins, created, modified, trashed, ...change };
}

/** Changes what the index says of items, in one action; answers how many. Unknown ids are passed over. */
export async function changeIndex(
  world: World,
  opened: Opened,
  ids: readonly string[],
  change: (entry: Entry) => Partial<ItemIndex> | null,
): Promise<number> {
  const edits: Edit[] = [];
  await inTurn(world, async () => {
    for (const id of new Set(ids)) {
      const entry = entryOf(opened, id);
      if (entry === undefined || !isItem(entry)) continue;
      const fresh = change(entry);
      if (fresh !== null) edits.push({ recId: entry.recId, index: indexFrom(entry, fresh) });
    }
    if (edits.length > 0) await applyEdits(world, opened, edits, []);
  });
  world.tell("items");
  return edits.length;
}

/** Puts items into the trash, whence they can be restored. */
export function trashItems(world: World, opened: Opened, ids: readonly string[]): Promise<number> {
  const now = world.clock.now();
  return changeIndex(world, opened, ids, (entry) =>
    entry.trashed === null ? { trashed: now } : null,
  );
}

/** Takes items out of the trash; answers how many were in it. */
export function restoreItems(
  world: World,
  opened: Opened,
  ids: readonly string[],
): Promise<number> {
  return changeIndex(world, opened, ids, (entry) =>
    entry.trashed === null ? null : { trashed: null },
  );
}

/** Erases for ever what is in the trash: a tombstone stays (FORMAT.md 3), no critical key is needed. */
export async function eraseItems(
  world: World,
  opened: Opened,
  ids: readonly string[],
): Promise<number> {
  const count = await inTurn(world, async () => {
    const entries = [...new Set(ids)]
      .map((id) => entryOf(opened, id))
      .filter((entry) => entry !== undefined && isItem(entry) && entry.trashed !== null);
    const erased = entries.map((entry) => (entry as Entry).recId);
    if (erased.length === 0) return 0;
    await applyEdits(
      world,
      opened,
      erased.map((recId) => ({ recId, index: null })),
      erased.map((recId) => ({ event: "erased" as const, recId })),
    );
    return erased.length;
  });
  world.tell("items");
  return count;
}
