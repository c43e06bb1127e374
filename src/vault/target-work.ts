/** What is under way at a target: one thing at a time, watched, stopped by the user and by a lock. */
import { Failure } from "../core/failure.ts";
import type { RemoteConfig } from "../core/target/config.ts";
import type { TargetWork } from "../wire/targets.ts";
import type { FolderConfig, Target } from "./target-port.ts";
import type { Vault } from "./vault.ts";

/** How much of a run each step takes, as far as one can say beforehand: where it begins and ends. */
const spans: Record<TargetWork["step"], readonly [number, number]> = {
  packing: [0, 0.1],
  writing: [0.1, 0.5],
  reading: [0.5, 0.85],
  checking: [0.85, 0.95],
  tidying: [0.95, 1],
  fetching: [0, 1],
};

interface Current {
  work: TargetWork | null;
  stopped: Error | null;
  stop: (why: Error) => void;
}
const currents = new WeakMap<Vault, Current>();

function currentOf(vault: Vault): Current {
  let current = currents.get(vault);
  if (current === undefined) {
    current = { work: null, stopped: null, stop: () => undefined };
    currents.set(vault, current);
    vault.afterLock.push(async () => stopWork(vault, "LOCKED"));
  }
  return current;
}

/** What is under way now, or null. */
export function workOf(vault: Vault): TargetWork | null {
  return currentOf(vault).work;
}

/** Stops what is under way: CANCELLED by the user, LOCKED by a lock. */
export function stopWork(vault: Vault, why: "CANCELLED" | "LOCKED"): void {
  const current = currentOf(vault);
  if (current.work === null || current.stopped !== null) return;
  current.stopped = new Failure(why);
  current.stop(current.stopped);
}

/** What the work tells of itself: which step it has come to. Throws where it was stopped. */
export type Step = (step: TargetWork["step"]) => void;

/** Reaches a target for one piece of work. BUSY where one is under way, in this background or another. */
export async function atTarget<T>(
  vault: Vault,
  config: RemoteConfig | FolderConfig,
  id: string,
  work: (target: Target, step: Step) => Promise<T>,
): Promise<T> {
  const { world } = vault;
  const current = currentOf(vault);
  const done = await world.locks.tryHold("targets", async () => {
    const listeners: ((why: Error) => void)[] = [];
    current.stopped = null;
    current.stop = (why) => listeners.forEach((hear) => hear(why));
    const now: TargetWork = { id, step: "packing", done: 0 };
    current.work = now;
    const step: Step = (name) => {
      if (current.stopped !== null) throw current.stopped;
      now.step = name;
      now.done = spans[name][0];
      world.tell("targets");
    };
    const watch = {
      onStop: (hear: (why: Error) => void) =>
        void (current.stopped === null ? listeners.push(hear) : hear(current.stopped)),
      pace: (part: number) => {
        const [from, to] = spans[now.step];
        const next = from + (to - from) * part;
        const isNews = Math.floor(next * 50) !== Math.floor(now.done * 50);
        now.done = next;
        if (isNews) world.tell("targets");
      },
    };
    try {
      const { reach } = await world.targets();
      return { reply: await reach(config, watch, (target) => work(target, step)) };
    } finally {
      current.work = null;
      world.tell("targets");
    }
  });
  if (done === null) throw new Failure("BUSY");
  return done.reply;
}
