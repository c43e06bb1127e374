/** Vectors of a rotation and of a backup file (FORMAT.md 6 and 7): whole small vaults. */
import { sha256 } from "@noble/hashes/sha2.js";
import {
  be,
  buffer,
  lp,
  secondClassKey,
  secondHeader,
  secondSeal,
  secondSlot,
} from "../core/second.ts";
import { secondBackup } from "../core/second-set.ts";
import {
  type Bytes,
  type Case,
  cost,
  fill,
  flip,
  free,
  password,
  passwordSlot,
  put,
  recoveryBytes,
  recoverySlot,
  rootKey,
  typed,
  utf8,
  vaultId,
} from "./fixed.ts";
import { itemId, itemPlaintexts, sealVault, type WholeVault, zeros16 } from "./make-vault.ts";

const base64 = (bytes: Bytes) => Buffer.from(bytes).toString("base64");
const first = { vaultId, epoch: 1, rootKey };
const header1 = secondHeader(vaultId, 1, 1, [passwordSlot, recoverySlot], rootKey);
const epoch1 = sealVault(first, header1, 17, { rev: 1, plaintext: itemPlaintexts.keyring });

const rootKey2 = fill(32, 0x88);
const password2 = "another pässwörd";
const recovery2 = fill(20, 0x33);
const second = { vaultId, epoch: 2, rootKey: rootKey2 };
const slot2 = (type: number, start: number) => ({
  type,
  slotId: fill(16, start),
  salt: fill(16, start + 16),
});
const header2 = secondHeader(
  vaultId,
  2,
  2,
  [
    secondSlot(
      { ...slot2(1, 0x03), ...cost },
      { password: typed(password2) },
      rootKey2,
      vaultId,
      2,
      fill(12, 0x51),
    ),
    secondSlot(
      { ...slot2(3, 0x35), ...free },
      { recovery: recovery2 },
      rootKey2,
      vaultId,
      2,
      fill(12, 0x52),
    ),
  ],
  rootKey2,
);
const keyring2 = utf8(
  JSON.stringify({
    backupKey: null,
    identity: null,
    devices: [],
    past: [
      {
        epoch: 1,
        rootKey: base64(rootKey),
        lastCounter: 17,
        lastHash: base64(sha256(epoch1.manifest)),
      },
    ],
  }),
);
const epoch2 = sealVault(second, header2, 18, { rev: 1, plaintext: keyring2 });

const opened = (vault: { epoch: number; rootKey: Bytes }, counter: number, whole: WholeVault) => ({
  rootKey: vault.rootKey,
  epoch: vault.epoch,
  counter,
  n: whole.records.length,
  records: whole.plaintexts,
});
const out1 = opened(first, 17, epoch1);
const out2 = opened(second, 18, epoch2);

export function rotation(): Case[] {
  const set1 = { header: header1, manifest: epoch1.manifest, records: epoch1.records };
  const set2 = { header: header2, manifest: epoch2.manifest, records: epoch2.records };
  const yes = (name: string, set: object, secret: object, out: object): Case => ({
    name,
    op: "vault",
    in: { ...set, ...secret },
    out,
  });
  const no = (name: string, error: string, set: object, secret: object): Case => ({
    name,
    op: "vault",
    in: { ...set, ...secret },
    error,
  });
  const code1 = { recovery: recoveryBytes };
  const code2 = { recovery: recovery2 };
  const place = { cls: 0x02, schema: 1, vaultId, recId: itemId, tombstone: false };
  const record = (
    name: string,
    error: string,
    under: object,
    want: number,
    bytes: Bytes,
  ): Case => ({
    name,
    op: "record",
    in: { ...under, ...place, epoch: want, rev: want + 2, record: bytes },
    error,
  });
  const oldKey = { key: secondClassKey(rootKey, vaultId, 1, "secret") };
  const newKey = { key: secondClassKey(rootKey2, vaultId, 2, "secret") };
  /** The old root key, as a thief has it, with the new vault's epoch in the salt. */
  const mixedKey = { key: secondClassKey(rootKey, vaultId, 2, "secret") };
  const of = (whole: WholeVault) => whole.records[5] as Bytes;
  const mixed = [...epoch2.records.slice(0, 5), of(epoch1), ...epoch2.records.slice(6)];
  return [
    yes("epoch 1 by its password", set1, { password }, out1),
    yes("epoch 1 by its recovery code", set1, code1, out1),
    yes("epoch 2 by its password", set2, { password: password2 }, out2),
    yes("epoch 2 by its recovery code", set2, code2, out2),
    {
      name: "the keyring of epoch 2 opens what is left of epoch 1",
      op: "past",
      in: { ...set2, ...code2, past: set1 },
      out: { epoch: 1, rootKey, lastCounter: 17, lastHash: sha256(epoch1.manifest) },
    },
    no("the old password and the new vault", "WRONG_SECRET", set2, { password }),
    no("the old recovery code and the new vault", "WRONG_SECRET", set2, code1),
    no("the new recovery code and the old vault", "WRONG_SECRET", set1, code2),
    no("the old header before the new records", "REC_CONTEXT", { ...set2, header: header1 }, code1),
    no("the new header before the old records", "REC_CONTEXT", { ...set1, header: header2 }, code2),
    no(
      "the old manifest over the new records",
      "REC_CONTEXT",
      { ...set2, manifest: epoch1.manifest },
      code2,
    ),
    no("one old record among the new", "TAMPERED", { ...set2, records: mixed }, code2),
    no(
      "the old header with the new epoch written into it",
      "TAMPERED",
      { ...set2, header: put(header1, 27, [2]) },
      code1,
    ),
    record("an old record where a new one is wanted", "REC_CONTEXT", newKey, 2, of(epoch1)),
    record("a new record where an old one is wanted", "REC_CONTEXT", oldKey, 1, of(epoch2)),
    record("a new record under the old key", "TAMPERED", oldKey, 2, of(epoch2)),
    record(
      "a new record under the old root key and the new epoch",
      "TAMPERED",
      mixedKey,
      2,
      of(epoch2),
    ),
    record(
      "an old record with the new epoch written into it",
      "TAMPERED",
      newKey,
      2,
      put(put(of(epoch1), 27, [2]), 51, [4]),
    ),
  ];
}

