/** Which rows of a backup are listed, and in what order. */
import type { BackupRow } from "../../src/core/open-backup.ts";
import { type Haystack, haystackOf, score, wordsOf } from "../../src/core/search.ts";

/** Rows in the order of their titles, with what is searched of each, made once. */
export interface Sorted {
  row: BackupRow;
  hay: Haystack;
}

/** All rows by title, as a reader of the user's language sorts. */
export function sorted(rows: readonly BackupRow[]): Sorted[] {
  const { compare } = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  return rows
    .toSorted((a, b) => compare(a.title, b.title) || a.created - b.created)
    .map((row) => ({ row, hay: haystackOf({ ...row, lastUsed: 0, uses: 0 }) }));
}

/** Rows that have every word of the query, the best match first; all of them for an empty query. */
export function matching(all: readonly Sorted[], query: string, trash: boolean): BackupRow[] {
  const words = wordsOf(query);
  const where = all.filter(({ row }) => (row.trashed !== null) === trash);
  if (words.length === 0) return where.map(({ row }) => row);
  return where
    .map(({ row, hay }) => ({ row, points: score(hay, words) }))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points)
    .map(({ row }) => row);
}
