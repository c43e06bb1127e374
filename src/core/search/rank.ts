/**
 * Which items a query finds, and in which order: by how well they match, and where that is alike by how often and how
 * lately they were used. Pure, over text that was folded once; 10,000 items are a few milliseconds.
 */
import { isFolder, within } from "../folder.ts";
import { fold, type Searchable } from "../search.ts";
import { beginsNearly, bits, maskOf, slipsOf, strewn } from "./near.ts";
import type { Filter, Query, Term } from "./query.ts";

/** Folded text of an item, made once. */
export interface Indexed {
  title: string;
  titleMask: number;
  /** Hint, tags, sites and kind. */
  rest: string;
  words: string[];
  masks: Int32Array;
}

/** Folded text of an item's fields, as far as it is searched, and which groups of three letters occur in it. */
export interface Body {
  text: string;
  sign: Int32Array;
}

/** Of the text of an item only this much is searched, in UTF-16 units. */
export const bodyLimit = 20_000;
const signWords = 64;

/** The searched text of an item's index. */
export function indexOf(item: Searchable): Indexed {
  const title = fold(item.title);
  const rest = fold([item.hint, ...item.tags, ...item.origins, item.kind].join("\n"));
  const words = [...new Set(`${title}\n${rest}`.split(/[^\p{L}\p{N}]+/u))].filter(
    (word) => word.length > 2 && !/^https?$/.test(word),
  );
  return { title, titleMask: maskOf(title), rest, words, masks: Int32Array.from(words, maskOf) };
}

/** The searched text of an item's fields. */
export function bodyOf(texts: readonly string[]): Body {
  const text = fold(texts.join("\n").slice(0, bodyLimit));
  const sign = new Int32Array(signWords);
  for (let i = 0; i + 3 <= text.length; i++) mark(sign, triple(text, i));
  return { text, sign };
}

function triple(text: string, at: number): number {
  const mixed =
    text.charCodeAt(at) * 0x9e3779b1 +
    text.charCodeAt(at + 1) * 0x85ebca6b +
    text.charCodeAt(at + 2) * 0xc2b2ae35;
  return (mixed ^ (mixed >>> 15)) & (signWords * 32 - 1);
}

function mark(sign: Int32Array, bit: number): void {
  sign[bit >> 5] = (sign[bit >> 5] ?? 0) | (1 << (bit & 31));
}

/** A query with what is asked of every item computed once. */
export interface Search {
  query: Query;
  terms: (Term & { mask: number; slips: number; triples: number[] })[];
}

/** Prepares a query. */
export function searchOf(query: Query): Search {
  return {
    query,
    terms: query.terms.map((term) => ({
      ...term,
      mask: maskOf(term.text),
      slips: term.phrase ? 0 : slipsOf(term.text.length),
      triples: Array.from({ length: Math.max(0, term.text.length - 2) }, (_, i) =>
        triple(term.text, i),
      ),
    })),
  };
}

/** 0 where the item is not found; else the higher the better. `body` is null where it is not known. */
export function pointsOf(
  search: Search,
  item: Searchable,
  own: Indexed,
  body: Body | null,
): number {
  for (const filter of search.query.filters) if (fits(filter, item) === filter.not) return 0;
  let points = 1;
  for (const term of search.terms) {
    if (term.not) {
      if (own.title.includes(term.text) || own.rest.includes(term.text) || inBody(term, body))
        return 0;
      continue;
    }
    const found = pointsFor(term, own, body);
    if (found === 0) return 0;
    points += found;
  }
  return points;
}

type Prepared = Search["terms"][number];

function pointsFor(term: Prepared, own: Indexed, body: Body | null): number {
  const { title, rest } = own;
  let at = title.indexOf(term.text);
  if (at === 0) return term.text.length === title.length ? 120 : 100;
  // A word of the title that begins so is better than an earlier place within another word.
  const inside = at > 0;
  for (; at > 0; at = title.indexOf(term.text, at + 1)) if (starts(title, at)) return 80;
  if (inside) return 50;
  for (at = rest.indexOf(term.text); at >= 0; at = rest.indexOf(term.text, at + 1))
    if (starts(rest, at)) return 40;
  if (rest.includes(term.text)) return 25;
  if (inBody(term, body)) return 20;
  if (term.phrase || term.text.length < 3) return 0;
  return nearly(term, own);
}

function starts(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? "");
}

function nearly(term: Prepared, own: Indexed): number {
  if (term.slips > 0) {
    for (let i = 0; i < own.words.length; i++) {
      const missing = term.mask & ~(own.masks[i] ?? 0);
      if (missing !== 0 && bits(missing) > term.slips) continue;
      if (beginsNearly(term.text, own.words[i] ?? "", term.slips)) return 12;
    }
  }
  return (term.mask & ~own.titleMask) === 0 && strewn(term.text, own.title) ? 6 : 0;
}

/** Words of one or two letters are in every text: they are looked for in titles alone. */
function inBody(term: Prepared, body: Body | null): boolean {
  if (body === null || term.text.length < 3) return false;
  for (const bit of term.triples)
    if (((body.sign[bit >> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
  return body.text.includes(term.text);
}

/** Whether an item is of what an operator names; the beginning of a name is enough, as one types. */
function fits({ operator, value }: Filter, item: Searchable): boolean {
  switch (operator) {
    case "type":
      return item.kind.startsWith(value) || `${item.kind}s` === value;
    case "tag":
      return item.tags.some((tag) => !isFolder(tag) && fold(tag).startsWith(value));
    case "folder": {
      const folder = value.startsWith("/") ? value : `/${value}`;
      return item.tags.some(
        (tag) => isFolder(tag) && (within(fold(tag), folder) || fold(tag).startsWith(folder)),
      );
    }
    case "site":
      return item.origins.some((origin) =>
        fold(origin)
          .replace(/^https?:\/\//, "")
          .includes(value),
      );
    case "is":
      return item.favourite && value.startsWith("fav");
  }
}

const day = 86_400_000;

/** What use and time add to a match, 0 to 9: less than a better match does. */
export function usePoints(item: Searchable, now: number): number {
  const days = Math.max(0, now - Math.max(item.lastUsed, item.modified)) / day;
  const recent = days < 1 ? 3 : days < 7 ? 2 : days < 30 ? 1 : 0;
  return Math.min(4, Math.log2(1 + item.uses)) + recent + (item.favourite ? 2 : 0);
}
