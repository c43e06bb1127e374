/** How the items and fields that a template names are found (docs/TEMPLATES.md, "Vault fields"). */
import type { Field } from "../item.ts";
import { fold } from "../search.ts";
import { TemplateError } from "./failure.ts";

/** A tag of this form is another name of its item: "@work". */
const aliasMark = "@";

/** Whether a tag is another name of its item. */
export function isAlias(tag: string): boolean {
  return tag.startsWith(aliasMark);
}

/** What is compared of a name: letters and digits, without case and accents. "Given name" is "givenName". */
export function plainName(text: string): string {
  return fold(text).replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** Whether an item goes by this name: its title, or a tag like "@work". */
export function goesBy(item: { title: string; tags: readonly string[] }, name: string): boolean {
  const wanted = plainName(name);
  if (wanted === "") return false;
  return (
    plainName(item.title) === wanted ||
    item.tags.some((tag) => isAlias(tag) && plainName(tag) === wanted)
  );
}

/** The one item of a name: an alias goes before a title. Throws where there is none, or more than one. */
export function oneNamed<T extends { title: string; tags: readonly string[] }>(
  items: readonly T[],
  name: string,
  codes: { none: "NO_ITEM" | "NO_SNIPPET"; two: "TWO_ITEMS" | "TWO_SNIPPETS" },
): T {
  const found = items.filter((item) => goesBy(item, name));
  const wanted = plainName(name);
  const aliased = found.filter((item) => plainName(item.title) !== wanted);
  const best = aliased.length > 0 ? aliased : found;
  const [first] = best;
  if (first === undefined) throw new TemplateError(codes.none, name);
  if (best.length > 1) throw new TemplateError(codes.two, name);
  return first;
}

/** The one field of a name: the kind's key, or the user's label. Throws where there is none, or more than one. */
export function fieldNamed(fields: readonly Field[], item: string, name: string): Field {
  const wanted = plainName(name);
  const shown = `${item}.${name}`;
  const named = fields.filter(({ key, label }) => plainName(label === "" ? key : label) === wanted);
  const found = named.length > 0 ? named : fields.filter(({ key }) => plainName(key) === wanted);
  const [first] = found;
  if (first === undefined || wanted === "") throw new TemplateError("NO_FIELD", shown);
  if (found.length > 1) throw new TemplateError("TWO_FIELDS", shown);
  return first;
}
