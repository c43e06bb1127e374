/** Words whose key is made from a name of the core. Locale keys know no hyphen, so it becomes "_". */
import type { Outcome } from "../core/form/field.ts";
import { failureCode } from "../core/failure.ts";
import type { Field } from "../core/item.ts";
import { shownText } from "../core/shown.ts";
import { say } from "../wire/words.ts";

type Key = Parameters<typeof say>[0];

/** The key of the locale for a built-in field. */
export function fieldKey(key: string): string {
  return `field.${key.replaceAll("-", "_")}`;
}

/** What a field is called: the user's own name for it, or the kind's word. */
export function labelOf(field: Pick<Field, "key" | "label">): string {
  const label = shownText(field.label);
  if (label !== "") return label;
  return field.key === "" ? say("field.unnamed") : say(fieldKey(field.key) as Key);
}

/** Why a field of the page was filled or left alone. */
export function outcomeWord(outcome: Outcome): string {
  return say(`outcome.${outcome.replaceAll("-", "_")}` as Key);
}

/** The sentence for anything that was thrown. */
export function sentence(thrown: unknown): string {
  return say(`failure.${failureCode(thrown)}`);
}

/** A title without signs that turn letters around, or the words for having none. */
export function titleOf(item: { title: string }): string {
  return shownText(item.title) || say("list.untitled");
}

/** Date and time in the user's own form. */
export function dateOf(ms: number): string {
  return new Date(ms).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}

/** The day alone, in the user's own form. */
export function dayOf(ms: number): string {
  return new Date(ms).toLocaleDateString(undefined, { dateStyle: "medium" });
}

/** "3.4 MB" */
export function sizeOf(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let size = bytes;
  let unit = 0;
  while (size >= 1000 && unit < units.length - 1) {
    size /= 1000;
    unit++;
  }
  return `${size.toLocaleString(undefined, { maximumFractionDigits: unit === 0 ? 0 : 1 })} ${units[unit] ?? ""}`;
}
