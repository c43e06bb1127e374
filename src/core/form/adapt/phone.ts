/** A telephone number as a field wants it: with or without the country, in the form that it shows. */
import { countryCode } from "../country.ts";
import { maskOf, throughMask, type Mask } from "../mask.ts";
import { callingCode, parsePhone, type Phone } from "../phone.ts";
import { hintsOf, type Ask, type Values } from "./ask.ts";

/** The item's number, with its country (code or name) for one that names none itself. */
export function phoneOf(values: Values): Phone | null {
  return parsePhone(values("tel"), countryCode(values("country")) ?? "");
}

/** Texts for a field that takes a whole number or one of its ends; boxes that share one: parts.ts. */
export function phoneTexts(token: string, values: Values, ask: Ask): string[] {
  const own = values("tel");
  const phone = phoneOf(values);
  if (own === "") return [];
  if (phone === null) return token === "tel" || token === "tel-national" ? unread(own, token) : [];
  if (token === "tel-extension") return [phone.ext];
  if (token === "tel-country-code") return dialTexts(phone, ask);
  const code = ask.beside.has("tel-country-code") ? phone.code : codeBefore(ask);
  // Another country's code stands before the box, and can not be changed.
  if (code !== "" && code !== phone.code) return [];
  if (code !== "" && /^[+\d]*\+/.test(ask.field.placeholder))
    return worldly(phone, maskOf(ask.field.placeholder));
  if (code !== "")
    return homely(phone, ask, maskOf(ask.field.placeholder)?.shown.startsWith("0") === true);
  return token === "tel-national" ? homely(phone, ask, true) : whole(own, phone, values, ask);
}

/** Not known to be a number anywhere: it stays as the user wrote it. */
function unread(own: string, token: string): string[] {
  const digits = own.replace(/[^\d+]/g, "");
  if (token === "tel-national" && digits.startsWith("+")) return [];
  return /\(0\)|[a-z]/i.test(own) ? [own] : [own, digits];
}

/** "+49" as fixed text before the box. */
function codeBefore({ field }: Ask): string {
  return /(?:^|[^\d+])\+(\d{1,3})\s*\)?\s*$/.exec(field.near)?.[1] ?? "";
}

const wantsCode =
  /e\.? ?164|international|country code|l(ä|ae)ndervorwahl|landesvorwahl|indicatif (du pays|international)|prefijo internacional|c(ó|o)digo d[eo] pa(í|i)s|prefisso internazionale|landcode|landnummer|landskod|landekode|maakoodi|код страны|kod(em)? kraju/i;
const without = /\b(without|no|ohne|sans|sin|senza|sem|zonder|uten|utan|uden|bez)\b|без/i;

type Style = "worldly" | "zeros" | "bare" | "homely" | "own";

