/** What a transfer carries: items with the fields and files that were chosen, as JSON (FORMAT.md 9). */
import * as v from "valibot";
import { type Bytes, fromBase64, toBase64 } from "../bytes.ts";
import { Failure } from "../failure.ts";
import { caps, fieldSchema, kindNames } from "../item.ts";
import { decodeJson, encodeJson } from "../json.ts";
import { recordClass } from "../record.ts";
import type { TransferClass } from "./container.ts";

const text = (max: number) => v.pipe(v.string(), v.maxLength(max));

/** How a page of the sender's called a field stays at home, and comes in from nobody. */
const { match: _, ...fieldEntries } = fieldSchema.entries;

/** A field with its value; a critical one too, for its sender has proved himself. */
export const sharedFieldSchema = v.strictObject({ ...fieldEntries, value: text(caps.value) });

/** A file of an item: its bytes as base64. */
const sharedFileSchema = v.strictObject({
  name: text(caps.fileName),
  data: v.pipe(
    text(4 * Math.ceil(caps.file / 3)),
    v.check((data) => data.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(data)),
  ),
});
export type SharedFile = v.InferOutput<typeof sharedFileSchema>;

export const sharedItemSchema = v.strictObject({
  kind: v.picklist(kindNames),
  title: text(caps.title),
  tags: v.pipe(v.array(text(caps.tag)), v.maxLength(caps.tags)),
  origins: v.pipe(v.array(text(caps.origin)), v.maxLength(caps.origins)),
  fields: v.pipe(v.array(sharedFieldSchema), v.maxLength(caps.fields)),
  files: v.optional(v.pipe(v.array(sharedFileSchema), v.maxLength(caps.files))),
});
export type SharedItem = v.InferOutput<typeof sharedItemSchema>;

/** A file as it travels. */
export function sharedFile(name: string, bytes: Bytes): SharedFile {
  return { name, data: toBase64(bytes) };
}

/** How many bytes a file has. */
export function sharedFileSize({ data }: SharedFile): number {
  return (data.length / 4) * 3 - (data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0);
}

/** The bytes of a file. */
export function sharedFileBytes({ data }: SharedFile): Bytes {
  return fromBase64(data);
}

/** Items of one transfer at most. */
export const mostItems = 5000;

const payloadSchema = v.strictObject({
  items: v.pipe(v.array(sharedItemSchema), v.minLength(1), v.maxLength(mostItems)),
});

/** Class critical where a critical value is inside. */
export function classOf(items: readonly SharedItem[]): TransferClass {
  const asks = items.some(({ fields }) =>
    fields.some(({ critical, value }) => critical && value !== ""),
  );
  return asks ? recordClass.critical : recordClass.secret;
}

/** The plaintext. INVALID for items that do not fit, none or too many. */
export function encodePayload(items: readonly SharedItem[]): Bytes {
  return encodeJson(payloadSchema, { items: [...items] });
}

/**
 * Its items; TAMPERED where they do not fit the schema, name a field twice, or are of another class than the head said
 * (null: it says none).
 */
export function decodePayload(plaintext: Bytes, cls: TransferClass | null): SharedItem[] {
  const { items } = decodeJson(payloadSchema, plaintext);
  const doubled = items.some(
    ({ fields }) => new Set(fields.map(({ id }) => id)).size !== fields.length,
  );
  if (doubled || (cls !== null && classOf(items) !== cls)) throw new Failure("TAMPERED");
  return items;
}
