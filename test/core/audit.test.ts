import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  appendAudit,
  type AuditChain,
  type AuditEntry,
  auditCode,
  auditHead,
  chainsOf,
  decodeAuditEntry,
  encodeAuditEntry,
} from "../../src/core/audit.ts";
import { type Bytes, concat, toHex, u8 } from "../../src/core/bytes.ts";
import { sha256 } from "../../src/core/hash.ts";
import { bytesOf, filled, unsigned } from "./any.ts";
import { secondAudit, secondAuditHead } from "./second-set.ts";

const entry: fc.Arbitrary<AuditEntry> = fc.record({
  deviceId: bytesOf(16),
  seq: unsigned(53),
  prev: bytesOf(32),
  at: unsigned(53),
  code: unsigned(16),
  recId: bytesOf(16),
});

describe("an audit entry", () => {
  it("reads back as it was written, with the bytes of a second implementation", () => {
    fc.assert(
      fc.property(entry, (one) => {
        const bytes = encodeAuditEntry(one);
        expect(toHex(bytes)).toBe(toHex(secondAudit(one)));
        expect(decodeAuditEntry(bytes)).toEqual(one);
        expect(() => decodeAuditEntry(concat(bytes, u8(0)))).toThrow("TAMPERED");
        expect(() => decodeAuditEntry(bytes.slice(0, -1))).toThrow("TAMPERED");
      }),
    );
  });

  it("has one code for one event, for ever", () => {
    const codes = Object.values(auditCode);
    expect(new Set(codes).size).toBe(codes.length);
    expect(auditCode).toMatchObject({
      created: 1,
      unlocked: 2,
      unlockFailed: 3,
      filled: 4,
      copied: 5,
      revealed: 6,
      exported: 7,
      restored: 8,
      erased: 9,
      unlockedByRecovery: 10,
    });
  });
});

describe("the audit chain", () => {
  async function chainOf(length: number) {
    let chains: AuditChain[] = [];
    const plaintexts: Bytes[] = [];
    for (let i = 0; i < length; i++) {
      const what = { at: i, code: auditCode.unlocked, recId: filled(16, 0) };
      const next = await appendAudit(chains, filled(16, i % 3), what);
      chains = next.chains;
      plaintexts.push(next.plaintext);
    }
    return { chains, plaintexts, entries: plaintexts.map(decodeAuditEntry) };
  }

  it("is one chain a device, and found again from its entries in any order", async () => {
    const { chains, entries } = await chainOf(20);
    const found = (await chainsOf(entries.toReversed())) ?? [];
    const byDevice = (a: AuditChain, b: AuditChain) =>
      toHex(a.deviceId) < toHex(b.deviceId) ? -1 : 1;
    expect(found.toSorted(byDevice)).toEqual(chains.toSorted(byDevice));
    expect(found.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([6, 7, 7]);
  });

  it("begins with number 1 after zeros, and holds the hash of the entry before", async () => {
    const { entries, plaintexts, chains } = await chainOf(7);
    expect(entries[0]).toMatchObject({ seq: 1, prev: filled(32, 0), at: 0, code: 2 });
    expect(entries[3]).toMatchObject({ seq: 2, prev: await sha256(plaintexts[0] as Bytes), at: 3 });
    const own = chains.find(({ deviceId }) => deviceId[0] === 0);
    expect(own).toEqual({
      deviceId: filled(16, 0),
      seq: 3,
      head: await sha256(plaintexts[6] as Bytes),
    });
  });

  it("has a head that does not depend on the order of its devices, as a second implementation has it", async () => {
    const { chains } = await chainOf(20);
    const head = await auditHead(chains);
    expect(toHex(head)).toBe(toHex(secondAuditHead(chains)));
    expect(await auditHead(chains.toReversed())).toEqual(head);
    expect(await auditHead([...chains.slice(1), chains[0] as AuditChain])).toEqual(head);
    expect(toHex(await auditHead([]))).toBe(toHex(await sha256(new Uint8Array(0))));
    const [first, ...rest] = chains as [AuditChain, ...AuditChain[]];
    expect(await auditHead([{ ...first, seq: first.seq + 1 }, ...rest])).not.toEqual(head);
    expect(await chainsOf([])).toEqual([]);
  });

  it("shows entries that are gone, doubled, changed or out of order", async () => {
    const { entries, chains } = await chainOf(9);
    for (let i = 0; i < entries.length; i++) {
      const without = entries.filter((_, at) => at !== i);
      const last = i >= entries.length - 3;
      // A cut at the end leaves a sound chain, but not the head that the manifest pins.
      if (last)
        expect(await auditHead((await chainsOf(without)) ?? [])).not.toEqual(
          await auditHead(chains),
        );
      else expect(await chainsOf(without)).toBeNull();
      expect(await chainsOf([...entries, entries[i] as AuditEntry])).toBeNull();
    }
    const change = (at: number, more: Partial<AuditEntry>) =>
      entries.map((one, i) => (i === at ? { ...one, ...more } : one));
    for (const more of [
      { at: 99 },
      { code: 9 },
      { seq: 7 },
      { recId: filled(16, 9) },
      { prev: filled(32, 9) },
      { deviceId: filled(16, 1) },
    ]) {
      expect(await chainsOf(change(3, more)), JSON.stringify(more)).toBeNull();
    }
    expect(await chainsOf(change(0, { prev: filled(32, 1) }))).toBeNull();
  });
});
