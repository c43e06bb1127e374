import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { familyNames, nameParts } from "../../../../src/core/form/adapt/name.ts";
import { cardGroups } from "../../../../src/core/form/adapt/card.ts";
import { chooseOption } from "../../../../src/core/form/choose.ts";
import type { PageField } from "../../../../src/core/form/field.ts";
import { accepts, options, written } from "./ask.ts";

const ada = { "given-name": "Ada", "additional-name": "King", "family-name": "Lovelace" };
const word = fc.stringMatching(/^[A-ZÀ-Ý][a-zà-ý]{1,9}$/);

describe("a name", () => {
  test.each<[string, Record<string, string>, Partial<PageField>, string | null]>([
    ["name", ada, {}, "Ada King Lovelace"],
    ["name", ada, { maxLength: 16 }, "Ada K. Lovelace"],
    ["name", ada, { maxLength: 13 }, "Ada Lovelace"],
    ["name", ada, { maxLength: 11 }, null],
    ["name", { "family-name": "山田", "given-name": "太郎" }, {}, "山田 太郎"],
    ["name", { "family-name": "王", "given-name": "小明", country: "CN" }, {}, "王小明"],
    ["name", { "family-name": "Kovács", "given-name": "Ádám", country: "HU" }, {}, "Kovács Ádám"],
    ["additional-name", ada, {}, "King"],
    ["additional-name", ada, { label: "Middle initial" }, "K"],
    ["additional-name", ada, { maxLength: 1 }, "K"],
    ["additional-name", ada, { maxLength: 3 }, null],
    ["given-name", ada, { maxLength: 2 }, null],
    ["cc-given-name", { "cc-name": "Ada van der Berg" }, {}, "Ada"],
    ["cc-family-name", { "cc-name": "Ada van der Berg" }, {}, "van der Berg"],
    ["organization", { organization: "Analytical Engines" }, { maxLength: 10 }, null],
    ["url", { url: "engine.example" }, { type: "url" }, "https://engine.example"],
    ["url", { url: "engine.example" }, {}, "engine.example"],
    ["email", { email: "ada" }, { type: "email" }, null],
  ])("%s of %j in %j is %j", (token, values, field, text) => {
    expect(written(token, values, field)).toBe(text);
  });
  test("in parts makes the whole again", () => {
    const particle = fc.constantFrom("", "van der ", "de la ", "von ");
    fc.assert(
      fc.property(word, particle, word, (given, before, family) => {
        expect(nameParts(`${given} ${before}${family}`)).toEqual({
          given,
          family: before + family,
        });
        expect(nameParts(`${before}${family}, ${given}`)).toEqual({
          given,
          family: before + family,
        });
      }),
    );
  });
  test.each<[string, string, string]>([
    ["García Márquez", "García", "Márquez"],
    ["de la Cruz García", "de la Cruz", "García"],
    ["Ortega y Gasset", "Ortega", "Gasset"],
    ["García de la Cruz", "García", "de la Cruz"],
    ["Lovelace", "Lovelace", ""],
  ])("%s is two family names: %s and %s", (whole, first, second) => {
    expect(familyNames(whole)).toEqual([first, second]);
  });
});

describe("a list of sexes or titles", () => {
  test.each<[string[], string[], string, number]>([
    [["female"], ["Herr", "Frau"], "sex", 1],
    [["weiblich"], ["Male", "Female"], "sex", 1],
    [["female"], ["Mężczyzna", "Kobieta"], "sex", 1],
    [["male"], ["女", "男"], "sex", 1],
    [["male"], ["Женский", "Мужской"], "sex", 1],
    [["female"], ["M", "F"], "sex", 1],
    [["female"], ["M", "W", "D"], "sex", 1],
    [["divers"], ["M", "W", "Divers"], "sex", 2],
    [["divers"], ["M", "W"], "sex", -1],
    // Hombre and mujer; férfi and nő.
    [["female"], ["H", "M"], "sex", 1],
    [["male"], ["H", "M"], "sex", 0],
    [["male"], ["F", "N"], "sex", 0],
    [["male"], ["M"], "sex", -1],
    [["Mrs"], ["Herr", "Frau"], "honorific-prefix", 1],
    [["Frau"], ["Mr", "Mrs", "Ms"], "honorific-prefix", 2],
    [["Mrs"], ["Mr", "Mrs", "Ms"], "honorific-prefix", 1],
    [["Mr."], ["M.", "Mme"], "honorific-prefix", 0],
    [["Dr"], ["Mr", "Mrs"], "honorific-prefix", -1],
    [["", "Ms"], ["Herr", "Frau"], "honorific-prefix", 1],
  ])("%j of %j (%s) is number %i", (texts, choices, token, index) => {
    expect(chooseOption(texts, options(...choices), token)).toBe(index);
  });
  test("goes by the values where nothing is read", () => {
    const list = [
      { value: "h", text: "" },
      { value: "m", text: "" },
    ];
    expect(chooseOption(["male"], list, "sex")).toBe(0);
  });
});

