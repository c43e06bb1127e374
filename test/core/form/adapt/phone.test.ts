import * as fc from "fast-check";
import { getCountries, getExampleNumber, type CountryCode } from "libphonenumber-js/min";
import examples from "libphonenumber-js/mobile/examples";
import { describe, expect, test } from "vitest";
import { chooseOption } from "../../../../src/core/form/choose.ts";
import type { PageField } from "../../../../src/core/form/field.ts";
import { intoBoxes, parsePhone } from "../../../../src/core/form/phone.ts";
import { accepts, options, written } from "./ask.ts";

const berlin = { tel: "+49 (0)30 1234567", country: "Germany" };
const york = { tel: "+1 (212) 555-0123", country: "US" };
const paris = { tel: "06 12 34 56 78", country: "France" };

describe("a telephone number", () => {
  test.each<[string, string, string, string]>([
    ["+49 (0)30 1234567", "", "49", "030 1234567"],
    ["0049 30 1234567", "", "49", "030 1234567"],
    ["030 1234567", "DE", "49", "030 1234567"],
    ["+1 212 555 0123", "", "1", "212 555 0123"],
    ["+39 06 69812345", "IT", "39", "06 6981 2345"],
    ["06 12 34 56 78", "FR", "33", "06 12 34 56 78"],
  ])("%s (%s) is of country %s and %s within it", (whole, home, code, national) => {
    const phone = parsePhone(whole, home);
    expect([phone?.code, phone?.national.join(" ")]).toEqual([code, national]);
  });
  test.each(["", "030 1234567", "12", "ask me", "+49", "+999 123 456 789"])(
    "%j is none that can be told, without a country",
    (text) => expect(parsePhone(text)).toBeNull(),
  );

  test.each<[Record<string, string>, Partial<PageField>, string | null]>([
    // Where nothing is said it stays as the user wrote it.
    [berlin, {}, "+49 (0)30 1234567"],
    [berlin, { placeholder: "+49…" }, "+49 30 1234567"],
    [berlin, { placeholder: "+49 30 123456" }, "+49 30 1234567"],
    [berlin, { placeholder: "+1 555 123 4567" }, "+49 30 1234567"],
    [berlin, { placeholder: "+491701234567" }, "+49301234567"],
    [berlin, { placeholder: "0049 30 12345" }, "0049301234567"],
    [berlin, { placeholder: "030 123456" }, "0301234567"],
    [berlin, { placeholder: "0..." }, "+49 (0)30 1234567"],
    [berlin, { label: "Phone (with country code)" }, "+49 30 1234567"],
    [berlin, { label: "Telefon ohne Ländervorwahl" }, "0301234567"],
    [berlin, { maxLength: 13 }, "+49301234567"],
    [berlin, { maxLength: 10 }, "0301234567"],
    [berlin, { maxLength: 8 }, null],
    [berlin, { pattern: "\\+[0-9]+" }, "+49301234567"],
    [berlin, { pattern: "0[0-9]+" }, "0301234567"],
    [berlin, { pattern: "[0-9]{3}-[0-9]{3}-[0-9]{4}" }, null],
    [berlin, { type: "number" }, "0301234567"],
    [berlin, { near: "+49" }, "301234567"],
    [berlin, { near: "+1" }, null],
    // An American form: the digits alone would be somebody else's number.
    [berlin, { placeholder: "(___) ___-____" }, "+49 30 1234567"],
    [berlin, { placeholder: "(555) 555-5555", maxLength: 14 }, "+49 30 1234567"],
    [berlin, { placeholder: "555-555-5555", pattern: "\\d{3}-\\d{3}-\\d{4}" }, null],
    [york, { placeholder: "(___) ___-____" }, "(212) 555-0123"],
    [york, { placeholder: "(555) 555-5555" }, "(212) 555-0123"],
    [york, { placeholder: "+1 (___) ___-____" }, "+1 (212) 555-0123"],
    [york, { pattern: "\\d{3}-\\d{3}-\\d{4}" }, "212-555-0123"],
    [york, { pattern: "\\(\\d{3}\\) \\d{3}-\\d{4}" }, "(212) 555-0123"],
    [york, { pattern: "\\d{10}" }, "2125550123"],
    [york, { maxLength: 10 }, "2125550123"],
    [york, { maxLength: 9 }, null],
    [paris, { placeholder: "+33 6 12 34 56 78" }, "+33 6 12 34 56 78"],
    [paris, { pattern: "(\\d\\d ){4}\\d\\d" }, "06 12 34 56 78"],
    [{ tel: "030 1234567" }, { placeholder: "+49…" }, "030 1234567"],
    [{ tel: "ask me" }, {}, "ask me"],
  ])("%j in %j is %j", (values, field, text) => {
    expect(written("tel", values, field)).toBe(text);
  });
  test("of another country than the page's names its country", () => {
    expect(written("tel", { tel: "+49 30 1234567" }, { maxLength: 12 }, { lang: "en-US" })).toBe(
      "+49301234567",
    );
    expect(
      written("tel", { tel: "+49 30 1234567" }, { maxLength: 10 }, { lang: "en-US" }),
    ).toBeNull();
    expect(written("tel", { tel: "+49 30 1234567" }, { maxLength: 10 }, { lang: "de-DE" })).toBe(
      "0301234567",
    );
  });

  test.each<[string, string]>([
    ["tel-national", "0301234567"],
    ["tel-country-code", "+49"],
    ["tel-extension", "12"],
  ])("%s is %s", (token, text) => {
    expect(written(token, { tel: "+49 30 1234567 ext. 12" })).toBe(text);
  });
  test("follows its country code without the 0 that is dialled at home, unless the field shows one", () => {
    const beside = ["tel-country-code"];
    expect(written("tel", berlin, {}, { beside })).toBe("301234567");
    expect(written("tel-national", york, {}, { beside })).toBe("2125550123");
    expect(written("tel", berlin, { placeholder: "030 123456" }, { beside })).toBe("0301234567");
    expect(written("tel", { tel: "+39 06 69812345" }, {}, { beside })).toBe("0669812345");
  });

  test.each<[string[], string, number]>([
    [["+43", "+49"], "+49", 1],
    [["Austria (+43)", "Germany (+49)"], "+49", 1],
    [["🇦🇹 +43", "🇩🇪 +49"], "+49", 1],
    [["AT", "DE"], "+49", 1],
    [["Österreich", "Deutschland"], "+49", 1],
    [["DE +49", "AT +43"], "+49", 0],
    [["0043", "0049"], "+49", 1],
    [["+43", "+490"], "+49", -1],
    [["Canada (+1)", "United States (+1)"], "+49", -1],
  ])("of %j the code %s is number %i", (texts, code, index) => {
    expect(
      chooseOption(
        [code, code.slice(1), `00${code.slice(1)}`, "DE"],
        options(...texts),
        "tel-country-code",
      ),
    ).toBe(index);
  });
  test("of several countries with one code takes the number's own", () => {
    const list = options("Canada (+1)", "United States (+1)", "Barbados (+1 246)");
    const texts = (country: string) => ["+1", "1", "001", country];
    expect(chooseOption(texts("US"), list, "tel-country-code")).toBe(1);
    expect(chooseOption(texts("CA"), list, "tel-country-code")).toBe(0);
    // Whose it is, is not known: none is right.
    expect(chooseOption(["+1", "1", "001"], list, "tel-country-code")).toBe(-1);
  });
  test("does not take a page's own count for a code", () => {
    const list = [
      { value: "1", text: "Afghanistan" },
      { value: "49", text: "Cuba" },
      { value: "60", text: "Germany" },
    ];
    expect(chooseOption(["+49", "49", "0049", "DE"], list, "tel-country-code")).toBe(2);
    expect(chooseOption(["+1", "1", "001", "US"], list, "tel-country-code")).toBe(-1);
  });
});

