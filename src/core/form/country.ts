/** Countries by code and by name, from the names that the platform knows. */
import { alpha3, otherNames } from "./iso3166.ts";
import { languages } from "./languages.ts";
import { squeezed } from "./text.ts";

const from3: ReadonlyMap<string, string> = new Map([...alpha3].map(([two, three]) => [three, two]));
const fromOther: ReadonlyMap<string, string> = new Map(
  Object.entries(otherNames).flatMap(([code, names]) => names.map((name) => [name, code])),
);
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".split("");
const nobody = /^(ZZ|EU|EZ|UN|X[^K]|Q[^A])$/;
/** In Polish one country, in Norwegian its neighbour: a guess would be silent and wrong. */
const twofold = "kongo";

/** Codes by name, in one language; made when first asked for. */
const tables = new Map<string, ReadonlyMap<string, string>>();

function table(language: string): ReadonlyMap<string, string> {
  const known = tables.get(language);
  if (known !== undefined) return known;
  const codes = new Map<string, string>();
  for (const style of ["long", "short"] as const) {
    const names = displayNames(language, style);
    for (const first of letters)
      for (const second of letters) {
        const code = first + second;
        const name = nobody.test(code) ? undefined : names.of(code);
        if (name === undefined) continue;
        const word = squeezed(name);
        if (word === twofold) continue;
        const today = todaysCode(code);
        if (!codes.has(word) || today === code) codes.set(word, today);
      }
  }
  tables.set(language, codes);
  return codes;
}

/** Codes of the past (DD, FX, SU), by-names (UK) and numbers (276) lead to today's letters. */
function todaysCode(code: string): string {
  return Intl.getCanonicalLocales(`und-${code}`)[0]?.slice(4) ?? code;
}

function displayNames(language: string, style: "long" | "short" = "long"): Intl.DisplayNames {
  return new Intl.DisplayNames(language, { type: "region", fallback: "none", style });
}

/** Two capital letters for a country's code (of two or three letters or digits) or its name; null for anything else. */
export function countryCode(text: string): string | null {
  const bare = text.trim();
  const code = bare.toUpperCase();
  if (/^[A-Z]{2}$/.test(code) && !nobody.test(code)) {
    const today = todaysCode(code);
    if (alpha3.has(today) || today === "XK") return today;
  }
  if (/^[A-Z]{3}$/.test(code) && from3.has(code)) return from3.get(code) ?? null;
  if (/^\d{3}$/.test(code)) {
    const today = todaysCode(code);
    return alpha3.has(today) ? today : null;
  }
  const word = squeezed(bare);
  if (word === "") return null;
  const other = fromOther.get(word);
  if (other !== undefined) return other;
  for (const language of languages) {
    const found = table(language).get(word);
    if (found !== undefined) return found;
  }
  return null;
}

/** The name of a country code, in English where the language is not said or not known. */
export function countryName(code: string, language = "en"): string {
  try {
    return displayNames(language).of(code) ?? code;
  } catch {
    return displayNames("en").of(code) ?? code;
  }
}

/** How an option of a list may call the country: its names in all our languages, squeezed. */
function namesOf(code: string): ReadonlySet<string> {
  const known = called.get(code);
  if (known !== undefined) return known;
  const names = new Set(otherNames[code]);
  for (const language of languages)
    for (const style of ["long", "short"] as const) {
      const name = displayNames(language, style).of(code);
      if (name !== undefined) names.add(squeezed(name));
    }
  names.delete(twofold);
  called.set(code, names);
  return names;
}
const called = new Map<string, ReadonlySet<string>>();

/** Codes of a country in the ways that lists hold them: "DE", "DEU". */
export function countryCodes(code: string): string[] {
  const three = alpha3.get(code);
  return three === undefined ? [code] : [code, three];
}

/** The letters behind a flag: "DE" for "🇩🇪"; "" where there is none. */
export function flagCode(text: string): string {
  const [first = 0, second = 0] = [...text]
    .map((sign) => (sign.codePointAt(0) ?? 0) - 0x1f1e6)
    .filter((at) => at >= 0 && at < 26);
  const flag = /\p{RI}{2}/u.test(text);
  return flag ? (letters[first] ?? "") + (letters[second] ?? "") : "";
}

interface Option {
  value: string;
  text: string;
}

/** Index of the option that is this country, or -1: by a name in any language, by code, by one part of its text. */
export function chooseCountry(code: string, options: readonly Option[]): number {
  const names = namesOf(code);
  const named = options.findIndex(({ text }) => names.has(squeezed(text)));
  if (named >= 0) return named;
  const flagged = options.findIndex(({ text }) => flagCode(text) === code);
  if (flagged >= 0) return flagged;
  // A number in a value may be the page's own count, so a text that names another country says more.
  const coded = options.flatMap((option, index) => {
    const by = [option.text, option.value].some(
      (part) => /^\w{2,3}$/.test(part.trim()) && countryCode(part) === code,
    );
    const text = by ? countryCode(option.text) : null;
    return by && (text === null || text === code) ? [index] : [];
  });
  if (coded.length > 0) return coded[0] ?? -1;
  const parts = options.flatMap(({ text }, index) =>
    text
      .split(/\s[-–—|/]\s|[()|,:;]/)
      .some((part) => names.has(squeezed(part)) || part.trim() === code)
      ? [index]
      : [],
  );
  return parts.length === 1 ? (parts[0] ?? -1) : -1;
}
