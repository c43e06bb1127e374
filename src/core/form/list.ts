import type { PageField } from "./field.ts";
import { squeezed } from "./text.ts";

/** What a list offers; "unknown" for any other: days, months, years or countries. */
export function listKind(field: PageField): string {
  const options = field.options.filter(
    ({ value, text }) => value !== "" && /[\p{L}\p{N}]/u.test(text),
  );
  const numbers = options.map(({ text }) => Number(text)).filter((number) => number > 0);
  const first = Math.min(...numbers);
  const last = Math.max(...numbers);
  if (numbers.length >= options.length - 1 && numbers.length > 4) {
    if (first === 1 && last === 31) return "day";
    if (first === 1 && last === 12) return "month";
    if (first > 1900 && last < 2100 && last - first < 130) return "year";
  }
  if (options.length > 10 && options.length < 14 && monthsAmong(options) > 9) return "month";
  const lands = options.filter(({ text }) =>
    /^(germany|deutschland|allemagne|alemania|france|frankreich|francia|japan|japon)\b/i.test(text),
  );
  return options.length > 20 && lands.length > 1 ? "country" : "unknown";
}

const languages =
  "en de fr es it pt nl pl ru uk tr cs sk sv da nb fi hu ro el bg hr lt lv et ja zh ko ar fa he vi id".split(
    " ",
  );
let starts: ReadonlySet<string> | undefined;

/** How the names of months begin, with three letters, in any of our languages. */
function monthStarts(): ReadonlySet<string> {
  if (starts !== undefined) return starts;
  const all = new Set<string>();
  for (const language of languages)
    for (const style of ["short", "long"] as const) {
      const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
        month: style,
        timeZone: "UTC",
      });
      for (let month = 0; month < 12; month++)
        all.add(squeezed(format.format(new Date(Date.UTC(2024, month, 15)))).slice(0, 3));
    }
  return (starts = all);
}

/** How many options name a month: "Jan", "02 - February", "März". */
function monthsAmong(options: readonly { text: string }[]): number {
  const known = monthStarts();
  return options.filter(({ text }) => {
    const words = squeezed(text.slice(0, 40));
    return known.has(words.slice(0, 3)) || known.has(words.replace(/^\p{N}+/u, "").slice(0, 3));
  }).length;
}
