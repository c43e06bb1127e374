/** Codes that were sent, and those of a card. */
import { parseAutocomplete } from "../autocomplete.ts";
import type { Kinded } from "../field.ts";
import { contextOf, shown, wordsOf } from "../group.ts";
import { says } from "../signals/index.ts";
import { plainWords } from "../text.ts";

/** A code that was sent: in boxes of one character, or where the form tells of it. */
export function codes(group: Kinded[]): void {
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
    if (/^(checkbox|radio)$/.test(one.field.type)) continue;
    const { label, near, placeholder } = one.field;
    const asks = [label, near, placeholder].some((text) => asksCode(plainWords(text.slice(0, 60))));
    const named = [one.field.name, one.field.id].some((text) =>
      asksCode(plainWords(text.slice(0, 60))),
    );
    if (
      (asks || (named && shown(one.field).length < 60)) &&
      (says("code-sent", context) || says("one-time-code", context))
    )
      one.token = "one-time-code";
  }
  pictured(group, context);
}

/**
 * "Verification code" where somebody signs up or writes a message, and nothing tells that a code was sent: the
 * letters of a picture.
 */
function pictured(group: Kinded[], context: string): void {
  const coded = group.filter(({ token }) => token === "one-time-code");
  const [code] = coded;
  if (code === undefined || coded.length > 1 || says("code-sent", context)) return;
  const writes = group.some(({ field }) => field.tag === "textarea");
  if (!writes && !group.some(({ token }) => token === "new-password")) return;
  if (parseAutocomplete(code.field.autocomplete) !== null) return;
  const words = wordsOf(code.field);
  if (says("code-way", words) || / (otp|totp|pin|[2m] ?fa|tan|one time) /.test(words)) return;
  code.token = "none";
}

/** A long key in boxes of several signs, as it is printed in a letter or on a package, was not sent a moment ago. */
export function printedKeys(group: Kinded[]): void {
  const long = group.map(({ token, field }) => token === "one-time-code" && field.maxLength > 4);
  group.forEach((one, at) => {
    if (long[at] === true && (long[at - 1] === true || long[at + 1] === true))
      one.token = "unknown";
  });
}

/** A few words that speak of a code, and do not say which. */
function asksCode(words: string): boolean {
  if (says("code", words)) return true;
  return says("code-word", words) && words.split(" ").length < 8 && !says("code-else", words);
}

/** A card's number in boxes of a few digits: those behind the first have no words of their own. */
function cardBoxes(group: Kinded[]): void {
  group.forEach((one, index) => {
    const { label, near, placeholder, maxLength, tag } = one.field;
    const before = group[index - 1];
    const box = maxLength > 2 && maxLength < 7 && tag === "input";
    if (!box || before?.token !== "cc-number" || before.field.maxLength > 6) return;
    if (
      before.field.maxLength > 2 &&
      one.token === "unknown" &&
      !/\p{L}/u.test(label + near + placeholder)
    )
      one.token = "cc-number";
  });
}

const waysToPay =
  /paypal|(apple|google) ?pay|klarna|sofort|giropay|ideal|invoice|rechnung|(bank|wire) ?transfer|uberweisung|direct ?debit|lastschrift|\bcash\b|cheque/i;

/** A "security code" without a card is something else. */
export function cardWords(group: Kinded[]): void {
  cardBoxes(group);
  group.forEach((one, index) => {
    const beside = [group[index - 1]?.token, group[index + 1]?.token];
    if (one.token !== "unknown" || one.field.tag !== "input") return;
    if (beside.every((token) => token?.startsWith("cc-")) && says("number", shown(one.field)))
      one.token = "cc-number";
  });
  // "Code de vérification" beside a card that has no other code is the card's own.
  const coded = group.filter(({ token }) => /^(cc-csc|one-time-code)$/.test(token));
  const [code] = coded;
  if (
    coded.length === 1 &&
    code?.token === "one-time-code" &&
    group.some(({ token }) => token === "cc-number") &&
    !says("code-sent", contextOf(group)) &&
    says("cc-csc", shown(code.field))
  )
    code.token = "cc-csc";
  // Card or transfer: how to pay is no brand of a card.
  const way = group.find(
    ({ token, field }) =>
      token === "cc-type" &&
      field.options.some(({ text, value }) => waysToPay.test(`${text} ${value}`)),
  );
  if (way !== undefined)
    for (const one of group)
      if (one.token === "cc-type" && one.field.name === way.field.name) one.token = "none";
  const card = group.some(({ token }) => /^cc-(number|csc|name|type)/.test(token));
  // "Holder" in a form of a person that has no card: who signs the contract.
  const personal = group.some(({ token }) => /^(tel|email|postal-code)$/.test(token));
  if (personal && !group.some(({ token }) => /^cc-(number|csc|exp|type)/.test(token)))
    for (const one of group)
      if (
        one.token === "cc-name" &&
        !/car[dt]|kar[dt]|kort|カード|卡|карт|כרטיס|بطاق|کارت/.test(wordsOf(one.field))
      )
        if (one.field.autocomplete === "") one.token = "name";
  // "Valid until" in a form that has more than an expiry, and no card, is that of something else.
  if (!card && group.length > 4)
    for (const one of group)
      if (one.token.startsWith("cc-exp") && !one.field.autocomplete.includes("cc-exp"))
        one.token = "unknown";
  if (group.some(({ token }) => token === "cc-number" || token.startsWith("cc-exp"))) return;
  const alone = group.every(({ token }) => /^(none|unknown|cc-csc)$/.test(token));
  for (const one of group)
    if (one.token === "cc-csc" && !/cvc|cvv|csc/.test(wordsOf(one.field)))
      one.token = alone && says("code-sent", contextOf(group)) ? "one-time-code" : "none";
}
