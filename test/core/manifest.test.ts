import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { toHex } from "../../src/core/bytes.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import {
  addTerm,
  emptySum,
  inSet,
  leaf,
  openManifest,
  type RecordRef,
  sealManifest,
  setKey,
  subtractTerm,
  sumSet,
} from "../../src/core/manifest.ts";
import { recordClass, sealRecord, zeroId } from "../../src/core/record.ts";
import { bytesOf, filled, unsigned } from "./any.ts";
import { secondLeaf, secondManifest, secondSetKey, secondSum } from "./second-set.ts";

const vault = { vaultId: filled(16, 1), epoch: 1 };
const raw = filled(32, 3);
let key: CryptoKey;
let kSet: CryptoKey;
beforeEach(async () => {
  key = await hkdfKey(raw);
  kSet = await setKey(key);
});
const secondKSet = secondSetKey(raw);

const ref: fc.Arbitrary<RecordRef> = fc.record({
  cls: fc.constantFrom(1, 2, 3, 4, 0x21, 0x22, 0x23),
  schema: unsigned(16),
  rev: fc.integer({ min: 1, max: 2 ** 53 - 1 }),
  tombstone: fc.boolean(),
  hash: bytesOf(32),
});
const member = fc.record({ recId: bytesOf(16), ref });
const big = (bytes: Uint8Array) => BigInt(`0x${toHex(bytes)}`);

describe("the sum over the set", () => {
  it("adds and takes away without a trace, in any order, modulo 2^256", () => {
    const near = fc.constantFrom(filled(32, 0), filled(32, 255), filled(32, 1), filled(32, 128));
    const term = fc.oneof(bytesOf(32), near);
    fc.assert(
      fc.property(term, term, (a, b) => {
        expect(subtractTerm(addTerm(a, b), b)).toEqual(a);
        expect(addTerm(a, b)).toEqual(addTerm(b, a));
        expect(big(addTerm(a, b))).toBe((big(a) + big(b)) % 2n ** 256n);
        expect(big(subtractTerm(a, b))).toBe((big(a) - big(b) + 2n ** 256n) % 2n ** 256n);
      }),
    );
  });

  it("is that of a second implementation, however large the set", async () => {
    const set = Array.from({ length: 700 }, (_, i) => ({
      recId: new Uint8Array([...filled(14, 5), i >> 8, i & 255]),
      ref: {
        cls: 1 + (i % 3),
        schema: i,
        rev: i + 1,
        tombstone: i % 2 === 0,
        hash: filled(32, i & 255),
      },
    }));
    const terms = set.map((one) => secondLeaf(secondKSet, one.recId, one.ref));
    for (const length of [0, 1, 255, 256, 257, 512, 700]) {
      const { n, setMac } = await sumSet(kSet, set.slice(0, length));
      expect(n).toBe(length);
      expect(toHex(setMac)).toBe(toHex(secondSum(terms.slice(0, length))));
    }
    expect(toHex(emptySum)).toBe("00".repeat(32));
    // The same place twice, in two pieces of the work.
    const twice = [...set, { ...(set[0] as (typeof set)[0]) }];
    await expect(sumSet(kSet, twice)).rejects.toThrow("DUPLICATE");
  });

  it("is the same after single writes as when made anew over the whole set", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 20 }), member, async (set, fresh) => {
        const places = new Set(set.map(({ recId, ref: { cls } }) => `${recId.join()}/${cls}`));
        fc.pre(places.size === set.length && !places.has(`${fresh.recId.join()}/${fresh.ref.cls}`));
        const before = await sumSet(kSet, set);
        const after = await sumSet(kSet, [fresh, ...set.toReversed()]);
        const term = await leaf(kSet, fresh.recId, fresh.ref);
        expect(after.n).toBe(before.n + 1);
        expect(after.setMac).toEqual(addTerm(before.setMac, term));
        expect(subtractTerm(after.setMac, term)).toEqual(before.setMac);
      }),
      { numRuns: 30 },
    );
  });

  it("changes with anything that a leaf stands for", async () => {
    await fc.assert(
      fc.asyncProperty(member, member, async (a, b) => {
        const term = await leaf(kSet, a.recId, a.ref);
        expect(toHex(term)).toBe(toHex(secondLeaf(secondKSet, a.recId, a.ref)));
        for (const part of ["cls", "schema", "rev", "tombstone", "hash"] as const) {
          const other = { ...a.ref, [part]: b.ref[part] };
          if (String(other[part]) === String(a.ref[part])) continue;
          expect(await leaf(kSet, a.recId, other)).not.toEqual(term);
        }
        if (toHex(a.recId) !== toHex(b.recId)) {
          expect(await leaf(kSet, b.recId, a.ref)).not.toEqual(term);
        }
      }),
    );
  });

  it("refuses the same record twice, but takes an item's records of other classes", async () => {
    const one = {
      recId: zeroId,
      ref: { cls: 1, schema: 1, rev: 1, tombstone: false, hash: emptySum },
    };
    const newer = { ...one, ref: { ...one.ref, rev: 2 } };
    const other = { ...one, ref: { ...one.ref, cls: 2 } };
    await expect(sumSet(kSet, [one, newer])).rejects.toThrow("DUPLICATE");
    expect((await sumSet(kSet, [one, other])).n).toBe(2);
  });

  it("is over items, audit, keyring, settings and sites, not over manifest and cache", () => {
    const members = Array.from({ length: 256 }, (_, cls) => cls).filter(inSet);
    expect(members).toEqual([1, 2, 3, 4, 0x21, 0x22, 0x23, 0x24]);
  });
});

