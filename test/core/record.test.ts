import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Bytes, concat, toHex, u8 } from "../../src/core/bytes.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import {
  openRecord,
  peekRecord,
  type RecordContext,
  recordClass,
  recordLimit,
  sealRecord,
  zeroId,
} from "../../src/core/record.ts";
import { bytesOf, bytesTo, filled } from "./any.ts";
import { secondPad, secondSeal, secondSealPadded } from "./second.ts";

const context: RecordContext = {
  cls: recordClass.secret,
  schema: 1,
  vaultId: filled(16, 1),
  epoch: 3,
  recId: filled(16, 2),
  rev: 9,
  tombstone: false,
};
const raw = filled(32, 7);
let key: CryptoKey;
beforeEach(async () => (key = await hkdfKey(raw)));
const anyContext: fc.Arbitrary<RecordContext> = fc.record({
  cls: fc.constantFrom(...Object.values(recordClass)),
  schema: fc.integer({ min: 0, max: 65_535 }),
  vaultId: bytesOf(16),
  epoch: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  recId: bytesOf(16),
  rev: fc.integer({ min: 0, max: 2 ** 53 - 1 }),
  tombstone: fc.boolean(),
});

describe("a record", () => {
  it("opens to what was sealed, in its own context, and its clear bytes tell that context", async () => {
    await fc.assert(
      fc.asyncProperty(anyContext, bytesTo(3000), async (where, plaintext) => {
        const sealed = await sealRecord(key, where, plaintext);
        expect(await openRecord(key, where, sealed)).toEqual(plaintext);
        expect(peekRecord(sealed)).toEqual(where);
      }),
      { numRuns: 50 },
    );
  });

  it("has the very bytes of a second implementation", async () => {
    await fc.assert(
      fc.asyncProperty(anyContext, bytesTo(2000), bytesOf(32), async (where, plaintext, salt) => {
        const ours = await sealRecord(key, where, plaintext, salt);
        expect(toHex(ours)).toBe(toHex(secondSeal(raw, where, plaintext, salt)));
      }),
      { numRuns: 50 },
    );
  });

  it("does not open under another key of the same class", async () => {
    const sealed = await sealRecord(key, context, filled(10, 1));
    const other = await hkdfKey(filled(32, 8));
    await expect(openRecord(other, context, sealed)).rejects.toThrow("TAMPERED");
  });

  it("is refused where its commitment is wrong, although the cipher would take it", async () => {
    const padded = secondPad(filled(10, 1));
    const salt = filled(32, 5);
    const sound = new Uint8Array(secondSealPadded(raw, context, padded, salt));
    expect(await openRecord(key, context, sound)).toEqual(filled(10, 1));
    const wrong = new Uint8Array(secondSealPadded(raw, context, padded, salt, filled(32, 6)));
    await expect(openRecord(key, context, wrong)).rejects.toThrow("TAMPERED");
  });

  it("is refused where what was sealed is not padded as it must be", async () => {
    for (const padded of [filled(256, 0), filled(256, 1), concat(secondPad(filled(1, 1)), u8(0))]) {
      const sealed = new Uint8Array(secondSealPadded(raw, context, padded, filled(32, 5)));
      await expect(openRecord(key, context, sealed)).rejects.toThrow("TAMPERED");
    }
  });

  it("never has the same salt twice", async () => {
    const salts = new Set<string>();
    for (let i = 0; i < 200; i++) {
      salts.add(toHex((await sealRecord(key, context, filled(1, 1))).slice(56, 88)));
    }
    expect(salts.size).toBe(200);
  });
});

describe("the size of a record", () => {
  it("is at most 2 MiB, refused before anything is sealed or opened", async () => {
    // The largest Padmé step below 2 MiB.
    const most = await sealRecord(key, context, filled(2_064_383, 1));
    expect(most).toHaveLength(2_064_384 + 136);
    expect(await openRecord(key, context, most)).toHaveLength(2_064_383);
    await expect(sealRecord(key, context, filled(2_064_384, 1))).rejects.toThrow("REC_SIZE");
    expect(recordLimit).toBe(2 ** 21);
    const grown = (length: number): Bytes => {
      const bytes = new Uint8Array(length);
      bytes.set(most.subarray(0, length));
      return bytes;
    };
    await expect(openRecord(key, context, grown(recordLimit))).rejects.toThrow("TAMPERED");
    await expect(openRecord(key, context, grown(recordLimit + 1))).rejects.toThrow("REC_SIZE");
    expect(peekRecord(grown(recordLimit))).toEqual(context);
    expect(() => peekRecord(grown(recordLimit + 1))).toThrow("REC_SIZE");
  });

  it("is at least 392 bytes", async () => {
    const least = await sealRecord(key, context, new Uint8Array(0));
    expect(least).toHaveLength(392);
    expect(peekRecord(least)).toEqual(context);
    for (const length of [0, 56, 120, 391]) {
      await expect(openRecord(key, context, least.slice(0, length))).rejects.toThrow("REC_SIZE");
      expect(() => peekRecord(least.slice(0, length))).toThrow("REC_SIZE");
    }
  });
});

describe("the clear bytes of a record", () => {
  it("with another magic or suite, an unknown flag or a reserved byte are no record", async () => {
    const sealed = await sealRecord(key, { ...context, tombstone: true }, new Uint8Array(0));
    expect(peekRecord(sealed).tombstone).toBe(true);
    const over = [
      [0, 0],
      [3, 0x32],
      [4, 0],
      [4, 2],
      [52, 2],
      [52, 3],
      [53, 1],
      [54, 1],
      [55, 1],
    ];
    for (const [at, value] of over as [number, number][]) {
      const bad = sealed.slice();
      bad[at] = value;
      expect(() => peekRecord(bad), `${at} ${value}`).toThrow("BAD_FORMAT");
    }
    // A revision above 2^53 can not be told apart from its neighbours.
    const huge = sealed.slice();
    huge[44] = 0xff;
    expect(() => peekRecord(huge)).toThrow("BAD_FORMAT");
  });
});

it("there is one recId for what a vault has once", () => {
  expect(zeroId).toEqual(filled(16, 0));
});
