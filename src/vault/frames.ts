/**
 * Which documents of a page are filled (FORMAT.md 10): those of the page's own origin, and frames of another one only
 * after a confirm in our window that named both. A document without an origin of its own is never filled.
 */
import type { Outcome } from "../core/form/field.ts";
import { type Sites, siteOf } from "../core/sites.ts";
import type { World } from "./ports.ts";

const framesPlace = "frames";
/** A confirm that was not to be remembered holds for this long (ms), in this tab, for these two origins. */
const confirmTime = 10 * 60_000;

interface Confirmed {
  tabId: number;
  top: string;
  frame: string;
  at: number;
}

async function confirmedNow(world: World): Promise<Confirmed[]> {
  const all = JSON.parse((await world.memory.read(framesPlace)) ?? "[]") as Confirmed[];
  return all.filter(({ at }) => world.clock.now() - at < confirmTime && at <= world.clock.now());
}

/** Notes a confirm for now: it dies with the browser, with the tab's next site, and after ten minutes. */
export async function confirmFrame(
  world: World,
  tabId: number,
  top: string,
  frame: string,
): Promise<void> {
  const all = [...(await confirmedNow(world)), { tabId, top, frame, at: world.clock.now() }];
  await world.memory.write(framesPlace, JSON.stringify(all.slice(-50)));
}

/** Origins whose frames are filled with a page of `top` in this tab. */
export async function framesAllowed(
  world: World,
  sites: Sites,
  tabId: number,
  top: string,
): Promise<ReadonlySet<string>> {
  const now = await confirmedNow(world);
  const here = now.filter((one) => one.tabId === tabId && one.top === top);
  return new Set([...(siteOf(sites, top)?.frames ?? []), ...here.map(({ frame }) => frame)]);
}

/** Why a document of `origin` in a page of `top` is not filled; null where it is. */
export function refusal(
  origin: string,
  top: string,
  own: readonly string[],
  allowed: ReadonlySet<string>,
  sites: Sites,
): Outcome | null {
  if (origin === top) return null;
  if (!/^https?:\/\/[^/]+$/.test(origin)) return "sandboxed-frame";
  if (siteOf(sites, origin)?.off === true) return "never";
  const downgrade =
    // The item's own sites (rules of src/core/site.ts) count only for how safe the way to them is.
    origin.startsWith("http:") && [top, ...own].some((one) => /(^| )\^?https:/.test(one));
  return allowed.has(origin) && !downgrade ? null : "foreign-frame";
}
