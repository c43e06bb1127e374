/**
 * The channel that a document of a watched site opens by itself, at the first focus in a field (src/page/watch.ts).
 * It says what the user has just sent; it is told which features the user allowed here, and nothing else. Its
 * browser-set `sender.origin` says whose it is; all it says is closed, capped, and believed for that site alone.
 */
import * as v from "valibot";
import { triggerCaps, type Triggers } from "../core/snippet/trigger.ts";
import { pageFieldSchema } from "../core/form/field.ts";

/** Background to page, once: what the user allows on this site. */
export interface Features {
  /** Forms that are sent may be offered for saving. */
  capture: boolean;
  /** Copies may be offered to the clipboard history; while the vault is open alone. */
  clips: boolean;
  /** Triggers of snippets may be typed; null where they may not, or the vault is locked. */
  triggers: Triggers | null;
}

/** Caps of one form; apart from `pageCaps`, which are those of a whole page. */
const caps = { fields: 100, value: 10_000, title: 300, clip: 1 << 20 } as const;

/** Page to background. */
export const saidSchema = v.variant("say", [
  /** The user has pressed what sends a form, or Enter in it. `value`: as in fill-port.ts. */
  v.strictObject({
    say: v.literal("sent"),
    title: v.pipe(v.string(), v.maxLength(caps.title)),
    fields: v.pipe(
      v.array(
        v.strictObject({
          field: pageFieldSchema,
          value: v.pipe(v.string(), v.maxLength(caps.value)),
        }),
      ),
      v.maxLength(caps.fields),
    ),
  }),
  /** A word that the sieve of the triggers lets through, and what was typed behind it. Nothing else typed is told. */
  v.strictObject({
    say: v.literal("typed"),
    word: v.pipe(v.string(), v.minLength(1), v.maxLength(triggerCaps.length)),
    end: v.pipe(v.string(), v.length(1)),
  }),
  /** The form that was sent is not there any more, though the page is. */
  v.strictObject({ say: v.literal("gone") }),
  /** What does the user want here now? Answered like the opening of the port. */
  v.strictObject({ say: v.literal("asks") }),
  /** The user has copied or cut this. */
  v.strictObject({
    say: v.literal("copied"),
    text: v.pipe(v.string(), v.minLength(1), v.maxLength(caps.clip)),
  }),
  /** The user has pasted something: what, is not said. */
  v.strictObject({ say: v.literal("pasted") }),
]);
export type Said = v.InferOutput<typeof saidSchema>;
