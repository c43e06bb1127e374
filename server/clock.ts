/**
 * The guard of the clock (docs/SERVER.md): what is deleted by age is deleted by a clock that has been watched. A jump,
 * while the server runs or between two runs, holds every deletion until the clock is plausible again or the operator
 * says that it is right. Syncing needs no clock and goes on.
 */
import type { Store } from "./store/store.ts";

const minute = 60_000;
/** While it runs, wall clock and steady clock may drift apart by this much between two looks. */
export const driftMax = 10 * minute;
/** Between two runs the clock may have gone on by this much, and back by not more than an hour. */
const awayMax = 30 * 86_400_000;
const backMax = 60 * minute;

export interface ClockGuard {
  /** The time by which something may be deleted; null while the clock is not trusted. */
  trusted(): Promise<number | null>;
  /** The operator says that the clock is right. */
  accept(): Promise<void>;
}

/** A guard over the store; `wall` is ms since 1970, `steady` ms that never jump. */
export function clockGuard(
  store: Store,
  wall: () => number = Date.now,
  steady: () => number = () => performance.now(),
): ClockGuard {
  let last: { wall: number; steady: number } | null = null;
  const note = async (at: number) => {
    last = { wall: at, steady: steady() };
    await store.run("setMeta", "clock_seen", String(at));
  };
  return {
    trusted: async () => {
      const at = wall();
      if (last === null) {
        const seen = Number((await store.run("meta", "clock_seen")) ?? at);
        if (at > seen + awayMax || at < seen - backMax) return null;
      } else {
        const expected = last.wall + (steady() - last.steady);
        if (Math.abs(at - expected) > driftMax) return null;
      }
      await note(at);
      return at;
    },
    accept: () => note(wall()),
  };
}
