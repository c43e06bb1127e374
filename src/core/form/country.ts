/** Countries by code and by name, from the names that the platform knows. */
import { squeezed } from "./text.ts";

const languages = ["en", "de", "fr", "es", "it", "pt", "nl", "ru"];
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
const others: readonly (readonly [string, string])[] = [
  ["usa", "US"],
  ["unitedstatesofamerica", "US"],
  ["greatbritain", "GB"],
  ["england", "GB"],
  ["holland", "NL"],
];

let codes: Map<string, string> | null = null;

function table(): Map<string, string> {
  if (codes !== null) return codes;
  codes = new Map(others);
  const all = letters.flatMap((first) => letters.map((second) => first + second));
  for (const language of languages) {
    const names = new Intl.DisplayNames(language, { type: "region", fallback: "none" });
    for (const code of all) {
      const name = names.of(code);
      if (name === undefined || /^(ZZ|EU|EZ|UN|X.|Q.)$/.test(code)) continue;
      // Codes of the past (DD, FX, SU) and by-names (UK) lead to today's.
      const today = Intl.getCanonicalLocales(`und-${code}`)[0]?.slice(4) ?? code;
      for (const word of [code.toLowerCase(), squeezed(name)])
        if (!codes.has(word) || today === code) codes.set(word, today);
    }
  }
  return codes;
}

/** Two capital letters for a country's code or its name in one of our languages; null for anything else. */
export function countryCode(text: string): string | null {
  return table().get(squeezed(text)) ?? null;
}

/** The English name of a country code. */
export function countryName(code: string): string {
  return new Intl.DisplayNames("en", { type: "region" }).of(code) ?? code;
}
