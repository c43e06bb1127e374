/** Sets of records by place: what is on this disk, what the server had last, what it has now. */
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { addTerm, leaf, subtractTerm, sumSet } from "../core/manifest.ts";
import { peekRecord, type RecordContext } from "../core/record.ts";
import type { Opened } from "./opened.ts";
import type { StoredRecord, World } from "./ports.ts";
import { judgeSet, listBatch } from "./set.ts";
import type { Seen } from "./sync-state.ts";

/** A record; `bytes` null where they are read from the disk when they are needed. */
export interface Rec {
  context: RecordContext;
  hash: Bytes;
  bytes: Bytes | null;
}

/** By `placeOf`. */
export type RecordSet = Map<string, Rec>;

/** 32 hex digits of the recId, two of the class. */
export function placeOf(recId: Bytes, cls: number): string {
  return toHex(recId) + cls.toString(16).padStart(2, "0");
}

/** The same, of a record. */
export function placeOfRec({ context }: Rec): string {
  return placeOf(context.recId, context.cls);
}

/** Whether two places hold the same bytes, or both nothing. */
export function sameRec(a: Rec | undefined, b: Rec | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a.hash, b.hash);
}

/** A record from its bytes; its clear header is not believed yet. */
export async function toRec(bytes: Bytes): Promise<Rec> {
  return { context: peekRecord(bytes), hash: await sha256(bytes), bytes };
}

/** As the disk takes it. */
export function toStored(rec: Rec, bytes: Bytes): StoredRecord {
  return { recId: toHex(rec.context.recId), cls: rec.context.cls, bytes };
}

/** Does the same with each, 256 at once: one after the other is slow with many, all at once takes their room. */
export async function forMany<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < all.length; at += 256)
    done.push(...(await Promise.all(all.slice(at, at + 256).map(work))));
  return done;
}

/** n and setMac of a set. */
export function sumOf(kSet: CryptoKey, set: RecordSet) {
  const leaves = [...set.values()].map(({ context, hash }) => ({
    recId: context.recId,
    ref: { ...context, hash },
  }));
  return sumSet(kSet, leaves);
}

/** What is on this disk. MISSING or TAMPERED where it does not fit its manifest: then nothing may be sent. */
export async function ownSet(world: World, opened: Opened): Promise<RecordSet> {
  const own: RecordSet = new Map();
  await world.disk.records(async (batch) => {
    for (const { context, hash } of await listBatch(opened.vault, batch))
      own.set(placeOf(context.recId, context.cls), { context, hash, bytes: null });
  });
  const problem = await judgeSet(opened.kSet, opened.manifest, [...own.values()]);
  if (problem !== null) throw new Failure(problem);
  return own;
}

/** The set that the server had last: what is here, with the base in place of what was changed since. */
export async function seenSet(world: World, own: RecordSet): Promise<RecordSet> {
  const seen: RecordSet = new Map(own);
  for (const { recId, cls, bytes } of await world.disk.base()) {
    const place = recId + cls.toString(16).padStart(2, "0");
    if (bytes.length === 0) seen.delete(place);
    else {
      const rec = await toRec(bytes).catch(() => null);
      if (rec === null || placeOfRec(rec) !== place) throw new Failure("TAMPERED");
      seen.set(place, rec);
    }
  }
  return seen;
}

/** The bytes of a record of this disk or in hand; MISSING where the disk has lost them. */
export async function bytesOf(world: World, rec: Rec): Promise<Bytes> {
  if (rec.bytes !== null) return rec.bytes;
  const bytes = await world.disk.record(toHex(rec.context.recId), rec.context.cls);
  if (bytes === null) throw new Failure("MISSING");
  return bytes;
}

/** What must go into the base where `own` lies over a state of the server: its record, or none. */
export async function baseOver(
  world: World,
  own: RecordSet,
  served: RecordSet,
): Promise<StoredRecord[]> {
  const base: StoredRecord[] = [];
  for (const [place, rec] of served)
    if (!sameRec(own.get(place), rec)) base.push(toStored(rec, await bytesOf(world, rec)));
  for (const [place, rec] of own)
    if (!served.has(place)) base.push(toStored(rec, new Uint8Array(0)));
  return base;
}

/**
 * n and setMac of `to` from those of `from`, which are known to be right: it costs what is different, not what is there.
 * Both under the same keys.
 */
export async function sumAfter(
  kSet: CryptoKey,
  known: { n: number; setMac: Bytes },
  from: RecordSet,
  to: RecordSet,
): Promise<{ n: number; setMac: Bytes }> {
  const terms = (set: RecordSet, other: RecordSet) =>
    Promise.all(
      [...set]
        .filter(([place, rec]) => !sameRec(rec, other.get(place)))
        .map(([, { context, hash }]) => leaf(kSet, context.recId, { ...context, hash })),
    );
  const gone = await terms(from, to);
  const come = await terms(to, from);
  const setMac = come.reduce(addTerm, gone.reduce(subtractTerm, known.setMac));
  return { n: known.n - gone.length + come.length, setMac };
}

/**
 * The base on this disk must be what was seen: otherwise somebody changed it, and what was changed here is not known.
 * TAMPERED then; connecting anew finds it out from the log. `own` fits the manifest of `opened`.
 */
export async function checkPin(
  opened: Opened,
  own: RecordSet,
  pin: Seen,
  seen: RecordSet,
): Promise<void> {
  const { n, setMac } =
    seen.size === 0
      ? await sumOf(opened.kSet, seen)
      : await sumAfter(opened.kSet, opened.manifest, own, seen);
  if (n !== pin.n || !equalBytes(setMac, pin.setMac)) throw new Failure("TAMPERED");
}
