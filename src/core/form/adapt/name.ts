/** Names of people, whole and in parts. */
import { countryCode } from "../country.ts";
import type { Ask, Values } from "./ask.ts";

/** Words that belong to the family name after them. */
const particles =
  /^(van|von|vom|vander|der|den|de|del|della|di|da|do|dos|das|du|des|la|las|le|los|el|al|bin|ibn|ben|ter|ten|te|zu|zum|zur|af|av|y|e|st|'t|'s|mc|mac|san|santa)$/i;

/** A whole name as given names and family name: "Ada", "van der Berg"; of "Berg, Ada" too. */
export function nameParts(whole: string): { given: string; family: string } {
  const [before = "", after] = whole.split(",").map((part) => part.trim());
  if (after !== undefined && after !== "") return { given: after, family: before };
  const words = whole.trim().split(/\s+/);
  let from = words.length - 1;
  while (from > 1 && particles.test(words[from - 1] ?? "")) from--;
  return { given: words.slice(0, from).join(" "), family: words.slice(from).join(" ") };
}

/** Two family names: "de la Cruz García" is "de la Cruz" and "García"; the second "" where there is one. */
export function familyNames(family: string): [string, string] {
  const words = family.trim().split(/\s+/);
  let first = 0;
  while (first < words.length - 1 && particles.test(words[first] ?? "")) first++;
  const rest = words
    .slice(first + 1)
    .join(" ")
    .replace(/^y /i, "");
  return [words.slice(0, first + 1).join(" "), rest];
}

const eastern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** The whole name, the longest form first; a shorter one leaves the middle name out, never a part of a word. */
export function wholeNames(values: Values): string[] {
  const own = values("name");
  const [given, middle, family] = [
    values("given-name"),
    values("additional-name"),
    values("family-name"),
  ];
  if (eastern.test(given + family)) {
    const apart = /^(CN|TW|HK|MO|KR|KP)$/.test(countryCode(values("country")) ?? "") ? "" : " ";
    return [own, joined([family, given], apart), joined([family, given], "")];
  }
  if (/^HU$/.test(countryCode(values("country")) ?? ""))
    return [own, joined([family, given, middle]), joined([family, given])];
  // Without one of the two it is another thing that was asked for.
  const short =
    given === "" || family === ""
      ? []
      : [joined([given, initials(middle), family]), joined([given, family])];
  return [own, joined([given, middle, family]), ...short];
}

function joined(parts: string[], sign = " "): string {
  return parts.filter((part) => part !== "").join(sign);
}

function initials(middle: string): string {
  return middle
    .split(/\s+/)
    .map((word) => (word === "" ? "" : `${[...word][0] ?? ""}.`))
    .join(" ");
}

/** A middle name, or its first letter where that is asked for. */
export function middleNames(own: string, { field }: Ask): string[] {
  const letter = [...own][0] ?? "";
  const asked = /initial| mi /i.test(` ${field.label} ${field.placeholder} `);
  if (asked || (field.maxLength >= 0 && field.maxLength < 3)) return [letter];
  return [own];
}
