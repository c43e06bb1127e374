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
export type Question =
  /** `settle`: after the page has answered what was written, so that the fields `awaited` changed; at most `ms`. */
  | { ask: "scan"; settle?: { awaited: number[]; ms: number } }
  /** `undoFirst` takes back the last fill of this document before writing: the next match replaces it. */
  /** `more`: it belongs to the fill before, and is taken back with it. */
  | { ask: "write"; steps: Step[]; undoFirst: boolean; more?: boolean }
  /** Opens a list that the page draws itself, and closes it again. */
  | { ask: "open"; n: number }
  | { ask: "undo" }
  | { ask: "capture" }
  /** The selected text, at most `pageCaps.value` characters. */
  | { ask: "selection" };

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
  v.strictObject({ got: v.literal("options"), options: pageFieldSchema.entries.options }),
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
  /** The stub failed at this question; the page is untouched or undone. */
  v.strictObject({ got: v.literal("failed") }),
]);
export type Answer = v.InferOutput<typeof answerSchema>;
