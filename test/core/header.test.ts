import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type Bytes, utf8 } from "../../src/core/bytes.ts";
import { checkHeaderMac, decodeHeader, encodeHeader, type Header } from "../../src/core/header.ts";
import { checkCost, costFor, defaultCost, stretch } from "../../src/core/kdf.ts";
import { passwordBytes } from "../../src/core/password.ts";
import { readRecoveryCode, writeRecoveryCode } from "../../src/core/recovery.ts";
import { openSlot, readSlot, sealSlot, slotType } from "../../src/core/slot.ts";
import { reader } from "../../src/core/bytes.ts";
import { argon2id } from "@noble/hashes/argon2.js";
import { secondHeader, secondSlot } from "./second.ts";

const vault = { vaultId: new Uint8Array(16).fill(4), epoch: 1 };
const rootKey: Bytes = new Uint8Array(32).fill(9);
const cost = { m: 65_536, t: 3, p: 1 };
const password = utf8("correct horse");
const recovery: Bytes = new Uint8Array(20).fill(6);

let header: Header;
let bytes: Bytes;

beforeAll(async () => {
  header = {
    ...vault,
    headerSeq: 1,
    policy: 0,
    slots: [
      await sealSlot(slotType.password, { password }, rootKey, vault, { cost }),
      await sealSlot(slotType.recovery, { recovery }, rootKey, vault),
    ],
  };
  bytes = await encodeHeader(header, rootKey);
});

describe("a header", () => {
  it("reads back as it was written and proves itself under its root key only", async () => {
    expect(decodeHeader(bytes)).toEqual(header);
    await checkHeaderMac(decodeHeader(bytes), bytes, rootKey);
    const other = new Uint8Array(32).fill(1);
    await expect(checkHeaderMac(header, bytes, other)).rejects.toThrow("TAMPERED");
  });

  it("with any bit flipped is refused before or by its MAC", async () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
      const judged = async () => checkHeaderMac(decodeHeader(flipped), flipped, rootKey);
      await expect(judged()).rejects.toThrow(/BAD_FORMAT|KDF_BOUNDS|POLICY|DUPLICATE|TAMPERED/);
    }
  });

  it("of any other length is refused", () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeHeader(bytes.slice(0, length))).toThrow(/BAD_FORMAT|KDF_BOUNDS|POLICY/);
    }
    expect(() => decodeHeader(new Uint8Array([...bytes, 0]))).toThrow("BAD_FORMAT");
    expect(() => decodeHeader(new Uint8Array(20_000))).toThrow("BAD_FORMAT");
  });

  it("without a password slot, or with one beside a second factor, is against the policy", async () => {
    const only = { ...header, slots: header.slots.slice(1) };
    await expect(encodeHeader(only, rootKey)).rejects.toThrow("POLICY");
    await expect(encodeHeader({ ...header, policy: 2 }, rootKey)).rejects.toThrow("POLICY");
    const doubled = { ...header, slots: [header.slots[0], header.slots[0]] as Header["slots"] };
    await expect(encodeHeader(doubled, rootKey)).rejects.toThrow("DUPLICATE");
  });

  it("made by a second implementation opens", async () => {
    const slot = {
      type: 1,
      slotId: new Uint8Array(16).fill(2),
      salt: new Uint8Array(16).fill(3),
      ...cost,
    };
    const made = secondSlot(
      slot,
      { password },
      rootKey,
      vault.vaultId,
      1,
      new Uint8Array(12).fill(8),
    );
    const whole = new Uint8Array(secondHeader(vault.vaultId, 1, 1, [made], rootKey));
    const read = decodeHeader(whole);
    const key = await openSlot(read.slots[0] as Header["slots"][0], { password }, vault);
    expect(key).toEqual(rootKey);
    await checkHeaderMac(read, whole, key);
  });
});

describe("a slot", () => {
  it("gives the root key to its own secret only", async () => {
    const [byPassword, byCode] = header.slots as [Header["slots"][0], Header["slots"][0]];
    expect(await openSlot(byPassword, { password }, vault)).toEqual(rootKey);
    expect(await openSlot(byCode, { recovery }, vault)).toEqual(rootKey);
    await expect(openSlot(byPassword, { password: utf8("Correct horse") }, vault)).rejects.toThrow(
      "WRONG_SECRET",
    );
    await expect(openSlot(byCode, { recovery: new Uint8Array(20) }, vault)).rejects.toThrow(
      "WRONG_SECRET",
    );
    await expect(openSlot(byPassword, { password }, { ...vault, epoch: 2 })).rejects.toThrow(
      "TAMPERED",
    );
  });

  it("with a ciphertext that GCM takes under another key is refused by its commitment (partitioning oracle)", async () => {
    // The attacker wraps a root key of theirs under a guess and keeps our commitment: GCM would open it.
    const victim = header.slots[0] as Header["slots"][0];
    const guess = await sealSlot(slotType.password, { password: utf8("guess") }, rootKey, vault, {
      cost,
    });
    const forged = { ...guess, commit: victim.commit };
    await expect(openSlot(forged, { password: utf8("guess") }, vault)).rejects.toThrow(
      "WRONG_SECRET",
    );
  });

  it("of an unknown type or with reserved bits set is no slot", () => {
    const raw = bytes.slice(38, 38 + 44 + 32 + 12 + 48 + 2);
    for (const [at, value] of [
      [0, 0],
      [0, 4],
      [1, 1],
      [3, 1],
      [43, 1],
    ] as const) {
      const bad = raw.slice();
      bad[at] = value;
      expect(() => readSlot(reader(bad, "BAD_FORMAT"))).toThrow("BAD_FORMAT");
    }
  });
});

