/** Dates and times of templates: offsets and patterns by date-fns, the words of every language by Intl. */
import { add } from "date-fns/add";
import { addBusinessDays } from "date-fns/addBusinessDays";
import { differenceInCalendarDays } from "date-fns/differenceInCalendarDays";
import { format } from "date-fns/format";
import { isValid } from "date-fns/isValid";
import { parseISO } from "date-fns/parseISO";
import type { Duration, Locale } from "date-fns";
import { TemplateError } from "./failure.ts";

const styles = ["short", "medium", "long", "full"] as const;
type Style = (typeof styles)[number];

/** What an offset may be counted in; "wd" are days from Monday to Friday. */
const units: Readonly<Record<string, keyof Duration | "workdays">> = {
  y: "years",
  mo: "months",
  w: "weeks",
  d: "days",
  wd: "workdays",
  h: "hours",
  min: "minutes",
  s: "seconds",
};
const offset = /^\s*(?:[+-]\s*\d{1,6}\s*(?:y|mo|min|wd|w|d|h|s)\s*)+$/;
const iso = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?$/;

/**
 * `{{date(...)}}` or `{{time(...)}}`: its arguments in any order are a day ("2027-05-31"), offsets ("+2w -1d"), and a
 * style or pattern. In the time zone of this computer.
 */
export function dateText(
  args: readonly string[],
  now: number,
  locale: string,
  what: "date" | "time",
): string {
  let at = new Date(now);
  let form = "";
  const moves: string[] = [];
  for (const arg of args) {
    if (iso.test(arg)) at = dayOf(arg);
    else if (offset.test(arg)) moves.push(arg);
    else if (form === "") form = arg;
    else throw new TemplateError("BAD_FORMAT", arg);
  }
  for (const move of moves) at = moved(at, move);
  return shown(at, form || (what === "date" ? "medium" : "short"), locale, what);
}

/** "2027-05-31" of a day and offsets: what a question for a date begins with. BAD_DATE where it is none. */
export function isoDay(text: string, now: number): string {
  if (text === "") return format(new Date(now), "yyyy-MM-dd");
  if (iso.test(text)) return format(dayOf(text), "yyyy-MM-dd");
  if (offset.test(text)) return format(moved(new Date(now), text), "yyyy-MM-dd");
  throw new TemplateError("BAD_DATE", text);
}

/** Whole days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return differenceInCalendarDays(dayOf(to), dayOf(from));
}

function dayOf(text: string): Date {
  const at = iso.test(text) ? parseISO(text.replace(" ", "T")) : new Date(Number.NaN);
  if (!isValid(at)) throw new TemplateError("BAD_DATE", text);
  return at;
}

function moved(from: Date, text: string): Date {
  let at = from;
  for (const [, sign, count, unit] of text.matchAll(/([+-])\s*(\d+)\s*(y|mo|min|wd|w|d|h|s)/g)) {
    const by = Number(count) * (sign === "-" ? -1 : 1);
    const name = units[unit ?? ""] ?? "days";
    // Counted one by one in the library: a bound keeps it short.
    if (name === "workdays" && Math.abs(by) > 10_000) throw new TemplateError("BAD_DATE", text);
    at = name === "workdays" ? addBusinessDays(at, by) : add(at, { [name]: by });
    if (!isValid(at) || at.getFullYear() < 0 || at.getFullYear() > 9999)
      throw new TemplateError("BAD_DATE", text);
  }
  return at;
}

function shown(at: Date, form: string, locale: string, what: "date" | "time"): string {
  if (form === "iso") return format(at, what === "date" ? "yyyy-MM-dd" : "HH:mm");
  const style = styles.find((one) => one === form);
  if (style !== undefined) return inStyle(at, style, locale, what);
  // Y and D count weeks and days of the year; the library would warn in the console before it refuses them.
  if (form.length > 200 || /[YD]/.test(form.replaceAll(/'[^']*'/g, "")))
    throw new TemplateError("BAD_FORMAT", form);
  try {
    return format(at, form, { locale: words(locale) });
  } catch {
    throw new TemplateError("BAD_FORMAT", form);
  }
}

function inStyle(at: Date, style: Style, locale: string, what: "date" | "time"): string {
  const form = what === "date" ? { dateStyle: style } : { timeStyle: style };
  return new Intl.DateTimeFormat(locale, form).format(at).replaceAll("\u202F", "\u00A0");
}

const widths = { narrow: "narrow", abbreviated: "short", short: "short", wide: "long" } as const;
type Width = keyof typeof widths;
interface Options {
  width?: unknown;
  context?: unknown;
}

/** What date-fns asks of a language, answered by the platform's own data: every language, and no tables. */
function words(locale: string): Locale {
  const part = (
    type: "month" | "weekday" | "dayPeriod" | "era",
    form: Intl.DateTimeFormatOptions,
    at: Date,
  ): string => {
    const parts = new Intl.DateTimeFormat(locale, { ...form, calendar: "gregory" }).formatToParts(
      at,
    );
    return parts.find((one) => one.type === type)?.value ?? "";
  };
  const width = (options: Options | undefined) => widths[(options?.width as Width) ?? "wide"];
  const inSentence = (options: Options | undefined) => options?.context !== "standalone";
  const none = (): never => {
    throw new RangeError();
  };
  const localize = {
    ordinalNumber: (n: unknown) => `${String(n)}${ordinalEnd(Number(n), locale)}`,
    era: (n: number, options?: Options) =>
      part("era", { era: width(options), year: "numeric" }, new Date(n === 1 ? 2000 : -2000, 0)),
    quarter: (n: number) => `Q${n}`,
    month: (n: number, options?: Options) =>
      part(
        "month",
        // Beside a day some languages bend the name: "1 января".
        { month: width(options), ...(inSentence(options) ? { day: "numeric" } : {}) },
        new Date(2021, n, 1),
      ),
    day: (n: number, options?: Options) =>
      part("weekday", { weekday: width(options) }, new Date(2021, 7, 1 + n)),
    dayPeriod: (name: string) =>
      part(
        "dayPeriod",
        { hour: "numeric", hour12: true },
        new Date(2021, 0, 1, name === "am" || name === "midnight" || name === "morning" ? 1 : 13),
      ),
  };
  const formatLong = { date: none, time: none, dateTime: none };
  // `match`, `formatDistance` and `formatRelative` are not asked for by `format`.
  return { code: locale, localize, formatLong } as unknown as Locale;
}

function ordinalEnd(n: number, locale: string): string {
  if (!/^en\b/.test(locale)) return ".";
  const ends = { one: "st", two: "nd", few: "rd", other: "th", zero: "th", many: "th" };
  return ends[new Intl.PluralRules(locale, { type: "ordinal" }).select(n)];
}
