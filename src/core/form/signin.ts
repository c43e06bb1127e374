/** Who signs in or up, and with which password: what the fields of a form tell together. */
import type { Kinded } from "./field.ts";
import { contextOf, eitherMail, formWords, shown, wordsOf } from "./group.ts";
import { plainWords } from "./text.ts";
import { said, says } from "./signals/index.ts";

/**
 * Settles user names and passwords of one form; no `password` is left afterwards. `only` where the page has no
 * other form.
 */
export function signIn(group: Kinded[], only: boolean): void {
  localParts(group);
  mails(group);
  passwords(group);
  quieted(group);
  signUpMail(group);
  userName(group, only);
  members(group);
  buyers(group);
  shownNames(group);
}

/** "E-mail or telephone" where an address is asked for and no password: the order is confirmed there. */
function buyers(group: Kinded[]): void {
  const sent = group.some(({ token }) =>
    /^(street-address|address-line1|postal-code)$/.test(token),
  );
  if (!sent || group.some(({ token }) => token.endsWith("-password"))) return;
  for (const one of group)
    if (one.token === "username" && says("email", shown(one.field)) && !namesUser(one))
      one.token = "email";
}

/** Where programs call a displayed name the user name, people sign in with it. */
function shownNames(group: Kinded[]): void {
  if (!group.some(({ token }) => token === "new-password")) return;
  if (group.some(({ token }) => /^(username|name|given-name|family-name)$/.test(token))) return;
  for (const one of group)
    if (
      /^(none|unknown)$/.test(one.token) &&
      / (display|player|character|pen) name /.test(shown(one.field))
    )
      if (says("username", plainWords(`${one.field.name} ; ${one.field.id}`)))
        one.token = "username";
}

/** "[      ]@mail.example": what stands before the sign is no whole address. */
function localParts(group: Kinded[]): void {
  for (const one of group)
    if (one.token === "email" && one.field.type !== "email" && /^@[\w-]+\.\w/.test(one.field.after))
      one.token = "username";
}

const personal =
  /^(given-name|family-name|name|tel|bday|postal-code|street-address|country|organization|sex)/;

function again(one: Kinded | undefined): boolean {
  return one !== undefined && says("password-again", wordsOf(one.field));
}
function old(one: Kinded | undefined): boolean {
  return one !== undefined && says("password-old", wordsOf(one.field));
}

function passwords(group: Kinded[]): void {
  // The PIN of a gift card is nobody's password.
  group.forEach((one, index) => {
    const before = group[index - 1];
    if (one.token === "password" && / pin /.test(shown(one.field)))
      if (before?.token === "none" && gift.test(shown(before.field))) one.token = "none";
  });
  const open = group.filter(({ token }) => token === "password");
  const context = contextOf(group);
  const [first, second] = open;
  if (first === undefined) return;
  const near = second === undefined ? 99 : group.indexOf(second) - group.indexOf(first);
  if (second !== undefined && (again(second) || near < 3 || open.length > 2)) {
    if (open.length === 2 && twoSecrets(first, second, context)) return;
    // What the second confirms is the new one, whatever a program calls it.
    const confirmed =
      open.length === 2 && again(second) && !says("password-old", shown(first.field));
    const changes =
      (old(first) && !confirmed) || (open.length === 3 && again(open[2]) && !again(second));
    // "Current password" may stand last as well, to confirm the rest.
    const olds = open.filter(({ field }) => says("password-old", shown(field)));
    const known = olds.length === 1 && open.length > 2 ? olds[0] : changes ? first : undefined;
    for (const one of open) one.token = one === known ? "current-password" : "new-password";
  } else {
    // "Forgot your password?" stands beside one that is known already.
    const person = group.filter(({ token }) => personal.test(token)).length;
    const beside = plainWords(`${first.field.after} ${first.field.title}`);
    const inside = signsInFirst(group, first);
    const known =
      says("password-lost", beside) ||
      inside ||
      (person === 0 && says("password-lost", plainWords(formWords(group))));
    const up = !known && says("sign-up", context);
    const both = said("sign-up", context) - said("sign-in", context);
    // How long it has to be is told where it is made.
    const ruled = !known && ruledBy(first);
    const fresh =
      ruled || (person > 1 && !inside) || again(first) || (up && (person > 0 || both > 0));
    for (const one of open)
      one.token =
        says("password-new", wordsOf(one.field)) || (fresh && !old(one))
          ? "new-password"
          : "current-password";
  }
}

