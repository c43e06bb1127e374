/** A street address in as many fields as the page has for it. */
import { countryCode } from "../country.ts";
import type { PageField } from "../field.ts";
import { plainWords } from "../text.ts";
import type { Ask, Values } from "./ask.ts";

/** A line with a house number, apart. `extra`: what follows the number, "Flat 3" or "2º B". */
export interface House {
  street: string;
  number: string;
  extra: string;
}

const numberFirst = /^(US|CA|GB|IE|AU|NZ|FR|BE|LU|IN|ZA|IL|MT|SG|HK|MY|PH|TH)$/;

/** "Musterstraße 12a", "12 rue Haute" or "Calle Mayor, 5, 2º B"; `number` "" where no house number is told for sure. */
export function houseOf(line: string, country = ""): House {
  const text = line.trim();
  const unit = "\\d+ ?[a-zа-я]?(?: ?(?:bis|ter|quater))?(?: ?[-/–] ?\\d+[a-z]?)?";
  const start = new RegExp(`^(${unit})(?:, ?| )(?=\\D*\\p{L}{2})(.+)$`, "iu").exec(text);
  // "5th Avenue", "17. Juni", "2 de Mayo": the number is the street's own.
  const own = /^\d+(st|nd|rd|th|\.|er|e|ème|º|ª)\b|^\d+ (de|di|of|maja|mai) /i.test(text);
  const end = new RegExp(
    `^(.*\\p{L}.*?)(?:, ?| )(?:n[r°ºo]?\\.? ?)?(${unit})(?:(?:,| -|;) ?(.+))?$`,
    "iu",
  ).exec(text);
  const first =
    start === null || own ? null : { street: start[2] ?? "", number: start[1] ?? "", extra: "" };
  const last =
    end === null
      ? null
      : { street: (end[1] ?? "").replace(/,$/, ""), number: end[2] ?? "", extra: end[3] ?? "" };
  const both = numberFirst.test(country) || country === "" ? (first ?? last) : (last ?? first);
  return both ?? { street: text, number: "", extra: "" };
}

/** True for a field that wants the house number alone; `extra` where it wants what follows that. */
export function houseField(field: PageField): "number" | "extra" | null {
  const words = plainWords([field.label, field.placeholder, field.near].join(" ; ").slice(0, 120));
  const name = plainWords([field.name, field.id].join(" ; ").slice(0, 120));
  // "Straße und Hausnummer" is the whole line.
  if (
    together.test([field.label, field.placeholder, field.near].join(" ; ")) ||
    together.test(name)
  )
    return null;
  if (addition.test(words) || addition.test(name)) return "extra";
  if (house.test(words) || house.test(name)) return "number";
  return bareNumber.test(field.label || field.placeholder || field.near) ? "number" : null;
}

const together =
  /(stra(ß|ss)e|str\.|street|straat|\b(rue|calle|rua|via|gata|vei|vej)\b|adres|улица|ulica)\S*\s*(&|\+|\/|,|and|und|et|y|e|i|en|og|och|ja|и|a)\s/i;
const addition =
  / (house ?(number )?(addition|suffix|ext)|huis ?(nummer|nr)? ?(toevoeging|toev)|toevoeging|haus ?nr zusatz|hausnummer ?zusatz|huisletter) /;
const house =
  / (house (number|no|nr|num)|building (number|no)|street (number|no|nr)|streetnumber|housenumber|haus ?nummer|haus ?nr|haus no|huis ?nummer|huis ?nr|numero civico|civico|num(ero)? (de )?(la )?(calle|casa|rue|voie|porta|exterior)|hus ?nummer|husnr|gatunummer|talon ?numero|hazszam|cislo (domu|popisne)|(nr|numer) domu|kapi no|bina no|nomer doma) | (номер дома|номер будинку|дом|будинок|αριθμος) /;
const bareNumber = /^\s*(nr|no|n°|nº|num|núm|numero|número|numéro|number|nummer|#)\s*[.:*]*\s*$/i;

/** Lines of an address; those that hold nothing left out. */
function linesOf(value: string): string[] {
  return value
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/**
 * Texts for a street, one of its lines, or "house-number" and "house-extra" (houseField). No line is lost and
 * none doubled: the last field of the address takes all that is left.
 */
export function streetTexts(token: string, values: Values, { field, beside }: Ask): string[] {
  const lines = linesOf(values("street-address"));
  if (lines.length === 0) return [];
  if (token === "street-address" && field.tag === "textarea") return [lines.join("\n")];
  const country = countryCode(values("country")) ?? "";
  const found = lines.findIndex((line) => houseOf(line, country).number !== "");
  const apart =
    beside.has("house-number") && found >= 0 ? houseOf(lines[found] ?? "", country) : null;
  if (apart === null) return token.startsWith("house-") ? [] : [inLines(lines, token, beside)];
  const [, digits = "", letter = ""] = /^(\d+)[ /-]*(\D.*)?$/.exec(apart.number) ?? [
    "",
    apart.number,
  ];
  const split = beside.has("house-extra") && apart.extra === "" && /^[a-z]?$/i.test(letter);
  if (token === "house-number") return split ? [digits] : [apart.number];
  const rest = [apart.extra, ...lines.filter((_line, at) => at !== found)].filter(
    (line) => line !== "",
  );
  if (token === "house-extra") return [split ? letter : (rest[0] ?? "")];
  if (beside.has("house-extra") && !split) rest.shift();
  const all = [apart.street, ...rest];
  return [inLines(all, token, beside)];
}

function inLines(lines: readonly string[], token: string, beside: ReadonlySet<string>): string {
  const rest = (from: number) => lines.slice(from).join(", ");
  if (token === "address-line3") return rest(2);
  if (token === "address-line2") return beside.has("address-line3") ? (lines[1] ?? "") : rest(1);
  return beside.has("address-line2") ? (lines[0] ?? "") : rest(0);
}
