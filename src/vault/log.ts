/** The audit log of the open vault: read, judged against the manifest, and cut at its old end (FORMAT.md 12). */
import { type AuditEntry, auditHead } from "../core/audit.ts";
import {
  type ChainState,
  decodeAuditEntry,
  dropOldest,
  encodeCheckpoint,
  judgeChains,
} from "../core/audit-log.ts";
import { equalBytes } from "../core/bytes.ts";
import { openRecord, recordClass } from "../core/record.ts";
import type { Opened } from "./opened.ts";
import type { StoredRecord, World } from "./ports.ts";
import { type Listed, listBatch } from "./set.ts";
import { type Gone, shedNow } from "./shed.ts";

/** What is to be said of the log. unreadable: entries that do not open. head: it ends elsewhere than the manifest says. */
export type LogState = ChainState | "unreadable" | "head";

/** One entry and the record it stands in. */
export interface Logged {
  entry: AuditEntry;
  gone: Gone;
}

/** The whole log with the worst that is to be said of it. */
export interface ReadLog {
  state: LogState;
  log: Logged[];
}

/** Reads every entry and checks the chains. The caller holds the lock "vault". */
export async function readLog(world: World, opened: Opened): Promise<ReadLog> {
  const log: Logged[] = [];
  let unreadable = false;
  await world.disk.recordsOf(recordClass.audit, async (batch) => {
    for (let at = 0; at < batch.length; at += 256) {
      const chunk = batch.slice(at, at + 256);
      for (const one of await Promise.all(chunk.map((record) => openEntry(opened, record)))) {
        if (one === null) unreadable = true;
        else log.push(one);
      }
    }
  });
  const { state, chains } = await judgeChains(log.map(({ entry }) => entry));
  const ends = equalBytes(await auditHead(chains), opened.manifest.auditHead);
  if (unreadable) return { state: "unreadable", log };
  return { state: state === "sound" && !ends ? "head" : state, log };
}

async function openEntry(opened: Opened, record: StoredRecord): Promise<Logged | null> {
  try {
    const [{ context, hash, bytes }] = (await listBatch(opened.vault, [record])) as [Listed];
    const entry = decodeAuditEntry(await openRecord(opened.keys.audit, context, bytes));
    return { entry, gone: { recId: context.recId, ref: { ...context, hash } } };
  } catch {
    return null;
  }
}

/** How much of the log stays. */
export interface Keep {
  /** More entries than this, and it is cut to nine tenths of it. */
  most: number;
  /** Entries older than this (ms since 1970) go. */
  since: number;
}

/** A log of this many entries is cut. */
export const logLimit = 20_000;

/**
 * Drops the oldest entries in one action and leaves a checkpoint, from which the rest can be checked; answers how
 * many went. A log that is not sound is left as it is: what is wrong with it must stay visible.
 */
export function pruneLog(world: World, opened: Opened, keep: Keep): Promise<number> {
  return world.locks.hold("vault", async () => {
    const { state, log } = await readLog(world, opened);
    if (state !== "sound") return 0;
    const most = log.length > keep.most ? Math.floor(keep.most * 0.9) : log.length;
    const { places, checkpoint } = await dropOldest(
      log.map(({ entry }) => entry),
      most,
      keep.since,
    );
    if (places.length === 0) return 0;
    const gone = places.map((place) => (log[place] as Logged).gone);
    const more = encodeCheckpoint(checkpoint);
    await shedNow(world, opened, { gone, happened: [{ event: "checkpoint", more }] });
    return gone.length;
  });
}
