/**
 * Triggers: what one types to have a snippet. A page is not given the list, and does not tell what is typed: it gets a
 * salted sieve of 16 bits a trigger, new for each port. A word that falls through is told, and looked up in the vault;
 * of other words one in some thousand falls through and leads to nothing. Whoever reads the sieve can test guesses,
 * but of all short words hundreds fit each mark.
 */

/** Characters of a trigger; triggers in a sieve. */
export const triggerCaps = { length: 32, count: 500 } as const;

export interface Triggers {
  salt: number;
  /** Of the triggers, in UTF-16 units. */
  lengths: number[];
  marks: number[];
}

/** The mark of a word in the sieve of this salt: FNV-1a over its UTF-16 units, folded to 16 bits. Case does not count. */
export function markOf(salt: number, word: string): number {
  let hash = (0x811c9dc5 ^ salt) >>> 0;
  for (const unit of word.toLowerCase()) {
    hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return (hash ^ (hash >>> 16)) & 0xffff;
}

/** The sieve of these triggers. */
export function sieveOf(triggers: readonly string[], salt: number): Triggers {
  const kept = triggers.filter((one) => isTrigger(one)).slice(0, triggerCaps.count);
  return {
    salt,
    lengths: [...new Set(kept.map(({ length }) => length))].toSorted((a, b) => b - a),
    marks: [...new Set(kept.map((one) => markOf(salt, one)))].toSorted((a, b) => a - b),
  };
}

/** Whether a text can be typed as a trigger: no blanks, not too long. */
function isTrigger(text: string): boolean {
  return text.length > 0 && text.length <= triggerCaps.length && !/\s/.test(text);
}

export type Casing = "same" | "title" | "upper";

/** How `typed` stands for `trigger`: sig, Sig, SIG; null where it does not. A trigger with capitals is typed as it is. */
export function casingOf(trigger: string, typed: string): Casing | null {
  if (!isTrigger(trigger)) return null;
  if (typed === trigger) return "same";
  if (trigger !== trigger.toLowerCase()) return null;
  if (typed === titled(trigger)) return "title";
  return typed === trigger.toUpperCase() ? "upper" : null;
}

/** A text in the case that its trigger was typed in. */
export function recased(text: string, casing: Casing): string {
  if (casing === "upper") return text.toUpperCase();
  return casing === "title" ? titled(text) : text;
}

/** The first letter, behind what is none, as a capital. */
function titled(text: string): string {
  return text.replace(/\p{L}/u, (letter) => letter.toUpperCase());
}
