/** The rows of the door about single sites: what a fill would do, what the user says of fields, which frames belong. */
import * as v from "valibot";
import type { Preview } from "../core/form/preview.ts";
import { fieldMarkSchema } from "../core/form/mark-schema.ts";
import type { FieldMark } from "../core/form/mark.ts";
import { caps, type Field, itemIdSchema, type KindName } from "../core/item.ts";
import { originSchema, type Site, siteChangeSchema } from "../core/sites.ts";
import { fieldId, nothing, proof, row, tabId, text, whole } from "./start-rows.ts";

/** A field of the page in front; `frame` and `mark` find it again. */
export interface LookRow extends Preview {
  frame: number;
  /** Of the document that it is in. */
  origin: string;
  mark: FieldMark;
  /** What is remembered of it for single items. */
  own: { item: string; field: string }[];
}

/** A frame of another site in the page. */
export interface FrameLine {
  origin: string;
  /** `open`: it is filled with the page. `ask`: not without a word of the user. `out`: the browser does not let us in yet. */
  is: "open" | "ask" | "out";
}

/** The page in front, field by field. */
export interface PageLook {
  /** Of the page; null for our own practice page. */
  origin: string | null;
  /** The user said "not on this site". */
  off: boolean;
  fields: LookRow[];
  frames: FrameLine[];
  /** What would be filled, and the fields it could be filled from; without values. */
  item: {
    id: string;
    title: string;
    kind: KindName;
    fields: Pick<Field, "id" | "key" | "label" | "type" | "critical">[];
  } | null;
}

/** One field of one document, as it was seen. */
const place = v.strictObject({ frame: whole, mark: fieldMarkSchema });
/** Null for our own practice page, of which nothing is remembered. */
const origin = v.nullable(text(caps.origin));

/** What is filled, exactly: these fields and no other. `field`: from that field of the item; null: as Coffer thinks. */
export const onlySchema = v.pipe(
  v.array(v.strictObject({ ...place.entries, field: v.nullable(fieldId) })),
  v.maxLength(500),
);

export const siteRows = {
  /** What a fill of this item would do (null: what fields there are). Critical values come with the password alone. */
  "page.look": row<PageLook>()(
    "app",
    v.strictObject({
      tabId,
      origin,
      id: v.nullable(itemIdSchema),
      password: v.nullable(proof),
      /** As if these were chosen. */
      chosen: v.optional(onlySchema),
    }),
  ),
  /** Draws a frame around a field in the page for a moment; null takes it away. */
  "page.outline": row<null>()("app", v.strictObject({ tabId, at: v.nullable(place) })),
  /** The next click into the page chooses a field; answers at once. */
  "page.pick": row<null>()("app", v.strictObject({ tabId, origin })),
  /** The field that was chosen so in this tab; it is told once. */
  "page.picked": row<{ at: v.InferOutput<typeof place> | null }>()(
    "app",
    v.strictObject({ tabId }),
  ),

  /** The user confirmed, with both origins before their eyes, that frames of `frame` are filled with this page. */
  "frame.allow": row<null>()(
    "app",
    v.strictObject({ tabId, origin: originSchema, frame: originSchema, remember: v.boolean() }),
  ),

  "site.read": row<{ site: Site | null }>()("app", v.strictObject({ origin: originSchema })),
  /** Answers what was before, for the way back. */
  "site.change": row<{ before: Site | null }>()(
    "app",
    v.strictObject({ origin: originSchema, change: siteChangeSchema }),
  ),
  "site.list": row<{ sites: Site[] }>()("app", nothing),
} as const;
