/** What is asked of others than the user stays empty: each rule with the page that must stay as it was. */
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { plan } from "../../../src/core/form/plan.ts";
import { preview } from "../../../src/core/form/preview.ts";
import { draftFromCapture } from "../../../src/core/form/capture.ts";
import { ada, form, planned, result } from "./fields.ts";

/** What would be filled: a field that is somebody else's counts as one that has no kind. */
const tokens = (fields: PageField[]) =>
  classify(fields).map(({ token, foreign }) => (foreign ? "none" : token));
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

describe("a field that is somebody else's", () => {
  const page = form(
    "Tell a friend | Send",
    { label: "Your name" },
    { label: "Your e-mail" },
    { label: "Friend's name" },
    { label: "Friend's e-mail" },
  );
  const options = { critical: new Map<string, string>(), keepTyped: false };

  test("is known for what it asks, and left empty with that reason", () => {
    expect(classify(page).map(({ token }) => token)).toEqual(["name", "email", "name", "email"]);
    const done = planned(page, ada);
    expect(Object.keys(result(page, done))).toEqual(["0", "1"]);
    const reasons = done.looks.map(({ outcome }) => outcome);
    expect(reasons).toEqual(["filled", "filled", "not-yours", "not-yours"]);
    const shown = preview(classify(page), null, options).map(({ outcome }) => outcome);
    expect(shown).toEqual([null, null, "not-yours", "not-yours"]);
  });
  test("is filled where the user says what it is", () => {
    const said = { by: new Map([[3, { as: "kind", token: "email" } as const]]), only: null };
    const { steps } = plan(classify(page), ada, { ...options, said });
    expect(steps).toContainEqual({ n: 3, do: "text", value: "ada@engine.example" });
  });
  test("is no part of a person that is saved from the page", () => {
    const typed = ["Bert", "bert@site.example", "Cleo", "cleo@site.example"];
    const captured = page.map((field, n) => ({ field, value: typed[n] ?? "" }));
    const draft = draftFromCapture(captured, { origin: "https://site.example", title: "" });
    const own = draft.fields.filter(({ key }) => key !== "").map(({ value }) => value);
    expect(own.join()).not.toMatch(/cleo/i);
    expect(draft.fields.map(({ value }) => value)).toContain("cleo@site.example");
  });
});
