import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bytes, concat, equalBytes, fromHex, label, u8 } from "../../src/core/bytes.ts";
import { checkSymbols, inGroups, writeSymbols } from "../../src/core/crockford.ts";
import { readRecoveryCode, writeRecoveryCode } from "../../src/core/recovery.ts";
import { joinShares, meansShare, readShare, splitCode } from "../../src/core/shares.ts";
import { refusedShares, shareSets } from "./share-sets.ts";

const anyCode = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => new Uint8Array(bytes));
const pairs = [
  [0, 1],
  [0, 2],
  [1, 2],
  [2, 0],
] as const;

const read = (texts: readonly string[]) => Promise.all(texts.map(readShare));

/** Multiplication in GF(2^8) with x⁸ + x⁴ + x³ + x + 1, bit by bit: a second implementation, without tables. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 0; bit < 8; bit++) {
    if ((b >>> bit) & 1) product ^= a;
    a = (a << 1) ^ (a & 0x80 ? 0x11b : 0);
  }
  return product;
}
const inverse = (a: number) =>
  Array.from({ length: 256 }, (_, b) => b).find((b) => times(a, b) === 1) ?? 0;

/** The line through two points of FORMAT.md 12, at x = 0. */
function atZero(one: Bytes, other: Bytes): Bytes {
  const x1 = one[20] as number;
  const x2 = other[20] as number;
  const under = inverse(x1 ^ x2);
  const weight = { one: times(x2, under), other: times(x1, under) };
  return Uint8Array.from(
    { length: 20 },
    (_, i) => times(one[i] as number, weight.one) ^ times(other[i] as number, weight.other),
  );
}

