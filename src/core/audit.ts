/**
 * The audit log (FORMAT.md 7): fixed codes and random ids, no free text, one chain a device.
 *
 * entry: deviceId 16 | seq u64 | prev 32 | unixMs u64 | code u16 | recId 16
 */
import { type Bytes, concat, reader, toHex, u16, u64 } from "./bytes.ts";
import { sha256 } from "./hash.ts";

export const auditCode = {
  created: 1,
  unlocked: 2,
  unlockFailed: 3,
  filled: 4,
  copied: 5,
  revealed: 6,
  exported: 7,
  restored: 8,
  erased: 9,
  unlockedByRecovery: 10,
  rotated: 11,
  rotatedAfterExposure: 12,
  passwordChanged: 13,
  keyAdded: 14,
  keyRemoved: 15,
  unlockedByKey: 16,
} as const;
export type AuditEvent = keyof typeof auditCode;

export interface AuditEntry {
  deviceId: Bytes;
  /** 1, 2, 3 ... within a device. */
  seq: number;
  /** Hash of the entry before, zeros for the first. */
  prev: Bytes;
  /** ms since 1970. */
  at: number;
  code: number;
  /** The item it is about, or zeros. */
  recId: Bytes;
}

/** Where the chain of one device stands. */
export interface AuditChain {
  deviceId: Bytes;
  seq: number;
  head: Bytes;
}

/** Bytes of one entry, as FORMAT.md 7 lays them out. */
export function encodeAuditEntry(entry: AuditEntry): Bytes {
  return concat(
    entry.deviceId,
    u64(entry.seq),
    entry.prev,
    u64(entry.at),
    u16(entry.code),
    entry.recId,
  );
}

/** TAMPERED for bytes that are no entry. Unknown codes are kept: a newer version wrote them. */
export function decodeAuditEntry(bytes: Bytes): AuditEntry {
  const from = reader(bytes, "TAMPERED");
  const entry = {
    deviceId: from.take(16),
    seq: from.u64(),
    prev: from.take(32),
    at: from.u64(),
    code: from.u16(),
    recId: from.take(16),
  };
  from.end();
  return entry;
}

/** The next entry of a device, and its chain after it. */
export async function appendAudit(
  chains: readonly AuditChain[],
  deviceId: Bytes,
  what: { at: number; code: number; recId: Bytes },
): Promise<{ plaintext: Bytes; chains: AuditChain[] }> {
  const own = toHex(deviceId);
  const chain = chains.find((other) => toHex(other.deviceId) === own);
  const seq = (chain?.seq ?? 0) + 1;
  const plaintext = encodeAuditEntry({
    deviceId,
    seq,
    prev: chain?.head ?? new Uint8Array(32),
    ...what,
  });
  const next = { deviceId, seq, head: await sha256(plaintext) };
  return { plaintext, chains: [...chains.filter((other) => other !== chain), next] };
}

/** H(sorted deviceId ‖ seq ‖ head): what the manifest pins. */
export function auditHead(chains: readonly AuditChain[]): Promise<Bytes> {
  const parts = chains.map((chain) => concat(chain.deviceId, u64(chain.seq), chain.head));
  parts.sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
  return sha256(concat(...parts));
}

/** The chains that a set of entries forms, or null where one of them is broken. */
export async function chainsOf(entries: readonly AuditEntry[]): Promise<AuditChain[] | null> {
  const byDevice = new Map<string, AuditEntry[]>();
  for (const entry of entries) {
    const device = toHex(entry.deviceId);
    const own = byDevice.get(device) ?? [];
    own.push(entry);
    byDevice.set(device, own);
  }
  const chains: AuditChain[] = [];
  for (const own of byDevice.values()) {
    own.sort((a, b) => a.seq - b.seq);
    let head: Bytes = new Uint8Array(32);
    for (const [i, entry] of own.entries()) {
      if (entry.seq !== i + 1 || toHex(entry.prev) !== toHex(head)) return null;
      head = await sha256(encodeAuditEntry(entry));
    }
    chains.push({ deviceId: (own[0] as AuditEntry).deviceId, seq: own.length, head });
  }
  return chains;
}
