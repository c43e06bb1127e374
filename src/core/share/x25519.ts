/** X25519 (RFC 7748) by WebCrypto: key pairs from 32 bytes, and which public keys are refused. */
import { type Bytes, concat, equalBytes, fromHex } from "../bytes.ts";
import { Failure } from "../failure.ts";

const algorithm = "X25519";
/** PKCS#8 of an X25519 private key (RFC 8410): fixed bytes, then the key. */
const pkcs8 = fromHex("302e020100300506032b656e04220420");
/** u = 9, the base point. */
const base = Uint8Array.of(9, ...new Uint8Array(31));

/** A pair whose private half can not be read back. */
export interface AgreeKeys {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** 32 bytes. */
  raw: Bytes;
}

/**
 * Points of small order, and what other bytes stand for them (RFC 7748, 6.1; curve25519 has these seven u). A key
 * agreed with one of them is known to everybody.
 */
const smallOrder = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
].map(fromHex);

/** Whether it is the one encoding of a point of large enough order: below 2^255 − 19, and none of small order. */
export function isPublicKey(bytes: Uint8Array): boolean {
  if (bytes.length !== 32 || smallOrder.some((point) => equalBytes(point, bytes))) return false;
  const [first = 0, last = 0] = [bytes[0], bytes[31]];
  const full = bytes.subarray(1, 31).every((byte) => byte === 0xff);
  return last < 0x7f || (last === 0x7f && (!full || first < 0xed));
}

/** NO_SHARING where this browser has no X25519. */
function importKey(format: "raw" | "pkcs8", bytes: Bytes, usages: string[]): Promise<CryptoKey> {
  return crypto.subtle
    .importKey(format, bytes, algorithm, format === "raw", usages)
    .catch(() => Promise.reject(new Failure("NO_SHARING")));
}

/** A public key for use; TAMPERED for bytes that `isPublicKey` refuses. */
export async function publicKeyOf(raw: Bytes): Promise<CryptoKey> {
  if (!isPublicKey(raw)) throw new Failure("TAMPERED");
  return importKey("raw", raw, []);
}

/** The pair of a private key of 32 bytes. */
export async function agreeKeys(secret: Bytes): Promise<AgreeKeys> {
  if (secret.length !== 32) throw new Failure("INTERNAL");
  const encoded = concat(pkcs8, secret);
  const privateKey = await importKey("pkcs8", encoded, ["deriveBits"]);
  encoded.fill(0);
  const basePoint = await importKey("raw", base, []);
  const bits = await crypto.subtle.deriveBits(
    { name: algorithm, public: basePoint },
    privateKey,
    256,
  );
  const raw = new Uint8Array(bits);
  return { privateKey, publicKey: await importKey("raw", raw, []), raw };
}
