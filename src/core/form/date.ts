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

const unit = "(dd|tt|gg|mm|j{4}|j{2}|y{4}|y{2}|a{4}|a{2}|r{4})";
const shape = new RegExp(`(?<![a-z])${unit}( ?[-/.] ?| |)${unit}(?:\\2${unit})?(?![a-z])`, "i");

/**
 * A date written as `hint` shows it ("TT.MM.JJJJ", "mm / yy"), or null where the hint shows no form of date.
 * JJ is a day in French (beside AAAA) and a year in German.
 */
export function writeDay(value: Day, hint: string): string | null {
  const found = shape.exec(hint);
  if (found === null) return null;
  const [, first = "", separator = "", second = "", third = ""] = found;
  const units = [first, second, third]
    .filter((part) => part !== "")
    .map((part) => part.toLowerCase());
  const french = units.some((part) => part.startsWith("a"));
  const parts = units.map((part) => {
    const letter = part.charAt(0);
    if (letter === "m") return value.month;
    if (/[dtg]/.test(letter) || (letter === "j" && french)) return value.day;
    return part.length === 4 ? value.year : value.year.slice(2);
  });
  const kinds = new Set(
    units.map((part) => (part.startsWith("m") ? "m" : /^([dtg]|j(?=j$))/.test(part) ? "d" : "y")),
  );
  return kinds.size < 2 || parts.includes("") ? null : parts.join(separator);
}

/** All ways to write the end of a card's life, the usual first. */
export function cardDates({ year, month }: Day): string[] {
  const short = year.slice(2);
  return [
    `${month}/${short}`,
    `${month}/${year}`,
    `${month}-${year}`,
    `${year}-${month}`,
    `${month}${short}`,
    `${month}${year}`,
  ];
}
