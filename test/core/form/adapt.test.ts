import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { fitting, textsFor, type Values } from "../../../src/core/form/adapt.ts";
import { chooseOption } from "../../../src/core/form/choose.ts";
import { countryCode, countryName } from "../../../src/core/form/country.ts";
import { isoDay, parseDay, writeDay } from "../../../src/core/form/date.ts";
import { parsePhone, phonePart } from "../../../src/core/form/phone.ts";
import { pageField } from "./fields.ts";

const two = (number: number) => String(number).padStart(2, "0");
const anyDay = fc.record({
  year: fc.integer({ min: 1900, max: 2099 }).map(String),
  month: fc.integer({ min: 1, max: 12 }).map(two),
  day: fc.integer({ min: 1, max: 31 }).map(two),
});

/** An item that has this value and no other. */
function only(token: string, value: string): Values {
  return (asked) => (asked === token ? value : "");
}
function options(...texts: string[]) {
  return texts.map((text, at) => ({ value: `v${at}`, text }));
}

describe("a date", () => {
  test("is read back from its parts as it was", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(parseDay(isoDay(day))).toEqual(day);
      }),
    );
  });
  test("can be read back from every way it is written with four digits of the year", () => {
    const hints = fc.constantFrom(
      "DD/MM/YYYY",
      "TT.MM.JJJJ",
      "MM-DD-YYYY",
      "yyyy/mm/dd",
      "JJ/MM/AAAA",
      "GG/MM/AAAA",
      "YYYYMMDD",
      "DD-MM-RRRR",
    );
    fc.assert(
      fc.property(anyDay, hints, (day, hint) => {
        const text = writeDay(day, `e.g. ${hint}`) ?? "";
        const parts = text.replace(/\D/g, "");
        const at = (letters: RegExp, length: number) => {
          const shape = hint.replace(/[^a-z]/gi, "");
          const from = shape.search(letters);
          return parts.slice(from, from + length);
        };
        const french = hint.includes("AAAA");
        expect(at(french ? /AAAA/ : /[YJR]{4}/i, 4)).toBe(day.year);
        expect(at(/MM/i, 2)).toBe(day.month);
        expect(at(french ? /JJ|GG/ : /DD|TT/i, 2)).toBe(day.day);
      }),
    );
  });
  test("is not written after words that only look like one", () => {
    const day = { year: "2029", month: "07", day: "" };
    expect(writeDay(day, "Comment; Mammy; Day")).toBeNull();
    expect(writeDay(day, "DD/MM/YYYY")).toBeNull();
  });
  test.each(["", "2029", "2029-13", "2029-00", "2029-07-32", "07/29"])("%j is none", (text) =>
    expect(parseDay(text)).toBeNull(),
  );
});

describe("the end of a card", () => {
  test("fits the field and says the same month and year, however short the field", () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom(-1, 4, 5, 6, 7),
        fc.constantFrom("", "MM/YY", "MM / YY", "MM/YYYY", "MMYY", "MM-JJJJ"),
        ({ year, month }, maxLength, placeholder) => {
          const field = pageField({ maxLength, placeholder });
          const text = fitting(
            textsFor("cc-exp", only("cc-exp", `${year}-${month}`), field, new Set()),
            field,
          );
          expect(text).not.toBeNull();
          const digits = (text ?? "").replace(/\D/g, "");
          expect([`${month}${year.slice(2)}`, `${month}${year}`]).toContain(digits);
          expect(maxLength < 0 || (text ?? "").length <= maxLength).toBe(true);
        },
      ),
    );
  });
  test("a hostile pattern costs nothing, because it is read and not run", () => {
    const field = pageField({ pattern: `${"(.*)*".repeat(50)}$` });
    // Run as a pattern, this would not end before the test's own limit.
    expect(textsFor("cc-exp", only("cc-exp", "2029-07"), field, new Set())[0]).toBe("07/29");
  });
});

