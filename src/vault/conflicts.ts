/**
 * Items of which two devices had changed the same. The values that gave way are in the items' histories (FORMAT.md 12);
 * here is only which items to look at, for this device: the fact "conflicts", n × (recId 16 | unixMs u64).
 */
import { concat, fromHex, reader, toHex, u64 } from "../core/bytes.ts";
import type { Change, World } from "./ports.ts";

const fact = "conflicts";
const most = 500;

export interface Conflict {
  id: string;
  at: number;
}

/** Those that were not looked at yet, the newest first. */
export async function conflictsOf(world: World): Promise<Conflict[]> {
  const bytes = await world.disk.fact(fact);
  if (bytes === null) return [];
  const from = reader(bytes, "TAMPERED");
  const found: Conflict[] = [];
  while (from.left() > 0) found.push({ id: toHex(from.take(16)), at: from.u64() });
  return found;
}

function encode(conflicts: readonly Conflict[]) {
  if (conflicts.length === 0) return null;
  return concat(...conflicts.flatMap(({ id, at }) => [fromHex(id), u64(at)]));
}

/** Puts new ones into the transaction that writes the merged items. */
export async function noteConflicts(
  world: World,
  change: Change,
  ids: ReadonlySet<string>,
): Promise<void> {
  if (ids.size === 0) return;
  const at = world.clock.now();
  const before = (await conflictsOf(world)).filter(({ id }) => !ids.has(id));
  const all = [...[...ids].map((id) => ({ id, at })), ...before].slice(0, most);
  change.facts = { ...change.facts, [fact]: encode(all) };
}

/** The user has seen these. */
export async function dropConflicts(world: World, ids: readonly string[]): Promise<void> {
  const gone = new Set(ids);
  const left = (await conflictsOf(world)).filter(({ id }) => !gone.has(id));
  await world.disk.setFact(fact, encode(left));
}
