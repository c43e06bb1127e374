/** Which items belong to a page, with whatever the rules of this vault need for it (src/core/site.ts). */
import { originOf } from "../core/origin.ts";
import { byRecency } from "../core/search.ts";
import {
  checkSite,
  fitsSite,
  readRule,
  type SitePage,
  type SiteTools,
  tidyRule,
  toolsFor,
} from "../core/site.ts";
import type { Ask, Reply } from "../wire/protocol.ts";
import type { SiteTest } from "./find.ts";
import { type Entry, isListed, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { settingsOf } from "./settings-record.ts";
import type { Vault } from "./vault.ts";

/** The suffix list and the engine for patterns, each only where one of the rules needs it. */
async function loadTools(
  { sites }: World,
  rules: readonly string[],
  siteWide: boolean,
): Promise<SiteTools> {
  const needs = toolsFor(rules, siteWide);
  const [domains, patterns] = await Promise.all([
    needs.domains || needs.patterns ? sites.domains() : null,
    needs.patterns ? sites.patterns() : null,
  ]);
  return { ...domains, ...(patterns && { matchesAll: patterns.matchesAll }) };
}

/** The test for the page at `url`, for all items of the vault. */
export async function siteTestOf(vault: Vault, opened: Opened, url: string): Promise<SiteTest> {
  const { siteWide } = settingsOf(vault);
  const rules = opened.entries.flatMap(({ origins }) => origins);
  const tools = await loadTools(vault.world, rules, siteWide);
  const page = { origin: originOf(url) ?? "", url };
  return (origins) => fitsSite(origins, page, tools, siteWide);
}

/** Throws unless an item of these rules may be filled into the page, as `checkSite` does. */
export async function admitTo(
  world: World,
  origins: readonly string[],
  page: SitePage,
  siteWide: boolean,
): Promise<void> {
  checkSite(origins, page, await loadTools(world, origins, siteWide), siteWide);
}

/** Items that the fill command goes through on a page: those of its site, else the identities of no site. */
export async function candidates(vault: Vault, opened: Opened, url: string): Promise<Entry[]> {
  const belongs = await siteTestOf(vault, opened, url);
  const live = opened.entries.filter((entry) => isListed(entry) && entry.trashed === null);
  const own = live.filter(
    ({ kind, origins }) => kind !== "snippet" && kind !== "note" && belongs(origins),
  );
  const page = { origin: originOf(url) ?? "", url };
  const anywhere = ({ kind, origins }: Entry) =>
    kind === "identity" && origins.every((one) => one.startsWith("never ")) && mayGo(origins, page);
  return (own.length > 0 ? own : live.filter(anywhere)).toSorted(byRecency);
}

function mayGo(origins: readonly string[], page: SitePage): boolean {
  try {
    checkSite(origins, page);
    return true;
  } catch {
    return false;
  }
}

/** A rule that the user typed, as it will be kept, or why it can not be. */
export async function checkRule(
  world: World,
  rule: Ask<"site.check">,
): Promise<Reply<"site.check">> {
  if (rule.mode !== "regex") return tidyRule(rule);
  const [{ domainOf }, { compiles }] = await Promise.all([
    world.sites.domains(),
    world.sites.patterns(),
  ]);
  return tidyRule(rule, { domainOf, compiles });
}

/** Rules that come from outside, as they will be kept; what is none, and what is there twice, is left out. */
export async function rulesIn(world: World, rules: readonly string[]): Promise<string[]> {
  const kept = new Set<string>();
  for (const text of rules) {
    const checked = await checkRule(world, readRule(text));
    if ("stored" in checked) kept.add(checked.stored);
  }
  return [...kept];
}
