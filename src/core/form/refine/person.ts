/** Names and titles of a person, the lines of their address. */
import { parseAutocomplete } from "../autocomplete.ts";
import type { Kinded, PageField } from "../field.ts";
import { shown } from "../group.ts";
import { isBrands } from "../list.ts";
import { says } from "../signals/index.ts";

/** Radio buttons of one name ask one thing, though its words stand before the first alone. */
export function choices(group: Kinded[]): void {
  const asked = new Map<string, string>();
  const offered = new Map<string, PageField["options"][number][]>();
  for (const { field, token } of group) {
    if (field.type !== "radio" || field.name === "") continue;
    if (chosen.test(token)) asked.set(field.name, token);
    const options = offered.get(field.name);
    if (options === undefined) offered.set(field.name, [...field.options]);
    else options.push(...field.options);
  }
  for (const [name, options] of offered)
    if (!asked.has(name) && isBrands(options)) asked.set(name, "cc-type");
  for (const one of group)
    if (one.field.type === "radio" && one.token === "unknown")
      one.token = asked.get(one.field.name) ?? one.token;
}
const chosen = /^(sex|cc-type|honorific-prefix)$/;

/** "Title" of a person stands beside a name; elsewhere it is that of a book or a comment. */
export function titles(group: Kinded[]): void {
  // "Madame, Monsieur", and the program calls it a gender.
  for (const one of group)
    if (one.token === "honorific-prefix" && one.field.tag === "select")
      if (/gender|sex/i.test(`${one.field.name} ${one.field.id}`)) one.token = "sex";
  // A unit behind a number is a suffix too, and the beginning of a file's name a prefix.
  const named = group.some(({ token }) => token.endsWith("name"));
  for (const one of group)
    if (
      one.token.startsWith("honorific-") &&
      (!named || one.field.tag === "select") &&
      !titled(one)
    ) {
      const words = shown(one.field);
      if (/\p{L}/u.test(words) && !says(one.token, words))
        if (parseAutocomplete(one.field.autocomplete) === null) one.token = "unknown";
    }
  group.forEach((one, index) => {
    if (
      one.token !== "honorific-prefix" ||
      one.field.tag === "select" ||
      one.field.type === "radio"
    )
      return;
    const near = group.slice(Math.max(0, index - 2), index + 3);
    const firm = [group[index - 1]?.token, group[index + 1]?.token].includes("organization");
    // "Company, Title" on a form of business is what somebody is there.
    if (firm && !/^(given|family)-name$/.test(group[index + 1]?.token ?? ""))
      one.token = "organization-title";
    else if (!near.some(({ token }) => /^(given|family|additional)-name$/.test(token)))
      one.token = "unknown";
  });
}

/** A list that offers titles, whatever stands before it. */
function titled({ field }: Kinded): boolean {
  return field.options.some(({ text }) =>
    /^(mrs?|ms|dr|herr|frau|mme|sra?|sig)\.?$/i.test(text.trim()),
  );
}

/** "Name" beside "Surname" is the given name, beside "First name" the family name. */
export function names(group: Kinded[]): void {
  const has = (token: string) => group.some((other) => other.token === token);
  // 이름 is the whole name where no family name is asked for.
  const given = group.length < 3 || has("family-name") ? [] : group;
  for (const one of given)
    if (one.token === "given-name") if (/ 이름 /.test(shown(one.field))) one.token = "name";
  // Blogs call who comments `author`; in a catalogue that is who wrote a book.
  const comments =
    !has("name") && has("email") && group.some(({ field }) => field.tag === "textarea");
  const author = group.find(
    ({ token, field }) =>
      token === "unknown" &&
      field.tag === "input" &&
      /^(\w+\[)?(\w+_)?author\]?$/i.test(field.name),
  );
  if (comments && author !== undefined) author.token = "name";
  group.forEach((one, index) => {
    if (one.token !== "name") return;
    const beside = [group[index - 1]?.token, group[index + 1]?.token];
    if (beside.includes("family-name") && !has("given-name")) one.token = "given-name";
    else if (beside.includes("given-name") && !has("family-name")) one.token = "family-name";
  });
}

function isNumber({ field }: Kinded): boolean {
  const words = shown(field);
  // A long text names all that may stand there.
  return words.length < 40 && / (number|no) /.test(words) && says("house-number", words);
}

/** Where the bill goes and where the goods go, in two columns of one table: no lines of one address. */
function otherSide(one: Kinded, other: Kinded): boolean {
  const side = ({ field: { name } }: Kinded) =>
    /^\W*(bill|invoice)/i.test(name) ? "bill" : /^\W*(ship|deliver)/i.test(name) ? "ship" : "";
  return side(one) !== side(other) && side(one) !== "" && side(other) !== "";
}

/** The lines of a street address. */
export function lines(group: Kinded[]): void {
  // Postal code and house number alone: without a street its second line is none.
  const tells = (token: string) => group.some((one) => one.token === token);
  if (tells("postal-code") && !tells("street-address") && !tells("address-line1"))
    if (
      group.some(
        ({ token, field }) => token === "address-line2" && says("house-number", shown(field)),
      )
    )
      for (const one of group) if (one.token === "address-line2") one.token = "unknown";
  // Number of the house, then of the flat: only the flat is a line.
  group.forEach((one, index) => {
    const flat = group[index + 1];
    if (one.token === "address-line2" && flat?.token === "address-line2")
      if (
        says("house-number", shown(one.field)) &&
        /^(street-address|postal-code)$/.test(group[index - 1]?.token ?? "")
      )
        one.token = "unknown";
  });
  group.forEach((one, index) => {
    if (one.token !== "street-address" || one.field.tag === "textarea") return;
    const before = group[index - 1];
    const next = group[index + 1];
    const apart = next?.token === "unknown" && says("house-number", shown(next.field));
    const after = group[index + (apart ? 2 : 1)]?.token ?? "";
    // The house number stands apart: what has the street is no second line, and the number is none of the first.
    if (
      before !== undefined &&
      before.token === "address-line1" &&
      isNumber(before) &&
      !isNumber(one)
    ) {
      before.token = "unknown";
      if (after === "address-line2") one.token = "address-line1";
      return;
    }
    if ([before, next].some((beside) => beside !== undefined && otherSide(beside, one))) return;
    if (before?.token === "address-line1") one.token = "address-line2";
    else if (
      before?.token === "address-line2" &&
      before.field.label === one.field.label &&
      (one.field.label !== "" || !/\p{L}/u.test(shown(one.field)))
    )
      one.token = "address-line3";
    else if (/^(address-line2|street-address)$/.test(after)) one.token = "address-line1";
  });
}
