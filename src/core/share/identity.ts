/** Who a vault is to others (FORMAT.md 9): one secret of 32 bytes, a key to agree with and a key to sign a hand-over. */
import { type Bytes, concat, label, wipe } from "../bytes.ts";
import { hkdf, hkdfKey, sha256 } from "../hash.ts";
import { signingKey, type SigningKey } from "../sign.ts";
import { type AgreeKeys, agreeKeys } from "./x25519.ts";

/** The public half: what a contact card carries and a fingerprint covers. */
export interface PublicIdentity {
  /** X25519, 32 bytes. */
  pk: Bytes;
  /** Ed25519, 32 bytes. */
  sign: Bytes;
}

export interface Identity extends PublicIdentity {
  agree: AgreeKeys;
  signer: SigningKey;
}

/** The identity of a secret: the X25519 private key, from which the signing seed is derived. */
export async function identityOf(secret: Bytes): Promise<Identity> {
  const agree = await agreeKeys(secret);
  const seed = await hkdf(await hkdfKey(secret), new Uint8Array(0), label("share/sign"), 32);
  const signer = await signingKey(seed);
  wipe(seed);
  return { pk: agree.raw, sign: signer.publicKey, agree, signer };
}

/** What two people compare: H over both public keys. */
export function fingerprintOf({ pk, sign }: PublicIdentity): Promise<Bytes> {
  return sha256(label("contact", concat(pk, sign)));
}
