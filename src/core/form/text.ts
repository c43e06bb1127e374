/** How words of pages and of people are made comparable. */

/**
 * Lower case, without accents, one space between words and one at both ends: " first name ".
 * camelCase, snake_case and digits are taken apart, so that attribute names read like labels.
 */
export function plainWords(text: string): string {
  const apart = text
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})/gu, " ");
  return ` ${bare(apart).trim()} `;
}

/** Lower case, without accents and signs: two texts with the same result mean the same. */
export function bare(text: string): string {
  // Most texts of most pages: no letter of theirs has an accent or another case in another script.
  if (plain.test(text)) return text.toLowerCase().replace(/[^a-z0-9]+/g, " ");
  return folded(folded(text).toLowerCase()).replace(/[^\p{L}\p{M}\p{N}]+/gu, " ");
}

// oxlint-disable-next-line no-control-regex
const plain = /^[\x00-\x7f]*$/;

/** Letters that are written in several ways, as one of them; what is neither letter nor mark stays as it is. */
export function folded(text: string): string {
  if (plain.test(text)) return text;
  return text
    .normalize("NFD")
    .replace(/([\p{Script=Latin}\p{Script=Greek}])[\u0300-\u036f]+/gu, "$1")
    .normalize("NFC")
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[ßæœøłđðıºª№ёأإآٱيىكةـ]/g, (letter) => others[letter] ?? letter);
}

/** Letters without a mark to take off, and those that many write for each other (Arabic, Persian, Russian). */
const others: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ı: "i",
  º: "o",
  ª: "a",
  "№": " no ",
  ё: "е",
  أ: "ا",
  إ: "ا",
  آ: "ا",
  ٱ: "ا",
  ي: "ی",
  ى: "ی",
  ك: "ک",
  ة: "ه",
  ـ: "",
};

/** Letters and digits only. */
export function squeezed(text: string): string {
  return bare(text).replaceAll(" ", "");
}
