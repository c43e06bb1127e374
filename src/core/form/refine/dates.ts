/** Day, month and year: whose they are, and which one a field is. */
import { parseAutocomplete } from "../autocomplete.ts";
import type { Kinded } from "../field.ts";
import { formWords, shown, wordsOf } from "../group.ts";
import { listKind } from "../list.ts";
import { kindInName, kindTold } from "../read.ts";
import { says } from "../signals/index.ts";
import { plainWords } from "../text.ts";

/** Day, month and year belong to a birthday or to a card. */
export function dates(group: Kinded[]): void {
  const card = group.some(({ token }) => token === "cc-number" || token === "cc-csc");
  // Papers expire too.
  for (const one of group)
    if (one.token.startsWith("cc-exp") && / (licen[cs]e|passport|dl) /.test(wordsOf(one.field)))
      one.token = "none";
  missingPart(group);
  const parts = group.filter(({ token }) => /^(day|month|year)$/.test(token));
  const birth = says("bday", plainWords(formWords(group)));
  for (const one of parts)
    // Some cards say since when they are valid.
    if (card && startsThere.test(wordsOf(one.field))) one.token = "none";
  for (const one of parts) {
    if (one.token === "none") continue;
    const at = group.indexOf(one);
    const run = group.slice(Math.max(0, at - 2), at + 3);
    const words = run.map(({ field }) => wordsOf(field)).join("");
    const whole = ["day", "month", "year"].every((part) =>
      run.some(({ token }) => token.endsWith(part)),
    );
    const born =
      (birth && whole) || says("bday", words) || run.some(({ token }) => token.startsWith("bday-"));
    const expires = says("cc-exp", words) || run.some(({ token }) => token.startsWith("cc-exp"));
    if (born && !(card && expires)) one.token = `bday-${one.token}`;
    else if (one.token !== "day" && (expires || (card && !whole)))
      one.token = `cc-exp-${one.token}`;
    // "MM" and "JJ" beside a card: a year in German, though a day in French.
    else if (expires && card && !whole && run.some(({ token }) => token.endsWith("month")))
      one.token = "cc-exp-year";
    else if (
      whole &&
      !visits.test(plainWords(formWords(group))) &&
      group.some(({ token }) => /name|password/.test(token))
    )
      one.token = `bday-${one.token}`;
  }
  for (const one of parts)
    if (/^(day|month|year)$/.test(one.token) || (one.token === "bday-year" && tooYoung(one)))
      one.token = "unknown";
  for (const one of group)
    if (one.token === "cc-exp-month" && one.field.tag === "input") {
      const words = shown(one.field);
      if (says("month", words) && says("year", words) && one.field.maxLength !== 2)
        one.token = "cc-exp";
    }
  lastPart(group);
  const parted = group.map((one) => datePart(one, group));
  group.forEach((one, index) => (one.token = parted[index] ?? one.token));
  for (let at = 0; at + 2 < group.length; at++) daysLater(group.slice(at, at + 3));
}

const startsThere = / (valid from|start ?(date|month|year)?|issue date) /;
const visits =
  / (reserv\w*|book|booking|appointment|table|arriv\w*|check ?in|pick ?up|deliver\w*|travel|trip|visit) /;

/** Of three fields in a row, two are parts of a date: the third is the part that is missing, if a word of it says so. */
function missingPart(group: Kinded[]): void {
  const all = ["day", "month", "year"];
  for (let at = 0; at + 2 < group.length; at++) {
    const run = group.slice(at, at + 3);
    const known = run.filter(({ token }) => all.includes(token));
    const years = run.filter(({ token }) => token === "year");
    // "GG / AA / YYYY": AA is a month in Turkish, and a year in French.
    const short = years.find(({ field }) => / (aa|ay) /.test(shown(field)));
    if (known.length === 3 && years.length === 2 && short !== undefined) short.token = "month";
    const odd = run.find(({ token }) => !all.includes(token));
    if (known.length === 2 && odd !== undefined && odd.token !== "none") {
      const part = all.find((each) => known.every(({ token }) => token !== each));
      if (part !== undefined && says(part, shown(odd.field))) odd.token = part;
    }
  }
}

/** "2023 | 2024 | 2025": years of an entry or a journey, in which nobody was born who fills in a form. */
function tooYoung({ field }: Kinded): boolean {
  const years = field.options.flatMap(({ text }) => /^\d{4}$/.exec(text.trim())?.[0] ?? []);
  return years.length > 1 && Math.min(...years.map(Number)) > 2015;
}

/** `birthdate1`, `birthdate2`, `birthdate3`: of a whole date beside two parts of it the third is meant. */
function lastPart(group: readonly Kinded[]): void {
  for (let at = 0; at + 2 < group.length; at++) {
    const run = group.slice(at, at + 3);
    const known = new Set(run.flatMap(({ token }) => /^bday-(\w+)$/.exec(token)?.[1] ?? []));
    const whole = run.find(({ token }) => token === "bday");
    const part = ["day", "month", "year"].find((each) => !known.has(each));
    if (known.size === 2 && whole?.field.tag === "input" && whole.field.maxLength < 5)
      if (whole.field.maxLength > 0) whole.token = `bday-${part}`;
  }
}

/** The list of days is empty until the month is known: it stands in a birthday all the same. */
function daysLater(run: readonly Kinded[]): void {
  const odd = run.find(({ token }) => token === "unknown");
  const born = run.filter(({ token }) => /^bday-(month|year)$/.test(token));
  if (born.length !== 2 || odd?.field.tag !== "select" || odd.field.options.length > 2) return;
  if (says("bday", wordsOf(odd.field))) odd.token = "bday-day";
}

/** A field under "Date of birth" or "Expires" may be one part of it only. */
function datePart({ field, token }: Kinded, group: readonly Kinded[]): string {
  if (token !== "bday" && token !== "cc-exp") return token;
  // The page has said it itself.
  if (parseAutocomplete(field.autocomplete)?.field === token && field.tag !== "select")
    return token;
  const kind = listKind(field);
  if (/^(month|year)$/.test(kind) || (kind === "day" && token === "bday"))
    return `${token}-${kind}`;
  if (kind === token) return token;
  if (field.tag === "select") return "unknown";
  const own = [kindTold(field.placeholder), kindInName(field.name), kindInName(field.id)];
  const named = new Set(
    own.flatMap((each) => /(day|month|year)$/.exec(each ?? "")?.slice(1) ?? []),
  );
  const [part] = named;
  if (named.size === 1 && own.every((each) => each !== "bday" || part !== "day"))
    return part === "day" && token !== "bday" ? token : `${token}-${part}`;
  if (token === "bday") return token;
  const twins = group.filter((one) => one.token === token && one.field.maxLength !== 5);
  const at = twins.findIndex((one) => one.field === field);
  return twins.length === 2 && at >= 0 ? `${token}-${at === 0 ? "month" : "year"}` : token;
}
