import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chooseOption } from "../../../../src/core/form/choose.ts";
import {
  isoDay,
  parseDay,
  readDay,
  shapeIn,
  written as dated,
} from "../../../../src/core/form/date.ts";
import type { PageField } from "../../../../src/core/form/field.ts";
import { languages } from "../../../../src/core/form/languages.ts";
import { accepts, options, written } from "./ask.ts";

const two = (number: number) => String(number).padStart(2, "0");
const anyDay = fc.record({
  year: fc.integer({ min: 1900, max: 2099 }).map(String),
  month: fc.integer({ min: 1, max: 12 }).map(two),
  day: fc.integer({ min: 1, max: 31 }).map(two),
});
const ada = { bday: "1990-12-10" };

describe("a date", () => {
  test("is read back from its parts as it was", () => {
    fc.assert(
      fc.property(anyDay, (day) => {
        expect(parseDay(isoDay(day))).toEqual(day);
      }),
    );
  });
  test.each(["", "2029", "2029-13", "2029-00", "2029-07-32", "07/29"])("%j is none", (text) =>
    expect(parseDay(text)).toBeNull(),
  );
  test.each<[Partial<PageField>, string, string | null]>([
    [{ placeholder: "DD/MM/YYYY" }, "", "10/12/1990"],
    [{ placeholder: "TT.MM.JJJJ" }, "", "10.12.1990"],
    [{ placeholder: "MM-DD-YY" }, "", "12-10-90"],
    [{ placeholder: "JJ/MM/AAAA" }, "", "10/12/1990"],
    [{ placeholder: "dd-mm-jjjj" }, "", "10-12-1990"],
    [{ placeholder: "gg/mm/aaaa" }, "", "10/12/1990"],
    [{ placeholder: "GG.AA.YYYY" }, "", "10.12.1990"],
    [{ placeholder: "ДД.ММ.ГГГГ" }, "", "10.12.1990"],
    [{ placeholder: "RRRR-MM-DD" }, "", "1990-12-10"],
    [{ placeholder: "ÉÉÉÉ.HH.NN" }, "", "1990.12.10"],
    [{ placeholder: "pp.kk.vvvv" }, "", "10.12.1990"],
    [{ placeholder: "ÅÅÅÅ-MM-DD" }, "", "1990-12-10"],
    [{ placeholder: "zz.ll.aaaa" }, "", "10.12.1990"],
    [{ placeholder: "ηη/μμ/εεεε" }, "", "10/12/1990"],
    [{ placeholder: "YYYYMMDD" }, "", "19901210"],
    [{ placeholder: "D/M/YYYY" }, "", "10/12/1990"],
    [{ placeholder: "DD / MM / YYYY" }, "", "10 / 12 / 1990"],
    [{ placeholder: "DD / MM / YYYY", maxLength: 10 }, "", "10/12/1990"],
    [{ placeholder: "DD/MM/YYYY", maxLength: 8 }, "", "10121990"],
    [{ placeholder: "31/12/2000" }, "", "10/12/1990"],
    [{ placeholder: "e.g. 12/31/2000" }, "", "12/10/1990"],
    [{ placeholder: "2000-01-01" }, "", "1990-12-10"],
    [{ label: "Birthday (mm/dd/yyyy)" }, "", "12/10/1990"],
    // "01/01/2000" tells nothing of the order: then the year comes first.
    [{ placeholder: "01/01/2000" }, "", "1990-12-10"],
    [{}, "", "1990-12-10"],
    [{}, "de", "10.12.1990"],
    [{}, "en-US", "12/10/1990"],
    [{}, "en-GB", "10/12/1990"],
    [{}, "en", "1990-12-10"],
    [{}, "fr", "10/12/1990"],
    [{ type: "date" }, "de", "1990-12-10"],
    [{ pattern: "\\d{4}-\\d{2}-\\d{2}" }, "de", "1990-12-10"],
    [{ pattern: "(0[1-9]|[12]\\d|3[01])/(0[1-9]|1[0-2])/\\d{4}" }, "", "10/12/1990"],
    [{ pattern: "(0[1-9]|1[0-2])/(0[1-9]|[12]\\d|3[01])/\\d{4}" }, "", "12/10/1990"],
    [{ pattern: "\\d{2}/\\d{2}/\\d{4}" }, "en-US", "12/10/1990"],
    // It could be read in two ways.
    [{ pattern: "\\d{2}/\\d{2}/\\d{4}" }, "", null],
    [{ maxLength: 8 }, "", null],
  ])("in %j (%j) is %j", (field, lang, text) => {
    expect(written("bday", ada, field, { lang })).toBe(text);
  });
  test("in parts keeps each part", () => {
    expect(written("bday-day", ada)).toBe("10");
    expect(written("bday-month", { bday: "1990-07-01" })).toBe("07");
    expect(written("bday-day", { bday: "1990-07-01" }, { maxLength: 1 })).toBe("1");
    expect(written("bday-day", ada, { maxLength: 1 })).toBeNull();
    expect(written("bday-year", ada)).toBe("1990");
    expect(written("bday-year", ada, { placeholder: "JJ" })).toBe("90");
    expect(written("bday-year", ada, { maxLength: 2 })).toBe("90");
    expect(written("bday-year", ada, { maxLength: 3, pattern: "\\d{4}" })).toBeNull();
  });
  test("says the same whatever form the field shows", () => {
    const hints = fc.constantFrom(
      "DD/MM/YYYY",
      "TT.MM.JJJJ",
      "MM-DD-YYYY",
      "yyyy/mm/dd",
      "JJ/MM/AAAA",
      "GG/MM/AAAA",
      "YYYYMMDD",
      "DD-MM-RRRR",
      "D.M.YYYY",
    );
    fc.assert(
      fc.property(anyDay, hints, fc.constantFrom("", "e.g. ", "Format: "), (day, hint, before) => {
        const shape = shapeIn(before + hint, "day");
        const text = shape === null ? "" : dated(day, shape);
        const parts =
          shape?.separator === ""
            ? [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
            : text.split(/\D/);
        const back = Object.fromEntries(
          shape?.parts.map(({ part }, at) => [part, two(Number(parts[at]))]) ?? [],
        );
        expect(back).toEqual(day);
      }),
    );
  });
  test("is read back from what was written in its form", () => {
    const hints = fc.constantFrom(
      "DD/MM/YYYY",
      "TT.MM.JJJJ",
      "MM-DD-YYYY",
      "yyyy/mm/dd",
      "YYYYMMDD",
      "D.M.YYYY",
      "MMDDYYYY",
    );
    fc.assert(
      fc.property(anyDay, hints, (day, hint) => {
        const shape = shapeIn(hint, "day");
        expect(readDay(shape === null ? "" : dated(day, shape), shape, "day")).toEqual(day);
        const card = shapeIn("MM/YY", "month");
        const end = { ...day, year: `20${day.year.slice(2)}`, day: "" };
        for (const text of [
          `${end.month}/${end.year.slice(2)}`,
          `${end.month}${end.year}`,
          `${end.year}-${end.month}`,
        ])
          expect(readDay(text, card, "month")).toEqual(end);
      }),
    );
  });
  test("is never longer than the field, nor against its pattern", () => {
    const fields = fc.record({
      placeholder: fc.constantFrom("", "DD/MM/YYYY", "MM/YY", "TT.MM.JJ", "31.12.1999"),
      pattern: fc.constantFrom(
        "",
        "\\d+",
        "\\d{2}\\.\\d{2}\\.\\d{4}",
        "[0-9]{4}/[0-9]{2}/[0-9]{2}",
        "[a-z]+",
      ),
      maxLength: fc.constantFrom(-1, 0, 2, 4, 6, 8, 10),
    });
    const tokens = fc.constantFrom(
      "bday",
      "bday-day",
      "bday-year",
      "cc-exp",
      "cc-exp-month",
      "cc-exp-year",
    );
    fc.assert(
      fc.property(
        anyDay,
        fields,
        tokens,
        fc.constantFrom("", "de", "en-US", "ja", "x"),
        ({ year, month, day }, field, token, lang) => {
          const values = { bday: `${year}-${month}-${day}`, "cc-exp": `${year}-${month}` };
          const text = written(token, values, field, { lang });
          if (text !== null) expect(accepts(field, text)).toBe(true);
        },
      ),
      { numRuns: 1000 },
    );
  });
  test("is not written after words that only look like one", () => {
    const day = { year: "2029", month: "07", day: "" };
    expect(shapeIn("Comment; Mammy; Day", "month")).toBeNull();
    expect(shapeIn("DD/MM/YYYY", "month")).toBeNull();
    expect(dated(day, { parts: [{ part: "day", digits: 2 }], separator: "" })).toBe("");
  });
});

describe("the end of a card", () => {
  const visa = { "cc-exp": "2029-07" };
  test.each<[Partial<PageField>, string | null]>([
    [{}, "07/29"],
    [{ placeholder: "MM/YY" }, "07/29"],
    [{ placeholder: "MM / YY" }, "07 / 29"],
    [{ placeholder: "MM / YY", maxLength: 5 }, "07/29"],
    [{ placeholder: "MM/YYYY" }, "07/2029"],
    [{ placeholder: "MM/AA" }, "07/29"],
    [{ placeholder: "MM/JJ" }, "07/29"],
    [{ placeholder: "ММ/ГГ" }, "07/29"],
    [{ placeholder: "YYYY-MM" }, "2029-07"],
    [{ placeholder: "YYYY/MM" }, "2029/07"],
    [{ placeholder: "MMYY" }, "0729"],
    [{ placeholder: "12/25" }, "07/29"],
    [{ placeholder: "12/2025" }, "07/2029"],
    [{ label: "Expires (MM/YYYY)" }, "07/2029"],
    [{ maxLength: 4 }, "0729"],
    [{ maxLength: 7 }, "07/2029"],
    [{ maxLength: 3 }, null],
    [{ type: "month" }, "2029-07"],
    [{ pattern: "(0[1-9]|1[0-2])\\/[0-9]{4}" }, "07/2029"],
    [{ pattern: "(0[1-9]|1[0-2])[0-9]{2}" }, "0729"],
    [{ pattern: "20\\d\\d-\\d\\d" }, "2029-07"],
    [{ pattern: "[A-Z]+" }, null],
  ])("in %j is %j", (field, text) => expect(written("cc-exp", visa, field)).toBe(text));
  test("says the same month and year, however short the field", () => {
    const hints = fc.constantFrom("", "MM/YY", "MM / YY", "MM/YYYY", "MMYY", "MM-JJJJ");
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom(-1, 4, 5, 6, 7),
        hints,
        ({ year, month }, maxLength, placeholder) => {
          const text = written(
            "cc-exp",
            { "cc-exp": `${year}-${month}` },
            { maxLength, placeholder },
          );
          const digits = (text ?? "").replace(/\D/g, "");
          expect([`${month}${year.slice(2)}`, `${month}${year}`]).toContain(digits);
          expect(accepts({ maxLength }, text ?? "")).toBe(true);
        },
      ),
    );
  });
  test("a hostile pattern costs nothing, because it is not run", () => {
    // Run as a pattern, this would not end before the test's own limit.
    expect(written("cc-exp", visa, { pattern: `${"(.*)*".repeat(50)}$` })).toBe("07/29");
  });
});

