/** Rules found on pages that others wrote from memory (docs/FORMS.md): each beside the field that must stay as it was. */
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import type { PageField } from "../../../src/core/form/field.ts";
import { form, list, pageField } from "./fields.ts";

const tokens = (fields: PageField[]) => classify(fields).map(({ token }) => token);
const one = (field: Partial<PageField>) => tokens([pageField(field)])[0];
const password = { type: "password", label: "Password", name: "password" };

describe("an address that a program names", () => {
  test("is one where goods are shipped, though an IP address is none", () => {
    expect(one({ name: "shipAddress1" })).toBe("street-address");
    expect(one({ name: "shipAddress2" })).toBe("address-line2");
    expect(one({ name: "ip_address" })).toBe("none");
    expect(one({ label: "Reply-to address" })).toBe("none");
  });
  test("is not filled into the line for whose attention it is", () => {
    expect(one({ label: "Attention / C/O:", name: "shipAddr.attention" })).toBe("none");
    expect(one({ label: "Address line 2 (apartment, c/o)" })).toBe("address-line2");
  });
});

describe("a list", () => {
  test("of what is dialled before a number is a country's code, whatever stands before it", () => {
    expect(one(list("Phone", "US +1", "GB +44", "MX +52"))).toBe("tel-country-code");
    expect(one(list("", "+1", "+44", "+49", "+81"))).toBe("tel-country-code");
    expect(one(list("Storage", "64 GB", "128 GB (+10)", "256 GB"))).toBe("unknown");
  });
  test("of cards by their makers is the card's, and of ways to pay it is none", () => {
    expect(one(list("Payment method", "VISA", "Master Card", "American Express"))).toBe("cc-type");
    expect(one(list("Payment method", "VISA", "PayPal", "Invoice"))).not.toBe("cc-type");
  });
  test("of codes before a mobile number leaves the rest of it to the next box", () => {
    const [code, rest] = tokens(form("", list("", "083", "085", "086"), { label: "Mobile no." }));
    expect([code, rest]).toEqual(["tel-area-code", "tel-local"]);
    expect(tokens(form("", list("", "One", "Two"), { label: "Mobile no." }))[1]).toBe("tel");
  });
});

describe("radio buttons of one name", () => {
  const radio = (name: string, near: string) => ({ type: "radio", name, near });
  test("ask the same, though only the first has the question before it", () => {
    const fields = form("", radio("seibetsu", "性別"), radio("seibetsu", "男性"));
    expect(tokens(fields)).toEqual(["sex", "sex"]);
    expect(tokens(form("", radio("a", "性別"), radio("b", "男性")))[1]).toBe("unknown");
  });
});

describe("who signs in", () => {
  test("is the customer whose number stands before digits of a PIN", () => {
    const digit = { type: "password", maxLength: 1 };
    const fields = form(
      "Log in",
      { label: "Customer number" },
      { type: "checkbox", label: "Remember me" },
      { ...digit, label: "1st" },
      { ...digit, label: "3rd" },
      password,
    );
    expect(tokens(fields)).toEqual(["username", "unknown", "none", "none", "current-password"]);
  });
  test("types a password that is known, where a number or an address is taken and names come later", () => {
    const who = { label: "Rewards number or e-mail" };
    const names = [{ label: "First name" }, { label: "Last name" }];
    expect(tokens(form("Guest", who, password, ...names))[1]).toBe("current-password");
    expect(tokens(form("Register", ...names, who, password))[3]).toBe("new-password");
  });
  test("types a passcode of his own choice where it may be long, and a short one that was sent", () => {
    const passcode = { type: "password", label: "Passcode" };
    expect(one({ ...passcode, maxLength: 24 })).toBe("current-password");
    expect(one({ ...passcode, maxLength: 6 })).toBe("one-time-code");
    const access = { type: "password", label: "Código de acesso", maxLength: 7 };
    const lost = "Esqueceu-se do código de acesso?";
    expect(one({ ...access, after: lost })).toBe("current-password");
    expect(one({ type: "password", label: "MFA code", maxLength: 6, after: lost })).toBe(
      "one-time-code",
    );
  });
});

