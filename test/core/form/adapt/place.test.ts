import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseOption } from "../../../../src/core/form/choose.ts";
import { countryCode, countryName } from "../../../../src/core/form/country.ts";
import type { PageField } from "../../../../src/core/form/field.ts";
import { alpha3, regions } from "../../../../src/core/form/iso3166.ts";
import { languages } from "../../../../src/core/form/languages.ts";
import { accepts, options, written } from "./ask.ts";

describe("a country", () => {
  test.each([
    ["DE", "DE"],
    ["de", "DE"],
    ["DEU", "DE"],
    ["276", "DE"],
    ["Germany", "DE"],
    ["Deutschland", "DE"],
    ["Allemagne", "DE"],
    ["Österreich", "AT"],
    ["USA", "US"],
    ["United States", "US"],
    ["UK", "GB"],
    ["España", "ES"],
    ["Россия", "RU"],
    ["日本", "JP"],
    ["Bỉ", "BE"],
    ["Korea, Republic of", "KR"],
  ])("%s is %s", (text, code) => expect(countryCode(text)).toBe(code));
  test.each(["", "Atlantis", "XX1", "ZZ", "000", "999", "QQQ"])("%j is none", (text) =>
    expect(countryCode(text)).toBeNull(),
  );
  test("every code and every name in every language leads back to it", () => {
    for (const [two, three] of alpha3) {
      expect(countryCode(two)).toBe(two);
      expect(countryCode(three)).toBe(two);
      for (const language of ["en", "de", "fr", "es", "ja"])
        expect([language, countryCode(countryName(two, language))]).toEqual([language, two]);
    }
  });
  test("is found in a list of any language by its name", () => {
    const codes = [...alpha3.keys()];
    for (const language of languages) {
      const list = options("-", ...codes.map((code) => countryName(code, language)));
      // "Kongo" is one of the two in Polish and the other in Norwegian.
      const known = (code: string) => countryName(code, language) !== "Kongo";
      for (const code of [
        "DE",
        "FR",
        "NE",
        "NG",
        "CD",
        "CG",
        "GN",
        "GW",
        "KR",
        "KP",
        "US",
        "UM",
      ].filter(known))
        expect([language, code, chooseOption([countryName(code), code], list, "country")]).toEqual([
          language,
          code,
          codes.indexOf(code) + 1,
        ]);
    }
  });
  test.each<[string, string[], number]>([
    ["DE", ["Frankreich", "Deutschland"], 1],
    ["DE", ["🇫🇷 France", "🇩🇪 Germany"], 1],
    ["DE", ["France (FR)", "Germany (DE)"], 1],
    ["DE", ["FR", "DE"], 1],
    ["DE", ["FRA", "DEU"], 1],
    ["DE", ["Allemagne / Germany", "France"], 0],
    ["GN", ["Guinea-Bissau", "Equatorial Guinea"], -1],
    ["CG", ["Congo (Brazzaville)", "Congo (Kinshasa)"], 0],
    ["CD", ["Kongo"], -1],
    ["CG", ["Kongo"], -1],
    ["CD", ["Congo", "Congo, the Democratic Republic of the"], 1],
    ["IE", ["United Kingdom", "Northern Ireland"], -1],
    ["Atlantis", ["France", "Germany"], -1],
  ])("%s in %j is number %i", (wish, texts, index) => {
    const name = countryCode(wish) === null ? wish : countryName(wish);
    expect(chooseOption([name, wish], options(...texts), "country")).toBe(index);
  });
  test("is what a person reads, whatever numbers the page holds behind it", () => {
    const list = [
      { value: "276", text: "Togo" },
      { value: "DE", text: "Delaware" },
      { value: "840", text: "Germany" },
    ];
    expect(chooseOption(["Germany", "DE", "DEU"], list, "country")).toBe(2);
    expect(chooseOption(["United States", "US", "USA"], list, "country")).toBe(-1);
  });
  test.each<[Partial<PageField>, string, string | null]>([
    [{}, "", "Germany"],
    [{}, "fr", "Allemagne"],
    [{}, "no such language", "Germany"],
    [{ maxLength: 2 }, "", "DE"],
    [{ maxLength: 3 }, "", "DEU"],
    [{ pattern: "[A-Z]{2}" }, "", "DE"],
    [{ pattern: "[A-Z]{3}" }, "", "DEU"],
    [{ maxLength: 1 }, "", null],
  ])("as text in %j (%j) is %j", (field, lang, text) => {
    expect(written("country", { country: "DE" }, field, { lang })).toBe(text);
  });
});

