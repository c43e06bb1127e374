/** Parts of a telephone number. */
import type { Kinded } from "../field.ts";
import { wordsOf } from "../group.ts";
import { says } from "../signals/index.ts";
import { plainWords } from "../text.ts";

function size(one: Kinded | undefined): number {
  return one?.token.startsWith("tel") === true ? one.field.maxLength : -1;
}

/** A telephone number in three boxes, or in two. */
export function phones(group: Kinded[]): void {
  // "Last four digits" are those of a card, but not behind the first six of a telephone number.
  group.forEach((one, index) => {
    if (one.token !== "none" || one.field.maxLength !== 4 || size(group[index - 1]) < 0) return;
    if (says("tel", plainWords(one.field.name || one.field.id))) one.token = "tel";
  });
  // Behind an area code stands the rest.
  group.forEach((one, index) => {
    const number = group[index + 1];
    if (one.token === "tel-area-code" && number?.token === "tel") number.token = "tel-local";
  });
  // "085 | 086 | 087" before a mobile number.
  group.forEach((one, index) => {
    const number = group[index + 1];
    const codes = one.field.options.filter(({ text }) => /\S/.test(text));
    if (one.field.tag !== "select" || codes.length < 2 || number?.token !== "tel") return;
    if (codes.filter(({ text }) => /^0\d{1,3}$/.test(text.trim())).length < codes.length - 1)
      return;
    one.token = "tel-area-code";
    number.token = "tel-local";
  });
  // Area code, prefix, number: what stands behind an area code begins the local number.
  group.forEach((one, index) => {
    const [second, third] = [group[index + 1], group[index + 2]];
    if (one.token !== "tel-area-code" || second === undefined || third === undefined) return;
    if (!/ (prefix|exchange|exch) /.test(wordsOf(second.field)) || third.token !== "tel") return;
    second.token = "tel-local-prefix";
    third.token = "tel-local-suffix";
  });
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
