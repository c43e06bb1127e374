/** Words for people to compare, by the English list of BIP 39: twelve of an identity (FORMAT.md 9). */
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { fingerprintOf, type PublicIdentity } from "./identity.ts";

const bitsEach = 11;

/** The first bits of a hash, eleven a word. They are compared, never typed as a key. */
export function inWords(hash: Uint8Array, count: number): string[] {
  const bits = [...hash].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return Array.from({ length: count }, (_, n) => {
    const place = Number.parseInt(bits.slice(n * bitsEach, (n + 1) * bitsEach), 2);
    return wordlist[place] as string;
  });
}

/** The first 132 bits of the fingerprint. */
export async function wordsOf(identity: PublicIdentity): Promise<string[]> {
  return inWords(await fingerprintOf(identity), 12);
}
