/**
 * The recovery code (FORMAT.md 1): 20 random bytes in Crockford base32 with two check symbols,
 * the first 10 bits of H("coffer/1/rc\0" ‖ RC). 160 bits need no Argon2.
 */
import type { Bytes } from "./bytes.ts";
import { type CodeKind, readCode, writeCode } from "./checked-code.ts";

const kind: CodeKind = { bytes: 20, label: "rc", mistyped: "BAD_RECOVERY_CODE" };

/** 34 symbols in groups, as they are printed. */
export function writeRecoveryCode(code: Bytes): Promise<string> {
  return writeCode(kind, code);
}

/**
 * The 20 bytes of a typed code: spaces, dashes and case do not matter, O is 0, I and L are 1.
 * Throws BAD_RECOVERY_CODE where its length, symbols or check symbols are wrong.
 */
export function readRecoveryCode(typed: string): Promise<Bytes> {
  return readCode(kind, typed);
}
