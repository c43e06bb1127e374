import { afterEach, describe, expect, it, vi } from "vitest";
import { hkdfKey } from "../../src/core/hash.ts";
import { randomBytes } from "../../src/core/random.ts";
import { recordClass, sealRecord, zeroId } from "../../src/core/record.ts";
import { sealSlot, slotType } from "../../src/core/slot.ts";
import { filled } from "./any.ts";

afterEach(() => vi.restoreAllMocks());
const vault = { vaultId: filled(16, 1), epoch: 1 };

/** What the platform's generator answers from now on. */
function chance(answer: (bytes: Uint8Array) => void) {
  vi.spyOn(crypto, "getRandomValues").mockImplementation((bytes) => {
    answer(bytes as unknown as Uint8Array);
    return bytes;
  });
}
const seal = async () => {
  const context = { cls: recordClass.index, schema: 1, ...vault, recId: zeroId, rev: 1 };
  return sealRecord(await hkdfKey(filled(32, 1)), { ...context, tombstone: false }, filled(1, 1));
};

describe("a broken generator", () => {
  it("that answers zeros seals nothing", async () => {
    chance(() => undefined);
    await expect(seal()).rejects.toThrow("INTERNAL");
    const slot = sealSlot(slotType.recovery, { recovery: filled(20, 1) }, filled(32, 1), vault);
    await expect(slot).rejects.toThrow("INTERNAL");
  });

  it("that repeats itself seals once at most", async () => {
    chance((bytes) => bytes.fill(7));
    await seal();
    await expect(seal()).rejects.toThrow("INTERNAL");
  });

  it("that throws seals nothing", async () => {
    chance(() => {
      throw new Error("no entropy");
    });
    await expect(seal()).rejects.toThrow("no entropy");
  });
});

it("random bytes are as many as asked, and few of them may be zeros", () => {
  for (const length of [0, 1, 11, 12, 32]) expect(randomBytes(length)).toHaveLength(length);
  chance(() => undefined);
  expect(randomBytes(11)).toEqual(filled(11, 0));
  expect(() => randomBytes(12)).toThrow("INTERNAL");
});
