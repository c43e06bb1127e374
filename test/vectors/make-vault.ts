/** A small whole vault of one epoch, as the vectors of backup and rotation use it. */
import { be, secondClassKey, secondSeal } from "../core/second.ts";
import {
  secondAudit,
  secondAuditHead,
  secondManifest,
  secondSet,
  secondSetKey,
} from "../core/second-set.ts";
import { sha256 } from "@noble/hashes/sha2.js";
import { type Bytes, fill, same, utf8 } from "./fixed.ts";

export const deviceId = fill(16, 0xd0);
export const itemId = fill(16, 0x60);
const erasedId = fill(16, 0x70);
export const zeros16 = same(16, 0);
export const zeros32 = same(32, 0);
const json = (value: object) => utf8(JSON.stringify(value));

export const itemPlaintexts = {
  index: json({
    kind: "login",
    title: "Shop „Zürich“ 🛒",
    hint: "ann@example.org",
    tags: ["home", "fête"],
    favourite: true,
    origins: ["https://shop.example"],
    created: 1_700_000_000_000,
    modified: 1_700_000_100_000,
    trashed: null,
  }),
  secret: json({
    fields: [
      {
        id: "f1",
        key: "username",
        label: "",
        type: "text",
        critical: false,
        value: "ann@example.org",
      },
      {
        id: "f2",
        key: "password",
        label: "",
        type: "hidden",
        critical: false,
        value: 'a"b\\c{[é\u0000',
      },
      { id: "f3", key: "", label: "PIN", type: "hidden", critical: true, value: null },
    ],
    past: [{ field: "f2", value: "older", at: 1_700_000_050_000 }],
    files: [],
  }),
  critical: json({ values: [{ field: "f3", value: "0007" }], past: [] }),
  keyring: json({ backupKey: null, identity: null, devices: [], past: [] }),
};
export const settingsPlaintext = json({ idleMinutes: 10, ceilingHours: 12 });

/** Two entries of one device. */
export function auditPair(): { entries: Bytes[]; head: Bytes } {
  const first = secondAudit({
    deviceId,
    seq: 1,
    prev: zeros32,
    at: 1_700_000_000_000,
    code: 1,
    recId: zeros16,
  });
  const second = secondAudit({
    deviceId,
    seq: 2,
    prev: sha256(first),
    at: 1_700_000_000_500,
    code: 4,
    recId: itemId,
  });
  return { entries: [first, second], head: sha256(second) };
}

export interface WholeVault {
  manifest: Bytes;
  /** Sealed, in the order of `plaintexts`. */
  records: Bytes[];
  plaintexts: { cls: number; recId: Bytes; rev: number; tombstone: boolean; plaintext: Bytes }[];
}

/** Seals the same items under the keys of any epoch: settings, keyring, audit, one item, one erased item. */
export function sealVault(
  vault: { vaultId: Bytes; epoch: number; rootKey: Bytes },
  header: Bytes,
  counter: number,
  keyring: { rev: number; plaintext: Bytes },
): WholeVault {
  const { entries, head } = auditPair();
  const key = (name: string) => secondClassKey(vault.rootKey, vault.vaultId, vault.epoch, name);
  const of = (name: string, cls: number, recId: Bytes, rev: number, plaintext: Bytes) => ({
    name,
    cls,
    recId,
    // A rotation seals each anew, one revision up.
    rev: rev + vault.epoch - 1,
    tombstone: plaintext.length === 8,
    plaintext,
  });
  const all = [
    of("settings", 0x23, zeros16, 1, settingsPlaintext),
    of("keyring", 0x22, zeros16, keyring.rev, keyring.plaintext),
    ...entries.map((entry, i) => of("audit", 0x21, fill(16, 0x20 + i), 1, entry)),
    of("index", 0x01, itemId, 3, itemPlaintexts.index),
    of("secret", 0x02, itemId, 3, itemPlaintexts.secret),
    of("critical", 0x03, itemId, 1, itemPlaintexts.critical),
    of("index", 0x01, erasedId, 5, be(1_700_000_150_000, 8)),
  ];
  const context = { schema: 1, vaultId: vault.vaultId, epoch: vault.epoch };
  const records = all.map(({ name, plaintext, ...place }, i) =>
    secondSeal(key(name), { ...context, ...place }, plaintext, fill(32, 16 * i + vault.epoch)),
  );
  const { n, setMac } = secondSet(secondSetKey(key("manifest")), records);
  const pinned = secondManifest({
    counter,
    epoch: vault.epoch,
    headerHash: sha256(header),
    n,
    setMac,
    prev: zeros32,
    deviceId,
    made: 1_700_000_200_000,
    auditHead: secondAuditHead([{ deviceId, seq: 2, head }]),
  });
  const manifest = secondSeal(
    key("manifest"),
    { ...context, cls: 0x20, recId: zeros16, rev: counter, tombstone: false },
    pinned,
    fill(32, 0xf0 + vault.epoch),
  );
  return {
    manifest,
    records,
    plaintexts: all.map(({ cls, recId, rev, tombstone, plaintext }) => ({
      cls,
      recId,
      rev,
      tombstone,
      plaintext,
    })),
  };
}
