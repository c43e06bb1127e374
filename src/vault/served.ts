/**
 * The state that a server serves, taken together from its objects and judged (FORMAT.md 5): manifest, chain of
 * manifests, header, set, revisions. Only what passes all of it is ever merged.
 */
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { inSet, type Manifest, openManifest } from "../core/manifest.ts";
import { objectName, openObject, sealObject } from "../core/object.ts";
import { recordClass } from "../core/record.ts";
import type { EpochKeys } from "./epoch-keys.ts";
import type { Walked } from "./server-log.ts";
import type { World } from "./ports.ts";
import {
  bytesOf,
  forMany,
  placeOf,
  placeOfRec,
  type Rec,
  type RecordSet,
  sameRec,
  sumAfter,
  sumOf,
  toRec,
} from "./record-set.ts";
import type { Seen } from "./sync-state.ts";

export interface Served {
  set: RecordSet;
  manifest: Manifest;
  seen: Seen;
}

export interface Judging {
  world: World;
  walked: Walked;
  /** What came, opened. */
  records: readonly Bytes[];
  header: Bytes;
  /**
   * That is all there is, and nothing of what was seen stays: the head is of another epoch, which seals everything anew,
   * or its state was asked for as a whole.
   */
  whole: boolean;
  /** Of the epoch of the head, and those of epochs before it. */
  keys: EpochKeys;
  past: ReadonlyMap<number, EpochKeys>;
  /** The oldest that the keyring knows: of those before it nobody but who was there has the keys. */
  oldest: number;
}

/** The served state on top of what was `seen`; throws the name of what is wrong with it. */
export async function judgeServed(judging: Judging, pin: Seen, seen: RecordSet): Promise<Served> {
  const { walked, keys } = judging;
  const { manifest, hash } = await manifestChain(judging, pin);
  if (!equalBytes(manifest.headerHash, await sha256(judging.header))) throw new Failure("TAMPERED");
  const fresh = await judgedRecords(judging.records, keys);
  const { whole } = judging;
  const set: RecordSet = whole ? new Map() : await without(judging, seen, fresh);
  for (const rec of fresh) {
    const place = placeOfRec(rec);
    if (set.has(place)) throw new Failure("DUPLICATE");
    set.set(place, rec);
  }
  // What was seen fits the pin: that was looked at.
  const { n, setMac } = whole
    ? await sumOf(keys.kSet, set)
    : await sumAfter(keys.kSet, pin, seen, set);
  if (n < manifest.n) throw new Failure("MISSING");
  if (n !== manifest.n || !equalBytes(setMac, manifest.setMac)) throw new Failure("TAMPERED");
  checkRevisions(seen, set);
  checkTombstones(set);
  const { rev, chain } = walked;
  return { set, manifest, seen: { rev, chain, counter: manifest.counter, hash, n, setMac } };
}

/**
 * From the manifest that was seen to the one of the head, each naming the one before. Over epochs that nobody remembers
 * the keys of the chain of the commits alone goes on, which the walk has verified.
 */
async function manifestChain({ walked, keys, past, oldest }: Judging, pin: Seen) {
  let hash: Bytes | null = pin.hash;
  let counter = pin.counter;
  let manifest: Manifest | null = null;
  for (const { epoch, object } of walked.manifests) {
    const own = epoch === keys.vault.epoch ? keys : past.get(epoch);
    if (own === undefined) {
      if (epoch >= oldest) throw new Failure("FORK");
      hash = null;
      continue;
    }
    const sealed = await openObject(own.objects, object);
    manifest = await openManifest(own.keys.manifest, own.vault, sealed);
    if (hash !== null && !equalBytes(manifest.prev, hash)) throw new Failure("FORK");
    if (manifest.counter <= counter) throw new Failure("ROLLBACK");
    ({ counter } = manifest);
    hash = await sha256(sealed);
  }
  if (manifest === null || hash === null || manifest.epoch !== keys.vault.epoch)
    throw new Failure("TAMPERED");
  return { manifest, hash };
}

/** Each in the context of this vault and epoch. */
function judgedRecords(records: readonly Bytes[], keys: EpochKeys): Promise<Rec[]> {
  return forMany(records, async (bytes) => {
    const rec = await toRec(bytes);
    const { vaultId, epoch, cls } = rec.context;
    const fits = equalBytes(vaultId, keys.vault.vaultId) && epoch <= keys.vault.epoch;
    if (!fits || (epoch !== keys.vault.epoch && cls !== recordClass.blob) || !inSet(cls))
      throw new Failure("REC_CONTEXT");
    return rec;
  });
}

/** What was seen without what the log dropped. A name that is dropped must be one of ours: TAMPERED otherwise. */
async function without({ world, walked, keys }: Judging, seen: RecordSet, fresh: readonly Rec[]) {
  const set: RecordSet = new Map(seen);
  const drops = new Set(walked.drops);
  const dropWhere = async (which: (rec: Rec) => boolean) => {
    for (const [place, rec] of set) {
      if (drops.size === 0) return;
      if (!which(rec)) continue;
      const name = await objectName(await sealObject(keys.objects, await bytesOf(world, rec)));
      if (drops.delete(name)) set.delete(place);
    }
  };
  // Almost always what goes is of an item that something came for; else every record is looked at.
  const touched = new Set(fresh.map(({ context }) => toHex(context.recId)));
  await dropWhere(({ context }) => touched.has(toHex(context.recId)));
  await dropWhere(({ context }) => !touched.has(toHex(context.recId)));
  if (drops.size > 0) throw new Failure("TAMPERED");
  return set;
}

/** No revision below what was seen, and none twice for other bytes. */
function checkRevisions(seen: RecordSet, set: RecordSet): void {
  for (const [place, rec] of set) {
    const was = seen.get(place);
    if (was === undefined || sameRec(was, rec)) continue;
    if (rec.context.rev <= was.context.rev) throw new Failure("ROLLBACK");
  }
}

/** A tombstone stands alone. */
function checkTombstones(set: RecordSet): void {
  for (const { context } of set.values()) {
    if (!context.tombstone) continue;
    const others = [recordClass.secret, recordClass.critical].some((cls) =>
      set.has(placeOf(context.recId, cls)),
    );
    if (others || context.cls !== recordClass.index) throw new Failure("TAMPERED");
  }
}
