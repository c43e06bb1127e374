/**
 * What a watched page has sent, from the gesture until the user has said what to do with it. It is sealed in memory
 * (inbox.ts) for some minutes, never on the disk; it becomes an offer once the page has gone on; the badge says "+",
 * and the popup opens on it. Nothing of it is drawn into a page.
 */
import * as v from "valibot";
import { toHex } from "../core/bytes.ts";
import { originOf } from "../core/origin.ts";
import { randomBytes } from "../core/random.ts";
import { type Said, saidSchema } from "../wire/watch-port.ts";
import { hasInbox, sealForLater } from "./inbox.ts";
import { standing } from "./offer-item.ts";
import type { Watcher, World } from "./ports.ts";
import { isOpen, look, type Vault } from "./vault.ts";
import { admit, hearClip, isAboutClips, sendsAway } from "./clip-door.ts";
import { expandTyped, tellFeatures } from "./typed.ts";
import { allowedAt } from "./watched.ts";

/** In memory. What was sent is in `parts` alone, sealed, the steps of one sign-in in their order. */
export interface Kept {
  id: string;
  tabId: number;
  /** The port it came by. */
  from: string;
  origin: string;
  at: number;
  /** The page has gone on: it is shown to the user. */
  offered: boolean;
  /** Only the first of two steps so far. */
  step: boolean;
  parts: string[];
}

const place = "offers";
/** An offer that nobody has looked at for this long (ms) is forgotten. */
const lifetime = 10 * 60_000;
/** No more than these at once; of one origin, and in all. */
const most = { origin: 3, all: 8, parts: 3 } as const;
/** A tab may tell of this many forms in a minute. */
const perMinute = 20;

/** Ports that are open now. */
const alive = new Set<string>();
/** When each tab has told of something; of this worker. */
const told = new WeakMap<World, Map<number, number[]>>();

/** What is there and not too old; the oldest first. */
export async function keptOffers(world: World): Promise<Kept[]> {
  const all = JSON.parse((await world.memory.read(place)) ?? "[]") as Kept[];
  const now = world.clock.now();
  return all.filter(({ at }) => at <= now && now - at < lifetime);
}

/** Changes what is kept, one change after the other, and shows it. */
export async function changeOffers(
  world: World,
  change: (kept: Kept[]) => Kept[] | Promise<Kept[]>,
): Promise<void> {
  // A lock of its own: a change may find the session over, and that ends in a turn of the memory.
  await world.locks.hold("offers", async () => {
    const next = await change(await keptOffers(world));
    if (next.length === 0) await world.memory.forget([place]);
    else await world.memory.write(place, JSON.stringify(next));
  });
  await showOffers(world);
}

/** Forgets what nobody has looked at in time. */
export function expireOffers(world: World): Promise<void> {
  return changeOffers(world, (kept) => kept);
}

/** The badge says whether something is offered. Changes nothing, and waits for nobody: it runs within a lock, too. */
export async function showOffers(world: World): Promise<void> {
  const kept = await keptOffers(world);
  const ends = kept.map(({ at }) => at + lifetime);
  world.clock.wake("offers", ends.length === 0 ? null : Math.min(...ends));
  world.pages.badge(null, kept.some(({ offered }) => offered) ? "+" : "", true);
  world.tell("offers");
}

/** A document of a watched site: it is told what the user wants there, and heard from then on. */
export async function meet(vault: Vault, watcher: Watcher): Promise<void> {
  const { port, tabId } = watcher;
  const { world } = vault;
  // Before anything is looked up: sending a tab away must cost nothing.
  if (sendsAway(world, tabId)) return port.disconnect();
  if (!(await wanted(vault, watcher))) return port.disconnect();
  const from = toHex(randomBytes(8));
  alive.add(from);
  // One after the other: a page that sends and goes at once has sent first.
  let last: Promise<unknown> = Promise.resolve();
  const then = (work: () => Promise<void>) => {
    last = last.then(work).catch(() => undefined);
  };
  port.onMessage.addListener((said) => {
    // Booked before it waits: what is not let in is forgotten at once.
    const way = admit(world, tabId, said);
    if (way === "leave") port.disconnect();
    if (way !== "hear") return;
    then(() =>
      isAboutClips(said) ? hearClip(vault, watcher, said) : hear(vault, { ...watcher, from }, said),
    );
  });
  port.onDisconnect.addListener(() => {
    alive.delete(from);
    then(() => goOn(vault, (one) => one.from === from));
  });
  // What this tab sent before, by a port that died with the worker: here is its next page.
  await goOn(vault, (one) => one.tabId === tabId && !alive.has(one.from));
  await tellFeatures(vault, watcher);
}

