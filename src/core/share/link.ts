/**
 * Items for people without Coffer (FORMAT.md 9): sealed under a fresh key that travels in the part of an address behind
 * "#", which no browser sends anywhere; the offline reader's page carries the rest.
 *
 * "CFLK1\0" | expiry u64 | salt 32 | commit 32 | ciphertext ‖ tag 16
 * okm 76 = HKDF(key, salt, "coffer/1/share/link\0" ‖ magic ‖ expiry, 76);  AAD = all before the ciphertext
 */
import { gcm } from "@noble/ciphers/webcrypto.js";
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64,
  label,
  reader,
  toBase64,
  u64,
  utf8,
} from "../bytes.ts";
import { Failure } from "../failure.ts";
import { hkdf, hkdfKey } from "../hash.ts";
import { pad, unpad } from "../padding.ts";
import { randomBytes } from "../random.ts";
import { transferLimit } from "./container.ts";

const magic = utf8("CFLK1\0");
const clear = magic.length + 8 + 32 + 32;

async function oneTimeKey(key: Bytes, salt: Bytes, expiry: number) {
  const info = label("share/link", magic, u64(expiry));
  const okm = await hkdf(await hkdfKey(key), salt, info, 76);
  return { key: okm.slice(0, 32), nonce: okm.slice(32, 44), commit: okm.slice(44) };
}

/** Seals a payload under a key of 32 bytes that is used for nothing else. SHARE_TOO_LARGE. */
export async function sealLink(
  key: Bytes,
  expiry: number,
  payload: Bytes,
  salt: Bytes = randomBytes(32),
): Promise<Bytes> {
  const padded = pad(payload);
  if (padded.length > transferLimit) throw new Failure("SHARE_TOO_LARGE");
  const once = await oneTimeKey(key, salt, expiry);
  const head = concat(magic, u64(expiry), salt, once.commit);
  return concat(head, await gcm(once.key, once.nonce, head).encrypt(padded));
}

/**
 * Opens it: NOT_A_TRANSFER for other bytes, WRONG_SECRET for another key, TAMPERED, TRANSFER_EXPIRED. That it is refused
 * after its time is a promise of this reader: who has the key could always read it.
 */
export async function openLink(
  key: Bytes,
  bytes: Bytes,
  now: number,
): Promise<{ expiry: number; payload: Bytes }> {
  const from = reader(bytes, "NOT_A_TRANSFER");
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("NOT_A_TRANSFER");
  const expiry = from.u64();
  const [salt, commit] = [from.take(32), from.take(32)];
  const once = await oneTimeKey(key, salt, expiry);
  if (!equalBytes(once.commit, commit)) throw new Failure("WRONG_SECRET");
  let padded: Bytes;
  try {
    const sealed = from.take(from.left());
    padded = new Uint8Array(await gcm(once.key, once.nonce, bytes.slice(0, clear)).decrypt(sealed));
  } catch {
    throw new Failure("TAMPERED");
  }
  if (expiry <= now) throw new Failure("TRANSFER_EXPIRED");
  return { expiry, payload: unpad(padded) };
}

/** The key as it stands behind "#". */
export function linkKeyText(key: Bytes): string {
  return toBase64(key).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The key of a text: the whole address, what stands behind "#", or the key alone. INVALID for anything else. */
export function readLinkKey(text: string): Bytes {
  const body = text.slice(text.lastIndexOf("#") + 1).trim();
  if (!/^[A-Za-z0-9_-]{43}$/.test(body)) throw new Failure("INVALID");
  const key = fromBase64(`${body.replaceAll("-", "+").replaceAll("_", "/")}=`);
  return key;
}
