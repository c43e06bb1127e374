/** What a list shows: items for the site first, then by match or by last use. Opens the index class only. */
import { originOf } from "../core/origin.ts";
import { byRecency, score, wordsOf } from "../core/search.ts";
import type { Ask, Found } from "../wire/protocol.ts";
import { isListed, type Listed, type Opened, toRow } from "./opened.ts";

/** The items of a list, for the page at `url` (null: no page). */
export function find(opened: Opened, ask: Ask<"find">, url: string | null): Found {
  const words = wordsOf(ask.text);
  const origin = url === null ? null : originOf(url);
  const matches: { entry: Listed; score: number }[] = [];
  for (const entry of opened.entries) {
    if (!isListed(entry) || (entry.trashed !== null) !== (ask.where === "trash")) continue;
    if (ask.kind !== null && entry.kind !== ask.kind) continue;
    if (ask.favourite && !entry.favourite) continue;
    if (ask.tag !== null && !entry.tags.includes(ask.tag)) continue;
    const points = words.length === 0 ? 1 : score(entry.hay, words);
    if (points > 0) matches.push({ entry, score: points });
  }
  matches.sort((a, b) => b.score - a.score || byRecency(a.entry, b.entry));
  const forSite = (entry: Listed) => origin !== null && entry.origins.includes(origin);
  const site = matches.filter(({ entry }) => forSite(entry)).map(({ entry }) => toRow(entry));
  const rest = matches.filter(({ entry }) => !forSite(entry));
  const rows = rest.slice(ask.offset, ask.offset + ask.limit).map(({ entry }) => toRow(entry));
  return { site, rows, total: matches.length };
}

/** Items that the fill command goes through on a page: those of its site, else the identities. */
export function candidates(opened: Opened, url: string): Listed[] {
  const origin = originOf(url);
  const live = opened.entries.filter(
    (entry): entry is Listed => isListed(entry) && entry.trashed === null,
  );
  const own = live.filter(
    (entry) =>
      origin !== null &&
      entry.origins.includes(origin) &&
      entry.kind !== "snippet" &&
      entry.kind !== "note",
  );
  const fitting =
    own.length > 0
      ? own
      : live.filter((entry) => entry.kind === "identity" && entry.origins.length === 0);
  return fitting.toSorted(byRecency);
}

/** Counts and tags for the frame around a list. */
export function overview(opened: Opened): { items: number; trashed: number; tags: string[] } {
  let items = 0;
  let trashed = 0;
  const tags = new Set<string>();
  for (const entry of opened.entries) {
    if (!isListed(entry)) continue;
    if (entry.trashed !== null) trashed++;
    else {
      items++;
      for (const tag of entry.tags) tags.add(tag);
    }
  }
  return { items, trashed, tags: [...tags].toSorted((a, b) => a.localeCompare(b)) };
}
