import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { toBase64, toHex } from "../../src/core/bytes.ts";
import {
  chunkBytes,
  chunkCount,
  chunkLength,
  chunkRef,
  fileKey,
  openChunk,
  sealChunk,
} from "../../src/core/chunk.ts";
import { fileName } from "../../src/core/file-name.ts";
import { sha256 } from "../../src/core/hash.ts";
import { caps, fileSchema } from "../../src/core/item.ts";
import { randomBytes } from "../../src/core/random.ts";
import { peekRecord } from "../../src/core/record.ts";

const vault = { vaultId: randomBytes(16), epoch: 4 };
const keyText = toBase64(randomBytes(32));

describe("a chunk", () => {
  it("opens to what was sealed, also under a later epoch of its vault", async () => {
    const key = await fileKey(keyText);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async (content) => {
        const plaintext = new Uint8Array(content);
        const { chunk, bytes } = await sealChunk(key, vault, plaintext);
        expect(await openChunk(key, vault.vaultId, chunk, bytes)).toEqual(plaintext);
        expect(peekRecord(bytes)).toMatchObject({ cls: 4, rev: 1, epoch: 4, tombstone: false });
        expect(chunkRef(chunk)).toMatchObject({
          recId: peekRecord(bytes).recId,
          ref: { cls: 4, schema: 1, rev: 1, tombstone: false, hash: await sha256(bytes) },
        });
      }),
      { numRuns: 50 },
    );
  });

  it("is refused under another key, vault or recId, even where the hash is made to fit", async () => {
    const key = await fileKey(keyText);
    const { chunk, bytes } = await sealChunk(key, vault, new Uint8Array(40));
    const other = await fileKey(toBase64(randomBytes(32)));
    await expect(openChunk(other, vault.vaultId, chunk, bytes)).rejects.toThrow("TAMPERED");
    await expect(openChunk(key, randomBytes(16), chunk, bytes)).rejects.toThrow("REC_CONTEXT");
    const elsewhere = { ...chunk, id: toHex(randomBytes(16)) };
    await expect(openChunk(key, vault.vaultId, elsewhere, bytes)).rejects.toThrow("REC_CONTEXT");
    for (const [at, code] of [
      [5, "REC_CONTEXT"],
      [27, "TAMPERED"], // the epoch is part of what the key is derived from
      [51, "REC_CONTEXT"],
      [200, "TAMPERED"],
    ] as const) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 1;
      await expect(openChunk(key, vault.vaultId, chunk, changed)).rejects.toThrow("TAMPERED");
      const fits = { ...chunk, hash: toHex(await sha256(changed)) };
      await expect(openChunk(key, vault.vaultId, fits, changed)).rejects.toThrow(code);
    }
  });

  it("lengths add up to the file's, and a file of the largest size has as many as an item may name", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: caps.file }), (bytes) => {
        const lengths = Array.from({ length: chunkCount(bytes) }, (_, n) => chunkLength(bytes, n));
        expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(bytes);
        expect(lengths.slice(0, -1).every((length) => length === chunkBytes)).toBe(true);
        expect(chunkLength(bytes, chunkCount(bytes))).toBe(0);
      }),
    );
    expect(chunkCount(caps.file)).toBe(caps.chunks);
    expect(chunkCount(0)).toBe(1);
  });
});

describe("the line of a file in an item", () => {
  const chunk = { id: "0a".repeat(16), hash: "0b".repeat(32) };
  const line = { name: "a.txt", bytes: 3, key: keyText, chunks: [chunk] };
  const fits = (part: object) => v.safeParse(fileSchema, { ...line, ...part }).success;

  it("is closed and capped", () => {
    expect(fits({})).toBe(true);
    expect(fits({ bytes: caps.file })).toBe(true);
    for (const wrong of [
      { bytes: caps.file + 1 },
      { bytes: -1 },
      { bytes: 0.5 },
      { name: "x".repeat(256) },
      { key: keyText.slice(1) },
      { key: `${keyText.slice(0, 40)}"-_=` },
      { chunks: Array.from({ length: 11 }, () => chunk) },
      { chunks: [{ ...chunk, id: "0A".repeat(16) }] },
      { chunks: [{ ...chunk, hash: "0b".repeat(31) }] },
      { chunks: [{ ...chunk, more: 1 }] },
      { more: 1 },
    ]) {
      expect(fits(wrong), JSON.stringify(wrong)).toBe(false);
    }
  });
});

describe("a file's name", () => {
  it.each([
    ["scan.pdf", "scan.pdf"],
    ["../../etc/passwd", "_.._etc_passwd"],
    ["C:\\Windows\\x.exe", "C__Windows_x.exe"],
    ["photo\u202Egnp.exe", "photognp.exe"],
    [".htaccess", "htaccess"],
    ["con.txt", "_con.txt"],
    ["NUL", "_NUL"],
    ["  spaced . ", "spaced"],
    ["a\u0000b\nc", "abc"],
    ["", "file"],
    ["...", "file"],
    ["Müller – Vertrag (2).pdf", "Müller – Vertrag (2).pdf"],
  ])("%j becomes %j", (from, to) => {
    expect(fileName(from)).toBe(to);
  });

  it("keeps its ending where it is too long, and is harmless and stable whatever it was", () => {
    expect(fileName(`${"x".repeat(300)}.jpeg`)).toMatch(/^x{75}\.jpeg$/);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), (name) => {
        const tame = fileName(name);
        expect(tame.length).toBeGreaterThan(0);
        expect(tame.length).toBeLessThanOrEqual(81);
        expect(tame).toBe(tame.toWellFormed());
        expect(tame).not.toMatch(/[/\\:*?"<>|\p{Cc}\u202a-\u202e]|^\.|[. ]$/u);
        expect(fileName(tame)).toBe(tame);
      }),
      { numRuns: 2000 },
    );
  });
});
