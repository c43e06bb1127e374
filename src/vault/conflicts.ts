/**
 * Items of which two devices had changed the same. The values that gave way are in the items' histories (FORMAT.md 12);
 * here is only which items to look at, and where, for this device. The fact "conflicts" is
 * n × (recId 16 | unixMs u64 | u32 k | k × (LP(field) | unixMs u64)).
 */
import {
  type Bytes,
  concat,
  fromHex,
  fromUtf8,
  lengthPrefixed,
  reader,
  toHex,
  u32,
  u64,
  utf8,
} from "../core/bytes.ts";
import type { GaveWay } from "../core/merge-item.ts";
import type { Change, World } from "./ports.ts";

const fact = "conflicts";
const most = 500;
/** Bytes of a field's id (core/item.ts), with room. */
const fieldLimit = 100;

export interface Conflict {
  id: string;
  at: number;
  /** What gave way. */
  fields: GaveWay[];
}

/** Those that were not looked at yet, the newest first. */
export async function conflictsOf(world: World): Promise<Conflict[]> {
  const bytes = await world.disk.fact(fact);
  if (bytes === null) return [];
  const from = reader(bytes, "TAMPERED");
  const found: Conflict[] = [];
  while (from.left() > 0) {
    const id = toHex(from.take(16));
    const at = from.u64();
    const fields = Array.from({ length: from.u32() }, () => ({
      field: fromUtf8(from.lengthPrefixed(fieldLimit), "TAMPERED"),
      at: from.u64(),
    }));
    found.push({ id, at, fields });
  }
  return found;
}

function encode(conflicts: readonly Conflict[]): Bytes | null {
  if (conflicts.length === 0) return null;
  return concat(
    ...conflicts.flatMap(({ id, at, fields }) => [
      fromHex(id),
      u64(at),
      u32(fields.length),
      ...fields.flatMap((one) => [lengthPrefixed(utf8(one.field)), u64(one.at)]),
    ]),
  );
}

/** Puts new ones into the transaction that writes the merged items; what was not looked at of an item stays with it. */
export async function noteConflicts(
  world: World,
  change: Change,
  found: ReadonlyMap<string, GaveWay[]>,
): Promise<void> {
  if (found.size === 0) return;
  const at = world.clock.now();
  const before = await conflictsOf(world);
  const earlier = new Map(before.map(({ id, fields }) => [id, fields]));
  const now = [...found].map(([id, fields]) => ({
    id,
    at,
    fields: [...fields, ...(earlier.get(id) ?? [])],
  }));
  const all = [...now, ...before.filter(({ id }) => !found.has(id))].slice(0, most);
  change.facts = { ...change.facts, [fact]: encode(all) };
}

/** The user has seen these. */
export async function dropConflicts(world: World, ids: readonly string[]): Promise<void> {
  const gone = new Set(ids);
  const left = (await conflictsOf(world)).filter(({ id }) => !gone.has(id));
  await world.disk.setFact(fact, encode(left));
}
