/** What a list shows: items for the site first, then by match or by last use. Opens the index class only. */
import { originOf } from "../core/origin.ts";
import { byRecency, score, wordsOf } from "../core/search.ts";
import type { Ask, Found } from "../wire/protocol.ts";
import { isItem, type Entry, type Opened, toRow } from "./opened.ts";
import type { Vault } from "./vault.ts";

/** Whether an item of these rules belongs to the page in question (src/core/site.ts). */
export type SiteTest = (origins: readonly string[]) => boolean;

/**
 * The test for the page at `url` (null: no page). Where every rule is an exact origin, as at the start, it is done
 * here; all else, with the public suffix list, is loaded for it.
 */
export async function siteTest(
  vault: Vault,
  opened: Opened,
  url: string | null,
): Promise<SiteTest> {
  const origin = url === null ? null : originOf(url);
  if (url === null || origin === null) return () => false;
  const more = opened.entries.some(({ origins }) => origins.some((one) => one.includes(" ")));
  return more || vault.settings?.siteWide === true
    ? (await vault.world.later()).siteTestOf(vault, opened, url)
    : (origins) => origins.includes(origin);
}

/** The items of a list; those that `belongs` says belong to the page in front come first. */
export function find(opened: Opened, ask: Ask<"find">, belongs: SiteTest): Found {
  const words = wordsOf(ask.text);
  const matches: { entry: Entry; score: number }[] = [];
  for (const entry of opened.entries) {
    if (!isItem(entry) || (entry.trashed !== null) !== (ask.where === "trash")) continue;
    if (ask.kind !== null && entry.kind !== ask.kind) continue;
    if (ask.favourite && !entry.favourite) continue;
    if (ask.tag !== null && !entry.tags.includes(ask.tag)) continue;
    const points = words.length === 0 ? 1 : score(entry.hay, words);
    if (points > 0) matches.push({ entry, score: points });
  }
  matches.sort((a, b) => b.score - a.score || byRecency(a.entry, b.entry));
  const [own, rest]: [typeof matches, typeof matches] = [[], []];
  for (const match of matches) (belongs(match.entry.origins) ? own : rest).push(match);
  const site = own.map(({ entry }) => toRow(entry));
  const rows = rest.slice(ask.offset, ask.offset + ask.limit).map(({ entry }) => toRow(entry));
  return { site, rows, total: matches.length };
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
