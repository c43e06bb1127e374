/** How the parts of a backup are told: the same words on the page and in the terminal. */
import type { Field } from "../../src/core/item.ts";
import type { BackupCheck } from "../../src/core/open-backup.ts";
import { say } from "./words.ts";

/** What a field is called: the user's own name for it, or the kind's word. */
export function labelOf(field: Pick<Field, "key" | "label">): string {
  if (field.label !== "") return field.label;
  if (field.key === "") return say("field.unnamed");
  return say(`field.${field.key.replaceAll("-", "_")}` as Parameters<typeof say>[0]) || field.key;
}

/** Values that are shown only when they are asked for. */
export function isHidden(field: Pick<Field, "type" | "critical">): boolean {
  return field.critical || field.type === "hidden";
}

/** A value as it is read; the stored one is "true" or "false" for a yes or no. */
export function valueOf(field: Pick<Field, "type" | "value">): string {
  if (field.type !== "boolean") return field.value ?? "";
  return field.value === "true"
    ? say("reader.yes")
    : field.value === "false"
      ? say("reader.no")
      : "";
}

/** A title, or the words for having none. */
export function titleOf(item: { title: string }): string {
  return item.title === "" ? say("reader.untitled") : item.title;
}

/** Date and time in the user's own form. */
export function dateOf(ms: number): string {
  return new Date(ms).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
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
  const digits = { maximumFractionDigits: unit === 0 ? 0 : 1 };
  return `${size.toLocaleString(undefined, digits)} ${units[unit] ?? ""}`;
}

/** The manifest check in one line: "214 items, complete". */
export function checkLine({ items, complete }: BackupCheck): string {
  return say(complete ? "reader.complete" : "reader.incomplete", items);
}

/** What is wrong with a set that is not complete, and what to do; "" where it is. */
export function checkTrouble({ complete, lost }: BackupCheck): string {
  if (complete) return "";
  return lost > 0 ? say("reader.lost", lost) : say("reader.changed");
}