/** "Card number or e-mail" and a password, before any name is asked for: who has an account may sign in there. */
function signsInFirst(group: readonly Kinded[], password: Kinded): boolean {
  const start = group.slice(0, group.indexOf(password));
  const before = start.at(-1);
  if (before === undefined || start.filter(({ token }) => personal.test(token)).length > 1)
    return false;
  const { label, near, placeholder } = before.field;
  return [label, near, placeholder].some(eitherMail);
}

function ruledBy({ field: { label, near, placeholder, title, after } }: Kinded): boolean {
  return says("password-rules", plainWords([label, near, placeholder, title, after].join(" ; ")));
}

/** A password and a passcode or PIN in a form that only signs in: neither is new. */
function twoSecrets(first: Kinded, second: Kinded, context: string): boolean {
  if (!says("sign-in", context) || says("sign-up", context)) return false;
  const code = / (pass ?code|token|rsa|securid) /.test(shown(second.field));
  const fresh = [first, second].some(
    (one) => again(one) || says("password-new", wordsOf(one.field)),
  );
  if (!code || fresh) return false;
  first.token = "current-password";
  second.token = "one-time-code";
  return true;
}

/** `new-password` in a form that only signs in is there to keep browsers quiet, not because it is new. */
function quieted(group: Kinded[]): void {
  const asked = group.filter(({ token }) => token.endsWith("-password"));
  const [only] = asked;
  const context = contextOf(group);
  if (only?.token !== "new-password" || asked.length > 1) return;
  const lost = says("password-lost", plainWords(only.field.after));
  if (says("password-new", wordsOf(only.field))) return;
  if (!lost && (!says("sign-in", context) || says("sign-up", context))) return;
  if (!lost && group.some(({ token }) => personal.test(token))) return;
  only.token = "current-password";
}

/** What is shown asks for a user name in so many words, maybe beside others: "Username or e-mail". */
function namesUser({ field: { label, near, placeholder } }: Kinded): boolean {
  const last = near.slice(near.lastIndexOf("·") + 1);
  return [label, last, placeholder].some((text) =>
    says("username", plainWords(text.replace(/\([^()]*\)/g, " ")).replace(/e ?mail/g, "")),
  );
}

/** An address is one of several names that are taken there: "Phone/Email". */
function eitherName(one: Kinded): boolean {
  return [one.field.label, one.field.placeholder].some(eitherMail) || namesUser(one);
}

/** Who signs up types an address, though it will be the user name: so the standard's `username` may be on it. */
function signUpMail(group: Kinded[]): void {
  const fresh = group.some(({ token }) => token === "new-password");
  if (!fresh || group.some(({ token }) => token === "current-password")) return;
  for (const one of group) {
    if (one.token !== "username" || !says("email", wordsOf(one.field))) continue;
    if (namesUser(one) && !says("email", plainWords(one.field.name))) continue;
    const others = group.some(({ token, field }) => token === "username" && field !== one.field);
    if (one.field.type === "email" || others || says("email", shown(one.field)))
      one.token = "email";
  }
}

