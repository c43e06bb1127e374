/** Right and wrong kinds as figures: the same rules as `score.mjs` beside the pages, which is asked too. */

/** A field whose kind is known. */
export interface Truth {
  index: number;
  label: string;
  /** Every kind that counts as right. */
  accept: string[];
  /** Made by a machine, not by a person: left out. */
  weak?: boolean;
}
export interface TruthPage {
  page: string;
  /** Of all pages of one site the same. */
  site: string;
  fields: Truth[];
}

/** What the engine says; a missing field is "none". */
export interface Prediction {
  corpus: string;
  page: string;
  index: number;
  label: string;
}

/** Shares from 0 to 1; `f1` by kind, for kinds with at least one field. */
export interface Figures {
  pages: number;
  fields: number;
  accuracy: number;
  microF1: number;
  /** Mean over kinds with five fields and more. */
  macroF1: number;
  wrongFills: number;
  mustStayEmpty: number;
  pagesRight: number;
  kinds: Record<string, { fields: number; f1: number }>;
}

/** One field that is wrong. */
export interface Miss {
  page: string;
  index: number;
  truth: string;
  said: string;
}

const canonical = (label: string) => (label === "country-name" ? "country" : label);

/** Counts over `pages` of one corpus; `said` is the kind for a place in a page. */
export function figuresOf(
  pages: readonly TruthPage[],
  said: (page: string, index: number) => string,
): { figures: Figures; misses: Miss[] } {
  const kinds = new Map<string, { fields: number; hit: number; extra: number }>();
  const of = (label: string) => {
    const known = kinds.get(label) ?? { fields: 0, hit: 0, extra: 0 };
    kinds.set(label, known);
    return known;
  };
  const misses: Miss[] = [];
  let wrongFills = 0;
  let pagesRight = 0;
  for (const { page, fields } of pages) {
    const before = misses.length;
    for (const { index, label, accept, weak } of fields) {
      if (weak === true) continue;
      const allowed = new Set(accept.map(canonical));
      const truth = allowed.has("none") ? "none" : canonical(label);
      const got = canonical(said(page, index));
      of(truth).fields++;
      if (allowed.has(got) || got === truth) of(truth).hit++;
      else {
        of(got).extra++;
        if (truth === "none") wrongFills++;
        misses.push({ page, index, truth, said: got });
      }
    }
    if (misses.length === before) pagesRight++;
  }
  return {
    figures: {
      pages: pages.length,
      ...sums(kinds),
      wrongFills,
      pagesRight: pages.length === 0 ? 0 : pagesRight / pages.length,
    },
    misses,
  };
}

function sums(kinds: ReadonlyMap<string, { fields: number; hit: number; extra: number }>) {
  const all = [...kinds].filter(([, { fields }]) => fields > 0);
  const filled = all.filter(([label]) => label !== "none");
  const count = (rows: typeof all, key: "fields" | "hit") =>
    rows.reduce((sum, [, row]) => sum + row[key], 0);
  const extra = [...kinds].reduce(
    (sum, [label, row]) => sum + (label === "none" ? 0 : row.extra),
    0,
  );
  const hit = count(filled, "hit");
  const f1 = (h: number, more: number, fields: number) => {
    const precision = h + more === 0 ? 0 : h / (h + more);
    const recall = fields === 0 ? 0 : h / fields;
    return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  };
  const each = all.map(
    ([label, row]) =>
      [label, { fields: row.fields, f1: f1(row.hit, row.extra, row.fields) }] as const,
  );
  const often = each.filter(([label, row]) => label !== "none" && row.fields >= 5);
  const fields = count(all, "fields");
  return {
    fields,
    accuracy: fields === 0 ? 0 : count(all, "hit") / fields,
    microF1: f1(hit, extra, count(filled, "fields")),
    macroF1:
      often.length === 0 ? 0 : often.reduce((sum, [, row]) => sum + row.f1, 0) / often.length,
    mustStayEmpty: fields - count(filled, "fields"),
    kinds: Object.fromEntries(each),
  };
}

/** Which of `folds` parts a site belongs to, from 0: by a hash of the site alone, so all its pages are together. */
export function foldOf(site: string, folds: number): number {
  let hash = 0x811c9dc5;
  for (const letter of site)
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return (hash >>> 8) % folds;
}
