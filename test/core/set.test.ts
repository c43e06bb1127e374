import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeBackup, encodeBackup } from "../../src/core/backup.ts";
import type { Bytes } from "../../src/core/bytes.ts";
import {
  type CacheEntry,
  openHead,
  openPage,
  pageTerm,
  sealHead,
  sealPage,
} from "../../src/core/cache.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import {
  addTerm,
  emptySum,
  leaf,
  openManifest,
  sealManifest,
  setKey,
  subtractTerm,
  sumSet,
} from "../../src/core/manifest.ts";
import { deriveClassKey } from "../../src/core/keys.ts";
import { secondClassKey } from "./second.ts";

const vault = { vaultId: new Uint8Array(16).fill(1), epoch: 1 };
const raw = new Uint8Array(32).fill(3);
let key: CryptoKey;
let kSet: CryptoKey;

const bytesOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));
const ref = fc.record({
  cls: fc.constantFrom(1, 2, 3, 4, 0x21, 0x22, 0x23),
  schema: fc.integer({ min: 0, max: 65_535 }),
  rev: fc.integer({ min: 1, max: 2 ** 40 }),
  tombstone: fc.boolean(),
  hash: bytesOf(32),
});
const member = fc.record({ recId: bytesOf(16), ref });

beforeAll(async () => {
  key = await hkdfKey(raw);
  kSet = await setKey(key);
});

describe("class keys", () => {
  it("are those of a second implementation, and all different", async () => {
    const names = ["index", "secret", "critical", "keyring", "manifest"] as const;
    const keys = await Promise.all(names.map((name) => deriveClassKey(raw, vault, name)));
    for (const [i, name] of names.entries()) {
      expect(
        Buffer.from(keys[i] as Bytes).equals(secondClassKey(raw, vault.vaultId, 1, name)),
      ).toBe(true);
    }
    expect(new Set(keys.map((one) => Buffer.from(one).toString("hex"))).size).toBe(names.length);
  });
});

describe("the sum over the set", () => {
  it("adds and takes away without a trace, in any order", () => {
    fc.assert(
      fc.property(bytesOf(32), bytesOf(32), (a, b) => {
        expect(subtractTerm(addTerm(a, b), b)).toEqual(a);
        expect(addTerm(a, b)).toEqual(addTerm(b, a));
        const sum =
          (BigInt(`0x${Buffer.from(a).toString("hex")}`) +
            BigInt(`0x${Buffer.from(b).toString("hex")}`)) %
          2n ** 256n;
        expect(Buffer.from(addTerm(a, b)).toString("hex")).toBe(sum.toString(16).padStart(64, "0"));
      }),
    );
  });

  it("is the same after single writes as when made anew over the whole set", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 20 }), member, async (set, fresh) => {
        const places = new Set(set.map(({ recId, ref: { cls } }) => `${recId.join()}/${cls}`));
        fc.pre(places.size === set.length && !places.has(`${fresh.recId.join()}/${fresh.ref.cls}`));
        const before = await sumSet(kSet, set);
        const after = await sumSet(kSet, [fresh, ...set.toReversed()]);
        expect(after.n).toBe(before.n + 1);
        expect(after.setMac).toEqual(
          addTerm(before.setMac, await leaf(kSet, fresh.recId, fresh.ref)),
        );
      }),
      { numRuns: 30 },
    );
    expect(await sumSet(kSet, [])).toEqual({ n: 0, setMac: emptySum });
  });

  it("changes with anything that a leaf stands for", async () => {
    await fc.assert(
      fc.asyncProperty(member, member, async (a, b) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        expect(await leaf(kSet, a.recId, a.ref)).not.toEqual(await leaf(kSet, b.recId, b.ref));
      }),
    );
  });

  it("refuses the same record twice", async () => {
    const one = {
      recId: new Uint8Array(16),
      ref: { cls: 1, schema: 1, rev: 1, tombstone: false, hash: emptySum },
    };
    const newer = { ...one, ref: { ...one.ref, rev: 2 } };
    await expect(sumSet(kSet, [one, newer])).rejects.toThrow("DUPLICATE");
  });
});

describe("a manifest", () => {
  const manifest = {
    counter: 5,
    epoch: 1,
    headerHash: new Uint8Array(32).fill(1),
    n: 3,
    setMac: new Uint8Array(32).fill(2),
    prev: new Uint8Array(32),
    deviceId: new Uint8Array(16).fill(4),
    made: 1_700_000_000_000,
    auditHead: new Uint8Array(32).fill(5),
  };

  it("reads back as it was sealed, and not as that of another vault", async () => {
    const sealed = await sealManifest(key, vault, manifest);
    expect(await openManifest(key, vault, sealed)).toEqual(manifest);
    const other = { ...vault, vaultId: new Uint8Array(16).fill(9) };
    await expect(openManifest(key, other, sealed)).rejects.toThrow("REC_CONTEXT");
  });

  it("whose epoch is not that of the vault is refused", async () => {
    const sealed = await sealManifest(key, vault, { ...manifest, epoch: 2 });
    await expect(openManifest(key, vault, sealed)).rejects.toThrow("TAMPERED");
  });
});

describe("the index cache", () => {
  const entry: fc.Arbitrary<CacheEntry> = fc.record({
    recId: bytesOf(16),
    lastUsed: fc.integer({ min: 0, max: 2 ** 45 }),
    uses: fc.integer({ min: 0, max: 2 ** 31 }),
    index: fc.uint8Array({ maxLength: 400 }).map((array) => new Uint8Array(array)),
    refs: fc.array(ref, { maxLength: 4 }),
  });

  it("reads pages and head back as they were sealed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 64 }), async (entries) => {
        const page = await sealPage(key, vault, 3, 9, entries);
        expect(await openPage(key, vault, 3, page)).toEqual(entries);
        await expect(openPage(key, vault, 4, page)).rejects.toThrow("REC_CONTEXT");
        expect(await pageTerm(kSet, 3, page)).not.toEqual(await pageTerm(kSet, 4, page));
      }),
      { numRuns: 20 },
    );
    const head = {
      manifestHash: emptySum,
      pages: 7,
      pageSum: emptySum,
      audit: [{ deviceId: vault.vaultId, seq: 2, head: emptySum }],
    };
    const sealed = await sealHead(key, vault, 12, head);
    expect(await openHead(key, vault, 12, sealed)).toEqual(head);
    await expect(openHead(key, vault, 13, sealed)).rejects.toThrow("REC_CONTEXT");
  });
});

describe("a backup's container", () => {
  it("reads back as it was written", async () => {
    const part = (max: number) =>
      fc.uint8Array({ minLength: 392, maxLength: max }).map((array) => new Uint8Array(array));
    await fc.assert(
      fc.asyncProperty(
        part(500),
        part(500),
        fc.array(part(600), { maxLength: 5 }),
        async (header, manifest, records) => {
          const file = await encodeBackup({ header, manifest, records });
          expect(await decodeBackup(file)).toEqual({ header, manifest, records });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("that claims more than it holds is refused before anything is allocated", async () => {
    const file = await encodeBackup({
      header: new Uint8Array(9),
      manifest: new Uint8Array(9),
      records: [],
    });
    for (const at of [6, 19, 32]) {
      const lying = file.slice();
      lying.set([0xff, 0xff, 0xff, 0xff], at);
      await expect(decodeBackup(lying)).rejects.toThrow("TRUNCATED");
    }
  });
});
