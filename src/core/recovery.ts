/**
 * The recovery code (FORMAT.md 1): 20 random bytes in Crockford base32 with two check symbols,
 * the first 10 bits of H("coffer/1/rc\0" ‖ RC). 160 bits need no Argon2.
 */
import { type Bytes, label } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { sha256 } from "./hash.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const codeBytes = 20;
const codeSymbols = 32;

async function checkSymbols(code: Bytes): Promise<string> {
  const hash = await sha256(label("rc", code));
  const bits = ((hash[0] as number) << 2) | ((hash[1] as number) >>> 6);
  return (alphabet[bits >>> 5] ?? "") + (alphabet[bits & 31] ?? "");
}

/** 34 symbols in groups, as they are printed. */
export async function writeRecoveryCode(code: Bytes): Promise<string> {
  let bits = "";
  for (const byte of code) bits += byte.toString(2).padStart(8, "0");
  let text = "";
  for (let at = 0; at < bits.length; at += 5)
    text += alphabet[Number.parseInt(bits.slice(at, at + 5), 2)] ?? "";
  text += await checkSymbols(code);
  return (text.match(/.{1,4}/g) ?? []).join("-");
}

/**
 * The 20 bytes of a typed code: spaces, dashes and case do not matter, O is 0, I and L are 1.
 * Throws BAD_RECOVERY_CODE where its length, symbols or check symbols are wrong.
 */
export async function readRecoveryCode(typed: string): Promise<Bytes> {
  const text = typed
    .toUpperCase()
    .replace(/[\s\-–—]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  if (text.length !== codeSymbols + 2) throw new Failure("BAD_RECOVERY_CODE");
  let bits = "";
  for (const symbol of text) {
    const value = alphabet.indexOf(symbol);
    if (value < 0) throw new Failure("BAD_RECOVERY_CODE");
    bits += value.toString(2).padStart(5, "0");
  }
  const code = new Uint8Array(codeBytes);
  for (let i = 0; i < codeBytes; i++) code[i] = Number.parseInt(bits.slice(8 * i, 8 * i + 8), 2);
  if ((await checkSymbols(code)) !== text.slice(codeSymbols))
    throw new Failure("BAD_RECOVERY_CODE");
  return code;
}
