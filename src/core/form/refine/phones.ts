/** Parts of a telephone number. */
import type { Kinded } from "../field.ts";
import { shown, wordsOf } from "../group.ts";
import { kindInName } from "../read.ts";
import { says } from "../signals/index.ts";
import { plainWords } from "../text.ts";

function size(one: Kinded | undefined): number {
  return one?.token.startsWith("tel") === true ? one.field.maxLength : -1;
}

/** Nothing is written at the field that a person could read. */
function wordless({ field }: Kinded): boolean {
  return !/\p{L}/u.test(shown(field));
}

/** `tel1`, `tel2`, `tel3`; the number at the end, and what stands before it. */
function counted({ field: { name, id } }: Kinded): [string, number] {
  const ends = /^(.*?)_?([1-3])$/;
  const [, stem = "", digit = "0"] = ends.exec(name) ?? ends.exec(id) ?? [];
  return [stem, Number(digit)];
}

/** Three boxes of one telephone number: by their lengths 3, 3 and 4, or counted 1 to 3, with words at the first alone. */
function inThree(group: readonly Kinded[]): void {
  group.forEach((one, index) => {
    const [second, third] = [group[index + 1], group[index + 2]];
    if (one.token !== "tel" || second === undefined || third === undefined) return;
    const run = [one, second, third];
    if (![second, third].every(wordless) || run.some(({ field }) => field.tag !== "input")) return;
    const long = run.every(({ field }, at) => field.maxLength === [3, 3, 4][at]);
    const names = run.map(counted);
    const numbered = names.every(([stem, digit], at) => stem === names[0]?.[0] && digit === at + 1);
    if (!long && !(numbered && names[0]?.[0] !== "")) return;
    one.token = "tel-area-code";
    second.token = "tel-local-prefix";
    third.token = "tel-local-suffix";
  });
}

/** Telephone numbers whose boxes programs call by their parts, where words before the first speak of the whole. */
function namedParts(group: readonly Kinded[]): void {
  group.forEach((one, index) => {
    const next = group[index + 1];
    if (one.token !== "tel" || next === undefined) return;
    const named = kindInName(one.field.name || one.field.id);
    const more = next.token.startsWith("tel") || (next.token === "unknown" && wordless(next));
    if (named === "tel-country-code" && next.token.startsWith("tel")) one.token = named;
    const area = named === "tel-area-code" || /(area|ddd|std|npa)$/i.test(one.field.name);
    if (area && more && next.field.tag === "input") one.token = "tel-area-code";
  });
  // Behind an area code stands the rest.
  group.forEach((one, index) => {
    const number = group[index + 1];
    if (one.token !== "tel-area-code" || number === undefined) return;
    const open = number.token === "tel" || (number.token === "unknown" && wordless(number));
    if (open && number.field.tag === "input") number.token = "tel-local";
  });
}

/** A telephone number in three boxes, or in two. */
export function phones(group: Kinded[]): void {
  inThree(group);
  // "Last four digits" are those of a card, but not behind the first six of a telephone number.
  group.forEach((one, index) => {
    if (one.token !== "none" || one.field.maxLength !== 4 || size(group[index - 1]) < 0) return;
    if (says("tel", plainWords(one.field.name || one.field.id))) one.token = "tel";
  });
  // "085 | 086 | 087" before a mobile number.
  group.forEach((one, index) => {
    const number = group[index + 1];
    const codes = one.field.options.filter(({ text }) => /\S/.test(text));
    if (one.field.tag !== "select" || codes.length < 2 || number?.token !== "tel") return;
    const dialled = says("tel", shown(one.field)) ? /^\d{2,4}$/ : /^0\d{1,3}$/;
    const known = codes.filter(({ text }) => dialled.test(text.trim()));
    if (known.length < codes.length - 1) return;
    one.token = "tel-area-code";
    const last = group[index + 2];
    const [second, third] = [counted(number), last === undefined ? ["", 0] : counted(last)];
    const three = second[0] === third[0] && second[1] === 2 && third[1] === 3;
    number.token = three ? "tel-local-prefix" : "tel-local";
    if (three && last !== undefined) last.token = "tel-local-suffix";
  });
  // Area code, prefix, number: what stands behind an area code begins the local number.
  group.forEach((one, index) => {
    const [second, third] = [group[index + 1], group[index + 2]];
    if (one.token !== "tel-area-code" || second === undefined || third === undefined) return;
    if (!/ (prefix|exchange|exch) /.test(wordsOf(second.field)) || third.token !== "tel") return;
    second.token = "tel-local-prefix";
    third.token = "tel-local-suffix";
  });
  namedParts(group);
  group.forEach((one, index) => {
    if (one.token !== "tel-country-code") return;
    const beside = [group[index - 1], group[index + 1]].some((near) =>
      near?.token.startsWith("tel"),
    );
    if (
      !beside &&
      !says("tel", wordsOf(one.field)) &&
      !/\+\d/.test(one.field.options[1]?.text ?? "")
    )
      one.token = "country";
    // The country of a number that may be the user name, and may as well be none: nobody's telephone is asked for.
    const mayBe = group[index + 1]?.token === "username" || group[index + 1]?.token === "email";
    if (mayBe && !beside && one.token === "tel-country-code") one.token = "unknown";
  });
  group.forEach((one, index) => {
    const [second, third] = [group[index + 1], group[index + 2]];
    if (size(one) !== 3 || second === undefined) return;
    if (size(second) === 3 && size(third) === 4 && third !== undefined) {
      one.token = "tel-area-code";
      second.token = "tel-local-prefix";
      third.token = "tel-local-suffix";
    } else if (size(second) >= 7 && size(second) <= 9) {
      one.token = "tel-area-code";
      second.token = "tel-local";
    }
  });
}
