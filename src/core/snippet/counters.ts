/** Counters of a snippet, kept in a field of its own (key "counters"): one a line, "name 42". */

export const countersKey = "counters";

/** The counters of a field's text; a line that is none is passed over. */
export function readCounters(text: string): Map<string, number> {
  const counters = new Map<string, number>();
  for (const line of text.split("\n")) {
    const [, name, count] = /^\s*(.*\S)\s+(\d{1,15})\s*$/.exec(line) ?? [];
    if (name !== undefined) counters.set(name, Number(count));
  }
  return counters;
}

/** As it stands in the field; `readCounters` reads it back. */
export function writeCounters(counters: ReadonlyMap<string, number>): string {
  return [...counters].map(([name, count]) => `${name} ${count}`).join("\n");
}

/** The name of a counter as it can stand in a line. */
export function counterName(name: string): string {
  return name.replaceAll(/\s+/g, " ").trim().slice(0, 100) || "n";
}
