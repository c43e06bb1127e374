/** Records that stand where others belong: every pair of places, as the bytes are and as an attacker edits them. */
import { beforeEach, describe, expect, it } from "vitest";
import { type Bytes, concat, u16, u32, u64, u8 } from "../../src/core/bytes.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import { type ClassKeyName, deriveClassKey } from "../../src/core/keys.ts";
import {
  openRecord,
  type RecordContext,
  recordClass,
  sealRecord,
  zeroId,
} from "../../src/core/record.ts";
import { filled } from "./any.ts";

const rootKeys: Record<number, Bytes> = { 1: filled(32, 0x41), 2: filled(32, 0x42) };
const classes: [ClassKeyName, number][] = [
  ["index", recordClass.index],
  ["secret", recordClass.secret],
  ["critical", recordClass.critical],
  ["manifest", recordClass.manifest],
  ["audit", recordClass.audit],
  ["keyring", recordClass.keyring],
  ["settings", recordClass.settings],
  ["cache", recordClass.cachePage],
  ["cache", recordClass.cacheHead],
];

interface Place {
  context: RecordContext;
  key: CryptoKey;
  sealed: Bytes;
}

async function place(
  name: ClassKeyName,
  cls: number,
  more: Partial<RecordContext> = {},
): Promise<Place> {
  const base = { schema: 1, vaultId: filled(16, 1), epoch: 1, recId: filled(16, 2), rev: 5 };
  const context = { ...base, cls, tombstone: false, ...more };
  const raw = await deriveClassKey(rootKeys[context.epoch] as Bytes, context, name);
  const key = await hkdfKey(raw);
  return { context, key, sealed: await sealRecord(key, context, filled(30, cls)) };
}

const clearHead = (c: RecordContext) =>
  concat(
    u8(c.cls),
    u16(c.schema),
    c.vaultId,
    u32(c.epoch),
    c.recId,
    u64(c.rev),
    u8(c.tombstone ? 1 : 0),
  );

let places: Place[];

beforeEach(async () => {
  const others: Partial<RecordContext>[] = [
    { recId: filled(16, 3) },
    { recId: zeroId },
    { vaultId: filled(16, 9) },
    { epoch: 2 },
    { rev: 4 },
    { rev: 6 },
    { schema: 2 },
    { tombstone: true },
  ];
  places = await Promise.all([
    ...classes.map(([name, cls]) => place(name, cls)),
    ...others.flatMap((more) => [
      place("index", recordClass.index, more),
      place("secret", recordClass.secret, more),
    ]),
  ]);
});

describe("a record in the place of another", () => {
  it("is refused by its context, for every pair of classes, ids, epochs, vaults, revisions", async () => {
    for (const to of places) {
      for (const from of places) {
        const opened = openRecord(to.key, to.context, from.sealed);
        if (from === to) expect(await opened).toEqual(filled(30, to.context.cls));
        else await expect(opened).rejects.toThrow("REC_CONTEXT");
      }
    }
  });

  it("is refused by its commitment where the attacker writes the wanted context into it", async () => {
    for (const to of places) {
      for (const from of places) {
        if (from === to) continue;
        const edited = from.sealed.slice();
        edited.set(clearHead(to.context), 5);
        await expect(openRecord(to.key, to.context, edited)).rejects.toThrow("TAMPERED");
        // Nor with the key it was sealed under.
        await expect(openRecord(from.key, to.context, edited)).rejects.toThrow("TAMPERED");
      }
    }
  });

  it("is refused where salt and commitment, or the ciphertext, are taken from another", async () => {
    const [one, two] = places as [Place, Place];
    for (const [at, end] of [
      [56, 88],
      [88, 120],
      [56, 120],
      [120, 392],
      [376, 392],
    ]) {
      const spliced = one.sealed.slice();
      spliced.set(two.sealed.slice(at, end), at);
      await expect(openRecord(one.key, one.context, spliced)).rejects.toThrow("TAMPERED");
    }
  });
});
