/** Why Coffer thinks that a field is of a kind, in one word: found by asking the classifier again without parts of it. */
import { parseAutocomplete } from "./autocomplete.ts";
import { classify } from "./classify.ts";
import type { Kinded, PageField } from "./field.ts";
import type { Told } from "./said.ts";

export const reasons = ["said", "autocomplete", "label", "name", "neighbours", "none"] as const;
export type Reason = (typeof reasons)[number];

/** The first that is enough: what the user said, the page's own `autocomplete`, its words, its name, its neighbours. */
export function explain({ field, token }: Kinded, told: Told | undefined): Reason {
  if (told !== undefined && told.as !== "plan") return "said";
  if (parseAutocomplete(field.autocomplete)?.field === token) return "autocomplete";
  if (token === "unknown") return "none";
  const says = (part: Partial<PageField>) =>
    classify([{ ...field, autocomplete: "", ...part }])[0]?.token === token;
  if (says({ name: "", id: "" })) return "label";
  return says({}) ? "name" : "neighbours";
}
