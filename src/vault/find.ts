/** What a list shows: items for the site first, then by match or by last use. Opens the index class only. */
import { isFolder, within } from "../core/folder.ts";
import { originOf } from "../core/origin.ts";
import { byRecency } from "../core/search.ts";
import type { Ask, Found } from "../wire/protocol.ts";
import { isListed, type Entry, type Listed, type Opened, toRow } from "./opened.ts";
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

/** The items of a list where nothing is typed; those that `belongs` says belong to the page in front come first. */
export function find(opened: Opened, ask: Ask<"find">, belongs: SiteTest): Found {
  const matches = opened.entries
    .filter((entry): entry is Listed => inList(entry, ask))
    .toSorted(byRecency);
  const [site, rest]: [Listed[], Listed[]] = [[], []];
  for (const entry of matches) (belongs(entry.origins) ? site : rest).push(entry);
  return {
    site: site.map(toRow),
    rows: rest.slice(ask.offset, ask.offset + ask.limit).map(toRow),
    total: matches.length,
  };
}

/** Whether an item is of the list that is asked for, whatever is typed. */
export function inList(entry: Entry, ask: Ask<"find">): entry is Listed {
  return (
    isListed(entry) &&
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
