/** Triggers of snippets: what falls through the sieve, and in which case the text comes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  casingOf,
  markOf,
  recased,
  sieveOf,
  triggerCaps,
} from "../../../src/core/snippet/trigger.ts";

test("every trigger falls through its sieve in any case, whatever the salt", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[;:/a-zA-Z0-9äß]{1,32}$/),
      fc.nat(2 ** 32 - 1),
      (trigger, salt) => {
        const { lengths, marks } = sieveOf([trigger], salt);
        expect(lengths).toEqual([trigger.length]);
        expect(marks).toContain(markOf(salt, trigger));
        expect(marks).toContain(markOf(salt, trigger.toLowerCase()));
      },
    ),
  );
});

test("of ten thousand other words hardly one falls through, and another salt marks them otherwise", () => {
  const words = Array.from({ length: 10_000 }, (_, n) => `word${n}`);
  const { marks } = sieveOf(["sig", "addr"], 7);
  expect(words.filter((word) => marks.includes(markOf(7, word))).length).toBeLessThan(5);
  expect(markOf(7, "sig")).not.toBe(markOf(8, "sig"));
});

test("a sieve takes no blanks, nothing long, and not more than its cap", () => {
  expect(sieveOf(["", "two words", "x".repeat(33)], 1)).toEqual({
    salt: 1,
    lengths: [],
    marks: [],
  });
  const many = Array.from({ length: 2_000 }, (_, n) => `t${n}`);
  expect(sieveOf(many, 1).marks.length).toBeLessThanOrEqual(triggerCaps.count);
});

test("sig, Sig and SIG say how the text comes; a trigger with capitals is typed as it is", () => {
  expect(["sig", "Sig", "SIG", "sIg"].map((typed) => casingOf("sig", typed))).toEqual([
    "same",
    "title",
    "upper",
    null,
  ]);
  expect(casingOf("myIBAN", "myIBAN")).toBe("same");
  expect(casingOf("myIBAN", "MYIBAN")).toBeNull();
  expect(recased("kind regards", "title")).toBe("Kind regards");
  expect(recased("¡hola", "title")).toBe("¡Hola");
  expect(recased("straße", "upper")).toBe("STRASSE");
  expect(recased("as it is", "same")).toBe("as it is");
});
