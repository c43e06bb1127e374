/**
 * Every single bit flipped, every length cut, one byte more: of header, of a record of each class, of manifest,
 * cache and a small backup. All are refused with the name the format gives, and nothing of them is opened.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { decodeBackup, encodeBackup } from "../../src/core/backup.ts";
import { type Bytes, concat, u8, utf8 } from "../../src/core/bytes.ts";
import { openHead, openPage, sealHead, sealPage } from "../../src/core/cache.ts";
import { type FailureCode, failureCode } from "../../src/core/failure.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import { checkHeaderMac, decodeHeader, encodeHeader } from "../../src/core/header.ts";
import { openManifest, sealManifest } from "../../src/core/manifest.ts";
import { openRecord, recordClass, sealRecord, zeroId } from "../../src/core/record.ts";
import { sealSlot, slotType } from "../../src/core/slot.ts";
import { filled, flipBit } from "./any.ts";

const vault = { vaultId: filled(16, 4), epoch: 3 };
const rootKey = filled(32, 9);
const recovery = filled(20, 6);
const key = await hkdfKey(filled(32, 7));

/** What came of each change: the names, and how often each. A change that opened is "opened". */
async function outcomes(
  changes: { bytes: Bytes; may: readonly FailureCode[]; what: string }[],
  open: (bytes: Bytes) => Promise<unknown>,
): Promise<void> {
  const wrong: string[] = [];
  for (let at = 0; at < changes.length; at += 256) {
    await Promise.all(
      changes.slice(at, at + 256).map(async ({ bytes, may, what }) => {
        const name = await open(bytes).then(() => "opened", failureCode);
        if (!may.includes(name as FailureCode)) wrong.push(`${what}: ${name}`);
      }),
    );
  }
  expect(wrong).toEqual([]);
}

/** Every bit of `bytes` flipped; `names` says from which byte on which refusal is right. */
const flips = (bytes: Bytes, names: readonly [number, ...FailureCode[]][]) =>
  Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const [, ...may] = names.findLast(([from]) => bit >> 3 >= from) as [number, ...FailureCode[]];
    return { bytes: flipBit(bytes, bit), may, what: `byte ${bit >> 3}, bit ${bit & 7}` };
  });

/** Every length below, and one byte more. */
const cuts = (bytes: Bytes, below: (length: number) => FailureCode, longer: FailureCode) => [
  ...Array.from({ length: bytes.length }, (_, length) => ({
    bytes: bytes.slice(0, length),
    may: [below(length)],
    what: `cut to ${length}`,
  })),
  ...[0, 0x80, 255].map((last) => ({
    bytes: concat(bytes, u8(last)),
    may: [longer],
    what: `and a byte ${last}`,
  })),
];

/** Names of a flip in a sealed record: its context up to byte 56, then the seal. */
const sealNames = [
  [0, "REC_CONTEXT"],
  [56, "TAMPERED"],
] as const satisfies [number, FailureCode][];
const sealCut = (length: number) => (length < 392 ? "REC_SIZE" : "TAMPERED");
/** Where the context is read from the record itself: what is no record, what is another's, what is not sealed. */
const peekNames = [
  [0, "BAD_FORMAT"],
  [5, "REC_CONTEXT"],
  [44, "BAD_FORMAT", "TAMPERED"],
  [52, "BAD_FORMAT", "REC_CONTEXT"],
  [53, "BAD_FORMAT"],
  [56, "TAMPERED"],
] as const satisfies [number, ...FailureCode[]][];

describe.each(Object.entries(recordClass))("a record of class %s", (_, cls) => {
  const context = { cls, schema: 1, ...vault, recId: filled(16, 2), rev: 5, tombstone: false };
  const open = (bytes: Bytes) => openRecord(key, context, bytes);
  let sealed: Bytes;
  beforeAll(async () => (sealed = await sealRecord(key, context, utf8(`{"cls":${cls}}`))));

  it("is refused with any bit flipped", () => outcomes(flips(sealed, sealNames), open));
  it("is refused at any other length", () => outcomes(cuts(sealed, sealCut, "TAMPERED"), open));
});

describe("a record above 256 bytes", () => {
  const context = { cls: 2, schema: 1, ...vault, recId: filled(16, 2), rev: 5, tombstone: false };

  it("is refused at any other length, a whole step of its padding too", async () => {
    const sealed = await sealRecord(key, context, filled(300, 1));
    const changes = cuts(sealed, sealCut, "TAMPERED");
    changes.push({ bytes: concat(sealed, filled(16, 0)), may: ["TAMPERED"], what: "and a step" });
    await outcomes(changes, (bytes) => openRecord(key, context, bytes));
  });
});

