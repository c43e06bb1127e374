import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generate, symbolSetNames, symbolSets, usualRecipe } from "../../src/core/generate.ts";

const sets = fc.subarray([...symbolSetNames], { minLength: 1 });

describe("a made password", () => {
  it("has the length asked for, only symbols of the chosen sets, and one of each at least", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 64 }), sets, (length, chosen) => {
        const word = generate({ length, sets: chosen });
        expect(word).toHaveLength(length);
        const alphabet = chosen.map((set) => symbolSets[set]).join("");
        for (const symbol of word) expect(alphabet).toContain(symbol);
        for (const set of chosen) {
          expect(word.split("").some((symbol) => symbolSets[set].includes(symbol))).toBe(true);
        }
      }),
    );
  });

  it("takes all sets where none is chosen, and keeps its length within 4 and 128", () => {
    expect(generate({ length: 20, sets: [] })).toHaveLength(20);
    expect(generate({ length: 1, sets: ["digits"] })).toHaveLength(4);
    expect(generate({ length: 9999, sets: ["digits"] })).toHaveLength(128);
  });

  it("throws bytes away that would favour some symbols", () => {
    // 256 = 25 * 10 + 6: the bytes 250 to 255 must not become digits.
    let turn = 0;
    const bytes = (length: number): Uint8Array =>
      new Uint8Array(length).fill(turn++ % 2 === 0 ? 253 : turn % 10);
    expect(generate({ length: 8, sets: ["digits"] }, bytes)).toMatch(/^\d{8}$/);
    const drawn = turn;
    expect(drawn).toBeGreaterThanOrEqual(16);
  });

  it("draws every symbol about equally often", () => {
    const counts = new Map<string, number>();
    const rounds = 3000;
    for (let n = 0; n < rounds; n++) {
      for (const digit of generate({ length: 10, sets: ["digits"] })) {
        counts.set(digit, (counts.get(digit) ?? 0) + 1);
      }
    }
    // 30,000 draws over 10 digits: chi-squared with 9 degrees of freedom is above 45 once in a million runs.
    const expected = (rounds * 10) / 10;
    let chi = 0;
    for (const digit of symbolSets.digits)
      chi += ((counts.get(digit) ?? 0) - expected) ** 2 / expected;
    expect(chi).toBeLessThan(45);
  });

  it("is another one each time", () => {
    const words = new Set(Array.from({ length: 200 }, () => generate(usualRecipe)));
    expect(words.size).toBe(200);
  });
});