describe("a state", () => {
  test.each<[string, string, Partial<PageField>, string | null]>([
    ["California", "US", {}, "California"],
    ["California", "US", { maxLength: 2 }, "CA"],
    ["CA", "US", { maxLength: 2 }, "CA"],
    ["CA", "US", { pattern: "[A-Z][a-z]{3,}" }, "California"],
    ["Québec", "Canada", { maxLength: 2 }, "QC"],
    ["São Paulo", "BR", { maxLength: 2 }, "SP"],
    ["Bavaria", "DE", { maxLength: 2 }, null],
    ["Western Australia", "", { maxLength: 2 }, "WA"],
  ])("%s of %s in %j is %j", (state, country, field, text) => {
    expect(written("address-level1", { "address-level1": state, country }, field)).toBe(text);
  });
  test("is chosen by its name, its code, or both", () => {
    const wish = ["California", "CA", "US-CA", "US_CA"];
    const index = (...texts: string[]) => chooseOption(wish, options(...texts), "address-level1");
    expect(index("NY - New York", "CA - California")).toBe(1);
    expect(index("NY", "CA")).toBe(1);
    expect(index("US-NY", "US-CA")).toBe(1);
    expect(index("Baja California", "Colima")).toBe(-1);
    expect(chooseOption(["New"], options("New York", "New Jersey"), "address-level1")).toBe(-1);
  });
  test("has one code, and a code one state", () => {
    for (const list of Object.values(regions)) {
      expect(new Set(list.map(([code]) => code)).size).toBe(list.length);
      expect(new Set(list.map(([, name]) => name)).size).toBe(list.length);
    }
  });
});

describe("a postal code", () => {
  test.each<[string, string, Partial<PageField>, string | null]>([
    ["10115", "DE", {}, "10115"],
    ["D-10115", "DE", { maxLength: 5 }, "10115"],
    ["LV-1050", "LV", {}, "LV-1050"],
    ["12345-6789", "US", {}, "12345-6789"],
    ["12345-6789", "US", { maxLength: 5 }, "12345"],
    ["12345-6789", "US", { pattern: "\\d{5}" }, "12345"],
    ["12345-6789", "US", { maxLength: 4 }, null],
    ["SW1A1AA", "GB", { pattern: "[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}" }, "SW1A 1AA"],
    ["SW1A 1AA", "GB", { maxLength: 7 }, "SW1A1AA"],
    ["K1A0B1", "CA", { placeholder: "A1A 1A1", pattern: "\\w\\d\\w \\d\\w\\d" }, "K1A 0B1"],
    ["1234AB", "NL", { pattern: "\\d{4} [A-Z]{2}" }, "1234 AB"],
    ["00950", "PL", { placeholder: "00-000" }, "00-950"],
    ["00-950", "PL", { maxLength: 5 }, "00950"],
    ["01310100", "BR", { pattern: "\\d{5}-\\d{3}" }, "01310-100"],
    ["100-0001", "JP", { maxLength: 7 }, "1000001"],
    ["110 00", "CZ", { type: "number" }, "11000"],
    ["SW1A 1AA", "GB", { type: "number" }, null],
    ["10115", "DE", { maxLength: 3 }, null],
  ])("%s of %s in %j is %j", (code, country, field, text) => {
    expect(written("postal-code", { "postal-code": code, country }, field)).toBe(text);
  });
  test("keeps its letters and digits, all but the last four of a ZIP+4", () => {
    const codes = fc.oneof(
      fc.stringMatching(/^\d{4,7}$/),
      fc.stringMatching(/^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/),
      fc.stringMatching(/^\d{5}-\d{4}$/),
      fc.stringMatching(/^\d{2}-\d{3}$/),
    );
    const fields = fc.record({
      maxLength: fc.constantFrom(-1, 3, 5, 6, 7, 8, 10),
      placeholder: fc.constantFrom("", "00-000", "12345", "000 00", "12345-6789"),
      pattern: fc.constantFrom("", "\\d+", "\\d{5}(-\\d{4})?", "[A-Z0-9 ]+"),
    });
    fc.assert(
      fc.property(
        codes,
        fc.constantFrom("", "US", "GB", "PL", "SE"),
        fields,
        (code, country, field) => {
          const text = written("postal-code", { "postal-code": code, country }, field);
          if (text === null) return;
          expect(accepts(field, text)).toBe(true);
          const tight = (one: string) => one.replace(/[ -]/g, "");
          expect([tight(code), /^\d{5}-/.test(code) ? code.slice(0, 5) : tight(code)]).toContain(
            tight(text),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});
