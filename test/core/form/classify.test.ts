import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { plainWords } from "../../../src/core/form/text.ts";
import { form, list, pageField } from "./fields.ts";

const tokens = (fields: PageField[]) => classify(fields).map(({ token }) => token);
const alone = (field: Partial<PageField>) => tokens([pageField(field)])[0];

describe("names and labels read alike", () => {
  test.each([
    ["firstName", " first name "],
    ["addr_line_2", " addr line 2 "],
    ["E-Mail-Adresse", " e mail adresse "],
    ["Prénom *", " prenom "],
    ["Straße", " strasse "],
    ["Текущий пароль", " текущий пароль "],
  ])("%s", (text, words) => expect(plainWords(text)).toBe(words));
});

describe("a field alone", () => {
  test.each<[Partial<PageField>, string]>([
    [{ autocomplete: "shipping email" }, "email"],
    [{ autocomplete: "fax tel" }, "none"],
    [{ autocomplete: "off", label: "E-mail" }, "email"],
    [{ autocomplete: "given_name", id: "x1" }, "given-name"],
    [{ type: "password", autocomplete: "username" }, "current-password"],
    [{ type: "text", autocomplete: "new-password", label: "City" }, "address-level2"],
    [{ type: "search", label: "City" }, "none"],
    [{ label: "Name", name: "first_name" }, "given-name"],
    [{ label: "Full name (first and last name)" }, "name"],
    [{ label: "Vorname" }, "given-name"],
    [{ label: "Code postal" }, "postal-code"],
    [{ label: "Apellidos" }, "family-name"],
    [{ label: "Gift card number" }, "none"],
    [{ label: "Gutscheincode" }, "none"],
    [{ label: "Promo code" }, "none"],
    [{ label: "Enter the characters shown" }, "none"],
    [{ label: "Security code" }, "none"],
    [{ label: "Enter the 6 digit code" }, "one-time-code"],
    [{ tag: "textarea", label: "Your name and message" }, "none"],
    [{ type: "checkbox", label: "E-mail me" }, "unknown"],
    [{ label: "Lorem ipsum" }, "unknown"],
    [list("Please choose", "-", "Small", "Large"), "unknown"],
    [{ type: "tel", label: "Mobile (a one-time password will be sent to you)" }, "tel"],
    [{ near: "I am a registered user · E-mail *" }, "email"],
    [{ placeholder: "Phone/Email", name: "account" }, "username"],
    [{ near: "Year of birth:", name: "year", maxLength: 4 }, "bday-year"],
    [{ name: "BDayPhone_tel2", label: "Exchange" }, "tel"],
    [{ name: "dnrlast" }, "family-name"],
    [{ name: "capacity" }, "unknown"],
    [{ name: "GiftCardNum", near: "Card number:" }, "none"],
    [{ label: "User name", name: "name" }, "username"],
    [{ label: "Property name", name: "name" }, "none"],
    [list("Paper", "EN", "DE", "LT", "PL", "RU"), "unknown"],
    [list("País", "Argentina", "Bolivia", "Chile", "Colombia", "Perú"), "country"],
    [list("", "Alabama", "Alaska", "Arizona", "Texas", "Utah"), "address-level1"],
    [list("Expires", "01/2027", "02/2027", "03/2027", "04/2027", "05/2027"), "cc-exp"],
    [list("Genre", ...Array.from({ length: 30 }, (_, at) => `Style ${at}`)), "unknown"],
  ])("%j is %s", (field, token) => expect(alone(field)).toBe(token));
});

describe("passwords by the words and the shape of their form", () => {
  const word = { type: "password", label: "Password" };
  test.each<[string, PageField[], string[]]>([
    [
      "one in a sign-in form",
      form("Sign in", { label: "User" }, word),
      ["username", "current-password"],
    ],
    [
      "one in a sign-up form",
      form("Create account | Sign up", { label: "E-mail" }, word),
      ["email", "new-password"],
    ],
    [
      "a form that offers both ways but asks for a person",
      form("Log in or sign up", { label: "First name" }, { label: "Last name" }, word),
      ["given-name", "family-name", "new-password"],
    ],
    [
      "one and its repetition",
      form("", word, { type: "password", label: "Repeat password" }),
      ["new-password", "new-password"],
    ],
    [
      "the old one and two new ones",
      form(
        "",
        { type: "password", label: "Current password" },
        { type: "password", label: "New password" },
        { type: "password", label: "Confirm" },
      ),
      ["current-password", "new-password", "new-password"],
    ],
    [
      "a security code beside a card",
      form("", { label: "Card number" }, { type: "password", label: "Security code" }),
      ["cc-number", "cc-csc"],
    ],
  ])("%s", (_name, fields, expected) => expect(tokens(fields)).toEqual(expected));
});

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_none, at) => String(from + at));
}

