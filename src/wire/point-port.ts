/**
 * The channel to the pointer (src/page/pointer.ts): it lists the fields of one document, outlines one, and lets the
 * user point at one. No value of the vault ever goes through it, and none of the page comes back.
 */
import * as v from "valibot";
import { pageCaps, pageFieldSchema } from "../core/form/field.ts";

/** Name of the port; it proves nothing, `sender.origin` does. */
export const pointPortName = "point";

/** Background to page. One question at a time; each is answered by exactly one answer. */
export type PointQuestion =
  | { ask: "scan" }
  /** Draws a frame around a field of the last scan for a moment, and scrolls to it; null takes it away. */
  | { ask: "outline"; n: number | null }
  /** The next click of the user chooses a field; it is swallowed, and no other one is. */
  | { ask: "pick" }
  /** Origins of the frames in this document that can be seen, as far as it says so itself. */
  | { ask: "frames" };

const n = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));
const fields = v.pipe(v.array(pageFieldSchema), v.maxLength(pageCaps.fields));

/** Page to background: closed, capped, and believed for nothing but this page. */
export const pointAnswerSchema = v.variant("got", [
  v.strictObject({ got: v.literal("fields"), fields }),
  v.strictObject({ got: v.literal("outlined") }),
  /** `n` of a scan made at the click; null where the user clicked beside every field, gave up, or took too long. */
  v.strictObject({ got: v.literal("picked"), n: v.nullable(n), late: v.boolean(), fields }),
  v.strictObject({
    got: v.literal("frames"),
    origins: v.pipe(v.array(v.pipe(v.string(), v.maxLength(300))), v.maxLength(20)),
  }),
  v.strictObject({ got: v.literal("failed") }),
]);
export type PointAnswer = v.InferOutput<typeof pointAnswerSchema>;
