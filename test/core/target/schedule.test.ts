import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOverdue, nextRun, type Runs } from "../../../src/core/target/schedule.ts";

const day = 86_400_000;
const time = fc.integer({ min: 0, max: 4e12 });
const runs = fc.record({
  added: time,
  done: fc.option(time),
  tried: fc.option(time),
  fails: fc.nat(40),
});
const well = (done: number): Runs => ({ added: 0, done, tried: done, fails: 0 });

describe("the schedule", () => {
  it("runs a day after the last good file, a week after it, or never", () => {
    expect(nextRun("daily", well(1000), 2000)).toBe(1000 + day);
    expect(nextRun("weekly", well(1000), 2000)).toBe(1000 + 7 * day);
    expect(nextRun("never", well(1000), 9e12)).toBeNull();
  });

  it("runs at once where there is no good file yet, and at the next chance where its time went by", () => {
    expect(nextRun("daily", { added: 0, done: null, tried: null, fails: 0 }, 500)).toBe(500);
    expect(nextRun("daily", well(1000), 1000 + 9 * day)).toBeLessThan(1000 + 9 * day);
  });

  it("waits longer after each try that failed, and never longer than half a day", () => {
    const failed = (fails: number) =>
      (nextRun("daily", { added: 0, done: null, tried: 7, fails }, 8) ?? 0) - 7;
    expect([1, 2, 3, 4, 9].map(failed).map((ms) => ms / 60_000)).toEqual([15, 60, 240, 720, 720]);
  });

  it("never waits longer than its period and half a day, also where the clock went back", () => {
    fc.assert(
      fc.property(fc.constantFrom("daily", "weekly"), runs, time, (every, known, now) => {
        const at = nextRun(every, known, now) ?? Infinity;
        const period = every === "daily" ? day : 7 * day;
        expect(at).toBeLessThanOrEqual(now + period + day / 2);
      }),
    );
  });

  it("is overdue after two of its turns, counted from the set-up where there was none", () => {
    expect(isOverdue("daily", well(0), 2 * day)).toBe(false);
    expect(isOverdue("daily", well(0), 2 * day + 1)).toBe(true);
    expect(isOverdue("weekly", { ...well(0), done: null, added: day }, 15 * day)).toBe(false);
    expect(isOverdue("weekly", { ...well(0), done: null, added: day }, 15 * day + 1)).toBe(true);
    expect(isOverdue("never", well(0), 9e12)).toBe(false);
  });
});
