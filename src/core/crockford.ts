/** Crockford base32 for what people type from paper: 32 symbols without I, L, O and U, read with forgiveness. */
import type { Bytes } from "./bytes.ts";
import { sha256 } from "./hash.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The symbols of bytes whose bits are a multiple of five. */
export function writeSymbols(bytes: Bytes): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  let text = "";
  for (let at = 0; at < bits.length; at += 5)
    text += alphabet[Number.parseInt(bits.slice(at, at + 5), 2)] ?? "";
  return text;
}

/** The bytes of symbols as `tidySymbols` leaves them; null where one of them is none. Bits beyond a byte are dropped. */
export function readSymbols(text: string): Bytes | null {
  let bits = "";
  for (const symbol of text) {
    const value = alphabet.indexOf(symbol);
    if (value < 0) return null;
    bits += value.toString(2).padStart(5, "0");
  }
  const bytes = new Uint8Array(Math.floor(bits.length / 8));
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2);
  return bytes;
}

/** What was typed, without what does not matter: spaces, dashes and case; O is 0, I and L are 1. */
export function tidySymbols(typed: string): string {
  return typed
    .toUpperCase()
    .replace(/[\s\-–—]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
}

/** Symbols in groups of four, as they are printed. */
export function inGroups(symbols: string): string {
  return (symbols.match(/.{1,4}/g) ?? []).join("-");
}

/** The first bits of H(bytes) as so many symbols, at most 6. */
export async function checkSymbols(bytes: Bytes, count: number): Promise<string> {
  const hash = await sha256(bytes);
  return writeSymbols(hash.slice(0, 5)).slice(0, count);
}
