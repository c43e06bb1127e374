/** Look-alikes, put together here so that no scanner of this repository takes them for real ones. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { belongs } from "../../../src/core/detect/belongs.ts";
import { hasCardNumber, isCardNumber, isIban, luhn } from "../../../src/core/detect/numbers.ts";
import { findSecret } from "../../../src/core/detect/secret.ts";

const of = (...parts: string[]) => parts.join("");
const alnum = "aB3dE6gH9jK2mN5pQ8sT1vW4xY7zA0cD3fG6iJ9lM2oP5rS8uV1xY4b";
const some = (length: number) => alnum.repeat(4).slice(0, length);
const upper = (length: number) =>
  some(length)
    .toUpperCase()
    .replaceAll(/[0189]/g, "Q");

/** The digits with the last one that fits Luhn's sum. */
function carded(digits: string): string {
  for (let last = 0; last < 10; last++) if (luhn(digits + last)) return digits + last;
  throw new Error("There is always one.");
}

describe("secrets", () => {
  test.each([
    ["privateKey", of("-----BEGIN ", "PRIVATE KEY-----\nMIIEv")],
    ["privateKey", of("x\n-----BEGIN OPENSSH ", "PRIVATE KEY-----")],
    ["privateKey", of("-----BEGIN RSA ", "PRIVATE KEY-----")],
    ["privateKey", of("-----BEGIN PGP ", "PRIVATE KEY BLOCK-----")],
    [
      "privateKey",
      of("AGE-SECRET-", "KEY-1", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L".repeat(2).slice(0, 58)),
    ],
    ["token", of("id AK", "IA", upper(16))],
    ["token", of("gh", "p_", some(36))],
    ["token", of("github_", "pat_", some(22), "_", some(59))],
    ["token", of("xo", "xb-", "123456789012-", some(24))],
    ["token", of("sk_", "live_", some(24))],
    ["token", of("AI", "za", some(35))],
    ["token", of("np", "m_", some(36))],
    ["token", of("gl", "pat-", some(20))],
    ["token", of("ey", "JhbGciOiJIUzI1NiJ9.", "ey", "JzdWIiOiIxMjM0In0.", some(43))],
    ["card", "4111 1111 1111 1111"],
    ["card", of("pay with ", carded("378282246310005".slice(0, 14)), " please")],
    ["card", carded("555555555555444")],
    ["iban", "DE89 3704 0044 0532 0130 00"],
    ["iban", "Account: GB82WEST12345698765432."],
    ["iban", "FR14 2004 1010 0505 0001 3M02 606 PARIS"],
    ["random", of("key=", "q7Rk2ZxW9", "vTb4LmN8cYp3")],
    ["random", of("API_KEY=q7Rk2ZxW9", "vTb4LmN8cYp3 # staging")],
    ["random", of("pass: ", "Zm9vYmFy", "K3x7Qp2vR9tL5wN1")],
  ])("%s: %s", (kind, text) => {
    const found = findSecret(text);
    expect(found?.kind).toBe(kind);
    expect(found?.length).toBeGreaterThan(5);
  });

  test("is told with its place", () => {
    expect(findSecret("Pay DE89 3704 0044 0532 0130 00 today")).toEqual({
      kind: "iban",
      at: 4,
      length: 27,
    });
  });
});

describe("a card's number in a text", () => {
  test.each([
    "pay 4111 1111 1111 1111 now",
    "row 42 4111 1111 1111 1111 12/27 123",
    "4111 1111 1111 1111 123",
    "1234 4111 1111 1111 1111",
    "2027-11-21 4111111111111111 12/27",
    "4111\u00a01111\u00a01111\u00a01111",
    "4111\u202f1111\u202f1111\u202f1111",
    "4111.1111.1111.1111",
    "4111\u20111111\u20111111\u20111111",
    "7 3782 822463 10005 7",
    "card:4111-1111-1111-1111.",
    `${"x".repeat(1_000_000)} 4111 1111 1111 1111`,
  ])("is found in %j", (text) => {
    expect(hasCardNumber(text)).toBe(true);
  });
  test.each([
    "4111 1111 1111 1112",
    "2019 2020 2021 2022 2023 2024 2025",
    "4111 1111\n1111 1111",
    "192.168.1.1 10.0.0.1",
    "41111111111111111111111111",
    "1 2 ".repeat(100_000),
    "1234 ".repeat(100_000),
  ])("is not found in %j", (text) => {
    expect(hasCardNumber(text.slice(0, 200_000))).toBe(false);
  });
  test("is found wherever it stands, beside any other numbers", () => {
    const digits = fc.string({
      unit: fc.constantFrom(..."0123456789"),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(digits, digits, fc.constantFrom(" ", "-", "\u00a0"), (before, after, gap) => {
        const number = ["4111", "1111", "1111", "1111"].join(gap);
        return hasCardNumber(`${before} ${number} ${after}`);
      }),
    );
  });
});

describe("no secrets", () => {
  test.each([
    "",
    "Dear Sir or Madam, thank you for your letter of the 31st of March 2027.",
    "+49 170 1234567 and +1 (555) 010-9999 and 0043 1 234 567 890",
    "4111 1111 1111 1112",
    "0000 0000 0000 0000",
    "Invoice 2027-0331-4711-0815, order 20270331120000",
    "1234567890123456",
    "DE89 3704 0044 0532 0130 01",
    "ISBN 978-3-16-148410-0",
    "3f786850e387550fdab836ed7e6dc881de23001b",
    "c9bf9e57-1685-4c89-bafb-ff5af830be8a",
    "https://shop.example/products/1234567890123456?ref=AbC123xYz789QwErTy456",
    "/usr/local/share/applications/mimeinfo.cache",
    "getElementsByClassNameAndTagName2",
    "Donaudampfschifffahrtsgesellschaft2027",
    "THIS_IS_A_CONSTANT_NAME_42",
    "some-long-kebab-case-name-of-a-file-2027",
    "ssh-ed25519 AAAAC3Nza ann@example.com",
    "-----BEGIN CERTIFICATE-----",
    "-----BEGIN PUBLIC KEY-----",
    '{{work.iban}} {{date("+14d", "yyyy-MM-dd")}}',
    "the sk_ prefix and the ghp_ prefix are known",
    "ann.example+newsletter2027@mail.example.com",
  ])("%s", (text) => {
    expect(findSecret(text)).toBeNull();
  });

  test("ordinary prose has none, whatever its words", () => {
    const word = fc.string({
      unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"),
      minLength: 1,
      maxLength: 24,
    });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 30 }),
        (words) => findSecret(words.join(" ")) === null,
      ),
    );
  });

  test("any text is looked through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const found = findSecret(text);
        return found === null || found.at + found.length <= text.length;
      }),
    );
  });
});