/** In a sign-in form, the text just before the password is who signs in. */
function userName(group: Kinded[], only: boolean): void {
  const filled = group.filter(({ token }) => !/^(none|unknown)$/.test(token));
  const [mail, word] = filled;
  for (const one of filled)
    if (word?.token === "current-password" && one.token === "email" && eitherName(one))
      if (!says("email", plainWords(one.field.name))) one.token = "username";
  // The first step of signing in asks for an address alone, and the program says what it is for.
  if (filled.length === 1 && mail?.field.type === "email" && !says("sign-up", contextOf(group)))
    if (
      mail.token === "email" &&
      says("username", plainWords(`${mail.field.name} ; ${mail.field.id}`))
    )
      mail.token = "username";
  // The standard calls an address that signs in a user name. Pages that are there for nothing else agree.
  if (
    filled.length === 2 &&
    word?.token === "current-password" &&
    (mail?.token === "email" || mail?.field.type === "email")
  )
    mail.token =
      only || (eitherName(mail) && !says("email", plainWords(mail.field.name)))
        ? "username"
        : "email";
  const asked = group.findIndex(({ token }) => token === "current-password");
  const before = group[asked - 1];
  // Digits of a PIN or a box to be remembered may stand between the customer's number and the password.
  const far = group.slice(Math.max(0, asked - 6), Math.max(0, asked - 1)).filter(numbered);
  if (far.length === 1 && far[0] !== undefined && !filled.some(({ token }) => names.test(token)))
    far[0].token = "username";
  if (before?.field.tag !== "input") return;
  const { token, field } = before;
  if (/^(text|tel|number|)$/.test(field.type)) {
    const card = group.some((one) => one.token.startsWith("cc-") && one !== before);
    const known = token === "name" && filled.some((one) => names.test(one.token));
    if (known) return;
    if (/^(unknown|name|tel|organization|url)$/.test(token) || (token === "cc-number" && !card))
      before.token = "username";
    // A number of a customer or citizen, or the address of a shop, signs in where a password follows.
    const alone = !group.some((one) => /^(username|email|tel)$/.test(one.token));
    if (token === "none" && (numbered(before) || (alone && says("url", shown(field)))))
      before.token = "username";
    if (/^(given-name|family-name)$/.test(token) && says("username", shown(field)))
      before.token = "username";
  }
}

const names = /^(username|email|tel)$/;
const gift = / (gift|voucher) /;

/** A number of a customer, which nobody but who signs in is asked for before a password. */
function numbered({ field, token }: Kinded): boolean {
  const words = shown(field);
  return (
    token === "none" && field.tag === "input" && says("member-number", words) && !gift.test(words)
  );
}

/** A box that is shown as one for an e-mail address takes one, though a program calls it "login". */
function mails(group: Kinded[]): void {
  for (const one of group) {
    const { token, field } = one;
    if (token !== "username" || field.type === "email" || field.autocomplete.includes(token))
      continue;
    if (field.after.startsWith("@")) continue;
    const named = group.some((other) => other !== one && other.token === token && namesUser(other));
    const words = shown(field);
    const own = [field.label, field.near, field.placeholder];
    if (says("username", words) || own.some(eitherMail)) continue;
    if (says("email", words)) one.token = "email";
    else if (says("full-name", words)) one.token = "name";
    else if (says("given-name", words)) one.token = "given-name";
    else if (says("name", words) && (named || !group.some((other) => other.token === "password")))
      one.token = "name";
  }
}

/** A number of a member or customer signs in where a password follows; elsewhere it is a number of theirs. */
function members(group: Kinded[]): void {
  group.forEach((one, index) => {
    if (one.token !== "username" || !says("member-number", wordsOf(one.field))) return;
    // "E-mail or customer number" can only be asked of who signs in.
    const texts = [one.field.label, one.field.near, one.field.placeholder];
    if (texts.some(eitherMail) || (namesUser(one) && says("or", shown(one.field)))) return;
    const next = group
      .slice(index + 1)
      .find(({ field }) => field.maxLength !== 1 && field.type !== "checkbox");
    if (next?.token.endsWith("password") !== true) one.token = "none";
  });
}
