/**
 * The label words of one language: for each kind of field a regular expression over `plainWords`
 * (lower case, no accents, one space between words and at both ends, so a space is a word's edge).
 * Beside the WHATWG tokens there are kinds that only lead to one:
 * `none` (stays empty), `password-again`, `password-new`, `password-old`, `password-lost` (words beside it), `password-rules` (how long it has to be), `number`, `day`, `month`, `year` (of a date
 * that the neighbours tell), `full-name`, `newsletter`, `member-number`, `honeypot`, `recipient` (somebody else who gets a mail or a gift), `code` (which `code-sent`
 * in the words of the form makes a one-time code), and for the words of a form `sign-in`, `sign-up` and `searches`.
 * A short word wants its edges: "tel" is in "hotel".
 */
export type Signals = Readonly<Record<string, string>>;
