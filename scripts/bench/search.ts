/** The search of 10,000 items, a keystroke at a time, beside three libraries over the same items in the same browser. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Page } from "puppeteer";
import type { Bench } from "./browser.ts";
import { findFirst, timed } from "./browser.ts";
import type { Entry } from "./rounds.ts";

/** What is typed, letter by letter: a title, a slip of the finger, something that is not there. */
const typed = ["login number 42", "lgoin 777", "user123 site", "zebra"];
/** Shortest to longest, as the keys are pressed. */
const keystrokes = typed.flatMap((text) =>
  Array.from({ length: text.length }, (_, n) => text.slice(0, n + 1)),
);
/** The same with operators, which the libraries do not know. */
const operators = ["type:login tag:tag", "site:site99 is:fav", 'login -tag:"tag 1" 77'];

const find = findFirst[1] as Record<string, unknown>;
const asked = (texts: readonly string[]) =>
  texts.map((text): [string, unknown] => ["find", { ...find, text }]);

const require = createRequire(import.meta.url);
const folderOf = (name: string) => dirname(require.resolve(name));

/** The libraries as they are published, each under a name of its own in the page. */
function sources(): string {
  const common = (path: string, name: string) =>
    `{ const module = { exports: {} }; const exports = module.exports; const define = undefined;
    (function () { ${readFileSync(path, "utf8")}\n }).call(globalThis);
    globalThis.${name} = module.exports; }`;
  return [
    common(join(folderOf("fuse.js"), "fuse.cjs"), "BenchFuse"),
    common(join(folderOf("minisearch"), "../umd/index.js"), "BenchMini"),
    common(join(folderOf("@leeoniya/ufuzzy"), "uFuzzy.cjs"), "BenchFuzzy"),
    prepare,
  ].join("\n");
}

/** Runs in the page: the items of `vaultOfSize`, and a function for each library that answers 50 of them. */
const prepare = `{
  const items = Array.from({ length: 10000 }, (_, i) => ({ id: i, title: "Login number " + i, hint: "user" + i,
    tags: "tag " + (i % 20), origins: "https://site" + i + ".example" }));
  const fields = ["title", "hint", "tags", "origins"];
  const fuse = new (BenchFuse.default ?? BenchFuse)(items, { keys: fields });
  const mini = new (BenchMini.default ?? BenchMini)({ fields, storeFields: fields });
  mini.addAll(items);
  const fuzzy = new (BenchFuzzy.default ?? BenchFuzzy)({ intraMode: 1 });
  const lines = items.map((item) => fields.map((field) => item[field]).join(" "));
  globalThis.benchSearch = {
    fuse: (text) => fuse.search(text, { limit: 50 }),
    mini: (text) => mini.search(text, { prefix: true, fuzzy: 0.2, combineWith: "AND" }).slice(0, 50),
    fuzzy: (text) => { const [found, , order] = fuzzy.search(lines, text, 0, 20000);
      return order ? order.slice(0, 50).map((n) => found[n]) : (found ?? []).slice(0, 50); },
  };
}`;

const ready = new WeakSet<Page>();

async function library(page: Page, name: "fuse" | "mini" | "fuzzy"): Promise<number> {
  if (!ready.has(page)) {
    await page.evaluate(sources());
    ready.add(page);
  }
  const ms = await page.evaluate(
    (which, texts) => {
      const { benchSearch } = globalThis as unknown as {
        benchSearch: Record<string, (text: string) => unknown[]>;
      };
      const start = performance.now();
      for (const text of texts) benchSearch[which]?.(text);
      return performance.now() - start;
    },
    name,
    keystrokes,
  );
  return ms / keystrokes.length;
}

/** The entry of `npm run bench -- search`. */
export function searchEntry({ page }: Bench): Entry {
  const ours = (texts: readonly string[]) => async () =>
    (await timed(page, asked(texts))) / texts.length;
  return {
    name: "search",
    about: `ms a keystroke over 10,000 items, ${keystrokes.length} keystrokes a run; Coffer with its message to the worker and back, the libraries in the page, without bodies, ranking by use and operators`,
    sides: [
      { name: "Coffer, message to answer", run: ours(keystrokes) },
      { name: "Coffer, with operators", run: ours(operators) },
      { name: "@leeoniya/ufuzzy", run: () => library(page, "fuzzy") },
      { name: "minisearch", run: () => library(page, "mini") },
      { name: "fuse.js", run: () => library(page, "fuse") },
    ],
  };
}
