/**
 * A second implementation of keys, slots, header and records, on the pure @noble code and from the text of
 * FORMAT.md alone; what belongs to a set is in second-set.ts. It shares no line with src/core: vectors and
 * differential tests rest on it.
 */
import { gcm } from "@noble/ciphers/aes.js";
import { argon2id } from "@noble/hashes/argon2.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";

type Bytes = Uint8Array;
export const buffer = (...parts: (Bytes | string | number[])[]): Bytes =>
  new Uint8Array(
    Buffer.concat(
      parts.map((part) =>
        typeof part === "string" ? Buffer.from(part, "utf8") : Buffer.from(part),
      ),
    ),
  );
export const be = (value: number, size: number): Bytes => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return new Uint8Array(bytes.subarray(8 - size));
};
export const lp = (x: Bytes) => buffer(be(x.length, 4), x);

export function secondClassKey(rootKey: Bytes, vaultId: Bytes, epoch: number, name: string): Bytes {
  return hkdf(sha256, rootKey, buffer(vaultId, be(epoch, 4)), buffer(`coffer/1/key/${name}\0`), 32);
}

export interface SecondContext {
  cls: number;
  schema: number;
  vaultId: Bytes;
  epoch: number;
  recId: Bytes;
  rev: number;
  tombstone: boolean;
}

/** Padmé by its definition: round up to a multiple of 2^(E - S). */
export function secondPadding(length: number): number {
  if (length <= 256) return 256;
  const e = Math.floor(Math.log2(length));
  const s = Math.floor(Math.log2(e)) + 1;
  const step = 2 ** (e - s);
  return Math.ceil(length / step) * step;
}

export function secondPad(plaintext: Bytes): Bytes {
  const padded = new Uint8Array(secondPadding(plaintext.length + 1));
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  return padded;
}

export const secondSeal = (key: Bytes, c: SecondContext, plaintext: Bytes, salt: Bytes): Bytes =>
  secondSealPadded(key, c, secondPad(plaintext), salt);

/** Seals what is padded already, under any commitment: also for records that no one should accept. */
export function secondSealPadded(
  key: Bytes,
  c: SecondContext,
  padded: Bytes,
  salt: Bytes,
  commit?: Bytes,
): Bytes {
  const head = buffer(
    "CFR1",
    [1, c.cls],
    be(c.schema, 2),
    c.vaultId,
    be(c.epoch, 4),
    c.recId,
    be(c.rev, 8),
    [c.tombstone ? 1 : 0, 0, 0, 0],
  );
  const okm = hkdf(sha256, key, salt, buffer("coffer/1/record\0", head), 76);
  const clear = buffer(head, salt, commit ?? okm.subarray(44));
  return buffer(clear, gcm(okm.subarray(0, 32), okm.subarray(32, 44), clear).encrypt(padded));
}

export interface SecondSlot {
  type: number;
  slotId: Bytes;
  salt: Bytes;
  m: number;
  t: number;
  p: number;
  ext?: Bytes;
}

/** What a slot may ask for; what its type does not name is left out. */
export interface SecondSecret {
  password?: Bytes;
  prf?: Bytes;
  recovery?: Bytes;
}

/** `ext` of a slot with a key: LP(rpId) ‖ LP(credentialId). */
export const secondExt = (rpId: string, credentialId: Bytes) =>
  buffer(lp(buffer(rpId)), lp(credentialId));

/** The salt that WebAuthn's PRF is asked with. */
export const secondPrfSalt = (vaultId: Bytes, slotId: Bytes) =>
  sha256(buffer("coffer/1/prf\0", vaultId, slotId));

/** The bytes of a slot around a root key. */
export function secondSlot(
  slot: SecondSlot,
  secret: SecondSecret,
  rootKey: Bytes,
  vaultId: Bytes,
  epoch: number,
  nonce: Bytes,
): Bytes {
  const empty = new Uint8Array(0);
  const ext = slot.ext ?? empty;
  const fixed = buffer([slot.type, 0, 0, 0], slot.slotId, slot.salt, be(slot.m, 4), [
    slot.t,
    slot.p,
    0,
    0,
  ]);
  const a =
    secret.password === undefined
      ? empty
      : argon2id(secret.password, slot.salt, { m: slot.m, t: slot.t, p: slot.p, dkLen: 32 });
  const ikm = buffer(lp(a), lp(secret.prf ?? empty), lp(secret.recovery ?? empty));
  const ctx = sha256(buffer("coffer/1/ctx\0", vaultId, fixed, lp(ext)));
  const okm = hkdf(sha256, ikm, vaultId, buffer("coffer/1/slot\0", ctx), 64);
  const aad = buffer("coffer/1/wrap\0", vaultId, be(epoch, 4), ctx);
  const wrap = gcm(okm.subarray(0, 32), nonce, aad).encrypt(rootKey);
  return buffer(fixed, okm.subarray(32), nonce, wrap, be(ext.length, 2), ext);
}

/** A whole header of one epoch with these slots. */
export function secondHeader(
  vaultId: Bytes,
  epoch: number,
  headerSeq: number,
  slots: readonly Bytes[],
  rootKey: Bytes,
  policy = 0,
): Bytes {
  const body = buffer(
    "COFFER\0\x01",
    vaultId,
    be(epoch, 4),
    be(headerSeq, 8),
    [policy, slots.length],
    ...slots,
  );
  return secondMac(body, vaultId, epoch, rootKey);
}

/** A header's bytes before its MAC, and the MAC: also for headers that no one should accept. */
export function secondMac(body: Bytes, vaultId: Bytes, epoch: number, rootKey: Bytes): Bytes {
  return buffer(body, hmac(sha256, secondClassKey(rootKey, vaultId, epoch, "header"), body));
}
