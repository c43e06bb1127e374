/** The kinds that a user can give to a field, in groups as one would look for them. */

export const teachable = {
  signIn: ["username", "current-password", "new-password", "email", "one-time-code"],
  person: [
    "name",
    "honorific-prefix",
    "given-name",
    "additional-name",
    "family-name",
    "sex",
    "bday",
    "bday-day",
    "bday-month",
    "bday-year",
    "organization",
    "organization-title",
    "url",
  ],
  contact: ["tel", "tel-country-code", "tel-national", "tel-area-code", "tel-local"],
  address: [
    "street-address",
    "address-line1",
    "address-line2",
    "address-line3",
    "postal-code",
    "address-level2",
    "address-level1",
    "country",
  ],
  card: [
    "cc-name",
    "cc-given-name",
    "cc-family-name",
    "cc-number",
    "cc-exp",
    "cc-exp-month",
    "cc-exp-year",
    "cc-csc",
    "cc-type",
  ],
} as const satisfies Record<string, readonly string[]>;

export type TeachGroup = keyof typeof teachable;
export const teachGroups = Object.keys(teachable) as TeachGroup[];

const all: ReadonlySet<string> = new Set(Object.values(teachable).flat());

/** Whether a token has a word of its own. */
export function isTeachable(token: string): boolean {
  return all.has(token);
}