describe("a country", () => {
  test.each([
    ["DE", "DE"],
    ["de", "DE"],
    ["Germany", "DE"],
    ["Deutschland", "DE"],
    ["Allemagne", "DE"],
    ["Österreich", "AT"],
    ["USA", "US"],
    ["United States", "US"],
    ["UK", "GB"],
    ["España", "ES"],
    ["Россия", "RU"],
  ])("%s is %s", (text, code) => expect(countryCode(text)).toBe(code));
  test.each(["", "Atlantis", "XX1", "ZZ"])("%j is none", (text) =>
    expect(countryCode(text)).toBeNull(),
  );
  test("every name leads back to its code", () => {
    for (const code of ["DE", "FR", "US", "GB", "JP", "BR", "ZA", "CI"])
      expect(countryCode(countryName(code))).toBe(code);
  });
});

describe("an option", () => {
  test.each<[string[], string[], string, number]>([
    [["Medium"], ["Small", "medium ", "Large"], "unknown", 1],
    [["v2"], ["Small", "Medium", "Large"], "unknown", 2],
    [["CA"], ["NY - New York", "CA - California"], "address-level1", 1],
    [["California"], ["NY - New York", "CA - California"], "address-level1", 1],
    [["New"], ["New York", "New Jersey"], "address-level1", -1],
    [["07", "7"], ["-", "7", "8"], "cc-exp-month", 1],
    [["07"], ["07 - July", "08 - August"], "cc-exp-month", 0],
    [["2029", "29"], ["28", "29"], "cc-exp-year", 1],
    [["DE"], ["Frankreich", "Deutschland"], "country", 1],
    [["Atlantis"], ["France", "Germany"], "country", -1],
    [["female"], ["Herr", "Frau"], "sex", 1],
    [["Mrs"], ["Herr", "Frau"], "honorific-prefix", 1],
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
});

describe("a telephone number", () => {
  test.each([
    ["+49 (0)30 1234567", "49", "0301234567"],
    ["0049 30 1234567", "49", "0301234567"],
    ["+1 212 555 0123", "1", "2125550123"],
    ["+351 21 123", "351", "21123"],
    ["+39 06 698", "39", "06698"],
    ["030 1234567", "", "0301234567"],
  ])("%s is country %s, %s within it", (whole, country, national) => {
    expect(parsePhone(whole)).toEqual({ whole, country, national });
  });
  test("the parts of an American one make the whole", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[2-9]\d{9}$/), (digits) => {
        const phone = parsePhone(`+1 ${digits}`);
        const parts = ["tel-area-code", "tel-local-prefix", "tel-local-suffix"].map((token) =>
          phonePart(phone, token),
        );
        expect(parts.join("")).toBe(digits);
        expect(phonePart(phone, "tel-local")).toBe(digits.slice(3));
      }),
    );
  });
  test("no part is invented for a number of another country", () => {
    expect(phonePart(parsePhone("+44 20 7946 0123"), "tel-area-code")).toBe("");
  });
});

describe("streets", () => {
  const line = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ]{0,18}[A-Za-z0-9]$/);
  test("no line is lost, whichever fields the page has", () => {
    const pages = fc.constantFrom(
      ["street-address"],
      ["address-line1", "address-line2"],
      ["address-line1", "address-line2", "address-line3"],
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), pages, (lines, tokens) => {
        const written = tokens.map(
          (token) =>
            textsFor(
              token,
              only("street-address", lines.join("\n")),
              pageField(),
              new Set(tokens),
            )[0] ?? "",
        );
        expect(written.filter((text) => text !== "").join(", ")).toBe(lines.join(", "));
      }),
    );
  });
  test("stay lines in a text area", () => {
    expect(
      textsFor(
        "street-address",
        only("street-address", "a\nb"),
        pageField({ tag: "textarea" }),
        new Set(),
      ),
    ).toEqual(["a\nb"]);
  });
});