/** By the browser's word alone: whose document it is, and whether of a private window. */
async function wanted(vault: Vault, watcher: Watcher): Promise<boolean> {
  const { origin } = watcher;
  if (originOf(origin) !== origin || !(await hasInbox(vault.world))) return false;
  return (await allowedAt(vault, watcher)) !== null;
}

interface From extends Pick<Watcher, "tabId" | "origin" | "isPrivate"> {
  from: string;
}

async function hear(vault: Vault, by: From, message: unknown): Promise<void> {
  if (!mayTell(vault.world, by.tabId)) return;
  const checked = v.safeParse(saidSchema, message);
  if (!checked.success) return;
  if (checked.output.say === "gone") await goOn(vault, (one) => one.from === by.from);
  if (checked.output.say === "sent") await keep(vault.world, by, checked.output);
  if (checked.output.say === "typed") await expandTyped(vault, by, checked.output);
}

/** Whoever floods is not heard. */
function mayTell(world: World, tabId: number): boolean {
  const now = world.clock.now();
  const tabs = told.get(world) ?? new Map<number, number[]>();
  const times = (tabs.get(tabId) ?? []).filter((at) => at <= now && now - at < 60_000);
  if (tabs.size > 500) tabs.clear();
  told.set(world, tabs.set(tabId, times));
  return times.length < perMinute && times.push(now) > 0;
}

/** One form that was sent: sealed before anything else is done with it. */
async function keep(
  world: World,
  { tabId, origin, from }: From,
  { fields, title }: Extract<Said, { say: "sent" }>,
): Promise<void> {
  const { submittedForm } = await world.forms();
  const sent = submittedForm(fields, { origin, title });
  const sealed = sent && (await sealForLater(world, JSON.stringify(sent)));
  if (sent === null || sealed === null) return;
  const { step } = sent;
  await changeOffers(world, (kept) => {
    const mine = (one: Kept) => one.tabId === tabId && one.origin === origin && !one.offered;
    const before = kept.find(mine);
    const parts = before?.step === true && !step ? [...before.parts, sealed] : [sealed];
    const id = toHex(randomBytes(16));
    const at = world.clock.now();
    const own = {
      id,
      tabId,
      from,
      origin,
      at,
      offered: false,
      step,
      parts: parts.slice(-most.parts),
    };
    return within([...kept.filter((one) => !mine(one)), own]);
  });
}

function within(kept: readonly Kept[]): Kept[] {
  const counts = new Map<string, number>();
  const newest = kept.toReversed().filter(({ origin }) => {
    counts.set(origin, (counts.get(origin) ?? 0) + 1);
    return (counts.get(origin) ?? 0) <= most.origin;
  });
  return newest.slice(0, most.all).toReversed();
}

/** The page has taken the form: what it sent is offered, but for what the open vault has already. */
async function goOn(vault: Vault, which: (one: Kept) => boolean): Promise<void> {
  const { world } = vault;
  const ready = (one: Kept) => which(one) && !one.offered && !one.step;
  if (!(await keptOffers(world)).some(ready)) return;
  await changeOffers(world, async (kept) => {
    const next: Kept[] = [];
    for (const one of kept) {
      if (!ready(one)) next.push(one);
      else if (!(await isKnown(vault, one)))
        next.push({ ...one, at: world.clock.now(), offered: true });
    }
    // A second try in the same tab takes the place of the first.
    return within(
      next.filter(
        (one) =>
          !one.offered ||
          !next.some(
            (later) =>
              later.offered &&
              later.tabId === one.tabId &&
              later.origin === one.origin &&
              (later.at > one.at ||
                (later.at === one.at && next.indexOf(later) > next.indexOf(one))),
          ),
      ),
    );
  });
}

async function isKnown(vault: Vault, one: Kept): Promise<boolean> {
  if (!(await isOpen(vault))) return false;
  return (await standing(vault, await look(vault), one)) === null;
}
