/** What an item's values look like in a field that asks for them in its own way: MM/YY, two lines, a code. */
import { countryCode, countryName } from "./country.ts";
import { cardDates, isoDay, parseDay, writeDay } from "./date.ts";
import type { PageField } from "./field.ts";
import { parsePhone, phonePart } from "./phone.ts";

/** The item's own value for a token; "" where it has none. */
export type Values = (token: string) => string;

/**
 * The texts that may go into a field of kind `token`, the best first; empty where the item has no value
 * for it. `beside` are the tokens of all fields of its form.
 */
export function textsFor(
  token: string,
  values: Values,
  field: PageField,
  beside: ReadonlySet<string>,
): string[] {
  return adapt(token, values, field, beside).filter((text) => text !== "");
}

function adapt(
  token: string,
  values: Values,
  field: PageField,
  beside: ReadonlySet<string>,
): string[] {
  const own = values(token);
  switch (token) {
    case "name":
      return [
        own || joined([values("given-name"), values("additional-name"), values("family-name")]),
      ];
    case "additional-name":
      return [/initial| mi /i.test(` ${field.label} `) ? own.slice(0, 1) : own, own.slice(0, 1)];
    case "cc-given-name":
      return [values("cc-name").trim().split(/\s+/).slice(0, -1).join(" ")];
    case "cc-family-name":
      return [values("cc-name").trim().split(/\s+/).at(-1) ?? ""];
    case "cc-number": {
      const digits = own.replace(/[\s-]/g, "");
      return [digits, own];
    }
    case "cc-type":
      return brands(values("cc-number"));
    case "country":
    case "country-name":
      return countries(values("country"), token, field);
    case "tel":
    case "tel-national":
    case "tel-country-code":
    case "tel-area-code":
    case "tel-local":
    case "tel-local-prefix":
    case "tel-local-suffix":
      return phones(values("tel"), token, field, beside);
  }
  if (/^(street-address|address-line[123])$/.test(token))
    return streets(values("street-address"), token, field, beside);
  if (token.startsWith("bday")) return days(values("bday"), token, field);
  if (token.startsWith("cc-exp")) return days(values("cc-exp"), token, field);
  return [own];
}

function joined(parts: string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

/** All that a page may show of how it wants to be answered. */
function hintOf(field: PageField): string {
  return [field.placeholder, field.title, field.label, field.near].join(" ; ");
}

function days(value: string, token: string, field: PageField): string[] {
  const day = parseDay(value);
  if (day === null) return [];
  const { year, month } = day;
  const listed = field.tag === "select";
  if (token.endsWith("-month")) return listed ? [month, String(Number(month))] : [month];
  if (token.endsWith("-day")) return listed ? [day.day, String(Number(day.day))] : [day.day];
  if (token.endsWith("-year")) {
    const two = field.maxLength === 2 || /(?<![a-z])(yy|jj|aa)(?![a-z])/i.test(hintOf(field));
    return two ? [year.slice(2), year] : [year, year.slice(2)];
  }
  if (field.type === "date") return day.day === "" ? [] : [isoDay(day)];
  if (field.type === "month") return [`${year}-${month}`];
  const written = writeDay(day, hintOf(field));
  if (token === "bday") return day.day === "" ? [] : [written ?? isoDay(day)];
  // The page's own pattern is read, never run: a hostile one could stall the background.
  const four = /\{4\}|yyyy/i.test(field.pattern) || field.maxLength === 7;
  const usual = cardDates(day);
  return [written ?? "", ...(four ? usual.slice(1) : usual)];
}

function streets(
  value: string,
  token: string,
  field: PageField,
  beside: ReadonlySet<string>,
): string[] {
  const lines = value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (token === "street-address" && field.tag === "textarea") return [lines.join("\n")];
  const rest = (from: number) => lines.slice(from).join(", ");
  if (token === "address-line3") return [rest(2)];
  if (token === "address-line2") return [beside.has("address-line3") ? (lines[1] ?? "") : rest(1)];
  return [beside.has("address-line2") ? (lines[0] ?? "") : rest(0)];
}

function countries(value: string, token: string, field: PageField): string[] {
  const code = countryCode(value);
  if (code === null) return [value];
  const name = value.length > 2 ? value : countryName(code);
  if (field.tag === "select" || field.type === "radio") return [name, code, value];
  return field.maxLength === 2 && token === "country" ? [code] : [name];
}

function phones(
  value: string,
  token: string,
  field: PageField,
  beside: ReadonlySet<string>,
): string[] {
  if (value === "") return [];
  const phone = parsePhone(value);
  if (token === "tel") {
    if (beside.has("tel-country-code") && phone.country !== "") return [phone.national];
    return [value, value.replace(/[^\d+]/g, ""), phone.national];
  }
  const part = phonePart(phone, token);
  if (token === "tel-country-code" && part !== "") {
    const bare = part.slice(1);
    return field.tag === "select"
      ? [part, bare, `00${bare}`]
      : field.maxLength > 0 && field.maxLength <= bare.length
        ? [bare]
        : [part];
  }
  return [part];
}

/** What a card's number says of who issued it. */
function brands(number: string): string[] {
  const digits = number.replace(/\D/g, "");
  if (digits.startsWith("4")) return ["Visa"];
  if (/^(5[1-5]|2[2-7])/.test(digits)) return ["Mastercard", "MC", "Master Card"];
  if (/^3[47]/.test(digits)) return ["American Express", "Amex"];
  if (/^(6011|64[4-9]|65)/.test(digits)) return ["Discover"];
  if (/^3(0[0-5]|[689])/.test(digits)) return ["Diners Club", "Diners"];
  return digits.startsWith("35") ? ["JCB"] : [];
}

/** The first of `texts` that a text field can take whole; null where it takes none. */
export function fitting(texts: readonly string[], field: PageField): string | null {
  return texts.find((text) => fits(text, field)) ?? null;
}

function fits(text: string, { type, tag, maxLength }: PageField): boolean {
  if (maxLength >= 0 && text.length > maxLength) return false;
  if (tag === "input" && text.includes("\n")) return false;
  switch (type) {
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text);
    case "email":
      return /^\S+@\S+$/.test(text);
    case "date":
      return /^\d{4}-\d\d-\d\d$/.test(text);
    case "month":
      return /^\d{4}-\d\d$/.test(text);
    case "time":
      return /^\d\d:\d\d(:\d\d)?$/.test(text);
    case "week":
      return /^\d{4}-W\d\d$/.test(text);
    case "datetime-local":
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
    default:
      return true;
  }
}
