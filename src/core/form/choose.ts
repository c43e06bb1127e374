/** Which option of a list says what an item's value says. */
import { chooseCountry, countryCode, flagCode } from "./country.ts";
import { monthsOf } from "./months.ts";
import { letterPairs, sexes, titles } from "./people.ts";
import { bare, squeezed } from "./text.ts";

interface Option {
  value: string;
  text: string;
}

interface Ready {
  value: string;
  text: string;
  words: string;
}

/**
 * Index of the option that fits the first of `texts` that any fits, or -1. What a person reads goes before
 * what the page holds behind it; then by number ("01" and "1"), by country, month, sex or title in any
 * language, and by the words at the start or end.
 */
export function chooseOption(
  texts: readonly string[],
  options: readonly Option[],
  token: string,
): number {
  const [first = ""] = texts;
  if (token.endsWith("-month")) return chooseMonth(Number(first), options);
  if (token === "tel-country-code") return chooseDial(texts, options);
  const ready = options.map(({ value, text }) => ({
    value: squeezed(value),
    text: squeezed(text),
    words: bare(text).trim(),
  }));
  if (token === "sex") return chooseSex(texts, ready);
  const exact = chooseExact(texts, ready, token);
  if (exact >= 0) return exact;
  if (/^country(-name)?$/.test(token)) {
    const code = texts.map(countryCode).find((one) => one !== null);
    return code === undefined || code === null ? -1 : chooseCountry(code, options);
  }
  if (token === "honorific-prefix") return chooseTitle(texts, ready);
  if (token === "address-level1") return chooseRegion(texts, options);
  if (/^\d+$/.test(first)) return chooseNumber(texts, options);
  return chooseByWords(texts, ready);
}

function chooseExact(texts: readonly string[], options: readonly Ready[], token: string): number {
  const wishes = texts.map(squeezed).filter((wish) => wish !== "");
  const parts: ("text" | "value")[] = /^country(-name)?$/.test(token)
    ? ["text"]
    : ["text", "value"];
  for (const part of parts)
    for (const wish of wishes) {
      const at = options.findIndex((option) => option[part] === wish);
      if (at >= 0) return at;
    }
  return -1;
}

/** The number is the whole text of an option, but for signs and words; else its value. */
function chooseNumber(texts: readonly string[], options: readonly Option[]): number {
  for (const part of ["text", "value"] as const)
    for (const text of texts) {
      const at = options.findIndex(
        (option) =>
          /^\D*\d+\D*$/.test(option[part]) &&
          Number(option[part].replace(/\D/g, "")) === Number(text),
      );
      if (at >= 0) return at;
    }
  return -1;
}

/** By what is read: its name, else its number; by its value only where nothing is read. */
function chooseMonth(month: number, options: readonly Option[]): number {
  if (!(month >= 1 && month <= 12)) return -1;
  const named = monthsOf(options.map(({ text }) => text));
  const known = named.filter((one) => one > 0).length;
  if (known > 0 && known >= options.length - 2) return named.indexOf(month);
  const numbers = (part: "text" | "value") =>
    options.map((option) => {
      const found = /^\D*(\d{1,2})\D*$/.exec(option[part])?.[1];
      return found === undefined ? -1 : Number(found);
    });
  const read = numbers("text");
  if (read.some((number) => number >= 0)) return read.indexOf(month);
  const held = numbers("value");
  // Names of no language known here stand in order; a list that counts from 0 has no 12.
  const real = options.flatMap(({ value }, at) => (value === "" ? [] : [at]));
  if (real.length === 12) return real[month - 1] ?? -1;
  return held.includes(12) ? held.indexOf(month) : -1;
}

/** "+49", "Germany (+49)", "🇩🇪 +49", "DE": of several countries with one code the number's own. */
function chooseDial(texts: readonly string[], options: readonly Option[]): number {
  const code = texts
    .map((text) => /^\+?(\d{1,3})$/.exec(text)?.[1])
    .find((one) => one !== undefined);
  const country = texts.find((text) => /^[A-Z]{2}$/.test(text));
  if (code === undefined) return -1;
  const seen = options.map(({ value, text }) => {
    const where = countryIn(text) ?? countryIn(value);
    // Beside a name a number in the value may be the page's own count.
    return {
      where,
      code: dialIn(text) ?? (countryIn(text) === undefined ? dialIn(value) : undefined),
    };
  });
  const own = seen.findIndex(
    (one) => one.where !== undefined && one.where === country && (one.code ?? code) === code,
  );
  if (own >= 0) return own;
  const coded = seen.flatMap((one, at) => (one.code === code ? [at] : []));
  const plain = coded.filter((at) => seen[at]?.where === undefined);
  return plain[0] ?? (coded.length === 1 ? (coded[0] ?? -1) : -1);
}

