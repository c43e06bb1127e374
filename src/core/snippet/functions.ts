/** The functions of templates that need nothing but their arguments. A new one is a line here and one in docs/TEMPLATES.md. */
import type { Value } from "./expression.ts";
import { dateText, daysBetween } from "./dates.ts";
import { TemplateError } from "./failure.ts";
import { limits } from "./limits.ts";
import { finite, numberOf, textOf } from "./values.ts";

/** What a function may know beside its arguments. */
export interface Around {
  /** ms since 1970. */
  now: number;
  locale: string;
  /** A whole number from 0 to `below` - 1. */
  random: (below: number) => number;
}

interface Plain {
  /** How few and how many arguments. */
  takes: readonly [number, number];
  run: (args: readonly Value[], around: Around) => Value;
}

const text = (args: readonly Value[], n: number) => textOf(args[n] ?? "");
const texts = (args: readonly Value[]) => args.map(textOf);

/** By name; a Map, so that no name of JavaScript's own is among them. */
export const functions: ReadonlyMap<string, Plain> = new Map<string, Plain>([
  ["upper", { takes: [1, 1], run: (args, { locale }) => text(args, 0).toLocaleUpperCase(locale) }],
  ["lower", { takes: [1, 1], run: (args, { locale }) => text(args, 0).toLocaleLowerCase(locale) }],
  ["title", { takes: [1, 1], run: (args, { locale }) => titleCase(text(args, 0), locale) }],
  ["trim", { takes: [1, 1], run: (args) => text(args, 0).trim() }],
  ["length", { takes: [1, 1], run: (args) => Array.from(text(args, 0)).length }],
  [
    "replace",
    { takes: [3, 3], run: (args) => replace(text(args, 0), text(args, 1), text(args, 2)) },
  ],
  ["number", { takes: [1, 1], run: ([value = ""], { locale }) => numberOf(value, locale) }],
  ["round", { takes: [1, 2], run: (args, { locale }) => round(args, locale) }],
  ["fixed", { takes: [2, 2], run: (args, { locale }) => fixed(args, locale) }],
  [
    "date",
    { takes: [0, 8], run: (args, { now, locale }) => dateText(texts(args), now, locale, "date") },
  ],
  [
    "time",
    { takes: [0, 8], run: (args, { now, locale }) => dateText(texts(args), now, locale, "time") },
  ],
  ["days", { takes: [2, 2], run: (args) => daysBetween(text(args, 0), text(args, 1)) }],
  ["random", { takes: [1, 100], run: (args, { random }) => args[random(args.length)] ?? "" }],
]);

function titleCase(value: string, locale: string): string {
  return value.replaceAll(/\p{L}[\p{L}\p{M}\p{N}'’]*/gu, (word) => {
    const [first = ""] = word;
    return first.toLocaleUpperCase(locale) + word.slice(first.length).toLocaleLowerCase(locale);
  });
}

function replace(value: string, what: string, by: string): string {
  if (what === "") return value;
  const parts = value.split(what);
  // Measured before it is made: many times much is a bomb.
  if (value.length + (parts.length - 1) * by.length > limits.output)
    throw new TemplateError("TOO_MUCH");
  return parts.join(by);
}

function places(value: Value | undefined, locale: string): number {
  const digits = value === undefined ? 0 : numberOf(value, locale);
  if (!Number.isInteger(digits) || digits < 0 || digits > 10)
    throw new TemplateError("ARGUMENTS", String(digits));
  return digits;
}

function round([value = "", digits]: readonly Value[], locale: string): number {
  const scale = 10 ** places(digits, locale);
  // A half goes up where one would write it so: 1.005 has to become 1.01.
  return finite(Math.round(finite(numberOf(value, locale) * scale)) / scale);
}

function fixed([value = "", digits]: readonly Value[], locale: string): string {
  const fraction = places(digits, locale);
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: fraction,
    maximumFractionDigits: fraction,
    useGrouping: false,
  }).format(numberOf(value, locale));
}
