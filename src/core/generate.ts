/** Passwords made by chance: each symbol drawn uniformly, by rejection, from the chosen sets. */
import { randomBytes } from "./random.ts";

/** Sets of symbols; quotes, brackets and backslash, which forms and shells trip over, are not among them. */
export const symbolSets = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  digits: "0123456789",
  symbols: "!#$%&*+-./:;=?@^_~",
} as const;
/** Name of a set. */
export type SymbolSet = keyof typeof symbolSets;
/** The sets in the order they are offered. */
export const symbolSetNames = [
  "lower",
  "upper",
  "digits",
  "symbols",
] as const satisfies SymbolSet[];

/** What a password is made of. */
export interface Recipe {
  /** Symbols, 4 to 128. */
  length: number;
  sets: readonly SymbolSet[];
}
/** Lengths that are offered. */
export const lengthBounds = { min: 8, max: 64 } as const;
/** What is offered first: about 128 bits. */
export const usualRecipe: Recipe = { length: 20, sets: ["lower", "upper", "digits", "symbols"] };

/** A whole number from 0 to `below` - 1, each as likely as the others; `below` is 1 to 256. */
function chance(below: number, bytes: (length: number) => Uint8Array): number {
  const limit = 256 - (256 % below);
  for (;;) {
    // Bytes at or above the largest multiple of `below` would favour small numbers: they are thrown away.
    for (const byte of bytes(16)) if (byte < limit) return byte % below;
  }
}

/** Whether `word` has a symbol of `set`. */
function hasOneOf(word: string, set: string): boolean {
  for (const symbol of set) if (word.includes(symbol)) return true;
  return false;
}

/**
 * A password of `length` symbols with at least one of each set of the recipe. Whole passwords that lack
 * a set are thrown away, so that all that fit stay equally likely. No set at all means all four.
 */
export function generate(
  recipe: Recipe,
  bytes: (length: number) => Uint8Array = randomBytes,
): string {
  const sets = recipe.sets.length === 0 ? symbolSetNames : recipe.sets;
  const length = Math.min(128, Math.max(4, Math.floor(recipe.length)));
  const alphabet = sets.map((set) => symbolSets[set]).join("");
  for (;;) {
    let word = "";
    while (word.length < length) word += alphabet[chance(alphabet.length, bytes)] ?? "";
    if (sets.every((set) => hasOneOf(word, symbolSets[set]))) return word;
  }
}