describe("a code beside a picture", () => {
  const code = { near: "Code de confirmation", name: "confirm_code" };
  test("was not sent, though the button of the form says so of the message", () => {
    const fields = form("Envoyer", { tag: "textarea", name: "message" }, code);
    expect(tokens(fields)[1]).toBe("none");
  });
  test("was sent where the page says so", () => {
    const fields = form("Nous avons envoyé un code par SMS", code);
    expect(tokens(fields)[0]).toBe("one-time-code");
  });
  test("is never a box to be ticked", () => {
    const tick = { type: "checkbox", name: "disable_code", near: "Code" };
    expect(tokens(form("Verify", tick))[0]).toBe("unknown");
  });
});

describe("a telephone in three boxes without a length", () => {
  test("is parted where the second is called a prefix", () => {
    const names = ["phoneAreaCode", "phonePrefix", "phoneNumber"];
    expect(tokens(form("", ...names.map((name) => ({ name }))))).toEqual([
      "tel-area-code",
      "tel-local-prefix",
      "tel-local-suffix",
    ]);
  });
});

describe("a telephone behind its area code", () => {
  test("is the local part, however its boxes are called", () => {
    const fields = form(
      "",
      { near: "Home phone", name: "Phone1$Area", title: "Area/city code" },
      { name: "Phone1$Number", title: "Number" },
    );
    expect(tokens(fields)).toEqual(["tel-area-code", "tel-local"]);
    expect(tokens(form("", { label: "Phone" }, { label: "Mobile phone" }))).toEqual(["tel", "tel"]);
  });
});

describe("a telephone in three boxes of which only the first has words", () => {
  const parts = ["tel-area-code", "tel-local-prefix", "tel-local-suffix"];
  test("is known by their lengths, however they are called", () => {
    const names = ["cbrNpa", "cbrNxx", "cbrLine"];
    const boxes = names.map((name, at) => ({ name, maxLength: [3, 3, 4][at] ?? 0 }));
    const [first = {}, ...others] = boxes;
    expect(tokens(form("", { ...first, label: "Contact phone" }, ...others))).toEqual(parts);
    const other = form("", { ...first, label: "Contact phone" }, { label: "Size" }, { name: "x" });
    expect(tokens(other)[0]).toBe("tel");
  });
  test("is known by their counting, however long they are", () => {
    const [first = {}, ...others] = ["tel1", "tel2", "tel3"].map((name) => ({ name }));
    expect(tokens(form("", { ...first, near: "電話番号" }, ...others))).toEqual(parts);
    const two = [
      { label: "Phone", name: "tel1" },
      { label: "Mobile", name: "tel2" },
    ];
    expect(tokens(form("", ...two))).toEqual(["tel", "tel"]);
  });
  test("in two boxes is known by what the first is called", () => {
    const fields = form("", { label: "Day phone *", name: "billTo_dayArea" }, { name: "dayNum" });
    expect(tokens(fields)).toEqual(["tel-area-code", "tel-local"]);
    expect(tokens(form("", { label: "Day phone *", name: "billTo_dayArea" }))).toEqual(["tel"]);
  });
});

describe("a date in three boxes", () => {
  const boxes = ["MM", "DD", "YYYY"].map((label) => ({ label, maxLength: label.length }));
  const people = [{ label: "First name" }, { label: "Last name" }];
  test("is no birthday where a table is reserved", () => {
    const all = tokens(form("Reserve a table", ...people, ...boxes));
    expect(all.slice(2)).toEqual(["unknown", "unknown", "unknown"]);
    expect(tokens(form("Register", ...people, ...boxes))[2]).toBe("bday-month");
  });
  test("has its year in the last one, though all are called the same", () => {
    const named = [
      { ...list("Month", "1"), name: "birthdate1", label: "Birth month" },
      { ...list("Day", "1"), name: "birthdate2", label: "Birth day" },
      { name: "birthdate3", maxLength: 4 },
    ];
    expect(tokens(form("", ...named))[2]).toBe("bday-year");
  });
  test("is no expiry of a card where a licence expires", () => {
    const licence = [{ name: "license.expMonth" }, { name: "license.expYear" }];
    expect(tokens(form("", ...licence, { label: "Card number" })).slice(0, 2)).toEqual([
      "none",
      "none",
    ]);
  });
});