function styleOf(phone: Phone, mask: Mask | null, ask: Ask): Style {
  const { field } = ask;
  const shown = mask?.shown ?? field.placeholder;
  const digits = shown.replace(/\D/g, "");
  if (/^\W*\+\s?[\d_x#(]/i.test(shown)) return "worldly";
  if (mask !== null) {
    if (/^00[1-9]/.test(digits)) return "zeros";
    const long = phone.code.length + phone.significant.join("").length;
    return digits.startsWith(phone.code) && mask.slots === long && !shown.startsWith("0")
      ? "bare"
      : "homely";
  }
  const hint = hintsOf(field).join(" ; ").slice(0, 400);
  if (wantsCode.test(hint)) return without.test(hint) ? "homely" : "worldly";
  return /(^|[\s(:])\+\d{1,3}[\s(…_x#-]/i.test(hint) ? "worldly" : "own";
}

function whole(own: string, phone: Phone, values: Values, ask: Ask): string[] {
  const mask = maskOf(ask.field.placeholder);
  const world = worldly(phone, mask);
  const bare = phone.significant.join("");
  // In a form of another country the digits alone would be another number.
  const home = atHome(own, phone, mask, values, ask) ? homely(phone, ask, true) : [];
  const zeros = `00${phone.code}${bare}`;
  if (ask.worldly === true) return [...world, zeros];
  switch (styleOf(phone, mask, ask)) {
    case "worldly":
      return [...world, zeros, ...home];
    case "zeros":
      return [zeros, ...world, ...home];
    case "bare":
      return [phone.code + bare, ...world, ...home];
    case "homely":
      return [...home, ...world];
    case "own": {
      const plain = ask.field.inputMode === "numeric" || ask.field.type === "number";
      const mine = phone.ext === "" ? [own] : [];
      return plain ? [...home, ...mine, ...world] : [...mine, ...world, ...home];
    }
  }
}

function worldly({ code, significant }: Phone, mask: Mask | null): string[] {
  const bare = significant.join("");
  const masked =
    mask?.text.startsWith("+") === true
      ? throughMask(mask, mask.text.startsWith(`+${code}`) ? bare : code + bare)
      : null;
  const known = mask?.text.startsWith(`+${code}`) === true || mask?.text.startsWith("+\0") === true;
  return [
    ...(masked !== null && known ? [masked] : []),
    ...(mask !== null && /^\+\d+$/.test(mask.shown) ? [`+${code}${bare}`] : []),
    `+${code} ${significant.join(" ")}`,
    `+${code}${bare}`,
    `+${code}-${significant.join("-")}`,
    `+${code} ${bare}`,
  ];
}

/** As it is dialled within its country, `trunk`: with the 0 (or 8, 06 ...) that is dialled there first. */
function homely(phone: Phone, { field }: Ask, trunk: boolean): string[] {
  const groups = trunk ? phone.national : phone.significant;
  const digits = groups.join("");
  const mask = maskOf(field.placeholder);
  const american = phone.code === "1";
  const shaped = mask !== null && american === isAmerican(mask) ? throughMask(mask, digits) : null;
  const [area = "", ...local] = groups;
  return [
    ...(shaped === null ? [] : [shaped]),
    digits,
    ...(trunk ? [phone.written] : []),
    ...["-", " ", ".", "/"].map((sign) => groups.join(sign)),
    `${area} ${local.join("")}`,
    `${area}-${local.join("")}`,
    `${area}/${local.join("")}`,
    `(${area}) ${local.join("-")}`,
    `(${area})${local.join("-")}`,
    ...(american ? [`1-${groups.join("-")}`, `1${digits}`] : []),
  ];
}

/** Three, three and four digits: so numbers are written in North America. */
export function isAmerican({ text }: Mask): boolean {
  return /^\(?\0{3}\)?[-. /]*\0{3}[-. ]\0{4}$|^\0{10}$/.test(text);
}

function atHome(
  own: string,
  phone: Phone,
  mask: Mask | null,
  values: Values,
  { lang, beside }: Ask,
): boolean {
  if (phone.code !== "1" && mask !== null && mask.slots === 10 && isAmerican(mask)) return false;
  if (phone.code === "1" && mask !== null && !mask.text.startsWith("+") && !isAmerican(mask))
    return false;
  const home = callingCode(countryCode(values("country")) ?? "");
  const page = callingCode(/-([A-Z]{2})$/i.exec(lang)?.[1]?.toUpperCase() ?? "");
  // The form's own list of countries will show the item's.
  const known = home !== "" && (beside.has("country") || page === "") ? home : page || home;
  return known === "" ? !/^\s*(\+|00)/.test(own) || phone.code === "1" : known === phone.code;
}

/** The code alone, for a box or a list (choose.ts): with plus, without, with zeros, and whose it is. */
function dialTexts({ code, country }: Phone, { field }: Ask): string[] {
  const shown = field.placeholder.trim();
  const texts = [`+${code}`, code, `00${code}`, country];
  if (/^00\d/.test(shown)) return [`00${code}`, ...texts];
  return /^\d/.test(shown) ? [code, ...texts] : texts;
}
