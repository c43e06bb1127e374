/** Numbers with a check: payment cards (ISO/IEC 7812) and bank accounts (ISO 13616). */

/** Whether the digits fit their last one by Luhn's sum. */
export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** First digits of the big networks, and how long their numbers are. */
const networks: readonly [first: RegExp, lengths: readonly number[]][] = [
  [/^4/, [13, 16, 19]], // Visa
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]], // Mastercard
  [/^3[47]/, [15]], // American Express
  [/^(6011|64[4-9]|65)/, [16, 19]], // Discover
  [/^(30[0-5]|3[689])/, [14, 16]], // Diners
  [/^35(2[89]|[3-8])/, [16, 19]], // JCB
  [/^(50|5[6-9]|6[0-9])/, [12, 13, 14, 15, 16, 17, 18, 19]], // Maestro, UnionPay
];

/** Whether this is the number of a payment card: range, length and sum. Blanks and dashes between are allowed. */
export function isCardNumber(text: string): boolean {
  if (!/^\d(?:[ -]?\d){11,18}$/.test(text)) return false;
  const digits = text.replaceAll(/[ -]/g, "");
  if (/^(\d)\1+$/.test(digits)) return false;
  return (
    networks.some(([first, lengths]) => first.test(digits) && lengths.includes(digits.length)) &&
    luhn(digits)
  );
}

const runs = /(?<!\d)\d(?:[ -]?\d){11,18}(?!\d)/g;
/** What pages write between the groups of a number: blanks that do not break, dashes of all kinds, dots. */
const gap = String.raw`[ \u00a0\u2007\u2009\u202f.\u2010-\u2015·-]`;
/** As cards show it: 4-4-4-4, with 3 more, 4-6-5, 4-6-4, or in one. Looked for at each group: others may stand beside it. */
const shown = new RegExp(
  String.raw`(?<!\d)(?=(\d{4}(${gap})\d{4}\2\d{4}\2\d{4}(?:\2\d{3})?|\d{4}(${gap})\d{6}\3\d{4,5}|\d{12,19})(?!\d))`,
  "g",
);
/** Whether the number of a payment card stands anywhere in a text; linear to its length. */
export function hasCardNumber(text: string): boolean {
  for (const [run] of text.matchAll(runs)) if (isCardNumber(run)) return true;
  for (const [, run = ""] of text.matchAll(shown)) {
    const digits = run.replaceAll(/\D/g, "");
    if (luhn(digits) && isCardNumber(digits)) return true;
    // Three digits at the end may be the code of the card, not its last ones.
    const rest = digits.slice(0, 16);
    if (rest !== digits && /\D\d{3}$/.test(run) && luhn(rest) && isCardNumber(rest)) return true;
  }
  return false;
}

/** Lengths of the IBANs of the registry's countries. */
const ibanLengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 " +
    "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 " +
    "LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 " +
    "SI19 SK24 SM27 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
  )
    .split(" ")
    .map((one) => [one.slice(0, 2), Number(one.slice(2))]),
);

/** Whether this is an IBAN: country, length, and 1 as the rest by 97. Blanks between are allowed. */
export function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]+$/.test(plain) || ibanLengths[plain.slice(0, 2)] !== plain.length)
    return false;
  let rest = 0;
  for (const symbol of plain.slice(4) + plain.slice(0, 4)) {
    const value = Number.parseInt(symbol, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
