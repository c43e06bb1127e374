/** What goes into an evaluation and what comes out of it. */
import type { Around } from "./functions.ts";
import type { Template } from "./parse.ts";

export const promptTypes = ["text", "lines", "choice", "toggle", "date"] as const;
export type PromptType = (typeof promptTypes)[number];

/** One question of a template. */
export interface Prompt {
  /** Under which its answer is given; the same question asked twice is one. */
  key: string;
  label: string;
  type: PromptType;
  /** "true" or "false" of a toggle, "2027-05-31" of a date. */
  initial: string;
  /** Of a choice. */
  options: string[];
}

export type Format = "plain" | "markdown" | "html";

/** A snippet as it is nested. */
export interface Nested {
  title: string;
  /** Whose counters it uses. */
  owner: string;
  format: Format;
  template: Template;
}

/** What a template may ask of the world; each throws a TemplateError without a place where it can not. */
export interface Surroundings extends Around {
  /** By the key of the prompt. */
  answers: Readonly<Record<string, string>>;
  clipboard: () => string;
  page: (what: "title" | "url" | "selection") => string;
  field: (item: string, field: string) => string;
  snippet: (name: string) => Nested;
  /** The next number of a counter. */
  counter: (owner: string, name: string) => number;
}

/** Text of the template itself, or a value that was put in (to be escaped where the whole is HTML). */
export interface Piece {
  text: string;
  own: boolean;
  /** Of the snippet that it is from. */
  format: Format;
}

export interface Evaluated {
  pieces: Piece[];
  /** Number of the piece before which the cursor stands, or null. */
  cursor: number | null;
  prompts: Prompt[];
}
