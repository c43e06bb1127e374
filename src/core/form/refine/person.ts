/** Names and titles of a person, the lines of their address. */
import type { Kinded } from "../field.ts";
import { shown } from "../group.ts";
import { says } from "../signals/index.ts";

/** "Title" of a person stands beside a name; elsewhere it is that of a book or a comment. */
export function titles(group: Kinded[]): void {
  // "Madame, Monsieur", and the program calls it a gender.
  for (const one of group)
    if (one.token === "honorific-prefix" && one.field.tag === "select")
      if (/gender|sex/i.test(`${one.field.name} ${one.field.id}`)) one.token = "sex";
  group.forEach((one, index) => {
    if (
      one.token !== "honorific-prefix" ||
      one.field.tag === "select" ||
      one.field.type === "radio"
    )
      return;
    const near = group.slice(Math.max(0, index - 2), index + 3);
    if (!near.some(({ token }) => /^(given|family|additional)-name$/.test(token)))
      one.token = "unknown";
  });
}

/** "Name" beside "Surname" is the given name, beside "First name" the family name. */
export function names(group: Kinded[]): void {
  const has = (token: string) => group.some((other) => other.token === token);
  group.forEach((one, index) => {
    if (one.token !== "name") return;
    const beside = [group[index - 1]?.token, group[index + 1]?.token];
    if (beside.includes("family-name") && !has("given-name")) one.token = "given-name";
    else if (beside.includes("given-name") && !has("family-name")) one.token = "family-name";
  });
}

function isNumber({ field }: Kinded): boolean {
  const words = shown(field);
  return / (number|no) /.test(words) && says("house-number", words);
}

/** The lines of a street address. */
export function lines(group: Kinded[]): void {
  group.forEach((one, index) => {
    if (one.token !== "street-address" || one.field.tag === "textarea") return;
    const before = group[index - 1];
    const after = group[index + 1]?.token ?? "";
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
    if (before?.token === "address-line1") one.token = "address-line2";
    else if (before?.token === "address-line2" && before.field.label === one.field.label)
      one.token = "address-line3";
    else if (/^(address-line2|street-address)$/.test(after)) one.token = "address-line1";
  });
}
