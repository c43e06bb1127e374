import fc from "fast-check";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Bytes, concat, reader, toHex, u8, utf8 } from "../../src/core/bytes.ts";
import { provideArgon2, stretch } from "../../src/core/kdf.ts";
import { argon2id } from "../../src/core/argon2.ts";
import { hkdf, hkdfKey } from "../../src/core/hash.ts";
import {
  encodeSlot,
  openSlot,
  readSlot,
  sealSlot,
  type Slot,
  slotType,
} from "../../src/core/slot.ts";
import { bytesOf, bytesTo, filled, flipBit } from "./any.ts";
import { rememberedArgon2 } from "./fake-argon2.ts";
import { wipedBy } from "./wiped.ts";

const vault = { vaultId: filled(16, 4), epoch: 1 };
const rootKey: Bytes = Uint8Array.from({ length: 32 }, (_, i) => 200 - i);
const cost = { m: 65_536, t: 3, p: 1 };
const password = utf8("correct horse");
const recovery = filled(20, 6);

/** Made once: it costs. */
let byPassword: Slot;
let byCode: Slot;

beforeEach(async () => {
  rememberedArgon2();
  byPassword ??= await sealSlot(slotType.password, { password }, rootKey, vault, { cost });
  byCode = await sealSlot(slotType.recovery, { recovery }, rootKey, vault);
});

