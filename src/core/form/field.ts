/**
 * A field of a web page as plain data: what the page's guest (src/page/scan.ts) sees, and all that the
 * classifier (classify.ts) and the planner (plan.ts) know. It carries no value of the page.
 * Everything here comes from a stranger's page: closed schema, capped lengths.
 */
import * as v from "valibot";
import { pageCaps } from "./caps.ts";

export { pageCaps };

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));

/** Why a field can not be filled, whatever the item: nothing hidden is filled. */
export const obstacles = ["hidden", "covered", "disabled", "readonly", "unsupported"] as const;
export type Obstacle = (typeof obstacles)[number];

export const pageFieldSchema = v.strictObject({
  /** Number of the field within this scan of this document; the handle for writing. */
  n: count,
  tag: v.picklist(["input", "select", "textarea", "editable"]),
  /** `type` of an input in lower case; "" otherwise. */
  type: text(40),
  name: text(pageCaps.text),
  id: text(pageCaps.text),
  /** The `autocomplete` attribute as written. */
  autocomplete: text(pageCaps.text),
  /** Text of its labels (label elements, aria-labelledby, aria-label); of a radio, that of its group. */
  label: text(pageCaps.text),
  placeholder: text(pageCaps.text),
  title: text(pageCaps.text),
  /** Text just before the field, where it has no label; its pieces parted by "·", the nearest last. */
  near: text(pageCaps.text),
  /** Text just behind the field. */
  after: text(pageCaps.text),
  /** 0-based number of its form element in the document, or -1. */
  form: v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(100_000)),
  /** maxLength, or -1. */
  maxLength: v.pipe(v.number(), v.integer(), v.minValue(-1)),
  pattern: text(pageCaps.text),
  inputMode: text(40),
  /** Of a select: value and text of each option, in order. Of a radio or checkbox: its own value and label. */
  options: v.pipe(
    v.array(v.strictObject({ value: text(pageCaps.text), text: text(pageCaps.text) })),
    v.maxLength(pageCaps.options),
  ),
  /** A value or a choice stands in it already ("kept" where the setting says so). */
  touched: v.boolean(),
  /** It has the focus. */
  focused: v.boolean(),
  obstacle: v.nullable(v.picklist(obstacles)),
  /** It is no input, select or textarea: the page made it of other elements and says what it is by roles (ARIA). */
  drawn: v.optional(v.literal(true)),
  /** It opens a list of its own that is read when it is to be filled (ARIA): `options` may be empty until then. */
  popup: v.optional(v.literal(true)),
  /** On the first field of each form only: the form's own words (name, headings, buttons), page title last. */
  context: v.optional(text(pageCaps.text)),
  /** On the first field of each form only: the `lang` of the document ("de", "en-GB"). */
  lang: v.optional(text(40)),
});
export type PageField = v.InferOutput<typeof pageFieldSchema>;

/** A field and its kind (classify.ts): a WHATWG autofill token, "none" (must stay empty), or "unknown". */
export interface Kinded {
  field: PageField;
  token: string;
  /** It is asked of somebody or something else (a friend, a shop near by): known, and not filled unless the user says so. */
  foreign?: true;
}

/** What to do with one field: set its text, choose the option with this index, check or uncheck. */
export type Step =
  | { n: number; do: "text"; value: string }
  | { n: number; do: "option"; index: number }
  | { n: number; do: "check"; on: boolean };

/** Why a step was not tried: what stands in the way now, or another field than the one that was planned for. */
export const hindrances = [...obstacles, "changed"] as const;
export type Hindrance = (typeof hindrances)[number];

/** What came of a step: it holds the value, or the page refused it, or (`why`) it was not tried. */
export const stepResultSchema = v.strictObject({
  n: count,
  ok: v.boolean(),
  why: v.optional(v.picklist(hindrances)),
});
export type StepResult = v.InferOutput<typeof stepResultSchema>;

/** Why a field of the page was left alone, or "filled". */
export const outcomes = [
  "filled",
  "kept", // the user had typed there
  "hidden",
  "covered",
  "disabled",
  "readonly",
  "unsupported",
  "unknown", // it is not clear what belongs there
  "empty-on-purpose", // search, captcha, coupon: never filled
  "not-yours", // of a friend, of a place that is searched
  "no-value", // the item has no value of that kind
  "no-option", // no option of the list fits
  "no-fit", // the field is too short for it or asks for another form, and nothing is cut
  "step-up", // critical: asks for the password
  "refused", // the page did not take it
  "changed", // the page made another field of it meanwhile
  "foreign-frame", // a frame of another site
  "sandboxed-frame", // a frame without an origin of its own
  "never", // the user said so for this site
  "other-form", // another form of the page is filled
] as const;
export type Outcome = (typeof outcomes)[number];