describe("a manifest, a page and the head of the cache", () => {
  const hash = filled(32, 1);
  const audit = [{ deviceId: filled(16, 5), seq: 2, head: hash }];
  const refs = [{ cls: 1, schema: 1, rev: 5, tombstone: false, hash }];
  const entries = [{ recId: filled(16, 2), lastUsed: 1, uses: 2, index: utf8("{}"), refs }];
  const manifest = {
    counter: 5,
    epoch: vault.epoch,
    headerHash: hash,
    n: 3,
    setMac: hash,
    prev: hash,
    deviceId: filled(16, 5),
    made: 1_700_000_000_000,
    auditHead: hash,
  };

  it("are refused with any bit flipped and at any other length", async () => {
    const sealed = await sealManifest(key, vault, manifest);
    const page = await sealPage(key, vault, 1, 5, entries);
    const head = await sealHead(key, vault, 5, {
      manifestHash: hash,
      pages: 1,
      pageSum: hash,
      audit,
    });
    const openAs = {
      manifest: (bytes: Bytes) => openManifest(key, vault, bytes),
      page: (bytes: Bytes) => openPage(key, vault, 1, bytes),
      head: (bytes: Bytes) => openHead(key, vault, 5, bytes),
    };
    expect(await openAs.manifest(sealed)).toEqual(manifest);
    expect(await openAs.page(page)).toEqual(entries);
    await outcomes(flips(sealed, peekNames), openAs.manifest);
    await outcomes(cuts(sealed, sealCut, "TAMPERED"), openAs.manifest);
    await outcomes(flips(page, peekNames), openAs.page);
    await outcomes(cuts(page, sealCut, "TAMPERED"), openAs.page);
    await outcomes(flips(head, sealNames), openAs.head);
    await outcomes(cuts(head, sealCut, "TAMPERED"), openAs.head);
  });
});

describe("a header and a small backup", () => {
  let header: Bytes;
  let file: Bytes;
  beforeAll(async () => {
    const cost = { m: 65_536, t: 3, p: 1 };
    const code = await sealSlot(slotType.recovery, { recovery }, rootKey, vault);
    const word = { ...code, type: 1, cost, slotId: filled(16, 1) };
    header = await encodeHeader(
      { ...vault, headerSeq: 1, policy: 0, slots: [word, code] },
      rootKey,
    );
    const context = { schema: 1, ...vault, rev: 1, tombstone: false };
    const records = await Promise.all([
      sealRecord(key, { ...context, cls: 0x23, recId: zeroId }, utf8("{}")),
      sealRecord(key, { ...context, cls: 0x01, recId: filled(16, 2) }, utf8("{}")),
    ]);
    const manifest = await sealRecord(
      key,
      { ...context, cls: 0x20, recId: zeroId },
      filled(188, 1),
    );
    file = await encodeBackup({ header, manifest, records });
  });

  it("the header is refused before or by its MAC, with any bit flipped", async () => {
    const open = async (bytes: Bytes) => checkHeaderMac(decodeHeader(bytes), bytes, rootKey);
    await open(header);
    const slot: [number, ...FailureCode[]][] = [
      [0, "BAD_FORMAT", "KDF_BOUNDS", "POLICY"], // type
      [1, "BAD_FORMAT"],
      [4, "TAMPERED"],
      [36, "KDF_BOUNDS", "TAMPERED"],
      [42, "BAD_FORMAT"],
      [44, "TAMPERED"],
      [136, "BAD_FORMAT"], // the length of ext
    ];
    const at = (start: number) =>
      slot.map(([from, ...names]): [number, ...FailureCode[]] => [start + from, ...names]);
    const names: [number, ...FailureCode[]][] = [
      [0, "BAD_FORMAT"],
      [8, "TAMPERED"],
      [28, "BAD_FORMAT", "TAMPERED"], // a number above 2^53, or another one
      [36, "POLICY"],
      [37, "BAD_FORMAT"],
      ...at(38),
      ...at(38 + 138),
      [38 + 2 * 138, "TAMPERED"],
    ];
    await outcomes(flips(header, names), open);
  });

  it("the header is refused at any other length", () =>
    outcomes(
      cuts(header, () => "BAD_FORMAT", "BAD_FORMAT"),
      async (bytes) => decodeHeader(bytes),
    ));

  it("the backup is refused with any bit flipped", () =>
    outcomes(
      flips(file, [
        [0, "NOT_A_BACKUP"],
        [6, "TRUNCATED", "CHECKSUM"],
      ]),
      decodeBackup,
    ));

  it("the backup is refused at any other length", () =>
    outcomes(
      cuts(file, (length) => (length < 6 ? "NOT_A_BACKUP" : "TRUNCATED"), "TRUNCATED"),
      decodeBackup,
    ));
});
