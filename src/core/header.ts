/**
 * The header (FORMAT.md 2):
 * magic 8 | vaultId 16 | epoch u32 | headerSeq u64 | policy u8 | nSlots u8 (1..8) | slots | mac 32
 */
import {
  type Bytes,
  concat,
  equalBytes,
  label,
  reader,
  toHex,
  u32,
  u64,
  u8,
  utf8,
} from "./bytes.ts";
import { Failure } from "./failure.ts";
import { hkdf, hkdfKey, hmac, hmacKey } from "./hash.ts";
import { encodeSlot, readSlot, type Slot, slotType } from "./slot.ts";

export const headerLimit = 16 * 1024;
const magic = utf8("COFFER\0\x01");

export interface Header {
  vaultId: Bytes;
  epoch: number;
  /** Grows with every new header, never reset. */
  headerSeq: number;
  /** Bit 1: a second factor is required. All others 0. */
  policy: number;
  slots: Slot[];
}

function body(header: Header): Bytes {
  return concat(
    magic,
    header.vaultId,
    u32(header.epoch),
    u64(header.headerSeq),
    u8(header.policy),
    u8(header.slots.length),
    ...header.slots.map(encodeSlot),
  );
}

async function mac(header: Header, rootKey: Bytes): Promise<Bytes> {
  const salt = concat(header.vaultId, u32(header.epoch));
  const key = await hkdf(await hkdfKey(rootKey), salt, label("key/header"), 32);
  return hmac(await hmacKey(key), body(header));
}

/** POLICY where slots and policy contradict each other (FORMAT.md 1), DUPLICATE for a doubled slotId. */
export function checkHeader(header: Header): void {
  const types = header.slots.map((slot) => slot.type);
  const twoFactors = header.policy === 2;
  if (header.policy !== 0 && !twoFactors) throw new Failure("POLICY");
  if (header.epoch < 1 || header.slots.length < 1 || header.slots.length > 8) {
    throw new Failure("BAD_FORMAT");
  }
  if (!types.includes(slotType.password) && !types.includes(slotType.passwordAndKey)) {
    throw new Failure("POLICY");
  }
  if (twoFactors && types.includes(slotType.password)) throw new Failure("POLICY");
  if (new Set(header.slots.map((slot) => toHex(slot.slotId))).size !== header.slots.length) {
    throw new Failure("DUPLICATE");
  }
}

/** The bytes of a header, authenticated by the root key. */
export async function encodeHeader(header: Header, rootKey: Bytes): Promise<Bytes> {
  checkHeader(header);
  return concat(body(header), await mac(header, rootKey));
}

/**
 * Reads a header that is not yet authenticated: enough to derive a root key from, which then proves it
 * by `checkHeaderMac`. BAD_FORMAT, KDF_BOUNDS, POLICY or DUPLICATE before anything is derived.
 */
export function decodeHeader(bytes: Uint8Array): Header {
  if (bytes.length > headerLimit) throw new Failure("BAD_FORMAT");
  const from = reader(bytes, "BAD_FORMAT");
  if (!equalBytes(from.take(8), magic)) throw new Failure("BAD_FORMAT");
  const vaultId = from.take(16);
  const epoch = from.u32();
  const headerSeq = from.u64();
  const policy = from.u8();
  const count = from.u8();
  if (count < 1 || count > 8) throw new Failure("BAD_FORMAT");
  const slots = Array.from({ length: count }, () => readSlot(from));
  from.take(32); // the mac, checked once a root key is in hand
  from.end();
  const header = { vaultId, epoch, headerSeq, policy, slots };
  checkHeader(header);
  return header;
}

/** TAMPERED unless the last 32 bytes are the header's MAC under this root key. */
export async function checkHeaderMac(header: Header, bytes: Bytes, rootKey: Bytes): Promise<void> {
  const whole = concat(body(header), await mac(header, rootKey));
  if (!equalBytes(whole, bytes)) throw new Failure("TAMPERED");
}
