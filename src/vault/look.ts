/** The page in front field by field, before anything is filled; and the frame drawn around one of its fields. */
import type { FieldMark } from "../core/form/mark.ts";
import { Failure } from "../core/failure.ts";
import type { Item } from "../core/item.ts";
import { siteOf } from "../core/sites.ts";
import type { FrameLine, LookRow, PageLook } from "../wire/site-rows.ts";
import { framesAllowed, refusal } from "./frames.ts";
import { itemEntry, readCritical, readItem } from "./items.ts";
import type { Opened } from "./opened.ts";
import type { Pointer, World } from "./ports.ts";
import { readSites } from "./site-memory.ts";
import { type Chosen, saidOf } from "./told.ts";

/** Rows of one look; a page with more says nothing useful in a list. */
const mostRows = 500;

export interface LookAsk {
  tabId: number;
  /** The origin that the user saw; null for our own practice page. */
  origin: string | null;
  id: string | null;
  /** What the user chose so far: it is shown as it would be filled. */
  chosen: readonly Chosen[];
  critical: CryptoKey | null;
  keepTyped: boolean;
  still: () => void;
}

/** The pointers of the documents of a page, the one in front first. PAGE_GONE where another one is there by now. */
export async function pointersOf(
  world: World,
  tabId: number,
  origin: string | null,
): Promise<[Pointer, ...Pointer[]]> {
  const all = await world.pages.point(tabId);
  const top = all.find(({ frame }) => frame === 0);
  if (top === undefined || origin !== (top.ours ? null : top.origin))
    throw new Failure("PAGE_GONE");
  return [top, ...all.filter((one) => one !== top)];
}

/** What a fill would do. It refuses nothing that the fill refuses: it only shows, and only the user sees it. */
export function lookAt(world: World, opened: Opened, ask: LookAsk): Promise<PageLook> {
  return world.locks.hold(pointing(ask.tabId), () => lookNow(world, opened, ask));
}

async function lookNow(world: World, opened: Opened, ask: LookAsk): Promise<PageLook> {
  const [engine, pointers] = await Promise.all([
    world.forms(),
    pointersOf(world, ask.tabId, ask.origin),
  ]);
  const [top] = pointers;
  held = { tabId: ask.tabId, pointers };
  const sites = await readSites(world, opened);
  const item = ask.id === null ? null : await readItem(world, opened, ask.id);
  const allowed = await framesAllowed(world, sites, ask.tabId, top.origin);
  const critical = await criticalOf(world, opened, ask);
  const sitesOfItem = item?.origins ?? [];
  const fields: LookRow[] = [];
  const inside = new Set<string>();
  for (const pointer of pointers) {
    if (refusal(pointer.origin, top.origin, sitesOfItem, allowed, sites) !== null) {
      inside.add(pointer.origin);
      continue;
    }
    const scanned = await pointer.ask({ ask: "scan" });
    if (scanned.got !== "fields") throw new Failure("PAGE_GONE");
    const saying = { sites, item: ask.id, chosen: ask.chosen, only: false };
    const { marks, ...said } = saidOf(engine, pointer, scanned.fields, saying);
    const remembered = siteOf(sites, pointer.origin)?.said ?? [];
    const options = { critical, keepTyped: ask.keepTyped, said };
    for (const one of engine.preview(engine.classify(scanned.fields), item, options)) {
      const at = scanned.fields.findIndex(({ n }) => n === one.n);
      const mark = marks[at];
      if (mark === undefined || fields.length >= mostRows) continue;
      const own = remembered.flatMap(({ mark: of, say }) =>
        say.as === "field" && engine.findMark(of, marks, false).includes(at)
          ? [{ item: say.item, field: say.field }]
          : [],
      );
      fields.push({ ...one, mark, own, frame: pointer.frame, origin: pointer.origin });
    }
  }
  ask.still();
  return {
    origin: ask.origin,
    off: ask.origin !== null && siteOf(sites, ask.origin)?.off === true,
    fields,
    frames: await framesOf(pointers, allowed, inside),
    item: item === null ? null : about(item),
  };
}

async function criticalOf(
  world: World,
  opened: Opened,
  { id, critical }: LookAsk,
): Promise<ReadonlyMap<string, string>> {
  if (id === null || critical === null) return new Map();
  const { values } = await readCritical(world, opened, itemEntry(opened, id), critical);
  return new Map(values.map(({ field, value }) => [field, value]));
}

function about({ id, title, kind, fields }: Item): PageLook["item"] {
  const usable = fields.filter(({ value, critical }) => critical || (value ?? "") !== "");
  return {
    id,
    title,
    kind,
    fields: usable.map(({ id: field, key, label, type, critical }) => ({
      id: field,
      key,
      label,
      type,
      critical,
    })),
  };
}

/** Frames of other sites: those that we are in already, and those that the page itself speaks of. */
async function framesOf(
  pointers: readonly [Pointer, ...Pointer[]],
  allowed: ReadonlySet<string>,
  refused: ReadonlySet<string>,
): Promise<FrameLine[]> {
  const [top] = pointers;
  const seen = await top.ask({ ask: "frames" }).catch(() => null);
  const told = seen?.got === "frames" ? seen.origins : [];
  const inside = new Set(pointers.map(({ origin }) => origin));
  const lines = new Map<string, FrameLine["is"]>();
  for (const origin of told) if (!inside.has(origin)) lines.set(origin, "out");
  // A frame that nobody sees is no question worth asking.
  for (const origin of refused) if (told.includes(origin)) lines.set(origin, "ask");
  for (const origin of inside)
    if (origin !== top.origin && !refused.has(origin) && allowed.has(origin))
      lines.set(origin, "open");
  return [...lines].map(([origin, is]) => ({ origin, is }));
}

/** Pointers of the last look, while this background lives: hovering over a list does not inject anew. */
interface Held {
  tabId: number;
  pointers: Pointer[];
}
let held: Held | null = null;

/**
 * A pointer that comes into a document ends the one before it: looks and frames take turns, each whole. In one tab: a page
 * that never answers holds up no other.
 */
const pointing = (tabId: number) => `pointing ${tabId}`;

/** Draws a frame around a field, or takes it away; harmless where it is gone. */
export function outline(
  world: World,
  tabId: number,
  at: { frame: number; mark: FieldMark } | null,
): Promise<void> {
  return world.locks.hold(pointing(tabId), () => outlineNow(world, tabId, at));
}

async function outlineNow(
  world: World,
  tabId: number,
  at: { frame: number; mark: FieldMark } | null,
): Promise<void> {
  const before = held;
  if (before?.tabId === tabId && (await drawn(world, before.pointers, at))) return;
  // Where nobody of ours is, there is no frame: it went with its pointer.
  if (at === null) return;
  // The page went on, or another window of ours looks at it: ask anew, once.
  held = { tabId, pointers: await world.pages.point(tabId) };
  await drawn(world, held.pointers, at);
}

async function drawn(
  world: World,
  pointers: readonly Pointer[],
  at: { frame: number; mark: FieldMark } | null,
): Promise<boolean> {
  const { findMark, marksOf } = await world.forms();
  try {
    for (const pointer of pointers) {
      let n: number | null = null;
      if (at !== null && pointer.frame === at.frame) {
        const scanned = await pointer.ask({ ask: "scan" });
        const fields = scanned.got === "fields" ? scanned.fields : [];
        const place = findMark(at.mark, marksOf(fields), false)[0];
        n = fields[place ?? -1]?.n ?? null;
      }
      await pointer.ask({ ask: "outline", n });
    }
    return true;
  } catch {
    return false;
  }
}
