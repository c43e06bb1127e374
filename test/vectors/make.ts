/**
 * Writes test/vectors/format.json by the second implementation (test/core/second.ts), so that a vector never
 * repeats the code's own answer. `node test/vectors/make.ts`; old vectors stay for ever, new ones are added.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { argon2id } from "@noble/hashes/argon2.js";
import { secondClassKey, secondHeader, secondPadding, secondSeal, secondSlot } from "../core/second.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fill = (length: number, start: number) => Uint8Array.from({ length }, (_, i) => (start + i) & 255);
const utf8 = (text: string) => new Uint8Array(Buffer.from(text, "utf8"));

const vaultId = fill(16, 0x10);
const rootKey = fill(32, 0x40);
const password = "pässwörd \u{1f511}";
const recovery = fill(20, 0x80);
const cost = { m: 65_536, t: 3, p: 1 };

const classes = [
  { name: "index", cls: 0x01 },
  { name: "secret", cls: 0x02 },
  { name: "critical", cls: 0x03 },
  { name: "manifest", cls: 0x20 },
  { name: "audit", cls: 0x21 },
  { name: "keyring", cls: 0x22 },
  { name: "settings", cls: 0x23 },
  { name: "cache", cls: 0x31 },
] as const;

const records = classes.map(({ name, cls }, i) => {
  const key = secondClassKey(rootKey, vaultId, 1, name);
  const plaintext = utf8(`{"class":"${name}"}`.repeat(1 + i * 9));
  const context = { cls, schema: 1, vaultId, epoch: 1, recId: fill(16, cls), rev: i + 1, tombstone: i === 0 };
  const salt = fill(32, 0xa0 + i);
  return {
    name,
    cls,
    rev: i + 1,
    tombstone: i === 0,
    recId: hex(context.recId),
    key: hex(key),
    salt: hex(salt),
    plaintext: hex(plaintext),
    record: hex(secondSeal(key, context, plaintext, salt)),
  };
});

const slot = (type: number, start: number) => ({ type, slotId: fill(16, start), salt: fill(16, start + 16) });
const byPassword = secondSlot(
  { ...slot(1, 0x01), ...cost },
  { password: utf8(password.normalize("NFC")) },
  rootKey,
  vaultId,
  1,
  fill(12, 0x70),
);
const byCode = secondSlot({ ...slot(3, 0x31), m: 0, t: 0, p: 0 }, { recovery }, rootKey, vaultId, 1, fill(12, 0x77));

const vectors = {
  about: "Coffer format 1 (docs/FORMAT.md). All bytes in hex. Made by test/vectors/make.ts.",
  vaultId: hex(vaultId),
  epoch: 1,
  rootKey: hex(rootKey),
  kdf: {
    password,
    salt: hex(fill(16, 0x11)),
    ...cost,
    derived: hex(argon2id(utf8(password.normalize("NFC")), fill(16, 0x11), { ...cost, dkLen: 32 })),
  },
  recovery: { bytes: hex(recovery) },
  header: hex(secondHeader(vaultId, 1, 1, [byPassword, byCode], rootKey)),
  padding: [1, 256, 257, 1000, 4096, 65_537, 1_000_000].map((length) => [length, secondPadding(length)]),
  records,
};

writeFileSync(join(import.meta.dirname, "format.json"), `${JSON.stringify(vectors, null, 2)}\n`);
