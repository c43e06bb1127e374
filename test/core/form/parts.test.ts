import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partTexts, rolesOf } from "../../../src/core/form/parts.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { unitsOf } from "../../../src/core/form/unit.ts";
import { ada, form, item, list, pageField, planned, result, visa } from "./fields.ts";

const filled = (fields: PageField[], it = ada) => result(fields, planned(fields, it));
const outcomes = (fields: PageField[], it = ada, options = {}) =>
  planned(fields, it, options).looks.map(({ outcome }) => outcome);
const berlin = item("identity", { "given-name": "Ada", tel: "030 1234567", country: "DE" });
const asks = (token: string, some: Partial<PageField> = {}) => ({ autocomplete: token, ...some });

describe("a telephone number over several fields", () => {
  test("of any country has an area code, and what is left", () => {
    const boxes = [asks("tel-area-code"), asks("tel-local")];
    expect(filled(form("", ...boxes), berlin)).toEqual({ 0: "030", 1: "1234567" });
    const three = [asks("tel-area-code"), asks("tel-local-prefix"), asks("tel-local-suffix")];
    const rio = item("identity", { tel: "+55 21 91234-5678" });
    expect(filled(form("", ...three), rio)).toEqual({ 0: "21", 1: "91234", 2: "5678" });
    const lyon = item("identity", { tel: "06 12 34 56 78", country: "France" });
    expect(filled(form("", ...boxes), lyon)).toEqual({ 0: "06", 1: "12345678" });
  });
  test("follows the code in a list without the 0 of home", () => {
    const code = {
      ...list("Country code", "France (+33)", "Germany (+49)"),
      autocomplete: "tel-country-code",
    };
    expect(filled(form("", code, asks("tel")), berlin)).toEqual({
      0: "Germany (+49)",
      1: "301234567",
    });
    expect(filled(form("", code, asks("tel-area-code"), asks("tel-local")), berlin)).toEqual({
      0: "Germany (+49)",
      1: "30",
      2: "1234567",
    });
  });
  test("names its country itself where the list does not have it, or can not be used", () => {
    const lacks = {
      ...list("Country code", "France (+33)", "Italy (+39)"),
      autocomplete: "tel-country-code",
    };
    expect(filled(form("", lacks, asks("tel")), berlin)).toEqual({ 1: "+49 30 1234567" });
    const short = asks("tel", { maxLength: 10, placeholder: "030 123456" });
    expect(outcomes(form("", asks("given-name"), lacks, short), berlin)).toContain("no-fit");
    const covered = { ...lacks, obstacle: "covered" as const };
    expect(filled(form("", covered, asks("tel")), berlin)).toEqual({ 1: "+49 30 1234567" });
    expect(filled(form("", lacks, asks("tel-area-code"), asks("tel-local")), berlin)).toEqual({});
  });
  test("is not begun where one box does not take its part", () => {
    const fields = form(
      "",
      asks("given-name"),
      asks("tel-area-code"),
      asks("tel-local", { maxLength: 4 }),
    );
    expect(outcomes(fields, berlin)).toEqual(["filled", "no-fit", "no-fit"]);
    expect(filled(fields, berlin)).toEqual({ 0: "Ada" });
    const locked = form(
      "",
      asks("given-name"),
      asks("tel-area-code"),
      asks("tel-local", { obstacle: "disabled" }),
    );
    expect(outcomes(locked, berlin)).toEqual(["filled", "no-fit", "disabled"]);
  });
  test("of another country does not go into three American boxes", () => {
    const boxes = [3, 3, 4].map((maxLength) => ({ maxLength, name: "phone" }));
    const fields = form("", asks("given-name"), ...boxes);
    expect(outcomes(fields, berlin)).toEqual(["filled", "no-fit", "no-fit", "no-fit"]);
    const known = item("identity", { tel: "(212) 555-0123" });
    expect(filled(form("", ...boxes), known)).toEqual({ 0: "212", 1: "555", 2: "0123" });
  });
  test("is left as it is where the user typed into one of its boxes", () => {
    const fields = form(
      "",
      asks("given-name"),
      asks("tel-area-code", { touched: true }),
      asks("tel-local"),
    );
    expect(outcomes(fields, berlin, { keepTyped: true })).toEqual(["filled", "kept", "kept"]);
  });
  test("beside a second one stands in both", () => {
    const code = { ...list("Country code", "Germany (+49)"), autocomplete: "tel-country-code" };
    const fields = form("", code, asks("tel"), { label: "Mobile phone", type: "tel" });
    expect(filled(fields, berlin)).toEqual({
      0: "Germany (+49)",
      1: "301234567",
      2: "030 1234567",
    });
  });
});

