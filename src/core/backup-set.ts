/**
 * The records of a backup against its manifest (FORMAT.md 4 and 5). What a clear header says is believed
 * only when n and setMac fit; where they do not, every record must at least open under its own context.
 */
import { type Bytes, equalBytes, toHex } from "./bytes.ts";
import { Failure, type FailureCode } from "./failure.ts";
import { sha256 } from "./hash.ts";
import type { Header } from "./header.ts";
import { importClassKey } from "./keys.ts";
import { inSet, type Manifest, openManifest, setKey, sumSet } from "./manifest.ts";
import { openRecord, peekRecord, recordClass, type RecordContext } from "./record.ts";
import type { Backup } from "./backup.ts";

/** A record of the backup, where its clear header says it belongs, and H of its bytes. */
export interface Placed {
  context: RecordContext;
  hash: Bytes;
  bytes: Bytes;
}

/** Keys that open single records. Audit and settings are only looked at to tell damage. */
export type ReaderKeys = Readonly<
  Record<"index" | "secret" | "critical" | "audit" | "settings" | "keyring", CryptoKey>
>;

/** What the backup's records amount to. */
export interface JudgedSet {
  manifest: Manifest;
  /** By recId in hex and class: `<recId>/<class>`. Only records that may be believed so far. */
  records: Map<string, Placed>;
  /** Records that are of no use: not of this vault, or not to be opened. */
  damaged: number;
  /** null where n, setMac and headerHash fit: then the set is whole, and it is this one. */
  problem: FailureCode | null;
}

/** Key of a record in `JudgedSet.records`. */
export function placeOf(recId: string, cls: number): string {
  return `${recId}/${cls}`;
}

/** Work on many things, 256 together: one after the other is 4 to 6 times slower in Firefox (FORMAT.md 6). */
export async function inChunks<A, B>(all: readonly A[], work: (one: A) => Promise<B>) {
  const done: B[] = [];
  for (let at = 0; at < all.length; at += 256) {
    done.push(...(await Promise.all(all.slice(at, at + 256).map(work))));
  }
  return done;
}

/**
 * Opens the manifest and holds the records against it. TAMPERED where the manifest is not the one of this
 * header, DUPLICATE for a doubled (recId, class): then nothing is believed. A set that does not fit is told
 * by `problem`, and only records that open under their own context are left in it.
 */
export async function judgeBackup(
  backup: Backup,
  header: Header,
  rootKey: Bytes,
  keys: ReaderKeys,
): Promise<JudgedSet> {
  const manifestKey = await importClassKey(rootKey, header, "manifest");
  const { vaultId, epoch } = header;
  const manifest = await openManifest(manifestKey, { vaultId, epoch }, backup.manifest);
  if (!equalBytes(manifest.headerHash, await sha256(backup.header))) throw new Failure("TAMPERED");

  const placed = await inChunks(backup.records, (bytes) => place(bytes, header));
  const set = placed.filter((one) => one !== null);
  const leaves = set.map(({ context, hash }) => ({
    recId: context.recId,
    ref: { ...context, hash },
  }));
  const { n, setMac } = await sumSet(await setKey(manifestKey), leaves);
  const whole =
    set.length === placed.length && n === manifest.n && equalBytes(setMac, manifest.setMac);
  const problem = whole ? null : n < manifest.n ? "MISSING" : "TAMPERED";
  const sound = whole ? set : (await inChunks(set, (one) => opens(one, keys))).filter(notNull);
  return {
    manifest,
    records: new Map(sound.map((one) => [placeOf(toHex(one.context.recId), one.context.cls), one])),
    damaged: backup.records.length - sound.length,
    problem,
  };
}

function notNull<T>(one: T | null): one is T {
  return one !== null;
}

/** Null for bytes that are no record of this vault. Chunks of files keep the epoch of their writing. */
async function place(bytes: Bytes, header: Header): Promise<Placed | null> {
  let context: RecordContext;
  try {
    context = peekRecord(bytes);
  } catch {
    return null;
  }
  const { cls, epoch, vaultId } = context;
  const timely = cls === recordClass.blob ? epoch <= header.epoch : epoch === header.epoch;
  if (!inSet(cls) || !timely || !equalBytes(vaultId, header.vaultId)) return null;
  return { context, hash: await sha256(bytes), bytes };
}

/** The record, or null where it does not open. A chunk of a file waits for the file's own key and hash. */
async function opens(one: Placed, keys: ReaderKeys): Promise<Placed | null> {
  const byClass: Record<number, CryptoKey | undefined> = {
    [recordClass.index]: keys.index,
    [recordClass.secret]: keys.secret,
    [recordClass.critical]: keys.critical,
    [recordClass.audit]: keys.audit,
    [recordClass.settings]: keys.settings,
    [recordClass.sites]: keys.settings,
    [recordClass.keyring]: keys.keyring,
  };
  const key = byClass[one.context.cls];
  if (key === undefined) return one;
  return openRecord(key, one.context, one.bytes).then(
    () => one,
    () => null,
  );
}
