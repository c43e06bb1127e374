import { describe, expect, test } from "vitest";
import type { PageField } from "../../../src/core/form/field.ts";
import { modeIn, modeOf } from "../../../src/core/form/section.ts";
import { ada, form, item, login, pageField, planned, result } from "./fields.ts";

const filled = (fields: PageField[], it = ada) => result(fields, planned(fields, it));
const address = (mode: string) =>
  ["street-address", "address-level2", "postal-code"].map((token) => ({
    autocomplete: `${mode} ${token}`,
  }));
const home = item("identity", {
  "given-name": "Ada",
  "street-address": "Home 1",
  "address-level2": "Berlin",
  "postal-code": "10115",
  country: "DE",
});
const both = item(
  "identity",
  {
    "given-name": "Ada",
    "street-address": "Home 1",
    "address-level2": "Berlin",
    "postal-code": "10115",
    country: "DE",
  },
  [
    { label: "Billing street", value: "Office 2" },
    { label: "Billing city", value: "Hamburg" },
    { label: "Billing postcode", value: "20095" },
  ],
);

describe("a form that asks for two addresses", () => {
  const fields = form(
    "Checkout",
    { label: "First name" },
    ...address("shipping"),
    ...address("billing"),
  );
  test("gets the one that the item has, in both", () => {
    expect(filled(fields, home)).toEqual({
      0: "Ada",
      1: "Home 1",
      2: "Berlin",
      3: "10115",
      4: "Home 1",
      5: "Berlin",
      6: "10115",
    });
  });
  test("gets each of the two that the item has, in its place", () => {
    const right = {
      0: "Ada",
      1: "Home 1",
      2: "Berlin",
      3: "10115",
      4: "Office 2",
      5: "Hamburg",
      6: "20095",
    };
    expect(filled(fields, both)).toEqual(right);
    // The same, told by names instead of autocomplete.
    const named = form(
      "Checkout",
      { label: "First name" },
      ...["shipping", "billing"].flatMap((mode) => [
        { label: "Street", name: `${mode}_street` },
        { label: "City", name: `${mode}_city` },
        { label: "Postcode", name: `${mode}_zip` },
      ]),
    );
    expect(filled(named, both)).toEqual(right);
  });
  test("never gets an address mixed of two", () => {
    const half = item(
      "identity",
      {
        "given-name": "Ada",
        "street-address": "Home 1",
        "address-level2": "Berlin",
        country: "DE",
      },
      [{ label: "Rechnung: Ort", value: "Hamburg" }],
    );
    expect(filled(fields, half)).toEqual({ 0: "Ada", 1: "Home 1", 2: "Berlin", 5: "Hamburg" });
  });
  test("is filled only where the user stands, so that a second item can fill the rest", () => {
    const stand = fields.map((field) => ({ ...field, focused: field.n === 5 }));
    expect(filled(stand, home)).toEqual({ 0: "Ada", 4: "Home 1", 5: "Berlin", 6: "10115" });
  });
});

describe("several forms on a page", () => {
  const signIn = form("Sign in", { label: "User name" }, { type: "password", label: "Password" });
  const signUp = form(
    "Register",
    { label: "User name" },
    { type: "password", label: "Password" },
  ).map((field) => ({ ...field, n: field.n + 2, form: 1 }));
  test("only that in which the user stands gets the login", () => {
    const stand = [...signIn, ...signUp].map((field) => ({ ...field, focused: field.n === 1 }));
    expect(Object.keys(filled(stand, login))).toEqual(["0", "1"]);
  });
  test("what another form asks that this one does not is filled as well", () => {
    const contact = form("Contact", { label: "E-mail", focused: true }, { label: "Last name" });
    const street = form(
      "Address",
      { label: "Street" },
      { label: "City" },
      { label: "Last name" },
    ).map((field) => ({ ...field, n: field.n + 2, form: 1 }));
    expect(Object.keys(filled([...contact, ...street]))).toEqual(["0", "1", "2", "3", "4"]);
  });
  test("of several travellers the first is the user", () => {
    const traveller = (section: string) =>
      ["given-name", "family-name"].map((token) => ({
        autocomplete: `section-${section} ${token}`,
      }));
    const fields = form("", ...traveller("a"), ...traveller("b"));
    expect(Object.keys(filled(fields))).toEqual(["0", "1"]);
    const second = fields.map((field) => ({ ...field, focused: field.n === 3 }));
    expect(Object.keys(filled(second))).toEqual(["2", "3"]);
  });
  test("a step of a longer form is filled, the steps that are not shown are not", () => {
    const hidden = { obstacle: "hidden" as const };
    expect(
      filled(
        form(
          "Step 1 of 3",
          { label: "First name" },
          { label: "Street", ...hidden },
          { label: "City", ...hidden },
        ),
      ),
    ).toEqual({ 0: "Ada" });
  });
  test("fields of no form at all are filled", () => {
    const loose = form("", { label: "First name", form: -1 }, { label: "Last name", form: -1 });
    expect(filled(loose)).toEqual({ 0: "Ada", 1: "Lovelace" });
  });
  test("autocomplete=off does not keep the user's own gesture out", () => {
    const off = form(
      "",
      { label: "First name", autocomplete: "off" },
      { label: "Last name", autocomplete: "off" },
    );
    expect(filled(off)).toEqual({ 0: "Ada", 1: "Lovelace" });
  });
});

describe("fields of the user's own", () => {
  test("saved from the bill go to the bill, though both places are called the same", () => {
    const saved = item("form", {}, [
      {
        label: "City",
        value: "Hamburg",
        match: { name: "billing_city", label: "City", token: "address-level2" },
      },
    ]);
    const city = (name: string, n: number) => pageField({ n, label: "City", name });
    expect(filled([city("shipping_city", 0), city("billing_city", 1)], saved)).toEqual({
      1: "Hamburg",
    });
    expect(filled([city("shipping_city", 0)], saved)).toEqual({});
  });
  test("are written whatever other section the user stands in", () => {
    const saved = item("form", {}, [
      { label: "City", value: "Hamburg", match: { name: "billing_city", token: "address-level2" } },
      { label: "City", value: "Berlin", match: { name: "shipping_city", token: "address-level2" } },
    ]);
    const fields = [
      pageField({ n: 0, label: "City", name: "shipping_city", focused: true }),
      pageField({ n: 1, label: "City", name: "billing_city" }),
    ];
    expect(filled(fields, saved)).toEqual({ 0: "Berlin", 1: "Hamburg" });
  });
});

test.each([
  ["billingAddress1", "billing"],
  ["Rechnungsadresse", "billing"],
  ["Dirección de facturación", "billing"],
  ["ship_to_city", "shipping"],
  ["Lieferanschrift", "shipping"],
  ["Adresse de livraison", "shipping"],
  ["Shipping and billing address", ""],
  ["Relationship", ""],
  ["Bill", "billing"],
  ["City", ""],
])("%j speaks of %j", (text, mode) => expect(modeIn(text)).toBe(mode));
test("the attribute says more than the name", () => {
  expect(modeOf(pageField({ autocomplete: "shipping tel", name: "billing_tel" }))).toBe("shipping");
  expect(modeOf(pageField({ autocomplete: "section-billing tel" }))).toBe("billing");
});
