/**
 * The audit log (FORMAT.md 7 and 12): fixed codes and random ids, no free text, one chain a device.
 *
 * entry: deviceId 16 | seq u64 | prev 32 | unixMs u64 | code u16 | recId 16 | what the code adds
 *
 * Reading it is core/audit-log.ts, apart from here: the background writes entries from its start on, and reads
 * them late.
 */
import { type Bytes, concat, toHex, u16, u64 } from "./bytes.ts";
import { sha256 } from "./hash.ts";

export const auditCode = {
  created: 1,
  unlocked: 2,
  unlockFailed: 3,
  /** Adds LP(origin), or nothing where there was none. */
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
  /** Adds the places up to which older entries were dropped (core/audit-log.ts). */
  checkpoint: 17,
  /** Erased by itself: its time in the trash was over. */
  expired: 18,
  settingsChanged: 19,
  historyForgotten: 20,
  logExported: 21,
  /** The user took what was on the disk for the whole vault; a log that was broken was given up with it. */
  repaired: 22,
  // Sharing (FORMAT.md 9); core/share/audit.ts says what some of them add.
  shared: 40,
  received: 41,
  shareRefused: 42,
  sharedLink: 43,
  sharedAge: 44,
  contactVerified: 45,
  contactChanged: 46,
  contactHanded: 47,
  identityMade: 48,
  identityRotated: 49,
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
  /** What the code adds; empty for most. */
  more: Bytes;
}

/** Where the chain of one device stands. */
export interface AuditChain {
  deviceId: Bytes;
  seq: number;
  head: Bytes;
}

/** Bytes of one entry, as FORMAT.md 12 lays them out. */
export function encodeAuditEntry(entry: AuditEntry): Bytes {
  return concat(
    entry.deviceId,
    u64(entry.seq),
    entry.prev,
    u64(entry.at),
    u16(entry.code),
    entry.recId,
    entry.more,
  );
}

/** The next entry of a device, and its chain after it. */
export async function appendAudit(
  chains: readonly AuditChain[],
  deviceId: Bytes,
  what: Pick<AuditEntry, "at" | "code" | "recId"> & { more?: Bytes | undefined },
): Promise<{ plaintext: Bytes; chains: AuditChain[] }> {
  const own = toHex(deviceId);
  const chain = chains.find((other) => toHex(other.deviceId) === own);
  const seq = (chain?.seq ?? 0) + 1;
  const plaintext = encodeAuditEntry({
    deviceId,
    seq,
    prev: chain?.head ?? new Uint8Array(32),
    ...what,
    more: what.more ?? new Uint8Array(0),
  });
  const next = { deviceId, seq, head: await sha256(plaintext) };
  return { plaintext, chains: [...chains.filter((other) => other !== chain), next] };
}

/** deviceId 16 | seq u64 | head 32 of each chain, in the order of these bytes. */
export function sortedChains(chains: readonly AuditChain[]): Bytes {
  const parts = chains.map((chain) => concat(chain.deviceId, u64(chain.seq), chain.head));
  parts.sort((a, b) => (toHex(a) < toHex(b) ? -1 : 1));
  return concat(...parts);
}

/** H(sorted deviceId ‖ seq ‖ head): what the manifest pins. */
export function auditHead(chains: readonly AuditChain[]): Promise<Bytes> {
  return sha256(sortedChains(chains));
}
