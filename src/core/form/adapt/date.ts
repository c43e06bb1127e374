/** Birthdays and the end of a card's life as a field asks for them. */
import {
  isoDay,
  ordered,
  parseDay,
  reshaped,
  shapeFor,
  shapeIn,
  written,
  type Day,
  type Shape,
} from "../date.ts";
import { satisfies } from "../pattern.ts";
import { hintsOf, type Ask } from "./ask.ts";

/** Texts for `token` (a birthday, a card's end, or one part of them) of a date "YYYY-MM-DD" or "YYYY-MM". */
export function dateTexts(token: string, value: string, ask: Ask): string[] {
  const day = parseDay(value);
  if (day === null) return [];
  const { field } = ask;
  const one = (part: string) => (part === "" ? [] : [part, String(Number(part))]);
  if (token.endsWith("-month")) return one(day.month);
  if (token.endsWith("-day")) return one(day.day);
  if (token.endsWith("-year")) return years(day, ask);
  if (field.type === "date") return day.day === "" ? [] : [isoDay(day)];
  if (field.type === "month") return [`${day.year}-${day.month}`];
  return token === "bday" ? birthday(day, ask) : cardEnd(day, ask);
}

function years({ year }: Day, { field }: Ask): string[] {
  const hint = hintsOf(field).join(" ; ").slice(0, 300);
  const two =
    field.maxLength === 2 ||
    /(?<!\p{L})(yy|jj|aa|rr|гг|рр|éé|vv|åå|εε)(?!\p{L})/iu.test(hint) ||
    /^\D*\d\d\D*$/.test(field.placeholder);
  return two ? [year.slice(2), year] : [year, year.slice(2)];
}

/** Of the first hint that shows a form. */
function shownShape(ask: Ask, parts: "day" | "month"): Shape | null {
  for (const hint of hintsOf(ask.field)) {
    const shape = shapeIn(hint, parts);
    if (shape !== null) return shape;
  }
  return null;
}

const signs = ["/", ".", "-", " ", ""];

function birthday(day: Day, ask: Ask): string[] {
  if (day.day === "") return [];
  const { maxLength } = ask.field;
  const shape = shownShape(ask, "day") ?? patternShape(ask) ?? shapeFor(ask.lang);
  // A date that could be read in two ways is worse than none, so only the year may stand first.
  if (shape === null) return [isoDay(day), isoDay(day).replaceAll("-", "/")];
  const short = maxLength === 6 || maxLength === 8 ? [2 as const] : [];
  return [
    shape,
    ...signs.map((sign) => reshaped(shape, sign)),
    ...short.flatMap((two) => signs.map((sign) => reshaped(shape, sign, two))),
    ...(ask.field.pattern === ""
      ? []
      : signs.flatMap((sign) =>
          [4 as const, 2 as const].map((many) => reshaped(shape, sign, many)),
        )),
  ].map((each) => written(day, each));
}

/** What the pattern takes, where all that it takes has one order: tried with the 25th of December 1999. */
function patternShape({ field: { pattern, maxLength }, lang }: Ask): Shape | null {
  if (pattern === "") return null;
  const sample = { year: "1999", month: "12", day: "25" };
  const taken = ["dmy", "mdy", "ymd"].flatMap((order) =>
    signs
      .flatMap((sign) => [ordered(order, sign, 4), ordered(order, sign, 2)])
      .filter((shape) => {
        const text = written(sample, shape);
        return (maxLength < 0 || text.length <= maxLength) && satisfies(pattern, text) === true;
      }),
  );
  const orderOf = (shape: Shape | null) => shape?.parts.map(({ part }) => part).join() ?? "";
  const [first] = taken;
  if (first === undefined) return null;
  if (taken.every((shape) => orderOf(shape) === orderOf(first))) return first;
  const usual = orderOf(shapeFor(lang));
  return taken.find((shape) => orderOf(shape) === usual) ?? null;
}

function cardEnd(day: Day, ask: Ask): string[] {
  const { pattern, maxLength, tag } = ask.field;
  const shape = shownShape(ask, "month");
  const usual = (many: 2 | 4) =>
    ["/", "-", " / ", "", " ", "."].map((sign) => written(day, ordered("my", sign, many)));
  const backwards = [4 as const, 2 as const].flatMap((many) =>
    ["-", "/", ""].map((sign) => written(day, ordered("ym", sign, many))),
  );
  // Four digits of the year only where the page asks for them: most know two.
  const long = shape === null && (maxLength === 7 || /yyyy/i.test(pattern));
  const near = shape === null ? [] : [shape, ...signs.map((sign) => reshaped(shape, sign))];
  const first = shape?.parts[0]?.part === "year" ? backwards : [];
  const texts = [
    ...near.map((each) => written(day, each)),
    ...first,
    ...(long ? [...usual(4), ...usual(2)] : interleaved(usual(2), usual(4))),
  ];
  // Year first can be taken for month first: only where the page can have meant nothing else.
  return pattern === "" && tag !== "select" ? texts : [...texts, ...backwards];
}

function interleaved(one: readonly string[], other: readonly string[]): string[] {
  return one.flatMap((text, at) => [text, other[at] ?? ""]);
}