describe("a manifest", () => {
  const manifest = fc.record({
    counter: unsigned(53),
    epoch: fc.constant(1),
    headerHash: bytesOf(32),
    n: unsigned(32),
    setMac: bytesOf(32),
    prev: bytesOf(32),
    deviceId: bytesOf(16),
    made: unsigned(53),
    auditHead: bytesOf(32),
  });
  const [sample] = fc.sample(manifest, { numRuns: 1, seed: 1 });
  const one = sample as NonNullable<typeof sample>;

  it("reads back as it was sealed, with the plaintext of a second implementation", async () => {
    await fc.assert(
      fc.asyncProperty(manifest, async (any) => {
        const sealed = await sealManifest(key, vault, any);
        expect(await openManifest(key, vault, sealed)).toEqual(any);
        const context = {
          cls: 0x20,
          schema: 1,
          ...vault,
          recId: zeroId,
          rev: any.counter,
          tombstone: false,
        };
        const again = await sealRecord(key, context, secondManifest(any), sealed.slice(56, 88));
        expect(toHex(sealed)).toBe(toHex(again));
      }),
      { numRuns: 30 },
    );
  });

  it("is not that of another vault, epoch or key", async () => {
    const sealed = await sealManifest(key, vault, one);
    const others = [
      { ...vault, vaultId: filled(16, 9) },
      { ...vault, epoch: 2 },
    ];
    for (const other of others) {
      await expect(openManifest(key, other, sealed)).rejects.toThrow("REC_CONTEXT");
    }
    const stranger = await hkdfKey(filled(32, 4));
    await expect(openManifest(stranger, vault, sealed)).rejects.toThrow("TAMPERED");
  });

  it("whose epoch or counter is not that it stands under is refused", async () => {
    const elsewhere = await sealManifest(key, vault, { ...one, epoch: 2 });
    await expect(openManifest(key, vault, elsewhere)).rejects.toThrow("TAMPERED");
    const context = {
      cls: recordClass.manifest,
      schema: 1,
      ...vault,
      recId: zeroId,
      tombstone: false,
    };
    const plain = secondManifest(one);
    const seal = (plaintext: Uint8Array, rev: number) =>
      sealRecord(key, { ...context, rev }, plaintext);
    expect(await openManifest(key, vault, await seal(plain, one.counter))).toEqual(one);
    for (const bad of [
      seal(plain, one.counter + 1),
      seal(plain.slice(1), one.counter),
      seal(new Uint8Array([...plain, 0]), one.counter),
    ]) {
      await expect(openManifest(key, vault, await bad)).rejects.toThrow("TAMPERED");
    }
  });
});
