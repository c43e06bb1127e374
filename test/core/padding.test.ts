import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pad, paddedLength, unpad } from "../../src/core/padding.ts";
import { bytesTo, filled } from "./any.ts";
import { secondPadding } from "./second.ts";

describe("padding", () => {
  it("is Padmé above 256 bytes, for every length that a small record may have", () => {
    for (let length = 0; length < 9000; length++) {
      expect(paddedLength(length), `${length}`).toBe(secondPadding(length));
    }
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 21 }), (length) => {
        const padded = paddedLength(length);
        expect(padded).toBe(secondPadding(length));
        expect(padded).toBeGreaterThanOrEqual(length);
        // At most 12 % is added (PURBs), and padding what is padded adds nothing.
        if (length > 256) expect(padded - length).toBeLessThan(0.12 * length);
        expect(paddedLength(padded)).toBe(padded);
      }),
    );
  });

  it("is taken off again, whatever the plaintext ends with", () => {
    const endings = fc.constantFrom([], [0], [0x80], [0x80, 0], [0, 0x80, 0, 0]);
    fc.assert(
      fc.property(bytesTo(2000), endings, (start, ending) => {
        const plaintext = new Uint8Array([...start, ...ending]);
        const padded = pad(plaintext);
        expect(padded).toHaveLength(paddedLength(plaintext.length + 1));
        expect(unpad(padded)).toEqual(plaintext);
      }),
    );
  });

  it("of another length than the canonical one is refused", () => {
    const padded = pad(filled(10, 1));
    expect(() => unpad(new Uint8Array([...padded, 0]))).toThrow("TAMPERED");
    for (let length = 0; length < 256; length++) {
      expect(() => unpad(padded.slice(0, length))).toThrow("TAMPERED");
    }
    for (const length of [0, 1, 256, 272])
      expect(() => unpad(filled(length, 0))).toThrow("TAMPERED");
    const long = pad(filled(300, 1));
    expect(() => unpad(long.slice(0, -1))).toThrow("TAMPERED");
    expect(() => unpad(new Uint8Array([...long, ...filled(16, 0)]))).toThrow("TAMPERED");
  });

  it("with another mark than 0x80 is refused", () => {
    for (let mark = 0; mark < 256; mark++) {
      const padded = pad(new Uint8Array(0));
      padded[0] = mark;
      if (mark === 0x80) expect(unpad(padded)).toHaveLength(0);
      else expect(() => unpad(padded), `${mark}`).toThrow("TAMPERED");
    }
  });
});
