/** Dates of an item ("YYYY-MM-DD", "YYYY-MM") in the ways that pages ask for them. */

/** Year with four digits, month and day with two; `day` "" where there is none. */
export interface Day {
  year: string;
  month: string;
  day: string;
}

/** Null for what is no date of an item. */
export function parseDay(value: string): Day | null {
  const [, year = "", month = "", day = ""] = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(value) ?? [];
  if (year === "" || Number(month) < 1 || Number(month) > 12) return null;
  return day !== "" && (Number(day) < 1 || Number(day) > 31) ? null : { year, month, day };
}

/** Reads "YYYY-MM-DD" back out of the parts, "" where one is missing. */
export function isoDay({ year, month, day }: Day): string {
  return [year, month, day].filter((part) => part !== "").join("-");
}

/** A way to write a date: what stands in which place, with how many digits at least, and what parts them. */
export interface Shape {
  parts: readonly { part: keyof Day; digits: number }[];
  separator: string;
  /** After the last part: "2029年07月". */
  end?: string;
}

/** Letters for day, month and year in the languages that show them so, each with those that speak it. */
const systems: readonly (readonly [day: string, month: string, year: string])[] = [
  ["d", "m", "y"], // en and wherever the page was not translated
  ["t", "m", "j"], // de
  ["d", "m", "j"], // nl
  ["j", "m", "a"], // fr
  ["d", "m", "a"], // es, pt, ca
  ["g", "m", "a"], // it
  ["d", "m", "r"], // pl, cs, sk
  ["д", "м", "г"], // ru, bg
  ["д", "м", "р"], // uk
  ["g", "a", "y"], // tr
  ["n", "h", "é"], // hu
  ["p", "k", "v"], // fi
  ["p", "k", "a"], // et
  ["d", "m", "å"], // sv, da, nb
  ["η", "μ", "ε"], // el
  ["d", "m", "g"], // lv, hr
  ["z", "l", "a"], // ro
  ["h", "b", "t"], // id
];
// Two or three runs of one letter each, with the same sign between them.
const shown =
  /(?<!\p{L})((\p{L})\2{0,3})( ?[-/.–] ?|[. ]+|)((\p{L})\5{0,3})(?:\3((\p{L})\7{0,3}))?(?!\p{L})/giu;

/** The form that a hint shows by letters ("TT.MM.JJJJ", "mm / yy"), or by an example of which one reading only is a date. */
export function shapeIn(hint: string, parts: "day" | "month"): Shape | null {
  const text = hint.slice(0, 300);
  for (const found of text.matchAll(shown)) {
    const runs = [found[1], found[4], found[6]].filter((one) => one !== undefined);
    const shape = shapeOf(runs, found[3] ?? "", parts);
    if (shape !== null) return shape;
  }
  return parts === "day" ? (exampleIn(text) ?? null) : cardExample(text);
}

function shapeOf(
  runs: readonly string[],
  separator: string,
  wanted: "day" | "month",
): Shape | null {
  const letters = runs.map((one) => one.charAt(0).toLowerCase());
  const count = wanted === "day" ? 3 : 2;
  if (runs.length !== count || new Set(letters).size !== count) return null;
  for (const [day, month, year] of systems) {
    const parts = letters.map((letter, at) => {
      const digits = runs[at]?.length ?? 0;
      if (letter === year && (digits === 2 || digits === 4))
        return { part: "year", digits } as const;
      if (letter === month && digits < 3) return { part: "month", digits } as const;
      return letter === day && digits < 3 ? ({ part: "day", digits } as const) : null;
    });
    const known = parts.filter((part) => part !== null);
    const has = new Set(known.map(({ part }) => part));
    if (known.length === count && has.size === count && has.has("year") && has.has("month"))
      return { parts: known, separator };
  }
  return null;
}

/** "31.12.1990", "12/31/1990", "1990-12-31": a number above 12 is a day. */
function exampleIn(text: string): Shape | null {
  const year = { part: "year", digits: 4 } as const;
  const month = { part: "month", digits: 2 } as const;
  const day = { part: "day", digits: 2 } as const;
  if (/(?<!\d)\d{4}([-/.])\d\d\1\d\d(?!\d)/.test(text)) {
    const separator = /\d{4}([-/.])/.exec(text)?.[1] ?? "-";
    return { parts: [year, month, day], separator };
  }
  const [, first = "", separator = "", second = ""] =
    /(?<!\d)(\d\d)([-/.])(\d\d)\2\d{4}(?!\d)/.exec(text) ?? [];
  if (Number(first) > 12 && Number(second) <= 12 && second !== "00")
    return { parts: [day, month, year], separator };
  return Number(second) > 12 && Number(first) <= 12 && first !== "00"
    ? { parts: [month, day, year], separator }
    : null;
}

