/** The channel to the stub that inserts at the caret (src/page/insert-guest.ts). It tells nothing of what stands there. */
import * as v from "valibot";

/** Name of the port; it proves nothing, `sender.origin` does. */
export const caretPortName = "caret";

/** Background to page. One question at a time; each is answered by exactly one answer. */
export type CaretQuestion =
  /** Whether the caret of the user is in this document. */
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

/** Page to background: closed, capped, and believed for nothing but this page. */
export const caretAnswerSchema = v.variant("got", [
  /** `focus`: whether all frames around it lead here; null where one of another origin hides it. */
  v.strictObject({
    got: v.literal("caret"),
    place: v.picklist(places),
    focus: v.nullable(v.boolean()),
  }),
  v.strictObject({ got: v.literal("inserted"), how: v.picklist(["done", "none", "refused"]) }),
  v.strictObject({ got: v.literal("failed") }),
]);
export type CaretAnswer = v.InferOutput<typeof caretAnswerSchema>;
