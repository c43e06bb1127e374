import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logAsCsv, logAsJson, type LogRow } from "../../src/core/exports/log.ts";

const row: LogRow = {
  at: Date.UTC(2026, 0, 2, 3, 4, 5),
  event: "filled",
  title: 'The "best", shop',
  origin: "https://shop.example",
  elsewhere: false,
};

/** Cells of a CSV by RFC 4180, written apart from the code under test. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[""]];
  let inQuotes = false;
  for (let i = 1; i < csv.length; i++) {
    const line = rows.at(-1) as string[];
    const c = csv[i] as string;
    if (inQuotes && c === '"' && csv[i + 1] === '"')
      i += line.push(`${line.pop() ?? ""}"`) > 0 ? 1 : 0;
    else if (c === '"') inQuotes = !inQuotes;
    else if (!inQuotes && c === ",") line.push("");
    else if (!inQuotes && csv.startsWith("\r\n", i)) {
      rows.push([""]);
      i++;
    } else line.push((line.pop() ?? "") + c);
  }
  return rows.slice(0, -1);
}

describe("the log as a file", () => {
  it("is a table with a heading", () => {
    expect(parse(logAsCsv([row]))).toEqual([
      ["time", "event", "title", "site", "device"],
      ["2026-01-02T03:04:05.000Z", "filled", 'The "best", shop', "https://shop.example", "this"],
    ]);
  });

  it("reads back whatever a title is; one that begins like a formula is made text", () => {
    fc.assert(
      fc.property(fc.string(), (title) => {
        const cell = parse(logAsCsv([{ ...row, title }]))[1]?.[2];
        expect(cell).toBe(/^[=+\-@\t\r]/.test(title) ? `'${title}` : title);
      }),
    );
    expect(logAsCsv([{ ...row, title: "=1+1" }])).toContain(",'=1+1,");
  });

  it("is a list of objects as JSON", () => {
    const other = { ...row, event: null, title: null, origin: null, elsewhere: true };
    expect(JSON.parse(logAsJson([row, other]))).toEqual([
      {
        time: "2026-01-02T03:04:05.000Z",
        event: "filled",
        title: 'The "best", shop',
        site: "https://shop.example",
        device: "this",
      },
      { time: "2026-01-02T03:04:05.000Z", event: "unknown", title: "", site: "", device: "other" },
    ]);
  });
});
