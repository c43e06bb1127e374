/** The way back from a page's fields to an item's own: parts become a name, a date, an address again. */
import type { KindName } from "../item.ts";
import { countryCode } from "./country.ts";
import { isoDay, parseDay } from "./date.ts";
import type { Kinded } from "./field.ts";

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
    put("cc-exp", cardDate(take));
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
    const lines = ["street-address", "address-line1", "address-line2", "address-line3"].map(take);
    put("street-address", lines.filter((line) => line !== "").join("\n"));
    const country = take("country") || take("country-name");
    put("country", countryCode(country) ?? country);
    put(
      "tel",
      take("tel") ||
        [take("tel-country-code"), take("tel-national") || take("tel-area-code"), take("tel-local")]
          .join(" ")
          .trim(),
    );
    const born = take("bday");
    const parts = isoDay({
      year: take("bday-year"),
      month: two(take("bday-month")),
      day: two(take("bday-day")),
    });
    put("bday", parseDay(born) === null ? (parseDay(parts) === null ? "" : parts) : born);
  }
  return { own, left: caught.filter((one) => !used.has(one)) };
}

function numbers(caught: readonly Caught[], used: Set<Caught>): string {
  const boxes = caught.filter(({ head }) => head.token === "cc-number");
  for (const box of boxes) used.add(box);
  return boxes.map(({ value }) => value.trim()).join("");
}

function two(text: string): string {
  const digits = /\d+/.exec(text)?.[0] ?? "";
  return digits === "" ? "" : digits.padStart(2, "0");
}

/** "12/29", "2029-12" or two parts as "2029-12"; "" where it is no date. */
function cardDate(take: (token: string) => string): string {
  const whole = take("cc-exp");
  const [, year, month] = /^(\d{4})-(\d\d)$/.exec(whole) ?? [];
  const [, first, second] = /^(\d\d?)\s*[-/. ]?\s*(\d{4}|\d\d)$/.exec(whole) ?? [];
  const parts = [
    year ?? second ?? two(take("cc-exp-year")),
    month ?? first ?? take("cc-exp-month"),
  ] as const;
  const date = `${parts[0].length === 2 ? "20" : ""}${parts[0]}-${two(parts[1])}`;
  return parseDay(date) === null ? "" : date;
}
