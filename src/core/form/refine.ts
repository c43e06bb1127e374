/** What the neighbours of a field tell: whose month, which line of an address, part of which number. */
import type { Kinded, PageField } from "./field.ts";
import { contextOf, formWords, shown, wordsOf } from "./group.ts";
import { listKind } from "./list.ts";
import { says } from "./signals/index.ts";
import { signIn } from "./signin.ts";
import { plainWords } from "./text.ts";

/** Settles the kinds of one document form by form; afterwards only tokens, "none" and "unknown" are left. */
export function refine(all: Kinded[]): Kinded[] {
  const groups = groupsOf(all);
  for (const group of groups) {
    signIn(group, groups.length === 1);
    titles(group);
    codes(group);
    dates(group);
    cardWords(group);
    names(group);
    lines(group);
    phones(group);
  }
  return all;
}

/** Fields by form, in document order. */
export function groupsOf<T extends { field: PageField }>(all: readonly T[]): T[][] {
  const groups = new Map<number, T[]>();
  for (const one of all) {
    const group = groups.get(one.field.form);
    if (group === undefined) groups.set(one.field.form, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

/** "Title" of a person stands beside a name; elsewhere it is that of a book or a comment. */
function titles(group: Kinded[]): void {
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

/** A code that was sent: in boxes of one character, or where the form tells of it. */
function codes(group: Kinded[]): void {
  const box = (one: Kinded | undefined) =>
    one?.field.maxLength === 1 &&
    /^(text|tel|number|password|)$/.test(one.field.type) &&
    !one.token.endsWith("-name");
  for (let from = 0; from < group.length; from++) {
    let to = from;
    while (box(group[to])) to++;
    if (to - from >= 4 && to - from <= 10)
      for (const one of group.slice(from, to)) one.token = "one-time-code";
    from = Math.max(from, to);
  }
  const context = contextOf(group);
  const lives = group.some(({ token }) => /^(street-address|address-.*|country)$/.test(token));
  for (const one of group) {
    // In India a "pin code" is that of a place; what activates or verifies was sent.
    const pin = one.token === "postal-code" && !lives && says("pin-code", wordsOf(one.field));
    if (pin && says("code-sent", context)) one.token = "one-time-code";
    if (one.token !== "unknown" || one.field.tag !== "input") continue;
    const { label, near, placeholder } = one.field;
    const asks = [label, near, placeholder].some((text) =>
      says("code", plainWords(text.slice(0, 60))),
    );
    if (asks && (says("code-sent", context) || says("one-time-code", context)))
      one.token = "one-time-code";
  }
}

/** Day, month and year belong to a birthday or to a card. */
function dates(group: Kinded[]): void {
  const card = group.some(({ token }) => token === "cc-number" || token === "cc-csc");
  const parts = group.filter(({ token }) => /^(day|month|year)$/.test(token));
  const birth = says("bday", plainWords(formWords(group)));
  for (const one of parts) {
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
    else if (whole && group.some(({ token }) => /name|password/.test(token)))
      one.token = `bday-${one.token}`;
  }
  for (const one of parts) if (/^(day|month|year)$/.test(one.token)) one.token = "unknown";
  for (const one of group)
    if (one.token === "cc-exp-month" && one.field.tag === "input") {
      const words = shown(one.field);
      if (says("month", words) && says("year", words) && one.field.maxLength !== 2)
        one.token = "cc-exp";
    }
  const parted = group.map((one) => datePart(one, group));
  group.forEach((one, index) => (one.token = parted[index] ?? one.token));
}

/** A field under "Date of birth" or "Expires" may be one part of it only. */
function datePart({ field, token }: Kinded, group: readonly Kinded[]): string {
  if (token !== "bday" && token !== "cc-exp") return token;
  const kind = listKind(field);
  if (/^(month|year)$/.test(kind) || (kind === "day" && token === "bday"))
    return `${token}-${kind}`;
  if (kind === token) return token;
  if (field.tag === "select") return "unknown";
  const own = plainWords([field.placeholder, field.name, field.id].join(" ; "));
  const named = ["day", "month", "year"].filter((part) => says(part, own));
  if (named[0] === "day" && token !== "bday") return token;
  if (named.length === 1) return `${token}-${named[0]}`;
  if (token === "bday") return token;
  const twins = group.filter((one) => one.token === token && one.field.maxLength !== 5);
  const at = twins.findIndex((one) => one.field === field);
  return twins.length === 2 && at >= 0 ? `${token}-${at === 0 ? "month" : "year"}` : token;
}

/** A "security code" without a card is something else. */
function cardWords(group: Kinded[]): void {
  group.forEach((one, index) => {
    const beside = [group[index - 1]?.token, group[index + 1]?.token];
    if (one.token !== "unknown" || one.field.tag !== "input") return;
    if (beside.every((token) => token?.startsWith("cc-")) && says("number", shown(one.field)))
      one.token = "cc-number";
  });
  const card = group.some(({ token }) => /^cc-(number|csc|name|type)/.test(token));
  // "Valid until" in a form that has more than an expiry, and no card, is that of something else.
  if (!card && group.length > 4)
    for (const one of group)
      if (one.token === "cc-exp" && !one.field.autocomplete.includes("cc-exp"))
        one.token = "unknown";
  if (group.some(({ token }) => token === "cc-number" || token.startsWith("cc-exp"))) return;
  for (const one of group)
    if (one.token === "cc-csc" && !/cvc|cvv|csc/.test(wordsOf(one.field))) one.token = "none";
}

/** "Name" beside "Surname" is the given name, beside "First name" the family name. */
function names(group: Kinded[]): void {
  const has = (token: string) => group.some((other) => other.token === token);
  group.forEach((one, index) => {
    if (one.token !== "name") return;
    const beside = [group[index - 1]?.token, group[index + 1]?.token];
    if (beside.includes("family-name") && !has("given-name")) one.token = "given-name";
    else if (beside.includes("given-name") && !has("family-name")) one.token = "family-name";
  });
}

/** The lines of a street address. */
function lines(group: Kinded[]): void {
  group.forEach((one, index) => {
    if (one.token !== "street-address" || one.field.tag === "textarea") return;
    const before = group[index - 1];
    const after = group[index + 1]?.token ?? "";
    if (before?.token === "address-line1") one.token = "address-line2";
    else if (before?.token === "address-line2" && before.field.label === one.field.label)
      one.token = "address-line3";
    else if (/^(address-line2|street-address)$/.test(after)) one.token = "address-line1";
  });
}

function size(one: Kinded | undefined): number {
  return one?.token.startsWith("tel") === true ? one.field.maxLength : -1;
}

/** A telephone number in three boxes, or in two. */
function phones(group: Kinded[]): void {
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
