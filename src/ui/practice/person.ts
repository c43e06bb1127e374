/** A person to practise with, who is nobody. */
import type { Draft } from "../../core/item.ts";
import { newDraft } from "../state/draft.ts";

/** example.com and 555 numbers belong to nobody (RFC 2606, and the numbering plan for fiction). */
const nobody: Readonly<Record<string, string>> = {
  "honorific-prefix": "Ms",
  "given-name": "Ada",
  "family-name": "Sample",
  bday: "1990-02-28",
  sex: "female",
  email: "ada.sample@example.com",
  tel: "+1 202 555 0143",
  organization: "Sample & Daughters",
  "street-address": "12 Example Street",
  "postal-code": "02139",
  "address-level2": "Cambridge",
  "address-level1": "MA",
  country: "United States",
  notes: "Just practising.",
};

/** The practice person as a draft. */
export function person(title: string): Draft {
  const draft = newDraft("identity", title);
  return {
    ...draft,
    fields: draft.fields.map((field) => ({ ...field, value: nobody[field.key] ?? "" })),
  };
}