describe("a slot", () => {
  it("gives the root key to its own secret only", async () => {
    expect(await openSlot(byPassword, { password }, vault)).toEqual(rootKey);
    expect(await openSlot(byCode, { recovery }, vault)).toEqual(rootKey);
    const guess = { password: utf8("Correct horse") };
    await expect(openSlot(byPassword, guess, vault)).rejects.toThrow("WRONG_SECRET");
    const code = { recovery: filled(20, 0) };
    await expect(openSlot(byCode, code, vault)).rejects.toThrow("WRONG_SECRET");
    await expect(openSlot(byCode, { ...code, recovery: filled(19, 6) }, vault)).rejects.toThrow(
      "WRONG_SECRET",
    );
  });

  it("opens in its own vault and epoch only", async () => {
    const other = { ...vault, vaultId: filled(16, 5) };
    await expect(openSlot(byCode, { recovery }, other)).rejects.toThrow("WRONG_SECRET");
    await expect(openSlot(byCode, { recovery }, { ...vault, epoch: 2 })).rejects.toThrow(
      "TAMPERED",
    );
  });

  it("that wants a password derives nothing without one", async () => {
    let derived = 0;
    provideArgon2(async () => {
      derived += 1;
      return argon2id;
    });
    for (const type of [slotType.password, slotType.passwordAndKey]) {
      const opened = openSlot({ ...byPassword, type }, { recovery, prf: filled(32, 1) }, vault);
      await expect(opened).rejects.toThrow("WRONG_SECRET");
    }
    const cheap = { ...byPassword, cost: { m: 8, t: 1, p: 1 } };
    await expect(openSlot(cheap, { password }, vault)).rejects.toThrow("KDF_BOUNDS");
    expect(derived).toBe(0);
  });

  it("with a key wants its 32 bytes before anything is derived, and takes no other secret in", async () => {
    const prf = filled(32, 8);
    const keySlot = await sealSlot(slotType.key, { prf, recovery, password }, rootKey, vault);
    expect(await openSlot(keySlot, { prf }, vault)).toEqual(rootKey);
    const derived = vi.spyOn(crypto.subtle, "deriveBits");
    const wrong = [{}, { prf: filled(31, 8) }, { prf: filled(33, 8) }, { recovery }];
    for (const type of [slotType.key, slotType.passwordAndKey]) {
      for (const secret of wrong) {
        const slot = { ...(type === slotType.key ? keySlot : byPassword), type };
        await expect(openSlot(slot, { ...secret, password }, vault)).rejects.toThrow(
          "WRONG_SECRET",
        );
      }
    }
    expect(derived).not.toHaveBeenCalled();
    derived.mockRestore();
    const code = await sealSlot(slotType.recovery, { prf, recovery, password }, rootKey, vault);
    expect(await openSlot(code, { recovery }, vault)).toEqual(rootKey);
  });

  it("is sealed with at most 1,024 of ext, and with the id it was given", async () => {
    const slotId = filled(16, 7);
    const plan = { slotId, ext: filled(1024, 1) };
    const sealed = await sealSlot(slotType.recovery, { recovery }, rootKey, vault, plan);
    expect({ slotId: sealed.slotId, ext: sealed.ext }).toEqual(plan);
    expect(await openSlot(sealed, { recovery }, vault)).toEqual(rootKey);
    const more = sealSlot(slotType.recovery, { recovery }, rootKey, vault, {
      ext: filled(1025, 1),
    });
    await expect(more).rejects.toThrow("BAD_FORMAT");
  });

  it("is as fresh as chance: id, salt and nonce are never the same twice", async () => {
    const more = await Promise.all(
      Array.from({ length: 20 }, () => sealSlot(slotType.recovery, { recovery }, rootKey, vault)),
    );
    for (const part of ["slotId", "salt", "nonce", "commit", "wrap"] as const) {
      expect(new Set(more.map((slot) => toHex(slot[part]))).size, part).toBe(20);
    }
    const [one] = more as [Slot];
    expect([one.slotId, one.salt, one.nonce].map(({ length }) => length)).toEqual([16, 16, 12]);
    expect(one.cost).toEqual({ m: 0, t: 0, p: 0 });
    expect(one.ext).toHaveLength(0);
  });

  it("with a ciphertext that GCM takes under another key is refused by its commitment (partitioning oracle)", async () => {
    // The attacker wraps a root key of theirs under a guess and keeps our commitment: GCM would open it.
    const guess = { recovery: filled(20, 7) };
    const theirs = await sealSlot(slotType.recovery, guess, filled(32, 1), vault);
    expect(await openSlot(theirs, guess, vault)).toEqual(filled(32, 1));
    const forged = { ...theirs, commit: byCode.commit };
    await expect(openSlot(forged, guess, vault)).rejects.toThrow("WRONG_SECRET");
  });

  it("with any bit of commitment, nonce or wrap flipped is refused by the right check", async () => {
    const flips = (part: "commit" | "nonce" | "wrap", code: string) =>
      Array.from({ length: byCode[part].length * 8 }, (_, bit) =>
        expect(
          openSlot({ ...byCode, [part]: flipBit(byCode[part], bit) }, { recovery }, vault),
        ).rejects.toThrow(code),
      );
    await Promise.all(flips("commit", "WRONG_SECRET"));
    await Promise.all(flips("nonce", "TAMPERED"));
    await Promise.all(flips("wrap", "TAMPERED"));
  });

  it("overwrites what it derived, opened or sealed", async () => {
    const a = await stretch(password, byPassword.salt, cost);
    const empty = "00000000".repeat(2);
    const ikm = `00000020${toHex(a)}${empty}`;
    const { kek, okm } = await keysOf(byPassword, ikm);
    const opened = await wipedBy(() => openSlot(byPassword, { password }, vault));
    expect(opened).toEqual(expect.arrayContaining([toHex(a), ikm, okm]));
    // Once the copy that the cipher makes for itself, once ours.
    expect(opened.filter((one) => one === kek)).toHaveLength(2);
    expect(opened).not.toContain(toHex(rootKey));

    const wrong = { ...byPassword, commit: filled(32, 0) };
    const refused = await wipedBy(() =>
      openSlot(wrong, { password }, vault).catch((thrown: Error) =>
        expect(thrown.message).toBe("WRONG_SECRET"),
      ),
    );
    expect(refused).toEqual(expect.arrayContaining([toHex(a), ikm, okm, kek]));

    let sealed = byCode;
    const wiped = await wipedBy(async () => {
      sealed = await sealSlot(slotType.recovery, { recovery }, rootKey, vault);
    });
    const codeIkm = `${empty}00000014${toHex(recovery)}`;
    const code = await keysOf(sealed, codeIkm);
    expect(wiped).toEqual(expect.arrayContaining([codeIkm, code.okm]));
    expect(wiped.filter((one) => one === code.kek)).toHaveLength(2);
  });
});

