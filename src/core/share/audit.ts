/**
 * What entries of the log about sharing add (FORMAT.md 9). `recId` is the contact, or zeros.
 *
 * shared, received, sharedLink, sharedAge: u32 count of items
 * shareRefused: u8 reason
 */
import { type AuditEntry, auditCode } from "../audit.ts";
import { type Bytes, reader, u32, u8 } from "../bytes.ts";
import { Failure, type FailureCode } from "../failure.ts";

const counted: readonly number[] = [
  auditCode.shared,
  auditCode.received,
  auditCode.sharedLink,
  auditCode.sharedAge,
];

/** Why a transfer was refused, by the number in the entry, from 1 on. */
const reasons = [
  "CANCELLED",
  "TRANSFER_UNKNOWN",
  "TRANSFER_OTHER",
  "TRANSFER_EXPIRED",
  "TRANSFER_SEEN",
  "TAMPERED",
  "CONTACT_UNVERIFIED",
  "CONTACT_CHANGED",
] as const satisfies readonly FailureCode[];
export type RefusalReason = (typeof reasons)[number];

/** A refusal that the log notes; null for others, of which nobody is to blame. */
export function reasonOf(code: FailureCode): RefusalReason | null {
  return reasons.find((one) => one === code) ?? null;
}

/** What an entry adds for so many items. */
export function encodeCount(count: number): Bytes {
  return u32(count);
}

/** What a refusal adds. */
export function encodeReason(reason: RefusalReason): Bytes {
  return u8(reasons.indexOf(reason) + 1);
}

/** How many items, or why not; null for an entry that is not about a transfer. TAMPERED for other bytes. */
export function sharingIn({ code, more }: AuditEntry): { count: number } | RefusalReason | null {
  const refused = code === auditCode.shareRefused;
  if (!refused && !counted.includes(code)) return null;
  const from = reader(more, "TAMPERED");
  const found = refused ? reasons[from.u8() - 1] : { count: from.u32() };
  from.end();
  if (found === undefined) throw new Failure("TAMPERED");
  return found;
}
