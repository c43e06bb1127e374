/**
 * The recovery code on three sheets of paper of which any two open (FORMAT.md 12): Shamir's scheme over
 * GF(2^8), 2 of 3, by `shamir-secret-sharing`. One sheet alone says nothing about the code.
 *
 * share: version and number u8 (4 bits each) | setId 3 | y 20 | x 1, then four check symbols
 */
import { combine, split } from "shamir-secret-sharing";
import { type Bytes, concat, equalBytes, label, toHex, u8, wipe } from "./bytes.ts";
import { checkSymbols, inGroups, readSymbols, tidySymbols, writeSymbols } from "./crockford.ts";
import { Failure } from "./failure.ts";
import { randomBytes } from "./random.ts";
import { readRecoveryCode, writeRecoveryCode } from "./recovery.ts";

const version = 1;
const shareCount = 3;
const threshold = 2;
const shareSymbols = 40;
const checks = 4;
/** Symbols of a recovery code; what is clearly longer was meant to be a share. */
const codeSymbols = 34;

/** One share as it was typed. */
export interface Share {
  /** 1, 2 or 3, as it stands on its sheet. */
  number: number;
  /** Six upper-case hex digits, the same on the sheets that belong together. */
  set: string;
  /** y and x of the scheme. */
  point: Bytes;
}

/** The three shares of a code as they are printed; every call makes another set. BAD_RECOVERY_CODE. */
export async function splitCode(code: string): Promise<string[]> {
  const secret = await readRecoveryCode(code);
  const setId = randomBytes(3);
  const points = await split(secret, shareCount, threshold);
  wipe(secret);
  return Promise.all(
    points.map(async (point, i) => {
      const bytes = concat(u8((version << 4) | (i + 1)), setId, point);
      wipe(point);
      return inGroups(writeSymbols(bytes) + (await checkSymbols(label("rc-share", bytes), checks)));
    }),
  );
}

/** Whether what was typed was meant as a share: it is longer than a recovery code can be. */
export function meansShare(typed: string): boolean {
  return tidySymbols(typed).length > codeSymbols + 3;
}

/** A typed share, as forgiving as a recovery code; BAD_SHARE where length, symbols or check symbols are wrong. */
export async function readShare(typed: string): Promise<Share> {
  const text = tidySymbols(typed);
  const bytes = readSymbols(text.slice(0, shareSymbols));
  if (text.length !== shareSymbols + checks || bytes === null) throw new Failure("BAD_SHARE");
  const fits = (await checkSymbols(label("rc-share", bytes), checks)) === text.slice(shareSymbols);
  const head = bytes[0] as number;
  const number = head & 15;
  const known = head >>> 4 === version && number >= 1 && number <= shareCount;
  if (!fits || !known || bytes.at(-1) === 0) throw new Failure("BAD_SHARE");
  return { number, set: toHex(bytes.subarray(1, 4)).toUpperCase(), point: bytes.slice(4) };
}

/**
 * The recovery code of two shares. OTHER_SHARES where they are of different sets, SAME_SHARE where it is one
 * share twice, BAD_SHARE where they contradict each other.
 */
export async function joinShares(one: Share, other: Share): Promise<string> {
  if (one.set !== other.set) throw new Failure("OTHER_SHARES");
  if (one.number === other.number) {
    throw new Failure(equalBytes(one.point, other.point) ? "SAME_SHARE" : "BAD_SHARE");
  }
  if (one.point.at(-1) === other.point.at(-1)) throw new Failure("BAD_SHARE");
  const secret = new Uint8Array(await combine([one.point, other.point]));
  const code = await writeRecoveryCode(secret);
  wipe(secret);
  return code;
}
