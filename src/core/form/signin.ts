/** Who signs in or up, and with which password: what the fields of a form tell together. */
import type { Kinded } from "./field.ts";
import { contextOf, eitherMail, shown, wordsOf } from "./group.ts";
import { said, says } from "./signals/index.ts";

/** Settles user names and passwords of one form; no `password` is left afterwards. */
export function signIn(group: Kinded[]): void {
  mails(group);
  passwords(group);
  quieted(group);
  signUpMail(group);
  userName(group);
  members(group);
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
  const open = group.filter(({ token }) => token === "password");
  const context = contextOf(group);
  const [first, second] = open;
  if (first === undefined) return;
  const near = second === undefined ? 99 : group.indexOf(second) - group.indexOf(first);
  if (second !== undefined && (again(second) || near < 3 || open.length > 2)) {
    const changes = old(first) || (open.length === 3 && again(open[2]) && !again(second));
    open.forEach(
      (one, index) => (one.token = changes && index === 0 ? "current-password" : "new-password"),
    );
  } else {
    const up = says("sign-up", context);
    const both = said("sign-up", context) - said("sign-in", context);
    const person = group.filter(({ token }) => personal.test(token)).length;
    const fresh = person > 1 || again(first) || (up && (person > 0 || both > 0));
    for (const one of open)
      one.token =
        says("password-new", wordsOf(one.field)) || (fresh && !old(one))
          ? "new-password"
          : "current-password";
  }
}

/** `new-password` in a form that only signs in is there to keep browsers quiet, not because it is new. */
function quieted(group: Kinded[]): void {
  const asked = group.filter(({ token }) => token.endsWith("-password"));
  const [only] = asked;
  const context = contextOf(group);
  if (only?.token !== "new-password" || asked.length > 1) return;
  if (!says("sign-in", context) || says("sign-up", context)) return;
  if (says("password-new", wordsOf(only.field)) || group.some(({ token }) => personal.test(token)))
    return;
  only.token = "current-password";
}

/** Who signs up types an address, though it will be the user name: so the standard's `username` may be on it. */
function signUpMail(group: Kinded[]): void {
  const fresh = group.some(({ token }) => token === "new-password");
  if (!fresh || group.some(({ token }) => token === "current-password")) return;
  for (const one of group) {
    if (one.token !== "username" || !says("email", wordsOf(one.field))) continue;
    const others = group.some(({ token, field }) => token === "username" && field !== one.field);
    if (one.field.type === "email" || others || says("email", shown(one.field)))
      one.token = "email";
  }
}

/** In a sign-in form, the text just before the password is who signs in. */
function userName(group: Kinded[]): void {
  const filled = group.filter(({ token }) => !/^(none|unknown)$/.test(token));
  const [mail, word] = filled;
  // The standard calls it a user name whatever its form, where an address and a password are all there is.
  if (filled.length === 2 && word?.token === "current-password" && mail?.field.type === "email")
    mail.token = "username";
  const before = group[group.findIndex(({ token }) => token === "current-password") - 1];
  if (before?.field.tag !== "input") return;
  const { token, field } = before;
  if (/^(text|tel|number|)$/.test(field.type)) {
    if (/^(unknown|name|tel|organization)$/.test(token)) before.token = "username";
    if (/^(given-name|family-name)$/.test(token) && says("username", shown(field)))
      before.token = "username";
  }
}

/** A box that is shown as one for an e-mail address takes one, though a program calls it "login". */
function mails(group: Kinded[]): void {
  for (const one of group) {
    const { token, field } = one;
    if (token !== "username" || field.type === "email" || field.autocomplete.includes(token))
      continue;
    const words = shown(field);
    const own = [field.label, field.near, field.placeholder];
    if (says("username", words) || own.some(eitherMail)) continue;
    if (says("email", words)) one.token = "email";
    else if (says("full-name", words)) one.token = "name";
    else if (says("name", words) && !group.some((other) => other.token === "password"))
      one.token = "name";
  }
}

/** A number of a member or customer signs in where a password follows; elsewhere it is a number of theirs. */
function members(group: Kinded[]): void {
  group.forEach((one, index) => {
    if (one.token !== "username" || !says("member-number", wordsOf(one.field))) return;
    if (group[index + 1]?.token.endsWith("password") !== true) one.token = "none";
  });
}