/** "12/25", "01 / 2030". */
function cardExample(text: string): Shape | null {
  const [, month = "", separator = "", year = ""] =
    /(?<![\d/.-])(0\d|1[0-2])( ?[-/.] ?)(\d{4}|\d\d)(?![\d/.-])/.exec(text) ?? [];
  if (month === "") return null;
  return {
    parts: [
      { part: "month", digits: 2 },
      { part: "year", digits: year.length },
    ],
    separator,
  };
}

/** The date in that form; "" where it lacks a part. A year is cut to two digits only where the form says so. */
export function written(day: Day, { parts, separator, end = "" }: Shape): string {
  const texts = parts.map(({ part, digits }) => {
    const text = day[part];
    if (part === "year") return digits === 2 ? text.slice(2) : text;
    return digits === 1 && text !== "" ? String(Number(text)) : text;
  });
  return texts.includes("") ? "" : texts.join(separator) + end;
}

/**
 * Reads back what somebody wrote in that form, whatever the signs between; null where it is no date, or of
 * two readings. A card's year of two digits is of this century; a birthday's is nobody's guess.
 */
export function readDay(text: string, shape: Shape | null, wanted: "day" | "month"): Day | null {
  const form = shape ?? (wanted === "month" ? ordered("my", "/", 2) : null);
  if (form === null) return null;
  const numbers = text.match(/\d+/g) ?? [];
  const apart = numbers.length === form.parts.length ? numbers : inOne(text, form);
  const found: Day = { year: "", month: "", day: "" };
  form.parts.forEach(({ part }, at) => (found[part] = (apart[at] ?? "").padStart(2, "0")));
  const [first = ""] = apart;
  if (wanted === "month" && first.length === 4 && form.parts[0]?.part === "month")
    [found.year, found.month] = [first, (apart[1] ?? "").padStart(2, "0")];
  if (wanted === "month" && found.year.length === 2) found.year = `20${found.year}`;
  return parseDay(isoDay(found)) === null || (wanted === "day") === (found.day === "")
    ? null
    : found;
}

/** "0729", "12101990": digits without signs, as many as the form has or with a year of the other length. */
function inOne(text: string, { parts }: Shape): string[] {
  const run = /^\s*(\d{4}|\d{6}|\d{8})\s*$/.exec(text)?.[1] ?? "";
  const year = run.length - 2 * (parts.length - 1);
  if (year !== 2 && year !== 4) return [];
  let at = 0;
  return parts.map(({ part }) => run.slice(at, (at += part === "year" ? year : 2)));
}

/** The same with other signs between, and with four digits of the year or two. */
export function reshaped(shape: Shape, separator: string, years?: 2 | 4): Shape {
  const parts = shape.parts.map(({ part, digits }) => ({
    part,
    digits: part === "year" ? (years ?? digits) : Math.max(digits, separator === "" ? 2 : 1),
  }));
  return { parts, separator };
}

/** A form by the order of its parts: "dmy", "ymd", "my". */
export function ordered(order: string, separator: string, years: 2 | 4): Shape {
  const names = { d: "day", m: "month", y: "year" } as const;
  return {
    parts: [...order].map((letter) => {
      const part = names[letter as keyof typeof names];
      return { part, digits: part === "year" ? years : 2 };
    }),
    separator,
  };
}

/**
 * How dates are written in a language, or null where its countries differ ("en": 7/8 is in July or in August).
 */
export function shapeFor(lang: string): Shape | null {
  if (!/^[a-z]{2,3}(-|$)/i.test(lang) || /^en$/i.test(lang)) return null;
  try {
    const format = new Intl.DateTimeFormat(`${lang}-u-ca-gregory-nu-latn`, {
      day: "2-digit",
      month: "2-digit",
      year: "numeric",
      timeZone: "UTC",
    });
    const parts = format.formatToParts(Date.UTC(2029, 6, 8));
    const order = parts
      .map(({ type }) => (/^(day|month|year)$/.test(type) ? type.charAt(0) : ""))
      .join("");
    const separator = parts.find(({ type }) => type === "literal")?.value.trim() ?? "";
    return /^(dmy|mdy|ymd)$/.test(order) && /^[-/.]$/.test(separator)
      ? ordered(order, separator, 4)
      : null;
  } catch {
    return null;
  }
}
