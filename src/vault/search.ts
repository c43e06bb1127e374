/** A list for a typed text: which items match, best first; those of the site in front stand apart. */
import { readQuery } from "../core/search/query.ts";
import { type Indexed, indexOf, pointsOf, searchOf, usePoints } from "../core/search/rank.ts";
import { byRecency } from "../core/search.ts";
import type { Ask, Found } from "../wire/protocol.ts";
import { bodyFor, readBodies } from "./bodies.ts";
import { inList, type SiteTest } from "./find.ts";
import { type Entry, type Listed, type Opened, toRow } from "./opened.ts";
import type { Vault } from "./vault.ts";

/** Folded once an entry; a changed item has a new entry. */
const indexes = new WeakMap<Entry, Indexed>();

function indexed(entry: Entry): Indexed {
  let own = indexes.get(entry);
  if (own === undefined) indexes.set(entry, (own = indexOf(entry)));
  return own;
}

/** What `find` answers where something is typed. The text of items is searched once it was read (bodies.ts). */
export function search(vault: Vault, opened: Opened, ask: Ask<"find">, belongs: SiteTest): Found {
  const prepared = searchOf(readQuery(ask.text));
  const now = vault.world.clock.now();
  const matches: { entry: Listed; points: number }[] = [];
  for (const entry of opened.entries) {
    if (!inList(entry, ask)) continue;
    const points = pointsOf(prepared, entry, indexed(entry), bodyFor(entry));
    if (points > 0) matches.push({ entry, points: points + usePoints(entry, now) });
  }
  if (prepared.terms.some(({ text }) => text.length > 2)) void readBodies(vault, opened);
  matches.sort((a, b) => b.points - a.points || byRecency(a.entry, b.entry));
  const [site, rest]: [typeof matches, typeof matches] = [[], []];
  for (const match of matches) (belongs(match.entry.origins) ? site : rest).push(match);
  return {
    site: site.map(({ entry }) => toRow(entry)),
    rows: rest.slice(ask.offset, ask.offset + ask.limit).map(({ entry }) => toRow(entry)),
    total: matches.length,
  };
}
