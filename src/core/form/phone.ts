/** A telephone number in parts. No table of the world's plans: what is not sure is left out. */

export interface Phone {
  /** As the item has it. */
  whole: string;
  /** "49", or "". */
  country: string;
  /** As it is dialled within the country, digits only. */
  national: string;
}

/** Country calling codes of one and of two digits; all others have three (E.164). */
const short = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
/** Countries whose national numbers begin with a 0. */
const zero =
  /^(20|27|31|32|33|40|41|43|44|46|49|51|5[48]|6[0-4]|66|8[1246]|9[0-5]|98|35[358]|380|38[157]|972)$/;

/** Takes "+49 30 123", "0049 30 123" and "030 123" apart. */
export function parsePhone(whole: string): Phone {
  const digits = whole
    .replace(/\(0\)/g, "")
    .replace(/[^\d+]/g, "")
    .replace(/^00/, "+");
  if (!digits.startsWith("+")) return { whole, country: "", national: digits.replaceAll("+", "") };
  const rest = digits.slice(1).replaceAll("+", "");
  const country = short.exec(rest)?.[0] ?? rest.slice(0, 3);
  const local = rest.slice(country.length);
  return { whole, country, national: (zero.test(country) ? "0" : "") + local };
}

/** The parts of a North American number by token; of any other "". */
export function phonePart(phone: Phone, token: string): string {
  const { country, national } = phone;
  if (token === "tel-country-code") return country === "" ? "" : `+${country}`;
  if (token === "tel-national") return national;
  if (national.length !== 10 || (country !== "1" && country !== "")) return "";
  const parts: Record<string, string> = {
    "tel-area-code": national.slice(0, 3),
    "tel-local": national.slice(3),
    "tel-local-prefix": national.slice(3, 6),
    "tel-local-suffix": national.slice(6),
  };
  return parts[token] ?? "";
}
