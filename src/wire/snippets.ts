/** The rows of the door about snippets: what a template asks for, and what it becomes. */
import * as v from "valibot";
import type { FailureCode } from "../core/failure.ts";
import { caps, itemIdSchema } from "../core/item.ts";
import type { Format, Prompt } from "../core/snippet/shape.ts";
import type { TemplateProblem } from "../core/snippet/failure.ts";
import { limits } from "../core/snippet/limits.ts";
import type { Rendered } from "../core/snippet/render.ts";
import type { ClipStatus } from "./answers.ts";
import { fieldId, nothing, proof, row, tabId, text } from "./start-rows.ts";

/** By the keys of the prompts. */
const answers = v.pipe(
  v.array(v.strictObject({ key: text(limits.label + 10), value: text(100_000) })),
  v.maxLength(limits.prompts),
);

const filled = {
  id: itemIdSchema,
  answers,
  /** What is on the clipboard, where the template asks for it. */
  clipboard: v.nullable(text(caps.value)),
  /** The page whose title, address and selection it may take; null for none. */
  tabId: v.nullable(tabId),
  password: v.nullable(proof),
};

const folder = v.pipe(v.string(), v.maxLength(caps.tag), v.regex(/^(\/[^/]+)*$/));

export const snippetRows = {
  /** Renames or moves a folder with all in it; to "" takes its items out of it. Answers how many. */
  "folder.move": row<{ count: number }>()("app", v.strictObject({ from: folder, to: folder })),

  /**
   * What a template asks for with these answers, and how it would look: critical and hidden values are dots, nothing
   * is counted, no page is asked. `body` stands for the stored one while it is edited.
   */
  "snippet.look": row<SnippetLook>()(
    "app",
    v.strictObject({
      id: v.nullable(itemIdSchema),
      body: v.nullable(
        v.strictObject({
          text: text(caps.value),
          format: v.picklist(["plain", "markdown", "html"]),
        }),
      ),
      answers,
    }),
  ),
  /** The snippet with its values; counters are counted and stored. STEP_UP where a critical field is in it. */
  "snippet.text": row<SnippetText>()("app", v.strictObject(filled)),
  /** The same onto the clipboard, cleared like any copy. The text comes back where it has a rich form too. */
  "snippet.copy": row<SnippetCopy>()("app", v.strictObject(filled)),

  /** The insertion that a command, the menu or a typed trigger has asked for, once; null where there is none. */
  "insert.take": row<InsertWish | null>()("app", nothing),
  /**
   * Puts a snippet, or with `field` the value of a field, to the caret of the page in front. `sure`: the origin that was
   * asked for (`foreign`) and that the user has said yes to; of another one it is asked anew. NO_CARET, SECRET_FIELD,
   * NO_PAGE, PAGE_GONE: then nothing was changed.
   */
  insert: row<Inserted>()(
    "app",
    v.strictObject({
      ...filled,
      tabId,
      field: v.nullable(fieldId),
      /** What was typed for it, as `insert.take` told. */
      erase: text(100),
      sure: v.nullable(text(300)),
    }),
  ),
} as const;

/**
 * `id`: this snippet, whose questions are still to be asked; null: the user chooses. `failed`: nothing is to be
 * inserted; a command could not do its work, and a window of ours says why.
 */
export interface InsertWish {
  tabId: number;
  id: string | null;
  title: string;
  erase: string;
  failed: FailureCode | null;
}

/** Both null: it is there. `foreign`: nothing was inserted, and the user is to be asked whether it may go there. */
export interface Inserted {
  problem: TemplateProblem | null;
  foreign: Foreign | null;
}

/** `value`: a value of the vault does not belong to `origin`; `frame`: the caret is in a frame of another site. */
export interface Foreign {
  origin: string;
  why: "value" | "frame";
}

export interface SnippetLook {
  /** Where the template is wrong; then there is no preview. */
  problem: TemplateProblem | null;
  preview: Rendered | null;
  prompts: Prompt[];
  clipboard: boolean;
  page: boolean;
  format: Format;
}

export type SnippetText =
  | { problem: TemplateProblem; rendered: null }
  | { problem: null; rendered: Rendered };

export type SnippetCopy =
  | { problem: TemplateProblem; clip: null; rendered: null }
  | { problem: null; clip: ClipStatus; rendered: Rendered | null };