describe("a recovery code on three sheets", () => {
  it("comes back from any two of them, in any order", async () => {
    await fc.assert(
      fc.asyncProperty(anyCode, async (bytes) => {
        const code = await writeRecoveryCode(bytes);
        const shares = await read(await splitCode(code));
        expect(shares.map(({ number }) => number)).toEqual([1, 2, 3]);
        expect(new Set(shares.map(({ set }) => set)).size).toBe(1);
        for (const [a, b] of pairs) {
          const [one, other] = [shares[a], shares[b]];
          if (one === undefined || other === undefined) throw new Error("no share");
          expect(await joinShares(one, other)).toBe(code);
          expect(atZero(one.point, other.point)).toEqual(bytes);
        }
      }),
    );
  });

  it("is the same in the vectors for ever, by either implementation", async () => {
    for (const { code, shares: texts } of shareSets) {
      const shares = await read(texts);
      for (const [a, b] of pairs) {
        const [one, other] = [shares[a], shares[b]];
        if (one === undefined || other === undefined) throw new Error("no share");
        expect(await joinShares(one, other)).toBe(code);
        expect(await writeRecoveryCode(atZero(one.point, other.point))).toBe(code);
      }
    }
  });

  it("refuses what the vectors say, by name", async () => {
    expect(refusedShares.length).toBeGreaterThan(3);
    for (const { in: given, error } of refusedShares) {
      const join = async () =>
        joinShares(await readShare(given.one.text), await readShare(given.other.text));
      await expect(join()).rejects.toThrow(error);
    }
  });

  it("is read however it is typed", async () => {
    const [text = ""] = await splitCode(shareSets[0]?.code ?? "");
    const sloppy = text
      .toLowerCase()
      .replaceAll("-", "  ")
      .replaceAll("0", "o")
      .replaceAll("1", "l");
    expect(await readShare(sloppy)).toEqual(await readShare(text));
    expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){10}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it("refuses every mistype of one symbol, two exchanged symbols, and what is cut or too long", async () => {
    const [text = ""] = shareSets[0]?.shares ?? [];
    const symbols = text.replaceAll("-", "");
    const wrong: string[] = [
      symbols.slice(1),
      symbols.slice(0, -1),
      `${symbols}0`,
      "",
      "U".repeat(44),
    ];
    for (let i = 0; i < symbols.length; i++) {
      for (const symbol of "0123456789ABCDEFGHJKMNPQRSTVWXYZ") {
        if (symbol !== symbols[i]) wrong.push(symbols.slice(0, i) + symbol + symbols.slice(i + 1));
      }
      const [a, b] = [symbols[i] ?? "", symbols[i + 1] ?? ""];
      if (a !== b && b !== "") wrong.push(symbols.slice(0, i) + b + a + symbols.slice(i + 2));
    }
    for (const typed of wrong) await expect(readShare(typed), typed).rejects.toThrow("BAD_SHARE");
  });

  it("tells sheets of different sets apart, also those of the same code", async () => {
    const code = shareSets[0]?.code ?? "";
    const [one] = await read(await splitCode(code));
    const [, two] = await read(await splitCode(code));
    if (one === undefined || two === undefined) throw new Error("no share");
    await expect(joinShares(one, two)).rejects.toThrow("OTHER_SHARES");
    await expect(joinShares(one, one)).rejects.toThrow("SAME_SHARE");
    const twin = { ...one, point: new Uint8Array(one.point).fill(7, 0, 1) };
    const same = equalBytes(twin.point, one.point);
    await expect(joinShares(one, twin)).rejects.toThrow(same ? "SAME_SHARE" : "BAD_SHARE");
    await expect(joinShares(one, { ...one, number: 3 })).rejects.toThrow("BAD_SHARE");
  });

  it("refuses another version, a number that is none, and x = 0, behind right check symbols", async () => {
    const wrap = async (head: number, x: number) => {
      const bytes = concat(u8(head), fromHex("0a0b0c"), new Uint8Array(20), u8(x));
      return inGroups(writeSymbols(bytes) + (await checkSymbols(label("rc-share", bytes), 4)));
    };
    expect(await readShare(await wrap(0x12, 9))).toMatchObject({ number: 2, set: "0A0B0C" });
    for (const [head, x] of [
      [0x22, 9],
      [0x02, 9],
      [0x10, 9],
      [0x14, 9],
      [0x12, 0],
    ] as const) {
      await expect(readShare(await wrap(head, x))).rejects.toThrow("BAD_SHARE");
    }
  });

  it("is not taken for a code, nor a code for a share", async () => {
    const code = shareSets[0]?.code ?? "";
    expect(meansShare(code)).toBe(false);
    expect(meansShare(`${code} 1`)).toBe(false);
    for (const text of await splitCode(code)) {
      expect(meansShare(text)).toBe(true);
      expect(meansShare(text.slice(0, -4))).toBe(true);
      await expect(readRecoveryCode(text)).rejects.toThrow("BAD_RECOVERY_CODE");
    }
    await expect(splitCode("not a code")).rejects.toThrow("BAD_RECOVERY_CODE");
  });
});

describe("one sheet alone", () => {
  it("fits every code there is: each byte of a second sheet gives another byte of the code", async () => {
    const [one] = await read(shareSets[0]?.shares ?? []);
    if (one === undefined) throw new Error("no share");
    const x = one.point[20] === 9 ? 8 : 9;
    const bytes = new Set<string>();
    for (let y = 0; y < 256; y++) {
      const point = new Uint8Array(21).fill(y);
      point[20] = x;
      const code = await readRecoveryCode(await joinShares(one, { ...one, number: 2, point }));
      for (let i = 0; i < 20; i++) bytes.add(`${i}:${code[i]}`);
    }
    expect(bytes.size).toBe(20 * 256);
  });

  it("is as even as chance, whatever the code", async () => {
    const code = await writeRecoveryCode(new Uint8Array(20));
    const seen = Array.from({ length: 256 }, () => 0);
    const rounds = 600;
    for (let i = 0; i < rounds; i++) {
      const [share] = await read((await splitCode(code)).slice(1, 2));
      for (const y of share?.point.subarray(0, 20) ?? []) seen[y] = (seen[y] ?? 0) + 1;
    }
    const expected = (rounds * 20) / 256;
    const chi = seen.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    // 255 degrees of freedom: above 420 comes by chance once in a thousand million runs.
    expect(chi).toBeLessThan(420);
    expect(chi).toBeGreaterThan(100);
  });
});
