import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import type { PageField } from "../../../src/core/form/field.ts";
import { ada, form, item, list, login, pageField, planned, result, visa } from "./fields.ts";

const word = { type: "password", label: "Password" };
const filled = (fields: PageField[], it = ada) => result(fields, planned(fields, it));
const outcomes = (fields: PageField[], it = ada, options = {}) =>
  planned(fields, it, options).looks.map(({ outcome }) => outcome);

function radio(value: string, text: string): Partial<PageField> {
  return { type: "radio", name: "s", label: "Geschlecht", options: [{ value, text }] };
}
function box(text: string): Partial<PageField> {
  return { type: "checkbox", options: [{ value: "on", text }] };
}
function expiry(some: Partial<PageField>): Partial<PageField> {
  return { label: "Expiry date", ...some };
}

describe("a login", () => {
  test("fills user name and password", () => {
    expect(filled(form("Sign in", { label: "User name" }, word), login)).toEqual({
      0: "ada",
      1: "s3cret",
    });
  });
  test("fills the user name where an e-mail address is asked beside the password", () => {
    const mail = item("login", { username: "ada@x.example", password: "p" });
    expect(filled(form("Sign in", { label: "E-mail", type: "email" }, word), mail)).toEqual({
      0: "ada@x.example",
      1: "p",
    });
  });
  test("fills the user name alone on the first page of two", () => {
    expect(filled(form("Sign in", { label: "E-mail", autocomplete: "username" }), login)).toEqual({
      0: "ada",
    });
  });
  test("fills the password alone on the second page of two", () => {
    expect(filled(form("Sign in", word), login)).toEqual({ 0: "s3cret" });
  });
  test("is as the site once took it, whatever it asks of new ones, but is never cut", () => {
    const pattern = "[a-z0-9]{8,}";
    const fields = form("Sign in", { label: "User name", pattern }, { ...word, pattern });
    expect(filled(fields, login)).toEqual({ 0: "ada", 1: "s3cret" });
    expect(
      outcomes(form("Sign in", { label: "User name" }, { ...word, maxLength: 4 }), login),
    ).toEqual(["filled", "no-fit"]);
  });
  test("leaves the newsletter alone", () => {
    const fields = [
      ...form("Sign in", { label: "User name" }, word),
      pageField({ n: 2, form: 1, label: "E-mail", type: "email", context: "Subscribe" }),
    ];
    expect(Object.keys(filled(fields, login))).toEqual(["0", "1"]);
  });
  test("puts no user name into a search box, not even the only box of the page", () => {
    expect(filled(form("Sign in", { label: "Search", type: "search" }), login)).toEqual({});
  });
  test("puts the password only where dots are shown", () => {
    expect(
      filled(form("Sign in", { label: "Password", autocomplete: "current-password" }), login),
    ).toEqual({});
  });
  test("changes a password with the old one only", () => {
    const fields = form(
      "",
      { type: "password", label: "Current password" },
      { type: "password", label: "New password" },
      { type: "password", label: "Repeat" },
    );
    expect(filled(fields, login)).toEqual({ 0: "s3cret" });
  });
  test("fills both new fields where the page asks for no current password", () => {
    const fields = form("Register", { label: "User name" }, word, {
      type: "password",
      label: "Repeat password",
    });
    expect(filled(fields, login)).toEqual({ 0: "ada", 1: "s3cret", 2: "s3cret" });
  });
  test("of sign-in and sign-up on one page fills the sign-in", () => {
    const fields = [
      ...form("Sign in", { label: "User name" }, word),
      ...form("Register", { label: "User name" }, word, { type: "password", label: "Repeat" }).map(
        (field) => ({ ...field, n: field.n + 2, form: 1 }),
      ),
    ];
    expect(Object.keys(filled(fields, login)).map(Number)).not.toEqual(
      expect.arrayContaining([3, 4]),
    );
    expect(filled(fields, login)).toMatchObject({ 0: "ada", 1: "s3cret" });
  });
});

