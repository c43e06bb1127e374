/**
 * Several fields of an item, pasted one after the other: the first is copied, the next one after each paste that a
 * watched page tells of, or when the user asks. What waits is the names of the fields; a value is read when its turn
 * comes. Critical ones, whose key is not kept, wait in a variable of this worker alone: they are gone with it.
 */
import * as v from "valibot";
import { Failure } from "../core/failure.ts";
import { type Field, itemIdSchema } from "../core/item.ts";
import { recordClass } from "../core/record.ts";
import type { Queue } from "../wire/clips.ts";
import type { Handlers, Proof } from "../wire/protocol.ts";
import { fieldId } from "../wire/start-rows.ts";
import { clipPlace, clipStatus } from "./clip.ts";
import { clipPasted, copying, copyText, isOurs } from "./copy.ts";
import { itemEntry, readCritical, readSecret } from "./items.ts";
import { type Opened, refOf } from "./opened.ts";
import { settingsOf } from "./settings-record.ts";
import { isOpen, look, stepUp, stillOpen, use, type Vault } from "./vault.ts";

const place = "clip-queue";
const waitingSchema = v.strictObject({
  id: itemIdSchema,
  fields: v.array(fieldId),
  at: v.number(),
  /** What the memory says of the value that is on the clipboard: once it is another, this is over. */
  mark: v.string(),
});
type Waiting = v.InferOutput<typeof waitingSchema>;

/** Critical values that wait, by field; of this worker. */
const critical = new WeakMap<Vault, ReadonlyMap<string, string>>();

type QueueHandlers = Pick<Handlers, "queue.begin" | "queue.next" | "queue.look" | "queue.end">;

/** The rows about values that wait. */
export function queueHandlers(vault: Vault): QueueHandlers {
  const { world } = vault;
  // Gone with the lock, like every key.
  vault.afterLock.push(async () => void critical.delete(vault));
  return {
    "queue.begin": (ask) => begin(vault, ask),
    "queue.next": async () => {
      const opened = await use(vault);
      return world.locks.hold("queue", () => step(vault, opened));
    },
    "queue.look": async () => standing(vault, await use(vault)),
    "queue.end": async () => {
      await use(vault);
      await forget(vault);
      return null;
    },
  };
}

async function forget(vault: Vault): Promise<void> {
  critical.delete(vault);
  await vault.world.memory.forget([place]);
  vault.world.tell("clip");
}

/** What waits; null where nothing does, or where our last value is not on the clipboard any more. */
async function waiting({ world }: Vault): Promise<Waiting | null> {
  const text = await world.memory.read(place);
  if (text === null) return null;
  const now = v.parse(waitingSchema, JSON.parse(text));
  return now.mark === (await world.memory.read(clipPlace)) ? now : null;
}

async function begin(
  vault: Vault,
  ask: { id: string; fields: string[]; password: Proof | null },
): Promise<Queue> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const entry = itemEntry(opened, ask.id);
  const { fields } = await readSecret(world, opened, entry);
  const asked = ask.fields.map((id) => fields.find((field) => field.id === id));
  if (asked.includes(undefined)) throw new Failure("NOT_FOUND");
  critical.delete(vault);
  if (asked.some((field) => field?.critical === true)) {
    await stepUp(vault, opened, ask.password, async (key) => {
      if (refOf(entry.refs, recordClass.critical) === undefined) return;
      const { values } = await readCritical(world, opened, entry, key);
      const mine = values.filter(({ field }) => ask.fields.includes(field));
      critical.set(vault, new Map(mine.map(({ field, value }) => [field, value])));
    });
  }
  still();
  return world.locks.hold("queue", () =>
    copyAt(vault, opened, { id: ask.id, fields: ask.fields, at: 0 }),
  );
}

type Step = Omit<Waiting, "mark">;

async function fieldAt(vault: Vault, opened: Opened, { id, fields, at }: Step): Promise<Field> {
  const secret = await readSecret(vault.world, opened, itemEntry(opened, id));
  const field = secret.fields.find((one) => one.id === fields[at]);
  if (field === undefined) throw new Failure("NOT_FOUND");
  return field;
}

async function copyAt(vault: Vault, opened: Opened, next: Step): Promise<Queue> {
  const { world } = vault;
  const still = stillOpen(vault);
  const field = await fieldAt(vault, opened, next);
  const value = field.critical ? critical.get(vault)?.get(field.id) : field.value;
  // The worker that had it was stopped: the user begins anew.
  if (value === undefined || value === null) {
    await forget(vault);
    throw new Failure("STEP_UP");
  }
  still();
  const sensitive = field.critical || field.type === "hidden";
  const how = copying(settingsOf(vault), sensitive);
  // Before the last one, a paste brings the next value: it need not clear this one.
  const last = next.at === next.fields.length - 1;
  await copyText(world, opened, value, last ? how : { ...how, once: false });
  if (last) critical.delete(vault);
  const mark = (await world.memory.read(clipPlace)) ?? "";
  await world.memory.write(place, JSON.stringify({ ...next, mark }));
  world.tell("clip");
  return standing(vault, opened);
}

async function standing(vault: Vault, opened: Opened): Promise<Queue> {
  const now = await waiting(vault);
  const clip = await clipStatus(vault.world);
  if (now === null) return { now: null, clip };
  const { label, key } = await fieldAt(vault, opened, now);
  return { now: { label, key, left: now.fields.length - 1 - now.at }, clip };
}

async function step(vault: Vault, opened: Opened): Promise<Queue> {
  const now = await waiting(vault);
  if (now === null || now.at + 1 >= now.fields.length) {
    await forget(vault);
    return { now: null, clip: await clipStatus(vault.world) };
  }
  const { id, fields, at } = now;
  return copyAt(vault, opened, { id, fields, at: at + 1 });
}

/** The next value, by a command of the browser; nothing where none waits. */
export async function nextValue(vault: Vault): Promise<void> {
  if (!(await isOpen(vault))) return;
  const opened = await use(vault);
  await vault.world.locks.hold("queue", async () => {
    if ((await waiting(vault)) !== null) await step(vault, opened);
  });
}

/** A watched page tells of a paste: the next value comes, and one that was for one paste goes. */
export async function pasted(vault: Vault): Promise<void> {
  const { world } = vault;
  if (!(await isOpen(vault))) return;
  const opened = await look(vault);
  await world.locks.hold("queue", async () => {
    const now = await waiting(vault);
    const more = now !== null && now.at + 1 < now.fields.length;
    if (!more) return clipPasted(world, opened);
    // The user has copied something else meanwhile, and pasted that: it stays.
    if (await isOurs(world, await world.clipboard.read())) await step(vault, opened);
    else await forget(vault);
  });
}