describe("what stands around a field", () => {
  test("is not its name where it only says that it is required", () => {
    expect(one({ near: "例:160-0023 · 都道府県 · 必須" })).toBe("address-level1");
    expect(one({ near: "City · required" })).toBe("address-level2");
    expect(one({ near: "required · City" })).toBe("address-level2");
    // A page that says it a hundred times: an expression with one repetition in another would never end here.
    expect(one({ near: `City${" · required ".repeat(5)}` })).toBe("address-level2");
    expect(one({ near: `${"· required ".repeat(100)}!` })).toBe("unknown");
  });
  test("tells a part of a name in the net from an address", () => {
    expect(one({ label: "Site address", after: ".shop.example" })).toBe("none");
    expect(one({ label: "Address", after: "City" })).toBe("street-address");
  });
  test("asks no town by radio buttons", () => {
    const near = "Should the town lower the speed limit?";
    expect(one({ type: "radio", name: "choice", near })).toBe("unknown");
    expect(one({ type: "radio", name: "sex", near: "Gender" })).toBe("sex");
  });
  test("is no place where the program searches", () => {
    expect(one({ near: "Wexley County, VA", name: "ctl00$txtSearch" })).toBe("none");
    expect(one({ near: "County", name: "ctl00$txtCounty" })).toBe("address-level1");
  });
});

describe("an address", () => {
  test("has its state, and no county beside it", () => {
    const fields = [{ label: "State" }, { label: "ZIP code" }, { label: "County" }];
    expect(tokens(form("", ...fields))[2]).toBe("unknown");
    expect(tokens(form("", { label: "Town" }, { label: "County" }))[1]).toBe("address-level1");
  });
  test("has a name of its own that is nobody's", () => {
    const label = "Asigne un título a esta dirección";
    const fields = form("", { label: "Dirección" }, { label: "Ciudad" }, { label, name: "alias" });
    expect(tokens(fields)[2]).toBe("none");
  });
  test("is not the name of a house", () => {
    expect(one({ label: "House name or number" })).not.toBe("name");
    expect(one({ label: "House name/number and street" })).toBe("street-address");
  });
});

describe("a list of titles", () => {
  test("is known by what it offers", () => {
    const [title] = tokens(form("", list("", "MR", "MRS", "MS", "MISS"), { label: "First name" }));
    expect(title).toBe("honorific-prefix");
    expect(one(list("Size", "S", "M", "L"))).not.toBe("honorific-prefix");
  });
});

describe("names of a program", () => {
  test("end where a number stands between words", () => {
    expect(one({ name: "shipTo.phone1Ext" })).toBe("tel-extension");
    expect(one({ name: "line1address" })).toBe("street-address");
  });
  test.each([
    ["checkout_city", "address-level2"],
    ["invoiceStreet", "street-address"],
    ["logonPhone", "tel"],
    ["shippingzipcode", "postal-code"],
    ["txtaddr1", "street-address"],
    ["billtolname", "family-name"],
    ["cc_nm", "cc-name"],
  ])("begin with the form and end with the field: %s", (name, token) =>
    expect(one({ name })).toBe(token),
  );
  test.each([
    ["checkout_date", "none"],
    ["invoice_number", "none"],
    ["login_name", "username"],
    ["accno", "unknown"],
    ["contactus", "unknown"],
  ])("are read whole where the end alone says another thing: %s", (name, token) =>
    expect(one({ name })).toBe(token),
  );
});

describe("two columns of one table", () => {
  test("have no lines of one address", () => {
    const names = ["ShipAddress", "BillAddress", "ShipCity", "BillCity"];
    const both = form("", ...names.map((name) => ({ name })));
    expect(tokens(both).slice(0, 2)).toEqual(["street-address", "street-address"]);
    const lines = form("", { name: "ShipAddress" }, { name: "ShipAddressMore" });
    expect(tokens(lines)).toEqual(["address-line1", "address-line2"]);
  });
});

