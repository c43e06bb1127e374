/**
 * A transfer as it travels (FORMAT.md 9):
 *
 * "CFSH1\0" | version u16 = 1 | expiry u64 | class u8 | shareId 16 | senderPk 32 | recipientPk 32 | enc 32 | ct
 *
 * Nothing of the head is believed before HPKE has opened `ct`: `info` and `aad` bind all of it.
 */
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64,
  label,
  reader,
  toBase64,
  u16,
  u64,
  u8,
  utf8,
} from "../bytes.ts";
import { Failure } from "../failure.ts";
import { recordClass } from "../record.ts";

const magic = utf8("CFSH1\0");
const version = 1;
/** A transfer is at most this many bytes, its plaintext with it. */
export const transferLimit = 8 * 2 ** 20;
/** No transfer is good for longer (ms). */
export const longestLife = 30 * 86_400_000;

/** Class secret, or critical where critical values are inside. */
export type TransferClass = 2 | 3;

export interface TransferHead {
  /** ms since 1970. */
  expiry: number;
  cls: TransferClass;
  shareId: Bytes;
  senderPk: Bytes;
  recipientPk: Bytes;
}

export interface Transfer extends TransferHead {
  /** HPKE's encapsulated key, 32 bytes. */
  enc: Bytes;
  ct: Bytes;
}

/** `info` of HPKE: who to whom, and which transfer. */
export function infoOf({ senderPk, recipientPk, shareId }: TransferHead): Bytes {
  return label("share", senderPk, recipientPk, shareId);
}

/** `aad` of HPKE: version, expiry and class. */
export function aadOf({ expiry, cls }: TransferHead): Bytes {
  return concat(u16(version), u64(expiry), u8(cls));
}

/** The bytes of a transfer. */
export function encodeTransfer(transfer: Transfer): Bytes {
  const { shareId, senderPk, recipientPk, enc, ct } = transfer;
  return concat(magic, aadOf(transfer), shareId, senderPk, recipientPk, enc, ct);
}

/** Reads a transfer: NOT_A_TRANSFER for anything else, TOO_LARGE above the limit. */
export function decodeTransfer(bytes: Bytes): Transfer {
  if (bytes.length > transferLimit + 1024) throw new Failure("TOO_LARGE");
  const from = reader(bytes, "NOT_A_TRANSFER");
  if (!equalBytes(from.take(magic.length), magic) || from.u16() !== version)
    throw new Failure("NOT_A_TRANSFER");
  const expiry = from.u64();
  const cls = from.u8();
  if (cls !== recordClass.secret && cls !== recordClass.critical)
    throw new Failure("NOT_A_TRANSFER");
  const shareId = from.take(16);
  const [senderPk, recipientPk, enc] = [from.take(32), from.take(32), from.take(32)];
  return { expiry, cls, shareId, senderPk, recipientPk, enc, ct: from.take(from.left()) };
}

const begin = "-----BEGIN COFFER TRANSFER-----";
const end = "-----END COFFER TRANSFER-----";

/** The transfer as a block of text, for any channel. */
export function toBlock(transfer: Bytes): string {
  const lines = toBase64(transfer).match(/.{1,64}/g) ?? [];
  return [begin, ...lines, end, ""].join("\n");
}

/** The bytes of the first block in a text, whatever stands around it; NOT_A_TRANSFER where there is none. */
export function fromBlock(text: string): Bytes {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) throw new Failure("NOT_A_TRANSFER");
  // What a mail program quotes or breaks is no base64: "> " before each line, odd blanks.
  const body = text.slice(from + begin.length, to).replaceAll(/[\s>]/g, "");
  try {
    return fromBase64(body);
  } catch {
    throw new Failure("NOT_A_TRANSFER");
  }
}
