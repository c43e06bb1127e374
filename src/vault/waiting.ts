/** What was asked for while the vault was locked, in memory until the unlock. */
import type { Draft } from "../core/item.ts";
import type { Status } from "../wire/protocol.ts";
import type { World } from "./ports.ts";

export const waitingPlace = "waiting";
export const snippetsPlace = "waiting.snippets";
/** A fill that waits longer than this (ms) for an unlock is not done any more: the user has moved on. */
const waitTime = 5 * 60_000;

/** A fill asked for while locked, on the page that was in front then. */
export interface Waiting {
  tabId: number;
  origin: string | null;
  at: number;
}

/** The fill that waits for the unlock; null where none does, or it waited too long. */
export async function waitingFill(world: World): Promise<Waiting | null> {
  const text = await world.memory.read(waitingPlace);
  if (text === null) return null;
  const waiting = JSON.parse(text) as Waiting;
  if (world.clock.now() - waiting.at < waitTime) return waiting;
  await world.memory.forget([waitingPlace]);
  return null;
}

/** Snippets that wait for the unlock, in the order they were saved. */
export async function waitingSnippets(world: World): Promise<Draft[]> {
  return JSON.parse((await world.memory.read(snippetsPlace)) ?? "[]") as Draft[];
}

/** What the locked popup tells above the password box. */
export async function waitingFor(
  world: World,
): Promise<Extract<Status, { state: "locked" }>["waiting"]> {
  if ((await waitingFill(world)) !== null) return "fill";
  if ((await waitingSnippets(world)).length > 0) return "snippet";
  return (await hasOffers(world)) ? "offer" : null;
}

/** Whether something that a page has sent is offered (offers.ts); what was sent stands there sealed. */
export async function hasOffers(world: World): Promise<boolean> {
  return (await world.memory.read("offers"))?.includes('"offered":true') === true;
}
