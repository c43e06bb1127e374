import { expect, test } from "vitest";
import { parseAutocomplete } from "../../../src/core/form/autocomplete.ts";

test("a plain field name is taken whatever its case and the space around it", () => {
  expect(parseAutocomplete(" Given-NAME\t")?.field).toBe("given-name");
});

test("section, mode, contact and webauthn are read in their order", () => {
  expect(parseAutocomplete("  section-LOGIN  shipping work tel webauthn ")).toEqual({
    field: "tel",
    section: "section-login",
    mode: "shipping",
    contact: "work",
    webauthn: true,
  });
  expect(parseAutocomplete("billing street-address")).toMatchObject({
    mode: "billing",
    section: "",
  });
});

test.each([
  "",
  "on",
  "off",
  "call-sign",
  "foo off",
  "foo section-bar billing work tel",
  "home name",
  "tel work",
  "shipping billing name",
  "webauthn",
])("%j asks for nothing", (attribute) => expect(parseAutocomplete(attribute)).toBeNull());
