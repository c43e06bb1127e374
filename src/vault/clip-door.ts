/**
 * What a watched page may say about the clipboard (src/page/copied.ts), and how often; of all else it says, how much. All
 * of it is weighed before it is looked at: a page that floods is not heard, then sent away for a while; what waits to be
 * sealed stays within the bounds of a minute, whatever a page sends.
 */
import * as v from "valibot";
import { type Said, saidSchema } from "../wire/watch-port.ts";
import { keepCopy } from "./clips.ts";
import type { Watcher, World } from "./ports.ts";
import { pasted } from "./queue.ts";
import { tellFeatures } from "./typed.ts";
import type { Vault } from "./vault.ts";
import { allowedAt } from "./watched.ts";

/** In a minute, of one tab and of all: messages about the clipboard, and what they weigh: UTF-16 units, mostly. */
const most = {
  tab: { messages: 90, weight: (4 << 20) + 4096 },
  all: { messages: 240, weight: (8 << 20) + 8192 },
} as const;
/**
 * A tab that sends so many more messages than it may, or text like this that was not let in, is sent away until its
 * minute is over: to take a message out of its envelope costs time (some 17 ms a MiB), though nobody looks into it.
 */
const patience = { messages: 4 * most.tab.messages, weight: 4 << 20 } as const;
const minute = 60_000;
/** A tab that was sent away and opens more ports than this within its minute stays away for the next one, too. */
const knocksMost = 60;

interface Spent {
  since: number;
  messages: number;
  weight: number;
  /** What was not let in, and what was not about the clipboard. */
  other: number;
  /** Ports that were opened while it was sent away. */
  knocks: number;
}
const spent = new WeakMap<World, Map<number, Spent>>();
/** All tabs together. */
const everybody = -1;

function account(world: World, tabId: number): Spent {
  const now = world.clock.now();
  const all = spent.get(world) ?? new Map<number, Spent>();
  spent.set(world, all);
  if (all.size > 500) all.clear();
  const known = all.get(tabId);
  if (known !== undefined && known.since <= now && now - known.since < minute) return known;
  const storms = known !== undefined && known.knocks > knocksMost && now - known.since < 2 * minute;
  const fresh = { since: now, messages: 0, weight: 0, other: storms ? Infinity : 0, knocks: 0 };
  all.set(tabId, fresh);
  return fresh;
}

const words: readonly unknown[] = ["asks", "copied", "pasted"] satisfies Said["say"][];

/** Whether a message is about the clipboard; by its first word alone. */
export function isAboutClips(message: unknown): boolean {
  return (
    typeof message === "object" && message !== null && words.includes(Reflect.get(message, "say"))
  );
}

function floods({ messages, other }: Spent): boolean {
  return messages > patience.messages || other > patience.weight;
}

/** Books that a tab has opened a port; whether it has sent so much that it is not let in at all now. */
export function sendsAway(world: World, tabId: number): boolean {
  const own = account(world, tabId);
  if (!floods(own)) return false;
  own.knocks++;
  return true;
}

/**
 * What a message weighs: the UTF-16 units of its words, one for any other part; no further than where it is too heavy
 * in any case. Firefox hands over more than JSON: anything that is neither list nor plain object is too heavy.
 */
function weigh(message: unknown): number {
  const waiting = [message];
  let weight = 0;
  while (waiting.length > 0 && weight <= patience.weight) {
    const one = waiting.pop();
    weight += typeof one === "string" ? one.length : 1;
    if (typeof one !== "object" || one === null) continue;
    const sort = Object.prototype.toString.call(one);
    if (sort !== "[object Object]" && sort !== "[object Array]") return Infinity;
    for (const [name, part] of Object.entries(one)) {
      weight += name.length;
      waiting.push(part);
    }
  }
  return weight > patience.weight ? Infinity : weight;
}

/** Books a message, at once and without looking into it: it is heard, ignored, or the tab is sent away. */
export function admit(world: World, tabId: number, message: unknown): "hear" | "ignore" | "leave" {
  const own = account(world, tabId);
  const all = account(world, everybody);
  own.messages++;
  if (floods(own)) return "leave";
  const weight = weigh(message);
  const isClip = isAboutClips(message);
  const fits = (one: Spent, { messages, weight: units }: { messages: number; weight: number }) =>
    one.messages <= messages && one.weight + weight <= units;
  const letIn = fits(own, most.tab) && fits(all, { ...most.all, messages: most.all.messages - 1 });
  if (!isClip || !letIn) {
    own.other += weight;
    if (floods(own)) return "leave";
    return isClip ? "ignore" : "hear";
  }
  all.messages++;
  own.weight += weight;
  all.weight += weight;
  return "hear";
}

/** A message that was let in. */
export async function hearClip(vault: Vault, watcher: Watcher, message: unknown): Promise<void> {
  const checked = v.safeParse(saidSchema, message);
  if (!checked.success) return;
  if (checked.output.say === "asks") return tellFeatures(vault, watcher);
  const allowed = await allowedAt(vault, watcher);
  if (checked.output.say === "pasted" && allowed !== null && (await isInFront(vault, watcher)))
    await pasted(vault);
  if (checked.output.say === "copied" && allowed?.clips === true)
    await keepCopy(vault, { text: checked.output.text, origin: watcher.origin });
}

/** Nobody pastes into a page that is not there to see. */
async function isInFront({ world }: Vault, { tabId }: Watcher): Promise<boolean> {
  return (await world.pages.here())?.tabId === tabId;
}
