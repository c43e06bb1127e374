import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concat, lengthPrefixed, toHex, utf8 } from "../../../src/core/bytes.ts";
import { failureCode } from "../../../src/core/failure.ts";
import { sha256 } from "../../../src/core/hash.ts";
import { looksAlike } from "../../../src/core/share/alike.ts";
import {
  decodeCard,
  decodeHandover,
  encodeCard,
  encodeHandover,
  fromText,
  nameLimit,
  provesHandover,
  tidyName,
  toText,
} from "../../../src/core/share/card.ts";
import { wordsOf } from "../../../src/core/share/fingerprint.ts";
import { fingerprintOf } from "../../../src/core/share/identity.ts";
import { filled, flipBit } from "../any.ts";
import { anna, bert, eve, expiry } from "./people.ts";

describe("a contact card", () => {
  it("comes back from its text, in the middle of a mail", async () => {
    const text = toText("card", await encodeCard({ ...anna, name: "Anna Ölund" }));
    const { what, bytes } = fromText(`Hi, my card: ${text}\nRegards`);
    expect(what).toBe("card");
    expect(await decodeCard(bytes)).toEqual({ pk: anna.pk, sign: anna.sign, name: "Anna Ölund" });
  });

  it("with any bit flipped is none", async () => {
    const card = await encodeCard({ ...anna, name: "Anna" });
    for (let bit = 0; bit < card.length * 8; bit++)
      expect(await decodeCard(flipBit(card, bit)).catch(failureCode)).toBe("BAD_CARD");
  });

  it("with a key of small order is none", async () => {
    const card = await encodeCard({ pk: filled(32, 0), sign: anna.sign, name: "Eve" });
    expect(await decodeCard(card).catch(failureCode)).toBe("BAD_CARD");
  });

  it("is not found in a text without one", () => {
    for (const text of ["", "coffer-card:", "coffer-card:short", "https://example.org/"]) {
      expect(() => fromText(text)).toThrow("BAD_CARD");
    }
  });

  it("has a name without lines, directions and excess, whatever was typed", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", maxLength: 300 }), async (typed) => {
        const name = tidyName(typed);
        expect(utf8(name).length).toBeLessThanOrEqual(nameLimit);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect((await decodeCard(await encodeCard({ ...bert, name: typed }))).name).toBe(name);
      }),
      { numRuns: 50 },
    );
  });
});

/** A card as nobody's Coffer writes it: its name as it was put there. */
async function rawCard(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const body = concat(utf8("CFCC1\0"), anna.pk, anna.sign, lengthPrefixed(utf8(name)));
  return concat(body, (await sha256(body)).slice(0, 4));
}

describe("a card that somebody forged", () => {
  it.each([
    ["turns the text around", "Anna\u202e)deifirev(", "Anna )deifirev("],
    ["isolates a direction", "\u2067Anna\u2069", "Anna"],
    ["has lines", "Anna\nVerified\u2028today", "Anna Verified today"],
    ["is blank to the eye", "\u3164\u2800\u115f\uffa0", ""],
    ["hides a mark between letters", "An\u200bna", "An na"],
  ])("whose name %s is read without that", async (_, name, read) => {
    expect((await decodeCard(await rawCard(name))).name).toBe(read);
  });

  it("whose name is too long, or no UTF-8, is none", async () => {
    expect(await decodeCard(await rawCard("x".repeat(nameLimit + 1))).catch(failureCode)).toBe(
      "BAD_CARD",
    );
    const card = await rawCard("AB");
    card[card.length - 5] = 0xff;
    const body = card.slice(0, -4);
    const broken = concat(body, (await sha256(body)).slice(0, 4));
    expect(await decodeCard(broken).catch(failureCode)).toBe("BAD_CARD");
  });
});

describe("two names", () => {
  it.each([
    ["Bert", "bert "],
    ["Bert", "Веrt"],
    ["Anna", "Αnnа"],
    ["Bert", "Be\u0301rt"],
    ["Bert", "Ｂｅｒｔ"],
    ["Iris Miller", "lris-Mi11er"],
    ["Tom Warner", "Torn Wamer"],
    ["Bert", "B\u200bert"],
    ["🙂", "🙂"],
  ])("%s and %s read the same", (one, other) => {
    expect(looksAlike(one, other)).toBe(true);
  });

  it.each([
    ["Anna", "Hanna"],
    ["Bert", "Berta"],
    ["Нина", "Анна"],
    ["山田", "田中"],
    ["🙂", "🙃"],
    ["Bert", ""],
  ])("%s and %s do not", (one, other) => {
    expect(looksAlike(one, other)).toBe(false);
  });
});

describe("the twelve words", () => {
  it("are the first 132 bits of the fingerprint, and others for another key of either kind", async () => {
    const words = await wordsOf(anna);
    expect(words).toHaveLength(12);
    const bits = BigInt(`0x${toHex(await fingerprintOf(anna))}`) >> 124n;
    const { wordlist } = await import("@scure/bip39/wordlists/english.js");
    const back = words.reduce((sum, word) => (sum << 11n) | BigInt(wordlist.indexOf(word)), 0n);
    expect(back).toBe(bits);
    expect(await wordsOf(eve)).not.toEqual(words);
    expect(await wordsOf({ pk: anna.pk, sign: eve.sign })).not.toEqual(words);
  });
});

describe("a hand-over", () => {
  it("is proved by both keys", async () => {
    const over = await decodeHandover(await encodeHandover(anna, bert, "Anna", expiry));
    expect(over.card).toEqual({ pk: bert.pk, sign: bert.sign, name: "Anna" });
    expect(await provesHandover(anna, over)).toBe(true);
  });

  it("of a key that somebody else has is no proof", async () => {
    const over = await decodeHandover(await encodeHandover(eve, eve, "Anna", expiry));
    expect(await provesHandover(anna, over)).toBe(false);
    expect(await provesHandover(anna, { ...over, old: anna })).toBe(false);
    expect(await provesHandover({ pk: anna.pk, sign: eve.sign }, { ...over, old: anna })).toBe(
      false,
    );
  });

  it("to a key that its owner does not have is none", async () => {
    const over = await decodeHandover(
      await encodeHandover(anna, { ...eve, pk: bert.pk, sign: bert.sign }, "Anna", expiry),
    );
    expect(await provesHandover(anna, over)).toBe(false);
  });

  it("with any bit flipped proves nothing", async () => {
    const bytes = await encodeHandover(anna, bert, "Anna", expiry);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const proved = await decodeHandover(flipBit(bytes, bit)).then(
        (over) => provesHandover(anna, over),
        () => false,
      );
      expect(proved).toBe(false);
    }
  });
});
