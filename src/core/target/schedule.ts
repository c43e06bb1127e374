/** When a target is to be written, and from when on it is late (docs/TARGETS.md). Times in ms. */

/** How often; "never": only when the user says so. */
export const rhythms = ["daily", "weekly", "never"] as const;
export type Rhythm = (typeof rhythms)[number];

const minute = 60_000;
const day = 1440 * minute;
const periods: Record<Rhythm, number> = { daily: day, weekly: 7 * day, never: Infinity };
/** After a try that failed, and after each further one, it waits so long. */
const patience = [15 * minute, 60 * minute, 4 * 60 * minute, 12 * 60 * minute];

/** What is known of a target's runs. */
export interface Runs {
  /** When it was set up. */
  added: number;
  /** When a file was last written and found well, or found unchanged and well; null for never. */
  done: number | null;
  /** When it was last tried, and how often in a row that failed. */
  tried: number | null;
  fails: number;
}

/** When it is to run next, at or before `now` for at once; null for never. A time that lies ahead of the clock is not believed. */
export function nextRun(every: Rhythm, runs: Runs, now: number): number | null {
  if (every === "never") return null;
  const { done, tried, fails } = runs;
  const due = done === null || done > now ? now : done + periods[every];
  if (fails === 0 || tried === null || tried > now) return due;
  const wait = patience[Math.min(fails, patience.length) - 1] ?? 0;
  return Math.max(due, tried + wait);
}

/** Two of its turns have gone by without a good file. */
export function isOverdue(every: Rhythm, runs: Runs, now: number): boolean {
  return every !== "never" && now - (runs.done ?? runs.added) > 2 * periods[every];
}
