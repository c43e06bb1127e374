/** The index cache sealed as a whole: after a rebuild, and for a new epoch (FORMAT.md 6). */
import { pageEntries } from "../core/cache.ts";
import { emptySum, sealManifest } from "../core/manifest.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { sealCache } from "./write.ts";

function wholeCache(opened: Opened) {
  const count = Math.ceil(opened.entries.length / pageEntries);
  const all = new Set(Array.from({ length: count }, (_, page) => page));
  const fresh = { ...opened, pageTerms: [], pageSum: emptySum };
  return sealCache(fresh, (place) => opened.entries[place], all);
}

/**
 * Writes all pages and the head anew, over the manifest as it is: the cache was missing or did not fit.
 * The caller holds the lock "vault".
 */
export async function sealWholeCache(world: World, opened: Opened): Promise<void> {
  const { head, pages, pageTerms, pageSum } = await wholeCache(opened);
  await world.disk.commit({
    upon: opened.sealed,
    manifest: opened.sealed,
    head,
    put: [],
    drop: [],
    pages,
    replacePages: true,
  });
  Object.assign(opened, { pageTerms, pageSum });
}

/** Manifest and cache of `opened` under its own keys; answers what to write, and `opened` as it is then. */
export async function sealEpoch(opened: Opened) {
  const sealed = await sealManifest(opened.keys.manifest, opened.vault, opened.manifest);
  const { head, pages, pageTerms, pageSum } = await wholeCache({ ...opened, sealed });
  return {
    change: { manifest: sealed, head, pages },
    opened: { ...opened, sealed, pageTerms, pageSum },
  };
}
