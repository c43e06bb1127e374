/** Labels of many languages, each with the kind a person would see in it. */
import { describe, expect, test } from "vitest";
import { classify } from "../../../src/core/form/classify.ts";
import { form, list, pageField } from "./fields.ts";

const alone = (label: string) => classify([pageField({ label })])[0]?.token;

describe("a label alone is read in", () => {
  test.each<[string, Record<string, string>]>([
    [
      "Italian",
      {
        Cognome: "family-name",
        CAP: "postal-code",
        Città: "address-level2",
        Azienda: "organization",
      },
    ],
    [
      "Portuguese",
      {
        Sobrenome: "family-name",
        CEP: "postal-code",
        Cidade: "address-level2",
        Endereço: "street-address",
      },
    ],
    [
      "Dutch",
      {
        Achternaam: "family-name",
        Postcode: "postal-code",
        Woonplaats: "address-level2",
        "E-mailadres": "email",
      },
    ],
    [
      "Polish",
      {
        Nazwisko: "family-name",
        "Kod pocztowy": "postal-code",
        Miasto: "address-level2",
        "Numer telefonu": "tel",
      },
    ],
    [
      "Russian",
      {
        Фамилия: "family-name",
        "Почтовый индекс": "postal-code",
        Город: "address-level2",
        Отчество: "additional-name",
      },
    ],
    [
      "Turkish",
      {
        Soyadı: "family-name",
        "Posta kodu": "postal-code",
        Şehir: "address-level2",
        "E-posta": "email",
      },
    ],
    [
      "Czech",
      { Příjmení: "family-name", PSČ: "postal-code", Město: "address-level2", Telefon: "tel" },
    ],
    [
      "Swedish",
      {
        Efternamn: "family-name",
        Postnummer: "postal-code",
        Ort: "address-level2",
        "E-post": "email",
      },
    ],
    [
      "Hungarian",
      { Vezetéknév: "family-name", Irányítószám: "postal-code", Város: "address-level2" },
    ],
    [
      "Japanese",
      {
        氏名: "name",
        郵便番号: "postal-code",
        都道府県: "address-level1",
        メールアドレス: "email",
      },
    ],
    ["Chinese", { 姓名: "name", 邮政编码: "postal-code", 城市: "address-level2", 手机号码: "tel" }],
    ["Korean", { 성명: "name", "우편 번호": "postal-code", 이메일: "email", "휴대폰 번호": "tel" }],
    [
      "Arabic",
      { "اسم العائلة": "family-name", "الرمز البريدي": "postal-code", المدينة: "address-level2" },
    ],
    ["Greek", { Επώνυμο: "family-name", Πόλη: "address-level2", Τηλέφωνο: "tel" }],
    [
      "French",
      { "Code postal": "postal-code", "Nom de famille": "family-name", Courriel: "email" },
    ],
  ])("%s", (_language, labels) => {
    const read = Object.fromEntries(Object.keys(labels).map((label) => [label, alone(label)]));
    expect(read).toEqual(labels);
  });
});

describe("words of one language are not seen in another's", () => {
  test.each([
    "Hotel",
    "Standard",
    "Mathematics",
    "Patrol",
    "Delivery",
    "So there",
    "Via Rail",
    "Combination",
    "Often asked",
  ])("%s is nothing of a person", (label) => expect(["unknown", "none"]).toContain(alone(label)));
});

describe("the months of a list are found", () => {
  test.each([
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "Styczeń Luty Marzec Kwiecień Maj Czerwiec Lipiec Sierpień Wrzesień Październik Listopad Grudzień",
    "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
    "01-Gennaio 02-Febbraio 03-Marzo 04-Aprile 05-Maggio 06-Giugno 07-Luglio 08-Agosto 09-Settembre 10-Ottobre 11-Novembre 12-Dicembre",
  ])("%s", (months) => {
    const fields = form("", { ...list("Date of birth", ...months.split(" ")) });
    expect(classify(fields).map(({ token }) => token)).toEqual(["bday-month"]);
  });
});

describe("who signs in", () => {
  const tokens = (...fields: Parameters<typeof form>) =>
    classify(form(...fields)).map(({ token }) => token);
  const word = { type: "password", label: "Password" };

  test("is the e-mail address, where it and a password are all there is", () =>
    expect(tokens("Sign in", { type: "email", label: "E-mail" }, word)).toEqual([
      "username",
      "current-password",
    ]));
  test("also where the page says what the password is", () =>
    expect(
      tokens(
        "Sign in",
        { type: "email", label: "E-mail" },
        { ...word, autocomplete: "current-password" },
      ),
    ).toEqual(["username", "current-password"]));
  test("`new-password` in a form that only signs in is an old one", () =>
    expect(
      tokens("Sign in", { label: "User name" }, { ...word, autocomplete: "new-password" }),
    ).toEqual(["username", "current-password"]));
  test("but not in one that signs up", () =>
    expect(
      tokens("Sign up", { label: "User name" }, { ...word, autocomplete: "new-password" }),
    ).toEqual(["username", "new-password"]));
  test("a field that programs call user name and people see as their name is the name", () =>
    expect(tokens("Contact", { label: "Your name", name: "userName", id: "user" })).toEqual([
      "name",
    ]));
  test("a member's number is none where no password follows", () =>
    expect(tokens("Order", { label: "Member number" }, { label: "City" })).toEqual([
      "none",
      "address-level2",
    ]));
});

describe("names that programs give to fields", () => {
  const named = (name: string) => classify([pageField({ name })])[0]?.token;
  test.each([
    ["ctl00$Body$ctl00$txtCity", "address-level2"],
    ["data[User][email]", "email"],
    ["order.billing.zipCode", "postal-code"],
    ["RegistrationForm[captcha]", "none"],
  ])("%s is %s", (name, token) => expect(named(name)).toBe(token));
});