describe("the cost of a derivation", () => {
  it("outside its bounds is refused before anything is derived", () => {
    const bad = [
      { m: 8, t: 1, p: 1 },
      { m: 19 * 1024, t: 2, p: 1 },
      { m: 65_535, t: 3, p: 1 },
      { m: 65_536, t: 2, p: 1 },
      { m: 65_536, t: 13, p: 1 },
      { m: 65_536, t: 3, p: 2 },
      { m: 65_536 + 512, t: 3, p: 1 },
      { m: 524_288, t: 4, p: 1 },
      { m: 4 * 2 ** 20, t: 3, p: 1 },
      { m: 2 ** 32 - 1024, t: 255, p: 255 },
    ];
    for (const one of bad) {
      expect(() => checkCost(1, one)).toThrow("KDF_BOUNDS");
      expect(() => checkCost(2, one)).toThrow("KDF_BOUNDS");
    }
    expect(() => checkCost(1, defaultCost)).not.toThrow();
    expect(() => checkCost(3, defaultCost)).toThrow("KDF_BOUNDS");
    expect(() => checkCost(3, { m: 0, t: 0, p: 0 })).not.toThrow();
  });

  it("is calibrated upward from the default and never out of bounds", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1000, noNaN: true }), (ms) => {
        const found = costFor(ms);
        checkCost(1, found);
        expect(found.m).toBeGreaterThanOrEqual(defaultCost.m);
      }),
    );
  });

  it("buys the same bytes as a second Argon2id, and leaves no memory of it behind", async () => {
    const salt = new Uint8Array(16).fill(1);
    const memories: WebAssembly.Memory[] = [];
    const instantiate = WebAssembly.instantiate;
    const spy = async (module: WebAssembly.Module, imports?: WebAssembly.Imports) => {
      const instance = await instantiate(module, imports);
      memories.push(instance.exports["memory"] as WebAssembly.Memory);
      return instance;
    };
    WebAssembly.instantiate = spy as typeof WebAssembly.instantiate;
    const ours = await stretch(password, salt, cost);
    WebAssembly.instantiate = instantiate;
    expect(Buffer.from(ours).equals(argon2id(password, salt, { ...cost, dkLen: 32 }))).toBe(true);
    expect(memories.length).toBeGreaterThan(0);
    for (const memory of memories) {
      expect(Buffer.from(memory.buffer).equals(Buffer.alloc(memory.buffer.byteLength))).toBe(true);
    }
  });
});

describe("a password", () => {
  it("is the same in any Unicode form, and kept to the last blank", () => {
    expect(passwordBytes("\u00e9")).toEqual(passwordBytes("e\u0301"));
    expect(passwordBytes(" a ")).toEqual(utf8(" a "));
  });

  it("that is empty, too long or not well-formed is refused", () => {
    for (const bad of ["", "a".repeat(1025), "\ud800"])
      expect(() => passwordBytes(bad)).toThrow("BAD_PASSWORD");
    expect(passwordBytes("a".repeat(1024))).toHaveLength(1024);
  });
});

describe("a recovery code", () => {
  it("reads back however it is typed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 20, maxLength: 20 }), async (code) => {
        const written = await writeRecoveryCode(new Uint8Array(code));
        const sloppy = ` ${written.toLowerCase().replaceAll("-", " ").replaceAll("0", "o").replaceAll("1", "l")} `;
        expect(await readRecoveryCode(written)).toEqual(new Uint8Array(code));
        expect(await readRecoveryCode(sloppy)).toEqual(new Uint8Array(code));
      }),
    );
  });

  it("with one symbol wrong is refused by its check symbols, in all but one of a thousand cases", async () => {
    const written = (await writeRecoveryCode(recovery)).replaceAll("-", "");
    let passed = 0;
    for (let at = 0; at < written.length; at++) {
      const wrong = written[at] === "Z" ? "Y" : "Z";
      const typed = written.slice(0, at) + wrong + written.slice(at + 1);
      await readRecoveryCode(typed).then(
        () => passed++,
        (thrown: Error) => expect(thrown.message).toBe("BAD_RECOVERY_CODE"),
      );
    }
    expect(passed).toBeLessThanOrEqual(1);
    await expect(readRecoveryCode("ABCD")).rejects.toThrow("BAD_RECOVERY_CODE");
    await expect(readRecoveryCode("U".repeat(34))).rejects.toThrow("BAD_RECOVERY_CODE");
  });
});
