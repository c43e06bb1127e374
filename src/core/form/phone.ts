/** A telephone number in its forms and parts, by the world's plans in `libphonenumber-js`. */
import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from "libphonenumber-js/min";

export interface Phone {
  /** Calling code of its country: "49". */
  code: string;
  /** Two letters; of several with one code the item's own. */
  country: string;
  /** As it is dialled within the country, in the groups that are usual there: "030", "1234567". */
  national: string[];
  /** The same as it follows the country code, without what is only dialled within: "30", "1234567". */
  significant: string[];
  /** National with the signs that are usual there: "(212) 555-0123". */
  written: string;
  ext: string;
}

/** The calling code of a country, or "". */
export function callingCode(country: string): string {
  return isSupportedCountry(country) ? getCountryCallingCode(country) : "";
}

/**
 * Takes "+49 30 123", "0049 30 123" and, of the country `home`, "030 123" apart; null for what can not be
 * a number there, or names no country.
 */
export function parsePhone(whole: string, home = ""): Phone | null {
  const text = whole
    .trim()
    .slice(0, 60)
    .replace(/\(0\)/g, "")
    .replace(/^00(?=[\d\s])/, "+");
  const country = isSupportedCountry(home) ? home : undefined;
  const number = parsePhoneNumberFromString(
    text,
    country === undefined ? {} : { defaultCountry: country },
  );
  if (number?.isPossible() !== true) return null;
  const { countryCallingCode: code, nationalNumber, ext = "" } = number;
  // Again without the extension, which would stand in all forms.
  const plain = parsePhoneNumberFromString(`+${code}${nationalNumber}`) ?? number;
  const digits = (form: string) => form.split(/\D+/).filter((part) => part !== "");
  const written = plain.formatNational();
  return {
    code,
    country: callingCode(home) === code ? home : (number.country ?? ""),
    national: digits(written),
    significant: digits(plain.formatInternational()).slice(1),
    written,
    ext,
  };
}

/**
 * Groups of a number over as many boxes, `widths` in characters (0 or less: any); null where they do not
 * hold it whole. The first groups stand alone, the last box takes the rest.
 */
export function intoBoxes(groups: readonly string[], widths: readonly number[]): string[] | null {
  const last = widths.length - 1;
  const fits = (parts: readonly string[]) =>
    parts.every(
      (part, at) => part !== "" && ((widths[at] ?? 0) <= 0 || part.length <= (widths[at] ?? 0)),
    );
  const parts = [...groups.slice(0, last), groups.slice(last).join("")];
  return groups.length >= widths.length && fits(parts) ? parts : null;
}
