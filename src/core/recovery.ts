/**
 * The recovery code (FORMAT.md 1): 20 random bytes in Crockford base32 with two check symbols,
 * the first 10 bits of H("coffer/1/rc\0" ‖ RC). 160 bits need no Argon2.
 */
import { type Bytes, label } from "./bytes.ts";
import { checkSymbols, inGroups, readSymbols, tidySymbols, writeSymbols } from "./crockford.ts";
import { Failure } from "./failure.ts";

const codeSymbols = 32;
const checks = 2;

/** 34 symbols in groups, as they are printed. */
export async function writeRecoveryCode(code: Bytes): Promise<string> {
  return inGroups(writeSymbols(code) + (await checkSymbols(label("rc", code), checks)));
}

/**
 * The 20 bytes of a typed code: spaces, dashes and case do not matter, O is 0, I and L are 1.
 * Throws BAD_RECOVERY_CODE where its length, symbols or check symbols are wrong.
 */
export async function readRecoveryCode(typed: string): Promise<Bytes> {
  const text = tidySymbols(typed);
  if (text.length !== codeSymbols + checks) throw new Failure("BAD_RECOVERY_CODE");
  const code = readSymbols(text.slice(0, codeSymbols));
  if (code === null) throw new Failure("BAD_RECOVERY_CODE");
  if ((await checkSymbols(label("rc", code), checks)) !== text.slice(codeSymbols))
    throw new Failure("BAD_RECOVERY_CODE");
  return code;
}
