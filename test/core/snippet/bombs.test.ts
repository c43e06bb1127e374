/** What a hostile template can not do. Measured in steps and sizes, never in time. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "../../../src/core/snippet/limits.ts";
import { TemplateError } from "../../../src/core/snippet/failure.ts";
import { literal, parseTemplate } from "../../../src/core/snippet/parse.ts";
import { problemFrom, renderedOf, textFrom } from "./around.ts";

const anyText = fc.string({ unit: fc.constantFrom(..."{}\\\"'ab \n.\uD800é👍") });
/** Text that is full of what templates are made of. */
const nearlyTemplate = fc
  .array(
    fc.constantFrom(
      ...'{{ | }} |\\|if |else|end|ask(|"x"|date|)|.|,|snippet(|\'|1|+|?|:|[|!|cursor|\n|upper|work.iban|language("de")'.split(
        "|",
      ),
    ),
    { maxLength: 25 },
  )
  .map((parts) => parts.join(""));

describe("any text", () => {
  test("comes back from a template made of it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearlyTemplate), (text) => {
        expect(textFrom(literal(text))).toBe(text.toWellFormed());
      }),
      { numRuns: 2000 },
    );
  });

  test("is a template, or fails by a name and at a place within it", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nearlyTemplate), (source) => {
        const given = { snippets: { x: "nested" }, fields: { "work.iban": "DE" } };
        for (const format of ["plain", "markdown", "html"] as const) {
          try {
            const { text, cursor } = renderedOf(source, given, format);
            expect(text.isWellFormed()).toBe(true);
            expect(cursor ?? 0).toBeLessThanOrEqual(text.length);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(TemplateError);
            const { at, span } = thrown as TemplateError;
            expect(at).not.toBeNull();
            expect(at).toBeGreaterThanOrEqual(0);
            expect((at ?? 0) + span).toBeLessThanOrEqual(source.length + 1);
          }
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe("bombs are refused by name", () => {
  const doubled = Object.fromEntries(
    Array.from({ length: 9 }, (_, n) => [`s${n}`, `{{snippet("s${n + 1}")}}`.repeat(12)]),
  );

  test("snippets that double at every level end at the steps, long text at its length", () => {
    expect(problemFrom('{{snippet("s0")}}', { snippets: { ...doubled, s9: "x" } })).toMatch(
      /^TOO_SLOW /,
    );
    const long = "y".repeat(1000);
    expect(problemFrom('{{snippet("s0")}}', { snippets: { ...doubled, s9: long } })).toMatch(
      /^TOO_(MUCH|SLOW) /,
    );
  });

  test("a value that grows is stopped before it is made", () => {
    const grow = `replace(${"replace(".repeat(15)}"aaaa"${', "a", "aaaaaaaaaa")'.repeat(16)}`;
    expect(problemFrom(`{{${grow}}}`)).toMatch(/^TOO_MUCH /);
  });

  test("much work for little text ends at the steps", () => {
    const clipboard = () => "z".repeat(400_000);
    const work = "{{length(upper(lower(title(clipboard))))}}".repeat(100);
    expect(problemFrom(work, { clipboard })).toMatch(/^TOO_SLOW /);
  });

  test.each([
    ["brackets", `{{${"(".repeat(500)}1${")".repeat(500)}}}`, "TOO_DEEP"],
    ["signs", `{{${"!".repeat(1500)}1}}`, "TOO_DEEP"],
    ["signs with blanks", `{{${"- ".repeat(500)}1}}`, "TOO_DEEP"],
    ["choices", `{{${"1?2:".repeat(200)}3}}`, "TOO_DEEP"],
    ["a long sum", `{{${"1+".repeat(900)}1}}`, "TOO_DEEP"],
    ["conditions", "{{if 1}}".repeat(1000), "TOO_DEEP"],
    ["tags", "{{1}}".repeat(30_000), "TOO_MANY"],
    ["questions", Array.from({ length: 60 }, (_, n) => `{{ask("${n}")}}`).join(""), "TOO_MANY"],
    ["one tag", `{{"${"a".repeat(3000)}"}}`, "UNCLOSED"],
    ["the template", "a".repeat(5_000_000), "TOO_LONG"],
    ["braces that never close", "{{".repeat(200_000), "UNCLOSED"],
    ["an open quote", `{{"${"}} {{".repeat(50_000)}`, "UNCLOSED"],
    ["numbers", "{{1e308 * 10}}", "NOT_A_NUMBER"],
    ["working days", '{{date("+999999wd")}}', "BAD_DATE"],
    ["a pattern", `{{date("${"y".repeat(300)}")}}`, "BAD_FORMAT"],
  ])("%s", (_, source, code) => {
    expect(problemFrom(source)).toMatch(new RegExp(`^${code} `));
  });

  test("what is just within the limits still renders", () => {
    const text = "a".repeat(limits.source);
    expect(textFrom(text)).toBe(text);
    expect(textFrom("{{1}}".repeat(5000))).toBe("1".repeat(5000));
    expect(textFrom(`{{${"1+".repeat(150)}1}}`)).toBe("151");
    expect(parseTemplate("\\".repeat(100_000)).parts).toHaveLength(1);
  });
});
