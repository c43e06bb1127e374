/**
 * `npm run bench [-- NAME ...]`: rounds of A and B in turn in a real browser; a table, then one JSON line. A run
 * whose control moved by more than 30 % is void.
 */
import { benchOf, controlIn } from "./bench/browser.ts";
import { entriesFor } from "./bench/entries.ts";
import { type Result, runEntry, table } from "./bench/rounds.ts";
import { scanEntries } from "./bench/scan.ts";
import { ensureBrowsers } from "./browsers.ts";
import { buildFor } from "./build.ts";

const rounds = 9;

/** Exit code: 1 where a name is unknown or a result is void. */
export default async function bench(names: string[]): Promise<number> {
  ensureBrowsers("chromium");
  await buildFor("chromium");
  console.log("Making a vault of 10 and one of 10,000 items ...");
  const small = await benchOf(10);
  const large = await benchOf(10_000);
  const results: Result[] = [];
  try {
    const all = [...entriesFor(small, large), ...(await scanEntries(small))];
    const chosen = all.filter(({ name }) => names.length === 0 || names.includes(name));
    if (chosen.length === 0) {
      console.error(`There is no such entry. Known: ${all.map(({ name }) => name).join(", ")}.`);
      return 1;
    }
    for (const entry of chosen) {
      const result = await runEntry(entry, () => controlIn(small.page), rounds);
      results.push(result);
      console.log(`\n${table(result)}`);
    }
  } finally {
    await small.coffer.close();
    await large.coffer.close();
  }
  console.log(`\n${JSON.stringify({ rounds, results })}`);
  return results.some((result) => result.void) ? 1 : 0;
}
