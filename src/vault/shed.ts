/** Records that leave the set for good, without a tombstone: old entries of the log, and old tombstones. */
import type { Bytes } from "../core/bytes.ts";
import { toHex } from "../core/bytes.ts";
import { pageEntries } from "../core/cache.ts";
import { emptySum, leaf, type RecordRef, subtractTerm } from "../core/manifest.ts";
import type { Entry, Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { type Happened, seal, sealAudit, type Work } from "./write.ts";

/** A record of the set; its hash is known from the index, or from a set that fits its manifest. */
export interface Gone {
  recId: Bytes;
  ref: RecordRef;
}

interface Shed {
  gone: readonly Gone[];
  happened: readonly Happened[];
  /** The index without what goes; all its pages are then written anew. */
  entries?: Entry[];
}

/**
 * Takes records out of set, cache and disk in one action; afterwards `opened` shows it. On any failure neither
 * disk nor `opened` changed. The caller holds the lock "vault".
 */
export async function shedNow(world: World, opened: Opened, shed: Shed): Promise<void> {
  const { gone, happened, entries } = shed;
  const { manifest, kSet } = opened;
  const work: Work = { setMac: manifest.setMac, n: manifest.n - gone.length, put: [], drop: [] };
  for (let at = 0; at < gone.length; at += 256) {
    const chunk = gone.slice(at, at + 256);
    const terms = await Promise.all(chunk.map(({ recId, ref }) => leaf(kSet, recId, ref)));
    for (const term of terms) work.setMac = subtractTerm(work.setMac, term);
    work.drop.push(...chunk.map(({ recId, ref: { cls } }) => ({ recId: toHex(recId), cls })));
  }
  const audit = await sealAudit(world, opened, happened, work);
  const all = entries ?? opened.entries;
  const pages = entries === undefined ? 0 : Math.ceil(entries.length / pageEntries);
  const base = entries === undefined ? opened : { ...opened, pageTerms: [], pageSum: emptySum };
  const touched = new Set(Array.from({ length: pages }, (_, page) => page));
  const entryAt = (place: number) => all[place];
  const { change, after } = await seal(world, base, {
    work,
    entryAt,
    touched,
    audit,
    header: undefined,
  });
  await world.disk.commit(entries === undefined ? change : { ...change, replacePages: true });
  Object.assign(opened, after, { audit });
  if (entries === undefined) return;
  opened.entries = entries;
  opened.byId = new Map(entries.map((entry, place) => [entry.id, place]));
}