describe("an identity", () => {
  test("fills an address, one value in each field", () => {
    const fields = form(
      "",
      { label: "Full name" },
      { label: "Address line 1" },
      { label: "Address line 2" },
      { label: "City" },
      { label: "Postcode" },
      list("Country", "-", "France", "Deutschland"),
      { label: "Voucher" },
      { label: "E-mail" },
    );
    const done = planned(fields, ada);
    expect(result(fields, done)).toEqual({
      0: "Ada King Lovelace",
      1: "12 St James's Square",
      2: "Flat 3, Rear house",
      3: "Berlin",
      4: "10115",
      5: "Deutschland",
      7: "ada@engine.example",
    });
    expect(done.looks.map(({ outcome }) => outcome)).toEqual([
      ...Array.from({ length: 6 }, () => "filled"),
      "empty-on-purpose",
      "filled",
    ]);
  });
  test("chooses among radio buttons by value, text or another word", () => {
    expect(
      filled(form("", { label: "Vorname" }, radio("1", "männlich"), radio("2", "weiblich"))),
    ).toEqual({ 0: "Ada", 2: true });
  });
  test("writes the birthday as the field shows it", () => {
    const dates = ["DD/MM/YYYY", "TT.MM.JJJJ", "MM-DD-YY", "JJ/MM/AAAA", ""].map((placeholder) => ({
      label: "Date of birth",
      placeholder,
    }));
    expect(filled(form("", ...dates, { label: "Birthday", type: "date" }))).toEqual({
      0: "10/12/1815",
      1: "10.12.1815",
      2: "12-10-15",
      3: "10/12/1815",
      4: "1815-12-10",
      5: "1815-12-10",
    });
  });
  test("leaves a lone newsletter field alone beside a real form, unless the user stands in it", () => {
    const news = { n: 2, form: 1, label: "E-mail" };
    const real = form("", { label: "First name" }, { label: "Last name" });
    expect(filled([...real, pageField(news)])).toEqual({ 0: "Ada", 1: "Lovelace" });
    expect(filled([...real, pageField({ ...news, focused: true })])).toMatchObject({
      2: "ada@engine.example",
    });
  });
  test("says why a field stayed empty", () => {
    const fields = form(
      "",
      { label: "First name" },
      { label: "Last name", obstacle: "readonly" },
      { label: "Favourite colour" },
      { label: "Company website", type: "url" },
      list("Country", "France", "Spain"),
      { label: "Post code", maxLength: 3 },
      { label: "Coupon" },
      { label: "E-mail", obstacle: "hidden" },
      { label: "Anything", obstacle: "hidden" },
    );
    expect(outcomes(fields)).toEqual([
      "filled",
      "readonly",
      "unknown",
      "no-value",
      "no-option",
      "no-fit",
      "empty-on-purpose",
      "hidden",
    ]);
  });
  test("keeps what the user typed, where the setting says so", () => {
    const fields = form("", { label: "First name", touched: true }, { label: "Last name" });
    expect(outcomes(fields, ada, { keepTyped: true })).toEqual(["kept", "filled"]);
    expect(outcomes(fields)).toEqual(["filled", "filled"]);
  });
  test("tells a telephone number in parts", () => {
    const boxes = [3, 3, 4].map((maxLength) => ({ maxLength, name: "phone" }));
    expect(filled(form("", ...boxes))).toEqual({ 0: "212", 1: "555", 2: "0123" });
  });
});

describe("a card", () => {
  const critical = { critical: { "cc-csc": "123" } };
  test("asks for the password before the security code", () => {
    const fields = form("", { label: "Card number" }, { label: "CVV" });
    expect(outcomes(fields, visa)).toEqual(["filled", "step-up"]);
    expect(result(fields, planned(fields, visa, critical))).toEqual({
      0: "4111111111111111",
      1: "123",
    });
  });
  test("writes the expiry as the field wants it", () => {
    const fields = form(
      "",
      { label: "Card number" },
      expiry({ maxLength: 5 }),
      expiry({ placeholder: "MM / YYYY" }),
      expiry({ maxLength: 4 }),
      expiry({ maxLength: 7 }),
      expiry({ type: "month" }),
      expiry({ pattern: "\\d{2}/\\d{4}" }),
      expiry({ placeholder: "MM/AA" }),
      expiry({ placeholder: "MM/JJ" }),
    );
    expect(Object.values(filled(fields, visa))).toEqual([
      "4111111111111111",
      "07/29",
      "07 / 2029",
      "0729",
      "07/2029",
      "2029-07",
      "07/2029",
      "07/29",
      "07/29",
    ]);
  });
  test("chooses month and year from lists of any writing", () => {
    const names =
      "January February March April May June July August September October November December".split(
        " ",
      );
    const years = Array.from({ length: 8 }, (_none, at) => String(26 + at));
    const fields = form(
      "",
      { label: "Card number" },
      list("Expiry month", "Month", ...names),
      list("Expiry year", "Year", ...years),
    );
    expect(filled(fields, visa)).toEqual({ 0: "4111111111111111", 1: "July", 2: "29" });
  });
  test("goes into four boxes of four digits", () => {
    const part = { label: "Card number", maxLength: 4 };
    expect(
      Object.values(
        filled(
          form("", part, part, part, part),
          item("card", { "cc-number": "4000 1111 2222 3333" }),
        ),
      ),
    ).toEqual(["4000", "1111", "2222", "3333"]);
  });
  test("never goes into a gift card's field", () => {
    expect(
      filled(form("", { label: "Gift card number" }, { label: "Name on card" }), visa),
    ).toEqual({ 1: "Ada King Lovelace" });
  });
});

