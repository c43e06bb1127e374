/**
 * `npm run score:forms [-- DIR] [--out preds.json] [--folds 5] [--errors]`: opens every page of
 * `DIR/<corpus>/pages` in a real Chromium, scans it with the guest's scanner, lets the form engine say what each
 * field is, and prints how much of that is right; `--folds` also for parts of the sites, `--errors` each miss. The
 * last line is JSON.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { classify } from "../src/core/form/classify.ts";
import { ensureBrowsers } from "./browsers.ts";
import {
  figuresOf,
  foldOf,
  type Figures,
  type Prediction,
  type TruthPage,
} from "./score/figures.ts";
import { scanPages, type Scanned } from "./score/open-pages.ts";
import { root } from "./tool.ts";

interface Corpus {
  name: string;
  pages: TruthPage[];
}

function corporaIn(folder: string): Corpus[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "truth.json")))
    .map((name) => {
      const text = readFileSync(join(folder, name, "truth.json"), "utf8");
      return { name, pages: (JSON.parse(text) as { pages: TruthPage[] }).pages };
    });
}

function predictionsOf(corpus: string, page: string, { fields, places }: Scanned): Prediction[] {
  return classify(fields).flatMap(({ token }, at) => {
    const index = places[at] ?? -1;
    return index < 0 || token === "none" || token === "unknown"
      ? []
      : [{ corpus, page, index, label: token }];
  });
}

const percent = (share: number) => (100 * share).toFixed(1);

function line(name: string, { figures: f }: { figures: Figures }): string {
  return (
    `${name}: ${f.pages} pages, ${f.fields} fields | accuracy ${percent(f.accuracy)} | micro F1 ${percent(f.microF1)}` +
    ` | macro F1 ${percent(f.macroF1)} | wrong fills ${f.wrongFills} of ${f.mustStayEmpty}` +
    ` | pages entirely right ${percent(f.pagesRight)}`
  );
}

/** What the judge's own script says of the same predictions; null where it does not lie there. */
async function judged(folder: string, corpus: Corpus, predictions: Prediction[]) {
  const script = join(folder, "..", "score.mjs");
  if (!existsSync(script)) return null;
  const { score } = (await import(pathToFileURL(script).href)) as {
    score: (pages: TruthPage[], predictions: Prediction[]) => Record<string, number>;
  };
  return score(corpus.pages, predictions);
}

function agrees(figures: Figures, other: Record<string, number>): boolean {
  const pairs: [number, string][] = [
    [figures.pages, "pages"],
    [figures.fields, "fields"],
    [figures.accuracy, "accuracy"],
    [figures.microF1, "microF1"],
    [figures.macroF1, "macroF1min5"],
    [figures.wrongFills, "spuriousOnNone"],
    [figures.mustStayEmpty, "negatives"],
    [figures.pagesRight, "perfectPages"],
  ];
  return pairs.every(([own, key]) => Math.abs(own - (other[key] ?? Number.NaN)) < 1e-9);
}

/** Exit code: 1 where `score.mjs` beside the pages counts otherwise. */
export default async function scoreForms(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      out: { type: "string" },
      folds: { type: "string" },
      scans: { type: "string" },
      errors: { type: "boolean", default: false },
    },
  });
  const folder = resolve(root, positionals[0] ?? "../shared/corpora/forms/open");
  const corpora = existsSync(folder) ? corporaIn(folder) : [];
  if (corpora.length === 0) {
    console.log(`There are no form pages in ${folder}, so there is nothing to score.`);
    return 0;
  }
  const folds = Math.max(0, Math.min(20, Math.trunc(Number(values.folds ?? 0)) || 0));
  const start = performance.now();
  const all = corpora.flatMap(({ name, pages }) => pages.map(({ page }) => ({ name, page })));
  const scanned = await scansOf(
    all.map(({ name, page }) => join(folder, name, "pages", `${page}.html`)),
    values.scans,
  );
  const seconds = (performance.now() - start) / 1000;
  const predictions = all.flatMap(({ name, page }, at) =>
    predictionsOf(name, page, scanned[at] ?? { fields: [], places: [] }),
  );
  if (values.out !== undefined) writeFileSync(resolve(values.out), JSON.stringify(predictions));
  const result: Record<string, unknown> = {};
  let agreed = true;
  for (const corpus of corpora) {
    const own = predictions.filter((one) => one.corpus === corpus.name);
    const labels = new Map(own.map(({ page, index, label }) => [`${index} ${page}`, label]));
    const say = (page: string, index: number) => labels.get(`${index} ${page}`) ?? "none";
    const whole = figuresOf(corpus.pages, say);
    console.log(line(corpus.name, whole));
    const parts = Array.from({ length: folds }, (_, fold) =>
      figuresOf(
        corpus.pages.filter(({ site }) => foldOf(site, folds) === fold),
        say,
      ),
    );
    parts.forEach((part, fold) => console.log(line(`  sites of fold ${fold + 1}`, part)));
    if (values.errors) for (const miss of whole.misses) console.log(`    ${JSON.stringify(miss)}`);
    const other = await judged(folder, corpus, own);
    if (other !== null && !agrees(whole.figures, other)) {
      console.error(`score.mjs counts ${corpus.name} otherwise: ${JSON.stringify(other)}`);
      agreed = false;
    }
    result[corpus.name] = { ...whole.figures, folds: parts.map(({ figures }) => figures) };
  }
  if (folds > 0)
    console.log(
      "Nothing in the engine is trained: each fold is judged by the same words and rules, so their mean is the plain figure and their spread is chance.",
    );
  console.log(`Scanned in ${seconds.toFixed(0)} s.`);
  console.log(JSON.stringify(result));
  return agreed ? 0 : 1;
}

/** Scans of the pages, from a file of an earlier run where one is named and there. */
async function scansOf(paths: string[], file: string | undefined): Promise<Scanned[]> {
  if (file !== undefined && existsSync(file))
    return JSON.parse(readFileSync(file, "utf8")) as Scanned[];
  ensureBrowsers("chromium");
  const { scanned, refused } = await scanPages(paths);
  if (refused > 0) console.log(`${refused} requests that pages wanted to make were refused.`);
  if (file !== undefined) writeFileSync(file, JSON.stringify(scanned));
  return scanned;
}
