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
import {
  chainsOf,
  decodeAuditEntry,
  dropOldest,
  encodeCheckpoint,
  judgeChains,
  originIn,
} from "../../src/core/audit-log.ts";
import { type Bytes, concat, toHex, u8 } from "../../src/core/bytes.ts";
import { sha256 } from "../../src/core/hash.ts";
import { bytesOf, bytesTo, filled, unsigned } from "./any.ts";
import { secondAudit, secondAuditHead } from "./second-set.ts";

const { shared, received, sharedLink, sharedAge, shareRefused } = auditCode;
const longer: readonly number[] = [
  auditCode.checkpoint,
  shared,
  received,
  sharedLink,
  sharedAge,
  shareRefused,
];
const known = Object.values(auditCode).filter((code) => !longer.includes(code));
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
/** A count, or a reason (FORMAT.md 9). */
const ofSharing = fc.oneof(
  fc.record({
    ...plain,
    code: fc.constantFrom(shared, received, sharedLink, sharedAge),
    more: bytesOf(4),
  }),
  fc.record({
    ...plain,
    code: fc.constant(shareRefused),
    more: fc.integer({ min: 1, max: 8 }).map((reason) => u8(reason)),
  }),
);
const ofNewer = fc.record({
  ...plain,
  code: fc.integer({ min: 1000, max: 65_535 }),
  more: bytesTo(200),
});

describe("an audit entry", () => {
  it("reads back as it was written, with the bytes of a second implementation", () => {
    fc.assert(
      fc.property(fc.oneof(ofKnown, ofSharing, ofNewer), (one: AuditEntry) => {
        const bytes = encodeAuditEntry(one);
        expect(toHex(bytes)).toBe(toHex(secondAudit(one)));
        expect(decodeAuditEntry(bytes)).toEqual(one);
        expect(() => decodeAuditEntry(bytes.slice(0, 81))).toThrow("TAMPERED");
      }),
    );
  });

  it("of a known code takes no byte more", () => {
    fc.assert(
      fc.property(fc.oneof(ofKnown, ofSharing), unsigned(8), (one, last) => {
        const more = concat(encodeAuditEntry(one), u8(last));
        expect(() => decodeAuditEntry(more)).toThrow("TAMPERED");
      }),
    );
  });

  it("about a transfer has a count or a reason, no less and no other", () => {
    fc.assert(
      fc.property(ofSharing, (one) => {
        const cut = encodeAuditEntry(one).slice(0, -1);
        expect(() => decodeAuditEntry(cut)).toThrow("TAMPERED");
      }),
    );
    for (const reason of [0, 9, 255]) {
      const entry = { deviceId: filled(16, 1), seq: 1, prev: filled(32, 0), at: 1 };
      const one = { ...entry, recId: filled(16, 0), code: shareRefused, more: u8(reason) };
      expect(() => decodeAuditEntry(encodeAuditEntry(one))).toThrow("TAMPERED");
    }
  });

  it("has one code for one event, for ever", () => {
    const codes = Object.values(auditCode);
    expect(new Set(codes).size).toBe(codes.length);
    // Those of sharing begin at 40 (FORMAT.md 9); what is between is free.
    const first = codes.filter((code) => code < 40);
    const sharing = codes.filter((code) => code >= 40);
    expect(first).toEqual(Array.from(first, (_, i) => i + 1));
    expect(sharing).toEqual(Array.from(sharing, (_, i) => i + 40));
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

describe("a log that was cut", () => {
  const entry = (device: number, seq: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
    deviceId: filled(16, device),
    seq,
    prev: filled(32, 0),
    at: seq,
    code: auditCode.unlocked,
    recId: filled(16, 0),
    more: filled(0, 0),
    ...more,
  });
  const chain = (device: number, seq: number, head = seq) => ({
    deviceId: filled(16, device),
    seq,
    head: filled(32, head),
  });
  /** The first entry of device 1, which says what was dropped of others. */
  const saying = (...dropped: AuditChain[]) =>
    entry(1, 1, { code: auditCode.checkpoint, more: encodeCheckpoint(dropped) });
  const stateOf = async (...entries: AuditEntry[]) => (await judgeChains(entries)).state;

  it("stands at the highest place that a checkpoint names, where nothing else is left", async () => {
    const second = entry(1, 2, {
      code: auditCode.checkpoint,
      more: encodeCheckpoint([chain(2, 9)]),
    });
    const first = saying(chain(2, 4));
    const linked = { ...second, prev: await sha256(encodeAuditEntry(first)) };
    const { state, chains } = await judgeChains([linked, first]);
    expect(state).toBe("sound");
    expect(chains).toContainEqual(chain(2, 9));
    expect(chains).toHaveLength(2);
  });

  it("is a hole where entries end before the place that a checkpoint names, none where they reach it", async () => {
    const own = entry(2, 1);
    const head = await sha256(encodeAuditEntry(own));
    expect(await stateOf(saying({ ...chain(2, 1), head }), own)).toBe("sound");
    expect(await stateOf(saying(chain(2, 2)), own)).toBe("hole");
  });

  it("is a fork where two checkpoints, or one and an entry, say two hashes of one place", async () => {
    const first = saying(chain(2, 4, 1));
    const again = entry(3, 1, {
      code: auditCode.checkpoint,
      more: encodeCheckpoint([chain(2, 4, 2)]),
    });
    expect(await stateOf(first, again)).toBe("fork");
    expect(await stateOf(saying(chain(2, 1, 7)), entry(2, 1))).toBe("fork");
  });

  it("is a fork for good, whatever else is missing", async () => {
    const fork = entry(2, 1, { prev: filled(32, 1) });
    const hole = entry(3, 2);
    expect(await stateOf(hole)).toBe("hole");
    expect(await stateOf(fork, hole)).toBe("fork");
    expect(await stateOf(hole, fork)).toBe("fork");
  });

  it("loses nothing where nothing is too old or too much", async () => {
    expect(await dropOldest([entry(1, 1), entry(1, 2)], 2, 0)).toEqual({
      places: [],
      checkpoint: [],
    });
    expect(await dropOldest([saying(chain(2, 4))], 5, 0)).toEqual({ places: [], checkpoint: [] });
  });

  it("loses the oldest by time, of equal times the first of the chain, and says the last that went", async () => {
    const entries = [
      entry(1, 3, { at: 5 }),
      entry(2, 1, { at: 9 }),
      entry(1, 1, { at: 5 }),
      entry(1, 2, { at: 5 }),
    ];
    const { places, checkpoint } = await dropOldest(entries, 2, 0);
    expect(places).toEqual([2, 3]);
    expect(checkpoint).toEqual([
      { ...chain(1, 2), head: await sha256(encodeAuditEntry(entries[3] as AuditEntry)) },
    ]);
  });

  it("has an origin of a fill only", () => {
    const more = concat(u8(0), u8(0), u8(0), u8(9), new TextEncoder().encode("https://a"));
    expect(originIn(entry(1, 1, { code: auditCode.filled, more }))).toBe("https://a");
    expect(originIn(entry(1, 1, { code: 60_000, more }))).toBeNull();
  });
});
