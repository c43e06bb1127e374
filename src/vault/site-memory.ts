/** The record of class 0x24: what is remembered of sites. A vault in which nothing was said yet has none. */
import type { Bytes } from "../core/bytes.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { mergeSites } from "../core/merge-sites.ts";
import { originOf } from "../core/origin.ts";
import { openRecord, recordClass, zeroId } from "../core/record.ts";
import {
  changeSite,
  type Site,
  type SiteChange,
  siteOf,
  type Sites,
  sitesSchema,
} from "../core/sites.ts";
import { inTurn, openOne } from "./items.ts";
import { entryOf, type Opened, refOf, zeroHex } from "./opened.ts";
import type { World } from "./ports.ts";
import type { OpenBackup } from "./restore.ts";
import { applyEdits, type Edit } from "./write.ts";

const none: Sites = { sites: [] };

/** What was read last, by the authenticated hash of its record: the same hash says the same. */
const read = new WeakMap<Bytes, Sites>();

/**
 * All that is remembered. MISSING or TAMPERED where the record is not the one last written: what the user said must
 * not be filled nowhere for a record that somebody has taken away.
 */
export async function readSites(world: World, opened: Opened): Promise<Sites> {
  const entry = entryOf(opened, zeroHex);
  const ref = refOf(entry?.refs ?? [], recordClass.sites);
  if (entry === undefined || ref === undefined) return none;
  const known = read.get(ref.hash);
  if (known !== undefined) return known;
  const bytes = await openOne(world, opened, entry, recordClass.sites, opened.keys.settings);
  const sites = decodeJson(sitesSchema, bytes);
  read.set(ref.hash, sites);
  return sites;
}

/** What is remembered of one origin, or null. */
export async function readSite(world: World, opened: Opened, origin: string): Promise<Site | null> {
  return siteOf(await readSites(world, opened), origin);
}

/** Whether the user said "not on this site" of the page at `url`. A record that does not open is told by a fill. */
export async function siteIsOff(world: World, opened: Opened, url: string): Promise<boolean> {
  const origin = originOf(url);
  const site = origin === null ? null : await readSite(world, opened, origin).catch(() => null);
  return site?.off === true;
}

function editOf(opened: Opened, sites: Sites): Edit {
  const plaintext = encodeJson(sitesSchema, sites);
  const key = opened.keys.settings;
  return { recId: zeroId, records: [{ cls: recordClass.sites, key, plaintext }] };
}

/** Changes what is remembered of an origin; answers what was before, so that it can be put back. */
export async function saveSite(
  world: World,
  opened: Opened,
  origin: string,
  change: SiteChange,
): Promise<Site | null> {
  const before = await inTurn(world, async () => {
    const sites = await readSites(world, opened);
    const next = changeSite(sites, origin, change, world.clock.now());
    await applyEdits(world, opened, [editOf(opened, next)], []);
    return siteOf(sites, origin);
  });
  world.tell("sites");
  return before;
}

/** What a backup remembers of sites beside what is remembered here (`exact`: in its place); null where it says nothing. */
export async function sitesFrom(
  world: World,
  opened: Opened,
  backup: OpenBackup,
  exact: boolean,
): Promise<Edit | null> {
  const one = backup.set.find(({ context }) => context.cls === recordClass.sites);
  if (one === undefined) return null;
  const bytes = await openRecord(backup.keys.settings, one.context, one.bytes);
  const then = decodeJson(sitesSchema, bytes);
  const now = await readSites(world, opened);
  const next = exact ? then : mergeSites(null, now, then);
  return JSON.stringify(next) === JSON.stringify(now) ? null : editOf(opened, next);
}
