/** What property tests draw from. */
import fc from "fast-check";
import type { Bytes } from "../../src/core/bytes.ts";

/** Exactly `length` bytes. */
export const bytesOf = (length: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));

/** At most `max` bytes. */
export const bytesTo = (max: number): fc.Arbitrary<Bytes> =>
  fc.uint8Array({ maxLength: max }).map((array) => new Uint8Array(array));

/** Integers that the format can hold. */
export const unsigned = (bits: number) =>
  fc.integer({ min: 0, max: Math.min(2 ** bits - 1, 2 ** 53 - 1) });

/** The same bytes with one bit flipped. */
export function flipBit(bytes: Bytes, bit: number): Bytes {
  const flipped = bytes.slice();
  flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
  return flipped;
}

/** `length` bytes of one value. */
export const filled = (length: number, byte: number): Bytes => new Uint8Array(length).fill(byte);
