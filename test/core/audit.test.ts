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
  checkpointIn,
  decodeAuditEntry,
  dropOldest,
  encodeCheckpoint,
  encodeOrigin,
  eventOf,
  judgeChains,
  originIn,
} from "../../src/core/audit-log.ts";
import type { Bytes } from "../../src/core/bytes.ts";

const nobody = new Uint8Array(16);
const nothing = new Uint8Array(0);
const deviceOf = (n: number) => new Uint8Array(16).fill(n);

/** A log of entries in turn by two devices, a second apart. */
async function logOf(length: number, devices = 2, from: AuditChain[] = []) {
  let chains = from;
  const entries: AuditEntry[] = [];
  for (let i = 0; i < length; i++) {
    const what = { at: i * 1000, code: auditCode.unlocked, recId: nobody, more: nothing };
    const next = await appendAudit(chains, deviceOf(i % devices), what);
    chains = next.chains;
    entries.push(decodeAuditEntry(next.plaintext));
  }
  return { chains, entries };
}

/** The same log after its oldest entries went and a checkpoint of device 0 came. */
async function cut(entries: AuditEntry[], chains: AuditChain[], keep: number, before = 0) {
  const { places, checkpoint } = await dropOldest(entries, keep, before);
  if (places.length === 0) return { entries, chains };
  const code = auditCode.checkpoint;
  const what = { at: 9e9, code, recId: nobody, more: encodeCheckpoint(checkpoint) };
  const next = await appendAudit(chains, deviceOf(0), what);
  const rest = entries.filter((_, place) => !places.includes(place));
  return { entries: [...rest, decodeAuditEntry(next.plaintext)], chains: next.chains };
}

const sound = async (entries: AuditEntry[], chains: AuditChain[]) => {
  const judged = await judgeChains(entries);
  expect(judged.state).toBe("sound");
  expect(await auditHead(judged.chains)).toEqual(await auditHead(chains));
};

describe("the audit chain", () => {
  it("is one chain a device, and found again from its entries in any order", async () => {
    const { chains, entries } = await logOf(9);
    await sound(entries.toReversed(), chains);
  });

  it("shows entries that are gone, doubled, changed or out of order", async () => {
    const { entries, chains } = await logOf(9);
    const stateOf = async (some: AuditEntry[]) => (await judgeChains(some)).state;
    expect(await stateOf(entries.slice(1))).toBe("hole");
    expect(await stateOf(entries.toSpliced(4, 1))).toBe("hole");
    expect(await stateOf([...entries, entries[3] as AuditEntry])).toBe("fork");
    const changed = entries.map((one, i) => (i === 4 ? { ...one, at: one.at + 1 } : one));
    expect(await stateOf(changed)).toBe("fork");
    expect(await chainsOf(changed)).toBeNull();
    // A cut at the end leaves a sound chain, but not the head that the manifest pins.
    const short = (await chainsOf(entries.slice(0, 8))) ?? [];
    expect(await auditHead(short)).not.toEqual(await auditHead(chains));
  });

  it("of a first entry that claims a history before it is a fork", async () => {
    const { entries } = await logOf(1, 1);
    const first = { ...(entries[0] as AuditEntry), prev: new Uint8Array(32).fill(1) };
    expect((await judgeChains([first])).state).toBe("fork");
  });
});

