import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import * as v from "valibot";
import { draftFromCapture } from "../../../src/core/form/capture.ts";
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { draftSchema } from "../../../src/core/item.ts";
import { form, list, pageField, planned, result } from "./fields.ts";

const page = { origin: "https://shop.example", title: "Shop" };
const draft = (fields: PageField[], values: string[], where = page) =>
  draftFromCapture(
    fields.map((field, at) => ({ field, value: values[at] ?? "" })),
    where,
  );
const values = (made: ReturnType<typeof draft>) =>
  Object.fromEntries(
    made.fields
      .filter(({ value }) => value !== "")
      .map(({ key, label, value }) => [key || label, value]),
  );
const word = { type: "password", label: "Password" };

describe("what a form becomes", () => {
  test("a sign-in is a login", () => {
    const made = draft(
      form("Sign in", { label: "User name" }, word, { type: "checkbox", label: "Stay" }),
      ["ada", "s3cret", "true"],
    );
    expect(made).toMatchObject({
      id: null,
      rev: 0,
      kind: "login",
      title: "Shop",
      origins: ["https://shop.example"],
    });
    expect(values(made)).toEqual({ username: "ada", password: "s3cret" });
  });
  test("a registration with a repeated password is a login with one", () => {
    const made = draft(
      form("Register", { label: "E-mail" }, word, { type: "password", label: "Repeat password" }),
      ["a@b.example", "s3cret", "s3cret"],
    );
    expect(made.kind).toBe("login");
    expect(values(made)).toEqual({ username: "a@b.example", password: "s3cret" });
  });
  test("a changed password is the new one", () => {
    const fields = form(
      "",
      { type: "password", label: "Current password" },
      { type: "password", label: "New password" },
      { type: "password", label: "Confirm" },
    );
    expect(values(draft(fields, ["old", "new", "new"]))).toEqual({ password: "new" });
  });
  test("a card is a card, its security code critical", () => {
    const fields = form(
      "",
      { label: "Name on card" },
      { label: "Card number" },
      { label: "Expiry date", placeholder: "MM/YY" },
      { label: "CVV" },
    );
    const made = draft(fields, ["Ada", "4111 1111 1111 1111", "07/29", "123"]);
    expect(made.kind).toBe("card");
    expect(values(made)).toEqual({
      "cc-name": "Ada",
      "cc-number": "4111 1111 1111 1111",
      "cc-exp": "2029-07",
      "cc-csc": "123",
    });
    expect(made.fields.find(({ key }) => key === "cc-csc")).toMatchObject({
      critical: true,
      type: "hidden",
    });
  });
  test("an address is an identity, its parts put together", () => {
    const fields = form(
      "",
      { label: "Full name" },
      { label: "Address line 1" },
      { label: "Address line 2" },
      { label: "City" },
      list("Country", "France", "Germany"),
      list("Birth month", "01", "02"),
      { label: "Phone" },
    );
    const made = draft(fields, [
      "Ada King Lovelace",
      "Line 1",
      "Line 2",
      "Berlin",
      "Germany",
      "",
      "+49 30 1",
    ]);
    expect(made.kind).toBe("identity");
    expect(values(made)).toEqual({
      "given-name": "Ada King",
      "family-name": "Lovelace",
      "street-address": "Line 1\nLine 2",
      "address-level2": "Berlin",
      country: "DE",
      tel: "+49 30 1",
    });
  });
  const address = [
    { label: "First name" },
    { label: "Last name" },
    { label: "City" },
    { label: "E-mail" },
  ];
  const typed = ["Ada", "Lovelace", "Berlin", "ada@x.example"];
  test.each<[Partial<PageField>[], string[], string]>([
    [[{ label: "Birthday", placeholder: "TT.MM.JJJJ" }], ["10.12.1990"], "1990-12-10"],
    [[{ label: "Birthday", placeholder: "MM/DD/YYYY" }], ["12/10/1990"], "1990-12-10"],
    [[{ label: "Birthday" }], ["31.12.1990"], "1990-12-31"],
    [[{ label: "Birthday", type: "date" }], ["1990-12-10"], "1990-12-10"],
    [
      [
        { label: "Birth day" },
        list("Birth month", "November", "December"),
        { label: "Birth year" },
      ],
      ["1", "December", "1990"],
      "1990-12-01",
    ],
  ])("a birthday in %j as %j is %s", (fields, texts, date) => {
    const made = draft(form("", ...address, ...fields), [...typed, ...texts]);
    expect(values(made)).toMatchObject({ bday: date });
  });
  test("a birthday that could be read in two ways is kept as it was typed", () => {
    const made = draft(form("", ...address, { label: "Birthday" }), [...typed, "10/12/1990"]);
    expect(made.fields.find(({ key }) => key === "bday")?.value ?? "").toBe("");
    expect(made.fields.find(({ label }) => label === "Birthday")?.value).toBe("10/12/1990");
  });
  test("a telephone number and a street come together from their parts", () => {
    const fields = form(
      "",
      ...address,
      {
        ...list("Country code", "France (+33)", "Germany (+49)"),
        autocomplete: "tel-country-code",
      },
      { autocomplete: "tel-area-code" },
      { autocomplete: "tel-local" },
      { label: "Straße" },
      { label: "Hausnummer" },
    );
    const made = draft(fields, [...typed, "Germany (+49)", "30", "1234567", "Musterstraße", "12a"]);
    expect(values(made)).toMatchObject({
      tel: "+49 30 1234567",
      "street-address": "Musterstraße 12a",
    });
  });
  test.each([
    ["12/29", "2029-12"],
    ["12/2029", "2029-12"],
    ["1229", "2029-12"],
    ["2029-12", "2029-12"],
  ])("a card that ends %s ends %s", (text, date) => {
    const fields = form("", { label: "Card number" }, { label: "Expiry date" });
    expect(values(draft(fields, ["4111111111111111", text]))).toMatchObject({ "cc-exp": date });
  });
  test("anything else is a form whose fields remember where they were", () => {
    const made = draft(
      form("", { label: "Room", name: "room" }, list("Size", "-", "Small"), {
        type: "date",
        label: "From",
        name: "from",
      }),
      ["12", "Small", "2026-01-02"],
    );
    expect(made.kind).toBe("form");
    expect(made.fields).toMatchObject([
      { label: "Room", type: "text", value: "12", match: { name: "room", label: "Room" } },
      { label: "Size", type: "choice", value: "Small", options: ["-", "Small"] },
      { label: "From", type: "date", value: "2026-01-02" },
    ]);
  });
});

