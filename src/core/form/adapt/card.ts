/** A card's number and its make. */
import { maskOf, throughMask } from "../mask.ts";
import type { Ask } from "./ask.ts";

/** The whole number, in digits or in the groups that the field shows; never a part of it. */
export function cardNumbers(own: string, { field }: Ask): string[] {
  const digits = own.replace(/[\s-]/g, "");
  const mask = maskOf(field.placeholder);
  const shown = mask === null ? null : throughMask(mask, digits);
  const groups = cardGroups(digits);
  const spaced = shown === null ? [] : [shown];
  // A field of exactly 19 may be for 16 digits and 3 blanks: digits alone are understood everywhere.
  return [digits, ...spaced, groups.join(" "), groups.join("-"), own];
}

/** As it stands on the card: 4-6-5 with 15 digits (ISO/IEC 7812 leaves it to the maker), else by four. */
export function cardGroups(digits: string): string[] {
  const shape = /^3[47]\d{13}$|^3(?:0[0-5]|[689])\d{12}$/.test(digits)
    ? /^(.{4})(.{6})(.*)$/
    : null;
  return shape?.exec(digits)?.slice(1) ?? digits.match(/.{1,4}/g) ?? [];
}

/** What a card's number says of who issued it, in the words of lists, the full name first. */
export function cardMakes(number: string): string[] {
  const digits = number.replace(/\D/g, "");
  const makes: readonly (readonly [RegExp, string[]])[] = [
    [/^4/, ["Visa", "VI", "VISA Card", "Visa Credit"]],
    [
      /^(5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720))/,
      ["Mastercard", "Master Card", "MC", "MasterCard Credit", "Master", "CA"],
    ],
    [/^3[47]/, ["American Express", "Amex", "AX", "AE"]],
    [/^(6011|64[4-9]|65)/, ["Discover", "Discover Card", "DI", "DS"]],
    [/^3(0[0-5]|[689])/, ["Diners Club", "Diners", "Diners Club International", "DC", "DN"]],
    [/^35(2[89]|[3-8])/, ["JCB", "JC"]],
    [/^62/, ["UnionPay", "China UnionPay", "Union Pay", "CUP", "UP"]],
    [/^220[0-4]/, ["Mir", "МИР"]],
    [/^(50|5[6-9]|6)/, ["Maestro", "MA"]],
  ];
  return makes.find(([start]) => start.test(digits))?.[1] ?? [];
}
