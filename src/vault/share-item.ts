/** What somebody sent, as an item of this vault: nothing of its rules and names is believed (FORMAT.md 9). */
import type { Bytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { type Field, itemCriticalSchema, type ItemSecret, type StoredFile } from "../core/item.ts";
import { encodeJson } from "../core/json.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass } from "../core/record.ts";
import { type SharedFile, sharedFileBytes, type SharedItem } from "../core/share/payload.ts";
import { isAlias, plainName } from "../core/snippet/names.ts";
import { encodeWithin, marker } from "./field-values.ts";
import { chunkChange, type SealedChunk, sealFile, secretRecord } from "./files.ts";
import { isListed, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { indexOf } from "./save-item.ts";
import { rulesIn } from "./sites.ts";
import type { Edit } from "./write.ts";

/** A received item as a new one of this vault; STEP_UP where it has critical values and there is no key for them. */
export async function editOf(
  world: World,
  opened: Opened,
  item: SharedItem,
  { critical, taken, now }: { critical: CryptoKey | null; taken: ReadonlySet<string>; now: number },
): Promise<Edit> {
  const fields: Field[] = item.fields;
  // A rule that is none by our own is left out: the item is worth more than its refusal.
  const origins = await rulesIn(world, item.origins);
  const { files, chunks } = await filesIn(opened, item.files ?? []);
  const { kind, title } = item;
  const tags = tagsIn(taken, item.tags);
  const index = indexOf({ kind, title, tags, favourite: false }, origins, fields, undefined, now);
  const secret: ItemSecret = {
    fields: fields.map((field) => (field.critical ? { ...field, value: marker(field) } : field)),
    past: [],
    files,
  };
  const records = [secretRecord(opened, secret)];
  const values = fields.flatMap(({ id, critical: asks, value }) =>
    asks && value !== null && value !== "" ? [{ field: id, value }] : [],
  );
  if (values.length > 0) {
    if (critical === null) throw new Failure("STEP_UP");
    const plaintext: Bytes = encodeWithin({ values, past: [] }, (one) =>
      encodeJson(itemCriticalSchema, one),
    );
    records.push({ cls: recordClass.critical, key: critical, plaintext });
  }
  return { recId: randomBytes(16), index, records, chunks: chunkChange(chunks, []) };
}

/** All names by which an item that is here goes in templates (docs/TEMPLATES.md, "Vault fields"). */
export function namesHere(opened: Opened): ReadonlySet<string> {
  const live = opened.entries.filter((entry) => isListed(entry) && entry.trashed === null);
  return new Set(
    live.flatMap(({ title, tags }) => [title, ...tags.filter(isAlias)]).map(plainName),
  );
}

/**
 * Tags without names ("@work") that are taken here: a template reads a named field from the item of that tag before one
 * of that title, and nobody else may slip his own account under an invoice.
 */
export function tagsIn(taken: ReadonlySet<string>, tags: readonly string[]): string[] {
  return tags.filter((tag) => !isAlias(tag) || !taken.has(plainName(tag)));
}

/** Files of a transfer, sealed anew under keys of this vault; nothing of their names is believed. */
async function filesIn(
  opened: Opened,
  shared: readonly SharedFile[],
): Promise<{ files: StoredFile[]; chunks: SealedChunk[] }> {
  const files: StoredFile[] = [];
  const chunks: SealedChunk[] = [];
  for (const one of shared) {
    const sealed = await sealFile(opened, one.name, sharedFileBytes(one));
    files.push(sealed.file);
    chunks.push(...sealed.chunks);
  }
  return { files, chunks };
}
