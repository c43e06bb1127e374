/**
 * An item as the user knows it, and how it is split into records of three classes
 * (FORMAT.md 3 and 4): `index` holds what a list shows, `secret` the field values,
 * `critical` the values of fields that ask for the password at each use.
 */
import * as v from "valibot";

export const kindNames = ["snippet", "login", "identity", "card", "note", "form"] as const;
export type KindName = (typeof kindNames)[number];
/** What an index record may be of: a contact is an item that no list shows (FORMAT.md 9). */
export const storedKinds = [...kindNames, "contact"] as const;

export const fieldTypes = ["text", "hidden", "multiline", "date", "boolean", "choice"] as const;
export type FieldType = (typeof fieldTypes)[number];

/** Caps. A record is at most 2 MiB (FORMAT.md 4); these keep an item well below it. */
export const caps = {
  title: 500,
  tag: 60,
  tags: 50,
  origin: 300,
  origins: 50,
  hint: 120,
  label: 200,
  value: 500_000,
  fields: 200,
  options: 300,
  option: 200,
  past: 10,
  files: 20,
  fileName: 255,
  /** In bytes; 10 chunks of 1 MiB (FORMAT.md 4). */
  file: 10 * 2 ** 20,
  chunks: 10,
} as const;

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,32}$/));
const text = (max: number) => v.pipe(v.string(), v.maxLength(max));
const when = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));

/** How a field saved from a page is found again on that page. */
export const matchSchema = v.strictObject({
  token: v.optional(text(60)),
  name: v.optional(text(200)),
  label: v.optional(text(200)),
});

/**
 * One field. `key` is the kind's own key ("username"), or "" for a field the user added.
 * `value` is null only where the value is critical and not in hand.
 * Dates are "YYYY-MM-DD" (or "YYYY-MM"), booleans "true" or "false".
 */
export const fieldSchema = v.strictObject({
  id,
  key: v.pipe(v.string(), v.regex(/^[a-z0-9-]{0,40}$/)),
  label: text(caps.label),
  type: v.picklist(fieldTypes),
  critical: v.boolean(),
  value: v.nullable(text(caps.value)),
  options: v.optional(v.pipe(v.array(text(caps.option)), v.maxLength(caps.options))),
  match: v.optional(matchSchema),
});
export type Field = v.InferOutput<typeof fieldSchema>;

/** Plaintext of the index record. `trashed` is the time it went into the trash, or null. */
export const itemIndexSchema = v.strictObject({
  kind: v.picklist(storedKinds),
  title: text(caps.title),
  /** A second line that tells two items apart: a user name, the last four digits of a card. */
  hint: text(caps.hint),
  tags: v.pipe(v.array(text(caps.tag)), v.maxLength(caps.tags)),
  favourite: v.boolean(),
  origins: v.pipe(v.array(text(caps.origin)), v.maxLength(caps.origins)),
  created: when,
  modified: when,
  trashed: v.nullable(when),
});
export type ItemIndex = v.InferOutput<typeof itemIndexSchema>;

/** Earlier value of a field: kept from the first version on, so that history needs no migration. */
export const pastSchema = v.strictObject({ field: id, value: text(caps.value), at: when });

/** 32 lower-case hex digits. */
export const itemIdSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/**
 * A file of the item; its chunks are records of class blob (FORMAT.md 4). `key` is base64 of 32 bytes,
 * `hash` H of the sealed chunk. A file is known by the id of its first chunk: each has at least one.
 */
export const fileSchema = v.strictObject({
  name: text(caps.fileName),
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(caps.file)),
  key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/)),
  chunks: v.pipe(
    v.array(
      v.strictObject({
        id: itemIdSchema,
        hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      }),
    ),
    v.maxLength(caps.chunks),
  ),
});
export type StoredFile = v.InferOutput<typeof fileSchema>;
/** What a window knows of a file: `file` is the id of its first chunk, `parts` how many chunks it has. */
export interface FileLine {
  file: string;
  name: string;
  bytes: number;
  parts: number;
}
export type Chunk = StoredFile["chunks"][number];

/** Plaintext of the secret record. Critical fields stand here with value null, to keep their place. */
export const itemSecretSchema = v.strictObject({
  fields: v.pipe(v.array(fieldSchema), v.maxLength(caps.fields)),
  past: v.pipe(v.array(pastSchema), v.maxLength(caps.fields * caps.past)),
  files: v.pipe(v.array(fileSchema), v.maxLength(caps.files)),
});
export type ItemSecret = v.InferOutput<typeof itemSecretSchema>;

/** Plaintext of the critical record: field id -> value. */
export const itemCriticalSchema = v.strictObject({
  values: v.pipe(
    v.array(v.strictObject({ field: id, value: text(caps.value) })),
    v.maxLength(caps.fields),
  ),
  past: v.pipe(v.array(pastSchema), v.maxLength(caps.fields * caps.past)),
});
export type ItemCritical = v.InferOutput<typeof itemCriticalSchema>;

/**
 * What the editor holds and saves. `id` null makes a new item. `rev` is the index revision
 * the editor started from: a save over a newer one is refused as CONFLICT.
 * A critical field with value null keeps its stored value.
 */
export const draftSchema = v.strictObject({
  id: v.nullable(itemIdSchema),
  rev: v.pipe(v.number(), v.integer(), v.minValue(0)),
  kind: v.picklist(kindNames),
  title: text(caps.title),
  tags: v.pipe(v.array(text(caps.tag)), v.maxLength(caps.tags)),
  favourite: v.boolean(),
  origins: v.pipe(v.array(text(caps.origin)), v.maxLength(caps.origins)),
  fields: v.pipe(v.array(fieldSchema), v.maxLength(caps.fields)),
});
export type Draft = v.InferOutput<typeof draftSchema>;

/** One line of a list. */
export interface Row {
  id: string;
  kind: KindName;
  title: string;
  hint: string;
  tags: string[];
  favourite: boolean;
  origins: string[];
  modified: number;
  trashed: number | null;
}

/** An opened item: the draft to edit, and its times. Critical values are null. */
export interface Item extends Draft {
  id: string;
  created: number;
  modified: number;
  trashed: number | null;
}
