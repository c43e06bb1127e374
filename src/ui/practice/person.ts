/** A person to practise with, who is nobody. */
import type { Draft } from "../../core/item.ts";
import { call } from "../../wire/call.ts";
import { say } from "../../wire/words.ts";
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

/** Whether the open vault has any identity to fill with. */
export async function hasIdentity(): Promise<boolean> {
  const found = await call("find", {
    text: "",
    tabId: null,
    where: "items",
    kind: "identity",
    tag: null,
    favourite: false,
    offset: 0,
    limit: 1,
  });
  return found.total > 0;
}

/** The practice person as a draft. */
export function person(title: string): Draft {
  const draft = newDraft("identity", title);
  return {
    ...draft,
    fields: draft.fields.map((field) => ({ ...field, value: nobody[field.key] ?? "" })),
  };
}

/** Saves it; answers its title. */
export async function makePerson(): Promise<string> {
  const item = await call("item.save", { draft: person(say("practice.personTitle")), password: null });
  return item.title;
}
