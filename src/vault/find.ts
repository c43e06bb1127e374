/** What a list shows: items for the site first, then by match or by last use. Opens the index class only. */
import { isFolder, within } from "../core/folder.ts";
import { originOf } from "../core/origin.ts";
import { byRecency } from "../core/search.ts";
import type { Ask, Found } from "../wire/protocol.ts";
import { isItem, type Entry, type Opened, toRow } from "./opened.ts";

/** The items of a list where nothing is typed, for the page at `url` (null: no page). */
export function find(opened: Opened, ask: Ask<"find">, url: string | null): Found {
  const origin = url === null ? null : originOf(url);
  const matches = opened.entries.filter((entry) => inList(entry, ask)).toSorted(byRecency);
  const forSite = (entry: Entry) => origin !== null && entry.origins.includes(origin);
  const rest = origin === null ? matches : matches.filter((entry) => !forSite(entry));
  return {
    site: origin === null ? [] : matches.filter(forSite).map(toRow),
    rows: rest.slice(ask.offset, ask.offset + ask.limit).map(toRow),
    total: matches.length,
  };
}

/** Whether an item is of the list that is asked for, whatever is typed. */
export function inList(entry: Entry, ask: Ask<"find">): boolean {
  return (
    isItem(entry) &&
    (entry.trashed !== null) === (ask.where === "trash") &&
    (ask.kind === null || entry.kind === ask.kind) &&
    (!ask.favourite || entry.favourite) &&
    (ask.tag === null || hasTag(entry, ask.tag))
  );
}

/** A folder holds what lies in folders within it too. */
function hasTag(entry: Entry, tag: string): boolean {
  return entry.tags.some((own) => own === tag || (isFolder(tag) && within(own, tag)));
}

/** Items that the fill command goes through on a page: those of its site, else the identities. */
export function candidates(opened: Opened, url: string): Entry[] {
  const origin = originOf(url);
  const live = opened.entries.filter((entry) => isItem(entry) && entry.trashed === null);
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
    if (!isItem(entry)) continue;
    if (entry.trashed !== null) trashed++;
    else {
      items++;
      for (const tag of entry.tags) tags.add(tag);
    }
  }
  return { items, trashed, tags: [...tags].toSorted((a, b) => a.localeCompare(b)) };
}
