import { argon2id as pureArgon2 } from "@noble/hashes/argon2.js";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { argon2id } from "../../src/core/argon2.ts";
import { type Bytes, toHex, utf8 } from "../../src/core/bytes.ts";
import {
  calibrate,
  checkCost,
  costFor,
  defaultCost,
  type KdfCost,
  provideArgon2,
  stretch,
} from "../../src/core/kdf.ts";
import { bytesOf, bytesTo, filled } from "./any.ts";

const least = { m: 65_536, t: 3, p: 1 };
const password = utf8("correct horse");

afterEach(() => provideArgon2(async () => argon2id));

/** Argon2 that costs nothing and tells what it was asked. */
function fake(answer: Bytes, meanwhile: () => unknown = () => undefined) {
  const asked: object[] = [];
  provideArgon2(async () =>
    Object.assign((async (options: object) => {
      asked.push(options);
      await meanwhile();
      return answer;
    }) as unknown as typeof argon2id),
  );
  return asked;
}

describe("Argon2id", () => {
  it("gives the answer of RFC 9106, 5.3, in the second implementation that ours is measured with", () => {
    const derived = pureArgon2(filled(32, 1), filled(16, 2), {
      m: 32,
      t: 3,
      p: 4,
      dkLen: 32,
      key: filled(8, 3),
      personalization: filled(12, 4),
    });
    expect(toHex(derived)).toBe("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659");
  });

  it("is that of the second implementation for any input and cost", async () => {
    const cost = fc.record({
      m: fc.integer({ min: 8, max: 64 }),
      t: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(bytesTo(80), bytesOf(16), cost, async (word, salt, { m, t }) => {
        fc.pre(word.length > 0);
        const ours = await stretch(word, salt, { m, t, p: 1 });
        expect(toHex(ours)).toBe(toHex(pureArgon2(word, salt, { m, t, p: 1, dkLen: 32 })));
      }),
      { numRuns: 40 },
    );
  });

  it("asks for the cost it was given, lanes too, and 32 bytes", async () => {
    const asked = fake(filled(32, 7));
    expect(await stretch(password, filled(16, 1), { m: 70_656, t: 5, p: 2 })).toEqual(
      filled(32, 7),
    );
    expect(asked).toEqual([
      {
        password,
        salt: filled(16, 1),
        memorySize: 70_656,
        iterations: 5,
        parallelism: 2,
        hashLength: 32,
        outputType: "binary",
      },
    ]);
  });

  it("leaves none of its memory behind, at the least cost that a vault may have", async () => {
    const memories: WebAssembly.Memory[] = [];
    const instantiate = WebAssembly.instantiate;
    WebAssembly.instantiate = (async (
      module: WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) => {
      const instance = await instantiate(module, imports);
      memories.push(instance.exports["memory"] as WebAssembly.Memory);
      return instance;
    }) as typeof WebAssembly.instantiate;
    const salt = filled(16, 1);
    const ours = await stretch(password, salt, least);
    WebAssembly.instantiate = instantiate;
    expect(toHex(ours)).toBe(toHex(pureArgon2(password, salt, { ...least, dkLen: 32 })));
    expect(memories.length).toBeGreaterThan(0);
    for (const memory of memories) {
      expect(Buffer.from(memory.buffer).equals(Buffer.alloc(memory.buffer.byteLength))).toBe(true);
    }
  });

  it("puts WebAssembly back as it was, also where it failed or loaded a module without memory", async () => {
    const before = WebAssembly.instantiate;
    const empty = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
    fake(filled(32, 1), () => WebAssembly.instantiate(empty));
    expect(await stretch(password, filled(16, 1), least)).toEqual(filled(32, 1));
    expect(WebAssembly.instantiate).toBe(before);
    fake(filled(32, 1), () => Promise.reject(new Error("no memory")));
    await expect(stretch(password, filled(16, 1), least)).rejects.toThrow("no memory");
    expect(WebAssembly.instantiate).toBe(before);
  });

  it("is refused before anyone has said where it comes from", async () => {
    vi.resetModules();
    const fresh = await import("../../src/core/kdf.ts");
    await expect(fresh.stretch(password, filled(16, 1), least)).rejects.toThrow("INTERNAL");
  });
});

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
    const asked = fake(filled(32, 1));
    const times = [1000, 1000 + (1000 * 65_536) / 250_000];
    expect(await calibrate(() => times.shift() as number)).toEqual({ m: 249_856, t: 3, p: 1 });
    expect(asked).toMatchObject([
      { memorySize: 65_536, iterations: 3, parallelism: 1, password: filled(16, 0) },
    ]);
  });
});