describe("fields of the user's own", () => {
  test("are found again by name, else by label", () => {
    const own = item("form", {}, [
      { label: "Customer", value: "4711", match: { name: "kd", label: "Customer number" } },
      { label: "Room", value: "12", match: { label: "Room" } },
      { label: "My locker", value: "B3" },
    ]);
    const fields = form(
      "",
      { name: "kd", label: "Renamed" },
      { label: "Room:" },
      { placeholder: "my locker" },
      { label: "Other" },
    );
    expect(filled(fields, own)).toEqual({ 0: "4711", 1: "12", 2: "B3" });
  });
  test("tick boxes and choose options", () => {
    const own = item("form", {}, [
      { label: "Vegan", type: "boolean", value: "true" },
      { label: "Size", type: "choice", value: "Medium" },
      { label: "Posters", type: "boolean", value: "false" },
    ]);
    expect(
      filled(form("", box("Vegan"), list("Size", "-", "Small", "Medium"), box("Posters")), own),
    ).toEqual({ 0: true, 1: "Medium", 2: false });
  });
  test("a saved password goes only where dots are shown, and nothing else goes there", () => {
    const own = item("form", {}, [
      {
        label: "Password",
        type: "hidden",
        value: "s3cret",
        match: { name: "pw", token: "current-password" },
      },
      { label: "Room", value: "12", match: { name: "room" } },
    ]);
    const fields = form("", { name: "pw" }, { name: "room", type: "password" });
    expect(filled(fields, own)).toEqual({});
    expect(filled(form("", { name: "pw", type: "password" }), own)).toEqual({ 0: "s3cret" });
  });
  test("of an identity go before its built-in values", () => {
    const own = item("identity", { "given-name": "Ada" }, [
      { label: "Nickname", value: "Countess" },
    ]);
    expect(filled(form("", { label: "First name" }, { label: "Nickname" }), own)).toEqual({
      0: "Ada",
      1: "Countess",
    });
  });
});

const anyWord = fc.constantFrom(
  "Name",
  "E-mail",
  "Password",
  "Card number",
  "CVV",
  "Expiry date",
  "Country",
  "Search",
  "Coupon",
  "Date of birth",
  "Phone",
  "Address",
  "Sex",
  "?",
);
const anyField = fc.record({
  tag: fc.constantFrom<PageField["tag"][]>("input", "select", "textarea", "editable"),
  type: fc.constantFrom(
    "text",
    "password",
    "email",
    "tel",
    "number",
    "date",
    "month",
    "radio",
    "checkbox",
  ),
  label: anyWord,
  name: anyWord,
  form: fc.integer({ min: -1, max: 2 }),
  maxLength: fc.constantFrom(-1, 0, 2, 4, 5, 20),
  options: fc.array(fc.record({ value: fc.string(), text: anyWord }), { maxLength: 4 }),
  obstacle: fc.constantFrom<PageField["obstacle"][]>(
    null,
    null,
    "hidden",
    "covered",
    "disabled",
    "readonly",
  ),
  touched: fc.boolean(),
  focused: fc.boolean(),
});

describe("whatever the page", () => {
  const custom = item("form", {}, [
    {
      label: "Password",
      type: "hidden",
      value: "s3cret",
      match: { token: "current-password", label: "Password" },
    },
    { label: "Name", value: "N".repeat(10) },
    { label: "Coupon", value: "FREE" },
  ]);
  const items = fc.constantFrom(ada, visa, login, custom);
  test("each field gets at most one step, none with an obstacle, none longer than it takes", () => {
    fc.assert(
      fc.property(
        fc.array(anyField, { maxLength: 10 }),
        items,
        fc.boolean(),
        (some, it, keepTyped) => {
          const fields = some.map((field, n) => pageField({ ...field, n }));
          const { steps, looks } = planned(fields, it, {
            keepTyped,
            critical: { "cc-csc": "123" },
          });
          expect(new Set(steps.map(({ n }) => n)).size).toBe(steps.length);
          expect(looks.filter(({ outcome }) => outcome === "filled").map(({ n }) => n)).toEqual(
            steps.map(({ n }) => n),
          );
          for (const step of steps) {
            const field = fields[step.n] ?? pageField();
            expect(field.obstacle).toBeNull();
            expect(step.do !== "option" || step.index in field.options).toBe(true);
            const text = step.do === "text" ? step.value : "";
            expect(field.maxLength < 0 || text.length <= field.maxLength).toBe(true);
            expect(text !== "s3cret" || field.type === "password").toBe(true);
            expect(field.type !== "password" || /^(s3cret|\d+)$/.test(text)).toBe(true);
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});
