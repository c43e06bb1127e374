/** Vectors of records of each class, and of their plaintexts (FORMAT.md 4 and 12). */
import {
  buffer,
  secondClassKey,
  type SecondContext,
  secondPad,
  secondSeal,
  secondSealPadded,
} from "../core/second.ts";
import { type Bytes, type Case, fill, flip, put, rootKey, same, utf8, vaultId } from "./fixed.ts";
import { itemPlaintexts, settingsPlaintext } from "./make-vault.ts";

/** The first vectors: their bytes never change. */
const first = [
  ["index", 0x01],
  ["secret", 0x02],
  ["critical", 0x03],
  ["manifest", 0x20],
  ["audit", 0x21],
  ["keyring", 0x22],
  ["settings", 0x23],
  ["cache", 0x31],
] as const;

const shownContext = (context: SecondContext) => ({ ...context });

function sealed(
  name: string,
  key: Bytes,
  context: SecondContext,
  plaintext: Bytes,
  salt: Bytes,
): Case {
  return {
    name,
    op: "record",
    in: { key, ...shownContext(context), record: secondSeal(key, context, plaintext, salt) },
    out: { plaintext, salt },
  };
}

export function records(): Case[] {
  const old = first.map(([name, cls], i) =>
    sealed(
      `first vectors: ${name}`,
      secondClassKey(rootKey, vaultId, 1, name),
      { cls, schema: 1, vaultId, epoch: 1, recId: fill(16, cls), rev: i + 1, tombstone: i === 0 },
      utf8(`{"class":"${name}"}`.repeat(1 + i * 9)),
      fill(32, 0xa0 + i),
    ),
  );
  const recId = fill(16, 0x60);
  const context = { cls: 0x02, schema: 1, vaultId, epoch: 1, recId, rev: 3, tombstone: false };
  const key = secondClassKey(rootKey, vaultId, 1, "secret");
  const of = (name: string, cls: number, plaintext: Bytes, more: Partial<SecondContext> = {}) =>
    sealed(
      `${name} record`,
      name.startsWith("blob")
        ? fill(32, 0x99)
        : secondClassKey(rootKey, vaultId, 1, name.split(",")[0] ?? ""),
      { ...context, cls, ...more },
      plaintext,
      fill(32, cls + plaintext.length),
    );
  const good = secondSeal(key, context, itemPlaintexts.secret, fill(32, 0x33));
  const no = (
    name: string,
    error: string,
    record: Bytes,
    want: Partial<SecondContext> = {},
    under = key,
  ): Case => ({
    name,
    op: "record",
    in: { key: under, ...shownContext({ ...context, ...want }), record },
    error,
  });
  const json = (name: string, schema: string, plaintext: Bytes): Case => ({
    name,
    op: "json",
    in: { schema, plaintext },
    out: { value: JSON.parse(Buffer.from(plaintext).toString()) as object },
  });
  const noJson = (name: string, schema: string, plaintext: Bytes): Case => ({
    name,
    op: "json",
    in: { schema, plaintext },
    error: "TAMPERED",
  });
  return [
    ...old,
    of("index", 0x01, itemPlaintexts.index),
    of("index, a tombstone,", 0x01, new Uint8Array(0), { rev: 9, tombstone: true }),
    of("secret", 0x02, itemPlaintexts.secret),
    of("secret, of epoch 7 and the largest rev,", 0x02, utf8("x"), { epoch: 7, rev: 2 ** 53 - 1 }),
    of("critical", 0x03, itemPlaintexts.critical),
    of(
      "blob, under a key of its own,",
      0x04,
      Uint8Array.from({ length: 5000 }, (_, i) => (i * i) & 255),
      { rev: 1 },
    ),
    of("audit", 0x21, buffer(fill(16, 0xb0), fill(66, 1)), { rev: 1 }),
    of("keyring", 0x22, itemPlaintexts.keyring, { recId: same(16, 0) }),
    of("settings", 0x23, settingsPlaintext, { recId: same(16, 0) }),
    no("shorter than the shortest", "REC_SIZE", good.slice(0, 391)),
    no("nothing", "REC_SIZE", new Uint8Array(0)),
    no("another class", "REC_CONTEXT", good, { cls: 0x01 }),
    no("another schema", "REC_CONTEXT", good, { schema: 2 }),
    no("another vault", "REC_CONTEXT", good, { vaultId: fill(16, 0x11) }),
    no("another epoch", "REC_CONTEXT", good, { epoch: 2 }),
    no("another item", "REC_CONTEXT", good, { recId: fill(16, 0x61) }),
    no("an older revision", "REC_CONTEXT", good, { rev: 4 }),
    no("a newer revision", "REC_CONTEXT", good, { rev: 2 }),
    no("a tombstone wanted", "REC_CONTEXT", good, { tombstone: true }),
    no("another magic", "REC_CONTEXT", flip(good, 0)),
    no("another suite", "REC_CONTEXT", put(good, 4, [2])),
    no("suite 0", "REC_CONTEXT", put(good, 4, [0])),
    no("an unknown flag", "REC_CONTEXT", put(good, 52, [2])),
    no("reserved bytes", "REC_CONTEXT", put(good, 55, [1])),
    no("a context that fits, sealed for another class", "TAMPERED", put(good, 5, [0x01]), {
      cls: 0x01,
    }),
    no("a context that fits, sealed for another revision", "TAMPERED", put(good, 51, [4]), {
      rev: 4,
    }),
    no("another salt", "TAMPERED", flip(good, 56 * 8)),
    no("another commitment", "TAMPERED", flip(good, 88 * 8)),
    no("another ciphertext", "TAMPERED", flip(good, 120 * 8)),
    no("another tag", "TAMPERED", flip(good, -1)),
    no("a byte too many", "TAMPERED", buffer(good, [0])),
    no("a byte too few", "TAMPERED", good.slice(0, -1)),
    no(
      "a key of another class",
      "TAMPERED",
      good,
      {},
      secondClassKey(rootKey, vaultId, 1, "index"),
    ),
    no(
      "a key of another epoch",
      "TAMPERED",
      good,
      {},
      secondClassKey(rootKey, vaultId, 2, "secret"),
    ),
    no(
      "a wrong commitment that the tag covers",
      "TAMPERED",
      secondSealPadded(key, context, secondPad(itemPlaintexts.secret), fill(32, 0x33), fill(32, 1)),
    ),
    no(
      "sealed with padding that is not canonical",
      "TAMPERED",
      secondSealPadded(
        key,
        context,
        buffer(secondPad(itemPlaintexts.critical), same(16, 0)),
        fill(32, 0x34),
      ),
    ),
    no(
      "sealed with no padding at all",
      "TAMPERED",
      secondSealPadded(key, context, same(256, 0), fill(32, 0x35)),
    ),
    json("an index", "index", itemPlaintexts.index),
    json("a secret", "secret", itemPlaintexts.secret),
    json("a critical", "critical", itemPlaintexts.critical),
    noJson("no JSON", "index", utf8("{")),
    noJson("empty", "index", new Uint8Array(0)),
    noJson("a byte order mark in front", "index", buffer([0xef, 0xbb, 0xbf], itemPlaintexts.index)),
    noJson("no UTF-8", "index", Uint8Array.of(0x22, 0xff, 0x22)),
    noJson("nested 17 deep", "index", utf8(`${"[".repeat(17)}${"]".repeat(17)}`)),
  ];
}