describe("parts that the neighbours tell", () => {
  const months = ["Month", ..."Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ")];

  test("day, month and year under a birthday", () => {
    const fields = form(
      "",
      { ...list("", ...numbers(1, 31)), near: "Date of birth" },
      list("", ...months),
      list("", ...numbers(1950, 2020)),
    );
    expect(tokens(fields)).toEqual(["bday-day", "bday-month", "bday-year"]);
  });
  test("month and year beside a card number", () => {
    const fields = form(
      "",
      { label: "Card number" },
      list("", ...numbers(1, 12)),
      list("", ...numbers(2026, 2036)),
    );
    expect(tokens(fields)).toEqual(["cc-number", "cc-exp-month", "cc-exp-year"]);
  });
  test("one text field for both stays one", () => {
    expect(
      tokens(form("", { label: "Card number" }, { label: "Expiry date", maxLength: 5 })),
    ).toEqual(["cc-number", "cc-exp"]);
  });
  test("month and year that belong to nothing stay unknown", () => {
    expect(tokens(form("", list("", ...months), list("", ...numbers(2010, 2020))))).toEqual([
      "unknown",
      "unknown",
    ]);
  });
  test("two lines of an address, and one alone", () => {
    expect(tokens(form("", { label: "Address" }, { label: "Address line 2" }))).toEqual([
      "address-line1",
      "address-line2",
    ]);
    expect(tokens(form("", { label: "Address" }, { label: "City" }))).toEqual([
      "street-address",
      "address-level2",
    ]);
  });
  test("a telephone number in three boxes", () => {
    const boxes = [3, 3, 4].map((maxLength) => ({ maxLength, name: "phone" }));
    expect(tokens(form("", ...boxes))).toEqual([
      "tel-area-code",
      "tel-local-prefix",
      "tel-local-suffix",
    ]);
  });
  test("a name beside a surname is the given name", () => {
    expect(tokens(form("", { label: "Name" }, { label: "Surname" }))).toEqual([
      "given-name",
      "family-name",
    ]);
  });
});

test("any fields give one kind each, a token of the standard, none or unknown", () => {
  const word = fc.oneof(
    fc.constantFrom(
      "name",
      "Password",
      "birth month",
      "card number",
      "E-Mail",
      "search",
      "expiry",
      "Straße 2",
      "month",
      "confirm",
    ),
    fc.string(),
  );
  const any = fc.record({
    tag: fc.constantFrom<PageField["tag"][]>("input", "select", "textarea", "editable"),
    type: fc.constantFrom("text", "password", "tel", "email", "radio", "checkbox", "date", ""),
    label: word,
    name: word,
    autocomplete: fc.constantFrom("", "off", "email", "section-a billing cc-exp", "new-password"),
    form: fc.integer({ min: -1, max: 2 }),
    maxLength: fc.constantFrom(-1, 0, 3, 4),
    options: fc.array(fc.record({ value: word, text: word }), { maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(any, { maxLength: 12 }), (some) => {
      const fields = some.map((field, n) => pageField({ ...field, n }));
      const kinds = classify(fields);
      expect(kinds.map(({ field }) => field)).toEqual(fields);
      for (const { token } of kinds)
        expect(token).toMatch(
          /^(none|unknown|name|.+-name|honorific-.+|username|nickname|.+-password|one-time-code|organization.*|street-address|address-.+|country|postal-code|cc-.+|bday.*|tel.*|email|sex|url)$/,
        );
    }),
  );
});

describe("a password that is shown as it is typed", () => {
  test("is one where the page and its program both say so", () => {
    expect(
      tokens(form("Sign in", { label: "E-mail" }, { placeholder: "Password", name: "password" })),
    ).toEqual(["username", "current-password"]);
  });
  test.each<Partial<PageField>>([
    { label: "Password hint", name: "password_hint" },
    { near: "Forgot password", name: "lost_password_email" },
    { label: "Pin code", name: "pinCode" },
  ])("is not %j", (field) => expect(alone(field)).not.toMatch(/password/));
});

describe("texts that stand behind their fields", () => {
  test("are known by what programs call the fields", () => {
    const fields = [
      { name: "first_name", near: "Please fill in", after: "First name" },
      { name: "last_name", near: "First name", after: "Last name" },
      { name: "city", near: "Last name", after: "City" },
      { name: "f4", near: "City", after: "Postcode" },
    ];
    expect(tokens(form("", ...fields))).toEqual([
      "given-name",
      "family-name",
      "address-level2",
      "postal-code",
    ]);
  });
});

describe("an id that many fields share", () => {
  test("says nothing of any of them", () => {
    const fields = ["Sleeps", "Bedrooms", "Baths"].map((name) => ({ name, id: "url", near: name }));
    expect(tokens(form("", ...fields))).toEqual(["unknown", "unknown", "unknown"]);
  });
});

describe("an address that is a name to sign in with", () => {
  const mail = { type: "email", label: "E-mail", name: "email" };
  const word = { type: "password", label: "Password" };
  test("is the user name where the page does nothing else, and an e-mail address beside other forms", () => {
    expect(tokens(form("Sign in", mail, word))).toEqual(["username", "current-password"]);
    const search = pageField({ n: 2, form: 1, label: "City" });
    expect(tokens([...form("Sign in", mail, word), search])[0]).toBe("email");
  });
  test("is an e-mail address for who signs up, whatever its autocomplete says", () => {
    const fields = form(
      "Sign up",
      { ...mail, autocomplete: "username" },
      { ...word, autocomplete: "new-password" },
    );
    expect(tokens(fields)).toEqual(["email", "new-password"]);
  });
  test("beside 'Forgot your password?' is no sign-up, though the page offers one too", () => {
    const fields = form("Sign in | Register", mail, { ...word, after: "Forgot your password?" });
    expect(tokens(fields)[1]).toBe("current-password");
  });
});

test("a key that is printed in a letter, in boxes of several signs, is no code that was sent", () => {
  const box = { maxLength: 5 };
  const fields = form(
    "Sign up | Activation code",
    { label: "Activation code", name: "ActivationCode1", ...box },
    { name: "ActivationCode2", ...box },
    { name: "ActivationCode3", ...box },
  );
  expect(tokens(fields)).toEqual(["unknown", "unknown", "unknown"]);
});
