/** What is on this disk brought on top of a served state: unchanged records give way, changed ones are merged. */
import type * as v from "valibot";
import type { AuditChain } from "../core/audit.ts";
import { type Bytes, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import type { GaveWay } from "../core/merge-item.ts";
import { mergeKeyring, mergeSettings } from "../core/merge-own.ts";
import { mergeSites } from "../core/merge-sites.ts";
import { objectName, sealObject } from "../core/object.ts";
import { openRecord, recordClass, sealRecord, zeroId } from "../core/record.ts";
import { settingsSchema } from "../core/settings.ts";
import { sitesSchema } from "../core/sites.ts";
import type { EpochKeys } from "./epoch-keys.ts";
import { type Group, itemClasses, mergeGroups } from "./merge-records.ts";
import type { World } from "./ports.ts";
import {
  bytesOf,
  forMany,
  placeOf,
  type Rec,
  type RecordSet,
  sameRec,
  toRec,
} from "./record-set.ts";
import type { Served } from "./served.ts";
import { mergeAudit } from "./sync-audit.ts";
import { schema } from "./write.ts";

export interface Merging {
  world: World;
  from: EpochKeys;
  to: EpochKeys;
  chains: readonly AuditChain[];
  own: RecordSet;
  /** What the server had last, or empty where nothing was seen yet. */
  seen: RecordSet;
  served: Served;
  /** Names of all objects that came since. */
  ever: ReadonlySet<string>;
  /** No item goes from here: what is erased or in the trash there comes back. */
  keep: boolean;
}

export interface MergedSet {
  set: RecordSet;
  chains: AuditChain[];
  /** Items (hex) of which both sides had changed the same, and what gave way. */
  conflicts: Map<string, GaveWay[]>;
}

/** The merged set. STEP_UP where a key is needed that is not in hand; nothing is written here. */
export async function mergeSets(merging: Merging): Promise<MergedSet> {
  const { own, seen, served, from, to, world, keep } = merging;
  const base = await lastCommon(merging);
  const set: RecordSet = new Map();
  const put = (rec: Rec | undefined) => {
    if (rec !== undefined) set.set(placeOf(rec.context.recId, rec.context.cls), rec);
  };
  const needed = new Set<string>();
  const conflicts = new Map<string, GaveWay[]>();
  for (const recId of idsOf(own, served.set)) {
    const groups = {
      base: groupOf(base, recId),
      own: groupOf(own, recId),
      served: groupOf(served.set, recId),
    };
    const same = (a: Group, b: Group) =>
      itemClasses.every((cls) => sameRec(a.get(cls), b.get(cls)));
    const unchanged = same(groups.own, groups.base) && (!keep || groups.own.size === 0);
    if (unchanged || same(groups.own, groups.served))
      for (const rec of groups.served.values()) put(rec);
    else if (from === to && same(groups.base, groups.served))
      for (const rec of groups.own.values()) put(rec);
    else {
      const conflict = (sides: GaveWay[]) => void conflicts.set(recId, sides);
      const merged = await mergeGroups({ world, from, to, ...groups, keep, conflict }, needed);
      for (const rec of merged.values()) put(rec);
    }
  }
  for (const cls of [recordClass.settings, recordClass.keyring, recordClass.sites] as const) {
    const place = placeOf(zeroId, cls);
    put(await mergeOwn(merging, cls, base.get(place)));
  }
  for (const place of placesOf(recordClass.blob, own, served.set)) {
    const [mine, his, was] = [own.get(place), served.set.get(place), base.get(place)];
    const wanted = needed.has(place.slice(0, 32));
    // Written once: what one side took away goes, unless a merged item still has its file.
    if (his !== undefined && (mine !== undefined || was === undefined || wanted)) put(his);
    else if (mine !== undefined && (was === undefined || wanted)) put(mine);
  }
  const audit = await mergeAudit({
    world,
    from,
    to,
    chains: merging.chains,
    own,
    base,
    seen: seen.size === 0 || from !== to ? null : seen,
    served: served.set,
    head: served.manifest.auditHead,
  });
  for (const rec of audit.records) put(rec);
  return { set, chains: audit.chains, conflicts };
}

/**
 * The last common version of each record: what the server had last, or our own where the log shows that it has had
 * exactly that since: a commit whose answer was lost, or a vault from an older backup.
 */
async function lastCommon({ world, own, seen, from, ever }: Merging): Promise<RecordSet> {
  const base: RecordSet = new Map(seen);
  const changed = [...own].filter(([place, rec]) => !sameRec(seen.get(place), rec));
  const names = await forMany(changed, async ([, rec]) =>
    objectName(await sealObject(from.objects, await bytesOf(world, rec))),
  );
  for (const [i, [place, rec]] of changed.entries())
    if (ever.has(names[i] as string)) base.set(place, rec);
  return base;
}

function idsOf(...sets: readonly RecordSet[]): Set<string> {
  const ids = new Set<string>();
  for (const set of sets)
    for (const { context } of set.values())
      if (itemClasses.some((cls) => cls === context.cls)) ids.add(toHex(context.recId));
  return ids;
}

function groupOf(set: RecordSet, recId: string): Group {
  const group = new Map<number, Rec>();
  for (const cls of itemClasses) {
    const rec = set.get(recId + cls.toString(16).padStart(2, "0"));
    if (rec !== undefined) group.set(cls, rec);
  }
  return group;
}

function placesOf(cls: number, ...sets: readonly RecordSet[]): Set<string> {
  const found = sets.flatMap((set) => [...set].filter(([, rec]) => rec.context.cls === cls));
  return new Set(found.map(([place]) => place));
}

/** What belongs to the vault itself: whose key seals it, and how two versions become one. */
const ownClasses = {
  [recordClass.settings]: {
    key: ({ keys }: EpochKeys) => keys.settings,
    merge: mergedBy(settingsSchema, mergeSettings),
  },
  [recordClass.keyring]: {
    key: ({ keyring }: EpochKeys) => keyring,
    merge: mergedBy(keyringSchema, mergeKeyring),
  },
  [recordClass.sites]: {
    key: ({ keys }: EpochKeys) => keys.settings,
    merge: mergedBy(sitesSchema, mergeSites),
  },
} as const;

function mergedBy<S extends v.GenericSchema>(
  shape: S,
  merge: (
    base: v.InferOutput<S> | null,
    own: v.InferOutput<S>,
    served: v.InferOutput<S>,
  ) => v.InferOutput<S>,
) {
  return (base: Bytes | null, own: Bytes, served: Bytes): Bytes =>
    encodeJson(
      shape,
      merge(base && decodeJson(shape, base), decodeJson(shape, own), decodeJson(shape, served)),
    );
}

/** Settings, keyring or sites: the side that was changed, or both merged. */
async function mergeOwn(
  merging: Merging,
  cls: keyof typeof ownClasses,
  was: Rec | undefined,
): Promise<Rec | undefined> {
  const { world, from, to, own, served } = merging;
  const place = placeOf(zeroId, cls);
  const [mine, his] = [own.get(place), served.set.get(place)];
  if (mine === undefined || (his === undefined && from === to)) return his ?? mine;
  if (his !== undefined && sameRec(mine, his)) return his;
  if (his !== undefined && sameRec(mine, was)) return his;
  if (from === to && sameRec(his, was)) return mine;
  const { key: keyOf, merge } = ownClasses[cls];
  const read = async (rec: Rec, keys: EpochKeys) => {
    const key = keyOf(keys);
    if (key === null) throw new Failure("STEP_UP");
    return openRecord(key, rec.context, await bytesOf(world, rec));
  };
  const o = await read(mine, from);
  const s = his === undefined ? null : await read(his, to);
  // The sites of a vault that had none at the server yet, under the keys of the epoch after.
  const merged = s === null ? o : merge(was === undefined ? null : await read(was, from), o, s);
  if (s !== null && toHex(merged) === toHex(s)) return his;
  const rev = Math.max(mine.context.rev, his?.context.rev ?? 0) + 1;
  const context = { cls, schema, ...to.vault, recId: zeroId, rev, tombstone: false };
  const key = keyOf(to);
  if (key === null) throw new Failure("STEP_UP");
  return toRec(await sealRecord(key, context, merged));
}
