import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { maskOf, throughMask } from "../../../src/core/form/mask.ts";
import { satisfies } from "../../../src/core/form/pattern.ts";

/** What the browser itself would say; only for patterns that can not stall it. */
function browser(pattern: string, text: string): boolean {
  return new RegExp(`^(?:${pattern})$`, "v").test(text);
}

const piece = fc.constantFrom(
  "\\d",
  "[0-9]",
  "[^\\s]",
  "[a-c\\-]",
  "a",
  "/",
  "\\.",
  ".",
  "\\p{Lu}",
  "\\u0062",
  "(?:b|c\\d)",
  "(0[1-9]|1[0-2])",
  "(?<n>ab?)",
  "(?=\\d)\\w",
  "(?!b).",
  "^",
  "$",
  "",
);
const count = fc.constantFrom("", "", "?", "*", "+", "{2}", "{1,3}", "{2,}", "*?");
const anyPattern = fc
  .array(
    fc.tuple(piece, count).map(([one, many]) => (/^(\^|\$|)$/.test(one) ? one : one + many)),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join("").replace(/\(\?<n>/g, () => "("))
  // Without a pattern nothing is asked.
  .filter((pattern) => pattern !== "");
const anyText = fc.string({
  unit: fc.constantFrom("0", "1", "2", "9", "a", "b", "c", "B", "-", "/", ".", "é"),
  maxLength: 8,
  minLength: 1,
});

describe("a pattern", () => {
  test("is judged as the browser would judge it", () => {
    fc.assert(
      fc.property(anyPattern, anyText, (pattern, text) => {
        expect(satisfies(pattern, text)).toBe(browser(pattern, text));
      }),
      { numRuns: 3000 },
    );
  });
  test.each<[string, string, boolean | null]>([
    ["(0[1-9]|1[0-2])/\\d{2}", "07/29", true],
    ["(0[1-9]|1[0-2])/\\d{2}", "07/2029", false],
    ["[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}", "SW1A 1AA", true],
    ["\\d{3}[\\-]\\d{3}[\\-]\\d{4}", "212-555-0123", true],
    ["(?=.*\\d)(?=.*[a-z]).{4,}", "abc1", true],
    ["(?<year>\\d{4})-\\d\\d", "2029-07", true],
    ["a|bc", "bc", true],
    ["[[a-z]--[b]]+", "ac", true],
    ["[[a-z]--[b]]+", "ab", false],
    ["(a)\\1", "aa", null],
    ["(?<=a)b", "b", null],
    // No regular expression: the standard ignores it.
    ["[0-9", "anything", true],
    ["[a-z-_]", "?", true],
    ["x".repeat(300), "y", null],
  ])("%s takes %s: %s", (pattern, text, answer) => {
    expect(satisfies(pattern, text)).toBe(answer);
  });
  test("that would stall the browser gives up instead, or answers", () => {
    for (const pattern of [
      "(a+)+b",
      "(a|a)*b",
      "(.*)*x",
      "((a{1,9}){1,9}){1,9}b",
      "(?:a?){99}a{99}",
    ])
      expect(satisfies(pattern, "a".repeat(60))).not.toBe(true);
  });
  test("whatever it is, never throws", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(..."()[]{}?*+|\\^$.-,:=!<>abk1&".split("")),
          maxLength: 12,
        }),
        anyText,
        (pattern, text) => {
          let valid = true;
          try {
            void new RegExp(pattern, "v");
          } catch {
            valid = false;
          }
          const answer = satisfies(pattern, text);
          if (!valid || pattern === "") expect(answer).toBe(true);
          else if (answer !== null) expect(answer).toBe(browser(pattern, text));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

describe("a form of digits", () => {
  test.each<[string, string, string | null]>([
    ["(___) ___-____", "2125550123", "(212) 555-0123"],
    ["(555) 555-5555", "2125550123", "(212) 555-0123"],
    ["+1 (___) ___-____", "2125550123", "+1 (212) 555-0123"],
    ["e.g. 99-999", "00950", "00-950"],
    ["xxxx xxxx xxxx xxxx", "4111111111111111", "4111 1111 1111 1111"],
    ["0000 0000 0000 0000", "411111111111111", null],
  ])("%s of %s is %s", (shown, digits, text) => {
    const mask = maskOf(shown);
    expect(mask === null ? "no mask" : throughMask(mask, digits)).toBe(text);
  });
  test.each(["Your phone", "", "MM/YY", "5", "a1b2"])("%j shows none", (text) =>
    expect(maskOf(text)).toBeNull(),
  );
});