describe("what is left out", () => {
  test("search, captcha, one-time codes, hidden and empty fields, and lists nobody chose from", () => {
    const fields = form(
      "",
      { label: "Room" },
      { label: "Search" },
      { label: "Characters shown in the picture" },
      { label: "x", autocomplete: "one-time-code" },
      { label: "Trap", obstacle: "hidden" },
      { label: "Empty" },
      { tag: "select", label: "List", options: [{ value: "", text: "Please choose" }] },
    );
    expect(values(draft(fields, ["12", "q", "xyz", "123456", "t", "", "Please choose"]))).toEqual({
      Room: "12",
    });
  });
  test("the other forms of the page", () => {
    const other = pageField({ n: 9, form: 1, label: "Newsletter", touched: false });
    const fields = [
      ...form("", { label: "Room", touched: true }, { label: "Floor", touched: true }),
      other,
    ];
    expect(values(draft(fields, ["12", "3", "x"]))).toEqual({ Room: "12", Floor: "3" });
    expect(
      values(draft([...fields.slice(0, 2), { ...other, focused: true }], ["12", "3", "x"])),
    ).toEqual({ Newsletter: "x" });
  });
  test("everything, where nothing was typed", () => {
    expect(draft(form("", { label: "Room" }), [""]).fields).toEqual([]);
  });
});

test("a saved password is hidden, a saved security code critical", () => {
  const fields = form("", { label: "Room" }, word, { label: "Card number" }, { label: "CVV" });
  const made = draft(fields, ["12", "s3cret", "4111111111111111", "123"]);
  expect(made.fields.map(({ type, critical }) => [type, critical])).toEqual([
    ["text", false],
    ["hidden", false],
    ["hidden", false],
    ["hidden", true],
  ]);
});

test("the title is the host where the page has none", () => {
  expect(draft(form("", { label: "Room" }), ["1"], { ...page, title: " " }).title).toBe(
    "shop.example",
  );
});

const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("Name", "Password", "Card number", "Country"),
);
const anyField = fc.record({
  tag: fc.constantFrom<PageField["tag"][]>("input", "select", "textarea", "editable"),
  type: fc.constantFrom("text", "password", "radio", "checkbox", "email", "date"),
  label: anyText,
  name: anyText,
  form: fc.integer({ min: -1, max: 1 }),
  options: fc.array(fc.record({ value: anyText, text: anyText }), { maxLength: 3 }),
});

test("any page gives a draft that the editor's schema takes", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(anyField, anyText), { maxLength: 12 }),
      anyText,
      (pairs, title) => {
        const made = draftFromCapture(
          pairs.map(([field, value], n) => ({ field: pageField({ ...field, n }), value })),
          { origin: "https://shop.example", title },
        );
        expect(v.safeParse(draftSchema, made).success).toBe(true);
        const ids = made.fields.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      },
    ),
  );
});

test("a form with names of its own comes back into the same fields", () => {
  const name = fc.uniqueArray(fc.stringMatching(/^zq[a-z]{4,8}$/), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(name, fc.stringMatching(/^[a-z]{1,10}$/), (names, stem) => {
      const fields = form("", ...names.map((each) => ({ name: each, label: each })));
      // "zqhova" has "where to?" in it, in Hungarian; here names are to mean nothing.
      fc.pre(classify(fields).every(({ token }) => token === "unknown"));
      const typed = names.map((_each, at) => `${stem}${at}`);
      const saved = draft(fields, typed);
      const it = { ...saved, id: "0".repeat(32), created: 0, modified: 0, trashed: null };
      expect(result(fields, planned(fields, it))).toEqual(Object.fromEntries(typed.entries()));
    }),
  );
});
