/**
 * Search over the opened index: every word of the query must stand in the title, hint, tags, sites or
 * kind; matches at the start of a title or word rank first, then favourites, use and time.
 */

export interface Searchable {
  title: string;
  hint: string;
  tags: readonly string[];
  origins: readonly string[];
  kind: string;
  favourite: boolean;
  modified: number;
  lastUsed: number;
  uses: number;
}

/** Folded text of an item, made once and kept beside it. */
export interface Haystack {
  title: string;
  rest: string;
}

/** Case and accents do not matter; ß is ss. */
export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("ß", "ss");
}

/** What of an item is searched, folded once. */
export function haystackOf(item: Searchable): Haystack {
  return {
    title: fold(item.title),
    rest: fold([item.hint, ...item.tags, ...item.origins, item.kind].join("\n")),
  };
}

/** The words of a query, folded. */
export function wordsOf(query: string): string[] {
  return fold(query).split(/\s+/).filter(Boolean);
}

/** 0 where a word is missing; else the higher the better. */
export function score(haystack: Haystack, words: readonly string[]): number {
  let total = 0;
  for (const word of words) {
    const at = haystack.title.indexOf(word);
    if (at === 0) total += word.length === haystack.title.length ? 12 : 10;
    else if (at > 0) total += /[\p{L}\p{N}]/u.test(haystack.title[at - 1] ?? "") ? 5 : 8;
    else if (haystack.rest.includes(word)) total += 2;
    else return 0;
  }
  return total;
}

/** Before another in a list of equal matches: favourites, then what was used or changed last. */
export function byRecency(a: Searchable, b: Searchable): number {
  return (
    Number(b.favourite) - Number(a.favourite) ||
    Math.max(b.lastUsed, b.modified) - Math.max(a.lastUsed, a.modified) ||
    (a.title < b.title ? -1 : 1)
  );
}
