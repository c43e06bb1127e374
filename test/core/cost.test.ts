import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { argon2id } from "../../src/core/argon2.ts";
import {
  calibrate,
  checkCost,
  costFor,
  defaultCost,
  type KdfCost,
  provideArgon2,
  strongest,
} from "../../src/core/kdf.ts";
import { filled } from "./any.ts";
import { fakeArgon2 } from "./fake-argon2.ts";

afterEach(() => provideArgon2(async () => argon2id));

describe("the cost of a derivation", () => {
  it("stands within its bounds, each of them at its edge", () => {
    const edges: [KdfCost, boolean][] = [
      [{ m: 65_536, t: 3, p: 1 }, true],
      [{ m: 65_536 - 1024, t: 3, p: 1 }, false],
      [{ m: 524_288, t: 3, p: 1 }, true],
      [{ m: 524_288 + 1024, t: 3, p: 1 }, false],
      [{ m: 524_288 + 1024, t: 2, p: 1 }, false],
      [{ m: 65_536, t: 12, p: 1 }, true],
      [{ m: 65_536, t: 13, p: 1 }, false],
      [{ m: 131_072, t: 12, p: 1 }, true],
      [{ m: 132_096, t: 12, p: 1 }, false],
      [{ m: 65_537, t: 3, p: 1 }, false],
      [{ m: 65_536, t: 3, p: 0 }, false],
      [{ m: 65_536, t: 2, p: 1 }, false],
    ];
    for (const [cost, fits] of edges) {
      for (const type of [1, 2]) {
        const judged = expect(() => checkCost(type, cost), JSON.stringify(cost));
        if (fits) judged.not.toThrow();
        else judged.toThrow("KDF_BOUNDS");
      }
      expect(() => checkCost(3, cost)).toThrow("KDF_BOUNDS");
      expect(() => checkCost(4, cost)).toThrow("KDF_BOUNDS");
    }
    for (const [m, t, p] of [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const) {
      expect(() => checkCost(3, { m, t, p })).toThrow("KDF_BOUNDS");
    }
    expect(() => checkCost(3, { m: 0, t: 0, p: 0 })).not.toThrow();
    expect(() => checkCost(1, { m: 0, t: 0, p: 0 })).toThrow("KDF_BOUNDS");
    expect(defaultCost).toEqual({ m: 131_072, t: 3, p: 1 });
  });

  it("is calibrated upward from the default, in whole MiB, and never out of bounds", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (ms) => {
        const found = costFor(ms);
        checkCost(1, found);
        expect(found.m).toBeGreaterThanOrEqual(defaultCost.m);
      }),
    );
    /** A KiB and pass so slow that a second buys `m` KiB. */
    const buys = (m: number) => costFor(1000 / (3 * (m + 0.5)));
    expect(buys(200_000)).toEqual({ m: 199_680, t: 3, p: 1 });
    expect(buys(200_704)).toEqual({ m: 200_704, t: 3, p: 1 });
    expect(buys(1000)).toEqual(defaultCost);
    expect(buys(10_000_000)).toEqual({ m: 524_288, t: 3, p: 1 });
    for (const nothing of [0, -1, Number.NaN]) expect(costFor(nothing)).toEqual(defaultCost);
  });

  it("is measured by one derivation of the least cost", async () => {
    const asked = fakeArgon2(filled(32, 1));
    const times = [1000, 1000 + (1000 * 65_536) / 250_000];
    expect(await calibrate(() => times.shift() as number)).toEqual({ m: 249_856, t: 3, p: 1 });
    expect(asked).toMatchObject([
      { memorySize: 65_536, iterations: 3, parallelism: 1, password: filled(16, 0) },
    ]);
  });

  it("is never let down: of two the stronger of each, where both together are in bounds", () => {
    const cost = (m: number, t: number) => ({ m, t, p: 1 });
    expect(strongest(cost(65_536, 5), cost(131_072, 3))).toEqual(cost(131_072, 5));
    expect(strongest(cost(131_072, 3), cost(65_536, 5))).toEqual(cost(131_072, 5));
    expect(strongest(cost(131_072, 3), cost(65_536, 12))).toEqual(cost(131_072, 12));
    expect(strongest(cost(132_096, 3), cost(65_536, 12))).toEqual(cost(65_536, 12));
    expect(strongest(cost(524_288, 3), cost(65_536, 4))).toEqual(cost(65_536, 4));
  });
});
