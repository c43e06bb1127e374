/** Ed25519 (RFC 8032), strictly: no key of small order and no key that is not its own normal form. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { concat, fromHex, toHex } from "./bytes.ts";

const spki = fromHex("302a300506032b6570032100");

/** Encodings of the eight points of small order, where they are canonical; a key that is one verifies too much. */
const smallOrder = new Set([
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]);

/** Whether these 32 bytes may be registered as a key: y below 2^255 - 19, on no small subgroup. */
export function goodKey(pk: Uint8Array): boolean {
  if (pk.length !== 32 || smallOrder.has(toHex(pk))) return false;
  const high = (pk[31] as number) & 0x7f;
  const overflow = high === 0x7f && pk.subarray(1, 31).every((byte) => byte === 0xff);
  return !(overflow && (pk[0] as number) >= 0xed);
}

const known = new Map<string, KeyObject>();

/** The key of 32 bytes; the last ten thousand are kept. */
function keyOf(pk: Uint8Array): KeyObject {
  const name = toHex(pk);
  const found = known.get(name);
  if (found !== undefined) return found;
  const key = createPublicKey({ key: Buffer.from(concat(spki, pk)), format: "der", type: "spki" });
  if (known.size >= 10_000) known.delete(known.keys().next().value ?? "");
  known.set(name, key);
  return key;
}

/** Whether `sig` is this key's over `message`; false too for what is no key. It holds the thread for its 60 µs. */
export function signedBy(pk: Uint8Array, message: Uint8Array, sig: Uint8Array): boolean {
  if (sig.length !== 64 || pk.length !== 32) return false;
  try {
    return verify(null, message, keyOf(pk), sig);
  } catch {
    return false;
  }
}

/**
 * The same in the thread pool: the two checks of a commit take most of its time, and more than one of them can be made
 * at once while the database writes.
 */
export function signedByLater(
  pk: Uint8Array,
  message: Uint8Array,
  sig: Uint8Array,
): Promise<boolean> {
  return new Promise((done) => {
    if (sig.length !== 64 || pk.length !== 32) return done(false);
    try {
      verify(null, message, keyOf(pk), sig, (error, good) => done(error === null && good));
    } catch {
      done(false);
    }
  });
}