describe("an entry", () => {
  const text = (bytes: Bytes) => Buffer.from(bytes).toString("hex");
  const entryWith = (code: number, more: Bytes): Bytes =>
    encodeAuditEntry({
      deviceId: deviceOf(1),
      seq: 3,
      prev: new Uint8Array(32).fill(2),
      at: 5,
      code,
      recId: deviceOf(4),
      more,
    });

  it("of version 0.1 has the very bytes it had: 82, and nothing behind them", () => {
    const bytes = entryWith(auditCode.filled, nothing);
    expect(text(bytes)).toBe(
      `${"01".repeat(16)}0000000000000003${"02".repeat(32)}00000000000000050004${"04".repeat(16)}`,
    );
    expect(originIn(decodeAuditEntry(bytes))).toBeNull();
  });

  it("of a fill carries its origin and gives it back", () => {
    for (const origin of [
      "https://shop.example",
      "http://127.0.0.1:8080",
      "https://xn--bcher-kva.example",
    ]) {
      const bytes = entryWith(auditCode.filled, encodeOrigin(origin));
      expect(originIn(decodeAuditEntry(bytes))).toBe(origin);
      expect(text(encodeAuditEntry(decodeAuditEntry(bytes)))).toBe(text(bytes));
    }
  });

  it("with an origin, and a checkpoint, have the bytes that FORMAT.md 12 says", () => {
    expect(text(encodeOrigin("https://a.example"))).toBe(
      `00000011${Buffer.from("https://a.example").toString("hex")}`,
    );
    const chain = (n: number) => ({
      deviceId: deviceOf(n),
      seq: n,
      head: new Uint8Array(32).fill(n),
    });
    expect(text(encodeCheckpoint([chain(9), chain(7)]))).toBe(
      ["0002", ..."79"]
        .map((n) =>
          n === "0002" ? n : `${`0${n}`.repeat(16)}000000000000000${n}${`0${n}`.repeat(32)}`,
        )
        .join(""),
    );
  });

  it("never carries what is no origin: a path, a user, an opaque one, one that is too long", () => {
    const long = `https://${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(60)}.example`;
    for (const bad of [
      "null",
      "",
      "https://shop.example/a",
      "https://u@shop.example",
      "SHOP",
      "file://",
      long,
    ]) {
      expect(encodeOrigin(bad).length, bad).toBe(0);
    }
  });

  it("with anything else behind it is refused", () => {
    const raw = (origin: string) => {
      const bytes = new TextEncoder().encode(origin);
      return Uint8Array.of(0, 0, bytes.length >> 8, bytes.length & 255, ...bytes);
    };
    const origin = encodeOrigin("https://shop.example");
    const bad: [number, Bytes][] = [
      [auditCode.unlocked, origin],
      [auditCode.copied, Uint8Array.of(0)],
      [auditCode.filled, Uint8Array.of(0, 0, 0, 0)],
      [auditCode.filled, raw("https://shop.example/path")],
      [auditCode.filled, raw("HTTPS://shop.example")],
      [auditCode.filled, Uint8Array.of(...origin, 0)],
      [auditCode.filled, origin.slice(0, -1)],
      [auditCode.checkpoint, nothing],
      [auditCode.checkpoint, Uint8Array.of(0, 0)],
    ];
    for (const [code, more] of bad) {
      expect(() => decodeAuditEntry(entryWith(code, more)), `${code} ${text(more)}`).toThrow(
        "TAMPERED",
      );
    }
    expect(() => decodeAuditEntry(entryWith(2, nothing).slice(0, 81))).toThrow("TAMPERED");
  });

  it("of a code that a newer version wrote is kept with all it has", () => {
    const bytes = entryWith(60_000, Uint8Array.of(1, 2, 3));
    const entry = decodeAuditEntry(bytes);
    expect(eventOf(entry.code)).toBeNull();
    expect(text(encodeAuditEntry(entry))).toBe(text(bytes));
  });

  it("of a checkpoint reads back as it was written, whatever it names; doubled or unsorted it is refused", () => {
    const id = (length: number) =>
      fc.uint8Array({ minLength: length, maxLength: length }).map((array) => new Uint8Array(array));
    const chain = fc.record({
      deviceId: id(16),
      seq: fc.integer({ min: 1, max: 2 ** 40 }),
      head: id(32),
    });
    const some = fc.uniqueArray(chain, {
      minLength: 1,
      maxLength: 5,
      selector: (one) => one.deviceId.join(),
    });
    fc.assert(
      fc.property(some, (chains) => {
        const more = encodeCheckpoint(chains);
        const entry = decodeAuditEntry(entryWith(auditCode.checkpoint, more));
        const key = (one: AuditChain) => text(one.deviceId);
        expect(checkpointIn(entry).map(key).toSorted()).toEqual(chains.map(key).toSorted());
        expect(text(encodeCheckpoint(checkpointIn(entry)))).toBe(text(more));
        const [first] = checkpointIn(entry) as [AuditChain];
        const twice = Uint8Array.of(...more, ...more.slice(2, 58));
        twice.set([(chains.length + 1) >> 8, chains.length + 1], 0);
        expect(() => checkpointIn({ ...entry, more: twice })).toThrow("TAMPERED");
        expect(first.seq).toBeGreaterThan(0);
      }),
    );
  });
});

describe("a log that is cut at its old end", () => {
  it("still forms its chains, from the checkpoint on, and ends at the same heads", async () => {
    const { entries, chains } = await logOf(20);
    const after = await cut(entries, chains, 7);
    expect(after.entries).toHaveLength(8);
    await sound(after.entries, after.chains);
  });

  it("can be cut again and again, and the last checkpoint speaks for all", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ more: fc.nat(6), keep: fc.nat(8) }), { minLength: 1, maxLength: 5 }),
        async (rounds) => {
          let log = await logOf(6, 3);
          for (const { more, keep } of rounds) {
            const grown = await logOf(more, 3, log.chains);
            log = await cut([...log.entries, ...grown.entries], grown.chains, keep);
            await sound(log.entries.toReversed(), log.chains);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps the chain of a device of which nothing is left", async () => {
    const { entries, chains } = await logOf(6, 3);
    const after = await cut(entries, chains, 0);
    expect(after.entries).toHaveLength(1);
    await sound(after.entries, after.chains);
    expect(after.chains).toHaveLength(3);
  });

  it("shows an entry that is gone behind the checkpoint, and one of another history before it", async () => {
    const { entries, chains } = await logOf(20, 1);
    const after = await cut(entries, chains, 8);
    expect((await judgeChains(after.entries.slice(1))).state).toBe("hole");
    // The checkpoint itself taken away: nothing vouches for the beginning any more.
    expect((await judgeChains(after.entries.slice(0, -1))).state).toBe("hole");
    const other = await logOf(12, 1, []);
    const forged = other.entries.map((one) => ({ ...one, at: one.at + 1 }));
    expect((await judgeChains([...forged.slice(11), ...after.entries])).state).toBe("fork");
    // The very entries that were dropped, put back, are no fault.
    expect((await judgeChains([...entries.slice(0, 12), ...after.entries])).state).toBe("sound");
  });

  it("goes by age too; an entry whose clock was ahead holds back those behind it", async () => {
    const { entries } = await logOf(10, 1);
    const drop = async (some: AuditEntry[], before: number) =>
      (await dropOldest(some, some.length, before)).places.length;
    expect(await drop(entries, 4000)).toBe(4);
    expect(await drop(entries, 0)).toBe(0);
    const ahead = entries.map((one, i) => (i === 2 ? { ...one, at: 1e12 } : one));
    expect(await drop(ahead, 9000)).toBe(2);
    // One whose clock was behind takes nothing with it that is younger than the limit.
    const behind = entries.map((one, i) => (i === 8 ? { ...one, at: 0 } : one));
    expect(await drop(behind, 4000)).toBe(4);
  });
});
