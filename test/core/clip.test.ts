import fc from "fast-check";
import { expect, test } from "vitest";
import { type Clip, clipCaps, mayPin, trim } from "../../src/core/clip.ts";

const limits = { count: 20, days: 30, megabytes: 8 };
const half = { count: limits.count / 2, bytes: (limits.megabytes * 2 ** 20) / 2 };

let made = 0;
const clip = (part: Partial<Clip>): Clip => ({
  id: (made++).toString(16).padStart(32, "0"),
  origin: "https://shop.example",
  at: 1_000_000,
  bytes: 10,
  hash: "=".repeat(44),
  preview: "text",
  secret: null,
  pinned: false,
  until: null,
  ...part,
});
const bytes = fc.integer({ min: 1, max: clipCaps.bytes });
const some = (origins: string[], maxLength: number) =>
  fc.array(fc.record({ origin: fc.constantFrom(...origins), bytes }).map(clip), { maxLength });
const sum = (clips: readonly Clip[]) => clips.reduce((all, one) => all + one.bytes, 0);

test("whatever is copied, what stays is within the room, in its order, with every pinned one and the newest", () => {
  fc.assert(
    fc.property(some(["a", "b", "c"], 60), fc.array(fc.boolean()), (clips, pins) => {
      const all: Clip[] = [];
      for (const [n, one] of clips.entries())
        all.push({ ...one, pinned: pins[n] === true && mayPin(all, one, limits) });
      const { stay, go } = trim(all, limits, 1_000_000);
      expect(stay.length).toBeLessThanOrEqual(limits.count);
      expect(sum(stay)).toBeLessThanOrEqual(limits.megabytes * 2 ** 20);
      expect(all.filter((one) => stay.includes(one))).toEqual(stay);
      expect(go.filter(({ pinned }) => pinned)).toEqual([]);
      expect(go).not.toContain(all[0]);
      expect(stay.length + go.length).toBe(all.length);
    }),
  );
});

test("eighty new copies of one site leave those of another where they are", () => {
  const loud = Array.from({ length: 80 }, () => clip({ origin: "loud" }));
  const other = Array.from({ length: half.count }, () => clip({ origin: "other" }));
  const { stay } = trim([...loud, ...other], limits, 1_000_000);
  expect(stay).toEqual([...loud.slice(0, half.count), ...other]);
});

test("one site takes nothing of the half of the room that others are in", () => {
  fc.assert(
    fc.property(some(["loud"], 80), some(["a", "b", "c"], half.count), (loud, others) => {
      fc.pre(sum(others) <= half.bytes);
      const { stay } = trim([...loud, ...others], limits, 1_000_000);
      for (const one of others) expect(stay).toContain(one);
    }),
  );
});

test("a site that is alone has all of the room", () => {
  const all = Array.from({ length: 30 }, () => clip({}));
  expect(trim(all, limits, 1_000_000).stay).toEqual(all.slice(0, limits.count));
});
