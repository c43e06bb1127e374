/** What is to be inserted, from the command, the menu or a trigger until our window has opened on it. In memory only. */
import type { FailureCode } from "../core/failure.ts";
import type { InsertWish } from "../wire/snippets.ts";
import type { World } from "./ports.ts";

const place = "insert";
/** The user has moved on after this long (ms); an unlock may lie between. */
const lifetime = 2 * 60_000;

type Wish = Omit<InsertWish, "title">;

/** Keeps the wish and tells the windows that are open. `id` and `erase` of a typed trigger. */
export function wishInsert(world: World, wish: Omit<Wish, "failed">): Promise<void> {
  return keep(world, { ...wish, failed: null });
}

/** A command could not do its work: our window opens, over this page, and says why. */
export async function sayFailed(world: World, tabId: number, failed: FailureCode): Promise<void> {
  await keep(world, { tabId, id: null, erase: "", failed });
  world.pages.badge(tabId, "!");
  await world.pages.openPopup();
}

async function keep(world: World, wish: Wish): Promise<void> {
  await world.memory.write(place, JSON.stringify({ ...wish, at: world.clock.now() }));
  world.tell("insert");
}

/** The wish, once. */
export async function takeWish(world: World): Promise<Wish | null> {
  const text = await world.memory.read(place);
  if (text === null) return null;
  await world.memory.forget([place]);
  const { at, ...wish } = JSON.parse(text) as Wish & { at: number };
  const age = world.clock.now() - at;
  return age >= 0 && age < lifetime ? wish : null;
}