describe("words that mean another thing beside others", () => {
  test("the birthday of who holds the card is one", () => {
    expect(one({ label: "Data de nascimento do titular", name: "nascTitular" })).toBe("bday");
  });
  test("the year of a card is one in the field of a shop's part called AIM", () => {
    const month = { name: "authorizenet_aim_cc_expires_month" };
    const year = { name: "authorizenet_aim_cc_expires_year" };
    expect(tokens(form("", { label: "Card number" }, month, year)).slice(1)).toEqual([
      "cc-exp-month",
      "cc-exp-year",
    ]);
    expect(one({ name: "aim_name" })).toBe("none");
  });
  test("how an answer is to be written says not what is asked", () => {
    expect(one({ near: "Who built the machine? (last name, lowercase):" })).toBe("unknown");
    expect(one({ near: "Your name? (as in your passport)" })).toBe("name");
  });
});

describe("a number of a card", () => {
  test.each([
    { label: "'Money' Advantage card number", name: "loyaltyCard" },
    { placeholder: "Card number", name: "RewardsNumber" },
    { type: "tel", near: "PIN", name: "gcPin" },
  ])("that collects points or was given is none: $name", (field) => {
    expect(one(field)).toBe("none");
  });
  test("is the user's where nothing else is said", () => {
    expect(one({ placeholder: "Card number", name: "cardNumber" })).toBe("cc-number");
    expect(one({ label: "Card number (Visa, Diners Club)" })).toBe("cc-number");
    expect(one({ label: "E-mail", placeholder: "We send your voucher to this address" })).toBe(
      "email",
    );
  });
});

describe("buttons for the brand of a card", () => {
  const brand = (text: string) => ({
    type: "radio",
    name: "iCcT",
    near: text,
    options: [{ value: text, text }],
  });
  test("are known by what all of them say together", () => {
    const all = tokens(form("", ...["Visa", "MC", "AmEx", "Disc"].map(brand)));
    expect(new Set(all)).toEqual(new Set(["cc-type"]));
    expect(tokens(form("", ...["Red", "Green"].map(brand)))).toEqual(["unknown", "unknown"]);
  });
});

