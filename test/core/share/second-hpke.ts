/**
 * HPKE's mode_auth a second time, from the text of RFC 9180 (4.1, 5.1). `hpke` of npm has base and psk mode alone, so
 * its labelled KDF, its AEADs and Node's own X25519 are put together here.
 */
import { createPrivateKey, createPublicKey, diffieHellman } from "node:crypto";
import {
  AEAD_AES_128_GCM,
  AEAD_AES_256_GCM,
  AEAD_ChaCha20Poly1305,
  I2OSP,
  KDF_HKDF_SHA256,
  LabeledExpand,
  LabeledExtract,
} from "hpke";
import { type Bytes, concat, utf8 } from "../../../src/core/bytes.ts";

export const aeads = {
  "AES-128-GCM": AEAD_AES_128_GCM,
  "AES-256-GCM": AEAD_AES_256_GCM,
  ChaCha20Poly1305: AEAD_ChaCha20Poly1305,
};
export type AeadName = keyof typeof aeads;

const kdf = KDF_HKDF_SHA256();
const none = new Uint8Array(0);
const spki = Buffer.from("302a300506032b656e032100", "hex");
const pkcs8 = Buffer.from("302e020100300506032b656e04220420", "hex");

const publicKey = (raw: Uint8Array) =>
  createPublicKey({ key: Buffer.concat([spki, raw]), format: "der", type: "spki" });
const privateKey = (raw: Uint8Array) =>
  createPrivateKey({ key: Buffer.concat([pkcs8, raw]), format: "der", type: "pkcs8" });
const dh = (secret: Uint8Array, raw: Uint8Array) =>
  diffieHellman({ privateKey: privateKey(secret), publicKey: publicKey(raw) });

/** The public key of a private one. */
export function publicOf(secret: Uint8Array): Bytes {
  const der = createPublicKey(privateKey(secret)).export({ format: "der", type: "spki" });
  return new Uint8Array(der.subarray(-32));
}

/** ExtractAndExpand of DHKEM(X25519, HKDF-SHA256). */
async function sharedSecret(agreed: Uint8Array, context: Uint8Array): Promise<Uint8Array> {
  const id = concat(utf8("KEM"), I2OSP(0x20, 2));
  const prk = await LabeledExtract(kdf, id, none, utf8("eae_prk"), agreed);
  return LabeledExpand(kdf, id, prk, utf8("shared_secret"), context, 32);
}

/** Key and base nonce of KeySchedule in mode_auth, without a psk. */
export async function schedule(secret: Uint8Array, info: Uint8Array, aead: AeadName) {
  const { id: aeadId, Nk, Nn } = aeads[aead]();
  const id = concat(utf8("HPKE"), I2OSP(0x20, 2), I2OSP(1, 2), I2OSP(aeadId, 2));
  const pskHash = await LabeledExtract(kdf, id, none, utf8("psk_id_hash"), none);
  const infoHash = await LabeledExtract(kdf, id, none, utf8("info_hash"), info);
  const context = concat(Uint8Array.of(2), pskHash, infoHash);
  const prk = await LabeledExtract(kdf, id, secret, utf8("secret"), none);
  return {
    key: await LabeledExpand(kdf, id, prk, utf8("key"), context, Nk),
    nonce: await LabeledExpand(kdf, id, prk, utf8("base_nonce"), context, Nn),
  };
}

/** SealAuth with this ephemeral private key. */
export async function sealAuth(
  keys: { ephemeral: Uint8Array; sender: Uint8Array; recipientPk: Uint8Array },
  text: { info: Uint8Array; aad: Uint8Array; pt: Uint8Array },
  aead: AeadName = "AES-256-GCM",
): Promise<{ enc: Bytes; ct: Bytes }> {
  const { ephemeral, sender, recipientPk } = keys;
  const enc = publicOf(ephemeral);
  const agreed = concat(dh(ephemeral, recipientPk), dh(sender, recipientPk));
  const secret = await sharedSecret(agreed, concat(enc, recipientPk, publicOf(sender)));
  const { key, nonce } = await schedule(secret, text.info, aead);
  return { enc, ct: new Uint8Array(await aeads[aead]().Seal(key, nonce, text.aad, text.pt)) };
}

/** OpenAuth. */
export async function openAuth(
  keys: { recipient: Uint8Array; senderPk: Uint8Array; enc: Uint8Array },
  text: { info: Uint8Array; aad: Uint8Array; ct: Uint8Array },
  aead: AeadName = "AES-256-GCM",
): Promise<Bytes> {
  const { recipient, senderPk, enc } = keys;
  const agreed = concat(dh(recipient, enc), dh(recipient, senderPk));
  const secret = await sharedSecret(agreed, concat(enc, publicOf(recipient), senderPk));
  const { key, nonce } = await schedule(secret, text.info, aead);
  return new Uint8Array(await aeads[aead]().Open(key, nonce, text.aad, text.ct));
}
