/**
 * A key slot: the root key wrapped under one secret (FORMAT.md 1).
 *
 *   fixed 44: type u8 | flags u8 = 0 | 0 u16 | slotId 16 | salt 16 | m u32 | t u8 | p u8 | 0 u16
 *   commit 32 | nonce 12 | wrap 48 | extLen u16 | ext
 */
import { gcm } from "@noble/ciphers/webcrypto.js";
import {
  type Bytes,
  concat,
  equalBytes,
  label,
  lengthPrefixed,
  type Reader,
  u16,
  u32,
  u8,
  wipe,
} from "./bytes.ts";
import { Failure } from "./failure.ts";
import { hkdf, hkdfKey, sha256 } from "./hash.ts";
import { checkCost, type KdfCost, stretch } from "./kdf.ts";
import { randomBytes } from "./random.ts";

export const slotType = { password: 1, passwordAndKey: 2, recovery: 3, key: 4 } as const;

const extMax = 1024;
const none: Bytes = new Uint8Array(0);
const freeOfCost: KdfCost = { m: 0, t: 0, p: 0 };

export interface Slot {
  type: number;
  slotId: Bytes;
  salt: Bytes;
  cost: KdfCost;
  commit: Bytes;
  nonce: Bytes;
  wrap: Bytes;
  ext: Bytes;
}

/** The secrets a slot may ask for; what its type does not name is left out. */
export interface SlotSecret {
  password?: Bytes;
  prf?: Bytes;
  recovery?: Bytes;
}

function fixedPart(slot: Pick<Slot, "type" | "slotId" | "salt" | "cost">): Bytes {
  const { m, t, p } = slot.cost;
  return concat(u8(slot.type), u8(0), u16(0), slot.slotId, slot.salt, u32(m), u8(t), u8(p), u16(0));
}

/** The bytes of a slot within the header. */
export function encodeSlot(slot: Slot): Bytes {
  return concat(
    fixedPart(slot),
    slot.commit,
    slot.nonce,
    slot.wrap,
    u16(slot.ext.length),
    slot.ext,
  );
}

/** Types that stand in a header; type 4 lives in a store of the device, outside of it (factor.ts). */
const headerTypes: readonly number[] = [1, 2, 3];

/** Reads one slot. BAD_FORMAT for bytes that are none, KDF_BOUNDS for a cost outside the bounds. */
export function readSlot(from: Reader, types = headerTypes): Slot {
  const type = from.u8();
  if (!types.includes(type)) throw new Failure("BAD_FORMAT");
  if (from.u8() !== 0 || from.u16() !== 0) throw new Failure("BAD_FORMAT");
  const slotId = from.take(16);
  const salt = from.take(16);
  const cost = { m: from.u32(), t: from.u8(), p: from.u8() };
  if (from.u16() !== 0) throw new Failure("BAD_FORMAT");
  checkCost(type, cost);
  const commit = from.take(32);
  const nonce = from.take(12);
  const wrap = from.take(48);
  const extLength = from.u16();
  if (extLength > extMax) throw new Failure("BAD_FORMAT");
  return { type, slotId, salt, cost, commit, nonce, wrap, ext: from.take(extLength) };
}

interface Unwrapping {
  kek: Bytes;
  commit: Bytes;
  aad: Bytes;
}

/** ctx, kek and commit of FORMAT.md 1. The derived secrets are overwritten before it returns. */
async function derive(
  slot: Pick<Slot, "type" | "slotId" | "salt" | "cost" | "ext">,
  secret: SlotSecret,
  vaultId: Bytes,
  epoch: number,
): Promise<Unwrapping> {
  checkCost(slot.type, slot.cost);
  const stretched = slot.type === slotType.password || slot.type === slotType.passwordAndKey;
  const keyed = slot.type === slotType.passwordAndKey || slot.type === slotType.key;
  if (stretched && secret.password === undefined) throw new Failure("WRONG_SECRET");
  if (keyed && secret.prf?.length !== 32) throw new Failure("WRONG_SECRET");
  const a = stretched ? await stretch(secret.password as Bytes, slot.salt, slot.cost) : none;
  const ikm = concat(
    lengthPrefixed(a),
    lengthPrefixed((keyed ? secret.prf : undefined) ?? none),
    lengthPrefixed((slot.type === slotType.recovery ? secret.recovery : undefined) ?? none),
  );
  const ctx = await sha256(label("ctx", vaultId, fixedPart(slot), lengthPrefixed(slot.ext)));
  const okm = await hkdf(await hkdfKey(ikm), vaultId, label("slot", ctx), 64);
  wipe(a, ikm);
  const derived = {
    kek: okm.slice(0, 32),
    commit: okm.slice(32),
    aad: label("wrap", vaultId, u32(epoch), ctx),
  };
  wipe(okm);
  return derived;
}

/** What is given of a slot before it is sealed: a passkey's slot has its id before the key is touched. */
export interface SlotPlan {
  /** For the types with a password. */
  cost?: KdfCost;
  slotId?: Bytes;
  ext?: Bytes;
}

/** A new slot that opens `rootKey` with `secret`. */
export async function sealSlot(
  type: number,
  secret: SlotSecret,
  rootKey: Bytes,
  vault: { vaultId: Bytes; epoch: number },
  { cost = freeOfCost, slotId = randomBytes(16), ext = none }: SlotPlan = {},
): Promise<Slot> {
  if (ext.length > extMax) throw new Failure("BAD_FORMAT");
  const base = { type, slotId, salt: randomBytes(16), cost, ext };
  const { kek, commit, aad } = await derive(base, secret, vault.vaultId, vault.epoch);
  const nonce = randomBytes(12);
  const wrap = new Uint8Array(await gcm(kek, nonce, aad).encrypt(rootKey));
  wipe(kek);
  return { ...base, commit, nonce, wrap };
}

/**
 * The root key. WRONG_SECRET where the commitment does not fit, before GCM sees a byte: GCM alone is not
 * key-committing, and this is the defence against partitioning oracles. TAMPERED where the wrap is damaged.
 */
export async function openSlot(
  slot: Slot,
  secret: SlotSecret,
  vault: { vaultId: Bytes; epoch: number },
): Promise<Bytes> {
  const { kek, commit, aad } = await derive(slot, secret, vault.vaultId, vault.epoch);
  try {
    if (!equalBytes(commit, slot.commit)) throw new Failure("WRONG_SECRET");
    // The very buffer that GCM filled: a copy would leave a second root key behind.
    return await gcm(kek, slot.nonce, aad).decrypt(slot.wrap);
  } catch (thrown) {
    throw thrown instanceof Failure ? thrown : new Failure("TAMPERED");
  } finally {
    wipe(kek);
  }
}
