/** The list of languages. A new one is a file and a line here. */
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import type { Signals } from "./signals.ts";

const languages: readonly Signals[] = [en, de, fr, es];

const compiled = new Map<string, RegExp>();

/** True where words of any language say that `kind` is meant. `words` as `plainWords` gives them. */
export function says(kind: string, words: string): boolean {
  let pattern = compiled.get(kind);
  if (pattern === undefined) {
    const parts = languages.map((language) => language[kind]).filter((part) => part !== undefined);
    pattern = new RegExp(parts.length === 0 ? "$.^" : parts.join("|"));
    compiled.set(kind, pattern);
  }
  return pattern.test(words);
}
