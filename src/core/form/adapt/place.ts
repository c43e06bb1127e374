/** Postal codes, countries and the regions of a country. */
import { countryCode, countryCodes, countryName } from "../country.ts";
import { regions } from "../iso3166.ts";
import { maskOf, throughMask } from "../mask.ts";
import { squeezed } from "../text.ts";
import type { Ask, Values } from "./ask.ts";

/** A postal code with or without its blank, dash or country, as the field takes it. */
export function postalTexts(values: Values, { field }: Ask): string[] {
  const own = values("postal-code").trim();
  const country = countryCode(values("country")) ?? "";
  // "D-10115" says the country, "LV-1050" is how Latvia writes it: the whole comes first.
  const bare = own.replace(/^(A|B|CH|D|DE|DK|E|F|FI|FIN|FR|GR|I|IT|L|N|NL|NO|S|SE)-(?=\d)/i, "");
  const tight = bare.replace(/[\s-]/g, "");
  const mask = maskOf(field.placeholder);
  const shown = mask === null || !/^\d+$/.test(tight) ? null : throughMask(mask, tight);
  const spaced = inGroups(tight, country);
  // The first five of a ZIP+4 are a ZIP code of their own.
  const zip = /^\d{5}-\d{4}$/.test(bare) ? [bare.slice(0, 5)] : [];
  return [...(shown === null ? [] : [shown]), own, bare, ...spaced, tight, ...zip];
}

/** As the country's post writes it; both ways where the country is not known. */
function inGroups(tight: string, country: string): string[] {
  const at = (place: number, sign: string) => tight.slice(0, place) + sign + tight.slice(place);
  const known = (...codes: string[]) => country === "" || codes.includes(country);
  if (/^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/i.test(tight) && known("GB", "GG", "JE", "IM"))
    return [at(-3, " ")];
  if (/^[A-Z]\d[A-Z]\d[A-Z]\d$/i.test(tight) && known("CA")) return [at(3, " ")];
  if (/^\d{4}[A-Z]{2}$/i.test(tight) && known("NL")) return [at(4, " ")];
  if (/^\d{5}$/.test(tight) && /^(SE|CZ|SK|GR)$/.test(country)) return [at(3, " ")];
  if (/^\d{5}$/.test(tight) && country === "PL") return [at(2, "-")];
  if (/^\d{7}$/.test(tight) && country === "PT") return [at(4, "-")];
  if (/^\d{7}$/.test(tight) && country === "JP") return [at(3, "-")];
  if (/^\d{8}$/.test(tight) && country === "BR") return [at(5, "-")];
  return /^\d{9}$/.test(tight) && country === "US" ? [at(5, "-")] : [];
}

/** A country by name, by code where the field is as short as one; all ways for a list. */
export function countryTexts(token: string, values: Values, { field, lang }: Ask): string[] {
  const value = values("country").trim();
  const code = countryCode(value);
  if (code === null) return [value];
  const codes = countryCodes(code);
  const own = value.length > 3 ? [value] : [];
  const names =
    lang === ""
      ? [...own, countryName(code)]
      : [countryName(code, lang), ...own, countryName(code)];
  if (field.tag === "select" || field.type === "radio") return [...names, ...codes];
  const short = token === "country" && (field.maxLength === 2 || field.maxLength === 3);
  return short
    ? [...codes.filter((one) => one.length === field.maxLength), ...codes]
    : [...names, ...codes];
}

/** A state or province: as the item has it, its other name, its code, and the code with the country's. */
export function regionTexts(values: Values, { field }: Ask): string[] {
  const own = values("address-level1").trim();
  if (own === "") return [];
  const country = countryCode(values("country")) ?? "";
  const word = squeezed(own.replace(/^([A-Z]{2})-(?=[A-Z\d]{1,3}$)/, ""));
  const known = (country === "" ? ["US", "CA", "AU"] : [country]).flatMap((each) =>
    (regions[each] ?? []).flatMap(([code, name]) =>
      code.toLowerCase() === word || squeezed(name) === word ? [{ each, code, name }] : [],
    ),
  );
  const [found] = known;
  // "WA" alone may lie in two countries.
  if (found === undefined || known.length > 1) return [own];
  const { each, code, name } = found;
  const short = field.maxLength > 0 && field.maxLength <= 3;
  return short ? [code, own, name] : [own, name, code, `${each}-${code}`, `${each}_${code}`];
}
