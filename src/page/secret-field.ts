/** Fields that nothing is ever typed into for the user but by a fill: passwords, one-time and security codes. */
import { isMasked, type Control } from "./control.ts";
import { attribute, textOf } from "./words.ts";

const told = /one-time-code|password|cc-csc/;
const named =
  /passw|pwd|one.?time|(^|[^a-z])(otp|totp|2fa|mfa|passcode|pin|tan|cvc|cvv|csc)([^a-z]|$)|(verification|security|confirmation|auth\w*|sms|login).?code/i;

/** By type, style, what the page says of it, its names, and boxes for one digit each. */
export function isSecretField(element: Element): boolean {
  const { labels, maxLength } = element as Control;
  const words = ["name", "id", "aria-label", "placeholder"].map((key) => attribute(element, key));
  return (
    isMasked(element) ||
    told.test(attribute(element, "autocomplete")) ||
    maxLength === 1 ||
    named.test([...words, ...[...(labels ?? [])].map(textOf)].join(" "))
  );
}
