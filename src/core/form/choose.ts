/** Which option of a list says what an item's value says. */
import { countryCode } from "./country.ts";
import { bare, squeezed } from "./text.ts";

interface Option {
  value: string;
  text: string;
}

/** Words for the same thing in lists of titles and sexes. */
const same: readonly (readonly string[])[] = [
  "male m man mann maennlich mannlich homme masculin hombre masculino maschio uomo mannelijk man мужской",
  "female f w woman frau weiblich femme feminin mujer femenino feminino femmina donna vrouwelijk vrouw женский",
  "other divers diverse nonbinary x",
  "mr mister herr m monsieur sr senor sig dhr",
  "mrs frau mme madame sra senora mevr",
  "ms miss frau mlle mme sra",
  "dr doctor doktor",
].map((words) => words.split(" "));

/**
 * Index of the option that fits the first of `texts` that any fits, or -1. Exact by value or text first;
 * then by number ("01" and "1"), by country, by another word for it, and by the words at the start or end.
 */
export function chooseOption(
  texts: readonly string[],
  options: readonly Option[],
  token: string,
): number {
  const ready = options.map(({ value, text }) => ({
    value: squeezed(value),
    text: squeezed(text),
    words: bare(text).trim(),
  }));
  const find = (fits: (option: (typeof ready)[number]) => boolean) => ready.findIndex(fits);
  for (const text of texts) {
    const wish = squeezed(text);
    if (wish === "") continue;
    const exact = find((option) => option.text === wish);
    const at = exact >= 0 ? exact : find((option) => option.value === wish);
    if (at >= 0) return at;
  }
  const [first = ""] = texts;
  if (/country$|country-name/.test(token)) {
    const code = countryCode(first);
    return code === null
      ? -1
      : options.findIndex(
          ({ value, text }) => countryCode(text) === code || countryCode(value) === code,
        );
  }
  if (/^(sex|honorific-prefix)$/.test(token)) {
    const words = same.find((list) => list.includes(squeezed(first))) ?? [];
    return find((option) => words.includes(option.text) || words.includes(option.value));
  }
  if (token.endsWith("-month")) return chooseMonth(Number(first), options);
  if (/^\d+$/.test(first)) {
    const number = Number(first);
    return options.findIndex(({ value, text }) =>
      [value, text].some(
        (part) => /^\D*\d+\D*$/.test(part) && Number(part.replace(/\D/g, "")) === number,
      ),
    );
  }
  return chooseByWords(texts, ready);
}

/** By its number, or by its place where a list has exactly the twelve. */
function chooseMonth(month: number, options: readonly Option[]): number {
  const numbered = options.findIndex(({ text }) => Number(/\d+/.exec(text)?.[0] ?? -1) === month);
  if (numbered >= 0) return numbered;
  const real = options.flatMap(({ value, text }, index) =>
    value !== "" && /\p{L}{3}/u.test(text) ? [index] : [],
  );
  const months = real.slice(-12);
  return real.length === 12 || real.length === 13 ? (months[month - 1] ?? -1) : -1;
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
