/** Keys on paper: bytes in Crockford base32 with two check symbols, as codes are printed and typed (FORMAT.md 1, 8). */
import { type Bytes, label } from "./bytes.ts";
import { Failure, type FailureCode } from "./failure.ts";
import { sha256 } from "./hash.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** What a code carries: `bytes` of them, check symbols by this label, and the name of a mistyped one. */
export interface CodeKind {
  bytes: number;
  label: string;
  mistyped: FailureCode;
}

/** The first 10 bits of H("coffer/1/" ‖ label ‖ 0 ‖ code). */
async function checkSymbols(kind: CodeKind, code: Bytes): Promise<string> {
  const hash = await sha256(label(kind.label, code));
  const bits = ((hash[0] as number) << 2) | ((hash[1] as number) >>> 6);
  return (alphabet[bits >>> 5] ?? "") + (alphabet[bits & 31] ?? "");
}

/** The symbols in groups of four; the last symbol's spare bits are 0. */
export async function writeCode(kind: CodeKind, code: Bytes): Promise<string> {
  let bits = "";
  for (const byte of code) bits += byte.toString(2).padStart(8, "0");
  let text = "";
  for (let at = 0; at < bits.length; at += 5)
    text += alphabet[Number.parseInt(bits.slice(at, at + 5).padEnd(5, "0"), 2)] ?? "";
  text += await checkSymbols(kind, code);
  return (text.match(/.{1,4}/g) ?? []).join("-");
}

/**
 * The bytes of a typed code: spaces, dashes and case do not matter, O is 0, I and L are 1. Throws the kind's own
 * name where length, symbols, spare bits or check symbols are wrong.
 */
export async function readCode(kind: CodeKind, typed: string): Promise<Bytes> {
  const symbols = Math.ceil((kind.bytes * 8) / 5);
  const text = typed
    .toUpperCase()
    .replace(/[\s\-–—]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  if (text.length !== symbols + 2) throw new Failure(kind.mistyped);
  let bits = "";
  for (const symbol of text.slice(0, symbols)) {
    const value = alphabet.indexOf(symbol);
    if (value < 0) throw new Failure(kind.mistyped);
    bits += value.toString(2).padStart(5, "0");
  }
  const code = new Uint8Array(kind.bytes);
  for (let i = 0; i < kind.bytes; i++) code[i] = Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2);
  const spare = bits.slice(kind.bytes * 8);
  if (spare.includes("1") || (await checkSymbols(kind, code)) !== text.slice(symbols))
    throw new Failure(kind.mistyped);
  return code;
}