export function backup(): Case[] {
  const file = secondBackup(header1, epoch1.manifest, epoch1.records);
  const code = { recovery: recoveryBytes };
  const yes = (name: string, bytes: Bytes, secret: object): Case => ({
    name,
    op: "backup",
    in: { file: bytes, ...secret },
    out: out1,
  });
  const no = (name: string, error: string, bytes: Bytes, secret: object = code): Case => ({
    name,
    op: "backup",
    in: { file: bytes, ...secret },
    error,
  });
  const body = file.slice(0, -32);
  const remade = (changed: Bytes) => buffer(changed, sha256(changed));
  const holding = (records: Bytes[]) => secondBackup(header1, epoch1.manifest, records);
  const all = epoch1.records;
  const countAt = 6 + 4 + header1.length + 4 + epoch1.manifest.length;
  const newer = secondSeal(
    secondClassKey(rootKey, vaultId, 1, "settings"),
    { cls: 0x23, schema: 1, vaultId, epoch: 1, recId: zeros16, rev: 2, tombstone: false },
    utf8("{}"),
    fill(32, 0x12),
  );
  const otherHeader = secondHeader(vaultId, 1, 2, [passwordSlot, recoverySlot], rootKey);
  const foreign = sealVault({ ...first, vaultId: fill(16, 0x11) }, header1, 17, {
    rev: 1,
    plaintext: itemPlaintexts.keyring,
  });
  return [
    yes("by its password", file, { password }),
    yes("by its recovery code", file, code),
    {
      name: "its records in another order",
      op: "backup",
      in: { file: holding(all.toReversed()), ...code },
      out: { ...out1, records: out1.records.toReversed() },
    },
    no("by another recovery code", "WRONG_SECRET", file, { recovery: recovery2 }),
    no("another magic", "NOT_A_BACKUP", remade(flip(body, 0))),
    no("nothing", "NOT_A_BACKUP", new Uint8Array(0)),
    no("the magic alone", "TRUNCATED", file.slice(0, 6)),
    no("a byte too few", "TRUNCATED", file.slice(0, -1)),
    no("cut in the middle", "TRUNCATED", file.slice(0, 2000)),
    no("a byte too many", "TRUNCATED", buffer(file, [0])),
    no("a header that says it is 4 GiB", "TRUNCATED", put(file, 6, [255, 255, 255, 255])),
    no(
      "a header above 16 KiB",
      "TRUNCATED",
      secondBackup(new Uint8Array(16_385), epoch1.manifest, all),
    ),
    no("more records said than could fit", "TRUNCATED", put(file, countAt, [255, 255, 255, 255])),
    no("a bit flipped in a record", "CHECKSUM", flip(file, 3000 * 8)),
    no("a bit flipped in the checksum", "CHECKSUM", flip(file, -1)),
    no("a record left out", "MISSING", holding(all.slice(1))),
    no("all records left out", "MISSING", holding([])),
    no("a record twice", "DUPLICATE", holding([...all, all[0] as Bytes])),
    no("a record in another revision", "TAMPERED", holding([newer, ...all.slice(1)])),
    no(
      "a record with a bit flipped and the checksum made anew",
      "TAMPERED",
      holding([flip(all[0] as Bytes, -1), ...all.slice(1)]),
    ),
    no(
      "two records with their ids swapped",
      "TAMPERED",
      holding([
        all[0] as Bytes,
        all[1] as Bytes,
        put(all[2] as Bytes, 28, fill(16, 0x21)),
        put(all[3] as Bytes, 28, fill(16, 0x20)),
        ...all.slice(4),
      ]),
    ),
    no(
      "a record of another vault",
      "TAMPERED",
      holding([foreign.records[0] as Bytes, ...all.slice(1)]),
    ),
    no(
      "another header of the same vault",
      "TAMPERED",
      secondBackup(otherHeader, epoch1.manifest, all),
    ),
    no(
      "a header whose MAC is wrong",
      "TAMPERED",
      secondBackup(flip(header1, -1), epoch1.manifest, all),
    ),
    no(
      "the manifest of another vault",
      "REC_CONTEXT",
      secondBackup(header1, foreign.manifest, all),
    ),
    no(
      "a manifest with a bit flipped",
      "TAMPERED",
      secondBackup(header1, flip(epoch1.manifest, -1), all),
    ),
    no(
      "a header that asks for too little work",
      "KDF_BOUNDS",
      secondBackup(put(header1, 74, [...be(8, 4), 1]), epoch1.manifest, all),
    ),
    no(
      "a header of no Coffer",
      "BAD_FORMAT",
      buffer(remade(buffer(utf8("CFBK1\0"), lp(fill(70, 0)), body.slice(10 + header1.length)))),
    ),
  ];
}
