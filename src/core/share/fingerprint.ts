/** Twelve words of an identity (FORMAT.md 9): 132 bits of its fingerprint by the English list of BIP 39. */
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { fingerprintOf, type PublicIdentity } from "./identity.ts";

const count = 12;
const bitsEach = 11;

/** The first 132 bits of the fingerprint, eleven a word. They are compared, never typed as a key. */
export async function wordsOf(identity: PublicIdentity): Promise<string[]> {
  const bits = [...(await fingerprintOf(identity))]
    .map((byte) => byte.toString(2).padStart(8, "0"))
    .join("");
  return Array.from({ length: count }, (_, n) => {
    const place = Number.parseInt(bits.slice(n * bitsEach, (n + 1) * bitsEach), 2);
    return wordlist[place] as string;
  });
}
