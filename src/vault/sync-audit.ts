/** The audit log over two devices: each has a chain of its own, and what was not sent yet is appended to what was. */
import {
  appendAudit,
  type AuditChain,
  type AuditEntry,
  auditHead,
  decodeAuditEntry,
  encodeAuditEntry,
} from "../core/audit.ts";
import { equalBytes, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import type { Manifest } from "../core/manifest.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, recordClass, sealRecord } from "../core/record.ts";
import type { EpochKeys } from "./epoch-keys.ts";
import type { World } from "./ports.ts";
import { bytesOf, placeOfRec, type Rec, type RecordSet, toRec } from "./record-set.ts";
import { schema } from "./write.ts";

type Heads = Map<string, AuditChain>;

const byDevice = (chains: readonly AuditChain[]): Heads =>
  new Map(chains.map((chain) => [toHex(chain.deviceId), chain]));

const inOrder = (entries: readonly AuditEntry[]) =>
  entries.toSorted(
    (a, b) =>
      (toHex(a.deviceId) < toHex(b.deviceId) ? -1 : 1) *
        Number(toHex(a.deviceId) !== toHex(b.deviceId)) || a.seq - b.seq,
  );

async function entryOf(world: World, keys: EpochKeys, rec: Rec): Promise<AuditEntry> {
  return decodeAuditEntry(
    await openRecord(keys.keys.audit, rec.context, await bytesOf(world, rec)),
  );
}

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
  served: RecordSet;
  manifest: Manifest;
}

const isAudit = ({ context }: Rec) => context.cls === recordClass.audit;

/**
 * The chains of the served log, checked against its manifest, with our own entries that it does not have appended:
 * as they are, or, where this profile was put back and the server knows a later chain of it, at the end of that.
 * `unsent` are our entries since the last sync, `fresh` the served ones since then; null: nothing was in common, all
 * are read. Answers the chains and the records of our own entries.
 */
export async function mergeAudit(
  merge: AuditMerge,
  unsent: readonly Rec[],
  fresh: readonly Rec[] | null,
): Promise<{ chains: AuditChain[]; records: Rec[] }> {
  const { world, from, to, chains, served, manifest } = merge;
  const read = await Promise.all(unsent.map((rec) => entryOf(world, from, rec)));
  const own = unsent.filter((rec) => !served.has(placeOfRec(rec)));
  const ours = read.filter((_, i) => own.includes(unsent[i] as Rec));
  const start: Heads = fresh === null ? new Map() : rewound(chains, read);
  const list = fresh ?? [...served.values()].filter(isAudit);
  const theirs = await Promise.all(list.map((rec) => entryOf(world, to, rec)));
  const heads = await extended(start, theirs);
  if (heads === null || !equalBytes(await auditHead([...heads.values()]), manifest.auditHead))
    throw new Failure("TAMPERED");
  const after = await extended(heads, ours);
  if (after !== null && from === to) return { chains: [...after.values()], records: [...own] };

  const records: Rec[] = [];
  let next = [...heads.values()];
  for (const { deviceId, at, code, recId } of inOrder(ours)) {
    const entry = await appendAudit(next, deviceId, { at, code, recId });
    next = entry.chains;
    const context = {
      cls: recordClass.audit,
      schema,
      ...to.vault,
      recId: randomBytes(16),
      rev: 1,
      tombstone: false,
    };
    records.push(await toRec(await sealRecord(to.keys.audit, context, entry.plaintext)));
  }
  return { chains: next, records };
}

/** Entries of a set that another one does not have. */
export function auditBeyond(set: RecordSet, other: RecordSet): Rec[] {
  return [...set.values()].filter((rec) => isAudit(rec) && !other.has(placeOfRec(rec)));
}
