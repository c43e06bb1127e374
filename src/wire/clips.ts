/** The rows of the door about the clipboard: copies of values, the history, and several values copied one after the other. */
import * as v from "valibot";
import type { SecretKind } from "../core/detect/secret.ts";
import { caps, itemIdSchema } from "../core/item.ts";
import type { ClipStatus } from "./answers.ts";
import { fieldId, nothing, proof, row, text, whole } from "./start-rows.ts";

const id = itemIdSchema;

export const clipRows = {
  copy: row<ClipStatus>()(
    "app",
    v.strictObject({ id, field: fieldId, password: v.nullable(proof) }),
  ),
  /** Text of our own interface (a recovery code, a generated password), cleared like any secret. */
  "clip.text": row<ClipStatus>()("app", v.strictObject({ text: text(caps.value) })),

  /** `text`: words that all have to be found. `all` and `bytes`: of the whole history. */
  "clips.list": row<{ clips: ClipLine[]; total: number; all: number; bytes: number }>()(
    "app",
    v.strictObject({ text: text(500), offset: whole, limit: v.pipe(whole, v.maxValue(200)) }),
  ),
  "clips.read": row<{ text: string }>()("app", v.strictObject({ id })),
  /** Onto the clipboard again, cleared like any copy. */
  "clips.copy": row<ClipStatus>()("app", v.strictObject({ id })),
  "clips.pin": row<null>()("app", v.strictObject({ id, on: v.boolean() })),
  /** It goes after so many minutes, whatever is set for all; null takes that back. */
  "clips.expire": row<null>()(
    "app",
    v.strictObject({ id, minutes: v.nullable(v.picklist([10, 60, 1440])) }),
  ),
  /** Null: all of them. For a minute `clips.undo` brings them back. */
  "clips.remove": row<{ count: number }>()(
    "app",
    v.strictObject({ ids: v.nullable(v.pipe(v.array(id), v.maxLength(1000))) }),
  ),
  "clips.undo": row<{ count: number }>()("app", nothing),

  /** Copies the first of these fields and has the others wait; STEP_UP where a critical one is among them. */
  "queue.begin": row<Queue>()(
    "app",
    v.strictObject({
      id,
      fields: v.pipe(v.array(fieldId), v.minLength(1), v.maxLength(20)),
      password: v.nullable(proof),
    }),
  ),
  /** Copies the next one; nothing is left after the last. */
  "queue.next": row<Queue>()("app", nothing),
  "queue.look": row<Queue>()("app", nothing),
  "queue.end": row<null>()("app", nothing),
} as const;

/** One copy of the history; of one that looks like a secret the text is asked for. */
export interface ClipLine {
  id: string;
  origin: string;
  at: number;
  bytes: number;
  preview: string;
  secret: SecretKind | null;
  pinned: boolean;
  /** When it goes (ms), null: not by itself. */
  until: number | null;
}

/** Values that are pasted one after the other. */
export interface Queue {
  /** The field that is on the clipboard now, and how many come after it; null where nothing waits. */
  now: { label: string; key: string; left: number } | null;
  clip: ClipStatus | null;
}
