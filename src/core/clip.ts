/**
 * The clipboard history (docs/CLIPBOARD.md): what is kept of a copy, what never is, and what goes first when there is
 * too much. Pure; the texts themselves are sealed one by one, this is the list of them.
 */
import * as v from "valibot";
import { hasCardNumber } from "./detect/numbers.ts";
import { secretKinds } from "./detect/secret.ts";
import { itemIdSchema } from "./item.ts";

/** The hard caps, whatever is set: of one text in UTF-8 bytes, of the beginning that a list shows in UTF-16 units. */
export const clipCaps = {
  bytes: 1 << 20,
  count: 1000,
  preview: 160,
  pins: 0.5,
  site: 0.5,
} as const;

const when = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));

const clipSchema = v.strictObject({
  id: itemIdSchema,
  /** Of the document it was copied in, as the browser states it. */
  origin: v.pipe(v.string(), v.maxLength(300)),
  at: when,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(clipCaps.bytes)),
  /** SHA-256 of the text, base64: the same copy again is one copy. */
  hash: v.pipe(v.string(), v.length(44)),
  preview: v.pipe(v.string(), v.maxLength(clipCaps.preview)),
  secret: v.nullable(v.picklist(secretKinds)),
  pinned: v.boolean(),
  /** When it goes whatever is set for all; null: by its age. A pinned one has no age. */
  until: v.nullable(when),
});
export type Clip = v.InferOutput<typeof clipSchema>;

/** Plaintext of the sealed list, the newest first. `removed`: what can still be brought back, and until when. */
export const clipIndexSchema = v.strictObject({
  clips: v.pipe(v.array(clipSchema), v.maxLength(clipCaps.count)),
  removed: v.strictObject({
    until: when,
    clips: v.pipe(v.array(clipSchema), v.maxLength(clipCaps.count)),
  }),
});
export type ClipIndex = v.InferOutput<typeof clipIndexSchema>;

export interface ClipLimits {
  count: number;
  days: number;
  megabytes: number;
}

const codes = /^\s*(?:\d{4,8}|\d{3}[ -]\d{3}|[A-Z]{1,2}-\d{4,8})\s*$/;

/**
 * Why a copy is not kept, or null: a one-time code by its looks (4 to 8 digits alone), the number of a payment card
 * anywhere in it, nothing but blanks.
 */
export function leavesOut(text: string): "empty" | "code" | "card" | null {
  if (text.trim() === "") return "empty";
  if (text.length < 40 && codes.test(text)) return "code";
  return hasCardNumber(text) ? "card" : null;
}

/** The beginning of a text on one line, without signs that turn the direction of what stands beside it. */
export function previewOf(text: string): string {
  const plain = text
    .slice(0, 4 * clipCaps.preview)
    .replaceAll(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, "")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .trim();
  return plain.slice(0, clipCaps.preview).toWellFormed();
}

const day = 86_400_000;

/** When a copy goes by its age, ms; null for a pinned one without an end of its own. */
export function endOf(clip: Clip, { days }: ClipLimits): number | null {
  const aged = clip.pinned ? null : clip.at + days * day;
  return aged === null ? clip.until : Math.min(aged, clip.until ?? aged);
}

/**
 * What stays and what goes: first what has had its time, then the oldest that are not pinned, until all fits. Of what
 * comes from one site, only as much as half of the room counts as new: the rest goes before the copies of other sites.
 */
export function trim(
  clips: readonly Clip[],
  limits: ClipLimits,
  now: number,
): { stay: Clip[]; go: Clip[] } {
  const over = (clip: Clip) => (endOf(clip, limits) ?? Infinity) <= now;
  let bytes = 0;
  let count = 0;
  const fits = (clip: Clip) => {
    if (over(clip)) return false;
    if (count >= limits.count || bytes + clip.bytes > limits.megabytes * 2 ** 20) return false;
    count++;
    bytes += clip.bytes;
    return true;
  };
  const loose = clips.filter(({ pinned }) => !pinned);
  const within = shares(limits);
  const kept = new Set([
    ...clips.filter(({ pinned }) => pinned).filter(fits),
    // The newest is there whatever it takes.
    ...loose.slice(0, 1).filter(fits),
  ]);
  const fair = new Set(loose.filter(within));
  for (const clip of [...loose.filter((one) => fair.has(one)), ...loose])
    if (!kept.has(clip) && fits(clip)) kept.add(clip);
  return {
    stay: clips.filter((clip) => kept.has(clip)),
    go: clips.filter((clip) => !kept.has(clip)),
  };
}

/** Asked for one copy after the other: whether it is within the half that its site is sure of. */
function shares({ count, megabytes }: ClipLimits): (clip: Clip) => boolean {
  const taken = new Map<string, { count: number; bytes: number }>();
  return ({ origin, bytes }) => {
    const own = taken.get(origin) ?? { count: 0, bytes: 0 };
    own.count++;
    own.bytes += bytes;
    taken.set(origin, own);
    return own.count <= count * clipCaps.site && own.bytes <= megabytes * 2 ** 20 * clipCaps.site;
  };
}

/** Whether one more may be pinned: pinned copies take at most half of the room, so that new ones have some. */
export function mayPin(clips: readonly Clip[], clip: Clip, limits: ClipLimits): boolean {
  const pinned = clips.filter((one) => one.pinned && one.id !== clip.id);
  const bytes = pinned.reduce((sum, one) => sum + one.bytes, clip.bytes);
  return (
    pinned.length + 1 <= limits.count * clipCaps.pins &&
    bytes <= limits.megabytes * 2 ** 20 * clipCaps.pins
  );
}
