import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Bytes, fromHex, toHex } from "../../src/core/bytes.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import { checkHeaderMac, decodeHeader } from "../../src/core/header.ts";
import { stretch } from "../../src/core/kdf.ts";
import { type ClassKeyName, deriveClassKey } from "../../src/core/keys.ts";
import { paddedLength } from "../../src/core/padding.ts";
import { passwordBytes } from "../../src/core/password.ts";
import { openRecord, sealRecord } from "../../src/core/record.ts";
import { openSlot, type Slot } from "../../src/core/slot.ts";

interface Vectors {
  vaultId: string;
  epoch: number;
  rootKey: string;
  kdf: { password: string; salt: string; m: number; t: number; p: number; derived: string };
  recovery: { bytes: string };
  header: string;
  padding: [number, number][];
  records: {
    name: ClassKeyName;
    cls: number;
    rev: number;
    tombstone: boolean;
    recId: string;
    key: string;
    salt: string;
    plaintext: string;
    record: string;
  }[];
}

const file = new URL("../vectors/format.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;
const vault = { vaultId: fromHex(vectors.vaultId), epoch: vectors.epoch };
const rootKey: Bytes = fromHex(vectors.rootKey);

describe("the vectors of format 1", () => {
  it("give the derived key", async () => {
    const { password, salt, m, t, p, derived } = vectors.kdf;
    expect(toHex(await stretch(passwordBytes(password), fromHex(salt), { m, t, p }))).toBe(derived);
  });

  it("give the root key from the header, by password and by recovery code", async () => {
    const bytes = fromHex(vectors.header);
    const header = decodeHeader(bytes);
    await checkHeaderMac(header, bytes, rootKey);
    const [byPassword, byCode] = header.slots as [Slot, Slot];
    const password = passwordBytes(vectors.kdf.password);
    expect(await openSlot(byPassword, { password }, vault)).toEqual(rootKey);
    expect(await openSlot(byCode, { recovery: fromHex(vectors.recovery.bytes) }, vault)).toEqual(
      rootKey,
    );
  });

  it.each(vectors.records)("open and seal the $name record to the byte", async (one) => {
    const raw = await deriveClassKey(rootKey, vault, one.name);
    expect(toHex(raw)).toBe(one.key);
    const key = await hkdfKey(raw);
    const { cls, rev, tombstone } = one;
    const context = { cls, schema: 1, ...vault, recId: fromHex(one.recId), rev, tombstone };
    expect(toHex(await openRecord(key, context, fromHex(one.record)))).toBe(one.plaintext);
    const sealed = await sealRecord(key, context, fromHex(one.plaintext), fromHex(one.salt));
    expect(toHex(sealed)).toBe(one.record);
  });

  it.each(vectors.padding)("pad %i bytes to %i", (length, padded) => {
    expect(paddedLength(length)).toBe(padded);
  });
});
