import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, lengthPrefixed, toHex, u8, utf8 } from "../../src/core/bytes.ts";
import {
  decodeCredential,
  decodeQuick,
  encodeCredential,
  encodeQuick,
  prfSalt,
} from "../../src/core/factor.ts";
import type { Slot } from "../../src/core/slot.ts";
import { bytesOf, bytesTo, filled, unsigned } from "./any.ts";
import { secondExt, secondPrfSalt } from "./second.ts";

describe("what a slot says of its credential", () => {
  it("reads back as it was written, with the bytes of a second implementation", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z.]{0,255}$/), bytesTo(700), (rpId, credentialId) => {
        const ext = encodeCredential({ rpId, credentialId });
        expect(toHex(ext)).toBe(toHex(secondExt(rpId, credentialId)));
        expect(decodeCredential(ext)).toEqual({ rpId, credentialId });
        expect(() => decodeCredential(ext.slice(0, -1))).toThrow("BAD_FORMAT");
        expect(() => decodeCredential(concat(ext, u8(0)))).toThrow("BAD_FORMAT");
      }),
    );
  });

  it("is at most 255 bytes of rpId and 700 of credential", () => {
    const most = { rpId: "a".repeat(255), credentialId: filled(700, 1) };
    expect(decodeCredential(encodeCredential(most))).toEqual(most);
    for (const more of [
      { ...most, rpId: "a".repeat(256) },
      { ...most, credentialId: filled(701, 1) },
    ]) {
      expect(() => encodeCredential(more)).toThrow("BAD_FORMAT");
      const ext = concat(lengthPrefixed(utf8(more.rpId)), lengthPrefixed(more.credentialId));
      expect(() => decodeCredential(ext)).toThrow("BAD_FORMAT");
    }
  });

  it("is asked with a salt of its vault and slot, as a second implementation makes it", async () => {
    await fc.assert(
      fc.asyncProperty(bytesOf(16), bytesOf(16), async (vaultId, slotId) => {
        expect(toHex(await prfSalt(vaultId, slotId))).toBe(toHex(secondPrfSalt(vaultId, slotId)));
      }),
    );
  });
});

describe("the device's own store of passkeys", () => {
  const slot: fc.Arbitrary<Slot> = fc.record({
    type: fc.constant(4),
    slotId: bytesOf(16),
    salt: bytesOf(16),
    cost: fc.constant({ m: 0, t: 0, p: 0 }),
    commit: bytesOf(32),
    nonce: bytesOf(12),
    wrap: bytesOf(48),
    ext: bytesTo(100),
  });
  const store = fc.record({ epoch: unsigned(32), slots: fc.array(slot, { maxLength: 8 }) });

  it("reads back as it was written, and at no other length", () => {
    fc.assert(
      fc.property(store, (one) => {
        const bytes = encodeQuick(one);
        expect(decodeQuick(bytes)).toEqual(one);
        expect(toHex(bytes.slice(0, 6))).toBe("4346514b3100");
        expect(() => decodeQuick(bytes.slice(0, -1))).toThrow("BAD_FORMAT");
        expect(() => decodeQuick(concat(bytes, u8(0)))).toThrow("BAD_FORMAT");
      }),
      { numRuns: 40 },
    );
  });

  it("holds slots of type 4 only, at most eight, behind its own magic", () => {
    const [one] = fc.sample(slot, { numRuns: 1, seed: 1 }) as [Slot];
    const nine = encodeQuick({ epoch: 1, slots: Array.from({ length: 9 }, () => one) });
    expect(() => decodeQuick(nine)).toThrow("BAD_FORMAT");
    const other = encodeQuick({ epoch: 1, slots: [{ ...one, type: 3 }] });
    expect(() => decodeQuick(other)).toThrow("BAD_FORMAT");
    const magic = encodeQuick({ epoch: 1, slots: [one] });
    magic[0] = 0x44;
    expect(() => decodeQuick(magic)).toThrow("BAD_FORMAT");
  });
});
