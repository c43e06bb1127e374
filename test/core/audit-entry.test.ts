import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  appendAudit,
  type AuditChain,
  auditCode,
  type AuditEntry,
  auditHead,
  encodeAuditEntry,
} from "../../src/core/audit.ts";
import { chainsOf, decodeAuditEntry } from "../../src/core/audit-log.ts";
import { type Bytes, concat, toHex, u8 } from "../../src/core/bytes.ts";
import { sha256 } from "../../src/core/hash.ts";
import { bytesOf, bytesTo, filled, unsigned } from "./any.ts";
import { secondAudit, secondAuditHead } from "./second-set.ts";

const known = Object.values(auditCode).filter((code) => code !== auditCode.checkpoint);
const plain = {
  deviceId: bytesOf(16),
  seq: unsigned(53),
  prev: bytesOf(32),
  at: unsigned(53),
  recId: bytesOf(16),
};
const ofKnown = fc.record({
  ...plain,
  code: fc.constantFrom(...known),
  more: fc.constant(filled(0, 0)),
});
const ofNewer = fc.record({
  ...plain,
  code: fc.integer({ min: 1000, max: 65_535 }),
  more: bytesTo(200),
});

describe("an audit entry", () => {
  it("reads back as it was written, with the bytes of a second implementation", () => {
    fc.assert(
      fc.property(fc.oneof(ofKnown, ofNewer), (one: AuditEntry) => {
        const bytes = encodeAuditEntry(one);
        expect(toHex(bytes)).toBe(toHex(secondAudit(one)));
        expect(decodeAuditEntry(bytes)).toEqual(one);
        expect(() => decodeAuditEntry(bytes.slice(0, 81))).toThrow("TAMPERED");
      }),
    );
  });

  it("of a known code takes no byte more", () => {
    fc.assert(
      fc.property(ofKnown, unsigned(8), (one, last) => {
        const longer = concat(encodeAuditEntry(one), u8(last));
        expect(() => decodeAuditEntry(longer)).toThrow("TAMPERED");
      }),
    );
  });

  it("has one code for one event, for ever", () => {
    const codes = Object.values(auditCode);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(Array.from(codes, (_, i) => i + 1));
  });
});

describe("the chain of a device", () => {
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

  it("begins with number 1 after zeros, and holds the hash of the entry before", async () => {
    const { entries, plaintexts, chains } = await chainOf(7);
    expect(entries[0]).toMatchObject({ seq: 1, prev: filled(32, 0), at: 0, code: 2 });
    expect(entries[3]).toMatchObject({ seq: 2, prev: await sha256(plaintexts[0] as Bytes), at: 3 });
    const own = chains.find(({ deviceId }) => deviceId[0] === 0);
    const head = await sha256(plaintexts[6] as Bytes);
    expect(own).toEqual({ deviceId: filled(16, 0), seq: 3, head });
  });

  it("has a head that does not depend on the order of the devices, as a second implementation has it", async () => {
    const { chains } = await chainOf(20);
    const head = await auditHead(chains);
    expect(toHex(head)).toBe(toHex(secondAuditHead(chains)));
    expect(await auditHead(chains.toReversed())).toEqual(head);
    expect(await auditHead([...chains.slice(1), chains[0] as AuditChain])).toEqual(head);
    expect(toHex(await auditHead([]))).toBe(toHex(await sha256(filled(0, 0))));
    const [first, ...rest] = chains as [AuditChain, ...AuditChain[]];
    expect(await auditHead([{ ...first, seq: first.seq + 1 }, ...rest])).not.toEqual(head);
  });

  it("shows any entry that is gone, doubled or changed", async () => {
    const { entries, chains } = await chainOf(9);
    const head = toHex(await auditHead(chains));
    expect(toHex(await auditHead((await chainsOf(entries.toReversed())) ?? []))).toBe(head);
    for (let i = 0; i < entries.length; i++) {
      const found = await chainsOf(entries.filter((_, at) => at !== i));
      // A cut at the end leaves a sound chain, but not the head that the manifest pins.
      if (i < 6) expect(found).toBeNull();
      else expect(toHex(await auditHead(found ?? []))).not.toBe(head);
      expect(await chainsOf([...entries, entries[i] as AuditEntry])).toBeNull();
    }
    const changes: Partial<AuditEntry>[] = [
      { at: 99 },
      { code: 9 },
      { seq: 7 },
      { recId: filled(16, 9) },
      { prev: filled(32, 9) },
      { deviceId: filled(16, 1) },
    ];
    for (const change of changes) {
      const changed = entries.map((one, i) => (i === 3 ? { ...one, ...change } : one));
      expect(await chainsOf(changed), JSON.stringify(change)).toBeNull();
    }
  });
});
