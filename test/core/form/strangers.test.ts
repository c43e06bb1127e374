/** What is asked of others than the user stays empty: each rule with the page that must stay as it was. */
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { form } from "./fields.ts";

const tokens = (fields: PageField[]) => classify(fields).map(({ token }) => token);
const one = (label: string) => tokens(form("", { label }))[0];

describe("whose name or address it is", () => {
  test.each([
    ["Printer name", "Your name"],
    ["Landlord's name", "Cardholder's name"],
    ["Witness’s phone", "What's your phone?"],
    ["Nombre de la novia", "Nombre del titular"],
    ["Nom de l'association", "Nom du titulaire"],
    ["Naam van het team", "Naam van de houder"],
    ["Name des Schiffes", "Name des Antragstellers"],
    ["Printer address", "Billing address"],
  ])("'%s' stays empty, '%s' does not", (theirs, own) => {
    expect(one(theirs)).toBe("none");
    expect(one(own)).not.toMatch(/^(none|unknown)$/);
  });
});

describe("a form that only searches", () => {
  const zip = { label: "ZIP code" };
  test("wants no place of the user's", () => {
    expect(tokens(form("Find a doctor | Search | Health", zip))).toEqual(["none"]);
  });
  test.each(["Get a quote | Continue | Insurance", "Find my order | Continue | Shop"])(
    "is not this one: %s",
    (context) => expect(tokens(form(context, zip))).toEqual(["postal-code"]),
  );
  test("is none where it asks for an address as well", () => {
    const mail = { type: "email", label: "E-mail" };
    expect(tokens(form("Search alerts | Save | Homes", mail, zip))[1]).toBe("postal-code");
  });
});

describe("who gets a mail", () => {
  const to = [{ label: "Recipient's name" }, { type: "email", label: "Recipient's email" }];
  test("is not the user", () => {
    expect(tokens(form("Gift card", ...to, { label: "Your name" }))).toEqual([
      "none",
      "none",
      "name",
    ]);
  });
  test("is the one whom the parcel is sent to where a street follows", () => {
    const street = { label: "Street address" };
    expect(tokens(form("Shipping", ...to, street))[0]).toBe("name");
  });
});

describe("two ends of a way", () => {
  test("stay empty, two addresses of the user do not", () => {
    const ends = [{ label: "Moving from (ZIP)" }, { label: "Moving to (ZIP)" }];
    expect(tokens(form("Quote", ...ends))).toEqual(["none", "none"]);
    const both = [{ label: "Billing ZIP" }, { label: "Shipping ZIP" }];
    expect(tokens(form("Checkout", ...both))).toEqual(["postal-code", "postal-code"]);
  });
});
