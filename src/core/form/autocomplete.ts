/** The `autocomplete` attribute: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill */

const plain =
  "name honorific-prefix given-name additional-name family-name honorific-suffix nickname username new-password current-password one-time-code organization-title organization street-address address-line1 address-line2 address-line3 address-level4 address-level3 address-level2 address-level1 country country-name postal-code cc-name cc-given-name cc-additional-name cc-family-name cc-number cc-exp cc-exp-month cc-exp-year cc-csc cc-type transaction-currency transaction-amount language bday bday-day bday-month bday-year sex url photo";
const contactable =
  "tel tel-country-code tel-national tel-area-code tel-local tel-local-prefix tel-local-suffix tel-extension email impp";

const plainFields: ReadonlySet<string> = new Set(plain.split(" "));
const contactFields: ReadonlySet<string> = new Set(contactable.split(" "));
const contacts: ReadonlySet<string> = new Set(["home", "work", "mobile", "fax", "pager"]);

/** What an `autocomplete` attribute asks for; every part but `field` may be "". */
export interface Autocomplete {
  /** Autofill field name: "email", "cc-exp" ... */
  field: string;
  section: string;
  mode: "" | "shipping" | "billing";
  contact: string;
  webauthn: boolean;
}

/** Null where the attribute is "on", "off", or breaks the grammar. */
export function parseAutocomplete(attribute: string): Autocomplete | null {
  const rest = attribute
    .toLowerCase()
    .split(/[\t\n\f\r ]+/)
    .filter((part) => part !== "");
  const webauthn = rest.at(-1) === "webauthn";
  if (webauthn) rest.pop();
  const field = rest.pop() ?? "";
  const reachable = contactFields.has(field);
  if (!reachable && !plainFields.has(field)) return null;
  const contact = reachable && contacts.has(rest.at(-1) ?? "") ? (rest.pop() ?? "") : "";
  const last = rest.at(-1);
  const mode = last === "shipping" || last === "billing" ? last : "";
  if (mode !== "") rest.pop();
  const section = rest.at(-1)?.startsWith("section-") === true ? (rest.pop() ?? "") : "";
  return rest.length === 0 ? { field, section, mode, contact, webauthn } : null;
}
