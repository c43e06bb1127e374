/** What the terminal shows. Text of a vault may come from anywhere, so nothing of it reaches the terminal raw. */
import type { BackupItem, BackupRow, OpenBackup } from "../../src/core/open-backup.ts";
import { matching, sorted } from "../shared/order.ts";
import {
  checkLine,
  checkTrouble,
  dateOf,
  isHidden,
  labelOf,
  sizeOf,
  titleOf,
  valueOf,
} from "../shared/told.ts";
import { say } from "../shared/words.ts";

const mask = "••••••••";

/** One line of text: what would steer a terminal or turn its direction is written out as "\u{1b}". */
export function safe(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu,
    (symbol) => `\\u{${(symbol.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/** Text of several lines, every one of them safe. */
function safeLines(text: string, indent: string): string {
  return text.split(/\r?\n/).map(safe).join(`\n${indent}`);
}

/** The manifest check: what is in the file, whether it is all, and since when. */
export function checkText({ check }: OpenBackup): string {
  const parts = [
    checkLine(check),
    say("reader.trashed", check.trashed),
    say("reader.records", check.records),
    say("reader.made", dateOf(check.made)),
  ];
  const trouble = checkTrouble(check);
  return `${parts.join(" · ")}\n${trouble === "" ? "" : `${trouble}\n`}`;
}

/** First digits of an id, as many as tell it from all others, at least 8. */
function digitsOf(rows: readonly BackupRow[]): number {
  let digits = 8;
  while (digits < 32 && new Set(rows.map(({ id }) => id.slice(0, digits))).size < rows.length) {
    digits += 4;
  }
  return digits;
}

/** The list: id, kind, title and hint, by title or by how well they match. Null where nothing is found. */
export function listText(opened: OpenBackup, search: string, trash: boolean): string | null {
  const rows = matching(sorted(opened.rows), search, trash);
  if (rows.length === 0) return null;
  const digits = digitsOf(opened.rows);
  const lines = rows.map((row) => {
    const kind = say(`kind.${row.kind}`).padEnd(8);
    const hint = row.hint === "" ? "" : ` (${safe(row.hint)})`;
    return `${row.id.slice(0, digits)}  ${kind}  ${safe(titleOf(row))}${hint}`;
  });
  return `${lines.join("\n")}\n`;
}

/** One item with its fields; hidden values only with `reveal`. */
export function itemText(item: BackupItem, reveal: boolean): string {
  const rows: [string, string][] = [
    [say("reader.kind"), say(`kind.${item.kind}`)],
    ...item.origins.map((origin): [string, string] => [say("reader.site"), origin]),
    ...(item.tags.length > 0
      ? [[say("reader.tags"), item.tags.join(", ")] as [string, string]]
      : []),
    [say("reader.created"), dateOf(item.created)],
    [say("reader.modified"), dateOf(item.modified)],
  ];
  if (item.trashed !== null) rows.push(["", say("reader.inTrash", dateOf(item.trashed))]);
  for (const field of item.fields) {
    const value = field.value === null ? say("reader.noValue") : valueOf(field);
    const masked = isHidden(field) && !reveal && field.value !== null && value !== "";
    rows.push([labelOf(field), masked ? mask : value]);
  }
  for (const { name, bytes } of item.files) {
    rows.push([say("reader.files"), say("reader.file", name, sizeOf(bytes))]);
  }
  const width = Math.min(24, Math.max(...rows.map(([label]) => label.length)));
  const indent = " ".repeat(width + 4);
  const told = rows.map(
    ([label, value]) => `  ${safe(label).padEnd(width)}  ${safeLines(value, indent)}`,
  );
  const partial = item.partial ? `${say("reader.partial")}\n` : "";
  return `${safe(titleOf(item))}  ${item.id}\n${partial}${told.join("\n")}\n`;
}
