/** How a template says no: a closed union of names, the place, and the name it stumbled over. */

export const templateCodes = [
  "UNCLOSED", // {{ without }}
  "EMPTY", // {{ }}
  "SYNTAX", // not an expression
  "NOT_ALLOWED", // an expression that templates do not know
  "UNKNOWN_NAME",
  "UNKNOWN_FUNCTION",
  "ARGUMENTS", // too few, too many or others than the function takes
  "NOT_QUOTED", // a name that must stand there as it is, in quotes
  "NO_END", // {{if}} without {{end}}
  "NO_IF", // {{else}} or {{end}} without {{if}}
  "CURSOR_PLACE", // {{cursor}} within an expression
  "TOO_LONG", // the template, or one tag
  "TOO_DEEP",
  "TOO_MANY", // parts, or questions
  "TOO_MUCH", // what comes out is too long
  "TOO_SLOW", // too many steps
  "NOT_A_NUMBER",
  "DIVIDED_BY_ZERO",
  "BAD_DATE",
  "BAD_FORMAT",
  "BAD_LANGUAGE",
  "NO_ITEM",
  "TWO_ITEMS",
  "NO_FIELD",
  "TWO_FIELDS",
  "NO_SNIPPET",
  "TWO_SNIPPETS",
  "CYCLE", // a snippet that contains itself
  "NESTED_DEEP",
] as const;
export type TemplateCode = (typeof templateCodes)[number];

/** Where a template failed, as data that may cross the door. */
export interface TemplateProblem {
  code: TemplateCode;
  /** What it stumbled over: a name, a number that is none; "" where there is nothing to name. */
  name: string;
  /** In UTF-16 units of the template. */
  at: number;
  length: number;
  /** Both from 1. */
  line: number;
  column: number;
  /** The nested snippet in which it happened; "" for the template itself. */
  within: string;
}

/** The only error of this folder. Without a place until whoever knows it puts it in. */
export class TemplateError extends Error {
  readonly code: TemplateCode;
  readonly named: string;
  at: number | null;
  span: number;
  within: string;
  constructor(code: TemplateCode, named = "", at: number | null = null, span = 0) {
    super(code);
    this.name = "TemplateError";
    this.code = code;
    this.named = named.slice(0, 100);
    this.at = at;
    this.span = span;
    this.within = "";
  }
}

/** The problem of an error in `source`, with line and column. */
export function problemOf(error: TemplateError, source: string): TemplateProblem {
  const at = Math.min(error.at ?? 0, source.length);
  const before = source.slice(0, at);
  const line = before.split("\n").length;
  return {
    code: error.code,
    name: error.named.toWellFormed(),
    at,
    length: Math.min(error.span, source.length - at),
    line,
    column: at - (before.lastIndexOf("\n") + 1) + 1,
    within: error.within,
  };
}
