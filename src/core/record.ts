/**
 * A sealed record (FORMAT.md 4):
 *
 *    0 "CFR1" 4 | suite u8 = 1 | class u8 | schema u16 | vaultId 16 | epoch u32 | recId 16 | rev u64 | flags u8 | 0 ×3
 *   56 salt 32 | 88 commit 32 | 120 ciphertext ‖ tag 16
 *
 * Every write derives its own one-time key from a fresh salt, so nonces can not collide.
 */
import { gcm } from "@noble/ciphers/webcrypto.js";
import { type Bytes, concat, equalBytes, label, reader, u16, u32, u64, u8, utf8 } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { hkdf } from "./hash.ts";
import { pad, unpad } from "./padding.ts";
import { randomBytes } from "./random.ts";

export const recordLimit = 2 * 1024 * 1024;
const headLength = 56;
const clearLength = 120;
/** Clear part, 256 padded bytes, tag. */
const recordLeast = clearLength + 256 + 16;
const magic = utf8("CFR1");
/** An object of the server holds a whole record, and its own padding around it (FORMAT.md 8). */
const limitOf = (cls: number) => (cls === 0x30 ? 2 * recordLimit : recordLimit);

/** Classes of FORMAT.md 3. */
export const recordClass = {
  index: 0x01,
  secret: 0x02,
  critical: 0x03,
  blob: 0x04,
  manifest: 0x20,
  audit: 0x21,
  keyring: 0x22,
  settings: 0x23,
  sites: 0x24,
  object: 0x30,
  cachePage: 0x31,
  cacheHead: 0x32,
  header: 0x33,
  syncState: 0x34,
} as const;

/** recId of the records of which a vault has one. */
export const zeroId: Bytes = new Uint8Array(16);

/** Where a record belongs. The reader states it; it is never believed from the bytes. */
export interface RecordContext {
  cls: number;
  schema: number;
  vaultId: Bytes;
  epoch: number;
  recId: Bytes;
  /** Starts at 1 for a (recId, class) and only grows. */
  rev: number;
  tombstone: boolean;
}

/** The 56 bytes that a reader rebuilds from the context it expects. */
export function recordHead(context: RecordContext): Bytes {
  return concat(
    magic,
    u8(1),
    u8(context.cls),
    u16(context.schema),
    context.vaultId,
    u32(context.epoch),
    context.recId,
    u64(context.rev),
    u8(context.tombstone ? 1 : 0),
    new Uint8Array(3),
  );
}

async function oneTimeKey(
  classKey: CryptoKey,
  salt: Bytes,
  head56: Bytes,
): Promise<{ key: Bytes; nonce: Bytes; commit: Bytes }> {
  const okm = await hkdf(classKey, salt, label("record", head56), 76);
  return { key: okm.slice(0, 32), nonce: okm.slice(32, 44), commit: okm.slice(44) };
}

/**
 * Seals a plaintext into its context under a key of its class. REC_SIZE above 2 MiB.
 * `salt` is given by vectors only; everyone else leaves it to chance.
 */
export async function sealRecord(
  classKey: CryptoKey,
  context: RecordContext,
  plaintext: Uint8Array,
  salt: Bytes = randomBytes(32),
): Promise<Bytes> {
  const padded = pad(plaintext);
  if (padded.length + clearLength + 16 > limitOf(context.cls)) throw new Failure("REC_SIZE");
  const head56 = recordHead(context);
  const { key, nonce, commit } = await oneTimeKey(classKey, salt, head56);
  const clear = concat(head56, salt, commit);
  const sealed = await gcm(key, nonce, clear).encrypt(padded);
  return concat(clear, sealed);
}

/**
 * Opens a record that must stand in `want`: context, then commitment, then GCM, then padding.
 * REC_SIZE, REC_CONTEXT or TAMPERED; a plaintext is answered only when all of it held.
 */
export async function openRecord(
  classKey: CryptoKey,
  want: RecordContext,
  bytes: Bytes,
): Promise<Bytes> {
  if (bytes.length < recordLeast || bytes.length > limitOf(want.cls)) throw new Failure("REC_SIZE");
  const head56 = recordHead(want);
  if (!equalBytes(head56, bytes.subarray(0, headLength))) throw new Failure("REC_CONTEXT");
  const { key, nonce, commit } = await oneTimeKey(classKey, bytes.slice(headLength, 88), head56);
  if (!equalBytes(commit, bytes.subarray(88, clearLength))) throw new Failure("TAMPERED");
  let padded: Bytes;
  try {
    padded = new Uint8Array(
      await gcm(key, nonce, bytes.slice(0, clearLength)).decrypt(bytes.slice(clearLength)),
    );
  } catch {
    throw new Failure("TAMPERED");
  }
  return unpad(padded);
}

/**
 * What the clear header of a record says. It is believed only for a set whose manifest matches
 * (FORMAT.md 4). REC_SIZE or BAD_FORMAT for bytes that are no record.
 */
export function peekRecord(bytes: Uint8Array): RecordContext {
  if (bytes.length < recordLeast || bytes.length > recordLimit) throw new Failure("REC_SIZE");
  const from = reader(bytes.subarray(0, headLength), "BAD_FORMAT");
  if (!equalBytes(from.take(4), magic) || from.u8() !== 1) throw new Failure("BAD_FORMAT");
  const cls = from.u8();
  const schema = from.u16();
  const vaultId = from.take(16);
  const epoch = from.u32();
  const recId = from.take(16);
  const rev = from.u64();
  const flags = from.u8();
  if (flags > 1 || from.take(3).some((byte) => byte !== 0)) throw new Failure("BAD_FORMAT");
  return { cls, schema, vaultId, epoch, recId, rev, tombstone: flags === 1 };
}
