import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type Bytes, concat, toHex, u16, u32, u8 } from "../../src/core/bytes.ts";
import {
  type CacheEntry,
  indexLimit,
  openHead,
  openPage,
  pageEntries,
  pageTerm,
  sealHead,
  sealPage,
} from "../../src/core/cache.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import { setKey } from "../../src/core/manifest.ts";
import {
  openRecord,
  peekRecord,
  recordClass,
  recordLimit,
  sealRecord,
  zeroId,
} from "../../src/core/record.ts";
import { bytesOf, bytesTo, filled, unsigned } from "./any.ts";
import {
  secondHead,
  secondPage,
  secondPageId,
  secondPageTerm,
  secondSetKey,
} from "./second-set.ts";

const vault = { vaultId: filled(16, 1), epoch: 1 };
const raw = filled(32, 3);
let key: CryptoKey;
let kSet: CryptoKey;
beforeEach(async () => {
  key = await hkdfKey(raw);
  kSet = await setKey(key);
});

const ref = fc.record({
  cls: unsigned(8),
  schema: unsigned(16),
  rev: unsigned(53),
  tombstone: fc.boolean(),
  hash: bytesOf(32),
});
const entry: fc.Arbitrary<CacheEntry> = fc.record({
  recId: bytesOf(16),
  lastUsed: unsigned(53),
  uses: unsigned(32),
  index: bytesTo(400),
  refs: fc.array(ref, { maxLength: 4 }),
});
const place = (cls: number, recId: Bytes, rev: number) => ({
  cls,
  schema: 1,
  ...vault,
  recId,
  rev,
  tombstone: false,
});
const pagePlace = (page: number, rev: number) =>
  place(recordClass.cachePage, new Uint8Array(secondPageId(page)), rev);

describe("a page of the index cache", () => {
  it("reads back as it was sealed, with the plaintext and place of a second implementation", async () => {
    const page = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 64 }),
        page,
        unsigned(53),
        async (entries, at, rev) => {
          const sealed = await sealPage(key, vault, at, rev, entries);
          expect(await openPage(key, vault, at, sealed)).toEqual(entries);
          expect(toHex(await openRecord(key, pagePlace(at, rev), sealed))).toBe(
            toHex(secondPage(entries)),
          );
          await expect(openPage(key, vault, at ^ 1, sealed)).rejects.toThrow("REC_CONTEXT");
          const term = secondPageTerm(secondSetKey(raw), at, rev, sealed);
          expect(toHex(await pageTerm(kSet, at, sealed))).toBe(toHex(term));
        },
      ),
      { numRuns: 20 },
    );
  });

  it("holds 64 entries of the longest index within a record", async () => {
    const longest = { recId: zeroId, lastUsed: 0, uses: 0, index: filled(indexLimit, 1), refs: [] };
    const entries = Array.from({ length: pageEntries }, () => longest);
    const sealed = await sealPage(key, vault, 0, 1, entries);
    expect(sealed.length).toBeLessThanOrEqual(recordLimit);
    expect(await openPage(key, vault, 0, sealed)).toHaveLength(64);
    expect(pageEntries).toBe(64);
    expect(indexLimit).toBe(16_384);
    const longer = { ...longest, index: filled(indexLimit + 1, 1) };
    const bad = await sealPage(key, vault, 0, 1, [longer]);
    await expect(openPage(key, vault, 0, bad)).rejects.toThrow("TAMPERED");
  });

  it("whose sealed bytes are no page is refused", async () => {
    const good = concat(
      u16(1),
      secondPage([{ recId: zeroId, lastUsed: 1, uses: 2, index: filled(3, 4), refs: [] }]).slice(2),
    );
    const open = async (plaintext: Bytes) =>
      openPage(key, vault, 7, await sealRecord(key, pagePlace(7, 1), plaintext));
    expect(await open(good)).toHaveLength(1);
    for (const bad of [
      good.slice(0, -1),
      concat(good, u8(0)),
      concat(u16(2), good.slice(2)),
      concat(u16(0), good.slice(2)),
      good.slice(0, 1),
    ]) {
      await expect(open(bad)).rejects.toThrow("TAMPERED");
    }
  });

  it("is not the page of another vault or epoch, nor a head", async () => {
    const sealed = await sealPage(key, vault, 0, 1, []);
    for (const other of [
      { ...vault, vaultId: filled(16, 2) },
      { ...vault, epoch: 2 },
    ]) {
      await expect(openPage(key, other, 0, sealed)).rejects.toThrow("REC_CONTEXT");
    }
    await expect(openHead(key, vault, 1, sealed)).rejects.toThrow("REC_CONTEXT");
    expect(peekRecord(sealed)).toEqual(pagePlace(0, 1));
  });
});

describe("the head of the cache", () => {
  const chain = fc.record({ deviceId: bytesOf(16), seq: unsigned(53), head: bytesOf(32) });
  const head = fc.record({
    manifestHash: bytesOf(32),
    pages: fc.integer({ min: 0, max: 1_000_000 }),
    pageSum: bytesOf(32),
    audit: fc.array(chain, { maxLength: 5 }),
  });

  it("reads back as it was sealed, with the plaintext of a second implementation", async () => {
    await fc.assert(
      fc.asyncProperty(head, fc.integer({ min: 0, max: 2 ** 53 - 2 }), async (one, counter) => {
        const sealed = await sealHead(key, vault, counter, one);
        expect(await openHead(key, vault, counter, sealed)).toEqual(one);
        const plain = await openRecord(key, place(recordClass.cacheHead, zeroId, counter), sealed);
        expect(toHex(plain)).toBe(
          toHex(secondHead(one.manifestHash, one.pages, one.pageSum, one.audit)),
        );
        await expect(openHead(key, vault, counter + 1, sealed)).rejects.toThrow("REC_CONTEXT");
      }),
      { numRuns: 30 },
    );
  });

  it("that names more pages than a vault can have, or is cut or longer, is refused", async () => {
    const good = concat(
      filled(32, 1),
      u32(1_000_000),
      filled(32, 2),
      u16(1),
      filled(16, 3),
      filled(8, 0),
      filled(32, 4),
    );
    const open = async (plaintext: Bytes) =>
      openHead(
        key,
        vault,
        9,
        await sealRecord(key, place(recordClass.cacheHead, zeroId, 9), plaintext),
      );
    expect((await open(good)).pages).toBe(1_000_000);
    const many = good.slice();
    many.set(u32(1_000_001), 32);
    for (const bad of [many, good.slice(0, -1), concat(good, u8(0))]) {
      await expect(open(bad)).rejects.toThrow("TAMPERED");
    }
  });
});
