/** Rules found on markup of other software (docs/FORMS.md): each with the field that must stay as it was. */
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { form, list, pageField } from "./fields.ts";

const tokens = (fields: PageField[]) => classify(fields).map(({ token }) => token);
const one = (field: Partial<PageField>) => tokens([pageField(field)])[0];

describe("a menu before a box", () => {
  test("labels nothing with its first words", () => {
    expect(one({ near: "Subscribe to e-mail · 365 stories · Sales" })).toBe("unknown");
    expect(one({ near: "News · FAQ · Newsletter" })).toBe("unknown");
  });
  test("is none where a label stands before a hint, or last", () => {
    expect(one({ near: "E-mail · You will never regret it" })).toBe("email");
    expect(one({ near: "Login · Register · E-mail" })).toBe("email");
    expect(one({ near: "Nieuwsbrief" })).toBe("email");
  });
});

describe("a box that hides what is typed", () => {
  test("is for the password that it is shown for, whatever else is written around it", () => {
    const shown = { type: "password", label: "Password", id: "with-error-message" };
    expect(one(shown)).toBe("current-password");
    const near = "Two-factor instructions · Password";
    expect(one({ type: "password", near, placeholder: "Password" })).toBe("current-password");
  });
  test("is for a code where that is what is shown, and stays empty where it says so", () => {
    expect(one({ type: "password", label: "One-time password" })).toBe("one-time-code");
    expect(one({ type: "password", label: "Leave this field blank", name: "pass" })).toBe("none");
  });
});

describe("names that run together", () => {
  test("tell the old password from the new one", () => {
    const words = ["oldpassword", "newpassword0", "newpassword1"];
    const fields = form("", ...words.map((name) => ({ type: "password", name })));
    expect(tokens(fields)).toEqual(["current-password", "new-password", "new-password"]);
  });
  test("tell a password that is shown from who signs in", () => {
    const [shown] = tokens(form("", { name: "oldpassword" }, { type: "password", name: "p" }));
    expect(shown).toMatch(/password$/);
    const [who] = tokens(form("", { name: "passenger" }, { type: "password", name: "p" }));
    expect(who).toBe("username");
  });
});

describe("a password whose rules stand beside it", () => {
  const word = { type: "password", label: "Password" };
  test.each(["At least 8 characters", "Mindestens 8 Zeichen", "Il doit contenir une majuscule"])(
    "is new: %s",
    (after) => {
      const fields = form("Continue", { type: "email", label: "E-mail" }, { ...word, after });
      expect(tokens(fields)[1]).toBe("new-password");
    },
  );
  test.each(["Forgot your password? It has at least 8 characters", "Show what is typed"])(
    "is known where it may be lost, or nothing is said of it: %s",
    (after) => {
      const fields = form("Continue", { type: "email", label: "E-mail" }, { ...word, after });
      expect(tokens(fields)[1]).toBe("current-password");
    },
  );
});

describe("names and addresses of things", () => {
  test.each(["Table name", "Role name", "App name", "Gradient name", "Web address"])(
    "are no person's, and nothing is known of them: %s",
    (label) => expect(one({ label })).toBe("none"),
  );
  test("of people are known, though they may be somebody else's", () => {
    const [groom] = classify([pageField({ label: "Groom name" })]);
    expect(groom).toMatchObject({ token: "name", foreign: true });
    expect(one({ label: "Customer name" })).toBe("name");
    expect(one({ label: "Shipping address" })).toBe("street-address");
  });
  test.each([
    ["Logo URL", "Website URL"],
    ["I prefer to be addressed as", "Address"],
    ["National Insurance number", "Phone number"],
    ["Do you have any questions?", "Your e-mail"],
    ["Change state", "State"],
    ["Image position", "Your position"],
    ["Password expires on", "Expires on"],
    ["Mobile image", "Mobile number"],
    ["Max unit", "Unit number"],
    ["Country of manufacture", "Country of residence"],
    ["URL key", "URL of your site"],
    ["Token endpoint", "Homepage"],
    ["Subscription URL", "Website URL"],
    ["Calendar name", "Patient name"],
    ["Account idle seconds", "Account ID"],
  ])("'%s' is not filled, '%s' is", (theirs, own) => {
    expect(one({ label: theirs })).toMatch(/^(none|unknown)$/);
    expect(one({ label: own })).not.toMatch(/^(none|unknown)$/);
  });
  test("a search is told by what programs call its box", () => {
    expect(one({ label: "Name", name: "searchText" })).toBe("none");
    expect(one({ label: "Name", name: "researcher" })).toBe("name");
  });
});

