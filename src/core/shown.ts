/**
 * Text of others as it may stand between our words: without the invisible signs that turn the order of letters
 * around (Unicode TR9) or break a line, so that a title can not look like another one.
 */
const signs =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** One line of text without such signs; lone surrogates become the sign for them. */
export function shownText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\n\r\t\u2028\u2029]+/g, " ")
    .replaceAll(signs, "");
}
