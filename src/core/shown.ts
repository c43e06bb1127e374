/**
 * Text of others as it may stand between our words: without the invisible signs that turn the order of letters
 * around (Unicode TR9) or break a line, so that a title can not look like another one.
 */
const signs =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** The beginning of a text, of at most `most` UTF-16 units, without half of a pair at its end. */
export function beginningOf(text: string, most: number): string {
  const cut = text.slice(0, most);
  return text.length > most && /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** One line of text without such signs; lone surrogates become the sign for them. */
export function shownText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\n\r\t\u2028\u2029]+/g, " ")
    .replaceAll(signs, "");
}
