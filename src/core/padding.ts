/** Padding of a plaintext before sealing (FORMAT.md 4): sizes tell little about what is inside. */
import { Failure } from "./failure.ts";
import type { Bytes } from "./bytes.ts";

const floor = 256;

/** The padded length for `length` bytes with their 0x80: 256, above that the Padmé length (PURBs, 2019). */
export function paddedLength(length: number): number {
  if (length <= floor) return floor;
  const exponent = 31 - Math.clz32(length);
  const kept = 32 - Math.clz32(exponent);
  const mask = 2 ** (exponent - kept) - 1;
  return length + mask - ((length + mask) % (mask + 1));
}

/** The plaintext, 0x80, zeros. */
export function pad(plaintext: Uint8Array): Bytes {
  const padded = new Uint8Array(paddedLength(plaintext.length + 1));
  padded.set(plaintext);
  padded[plaintext.length] = 0x80;
  return padded;
}

/** The plaintext of canonical padding; TAMPERED for any other. */
export function unpad(padded: Bytes): Bytes {
  let end = padded.length - 1;
  while (end >= 0 && padded[end] === 0) end--;
  if (end < 0 || padded[end] !== 0x80 || paddedLength(end + 1) !== padded.length) {
    throw new Failure("TAMPERED");
  }
  return padded.slice(0, end);
}
