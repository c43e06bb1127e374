import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHex } from "../../src/core/bytes.ts";
import { readRecoveryCode, writeRecoveryCode } from "../../src/core/recovery.ts";
import { bytesOf, filled } from "./any.ts";
import { secondRecoveryCode } from "./second-set.ts";

const recovery = filled(20, 6);

describe("a recovery code", () => {
  it("is that of a second implementation, in groups of four", async () => {
    await fc.assert(
      fc.asyncProperty(bytesOf(20), async (code) => {
        const written = await writeRecoveryCode(code);
        expect(written).toBe(secondRecoveryCode(code));
        expect(written).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){8}[0-9A-HJKMNP-TV-Z]{2}$/);
      }),
    );
  });

  it("reads back however it is typed", async () => {
    const blank = fc.constantFrom("", " ", "-", "–", "—", "\t", "\n", "\u00a0", " - ");
    await fc.assert(
      fc.asyncProperty(
        bytesOf(20),
        fc.array(blank, { minLength: 34, maxLength: 34 }),
        async (code, blanks) => {
          const written = await writeRecoveryCode(code);
          const sloppy = written
            .replaceAll("-", "")
            .toLowerCase()
            .replaceAll("0", "o")
            .replaceAll("1", (_, at: number) => (at % 2 ? "l" : "I"))
            .replaceAll(/./g, (symbol) => `${symbol}${blanks.shift()}`);
          expect(await readRecoveryCode(written)).toEqual(code);
          expect(await readRecoveryCode(` ${sloppy} `)).toEqual(code);
        },
      ),
    );
  });

  it("with one symbol wrong is refused by its check symbols, in all but one of a thousand cases", async () => {
    const written = (await writeRecoveryCode(recovery)).replaceAll("-", "");
    let passed = 0;
    let tried = 0;
    for (let at = 0; at < written.length; at++) {
      for (const wrong of "0123456789ABCDEFGHJKMNPQRSTVWXYZ".replace(written[at] as string, "")) {
        const typed = written.slice(0, at) + wrong + written.slice(at + 1);
        tried += 1;
        await readRecoveryCode(typed).then(
          () => passed++,
          (thrown: Error) => expect(thrown.message).toBe("BAD_RECOVERY_CODE"),
        );
      }
    }
    expect(tried).toBe(34 * 31);
    expect(passed).toBeLessThanOrEqual(5);
  });

  it("of another length, or with a sign that is no symbol, is refused even where the rest is sound", async () => {
    // 20 zeros end in check symbols of their own, so a symbol that reads as zero must not pass for one.
    const zeros = await writeRecoveryCode(filled(20, 0));
    const wrong = [
      "",
      "ABCD",
      "U".repeat(34),
      `${zeros}0`,
      `0${zeros}`,
      zeros.slice(0, -1),
      `*${zeros.slice(1)}`,
    ];
    for (const typed of wrong) {
      await expect(readRecoveryCode(typed), typed).rejects.toThrow("BAD_RECOVERY_CODE");
    }
    expect(await readRecoveryCode(zeros)).toEqual(fromHex("00".repeat(20)));
  });
});
