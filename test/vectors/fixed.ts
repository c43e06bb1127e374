/** Fixed inputs of the vectors, and their shape. */
import { argon2id } from "@noble/hashes/argon2.js";
import { secondSlot } from "../core/second.ts";

export type Bytes = Uint8Array;

/** One line of a vector file: what goes in, and what comes out or the name of the refusal. */
export type Case =
  | { name: string; op: string; in: object; out: object }
  | { name: string; op: string; in: object; error: string };

/** `length` bytes that count up from `start`. */
export const fill = (length: number, start: number): Bytes =>
  Uint8Array.from({ length }, (_, i) => (start + i) & 255);
export const same = (length: number, byte: number): Bytes => new Uint8Array(length).fill(byte);
export const utf8 = (text: string): Bytes => new Uint8Array(Buffer.from(text, "utf8"));

export const vaultId = fill(16, 0x10);
export const rootKey = fill(32, 0x40);
export const password = "pässwörd \u{1f511}";
export const recoveryBytes = fill(20, 0x80);
export const prf = fill(32, 0xc0);
export const cost = { m: 65_536, t: 3, p: 1 };
export const free = { m: 0, t: 0, p: 0 };

/** A password as FORMAT.md 1 wants it. */
export const typed = (text: string) => utf8(text.normalize("NFC"));

/** The same bytes with one bit flipped. */
export function flip(bytes: Bytes, bit: number): Bytes {
  const flipped = bytes.slice();
  const at = (bit < 0 ? bytes.length * 8 + bit : bit) >> 3;
  flipped[at] = (flipped[at] as number) ^ (1 << (bit & 7));
  return flipped;
}

/** The same bytes with others written over them. */
export function put(bytes: Bytes, at: number, over: Iterable<number>): Bytes {
  const changed = bytes.slice();
  changed.set([...over], at);
  return changed;
}

export const stretched = (text: string, salt: Bytes, work: { m: number; t: number; p: number }) =>
  argon2id(typed(text), salt, { ...work, dkLen: 32 });

const place = (start: number) => ({ slotId: fill(16, start), salt: fill(16, start + 16) });

/** The slots of the first vectors: their bytes never change. */
export const passwordSlot = secondSlot(
  { type: 1, ...place(0x01), ...cost },
  { password: typed(password) },
  rootKey,
  vaultId,
  1,
  fill(12, 0x70),
);
export const recoverySlot = secondSlot(
  { type: 3, ...place(0x31), ...free },
  { recovery: recoveryBytes },
  rootKey,
  vaultId,
  1,
  fill(12, 0x77),
);