describe("an option", () => {
  test.each<[string[], string[], string, number]>([
    [["Medium"], ["Small", "medium ", "Large"], "unknown", 1],
    [["v2"], ["Small", "Medium", "Large"], "unknown", 2],
    [["2029", "29"], ["28", "29"], "cc-exp-year", 1],
    [["2029", "29"], ["2028", "2029"], "cc-exp-year", 1],
    [["01", "1"], ["Day", "1.", "2."], "bday-day", 1],
    [["Visa", "VI"], ["Mastercard", "Visa"], "cc-type", 1],
    [[""], ["", "x"], "unknown", -1],
  ])("%j of %j (%s) is number %i", (texts, choices, token, index) => {
    expect(chooseOption(texts, options(...choices), token)).toBe(index);
  });
  test("that equals the wish is always found", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        (texts, seed) => {
          const at = seed % texts.length;
          expect(chooseOption([texts[at] ?? ""], options(...texts), "unknown")).toBe(at);
        },
      ),
    );
  });
  test("is never out of the list, whatever the list", () => {
    const tokens = fc.constantFrom(
      "sex",
      "country",
      "tel-country-code",
      "bday-month",
      "bday-year",
      "honorific-prefix",
      "address-level1",
      "cc-type",
    );
    const texts = fc.array(
      fc.oneof(fc.string(), fc.constantFrom("DE", "07", "2029", "+49", "male", "Mr")),
      { minLength: 1 },
    );
    const list = fc.array(
      fc.record({
        value: fc.string(),
        text: fc.oneof(fc.string(), fc.constantFrom("Germany (+49)", "July", "m", "🇩🇪")),
      }),
      { maxLength: 15 },
    );
    fc.assert(
      fc.property(texts, list, tokens, (wish, choices, token) => {
        const at = chooseOption(wish, choices, token);
        expect(Number.isInteger(at) && at >= -1 && at < choices.length).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("a card's number", () => {
  const visa = { "cc-number": "4111 1111 1111 1111" };
  test.each<[Partial<PageField>, string | null]>([
    [{}, "4111111111111111"],
    [{ maxLength: 16 }, "4111111111111111"],
    [{ maxLength: 19, placeholder: "0000 0000 0000 0000" }, "4111111111111111"],
    [{ pattern: "\\d{4} \\d{4} \\d{4} \\d{4}" }, "4111 1111 1111 1111"],
    [{ pattern: "(\\d{4}-){3}\\d{4}" }, "4111-1111-1111-1111"],
    [{ maxLength: 15 }, null],
    [{ pattern: "\\d{13}" }, null],
  ])("in %j is %j", (field, text) => expect(written("cc-number", visa, field)).toBe(text));
  test("is whole wherever it stands", () => {
    const fields = fc.record({
      maxLength: fc.integer({ min: -1, max: 24 }),
      pattern: fc.constantFrom("", "[0-9 ]+", "\\d*", "\\d{4} .*"),
      placeholder: fc.constantFrom("", "xxxx xxxx xxxx xxxx", "1234", "0000-0000"),
    });
    fc.assert(
      fc.property(fc.stringMatching(/^[2-6]\d{11,18}$/), fields, (number, field) => {
        expect(cardGroups(number).join("")).toBe(number);
        const text = written("cc-number", { "cc-number": number }, field);
        if (text === null) return;
        expect(text.replace(/\D/g, "")).toBe(number);
        expect(accepts(field, text)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
  test.each<[string, string | null]>([
    ["4111111111111111", "Visa"],
    ["5555555555554444", "Mastercard"],
    ["2221000000000009", "Mastercard"],
    ["2200000000000004", "Mir"],
    ["378282246310005", "American Express"],
    ["6011111111111117", "Discover"],
    ["3530111333300000", "JCB"],
    ["30569309025904", "Diners Club"],
    ["6200000000000005", "UnionPay"],
    ["1", null],
  ])("%s was issued by %s", (number, make) => {
    expect(written("cc-type", { "cc-number": number })).toBe(make);
  });
});
