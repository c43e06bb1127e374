/**
 * The label words of one language: for each kind of field a regular expression over `plainWords`
 * (lower case, no accents, one space between words and at both ends, so a space is a word's edge).
 * Beside the WHATWG tokens there are kinds that only lead to one:
 * `none` (stays empty), `password-again`, `password-new`, `password-old`, `day`, `month`, `year` (of a date
 * that the neighbours tell), `card-context` and `birth-context`, and for the words of a form `sign-in` and `sign-up`.
 */
export type Signals = Readonly<Record<string, string>>;
