import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { houseField, houseOf } from "../../../../src/core/form/adapt/street.ts";
import { written } from "./ask.ts";
import { pageField } from "../fields.ts";

const line = fc.stringMatching(/^[A-Za-z][A-Za-z ]{0,18}[A-Za-z]$/);

describe("a street", () => {
  test("loses no line, whichever fields the page has", () => {
    const pages = fc.constantFrom<string[][]>(
      ["street-address"],
      ["address-line1", "address-line2"],
      ["address-line1", "address-line2", "address-line3"],
    );
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), pages, (lines, beside) => {
        const texts = beside.map(
          (token) => written(token, { "street-address": lines.join("\n") }, {}, { beside }) ?? "",
        );
        expect(texts.filter((text) => text !== "").join(", ")).toBe(lines.join(", "));
      }),
    );
  });
  test("stays in lines in a text area, and is not cut in a short field", () => {
    const home = { "street-address": "12 Long Street\nFlat 3" };
    expect(written("street-address", home, { tag: "textarea" })).toBe("12 Long Street\nFlat 3");
    expect(written("street-address", home, { maxLength: 14 })).toBeNull();
    expect(written("address-line1", home, { maxLength: 14 }, { beside: ["address-line2"] })).toBe(
      "12 Long Street",
    );
  });
  test.each<[string, string, string, string, string]>([
    ["Musterstraße 12a", "DE", "Musterstraße", "12a", ""],
    ["Straße des 17. Juni 135", "DE", "Straße des 17. Juni", "135", ""],
    ["17. Juni Straße 4", "DE", "17. Juni Straße", "4", ""],
    ["Unter den Linden 5-7", "DE", "Unter den Linden", "5-7", ""],
    ["Kerkstraat 12", "NL", "Kerkstraat", "12", ""],
    ["12 St James's Square", "GB", "St James's Square", "12", ""],
    ["221B Baker Street", "GB", "Baker Street", "221B", ""],
    ["12 bis rue Haute", "FR", "rue Haute", "12 bis", ""],
    ["10 rue du 8 mai 1945", "FR", "rue du 8 mai 1945", "10", ""],
    ["Calle Mayor, 5, 2º B", "ES", "Calle Mayor", "5", "2º B"],
    ["5th Avenue 12", "US", "5th Avenue", "12", ""],
    ["Postfach", "DE", "Postfach", "", ""],
    ["", "", "", "", ""],
  ])("%s (%s) is %s, number %s, %s", (text, country, street, number, extra) => {
    expect(houseOf(text, country)).toEqual({ street, number, extra });
  });
  test("and its number, apart, are all there was", () => {
    const number = fc.stringMatching(/^[1-9]\d{0,3}[a-z]?$/);
    const street = fc.stringMatching(/^[A-Z][a-z]{2,12}(straße|weg|gasse)$/);
    fc.assert(
      fc.property(street, number, (name, house) => {
        const home = { "street-address": `${name} ${house}\nHinterhaus`, country: "DE" };
        const beside = ["address-line1", "house-number"];
        expect(written("address-line1", home, {}, { beside })).toBe(`${name}, Hinterhaus`);
        expect(written("house-number", home, {}, { beside })).toBe(house);
      }),
    );
  });
  test("gives what follows the number to a field for that", () => {
    const home = { "street-address": "Kerkstraat 12A", country: "NL" };
    const beside = ["street-address", "house-number", "house-extra"];
    expect(written("house-number", home, {}, { beside })).toBe("12");
    expect(written("house-extra", home, {}, { beside })).toBe("A");
    expect(written("street-address", home, {}, { beside })).toBe("Kerkstraat");
    const flat = { "street-address": "Calle Mayor, 5, 2º B", country: "ES" };
    expect(written("house-extra", flat, {}, { beside })).toBe("2º B");
    expect(written("street-address", flat, {}, { beside })).toBe("Calle Mayor");
  });
  test("that has no number is written whole, and no number is invented", () => {
    const beside = ["street-address", "house-number"];
    expect(written("street-address", { "street-address": "Postfach" }, {}, { beside })).toBe(
      "Postfach",
    );
    expect(written("house-number", { "street-address": "Postfach" }, {}, { beside })).toBeNull();
  });
  test.each<[string, "number" | "extra" | null]>([
    ["Hausnummer", "number"],
    ["Haus-Nr.", "number"],
    ["Huisnummer *", "number"],
    ["House number", "number"],
    ["Nr.", "number"],
    ["Número", "number"],
    ["Toevoeging", "extra"],
    ["Phone number", null],
    ["Number of guests", null],
    ["Street and number", null],
    ["Straße und Hausnummer", null],
    ["City", null],
  ])("%s asks for %s", (label, sort) => expect(houseField(pageField({ label }))).toBe(sort));
});
