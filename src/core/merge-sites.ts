/** What two devices remember of sites made into one: what either was told is remembered, the more careful stands. */
import { correctionKey } from "./site-key.ts";
import { type Correction, type Site, siteCaps, siteOf, type Sites } from "./sites.ts";
import { same, three, union } from "./three-way.ts";

/** The merged sites; the same with the sides exchanged. */
export function mergeSites(base: Sites | null, a: Sites, b: Sites): Sites {
  const origins = [...new Set([...a.sites, ...b.sites].map(({ origin }) => origin))].toSorted();
  const merged = origins.flatMap((origin) => {
    const was = base === null ? null : siteOf(base, origin);
    const mine = siteOf(a, origin) ?? empty(origin);
    const his = siteOf(b, origin) ?? empty(origin);
    const site = mergeSite(base === null ? null : (was ?? empty(origin)), mine, his);
    return site.off || site.said.length > 0 || site.frames.length > 0 ? [site] : [];
  });
  return within(merged);
}

function empty(origin: string): Site {
  return { origin, off: false, said: [], frames: [] };
}

function mergeSite(base: Site | null, a: Site, b: Site): Site {
  const keys = union(
    base?.said.map(correctionKey) ?? null,
    ...sorted(a.said.map(correctionKey), b.said.map(correctionKey)),
    (key) => key,
  );
  const of = (site: Site | null, key: string) =>
    site?.said.find((one) => correctionKey(one) === key);
  // What one side changed while the other took it away is among what either side still says.
  const lost = [...a.said, ...b.said].filter((one) => {
    const key = correctionKey(one);
    const was = of(base, key);
    return !keys.includes(key) && was !== undefined && !same(was.say, one.say);
  });
  const said = [...new Set([...keys, ...lost.map(correctionKey)])].flatMap((key) => {
    const [was, mine, his] = [of(base, key), of(a, key), of(b, key)];
    if (mine === undefined || his === undefined) return mine ?? his ?? [];
    return three(was === undefined ? null : { value: was }, mine, his, careful);
  });
  const newest = said.toSorted((x, y) => y.at - x.at || order(x, y)).slice(0, siteCaps.said);
  return {
    origin: a.origin,
    off: three(base && { value: base.off }, a.off, b.off, () => true),
    said: newest.toSorted((x, y) => x.at - y.at || order(x, y)),
    // A frame that one side no longer wants is asked for again.
    frames: union(base?.frames ?? null, ...sorted(a.frames, b.frames), (frame) => frame)
      .toSorted()
      .slice(0, siteCaps.frames),
  };
}

/** "Never" before all else, then what was said later. */
function careful(a: Correction, b: Correction): Correction {
  if ((a.say.as === "never") !== (b.say.as === "never")) return a.say.as === "never" ? a : b;
  if (a.at !== b.at) return a.at > b.at ? a : b;
  return order(a, b) > 0 ? a : b;
}

function order(a: unknown, b: unknown): number {
  const [x, y] = [JSON.stringify(a), JSON.stringify(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function sorted(
  a: readonly string[],
  b: readonly string[],
): [readonly string[], readonly string[]] {
  return JSON.stringify(a) < JSON.stringify(b) ? [a, b] : [b, a];
}

/** Below the caps: "not on this site" stays before all else, then what was said last. */
function within(sites: readonly Site[]): Sites {
  const last = (site: Site) => Math.max(0, ...site.said.map(({ at }) => at));
  const kept = sites
    .toSorted((x, y) => Number(y.off) - Number(x.off) || last(y) - last(x) || order(x, y))
    .slice(0, siteCaps.sites);
  let room: number = siteCaps.all;
  const fitting = kept.map((site) => {
    const said = site.said.slice(Math.max(0, site.said.length - room));
    room -= said.length;
    return { ...site, said };
  });
  return { sites: fitting.toSorted((x, y) => (x.origin < y.origin ? -1 : 1)) };
}