describe("numbers", () => {
  test("a card with one digit changed is none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 9 }), (at, by) => {
        const digits = "5555555555554444";
        const other = (Number(digits[at]) + by) % 10;
        return !isCardNumber(digits.slice(0, at) + other + digits.slice(at + 1));
      }),
    );
  });

  test("an IBAN with two symbols that changed places is none", () => {
    const iban = "DE89370400440532013000";
    for (let at = 4; at < 21; at++) {
      const [a = "", b = ""] = iban.slice(at, at + 2);
      if (a !== b) expect(isIban(iban.slice(0, at) + b + a + iban.slice(at + 2))).toBe(false);
    }
    expect(isIban(iban)).toBe(true);
  });
});

describe("a secret belongs", () => {
  const login = { kind: "login" as const, origins: ["https://shop.example"] };
  test.each([
    [login, "https://shop.example", true, "yes"],
    [login, "http://shop.example", true, "insecure"],
    [login, "https://www.shop.example", true, "other"],
    [login, "https://shop.example.evil.example", true, "other"],
    [login, "https://chat.example", false, "other"],
    [login, "null", true, "opaque"],
    [{ kind: "card" as const, origins: [] }, "https://shop.example", true, "ask"],
    [{ kind: "snippet" as const, origins: [] }, "https://shop.example", false, "yes"],
    [{ kind: "snippet" as const, origins: [] }, "https://shop.example", true, "ask"],
    [{ kind: "snippet" as const, origins: [] }, "null", true, "opaque"],
  ])("%j to %s (secret: %s): %s", (item, origin, secret, answer) => {
    expect(belongs(item, origin, secret)).toBe(answer);
  });
});