/** okm and kek of FORMAT.md 1, by its text. */
async function keysOf(slot: Slot, ikm: string): Promise<{ okm: string; kek: string }> {
  const fixed = encodeSlot(slot).slice(0, 44);
  const text = (name: string) => utf8(`coffer/1/${name}\0`);
  const whole = concat(text("ctx"), vault.vaultId, fixed, new Uint8Array(4));
  const ctx = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  const key = await hkdfKey(new Uint8Array(Buffer.from(ikm, "hex")));
  const okm = toHex(await hkdf(key, vault.vaultId, concat(text("slot"), ctx), 64));
  return { okm, kek: okm.slice(0, 64) };
}

describe("the bytes of a slot", () => {
  const slot: fc.Arbitrary<Slot> = fc
    .record({
      type: fc.constantFrom(1, 2, 3),
      slotId: bytesOf(16),
      salt: bytesOf(16),
      cost: fc.constant({ m: 0, t: 0, p: 0 }),
      commit: bytesOf(32),
      nonce: bytesOf(12),
      wrap: bytesOf(48),
      ext: bytesTo(1024),
    })
    .map((made) => (made.type === 3 ? made : { ...made, cost: { m: 131_072, t: 4, p: 1 } }));

  it("read back as they were written, and end where they say", () => {
    fc.assert(
      fc.property(slot, (one) => {
        const bytes = encodeSlot(one);
        const from = reader(concat(bytes, u8(0)), "BAD_FORMAT");
        expect(readSlot(from)).toEqual(one);
        expect(from.left()).toBe(1);
        expect(bytes).toHaveLength(44 + 32 + 12 + 48 + 2 + one.ext.length);
      }),
    );
  });

  it("of an unknown type or with reserved bits set are no slot", () => {
    const raw = encodeSlot(byCode);
    const wrong = [
      [0, 0],
      [0, 4],
      [0, 5],
      [0, 255],
      [1, 1],
      [1, 128],
      [2, 1],
      [3, 1],
      [42, 1],
      [43, 1],
    ];
    for (const [at, value] of wrong as [number, number][]) {
      const bad = raw.slice();
      bad[at] = value;
      expect(() => readSlot(reader(bad, "BAD_FORMAT")), `${at}`).toThrow("BAD_FORMAT");
    }
    for (let length = 0; length < raw.length; length++) {
      expect(() => readSlot(reader(raw.slice(0, length), "BAD_FORMAT"))).toThrow("BAD_FORMAT");
    }
  });

  it("with a cost outside its bounds are refused as they are read", () => {
    const cheap = encodeSlot({ ...byPassword, cost: { m: 64_512, t: 3, p: 1 } });
    expect(() => readSlot(reader(cheap, "BAD_FORMAT"))).toThrow("KDF_BOUNDS");
    const costly = encodeSlot({ ...byCode, cost });
    expect(() => readSlot(reader(costly, "BAD_FORMAT"))).toThrow("KDF_BOUNDS");
  });

  it("hold at most 1,024 of ext", () => {
    const most = encodeSlot({ ...byCode, ext: filled(1024, 1) });
    expect(readSlot(reader(most, "BAD_FORMAT")).ext).toHaveLength(1024);
    const more = encodeSlot({ ...byCode, ext: filled(1025, 1) });
    expect(() => readSlot(reader(more, "BAD_FORMAT"))).toThrow("BAD_FORMAT");
  });
});
