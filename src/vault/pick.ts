/**
 * "Pick on the page": the next click of the user in the page chooses a field. The popup closes at that click, so
 * what was chosen waits here in memory, the badge says so, and the popup goes on with it when it opens again.
 */
import type { FieldMark } from "../core/form/mark.ts";
import { framesAllowed, refusal } from "./frames.ts";
import { pointersOf } from "./look.ts";
import type { Opened } from "./opened.ts";
import type { Pointer, World } from "./ports.ts";
import { readSites } from "./site-memory.ts";

const pickedPlace = "picked";
/** How long a choice waits for the popup (ms). */
const pickedTime = 5 * 60_000;
/** The pointer waits 20 seconds at a time, so that the background stays awake; so often it is asked again. */
const rounds = 5;
const patience = 25_000;

/** A field of a page. */
export interface Place {
  frame: number;
  mark: FieldMark;
}

interface Picked extends Place {
  tabId: number;
  origin: string | null;
  at: number;
}

/** Begins to wait for the click; answers once the page swallows it. What comes of it is told later. */
export async function beginPick(
  world: World,
  opened: Opened,
  tabId: number,
  origin: string | null,
): Promise<{ done: Promise<void> }> {
  const [top, ...others] = await pointersOf(world, tabId, origin);
  const sites = await readSites(world, opened);
  const allowed = await framesAllowed(world, sites, tabId, top.origin);
  const mine = [top, ...others].filter(
    (one) => refusal(one.origin, top.origin, [], allowed, sites) === null,
  );
  await world.memory.forget([pickedPlace]);
  world.pages.badge(tabId, "…");
  return { done: waitForPick(world, mine, tabId, origin) };
}

async function waitForPick(
  world: World,
  pointers: readonly Pointer[],
  tabId: number,
  origin: string | null,
): Promise<void> {
  try {
    const place = await Promise.any(pointers.map((one) => pickIn(world, one)));
    if (place !== null) {
      const picked: Picked = { ...place, tabId, origin, at: world.clock.now() };
      await world.memory.write(pickedPlace, JSON.stringify(picked));
    }
    world.pages.badge(tabId, place === null ? "" : "?");
    world.tell("sites");
    if (place !== null) await world.pages.openPopup();
  } catch {
    world.pages.badge(tabId, "");
  } finally {
    // The other documents have their clicks back.
    for (const pointer of pointers) pointer.leave();
  }
}

/** The field that was clicked in one document; null where the click went beside. Throws where none came. */
async function pickIn(world: World, pointer: Pointer): Promise<Place | null> {
  const { marksOf } = await world.forms();
  for (let round = 0; round < rounds; round++) {
    const answer = await pointer.ask({ ask: "pick" }, patience);
    if (answer.got !== "picked") break;
    if (answer.late) continue;
    const at = answer.fields.findIndex((field) => field.n === answer.n);
    const mark = marksOf(answer.fields)[at];
    return mark === undefined ? null : { frame: pointer.frame, mark };
  }
  throw new Error("no click");
}

/** What was chosen in this tab, once; null where nothing was, or it is too long ago. */
export async function takePicked(world: World, tabId: number): Promise<Place | null> {
  const text = await world.memory.read(pickedPlace);
  if (text === null) return null;
  const { frame, mark, at, ...picked } = JSON.parse(text) as Picked;
  if (picked.tabId !== tabId) return null;
  await world.memory.forget([pickedPlace]);
  world.pages.badge(tabId, "");
  return world.clock.now() - at < pickedTime ? { frame, mark } : null;
}
