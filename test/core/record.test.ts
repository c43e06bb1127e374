import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Bytes } from "../../src/core/bytes.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import { pad, paddedLength, unpad } from "../../src/core/padding.ts";
import {
  openRecord,
  peekRecord,
  type RecordContext,
  recordClass,
  sealRecord,
} from "../../src/core/record.ts";
import { secondPadding, secondSeal } from "./second.ts";

const bytes = (length: number, fill: number): Bytes => new Uint8Array(length).fill(fill);
const context: RecordContext = {
  cls: recordClass.secret,
  schema: 1,
  vaultId: bytes(16, 1),
  epoch: 3,
  recId: bytes(16, 2),
  rev: 9,
  tombstone: false,
};
const raw = bytes(32, 7);
const anyBytes = (max: number) =>
  fc.uint8Array({ maxLength: max }).map((array) => new Uint8Array(array));

describe("a record", () => {
  it("opens to what was sealed, in its own context", async () => {
    const key = await hkdfKey(raw);
    await fc.assert(
      fc.asyncProperty(anyBytes(3000), async (plaintext) => {
        const sealed = await sealRecord(key, context, plaintext);
        expect(await openRecord(key, context, sealed)).toEqual(plaintext);
        expect(peekRecord(sealed)).toEqual(context);
      }),
      { numRuns: 50 },
    );
  });

  it("has the very bytes of a second implementation", async () => {
    const key = await hkdfKey(raw);
    await fc.assert(
      fc.asyncProperty(anyBytes(2000), anyBytes(32), async (plaintext, chance) => {
        const salt = bytes(32, 5);
        salt.set(chance);
        const ours = await sealRecord(key, context, plaintext, salt);
        expect(Buffer.from(ours).equals(secondSeal(raw, context, plaintext, salt))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("is refused in any other context", async () => {
    const key = await hkdfKey(raw);
    const sealed = await sealRecord(key, context, bytes(10, 1));
    const others: Partial<RecordContext>[] = [
      { cls: recordClass.index },
      { schema: 2 },
      { vaultId: bytes(16, 9) },
      { epoch: 4 },
      { recId: bytes(16, 9) },
      { rev: 8 },
      { tombstone: true },
    ];
    for (const other of others) {
      await expect(openRecord(key, { ...context, ...other }, sealed)).rejects.toThrow(
        "REC_CONTEXT",
      );
    }
  });

  it("is refused with any bit flipped, and never half opened", async () => {
    const key = await hkdfKey(raw);
    const sealed = await sealRecord(key, context, bytes(10, 1));
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = sealed.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      await expect(openRecord(key, context, flipped)).rejects.toThrow(/REC_CONTEXT|TAMPERED/);
    }
  });

  it("is refused at any other length", async () => {
    const key = await hkdfKey(raw);
    const sealed = await sealRecord(key, context, bytes(10, 1));
    for (let length = 0; length < sealed.length; length++) {
      await expect(openRecord(key, context, sealed.slice(0, length))).rejects.toThrow(
        /REC_SIZE|TAMPERED/,
      );
    }
    const longer = new Uint8Array([...sealed, 0]);
    await expect(openRecord(key, context, longer)).rejects.toThrow("TAMPERED");
  });

  it("does not open under another key of the same class", async () => {
    const sealed = await sealRecord(await hkdfKey(raw), context, bytes(10, 1));
    await expect(openRecord(await hkdfKey(bytes(32, 8)), context, sealed)).rejects.toThrow(
      "TAMPERED",
    );
  });

  it("never has the same salt twice", async () => {
    const key = await hkdfKey(raw);
    const salts = new Set<string>();
    for (let i = 0; i < 200; i++) {
      salts.add(Buffer.from(await sealRecord(key, context, bytes(1, 1))).toString("hex", 56, 88));
    }
    expect(salts.size).toBe(200);
  });

  it("larger than 2 MiB is refused before it is sealed", async () => {
    const key = await hkdfKey(raw);
    await expect(sealRecord(key, context, bytes(2 ** 21, 1))).rejects.toThrow("REC_SIZE");
  });
});

describe("padding", () => {
  it("is Padmé above 256 bytes and taken off again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (length) => {
        expect(paddedLength(length)).toBe(secondPadding(length));
      }),
    );
    fc.assert(
      fc.property(anyBytes(2000), (plaintext) => {
        expect(unpad(pad(plaintext))).toEqual(plaintext);
      }),
    );
  });

  it("of another length than the canonical one is refused", () => {
    const padded = pad(bytes(10, 1));
    expect(() => unpad(new Uint8Array([...padded, 0]))).toThrow("TAMPERED");
    expect(() => unpad(padded.slice(0, 200))).toThrow("TAMPERED");
    expect(() => unpad(bytes(256, 0))).toThrow("TAMPERED");
  });
});
