/** What is to be inserted, from the command, the menu or a trigger until our window has opened on it. In memory only. */
import type { InsertWish } from "../wire/snippets.ts";
import type { World } from "./ports.ts";

const place = "insert";
/** The user has moved on after this long (ms); an unlock may lie between. */
const lifetime = 2 * 60_000;

/** Keeps the wish and tells the windows that are open. `id` and `erase` of a typed trigger. */
export async function wishInsert(
  world: World,
  wish: Pick<InsertWish, "tabId" | "id" | "erase">,
): Promise<void> {
  await world.memory.write(place, JSON.stringify({ ...wish, at: world.clock.now() }));
  world.tell("insert");
}

/** The wish, once. */
export async function takeWish(world: World): Promise<Omit<InsertWish, "title"> | null> {
  const text = await world.memory.read(place);
  if (text === null) return null;
  await world.memory.forget([place]);
  const { at, ...wish } = JSON.parse(text) as Omit<InsertWish, "title"> & { at: number };
  const age = world.clock.now() - at;
  return age >= 0 && age < lifetime ? wish : null;
}
