/** Ed25519 (RFC 8032) by WebCrypto: what a server, a mirror and every device check of a commit (FORMAT.md 8). */
import { type Bytes, concat, fromBase64, fromHex } from "./bytes.ts";
import { Failure } from "./failure.ts";

const algorithm = "Ed25519";
/** PKCS#8 of an Ed25519 seed (RFC 8410): fixed bytes, then the seed. */
const pkcs8 = fromHex("302e020100300506032b657004220420");

/** A key to sign with, not extractable, and its public half (32 bytes). */
export interface SigningKey {
  key: CryptoKey;
  publicKey: Bytes;
}

/** The key of a 32-byte seed. */
export async function signingKey(seed: Bytes): Promise<SigningKey> {
  if (seed.length !== 32) throw new Failure("INTERNAL");
  const encoded = concat(pkcs8, seed);
  const open = await crypto.subtle.importKey("pkcs8", encoded, algorithm, true, ["sign"]);
  const { x = "" } = await crypto.subtle.exportKey("jwk", open);
  const key = await crypto.subtle.importKey("pkcs8", encoded, algorithm, false, ["sign"]);
  encoded.fill(0);
  return { key, publicKey: fromBase64(x.replaceAll("-", "+").replaceAll("_", "/")) };
}

/** 64 bytes. */
export async function sign(key: SigningKey, message: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.sign(algorithm, key.key, message));
}

/** Whether it is this key's signature; false too for what is no key or no signature. */
export async function verify(publicKey: Bytes, message: Bytes, signature: Bytes): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey("raw", publicKey, algorithm, false, ["verify"]);
    return await crypto.subtle.verify(algorithm, key, signature, message);
  } catch {
    return false;
  }
}
