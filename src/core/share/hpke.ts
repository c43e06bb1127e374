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

const suite = () =>
  new CipherSuite({
    kem: new DhkemX25519HkdfSha256(),
    kdf: new HkdfSha256(),
    aead: new Aes256Gcm(),
  });

/** Seals a payload from `sender` to the recipient of the head. SHARE_TOO_LARGE; TAMPERED for a key that is none. */
export async function sealTransfer(
  sender: AgreeKeys,
  head: Omit<TransferHead, "senderPk">,
  payload: Bytes,
): Promise<Transfer> {
  const padded = pad(payload);
  if (padded.length > transferLimit) throw new Failure("SHARE_TOO_LARGE");
  const whole: TransferHead = { ...head, senderPk: sender.raw };
  const context = await suite().createSenderContext({
    recipientPublicKey: await publicKeyOf(head.recipientPk),
    senderKey: { privateKey: sender.privateKey, publicKey: sender.publicKey },
    info: infoOf(whole),
  });
  const ct = new Uint8Array(await context.seal(padded, aadOf(whole)));
  return { ...whole, enc: new Uint8Array(context.enc), ct };
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
  const senderPublicKey = await publicKeyOf(senderPk);
  await publicKeyOf(transfer.enc);
  let padded: Bytes;
  try {
    const context = await suite().createRecipientContext({
      recipientKey: { privateKey: recipient.privateKey, publicKey: recipient.publicKey },
      enc: transfer.enc,
      senderPublicKey,
      info: infoOf(known),
    });
    padded = new Uint8Array(await context.open(transfer.ct, aadOf(known)));
  } catch {
    throw new Failure("TAMPERED");
  }
  return unpad(padded);
}
