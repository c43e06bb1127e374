/**
 * What each field of a page is for. The `autocomplete` attribute decides where it is valid; else the words
 * of label, placeholder, name and id vote (signals/), and then the neighbours settle what one field alone
 * can not tell (refine.ts). Runs in the background: a page learns nothing of it.
 */
import { parseAutocomplete } from "./autocomplete.ts";
import type { Kinded, PageField } from "./field.ts";
import { listKind } from "./list.ts";
import { refine } from "./refine.ts";
import { says } from "./signals/index.ts";
import { plainWords } from "./text.ts";

/** From the particular to the general: within one text the first kind that fits has its vote. */
const order =
  "none one-time-code cc-csc cc-exp-month cc-exp-year cc-exp cc-given-name cc-family-name cc-name cc-type cc-number bday-day bday-month bday-year bday username email organization-title organization tel-extension tel-country-code tel-area-code tel postal-code address-line3 address-line2 country address-level1 address-level2 honorific-prefix honorific-suffix full-name additional-name given-name family-name street-address name sex url day month year".split(
    " ",
  );

/** What may stand in a list or a group of radio buttons. */
const choosable =
  /^(none|country|address-level[12]|bday.*|cc-exp.*|cc-type|honorific-.*|sex|tel-country-code|day|month|year)$/;

/** Kinds for the fields of one document, in the same order. */
export function classify(fields: readonly PageField[]): Kinded[] {
  return refine(fields.map((field) => ({ field, token: alone(field) })));
}

/** What the field says by itself; beside tokens also `password`, `day`, `month` and `year`. */
function alone(field: PageField): string {
  if (field.type === "checkbox" || field.tag === "editable") return "unknown";
  const asked = parseAutocomplete(field.autocomplete);
  if (asked !== null && believable(field, asked.field))
    return /fax|pager/.test(asked.contact) ? "none" : asked.field;
  if (field.type === "search") return "none";
  const token = vote(field);
  if (field.type === "password")
    return /^(none|one-time-code|cc-csc)$/.test(token) ? token : "password";
  const listed = field.tag === "select" || field.type === "radio";
  if (listed && !choosable.test(token)) return listKind(field);
  if (field.tag === "textarea" && !/^(none|street-address)$/.test(token)) return "unknown";
  return token;
}

function believable(field: PageField, token: string): boolean {
  const secret = /password|one-time-code|cc-csc|cc-number/.test(token);
  if (field.type === "password") return secret;
  return !/password/.test(token);
}

function vote(field: PageField): string {
  const { label, near, placeholder, name, id, title, autocomplete } = field;
  const votes = new Map<string, number>();
  const cast = (token: string, weight: number) =>
    votes.set(token, (votes.get(token) ?? 0) + weight);
  const sources: [string, number][] = [
    [label, 3],
    [near, 1.9],
    [placeholder, 2],
    [name, 2],
    [id === name ? "" : id, 0.9],
    [title, 1],
    [autocomplete, 1],
  ];
  for (const [text, weight] of sources) {
    if (text === "") continue;
    const words = plainWords(text.slice(0, 120));
    const token = order.find((kind) => says(kind, words));
    // A long sentence speaks of many things.
    if (token !== undefined)
      cast(token === "full-name" ? "name" : token, text.length > 70 ? weight / 2 : weight);
  }
  if (field.type === "email") cast("email", 4);
  if (field.type === "tel") cast("tel", 1);
  if (field.type === "url") cast("url", 3.5);
  if (field.tag === "select") cast(listKind(field), 2.5);
  votes.delete("unknown");
  let best = "unknown";
  for (const [token, weight] of votes) if (weight > (votes.get(best) ?? 0)) best = token;
  // "Name" and first_name: the particular is right.
  const parts = ["given-name", "family-name", "username"].filter(
    (token) => (votes.get(token) ?? 0) >= 2,
  );
  return best === "name" ? (parts[0] ?? best) : best;
}
