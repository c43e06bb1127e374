/** The audit log over two devices: each has a chain of its own, and what was not sent yet is appended to what was. */
import {
  appendAudit,
  type AuditChain,
  type AuditEntry,
  auditHead,
  encodeAuditEntry,
} from "../core/audit.ts";
import { checkpointIn, decodeAuditEntry, judgeChains } from "../core/audit-log.ts";
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, recordClass, sealRecord } from "../core/record.ts";
import type { EpochKeys } from "./epoch-keys.ts";
import type { World } from "./ports.ts";
import { bytesOf, placeOfRec, type Rec, type RecordSet, toRec } from "./record-set.ts";
import { schema } from "./write.ts";

type Heads = Map<string, AuditChain>;

const byDevice = (chains: readonly AuditChain[]): Heads =>
  new Map(chains.map((chain) => [toHex(chain.deviceId), chain]));

const inOrder = (entries: readonly AuditEntry[]) => entries.toSorted((a, b) => a.seq - b.seq);

/** A record of the log and what stands in it. */
interface Line {
  rec: Rec;
  entry: AuditEntry;
}

async function readLines(world: World, keys: EpochKeys, recs: readonly Rec[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (let at = 0; at < recs.length; at += 256) {
    const some = recs.slice(at, at + 256).map(async (rec) => {
      const bytes = await bytesOf(world, rec);
      return {
        rec,
        entry: decodeAuditEntry(await openRecord(keys.keys.audit, rec.context, bytes)),
      };
    });
    lines.push(...(await Promise.all(some)));
  }
  return lines;
}

const entriesOf = (lines: readonly Line[]) => lines.map(({ entry }) => entry);

/** The chains with these entries at their ends; null where one does not fit. */
async function extended(heads: Heads, entries: readonly AuditEntry[]): Promise<Heads | null> {
  const next: Heads = new Map(heads);
  for (const entry of inOrder(entries)) {
    const device = toHex(entry.deviceId);
    const chain = next.get(device);
    const prev = chain?.head ?? new Uint8Array(32);
    if (entry.seq !== (chain?.seq ?? 0) + 1 || !equalBytes(entry.prev, prev)) return null;
    const head = await sha256(encodeAuditEntry(entry));
    next.set(device, { deviceId: entry.deviceId, seq: entry.seq, head });
  }
  return next;
}

/** The chains as they were before these entries were appended. */
function rewound(chains: readonly AuditChain[], entries: readonly AuditEntry[]): Heads {
  const heads = byDevice(chains);
  for (const entry of inOrder(entries).toReversed()) {
    const device = toHex(entry.deviceId);
    if (entry.seq === 1) heads.delete(device);
    else heads.set(device, { deviceId: entry.deviceId, seq: entry.seq - 1, head: entry.prev });
  }
  return heads;
}

export interface AuditMerge {
  world: World;
  /** Chains of what is on this disk. */
  chains: readonly AuditChain[];
  from: EpochKeys;
  to: EpochKeys;
  own: RecordSet;
  /** What was common last; `seen` is null where nothing was, or under other keys. */
  base: RecordSet;
  seen: RecordSet | null;
  served: RecordSet;
  /** Of the served manifest. */
  head: Bytes;
}

export interface MergedAudit {
  chains: AuditChain[];
  records: Rec[];
}

/**
 * The served log, checked against its manifest, with our own entries that it does not have appended: as they are, or,
 * where this profile was put back and the server knows a later chain of it, at the end of that. What we have cut off
 * stays cut off where the chains are sound without it (FORMAT.md 12).
 */
export async function mergeAudit(merge: AuditMerge): Promise<MergedAudit> {
  const { world, from, to, own, base, served } = merge;
  const unsent = await readLines(world, from, auditBeyond(own, merge.seen ?? base));
  const ours = unsent.filter(({ rec }) => !served.has(placeOfRec(rec)));
  const cut = auditBeyond(base, own);
  const quick = cut.length > 0 ? null : await appended(merge, unsent, ours);
  if (quick !== null) return quick;

  const theirs = await readLines(world, to, auditBeyond(served, new Map()));
  const judged = await judgeChains(entriesOf(theirs));
  if (judged.state !== "sound" || !equalBytes(await auditHead(judged.chains), merge.head))
    throw new Failure("TAMPERED");
  const gone = new Set(cut.map(placeOfRec));
  const rest = theirs.filter(({ rec }) => !gone.has(placeOfRec(rec)));
  for (const kept of [rest, theirs]) {
    const both = await judgeChains([...entriesOf(kept), ...entriesOf(ours)]);
    if (both.state !== "sound") continue;
    return { chains: both.chains, records: [...recsOf(kept), ...(await inEpoch(merge, ours))] };
  }
  let chains = judged.chains;
  const again: Line[] = [];
  for (const { rec, entry } of ours.toSorted((a, b) => a.entry.seq - b.entry.seq)) {
    const { deviceId, at, code, recId, more } = entry;
    // What it says of chains it cut may not hold for these.
    if (checkpointIn(entry).length > 0) continue;
    const next = await appendAudit(chains, deviceId, { at, code, recId, more });
    chains = next.chains;
    again.push({ rec, entry: decodeAuditEntry(next.plaintext) });
  }
  return { chains, records: [...recsOf(theirs), ...(await sealed(to, again))] };
}

const recsOf = (lines: readonly Line[]) => lines.map(({ rec }) => rec);

/** The usual case, without reading the whole log: both sides have only appended. Null where that is not so. */
async function appended(
  { world, from, to, chains, seen, served, head }: AuditMerge,
  unsent: readonly Line[],
  ours: readonly Line[],
): Promise<MergedAudit | null> {
  if (seen === null || from !== to || auditBeyond(seen, served).length > 0) return null;
  const fresh = await readLines(world, to, auditBeyond(served, seen));
  if ([...fresh, ...unsent].some(({ entry }) => checkpointIn(entry).length > 0)) return null;
  const heads = await extended(rewound(chains, entriesOf(unsent)), entriesOf(fresh));
  if (heads === null || !equalBytes(await auditHead([...heads.values()]), head))
    throw new Failure("TAMPERED");
  const after = await extended(heads, entriesOf(ours));
  if (after === null) return null;
  return {
    chains: [...after.values()],
    records: [...auditBeyond(served, new Map()), ...recsOf(ours)],
  };
}

/** As they are, or sealed anew where the keys are others. */
async function inEpoch({ from, to }: AuditMerge, lines: readonly Line[]): Promise<Rec[]> {
  return from === to ? recsOf(lines) : sealed(to, lines);
}

function sealed(to: EpochKeys, lines: readonly Line[]): Promise<Rec[]> {
  const one = async ({ entry }: Line) => {
    const recId = randomBytes(16);
    const context = {
      cls: recordClass.audit,
      schema,
      ...to.vault,
      recId,
      rev: 1,
      tombstone: false,
    };
    return toRec(await sealRecord(to.keys.audit, context, encodeAuditEntry(entry)));
  };
  return Promise.all(lines.map(one));
}

/** Entries of a set that another one does not have. */
function auditBeyond(set: RecordSet, other: RecordSet): Rec[] {
  return [...set.values()].filter(
    (rec) => rec.context.cls === recordClass.audit && !other.has(placeOfRec(rec)),
  );
}