function dialIn(text: string): string | undefined {
  const found =
    /\+\s?(\d{1,3}(?:[ -]?\d{3})?)(?!\d)/.exec(text) ??
    /\((\d{1,4})\)/.exec(text) ??
    /^\D*?(?:00)?(\d{1,3})\s*$/.exec(text);
  return found?.[1]?.replace(/\D/g, "");
}

function countryIn(text: string): string | undefined {
  const flag = flagCode(text);
  if (flag !== "") return flag;
  const words = text.replace(/[+\d()[\]]/g, " ").replace(/^[\s\-–:,]+|[\s\-–:,]+$/g, "");
  const parts = [words, ...words.split(/\s[-–:|/]\s|\s{2,}|[,_]|-/)];
  return (
    parts
      .map((part) => (part.trim() === "" ? null : countryCode(part)))
      .find((one) => one !== null) ?? undefined
  );
}

function chooseSex(texts: readonly string[], options: readonly Ready[]): number {
  const wishes = texts.map(squeezed).filter((wish) => wish !== "");
  const sex = sexes.findIndex((words) => wishes.some((wish) => words.has(wish)));
  const letter = wishes.some((wish) => /^[mf]$/.test(wish))
    ? wishes.find((wish) => /^[mf]$/.test(wish))
    : "";
  const at = sex >= 0 ? sex : letter === "m" ? 0 : letter === "f" ? 1 : -1;
  const words = sexes[at];
  const saysIt = (text: string) => wishes.includes(text) || words?.has(text) === true;
  const byText = options.findIndex(({ text }) => isWord(text) && saysIt(text));
  if (byText >= 0) return byText;
  for (const part of ["text", "value"] as const) {
    const letters = options.map((option) => option[part]);
    const pair = letterPairs.find(
      ([male, female]) => letters.includes(male) && letters.includes(female),
    );
    const sign = at === 2 ? undefined : pair?.[at];
    if (sign !== undefined) return letters.indexOf(sign);
  }
  const byValue = options.findIndex(({ value }) => isWord(value) && saysIt(value));
  if (byValue >= 0) return byValue;
  const whole = options.flatMap(({ words: own }, index) =>
    own.split(" ").some((word) => isWord(word) && saysIt(word)) ? [index] : [],
  );
  return whole.length === 1 ? (whole[0] ?? -1) : -1;
}

/** One sign is a word in Chinese; elsewhere it means what stands beside it (`letterPairs`). */
function isWord(text: string): boolean {
  return text.length > 1 || /\p{Script=Han}|\p{Script=Hangul}/u.test(text);
}

function chooseTitle(texts: readonly string[], options: readonly Ready[]): number {
  for (const text of texts) {
    const wish = squeezed(text);
    for (const group of titles.filter((words) => words.has(wish)))
      for (const part of ["text", "value"] as const) {
        const at = options.findIndex((option) => group.has(option[part]));
        if (at >= 0) return at;
      }
  }
  return -1;
}

/** "CA - California", "California (CA)", "CA California": West Virginia is not a way to say Virginia. */
function chooseRegion(texts: readonly string[], options: readonly Option[]): number {
  const wishes = new Set(texts.map(squeezed));
  wishes.delete("");
  for (const one of texts) for (const other of texts) wishes.add(squeezed(one + other));
  const fits = options.flatMap(({ text }, index) =>
    [text, ...text.split(/\s[-–—|/]\s|[()|,:;]/)].some((part) => wishes.has(squeezed(part)))
      ? [index]
      : [],
  );
  return fits.length === 1 ? (fits[0] ?? -1) : -1;
}

function chooseByWords(texts: readonly string[], options: readonly { words: string }[]): number {
  for (const text of texts) {
    const wish = bare(text).trim();
    if (wish.length < 2) continue;
    const fits = options.flatMap(({ words }, index) =>
      words.startsWith(`${wish} `) || words.endsWith(` ${wish}`) ? [index] : [],
    );
    // Two that fit are none: a guess would be silent and wrong.
    if (fits.length === 1) return fits[0] ?? -1;
  }
  return -1;
}
