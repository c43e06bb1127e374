/**
 * The rows of the door that are answered from the start (ARCHITECTURE.md 3): opening, listing, locking.
 * All others are in protocol.ts, which the background loads when the first of them is asked for.
 */
import * as v from "valibot";
import { caps, draftSchema, type Draft, type Item, itemIdSchema, kindNames } from "../core/item.ts";
import type { FillReport, Found, Here, Status, Unlocked } from "./protocol.ts";

/** `app`: a page of ours in a window of ours. `page`: a stub in somebody's page. */
export type Who = "app" | "page";

export interface MessageRow<S extends v.GenericSchema, A> {
  who: Who;
  schema: S;
  /** Never set: it carries the type of the answer. */
  answer?: A;
}

export const nothing = v.strictObject({});
export const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
export const password = text(4096);
export const whole = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(0),
  v.maxValue(Number.MAX_SAFE_INTEGER),
);
/** As the browser numbers them. */
export const tabId = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Id of a field within its item. */
export const fieldId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));
/** The windows of ours that keep half-typed text. */
export const slots = ["popup", "manager", "panel"] as const;
export type Slot = (typeof slots)[number];
const slot = v.picklist(slots);

export const key = v.strictObject({
  slotId: itemIdSchema,
  /** What the authenticator answered: 32 bytes as base64. */
  prf: v.pipe(v.string(), v.length(44)),
});
/** What opens the vault: typed, touched, or both (FORMAT.md 1). */
export const typed = v.variant("by", [
  v.strictObject({ by: v.literal("password"), secret: password }),
  v.strictObject({ by: v.literal("recovery"), secret: text(100) }),
  v.strictObject({ by: v.literal("key"), key }),
  v.strictObject({ by: v.literal("passwordAndKey"), secret: password, key }),
]);
export type Typed = v.InferOutput<typeof typed>;
/** The same for one use of something critical; a bare text is the password. */
export const proof = v.union([password, typed]);
export type Proof = v.InferOutput<typeof proof>;

/** One row: who may send it, what it carries, and the type of its answer. */
export function row<A>() {
  return <S extends v.GenericSchema>(who: Who, schema: S): MessageRow<S, A> => ({ who, schema });
}

export const startRows = {
  status: row<Status>()("app", nothing),
  unlock: row<Unlocked>()("app", typed),
  lock: row<null>()("app", nothing),
  find: row<Found>()(
    "app",
    v.strictObject({
      text: text(500),
      /** Items for the site in this tab come first; null where there is no page. */
      tabId: v.nullable(tabId),
      where: v.picklist(["items", "trash"]),
      kind: v.nullable(v.picklist(kindNames)),
      tag: v.nullable(text(caps.tag)),
      favourite: v.boolean(),
      offset: whole,
      limit: v.pipe(whole, v.maxValue(200)),
    }),
  ),
  "item.read": row<Item>()("app", v.strictObject({ id: itemIdSchema })),
  "draft.read": row<{ draft: Draft | null }>()("app", v.strictObject({ slot })),
  "draft.keep": row<null>()("app", v.strictObject({ slot, draft: v.nullable(draftSchema) })),

  "clip.clear": row<{ cleared: boolean }>()("app", nothing),

  here: row<Here>()("app", nothing),
  /** The user has read the report: the popup does not open on it again. */
  "fill.dismiss": row<null>()("app", nothing),
  "fill.report": row<{ report: FillReport | null }>()("app", v.strictObject({ tabId })),
} as const satisfies Record<string, MessageRow<v.GenericSchema, unknown>>;