describe("what is near to another word", () => {
  test.each([
    [{ near: "Fuso orario", tag: "select", options: ["GMT", "GMT +1", "GMT +2"] }, "unknown"],
    [{ near: "Afstand", tag: "select", options: ["+ 0 km", "+ 5 km", "+ 15 km"] }, "unknown"],
    [{ label: "Engraving Line 1:", name: "Engraving Line 1" }, "none"],
    [{ label: "Street Address, PO Box, APO/FPO" }, "street-address"],
    [{ label: "Address line 2, PO Box" }, "address-line2"],
    [{ type: "password", near: "Root password" }, "none"],
    [{ near: "Nearest cross street:" }, "none"],
    [{ near: "Toll free" }, "tel"],
    [{ name: "tx_powermail_pi1[uid3]", label: "Ablesedatum" }, "unknown"],
    [{ name: "uid" }, "username"],
    [{ placeholder: "Puesto, empresa o palabra clave", name: "puesto" }, "none"],
    [{ name: "cc-m-textfield-1", near: "Vorname:" }, "given-name"],
    [{ name: "cid_680$fld", near: "Gift amount" }, "none"],
    [{ label: "Class year", maxLength: 4 }, "none"],
    [{ label: "Mobile number for tracking updates", type: "tel" }, "tel"],
    [{ label: "Tracking number" }, "none"],
    [{ label: "From", placeholder: "City or stop", name: "originCity" }, "none"],
    [{ label: "Nombre de la vía", name: "via" }, "street-address"],
    [{ label: "Núm. exterior", name: "noExt" }, "none"],
  ] as const)("is kept apart: %o", (some, token) => {
    const texts = "options" in some ? some.options : [];
    const options = texts.map((text) => ({ value: text, text }));
    expect(one({ ...some, options })).toBe(token);
  });
  test("is a trap where the page says behind the field that it only validates", () => {
    const after = "This field is for validation purposes and should be left unchanged.";
    expect(one({ type: "text", label: "Email", after })).toBe("none");
  });
  test("the number of a house is not its street", () => {
    expect(one({ near: "Billing address · Street #" })).not.toBe("street-address");
    expect(one({ near: "Name", name: "streetName" })).toBe("street-address");
  });
  test("first and last names are told by one letter", () => {
    const fields = form("", { near: "Name (First, Last)", name: "BFName" }, { name: "BLName" });
    expect(tokens(fields)).toEqual(["given-name", "family-name"]);
  });
  test("two dates of a job are no expiry of a card", () => {
    const names = [{ label: "Nome" }, { label: "Cognome" }, { label: "Azienda" }];
    const placeholder = "MM/AAAA";
    const dates = [
      { near: "Dal", placeholder },
      { near: "Al", placeholder },
    ];
    expect(tokens(form("", ...names, ...dates)).slice(3)).toEqual(["unknown", "unknown"]);
  });
  test("the number of a house behind the postal code leaves the line to the flat", () => {
    const parts = ["postcode", "huisnummer", "toevoeging", "straat", "plaats"];
    const [, house, flat] = tokens(form("", ...parts.map((label) => ({ label }))));
    expect([house, flat]).toEqual(["unknown", "address-line2"]);
  });
  test("the PIN of a gift card is no password", () => {
    const pin = { type: "password", label: "PIN" };
    expect(tokens(form("Pay", { label: "Gift card number" }, pin))).toEqual(["none", "none"]);
    expect(tokens(form("Log in", { label: "Member number" }, pin))).toEqual([
      "username",
      "current-password",
    ]);
  });
  test("the code of a card is one though browsers are told that it is a new password", () => {
    const quiet = { type: "password", autocomplete: "new-password" };
    expect(one({ ...quiet, label: "Security code" })).toBe("none");
    const fields = form("", { label: "Card number" }, { ...quiet, label: "Security code" });
    expect(tokens(fields)[1]).toBe("cc-csc");
    expect(one({ ...quiet, label: "Password" })).toBe("new-password");
  });
  test("years to come are nobody's birthday", () => {
    const birth = { label: "Date of birth" };
    const years = list("Year of entry", "2023", "2024", "2025", "2026", "2027");
    expect(tokens(form("", birth, years))[1]).not.toBe("bday-year");
    const born = list("Year of birth", "1980", "1981", "1982", "1983", "1984");
    expect(tokens(form("", birth, born))[1]).toBe("bday-year");
  });
  test("labels float behind their boxes where nothing known stands before the first one", () => {
    const words = ["Nombre", "Primer apellido", "Código postal", "Población", "Móvil"];
    const boxes = words.map((after, at) => ({ after, near: words[at - 1] ?? "Precio" }));
    expect(tokens(form("", ...boxes))).toEqual([
      "given-name",
      "family-name",
      "postal-code",
      "address-level2",
      "tel",
    ]);
    const before = words.map((near, at) => ({ near, after: words[at + 1] ?? "Enviar" }));
    expect(tokens(form("", ...before))[4]).toBe("tel");
  });
  test("a PIN that is made up was not sent", () => {
    const made = { type: "password", near: "Create a 4-digit PIN:", maxLength: 4 };
    const again = { type: "password", near: "PIN again:", maxLength: 4 };
    expect(tokens(form("Join", made, again))).toEqual(["new-password", "new-password"]);
  });
  test("the name before a password is no user name where one is asked for already", () => {
    const names = [{ label: "Username" }, { label: "Name" }];
    expect(tokens(form("Log in", ...names, password))).toEqual([
      "username",
      "name",
      "current-password",
    ]);
  });
  test("three boxes behind a list of codes are parts of one number", () => {
    const codes = list("", "010", "011", "016");
    const named = form("", codes, { name: "tel2", title: "Phone" }, { name: "tel3" });
    expect(tokens(named)).toEqual(["tel-area-code", "tel-local-prefix", "tel-local-suffix"]);
  });
});
