/**
 * What a watched page may say about the clipboard (src/page/copied.ts), and how often. All of it is judged before it is
 * looked at: a page that floods is not heard, then sent away for a while; what waits to be sealed stays within the
 * bounds of a minute, whatever a page sends.
 */
import * as v from "valibot";
import { type Said, saidSchema } from "../wire/watch-port.ts";
import { keepCopy } from "./clips.ts";
import type { Watcher, World } from "./ports.ts";
import { pasted } from "./queue.ts";
import { tellFeatures } from "./typed.ts";
import type { Vault } from "./vault.ts";
import { allowedAt } from "./watched.ts";

/** In a minute, of one tab and of all: messages, and UTF-16 units of text. */
const most = {
  tab: { messages: 90, text: 4 << 20 },
  all: { messages: 240, text: 8 << 20 },
} as const;
/**
 * A tab that sends so many more messages than it may, or text like this that was not let in, is sent away until its
 * minute is over: to take a message out of its envelope costs time (10 ms a MiB), though nobody looks into it.
 */
const patience = { messages: 4 * most.tab.messages, text: 4 << 20 } as const;
const minute = 60_000;

interface Spent {
  since: number;
  messages: number;
  text: number;
  /** Of it, what was not let in. */
  refused: number;
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
  const fresh = { since: now, messages: 0, text: 0, refused: 0 };
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

/** Whether this tab has sent so much that it is not let in at all now. */
export function isFlooding(world: World, tabId: number): boolean {
  const { messages, refused } = account(world, tabId);
  return messages > patience.messages || refused > patience.text;
}

/** Books a message, at once and without looking into it: it is heard, ignored, or the tab is sent away. */
export function admit(world: World, tabId: number, message: unknown): "hear" | "ignore" | "leave" {
  const text = Reflect.get(message as object, "text") as unknown;
  const length = typeof text === "string" ? text.length : 0;
  const own = account(world, tabId);
  const all = account(world, everybody);
  own.messages++;
  if (isFlooding(world, tabId)) return "leave";
  const fits = (one: Spent, { messages, text: units }: { messages: number; text: number }) =>
    one.messages <= messages && one.text + length <= units;
  if (!fits(own, most.tab) || !fits(all, { ...most.all, messages: most.all.messages - 1 })) {
    own.refused += length;
    return isFlooding(world, tabId) ? "leave" : "ignore";
  }
  all.messages++;
  own.text += length;
  all.text += length;
  return "hear";
}

/** A message that was let in. */
export async function hearClip(vault: Vault, watcher: Watcher, message: unknown): Promise<void> {
  const checked = v.safeParse(saidSchema, message);
  if (!checked.success) return;
  if (checked.output.say === "asks") return tellFeatures(vault, watcher);
  const allowed = await allowedAt(vault, watcher);
  if (checked.output.say === "pasted" && allowed !== null) await pasted(vault);
  if (checked.output.say === "copied" && allowed?.clips === true)
    await keepCopy(vault, { text: checked.output.text, origin: watcher.origin });
}