describe("a month in a list", () => {
  test("is found by its name in any language", () => {
    for (const language of languages)
      for (const style of ["long", "short"] as const) {
        const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, {
          month: style,
          timeZone: "UTC",
        });
        const names = Array.from({ length: 12 }, (_none, at) =>
          format.format(Date.UTC(2029, at, 15)),
        );
        for (let month = 1; month <= 12; month++)
          expect([
            language,
            chooseOption([two(month)], options("-", ...names), "bday-month"),
          ]).toEqual([language, month]);
      }
  });
  test.each<[string[], number, number]>([
    [["Month", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul"], 7, 7],
    [["07 - July", "08 - August"], 8, 1],
    [["7 (Juli)", "8 (August)"], 8, 1],
    [["7月", "8月"], 8, 1],
    [["-", "07", "08"], 7, 1],
    [["November", "December"], 7, -1],
    [["6", "8"], 7, -1],
  ])("%j has month %i at %i", (texts, month, index) => {
    expect(chooseOption([two(month), String(month)], options(...texts), "cc-exp-month")).toBe(
      index,
    );
  });
  test("is what a person reads, not what the page counts from 0", () => {
    const names = ["January", "February", "March", "April", "May", "June", "July", "August"];
    const list = names.map((text, at) => ({ value: String(at), text }));
    expect(chooseOption(["07", "7"], list, "bday-month")).toBe(6);
  });
  test("of a language nobody here knows goes by its place among twelve", () => {
    const list = Array.from({ length: 12 }, (_none, at) => ({
      value: `m${at}`,
      text: `${"qwx".charAt(at % 3)}zz`,
    }));
    expect(chooseOption(["07", "7"], [{ value: "", text: "?" }, ...list], "bday-month")).toBe(7);
  });
});