describe("a card's number over several boxes", () => {
  const part = { label: "Card number", maxLength: 4 };
  const amex = item("card", { "cc-number": "3782 822463 10005" });
  test("goes into four, and into the three of American Express", () => {
    expect(filled(form("", part, part, part, part), visa)).toEqual({
      0: "4111",
      1: "1111",
      2: "1111",
      3: "1111",
    });
    expect(filled(form("", part, part, part, part), amex)).toEqual({
      0: "3782",
      1: "8224",
      2: "6310",
      3: "005",
    });
    const three = [4, 6, 5].map((maxLength) => ({ label: "Card number", maxLength }));
    expect(filled(form("", ...three), amex)).toEqual({ 0: "3782", 1: "822463", 2: "10005" });
  });
  test("goes into four of which none says how much it takes", () => {
    const open = { label: "Card number" };
    expect(Object.values(filled(form("", open, open, open, open), visa))).toEqual([
      "4111",
      "1111",
      "1111",
      "1111",
    ]);
    expect(Object.values(filled(form("", open, open), visa))).toEqual([
      "4111111111111111",
      "4111111111111111",
    ]);
  });
  test("is not begun where the boxes do not hold it, or one can not be used", () => {
    const named = { label: "Name on card" };
    expect(filled(form("", part, part, part, named), visa)).toEqual({ 3: "Ada King Lovelace" });
    const locked = { ...part, obstacle: "readonly" as const };
    expect(filled(form("", part, part, part, locked, named), visa)).toEqual({
      4: "Ada King Lovelace",
    });
  });
});

describe("one value over boxes", () => {
  const units = (token: string, widths: readonly number[]) =>
    unitsOf(widths.map((maxLength, n) => ({ field: pageField({ n, maxLength }), token })));
  test.each<[string, string, number[], string[] | null]>([
    ["one-time-code", "123456", [1, 1, 1, 1, 1, 1], ["1", "2", "3", "4", "5", "6"]],
    ["one-time-code", "123 456", [3, 3], ["123", "456"]],
    ["one-time-code", "12345", [1, 1, 1, 1, 1, 1], null],
    ["one-time-code", "1234567", [1, 1, 1, 1, 1, 1], null],
    ["postal-code", "100-0001", [3, 4], ["100", "0001"]],
    ["postal-code", "12345-6789", [5, 4], ["12345", "6789"]],
    ["postal-code", "10115", [3, 4], null],
  ])("%s %s in boxes of %j is %j", (token, value, widths, texts) => {
    const run = units(token, widths);
    const roles = rolesOf(run);
    const parts = partTexts(run, roles, (asked) => (asked === token ? value : ""));
    expect(parts === null ? null : run.map((unit) => parts.get(unit))).toEqual(texts);
  });
  test("is whole or not there at all", () => {
    const widths = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 8 });
    const tokens = fc.constantFrom("one-time-code", "cc-number", "postal-code");
    fc.assert(
      fc.property(fc.stringMatching(/^\d{3,20}$/), widths, tokens, (value, wide, token) => {
        const run = units(token, wide);
        const parts = partTexts(run, rolesOf(run), (asked) => (asked === token ? value : ""));
        if (parts === null) return;
        expect([...parts.values()].join("")).toBe(value);
        run.forEach((unit, at) =>
          expect((parts.get(unit) ?? "").length).toBeLessThanOrEqual(wide[at] ?? 0),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a name or an address over several fields", () => {
  test("gives each of two family names its field", () => {
    const gabo = item("identity", { "given-name": "Gabriel", "family-name": "García Márquez" });
    const fields = form(
      "",
      { label: "Nombre" },
      { label: "Apellido", name: "apellido1", autocomplete: "family-name" },
      { label: "Segundo apellido", autocomplete: "family-name" },
    );
    expect(filled(fields, gabo)).toEqual({ 0: "Gabriel", 1: "García", 2: "Márquez" });
    expect(filled(fields, ada)).toMatchObject({ 1: "Lovelace" });
    expect(filled(fields, ada)).not.toHaveProperty("2");
  });
  test.each([
    [
      [{ label: "Straße" }, { label: "Hausnummer" }],
      { 0: "Ada", 1: "Musterstraße, Hinterhaus", 2: "12a" },
    ],
    [
      [{ label: "Straat" }, { label: "Nr." }],
      { 0: "Ada", 1: "Musterstraße, Hinterhaus", 2: "12a" },
    ],
    [
      [{ label: "Numéro" }, { label: "Rue" }],
      { 0: "Ada", 1: "12a", 2: "Musterstraße, Hinterhaus" },
    ],
    [
      [
        { label: "Straße" },
        { label: "Hausnummer" },
        { label: "Adresszusatz", autocomplete: "address-line2" },
      ],
      { 0: "Ada", 1: "Musterstraße", 2: "12a", 3: "Hinterhaus" },
    ],
    [[{ label: "Straße und Hausnummer" }], { 0: "Ada", 1: "Musterstraße 12a, Hinterhaus" }],
  ])("gives the house number its field: %j", (fields, texts) => {
    const home = item("identity", {
      "given-name": "Ada",
      "street-address": "Musterstraße 12a\nHinterhaus",
      country: "DE",
    });
    expect(filled(form("", { label: "First name" }, ...fields), home)).toEqual(texts);
  });
});
