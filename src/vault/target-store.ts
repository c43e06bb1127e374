/**
 * What this device knows of its targets (docs/TARGETS.md). Addresses and secrets are sealed, in a record of their own
 * that no list shows; how runs went, and the folders of this computer, are facts of the device: they are no secret, and a
 * folder can be written while the vault is locked.
 */
import * as v from "valibot";
import { fromUtf8, toHex, utf8 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeHeader } from "../core/header.ts";
import type { Field, ItemSecret } from "../core/item.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import {
  type StoredTarget,
  storedSchema,
  targetHead,
  targetId,
  targetsId,
} from "../core/target/config.ts";
import { secretRecord } from "./files.ts";
import { inTurn, noSecret, readSecret } from "./items.ts";
import { entryOf, isItem, type Opened } from "./opened.ts";
import { contactIndex } from "./own-identity.ts";
import type { World } from "./ports.ts";
import { applyEdits } from "./write.ts";

const when = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const short = v.pipe(v.string(), v.maxLength(255));

const runsSchema = v.strictObject({
  added: when,
  done: v.nullable(when),
  tried: v.nullable(when),
  fails: when,
  problem: v.nullable(short),
  untidy: v.boolean(),
  /** Files that were begun and not proved: they go at the next chance. */
  begun: v.pipe(v.array(short), v.maxLength(32)),
  last: v.nullable(
    v.strictObject({
      name: short,
      bytes: when,
      /** SHA-256 of the file, and of the sealed manifest in it, in hex. */
      hash: short,
      manifest: short,
      /** It was opened with the keys of the vault, not only read back. */
      opened: v.boolean(),
    }),
  ),
});
export type RunState = v.InferOutput<typeof runsSchema>;

const folderSchema = v.strictObject({ id: targetId, ...targetHead });
/** What does not read of one target costs the others nothing. */
const factSchema = v.strictObject({
  /** Of the vault that it belongs to, in hex: after another vault has come here, nothing of it counts. */
  vault: targetId,
  runs: v.record(targetId, v.unknown()),
  folders: v.array(v.unknown()),
});
export interface TargetFacts {
  vault: string;
  runs: Record<string, RunState>;
  folders: v.InferOutput<typeof folderSchema>[];
}

/** At most so many of each sort. */
export const mostTargets = 8;
const fact = "targets";
const selfHex = toHex(targetsId);

/** Before the first run. */
export function freshRuns(now: number): RunState {
  return {
    added: now,
    done: null,
    tried: null,
    fails: 0,
    problem: null,
    untidy: false,
    begun: [],
    last: null,
  };
}

/** The facts of the vault on the disk, as far as they read; none for one that has none. */
export async function readFacts(world: World): Promise<TargetFacts | null> {
  const there = await world.disk.open();
  if (there === null) return null;
  const vault = toHex(decodeHeader(there.header).vaultId);
  const none = { vault, runs: {}, folders: [] };
  const bytes = await world.disk.fact(fact);
  if (bytes === null) return none;
  try {
    const facts = v.parse(factSchema, JSON.parse(fromUtf8(bytes, "TAMPERED")));
    if (facts.vault !== vault) return none;
    const runs = Object.entries(facts.runs).filter((pair): pair is [string, RunState] =>
      v.is(runsSchema, pair[1]),
    );
    const folders = facts.folders.filter((one) => v.is(folderSchema, one));
    return { vault, runs: Object.fromEntries(runs), folders: folders.slice(0, mostTargets) };
  } catch {
    return none;
  }
}

/** Changes the facts, one change after the other. */
export function changeFacts(world: World, change: (facts: TargetFacts) => void): Promise<void> {
  return world.locks.hold("targetFacts", async () => {
    const facts = await readFacts(world);
    if (facts === null) throw new Failure("NO_VAULT");
    change(facts);
    await world.disk.setFact(fact, utf8(JSON.stringify(facts)));
  });
}

async function secretOf(world: World, opened: Opened): Promise<ItemSecret> {
  const entry = entryOf(opened, selfHex);
  return entry === undefined || !isItem(entry) ? noSecret : readSecret(world, opened, entry);
}

/** Targets on other machines, by their id; one that a newer version has written otherwise is left out. */
export async function readStored(world: World, opened: Opened): Promise<Map<string, StoredTarget>> {
  const { fields } = await secretOf(world, opened);
  const found = new Map<string, StoredTarget>();
  for (const { id, value } of fields) {
    try {
      if (value !== null) found.set(id, decodeJson(storedSchema, utf8(value)));
    } catch {
      continue;
    }
  }
  return found;
}

/** Writes one of them, or takes it away with null, as one action; each is a field, so that devices unite theirs. */
export function writeStored(
  world: World,
  opened: Opened,
  id: string,
  target: StoredTarget | null,
): Promise<void> {
  return inTurn(world, async () => {
    const secret = await secretOf(world, opened);
    const rest = secret.fields.filter((field) => field.id !== id);
    const fields = target === null ? rest : [...rest, fieldOf(id, target)];
    const entry = entryOf(opened, selfHex);
    const now = world.clock.now();
    const created = entry !== undefined && isItem(entry) ? entry.created : now;
    const index = contactIndex("", created, now);
    const records = [secretRecord(opened, { ...secret, fields })];
    await applyEdits(world, opened, [{ recId: targetsId, index, records }], []);
  });
}

function fieldOf(id: string, target: StoredTarget): Field {
  const value = fromUtf8(encodeJson(storedSchema, target), "INTERNAL");
  return { id, key: "target", label: "", type: "text", critical: false, value };
}
