/** How words of pages and of people are made comparable. */

/**
 * Lower case, without accents, one space between words and one at both ends: " first name ".
 * camelCase, snake_case and digits are taken apart, so that attribute names read like labels.
 */
export function plainWords(text: string): string {
  const apart = text
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{L})(\p{N})|(\p{N})(\p{L})/gu, "$1$3 $2$4");
  return ` ${bare(apart).trim()} `;
}

/** Lower case, without accents and signs: two texts with the same result mean the same. */
export function bare(text: string): string {
  // Most texts of most pages: no letter of theirs has an accent or another case in another script.
  // oxlint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, " ");
  return text
    .normalize("NFD")
    .replace(/(\p{Script=Latin})[\u0300-\u036f]+/gu, "$1")
    .normalize("NFC")
    .toLowerCase()
    .replace(/ß/g, "ss")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ");
}

/** Letters and digits only. */
export function squeezed(text: string): string {
  return bare(text).replaceAll(" ", "");
}
