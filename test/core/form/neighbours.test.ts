/** What a field is by what stands beside it: each rule with the page that must stay as it was. */
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { form, list, pageField } from "./fields.ts";

const tokens = (fields: PageField[]) => classify(fields).map(({ token }) => token);

describe("a text before several fields", () => {
  const shared = "City / State / Zip";
  test("is divided by what programs call them", () => {
    const fields = form("", { near: shared, name: "dcity" }, { name: "dstate" }, { name: "dzip" });
    expect(tokens(fields)).toEqual(["address-level2", "address-level1", "postal-code"]);
  });
  test("decides by itself where the program says nothing of it", () => {
    expect(tokens(form("", { near: "City, postal code", name: "f7" }))).not.toEqual(["unknown"]);
  });
});

describe("a list whose first choice is all of them", () => {
  test.each([
    ["Provincia", "(Todas las provincias)", "Madrid", "Barcelona", "Valencia", "Sevilla"],
    ["Country", "All countries", "Austria", "Belgium", "Croatia", "Denmark"],
    ["Bundesland", "Alle Bundesländer", "Bayern", "Berlin", "Hessen", "Sachsen"],
    ["都道府県", "すべて", "東京都", "大阪府", "京都府", "北海道"],
  ])("narrows a search and stays as it is: %s, %s", (label, ...texts) => {
    expect(tokens(form("", list(label, ...texts)))).toEqual(["none"]);
    const [, ...others] = texts;
    expect(tokens(form("", list(label, "–", ...others)))).not.toEqual(["none"]);
  });
});

describe("an e-mail address before its domain", () => {
  const word = { type: "password", label: "Password" };
  test("is the user name alone", () => {
    expect(tokens(form("Sign in", { label: "E-mail", after: "@mail.example" }, word))[0]).toBe(
      "username",
    );
    expect(tokens(form("Sign up", { label: "New e-mail", after: "@mail.example" }))[0]).toBe(
      "username",
    );
  });
  test("is an address where a sentence follows", () => {
    const after = "We never give it away";
    expect(tokens(form("Newsletter", { label: "E-mail", after }))).toEqual(["email"]);
  });
});

describe("who signs in", () => {
  const word = { type: "password", label: "Password", after: "Forgot your password?" };
  test("has a current password where the form speaks of a lost one, whatever autocomplete says", () => {
    const quiet = { ...word, autocomplete: "new-password" };
    const phone = { type: "tel", label: "Phone" };
    expect(tokens(form("Sign in", phone, quiet))[1]).toBe("current-password");
    const link = "New account | Forgot password? | Shop";
    expect(tokens(form(link, { label: "Email" }, { ...word, after: "" }))[1]).toBe(
      "current-password",
    );
    const person = [{ label: "First name" }, { label: "Last name" }];
    expect(tokens(form(link, ...person, { ...word, after: "" }))[2]).toBe("new-password");
  });
  test("may write a user name where the page takes an address too", () => {
    const either = { type: "email", placeholder: "Username / Email", name: "login" };
    const other = pageField({ n: 2, form: 1, type: "email", label: "Newsletter" });
    expect(tokens([...form("Sign in", either, word), other])[0]).toBe("username");
  });
  test("begins with the address where the program calls it a user name", () => {
    const mail = { type: "email", label: "Email address", name: "email" };
    expect(tokens(form("Continue", { ...mail, id: "username" }))).toEqual(["username"]);
    expect(tokens(form("Continue", mail))).toEqual(["email"]);
    expect(tokens(form("Sign up", { ...mail, id: "username" }))).toEqual(["email"]);
  });
  test("needs no country of a number that nobody asks for", () => {
    const land = list("Country code", "Austria (+43)", "Belgium (+32)", "Croatia (+385)", "Cuba");
    expect(tokens(form("Sign in", land, { label: "Username, email or mobile" }, word))[0]).toBe(
      "unknown",
    );
    expect(tokens(form("Contact", land, { type: "tel", label: "Phone" }))[0]).toBe(
      "tel-country-code",
    );
  });
});

describe("a password that the next one confirms", () => {
  const fields = (first: string) =>
    form(
      "Profile",
      { type: "password", label: first, id: "inputCurrentPassword" },
      { type: "password", label: "Confirm password" },
    );
  test("is new, whatever the program calls it", () =>
    expect(tokens(fields("Password"))).toEqual(["new-password", "new-password"]));
  test("is old where a person reads so", () =>
    expect(tokens(fields("Current password"))[0]).toBe("current-password"));
  test("is new in a program's short word for a registration", () => {
    const regi = { type: "password", label: "Password", name: "regi_password" };
    const twice = { type: "password", label: "Confirm password", name: "regi_password2" };
    expect(tokens(form("Register", regi, twice))).toEqual(["new-password", "new-password"]);
  });
});

describe("numbers and days", () => {
  const ordinals = ["1st", "2nd", "3rd", ...Array.from({ length: 25 }, (_, at) => `${at + 4}th`)];
  test("a day of every month is nobody's expiry", () => {
    const every = { ...list("", ...ordinals), near: "Every month on the", name: "dayOfMonth" };
    const card = { label: "Card number" };
    expect(tokens(form("Pay", card, every))[1]).toMatch(/none|unknown/);
  });
  test("a list of days that comes with the month belongs to the birthday", () => {
    const months = Array.from({ length: 12 }, (_, at) => String(at + 1));
    const fields = form(
      "",
      { ...list("Date of birth", ...months), name: "birthMonth" },
      { ...list("", "Date"), name: "birthDate" },
      { ...list("", "Year"), name: "birthYear" },
    );
    expect(tokens(fields)).toEqual(["bday-month", "bday-day", "bday-year"]);
  });
  test("a street's number apart from its name is no line of an address", () => {
    const fields = form(
      "",
      { label: "Street number" },
      { label: "Street name" },
      { label: "City" },
    );
    expect(tokens(fields)).toEqual(["unknown", "street-address", "address-level2"]);
  });
});

describe("words that are more than one thing", () => {
  test("a list of Madame and Monsieur that the program calls a gender is one", () => {
    const title = list("Titre de civilité", "Madame", "Mademoiselle", "Monsieur");
    const name = { label: "Prénom" };
    expect(tokens(form("", { ...title, name: "gender" }, name))[0]).toBe("sex");
    expect(tokens(form("", { ...title, name: "civilite" }, name))[0]).toBe("honorific-prefix");
  });
  test("addresses that are divided by commas are those of people who get mail", () => {
    const placeholder = "Separate multiple addresses with a comma";
    expect(tokens(form("Send", { placeholder, name: "recipient_email" }))).toEqual(["email"]);
  });
  test("the Portuguese article is no 'or'", () => {
    const fields = form("", { label: "Enviar para o Endereço de Email", name: "alvo" });
    expect(tokens(fields)).toEqual(["email"]);
    const either = form(
      "Entrar",
      { label: "Usuario o e-mail" },
      { type: "password", label: "Clave" },
    );
    expect(tokens(either)[0]).toBe("username");
  });
  test("a nickname that is shown as a first name is one", () => {
    expect(tokens(form("Write a review", { near: "First name", name: "nickname" }))).toEqual([
      "given-name",
    ]);
  });
});
