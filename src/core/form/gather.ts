/** The way back from a page's fields to an item's own: parts become a name, a date, an address again. */
import type { KindName } from "../item.ts";
import { countryCode } from "./country.ts";
import { hintsOf } from "./adapt/ask.ts";
import { isoDay, parseDay, readDay, shapeIn } from "./date.ts";
import type { Kinded } from "./field.ts";
import { monthsOf } from "./months.ts";
import { rolesOf } from "./parts.ts";

/** A field of a page with what stood in it; `options`: what else could have been chosen. */
export interface Caught {
  head: Kinded;
  value: string;
  options: string[];
}

/** Values by key of the kind's own fields, and what none of them takes. */
export function gather(
  kind: KindName,
  caught: readonly Caught[],
): { own: Map<string, string>; left: Caught[] } {
  const own = new Map<string, string>();
  const used = new Set<Caught>();
  const take = (token: string): string => {
    const one = caught.find((each) => each.head.token === token && !used.has(each));
    if (one !== undefined) used.add(one);
    return one?.value.trim() ?? "";
  };
  const put = (key: string, value: string) => {
    if (value !== "") own.set(key, value);
  };
  if (kind === "login") {
    put("username", take("username") || take("email"));
    put("password", take("new-password") || take("current-password"));
    // The repetition says the same; an old password is of no more use.
    const again = new Set([own.get("password")]);
    for (const one of caught) {
      const { token, field } = one.head;
      if (
        field.type === "password" &&
        (again.has(one.value.trim()) || token === "current-password")
      )
        used.add(one);
      // "Remember me" is no part of a login.
      if (field.type === "checkbox") used.add(one);
    }
  } else if (kind === "card") {
    put(
      "cc-name",
      take("cc-name") || [take("cc-given-name"), take("cc-family-name")].join(" ").trim(),
    );
    put("cc-number", numbers(caught, used));
    put("cc-exp", cardEnd(caught, used));
    put("cc-csc", take("cc-csc"));
    take("cc-type");
  } else if (kind === "identity") {
    const whole = take("name").split(/\s+/);
    for (const token of [
      "honorific-prefix",
      "given-name",
      "additional-name",
      "family-name",
      "sex",
      "email",
      "organization",
      "organization-title",
      "postal-code",
      "address-level2",
      "address-level1",
      "url",
    ])
      put(token, take(token));
    if (!own.has("given-name")) put("given-name", whole.slice(0, -1).join(" "));
    if (!own.has("family-name")) put("family-name", whole.at(-1) ?? "");
    put("street-address", streetLines(caught, used));
    const country = take("country") || take("country-name");
    put("country", countryCode(country) ?? country);
    put("tel", phoneNumber(caught, used));
    put("bday", birthday(caught, used));
  }
  return { own, left: caught.filter((one) => !used.has(one)) };
}

function numbers(caught: readonly Caught[], used: Set<Caught>): string {
  const boxes = caught.filter(({ head }) => head.token === "cc-number");
  for (const box of boxes) used.add(box);
  return boxes.map(({ value }) => value.trim()).join("");
}

type Found = (token: string) => Caught | undefined;

/** What reads a value out of several fields; those count as used only where it could be read. */
function reading(
  caught: readonly Caught[],
  used: Set<Caught>,
  read: (find: Found) => string,
): string {
  const seen: Caught[] = [];
  const value = read((token) => {
    const one = caught.find((each) => each.head.token === token && !used.has(each));
    if (one !== undefined) seen.push(one);
    return one;
  });
  if (value !== "") for (const one of seen) used.add(one);
  return value;
}

/** A whole date, else its parts, as "YYYY-MM-DD" or "YYYY-MM". */
function dateOf(find: Found, token: string, parts: "day" | "month"): string {
  const whole = find(token);
  if (whole !== undefined) return readDate(whole, parts);
  const year = digits(find(`${token}-year`)?.value ?? "");
  const month = monthOf(find(`${token}-month`));
  const day = parts === "day" ? two(digits(find(`${token}-day`)?.value ?? "")) : "";
  const full = parts === "month" && year.length === 2 ? `20${year}` : year;
  const date = `${full}-${month}${parts === "day" ? `-${day}` : ""}`;
  return parseDay(date) === null ? "" : date;
}

function readDate({ head: { field }, value }: Caught, parts: "day" | "month"): string {
  const text = value.trim();
  const known = parseDay(text);
  if (known !== null && (parts === "month" || known.day !== "")) return text;
  const shape = hintsOf(field)
    .map((hint) => shapeIn(hint, parts))
    .find((one) => one !== null);
  // The date itself may tell its order, as an example in a placeholder does.
  const day = readDay(text, shape ?? shapeIn(text, parts), parts);
  return day === null ? "" : isoDay(day);
}

function cardEnd(caught: readonly Caught[], used: Set<Caught>): string {
  return reading(caught, used, (find) => dateOf(find, "cc-exp", "month"));
}

function birthday(caught: readonly Caught[], used: Set<Caught>): string {
  return reading(caught, used, (find) => dateOf(find, "bday", "day"));
}

/** By its number or its name; "" where it has neither. */
function monthOf(one: Caught | undefined): string {
  if (one === undefined) return "";
  const texts = one.options.length > 0 ? one.options : [one.value];
  const named = monthsOf(texts)[texts.indexOf(one.value)] ?? 0;
  return two(named > 0 ? String(named) : digits(one.value));
}

/** The code of the country, then the rest in the order of the page. */
function phoneNumber(caught: readonly Caught[], used: Set<Caught>): string {
  return reading(caught, used, (find) => {
    const code = find("tel-country-code")?.value ?? "";
    const dial = /\+?\d[\d -]*/.exec(code)?.[0].replace(/\D/g, "") ?? "";
    const rest = [
      "tel-area-code",
      "tel",
      "tel-national",
      "tel-local",
      "tel-local-prefix",
      "tel-local-suffix",
    ]
      .flatMap((token) => {
        const value = find(token)?.value.trim() ?? "";
        return value === "" ? [] : [value];
      })
      .join(" ");
    const whole = dial === "" || rest.startsWith("+") ? rest : `+${dial} ${rest}`;
    return rest === "" ? "" : whole;
  });
}

/** Lines of the address; a house number of its own stands in the line of its street again. */
function streetLines(caught: readonly Caught[], used: Set<Caught>): string {
  const units = caught.map(({ head }) => ({ head, members: [head], form: head.field.form }));
  const roles = rolesOf(units);
  const lines: string[] = [];
  let number = "";
  caught.forEach((one, at) => {
    const unit = units[at];
    const token = (unit && roles.get(unit)?.token) ?? one.head.token;
    if (used.has(one) || !/^(street-address|address-line[123]|house-)/.test(token)) return;
    used.add(one);
    const text = one.value.trim();
    if (!token.startsWith("house-")) {
      lines.push(number === "" ? text : `${number} ${text}`);
      number = "";
    } else if (lines.length === 0) number = text;
    else lines.push(`${lines.pop()} ${text}`);
  });
  if (number !== "") lines.push(number);
  return lines.filter((line) => line !== "").join("\n");
}

function digits(text: string): string {
  return /\d+/.exec(text)?.[0] ?? "";
}

function two(text: string): string {
  return text === "" ? "" : text.padStart(2, "0");
}
