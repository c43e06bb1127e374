/**
 * A mailbox on a backup server (FORMAT.md 9): where its owner's contacts put transfers. All that is needed comes from
 * 32 random bytes in the address; the server knows a name and a public key made of them, and stores what it can not read.
 *
 * address "CFMB1\0" | unixMs u64 | pk 32 | LP(origin) | secret 32 | sig 64 by the sign key of the card
 * letter  "CFML1\0" | expiry u64 | reads u8 | salt 32 | ciphertext ‖ tag 16
 *
 * As text: "coffer-mailbox:" and base64url, beside the card. A program that knows no mailboxes reads the card alone.
 */
import { gcm } from "@noble/ciphers/webcrypto.js";
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64,
  fromUtf8,
  label,
  lengthPrefixed,
  reader,
  toBase64,
  toHex,
  u64,
  u8,
  utf8,
} from "../bytes.ts";
import { Failure } from "../failure.ts";
import { hkdf, hkdfKey } from "../hash.ts";
import { originOf } from "../origin.ts";
import { randomBytes } from "../random.ts";
import { sign, signingKey, verify } from "../sign.ts";
import type { Identity, PublicIdentity } from "./identity.ts";

const addressMagic = utf8("CFMB1\0");
const letterMagic = utf8("CFML1\0");
const letterHead = letterMagic.length + 8 + 1;
const none: Bytes = new Uint8Array(0);
/** A letter is at most this many bytes: one request (docs/SERVER.md). */
export const letterLimit = 2 ** 20;
/** A letter can be read this often at most. */
export const mostReads = 10;

export interface Mailbox {
  /** When it was said (ms since 1970): of two of one owner the later counts. */
  made: number;
  /** The X25519 key of the owner's card. */
  pk: Bytes;
  /** https, or http of this very machine. */
  origin: string;
  /** Whoever has it may put letters in, and can tell who writes to the owner; nobody but the owner can open them. */
  secret: Bytes;
}

/** A server's origin as it stands in an address; null for what no server may have. */
export function mailOrigin(text: string): string | null {
  const origin = originOf(text);
  if (origin === null || origin !== text || origin.length > 300) return null;
  const own = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?$/.test(origin);
  return origin.startsWith("https://") || own ? origin : null;
}

/** The address as text, signed by the owner's identity. */
export async function writeMailbox(
  owner: Identity,
  { made, origin, secret }: Omit<Mailbox, "pk">,
): Promise<string> {
  const body = concat(addressMagic, u64(made), owner.pk, lengthPrefixed(utf8(origin)), secret);
  const sig = await sign(owner.signer, label("share/mailbox", body));
  const text = toBase64(concat(body, sig));
  return `coffer-mailbox:${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
}

interface Signed extends Mailbox {
  text: string;
  signed: Bytes;
  sig: Bytes;
}

/** The first address in a text, not proved yet; null where there is none. BAD_CARD for one that is mistyped. */
export function readMailbox(text: string): Signed | null {
  const found = /coffer-mailbox:([A-Za-z0-9_-]{40,2000})/.exec(text);
  if (found === null) return null;
  const [whole, body = ""] = found;
  let bytes: Bytes;
  try {
    bytes = fromBase64(body.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    throw new Failure("BAD_CARD");
  }
  const from = reader(bytes, "BAD_CARD");
  if (!equalBytes(from.take(addressMagic.length), addressMagic)) throw new Failure("BAD_CARD");
  const made = from.u64();
  const pk = from.take(32);
  const origin = mailOrigin(fromUtf8(from.lengthPrefixed(300), "BAD_CARD"));
  const secret = from.take(32);
  const sig = from.take(64);
  from.end();
  if (origin === null) throw new Failure("BAD_CARD");
  const signed = label("share/mailbox", bytes.slice(0, -64));
  return { made, pk, origin, secret, text: whole, signed, sig };
}

/** Whether the owner of these keys has said it. */
export async function provesMailbox(owner: PublicIdentity, box: Signed): Promise<boolean> {
  return equalBytes(owner.pk, box.pk) && (await verify(owner.sign, box.signed, box.sig));
}

/** What the secret of an address gives: its name at the server in hex, and the seed of the key that signs what is sent. */
export async function mailboxKeys(
  secret: Bytes,
): Promise<{ id: string; seed: Bytes; dropPk: Bytes }> {
  const ikm = await hkdfKey(secret);
  const id = toHex(await hkdf(ikm, none, label("share/mailbox/id"), 16));
  const seed = await hkdf(ikm, none, label("share/mailbox/drop"), 32);
  return { id, seed, dropPk: (await signingKey(seed)).publicKey };
}

/** A key for one letter of this name. */
async function letterKey(secret: Bytes, salt: Bytes, mail: string) {
  const info = label("share/mailbox/letter", utf8(mail));
  const okm = await hkdf(await hkdfKey(secret), salt, info, 44);
  return { key: okm.slice(0, 32), nonce: okm.slice(32) };
}

/**
 * A transfer as a letter, so that the server does not see whose keys it names. `mail` is its name at the server, in
 * hex; `expiry` in ms since 1970. MAIL_TOO_LARGE.
 */
export async function sealLetter(
  secret: Bytes,
  mail: string,
  { expiry, reads }: { expiry: number; reads: number },
  transfer: Bytes,
): Promise<Bytes> {
  const salt = randomBytes(32);
  const head = concat(letterMagic, u64(expiry), u8(reads), salt);
  if (head.length + transfer.length + 16 > letterLimit) throw new Failure("MAIL_TOO_LARGE");
  const { key, nonce } = await letterKey(secret, salt, mail);
  return concat(head, await gcm(key, nonce, head).encrypt(transfer));
}

/** The transfer of a letter; TAMPERED for anything that nobody with this address has sealed under this name. */
export async function openLetter(secret: Bytes, mail: string, letter: Bytes): Promise<Bytes> {
  if (letter.length > letterLimit) throw new Failure("TAMPERED");
  const from = reader(letter, "TAMPERED");
  if (!equalBytes(from.take(letterMagic.length), letterMagic)) throw new Failure("TAMPERED");
  from.take(9);
  const salt = from.take(32);
  const { key, nonce } = await letterKey(secret, salt, mail);
  try {
    const opened = gcm(key, nonce, letter.slice(0, letterHead + 32)).decrypt(
      from.take(from.left()),
    );
    return new Uint8Array(await opened);
  } catch {
    throw new Failure("TAMPERED");
  }
}
