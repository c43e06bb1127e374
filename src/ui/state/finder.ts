/**
 * The list: one question per keystroke, the latest wins, and pages are asked for as they come into view.
 * It is a mirror of answers; it is emptied when the vault locks.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { KindName, Row } from "../../core/item.ts";
import type { Ask, Found } from "../../wire/protocol.ts";
import { latest } from "./latest.ts";

/** What the list shows. */
export interface Query {
  text: string;
  where: "items" | "trash";
  kind: KindName | null;
  tag: string | null;
  favourite: boolean;
}

/** State of the list. */
export interface List {
  query: Query;
  /** The query that `site` and `rows` answer. */
  answered: Query | null;
  site: Row[];
  /** By position; a hole is a row that is not here yet. */
  rows: (Row | undefined)[];
  total: number;
  /** Position of the row in hand among `site` and `rows` together. */
  at: number;
  failed: unknown;
  /** The user said "not on this site" of the page in front. */
  off: boolean;
}

/** A list and what one can do with it. */
export interface Finder {
  store: StoreApi<List>;
  /** Changes the query and asks. */
  look(change: Partial<Query>): void;
  /** Asks for the rows from `from` to `to` (exclusive) that are not here. */
  need(from: number, to: number): void;
  /** Asks again, keeping what stands there until the answer is here. */
  again(): void;
  move(to: number): void;
  /** Acts once the list answers what was typed; never, where something else comes before that. */
  once(act: () => void): void;
  /** The row at a position of the whole list. */
  rowAt(position: number): Row | undefined;
  /** Forgets every title, and what was looked for: the vault is locked. */
  empty(): void;
}

/** Rows asked for at once. */
export const pageRows = 50;
const everything: Query = { text: "", where: "items", kind: null, tag: null, favourite: false };

/** A list over `find`; `tabId` is the page whose items come first. */
export function finder(
  find: (question: Ask<"find">) => Promise<Found>,
  tabId: () => number | null,
): Finder {
  const nothing = { answered: null, site: [], rows: [], total: 0, at: 0, failed: null, off: false };
  const store = createStore<List>(() => ({ query: everything, ...nothing }));
  /** Pages of the present query that are here or on their way. */
  let asked = new Set<number>();
  let turn = 0;

  const question = (query: Query, offset: number): Ask<"find"> => ({
    ...query,
    text: query.text.slice(0, 500),
    tabId: tabId(),
    offset,
    limit: pageRows,
  });
  const first = latest(
    (query: Query) => find(question(query, 0)),
    (found, query) => {
      const old = store.getState();
      // The vault was locked meanwhile.
      if (query !== old.query) return;
      const rows: (Row | undefined)[] = old.answered === query ? old.rows.slice() : [];
      rows.length = Math.max(0, found.total - found.site.length);
      found.rows.forEach((row, n) => (rows[n] = row));
      const at = old.answered === query ? Math.min(old.at, Math.max(0, found.total - 1)) : 0;
      asked = new Set([0]);
      turn++;
      store.setState({
        answered: query,
        site: found.site,
        rows,
        total: found.total,
        at,
        failed: null,
        off: found.off === true,
      });
    },
    (failed) => store.setState({ failed }),
  );
  const page = async (number: number): Promise<void> => {
    const mine = turn;
    asked.add(number);
    try {
      const found = await find(question(store.getState().query, number * pageRows));
      if (mine !== turn) return;
      const rows = store.getState().rows.slice();
      found.rows.forEach((row, n) => {
        if (number * pageRows + n < rows.length) rows[number * pageRows + n] = row;
      });
      store.setState({ rows });
    } catch (failed) {
      if (mine !== turn) return;
      asked.delete(number);
      store.setState({ failed });
    }
  };
  let stop = (): void => undefined;
  const again = (): void => void first(store.getState().query);

  return {
    store,
    look(change) {
      store.setState({ query: { ...store.getState().query, ...change } });
      again();
    },
    need(from, to) {
      const { rows, query, answered } = store.getState();
      // Pages of an outdated query would be mixed into the new list.
      if (query !== answered) return;
      const last = Math.min(to, rows.length) - 1;
      for (let n = Math.floor(Math.max(0, from) / pageRows); n * pageRows <= last; n++) {
        if (!asked.has(n)) void page(n);
      }
    },
    again,
    move(to) {
      const { total } = store.getState();
      store.setState({ at: Math.max(0, Math.min(total - 1, to)) });
    },
    once(act) {
      stop();
      const { query, answered, failed } = store.getState();
      if (query === answered) return act();
      stop = store.subscribe((now) => {
        if (now.query === query && now.answered === answered && now.failed === failed) return;
        stop();
        if (now.answered === query && now.query === query) act();
      });
    },
    rowAt(position) {
      const { site, rows } = store.getState();
      return position < site.length ? site[position] : rows[position - site.length];
    },
    empty() {
      turn++;
      asked = new Set();
      store.setState({ query: { ...everything }, ...nothing });
    },
  };
}