describe("a name by what a program calls it", () => {
  test.each(["product[name]", "newServer[Name]", "event_name"])("is the thing's: %s", (name) => {
    expect(one({ label: "Name", name })).toBe("none");
  });
  test("goes for addresses too", () => {
    expect(one({ label: "Address", name: "wallet_address" })).toBe("none");
    expect(one({ label: "Address", name: "billing_address" })).toBe("street-address");
  });
  test.each(["customer[name]", "comment[name]", "your_name", "name"])("is not in %s", (name) => {
    expect(one({ label: "Name", name })).toBe("name");
  });
  test.each([
    ["First & last name", "name"],
    ["Fonction dans la société", "organization-title"],
  ])("'%s' is %s", (label, kind) => expect(one({ label })).toBe(kind));
});

describe("how to pay", () => {
  const radio = (text: string): Partial<PageField> => ({
    type: "radio",
    name: "paymentType",
    options: [{ value: text, text }],
  });
  test("by card or otherwise is no brand of a card", () => {
    expect(tokens(form("", radio("creditcard"), radio("PayPal")))).toEqual(["none", "none"]);
    expect(tokens(form("", list("Payment type", "Visa", "Mastercard")))).toEqual(["cc-type"]);
  });
});

describe("prefixes and suffixes", () => {
  test("of numbers and files are no titles", () => {
    expect(one({ label: "Weight, in pounds", id: "input-suffix" })).toBe("unknown");
    expect(one({ ...list("Engine", "A", "B", "C"), name: "prefix" })).toBe("unknown");
  });
  test("of people are", () => {
    expect(one({ ...list("Your prefix", "Mr", "Mrs"), name: "prefix" })).toBe("honorific-prefix");
    const person = form("", { name: "suffix", label: "Suffix" }, { label: "Last name" });
    expect(tokens(person)[0]).toBe("honorific-suffix");
  });
});

describe("a beginning that names of a form share", () => {
  const named = (...ends: string[]) => ends.map((end) => ({ id: `main-address-form-${end}` }));
  test("says nothing of a field whose own part says nothing", () => {
    expect(tokens(form("", ...named("zip", "reference", "district-code", "city")))).toEqual([
      "postal-code",
      "unknown",
      "unknown",
      "address-level2",
    ]);
  });
  test("is the field's own where nobody shares it", () => {
    expect(tokens(form("", { name: "address_x" }, { name: "city" }))).toEqual([
      "street-address",
      "address-level2",
    ]);
  });
});

describe("names of programs", () => {
  test.each([
    ["tbxDOBDay", "birth"],
    ["credit_card_zip", "postal-code"],
    ["addCreditCardPostalCode", "postal-code"],
    ["BILL_TO<>postal", "postal-code"],
    ["ship_first_nm", "given-name"],
    ["credit_card_number", "cc-number"],
    ["optinSMSNumber", "tel"],
  ])("are read to their last word: %s", (name, kind) => {
    const got = name.startsWith("tbx")
      ? tokens(form("", { name }, { name: "tbxDOBMonth" }, { name: "tbxDOBYear" })).join(" ")
      : one({ name });
    expect(got).toBe(kind === "birth" ? "bday-day bday-month bday-year" : kind);
  });
  test("call who comments an author, and in a catalogue who wrote the book", () => {
    const author = { name: "author" };
    const text = { tag: "textarea", name: "comment" } as const;
    expect(tokens(form("", author, { type: "email", name: "email" }, text))[0]).toBe("name");
    expect(tokens(form("Find books", author, { name: "title" }))[0]).toBe("unknown");
  });
});

describe("a verification code", () => {
  const code = { label: "Verification code" };
  const word = { type: "password", label: "Password" };
  const again = { type: "password", label: "Repeat password" };
  test("where somebody signs up is the letters of a picture", () => {
    expect(tokens(form("Join us", { label: "E-mail" }, word, again, code))[3]).toBe("none");
  });
  test.each([
    ["Join us | Send code", code],
    ["Join us", { label: "SMS verification code" }],
    ["Join us", { ...code, autocomplete: "one-time-code" }],
  ])("is one that was sent where something says so: %s, %o", (context, sent) => {
    expect(tokens(form(context, { label: "E-mail" }, word, again, sent))[3]).toBe("one-time-code");
  });
  test("alone was sent", () => {
    expect(one(code)).toBe("one-time-code");
  });
});
