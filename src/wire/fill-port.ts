/**
 * The channel to one document (ARCHITECTURE.md 4). The stub that opens it carries no data; the background
 * checks the browser-set `sender.origin`, asks, and sends only the values for matched fields.
 * The port dies with its document, so a value can not reach the next page (FORMAT.md 10).
 */
import * as v from "valibot";
import { pageCaps, pageFieldSchema, stepResultSchema, type Step } from "../core/form/field.ts";

/** Name of the port; it proves nothing, `sender.origin` does. */
export const fillPortName = "fill";

/** Background to page. One question at a time; each is answered by exactly one answer. */
export type Question = FillQuestion | CaretQuestion;

/** What the stub for fills is asked. */
export type FillQuestion =
  | { ask: "scan" }
  /** `undoFirst` takes back the last fill of this document before writing: the next match replaces it. */
  | { ask: "write"; steps: Step[]; undoFirst: boolean }
  | { ask: "undo" }
  | { ask: "capture" }
  /** The selected text, at most `pageCaps.value` characters. */
  | { ask: "selection" };

/** What the stub for insertions is asked. */
export type CaretQuestion =
  /** Whether the caret of the user is in this document; nothing of what stands there. */
  { ask: "caret" } | ({ ask: "insert" } & Insertion);

/** What goes to the caret. */
export interface Insertion {
  text: string;
  /** The same for editors that take rich text; "" for none. The stub cleans it. */
  html: string;
  /** Place of the cursor in `text`, in UTF-16 units; null: behind it. */
  cursor: number | null;
  /** What was typed for it and stands before the caret: it is taken away, or nothing is put in. */
  erase: string;
}

/** `frame`: a frame in it has the focus; `refused`: a field for passwords or codes. */
const places = ["here", "frame", "none", "refused"] as const;
export type CaretPlace = (typeof places)[number];

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

/** Page to background: closed, capped, and believed for nothing but this page. */
export const answerSchema = v.variant("got", [
  v.strictObject({
    got: v.literal("fields"),
    fields: v.pipe(v.array(pageFieldSchema), v.maxLength(pageCaps.fields)),
  }),
  v.strictObject({
    got: v.literal("written"),
    results: v.pipe(v.array(stepResultSchema), v.maxLength(pageCaps.fields)),
  }),
  v.strictObject({ got: v.literal("undone"), count: v.pipe(v.number(), v.integer()) }),
  v.strictObject({
    got: v.literal("captured"),
    title: text(pageCaps.text),
    /** `value`: text, the chosen option's text, or "true"/"false". */
    fields: v.pipe(
      v.array(v.strictObject({ field: pageFieldSchema, value: text(pageCaps.value) })),
      v.maxLength(pageCaps.fields),
    ),
  }),
  v.strictObject({
    got: v.literal("selection"),
    text: text(pageCaps.value),
    title: text(pageCaps.text),
  }),
  /** `focus`: whether all frames around it lead here; null where one of another origin hides it. */
  v.strictObject({
    got: v.literal("caret"),
    place: v.picklist(places),
    focus: v.nullable(v.boolean()),
  }),
  v.strictObject({ got: v.literal("inserted"), how: v.picklist(["done", "none", "refused"]) }),
  /** The stub failed at this question; the page is untouched or undone. */
  v.strictObject({ got: v.literal("failed") }),
]);
export type Answer = v.InferOutput<typeof answerSchema>;
