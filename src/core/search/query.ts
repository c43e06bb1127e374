/** What is typed into the search box: words, "exact words", -not, and operators like `type:login`. */
import { fold } from "../search.ts";

export const operators = ["type", "tag", "site", "folder", "is"] as const;
export type Operator = (typeof operators)[number];

/** Words that an item must have, or must not have. Folded. */
export interface Term {
  text: string;
  /** In quotes: as it stands, never nearly. */
  phrase: boolean;
  not: boolean;
}

export interface Filter {
  operator: Operator;
  value: string;
  not: boolean;
}

export interface Query {
  terms: Term[];
  filters: Filter[];
}

/** At most this many words and operators are read of a query; the rest says little. */
const most = 12;

const halfTyped = /^-?((type|tag|site|folder|is):)?$/i;
const part = /(-?)(?:([a-z]+):)?(?:"([^"]*)(?:"|$)|(\S+))/gi;

/** Reads a query. What looks like an operator and is none is searched as it stands. Never refuses. */
export function readQuery(text: string): Query {
  const query: Query = { terms: [], filters: [] };
  for (const [all, minus = "", name = "", quoted, bare = ""] of text.matchAll(part)) {
    if (query.terms.length + query.filters.length >= most) break;
    const operator = operators.find((one) => one === name.toLowerCase());
    const value = fold(quoted ?? bare).trim();
    const not = minus !== "";
    // A minus alone, and `type:` alone, are being typed: they narrow nothing yet.
    if (halfTyped.test(all)) continue;
    if (operator !== undefined) {
      if (value !== "") query.filters.push({ operator, value, not });
    } else if (name !== "") {
      const whole = fold(all.slice(minus.length)).replaceAll('"', "").trim();
      if (whole !== "") query.terms.push({ text: whole, phrase: true, not });
    } else if (value !== "") query.terms.push({ text: value, phrase: quoted !== undefined, not });
  }
  return query;
}
