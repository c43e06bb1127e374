/** Bytes as FORMAT.md writes them. This room imports nothing of src/, so it reads the format for itself. */
import { hash } from "node:crypto";

export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes, text or a number's bytes cannot be read: the sender's fault, told as `invalid`. */
export class Malformed extends Error {}

/** All parts, one after the other. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** UTF-8. */
export function utf8(text: string): Bytes {
  return new Uint8Array(Buffer.from(text));
}

/** u32, big-endian. */
export function u32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** u64 of a safe integer, big-endian. */
export function u64(value: number): Bytes {
  if (!Number.isSafeInteger(value) || value < 0) throw new Malformed("u64");
  return concat(u32(Math.floor(value / 2 ** 32)), u32(value >>> 0));
}

/** u32 length and the bytes. */
export function lengthPrefixed(bytes: Uint8Array): Bytes {
  return concat(u32(bytes.length), bytes);
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** Bytes of hex that a schema has already looked at. */
export function fromHex(text: string): Bytes {
  return new Uint8Array(Buffer.from(text, "hex"));
}

/** Base64 with padding. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}

/** Bytes of base64 or base64url. */
export function fromBase64(text: string): Bytes {
  return new Uint8Array(Buffer.from(text, "base64"));
}

/** SHA-256. */
export function sha256(...parts: readonly Uint8Array[]): Bytes {
  const bytes = parts.length === 1 ? (parts[0] as Uint8Array) : concat(...parts);
  return new Uint8Array(hash("sha256", bytes, "buffer"));
}

/** Whether they are the same; not for secrets (those: crypto.timingSafeEqual). */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

export interface Reader {
  take(length: number): Bytes;
  u8(): number;
  u32(): number;
  u64(): number;
  lengthPrefixed(max: number): Bytes;
  left(): number;
  end(): void;
}

/** Reads from the front; Malformed where the bytes end too early, or are not at their end at `end`. */
export function reader(bytes: Uint8Array): Reader {
  let at = 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  /** Where the next `length` bytes begin. */
  const step = (length: number): number => {
    if (length > bytes.length - at) throw new Malformed("cut");
    at += length;
    return at - length;
  };
  const from: Reader = {
    take: (length) => {
      const start = step(length);
      // Short ones are copies, whatever they are kept for; long ones are views, also where they lie in a Buffer.
      return length <= 64
        ? new Uint8Array(bytes.subarray(start, at))
        : new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset + start, length);
    },
    u8: () => view.getUint8(step(1)),
    u32: () => view.getUint32(step(4)),
    u64: () => {
      const value = Number(view.getBigUint64(step(8)));
      if (!Number.isSafeInteger(value)) throw new Malformed("u64");
      return value;
    },
    lengthPrefixed: (max) => {
      const length = from.u32();
      if (length > max) throw new Malformed("long");
      return from.take(length);
    },
    left: () => bytes.length - at,
    end: () => {
      if (at !== bytes.length) throw new Malformed("left over");
    },
  };
  return from;
}
