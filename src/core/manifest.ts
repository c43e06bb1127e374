/**
 * The manifest: one small sealed record that pins the whole set (FORMAT.md 5).
 *
 * counter u64 | epoch u32 | headerHash 32 | n u32 | setMac 32 | prev 32 | deviceId 16 | unixMs u64 | auditHead 32
 */
import { type Bytes, concat, label, reader, toHex, u16, u32, u64, u8, utf8 } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { hkdf, hmac, hmacKey } from "./hash.ts";
import type { VaultContext } from "./keys.ts";
import { openRecord, peekRecord, recordClass, sealRecord, zeroId } from "./record.ts";

export interface Manifest {
  counter: number;
  epoch: number;
  headerHash: Bytes;
  /** Records in the set, tombstones included. */
  n: number;
  setMac: Bytes;
  /** Hash of the last manifest a server acknowledged; zeros without a server. */
  prev: Bytes;
  deviceId: Bytes;
  /** ms since 1970. */
  made: number;
  auditHead: Bytes;
}

/** One record of the set: what its leaf is made of, besides its recId. */
export interface RecordRef {
  cls: number;
  schema: number;
  rev: number;
  tombstone: boolean;
  /** H(record bytes) */
  hash: Bytes;
}

const schema = 1;

/** Classes whose records form the set. */
export function inSet(cls: number): boolean {
  return (cls >= recordClass.index && cls <= recordClass.blob) || (cls >= 0x21 && cls <= 0x24);
}

/** Seals a manifest as the record of class 0x20 whose revision is its counter. */
export function sealManifest(
  key: CryptoKey,
  vault: VaultContext,
  manifest: Manifest,
): Promise<Bytes> {
  const plaintext = concat(
    u64(manifest.counter),
    u32(manifest.epoch),
    manifest.headerHash,
    u32(manifest.n),
    manifest.setMac,
    manifest.prev,
    manifest.deviceId,
    u64(manifest.made),
    manifest.auditHead,
  );
  return sealRecord(key, context(vault, manifest.counter), plaintext);
}

/** Opens a sealed manifest; TAMPERED where its counter or epoch are not those it stands under. */
export async function openManifest(
  key: CryptoKey,
  vault: VaultContext,
  bytes: Bytes,
): Promise<Manifest> {
  const { rev } = peekRecord(bytes);
  const plaintext = await openRecord(key, context(vault, rev), bytes);
  const from = reader(plaintext, "TAMPERED");
  const manifest = {
    counter: from.u64(),
    epoch: from.u32(),
    headerHash: from.take(32),
    n: from.u32(),
    setMac: from.take(32),
    prev: from.take(32),
    deviceId: from.take(16),
    made: from.u64(),
    auditHead: from.take(32),
  };
  from.end();
  if (manifest.counter !== rev || manifest.epoch !== vault.epoch) throw new Failure("TAMPERED");
  return manifest;
}

function context(vault: VaultContext, counter: number) {
  return {
    cls: recordClass.manifest,
    schema,
    ...vault,
    recId: zeroId,
    rev: counter,
    tombstone: false,
  };
}

/** K_set, under which leaves and cache pages are summed. */
export async function setKey(manifestKey: CryptoKey): Promise<CryptoKey> {
  return hmacKey(await hkdf(manifestKey, new Uint8Array(0), label("set"), 32));
}

/** The term of one record in setMac. */
export function leaf(kSet: CryptoKey, recId: Bytes, ref: RecordRef): Promise<Bytes> {
  return hmac(
    kSet,
    concat(
      utf8("CFL1"),
      recId,
      u8(ref.cls),
      u16(ref.schema),
      u64(ref.rev),
      u8(ref.tombstone ? 1 : 0),
      ref.hash,
    ),
  );
}

export const emptySum: Bytes = new Uint8Array(32);

/** a + b mod 2^256, big-endian. */
export function addTerm(a: Bytes, b: Bytes): Bytes {
  const sum = new Uint8Array(32);
  let carry = 0;
  for (let i = 31; i >= 0; i--) {
    carry += (a[i] as number) + (b[i] as number);
    sum[i] = carry & 255;
    carry >>>= 8;
  }
  return sum;
}

/** a - b mod 2^256, big-endian. */
export function subtractTerm(a: Bytes, b: Bytes): Bytes {
  const difference = new Uint8Array(32);
  let borrow = 0;
  for (let i = 31; i >= 0; i--) {
    const digit = (a[i] as number) - (b[i] as number) - borrow;
    difference[i] = digit & 255;
    borrow = digit < 0 ? 1 : 0;
  }
  return difference;
}

/**
 * n and setMac of a whole set, made anew. DUPLICATE for a doubled (recId, class). Terms are computed a
 * chunk at a time, together: awaiting one by one is 4 to 6 times slower in Firefox.
 */
export async function sumSet(
  kSet: CryptoKey,
  set: readonly { recId: Bytes; ref: RecordRef }[],
): Promise<{ n: number; setMac: Bytes }> {
  const seen = new Set<string>();
  let setMac = emptySum;
  for (let at = 0; at < set.length; at += 256) {
    const chunk = set.slice(at, at + 256);
    for (const { recId, ref } of chunk) {
      const place = `${toHex(recId)}/${ref.cls}`;
      if (seen.has(place)) throw new Failure("DUPLICATE");
      seen.add(place);
    }
    const terms = await Promise.all(chunk.map(({ recId, ref }) => leaf(kSet, recId, ref)));
    for (const term of terms) setMac = addTerm(setMac, term);
  }
  return { n: set.length, setMac };
}
