/**
 * HPKE in mode_auth (RFC 9180): DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Each transfer has an ephemeral
 * key, and so a key of its own; the sender is authenticated. Base and psk modes are never opened: the recipient
 * always names the sender's key.
 */
import { Aes256Gcm, CipherSuite, DhkemX25519HkdfSha256, HkdfSha256 } from "@hpke/core";
import type { Bytes } from "../bytes.ts";
import { Failure } from "../failure.ts";
import { pad, unpad } from "../padding.ts";
import { aadOf, infoOf, type Transfer, type TransferHead, transferLimit } from "./container.ts";
import { type AgreeKeys, publicKeyOf } from "./x25519.ts";

/** The one suite of a transfer. */
export const suite = () =>
  new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });

/** What a ciphertext is bound to, beside both keys. */
export interface Bound {
  info: Bytes;
  aad: Bytes;
}

/** One message of RFC 9180, 6.1: what travels of it. */
export interface Message {
  /** The encapsulated key, 32 bytes. */
  enc: Bytes;
  ct: Bytes;
}

/** SealAuth of RFC 9180 under an ephemeral key that nobody keeps. TAMPERED for a recipient's key that is none. */
export async function sealAuth(
  sender: AgreeKeys,
  recipientPk: Bytes,
  { info, aad }: Bound,
  plaintext: Bytes,
): Promise<Message> {
  const context = await suite().createSenderContext({
    recipientPublicKey: await publicKeyOf(recipientPk),
    senderKey: { privateKey: sender.privateKey, publicKey: sender.publicKey },
    info,
  });
  const ct = new Uint8Array(await context.seal(plaintext, aad));
  return { enc: new Uint8Array(context.enc), ct };
}

/** OpenAuth of RFC 9180. TAMPERED for anything that this sender did not seal for this recipient, bound to the same. */
export async function openAuth(
  recipient: AgreeKeys,
  senderPk: Bytes,
  { info, aad }: Bound,
  { enc, ct }: Message,
): Promise<Bytes> {
  const senderPublicKey = await publicKeyOf(senderPk);
  await publicKeyOf(enc);
  try {
    const context = await suite().createRecipientContext({
      recipientKey: { privateKey: recipient.privateKey, publicKey: recipient.publicKey },
      enc,
      senderPublicKey,
      info,
    });
    return new Uint8Array(await context.open(ct, aad));
  } catch {
    throw new Failure("TAMPERED");
  }
}

const boundOf = (head: TransferHead): Bound => ({ info: infoOf(head), aad: aadOf(head) });

/** Seals a payload from `sender` to the recipient of the head. SHARE_TOO_LARGE; TAMPERED for a key that is none. */
export async function sealTransfer(
  sender: AgreeKeys,
  head: Omit<TransferHead, "senderPk">,
  payload: Bytes,
): Promise<Transfer> {
  const padded = pad(payload);
  if (padded.length > transferLimit) throw new Failure("SHARE_TOO_LARGE");
  const whole: TransferHead = { ...head, senderPk: sender.raw };
  return { ...whole, ...(await sealAuth(sender, head.recipientPk, boundOf(whole), padded)) };
}

/**
 * Opens a transfer to `recipient`. `senderPk` is the key of the contact it is said to be from, as the vault knows it.
 * TAMPERED for anything that this sender did not seal for this recipient, with this head.
 */
export async function openTransfer(
  recipient: AgreeKeys,
  senderPk: Bytes,
  transfer: Transfer,
): Promise<Bytes> {
  const known: Transfer = { ...transfer, senderPk, recipientPk: recipient.raw };
  return unpad(await openAuth(recipient, senderPk, boundOf(known), transfer));
}
