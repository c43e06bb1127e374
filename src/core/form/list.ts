import type { PageField } from "./field.ts";
import { says } from "./signals/index.ts";
import { plainWords } from "./text.ts";

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
  if (options.length < 14 && options.some(({ text }) => says("month", plainWords(text))))
    return "month";
  const lands = options.filter(({ text }) =>
    /^(germany|deutschland|allemagne|alemania|france|frankreich|francia|japan|japon)\b/i.test(text),
  );
  return options.length > 20 && lands.length > 1 ? "country" : "unknown";
}
