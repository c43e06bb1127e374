/** The audit log as a file for people and tables: CSV by RFC 4180, and JSON. Titles and sites stand in it in clear. */

/** One entry as it stands in the file; null where there is nothing to say. */
export interface LogRow {
  /** ms since 1970. */
  at: number;
  /** Name of the code, or null for one that a newer version wrote. */
  event: string | null;
  title: string | null;
  origin: string | null;
  elsewhere: boolean;
}

const columns = ["time", "event", "title", "site", "device"] as const;

function cellsOf(row: LogRow): Record<(typeof columns)[number], string> {
  return {
    time: new Date(row.at).toISOString(),
    event: row.event ?? "unknown",
    title: row.title ?? "",
    site: row.origin ?? "",
    device: row.elsewhere ? "other" : "this",
  };
}

/** A program for tables would run a title that begins like a formula: an apostrophe before it makes it text. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines with CRLF and a heading, times in UTC; with the mark by which tables know UTF-8. */
export function logAsCsv(rows: readonly LogRow[]): string {
  const lines = rows.map((row) => {
    const cells = cellsOf(row);
    return columns.map((name) => quoted(cells[name])).join(",");
  });
  return `\uFEFF${[columns.join(","), ...lines].join("\r\n")}\r\n`;
}

/** A list of objects with the columns of the CSV, times in UTC; a title is as it is. */
export function logAsJson(rows: readonly LogRow[]): string {
  return `${JSON.stringify(rows.map(cellsOf), null, 2)}\n`;
}
