/**
 * What the user told Coffer of single sites (class 0x24): which field is which, which stays empty, that a site is
 * left alone, which frames belong to it. Each site is an exact origin; what was said of one says nothing of another.
 */
import * as v from "valibot";
import { Failure } from "./failure.ts";
import { fieldMarkSchema } from "./form/mark-schema.ts";
import { markKey } from "./form/mark.ts";
import { caps, itemIdSchema } from "./item.ts";
import { correctionKey, itemOf } from "./site-key.ts";

/** Caps. Together they keep the record below the 2 MiB of FORMAT.md 4. */
export const siteCaps = { sites: 300, said: 100, all: 800, frames: 5, label: 60 } as const;

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const when = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
export const originSchema = v.pipe(
  v.string(),
  v.maxLength(caps.origin),
  v.regex(/^https?:\/\/[^/\s]+$/),
);
const fieldId = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));

/** What is to become of a field. */
export const sayingSchema = v.variant("as", [
  v.strictObject({ as: v.literal("never") }),
  /** A WHATWG autofill token, whatever Coffer thinks itself. */
  v.strictObject({
    as: v.literal("kind"),
    token: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  }),
  /** One field of one item; other items go by what Coffer thinks. */
  v.strictObject({ as: v.literal("field"), item: itemIdSchema, field: fieldId }),
]);
export type Saying = v.InferOutput<typeof sayingSchema>;

export const correctionSchema = v.strictObject({
  mark: fieldMarkSchema,
  say: sayingSchema,
  /** The words on the page, to show in the settings. */
  label: text(siteCaps.label),
  at: when,
});
export type Correction = v.InferOutput<typeof correctionSchema>;

export const siteSchema = v.strictObject({
  origin: originSchema,
  /** Coffer neither offers nor fills here. */
  off: v.boolean(),
  said: v.pipe(v.array(correctionSchema), v.maxLength(siteCaps.said)),
  /** Origins whose frames are filled with this site without asking again. */
  frames: v.pipe(v.array(originSchema), v.maxLength(siteCaps.frames)),
});
export type Site = v.InferOutput<typeof siteSchema>;

export const sitesSchema = v.strictObject({
  sites: v.pipe(v.array(siteSchema), v.maxLength(siteCaps.sites)),
});
export type Sites = v.InferOutput<typeof sitesSchema>;

/** One change of what is remembered of a site. */
export const siteChangeSchema = v.variant("do", [
  v.strictObject({
    do: v.literal("say"),
    said: v.pipe(
      v.array(
        v.strictObject({ mark: fieldMarkSchema, say: sayingSchema, label: text(siteCaps.label) }),
      ),
      v.maxLength(siteCaps.said),
    ),
  }),
  /** `item`: what was said for this item; null: what was said for all. */
  v.strictObject({
    do: v.literal("unsay"),
    mark: fieldMarkSchema,
    item: v.nullable(itemIdSchema),
  }),
  v.strictObject({ do: v.literal("off"), off: v.boolean() }),
  v.strictObject({ do: v.literal("frame"), frame: originSchema, on: v.boolean() }),
  /** As it was before a change, or all of it away: null. */
  v.strictObject({ do: v.literal("put"), site: v.nullable(siteSchema) }),
]);
export type SiteChange = v.InferOutput<typeof siteChangeSchema>;

/** What is remembered of an origin; null where nothing is. */
export function siteOf(sites: Sites, origin: string): Site | null {
  return sites.sites.find((site) => site.origin === origin) ?? null;
}

/**
 * The sites after a change of one of them; one of which nothing is left to remember is gone. TOO_LARGE above the
 * caps: then the user takes something away first. INVALID where a site is put in the place of another.
 */
export function changeSite(sites: Sites, origin: string, change: SiteChange, now: number): Sites {
  const before = siteOf(sites, origin) ?? { origin, off: false, said: [], frames: [] };
  const after = changed(before, change, now);
  if (after !== null && after.origin !== origin) throw new Failure("INVALID");
  const empty =
    after === null || (!after.off && after.said.length === 0 && after.frames.length === 0);
  const others = sites.sites.filter((site) => site.origin !== origin);
  const next = { sites: empty ? others : [...others, after] };
  const all = next.sites.reduce((sum, { said }) => sum + said.length, 0);
  if (
    next.sites.length > siteCaps.sites ||
    all > siteCaps.all ||
    (after?.said.length ?? 0) > siteCaps.said ||
    (after?.frames.length ?? 0) > siteCaps.frames
  )
    throw new Failure("TOO_LARGE");
  return next;
}

function changed(site: Site, change: SiteChange, now: number): Site | null {
  switch (change.do) {
    case "say": {
      const fresh = change.said.map((one) => ({ ...one, at: now }));
      // "Never" and a kind are said for all items, and what was said for single ones of this field goes with it.
      const over = new Set(fresh.map(correctionKey));
      const whole = new Set(
        fresh.filter((one) => itemOf(one) === null).map(({ mark }) => markKey(mark)),
      );
      const own = new Set(fresh.map(({ mark }) => markKey(mark)));
      const stays = site.said.filter(
        (one) =>
          !over.has(correctionKey(one)) &&
          !whole.has(markKey(one.mark)) &&
          !(one.say.as === "never" && own.has(markKey(one.mark))),
      );
      return { ...site, said: [...stays, ...fresh] };
    }
    case "unsay": {
      const gone = (one: Correction) =>
        itemOf(one) === change.item && markKey(one.mark) === markKey(change.mark);
      return { ...site, said: site.said.filter((one) => !gone(one)) };
    }
    case "off":
      return { ...site, off: change.off };
    case "frame": {
      const others = site.frames.filter((frame) => frame !== change.frame);
      return { ...site, frames: change.on ? [...others, change.frame] : others };
    }
    case "put":
      return change.site;
  }
}
