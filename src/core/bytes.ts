/** Bytes as FORMAT.md writes them: big-endian integers, LP(x), labels, hex and base64. */
import { Failure, type FailureCode } from "./failure.ts";

/** Bytes with a buffer of their own. */
export type Bytes = Uint8Array<ArrayBuffer>;

const encoder = new TextEncoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 of a string. */
export function utf8(text: string): Bytes {
  return encoder.encode(text);
}

/** The string of valid UTF-8; throws `code` otherwise. */
export function fromUtf8(bytes: Uint8Array, code: FailureCode): string {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    throw new Failure(code);
  }
}

/** All parts, one after the other. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** An integer of 0 to 255 as one byte. */
export function u8(value: number): Bytes {
  return Uint8Array.of(value);
}

/** An integer below 2^16 as two bytes, big-endian. */
export function u16(value: number): Bytes {
  return Uint8Array.of(value >>> 8, value);
}

/** An integer below 2^32 as four bytes, big-endian. */
export function u32(value: number): Bytes {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** A safe integer as 64 bits. Refuses what is not one: such a number would be read back as another. */
export function u64(value: number): Bytes {
  if (!Number.isSafeInteger(value) || value < 0) throw new Failure("INTERNAL");
  return concat(u32(Math.floor(value / 2 ** 32)), u32(value >>> 0));
}

/** LP(x) = u32 length ‖ x. */
export function lengthPrefixed(bytes: Uint8Array): Bytes {
  return concat(u32(bytes.length), bytes);
}

/** "coffer/1/" ‖ name ‖ 0x00, then its context: no label is a prefix of another. */
export function label(name: string, ...context: readonly Uint8Array[]): Bytes {
  return concat(utf8(`coffer/1/${name}\0`), ...context);
}

/** Equal in time that depends on the lengths only. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

const hexDigits = "0123456789abcdef";

/** Lower-case hex digits, two a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += (hexDigits[byte >>> 4] ?? "") + (hexDigits[byte & 15] ?? "");
  return text;
}

/** Bytes of lower-case hex; throws INTERNAL for anything else. */
export function fromHex(text: string): Bytes {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new Failure("INTERNAL");
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/** Base64 with padding (RFC 4648). */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

/** Bytes of base64; throws INVALID for anything else. */
export function fromBase64(text: string): Bytes {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    throw new Failure("INVALID");
  }
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** Overwrites secrets that are no longer needed. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}

/** Reads from front to back; a read past the end, or bytes left over, throws the code it was made with. */
export interface Reader {
  take(length: number): Bytes;
  u8(): number;
  u16(): number;
  u32(): number;
  u64(): number;
  lengthPrefixed(max: number): Bytes;
  left(): number;
  end(): void;
}

/** Reads bytes from the front; throws a Failure with `code` where they end too early. */
export function reader(bytes: Uint8Array, code: FailureCode): Reader {
  let at = 0;
  const take = (length: number): Bytes => {
    if (length > bytes.length - at) throw new Failure(code);
    at += length;
    return bytes.slice(at - length, at);
  };
  const unsigned = (length: number): number => {
    let value = 0;
    for (const byte of take(length)) value = value * 256 + byte;
    if (!Number.isSafeInteger(value)) throw new Failure(code);
    return value;
  };
  return {
    take,
    u8: () => unsigned(1),
    u16: () => unsigned(2),
    u32: () => unsigned(4),
    u64: () => unsigned(8),
    lengthPrefixed: (max) => {
      const length = unsigned(4);
      if (length > max) throw new Failure(code);
      return take(length);
    },
    left: () => bytes.length - at,
    end: () => {
      if (at !== bytes.length) throw new Failure(code);
    },
  };
}
