/** The transaction of an accepted state: records, a local manifest over them, cache, base and pin, all or nothing. */
import type { AuditChain } from "../core/audit.ts";
import { auditHead } from "../core/audit.ts";
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import { openRecord, recordClass } from "../core/record.ts";
import type { EpochKeys } from "./epoch-keys.ts";
import { type Entry, type Opened, refOf, toEntry } from "./opened.ts";
import type { Change, StoredRecord, World } from "./ports.ts";
import {
  baseOver,
  bytesOf,
  type Rec,
  type RecordSet,
  sameRec,
  sumAfter,
  sumOf,
  toStored,
} from "./record-set.ts";
import { sealEpoch } from "./seal-all.ts";
import { sealState, syncFact, type SyncState } from "./sync-state.ts";

/** The state of this disk after a sync: `set` is what will be here, `served` what the server has. */
export interface Accepted {
  keys: EpochKeys;
  header: Bytes;
  set: RecordSet;
  served: RecordSet;
  chains: AuditChain[];
  state: SyncState;
}

/**
 * What to write over `own` of `opened`, and `opened` as it is then. The manifest is a local one: its `prev` is the pin,
 * its counter above both.
 */
export async function sealAccepted(
  world: World,
  opened: Opened,
  own: RecordSet,
  accepted: Accepted,
) {
  const { keys, header, set, served, chains, state } = accepted;
  const put: StoredRecord[] = [];
  for (const [place, rec] of set)
    if (!sameRec(own.get(place), rec)) put.push(toStored(rec, await bytesOf(world, rec)));
  const drop = [...own]
    .filter(([place]) => !set.has(place))
    .map(([, { context }]) => ({ recId: toHex(context.recId), cls: context.cls }));
  const entries = await entriesOver(world, opened, set, keys);
  const next: Opened = {
    ...opened,
    vault: keys.vault,
    keys: keys.keys,
    kSet: keys.kSet,
    header,
    audit: chains,
    entries,
    byId: new Map(entries.map(({ id }, place) => [id, place])),
    manifest: {
      ...opened.manifest,
      ...(keys.vault.epoch === opened.vault.epoch
        ? await sumAfter(keys.kSet, opened.manifest, own, set)
        : await sumOf(keys.kSet, set)),
      counter: Math.max(opened.manifest.counter, state.seen.counter) + 1,
      epoch: keys.vault.epoch,
      headerHash: await sha256(header),
      prev: state.seen.hash,
      deviceId: opened.deviceId,
      made: world.clock.now(),
      auditHead: await auditHead(chains),
    },
  };
  const sealed = await sealEpoch(next);
  const change: Change = {
    ...sealed.change,
    upon: opened.sealed,
    header,
    put,
    drop,
    replacePages: true,
    facts: { [syncFact]: await sealState(keys.keys.sync, keys.vault, state), outbox: null },
    base: await baseOver(world, set, served),
  };
  return { change, opened: sealed.opened };
}

/** The index over a set: entries stay where their records do, and what this device knows of their use stays too. */
async function entriesOver(
  world: World,
  opened: Opened,
  set: RecordSet,
  keys: EpochKeys,
): Promise<Entry[]> {
  const groups = new Map<string, Rec[]>();
  for (const rec of set.values()) {
    // The log has no entry, nor has a chunk: it is known by the item that names it (FORMAT.md 12).
    if (rec.context.cls === recordClass.audit || rec.context.cls === recordClass.blob) continue;
    const id = toHex(rec.context.recId);
    groups.set(id, [...(groups.get(id) ?? []), rec]);
  }
  const ids = opened.entries.map(({ id }) => id).filter((id) => groups.has(id));
  const known = new Set(ids);
  ids.push(...[...groups.keys()].filter((id) => !known.has(id)));
  const entries: Entry[] = [];
  for (let at = 0; at < ids.length; at += 256) {
    const some = ids.slice(at, at + 256).map(async (id) => {
      const recs = groups.get(id) as Rec[];
      const before = opened.entries[opened.byId.get(id) ?? -1];
      if (before !== undefined && sameRefs(before, recs)) return before;
      const index = recs.find(({ context }) => context.cls === recordClass.index);
      const was = refOf(before?.refs ?? [], recordClass.index);
      const same = index !== undefined && was !== undefined && equalBytes(was.hash, index.hash);
      return toEntry({
        recId: (recs[0] as Rec).context.recId,
        lastUsed: before?.lastUsed ?? 0,
        uses: before?.uses ?? 0,
        index:
          index === undefined
            ? new Uint8Array(0)
            : before !== undefined && same
              ? before.indexBytes
              : await openRecord(keys.keys.index, index.context, await bytesOf(world, index)),
        refs: recs.map(({ context: { cls, schema, rev, tombstone }, hash }) => ({
          cls,
          schema,
          rev,
          tombstone,
          hash,
        })),
      });
    });
    entries.push(...(await Promise.all(some)));
  }
  return entries;
}

/** Nothing of it was written anew. */
function sameRefs({ refs }: Entry, recs: readonly Rec[]): boolean {
  return (
    refs.length === recs.length &&
    recs.every(({ context, hash }) => {
      const ref = refOf(refs, context.cls);
      return ref !== undefined && equalBytes(ref.hash, hash);
    })
  );
}