const world = fc
  .constantFrom(...getCountries())
  .chain((country: CountryCode) =>
    fc.constant({ country, number: getExampleNumber(country, examples) }),
  )
  .filter(({ number }) => number !== undefined);
const anyField = fc.record({
  placeholder: fc.constantFrom(
    "",
    "(___) ___-____",
    "+49…",
    "+1 (___) ___-____",
    "0...",
    "06 12 34 56 78",
    "0049 30 1",
    "Phone",
  ),
  pattern: fc.constantFrom(
    "",
    "\\d+",
    "\\+\\d+",
    "\\d{10}",
    "[0-9]{3}-[0-9]{3}-[0-9]{4}",
    "[+\\d \\(\\)\\-]{6,20}",
  ),
  maxLength: fc.constantFrom(-1, 0, 5, 8, 10, 12, 15, 20),
  type: fc.constantFrom("text", "tel"),
  inputMode: fc.constantFrom("", "numeric"),
});

describe("any number of the world", () => {
  test("is never cut, never against length or pattern, and read back is the same number", () => {
    fc.assert(
      fc.property(
        world,
        anyField,
        fc.constantFrom("international", "national", "e164"),
        fc.boolean(),
        ({ country, number }, field, form, coded) => {
          const tel =
            form === "e164"
              ? (number?.number ?? "")
              : form === "national"
                ? (number?.formatNational() ?? "")
                : (number?.formatInternational() ?? "");
          const text = written("tel", { tel, country }, field, {
            beside: coded ? ["tel-country-code"] : [],
          });
          if (text === null) return;
          expect(accepts(field, text)).toBe(true);
          const again = parsePhone(text, country);
          expect(`+${again?.code}${again?.significant.join("")}`).toBe(number?.number);
        },
      ),
      { numRuns: 2000 },
    );
  });
  test("over boxes is whole or not there at all", () => {
    const widths = fc.array(fc.constantFrom(-1, 2, 3, 4, 5, 8, 12), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(world, widths, ({ number }, wide) => {
        const groups = parsePhone(number?.number ?? "")?.national ?? [];
        const parts = intoBoxes(groups, wide);
        if (parts === null) return;
        expect(parts.join("")).toBe(groups.join(""));
        parts.forEach((part, at) =>
          expect((wide[at] ?? 0) < 0 || part.length <= (wide[at] ?? 0)).toBe(true),
        );
      }),
    );
  });
});
