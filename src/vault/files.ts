/** Files of items: their chunks are records, their names and keys stand in the item's secret record (FORMAT.md 4). */
import { type Bytes, toBase64, wipe } from "../core/bytes.ts";
import { chunkBytes, chunkCount, chunkRef, fileKey, openChunk, sealChunk } from "../core/chunk.ts";
import { Failure } from "../core/failure.ts";
import { fileName } from "../core/file-name.ts";
import {
  caps,
  type Chunk,
  type FileLine,
  type ItemSecret,
  itemSecretSchema,
  type StoredFile,
} from "../core/item.ts";
import { encodeJson } from "../core/json.ts";
import { leaf } from "../core/manifest.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass } from "../core/record.ts";
import { encodeWithin } from "./field-values.ts";
import { inTurn, itemEntry, readSecret } from "./items.ts";
import type { Entry, Opened } from "./opened.ts";
import type { StoredRecord, World } from "./ports.ts";
import { applyEdits, type Edit, noChange, type SetChange } from "./write.ts";

/** A chunk with its sealed bytes, on its way in. */
export interface SealedChunk {
  chunk: Chunk;
  bytes: Bytes;
}

/** For `Edit.chunks`: these come, those go. Undefined where nothing does. */
export function chunkChange(
  come: readonly SealedChunk[],
  go: readonly Chunk[],
): ((opened: Opened) => Promise<SetChange>) | undefined {
  if (come.length + go.length === 0) return undefined;
  const term = (opened: Opened, chunk: Chunk) => {
    const { recId, ref } = chunkRef(chunk);
    return leaf(opened.kSet, recId, ref);
  };
  const cls = recordClass.blob;
  return async (opened) => ({
    ...noChange(),
    put: come.map(({ chunk, bytes }): StoredRecord => ({ recId: chunk.id, cls, bytes })),
    drop: go.map(({ id }) => ({ recId: id, cls })),
    plus: await Promise.all(come.map(({ chunk }) => term(opened, chunk))),
    minus: await Promise.all(go.map((chunk) => term(opened, chunk))),
  });
}

/** All chunks of files, one after the other. */
export function chunksOf(files: readonly StoredFile[]): Chunk[] {
  return files.flatMap(({ chunks }) => chunks);
}

/** What a file is known by: the id of its first chunk. */
function idOf({ chunks }: StoredFile): string {
  return chunks[0]?.id ?? "";
}

/** Files as a list shows them. */
export function fileLines(files: readonly StoredFile[]): FileLine[] {
  return files.map((file) => ({
    file: idOf(file),
    name: file.name,
    bytes: file.bytes,
    parts: file.chunks.length,
  }));
}

/** The files of an item, as a list shows them. NOT_FOUND for no item. */
export async function listFiles(world: World, opened: Opened, id: string): Promise<FileLine[]> {
  return fileLines((await readSecret(world, opened, itemEntry(opened, id))).files);
}

/** One part of a file. NOT_FOUND, MISSING where the disk has lost it, TAMPERED where it is another. */
export async function readPart(
  world: World,
  opened: Opened,
  ask: { id: string; file: string; part: number },
): Promise<Bytes> {
  const { files } = await readSecret(world, opened, itemEntry(opened, ask.id));
  const file = files.find((one) => idOf(one) === ask.file);
  const chunk = file?.chunks[ask.part];
  if (file === undefined || chunk === undefined) throw new Failure("NOT_FOUND");
  if (file.chunks.length !== chunkCount(file.bytes)) throw new Failure("TAMPERED");
  const bytes = await world.disk.record(chunk.id, recordClass.blob);
  if (bytes === null) throw new Failure("MISSING");
  return openChunk(await fileKey(file.key), opened.vault.vaultId, chunk, bytes);
}

/** A whole file, sealed under a key of its own: how the item names it, and its chunks. */
export async function sealFile(
  opened: Opened,
  name: string,
  plaintext: Bytes,
): Promise<{ file: StoredFile; chunks: SealedChunk[] }> {
  const raw = randomBytes(32);
  const key = toBase64(raw);
  wipe(raw);
  const sealing = await fileKey(key);
  const chunks: SealedChunk[] = [];
  for (let part = 0; part < chunkCount(plaintext.length); part++) {
    const from = part * chunkBytes;
    chunks.push(await sealChunk(sealing, opened.vault, plaintext.slice(from, from + chunkBytes)));
  }
  const names = chunks.map(({ chunk }) => chunk);
  return { file: { name: fileName(name), bytes: plaintext.length, key, chunks: names }, chunks };
}

/** Attaches a file in one action: its chunks, and its line in the item's secret record. TOO_LARGE above the caps. */
export function attachFile(
  world: World,
  opened: Opened,
  id: string,
  file: StoredFile,
  come: readonly SealedChunk[],
): Promise<void> {
  return changeFiles(world, opened, id, (files) => {
    if (files.length >= caps.files) throw new Failure("TOO_LARGE");
    return { files: [...files, file], chunks: chunkChange(come, []) };
  });
}

/** Takes a file away for ever, its chunks in the same action. */
export function removeFile(world: World, opened: Opened, id: string, gone: string): Promise<void> {
  return changeFiles(world, opened, id, (files) => {
    const file = files.find((one) => idOf(one) === gone);
    if (file === undefined) throw new Failure("NOT_FOUND");
    return {
      files: files.filter((one) => one !== file),
      chunks: chunkChange([], file.chunks),
    };
  });
}

/**
 * The index stays as it is, and with it the revision that drafts are based on: a window that edits the item
 * meanwhile saves its fields without a clash, and its save keeps the files that are stored (save-item.ts).
 */
async function changeFiles(
  world: World,
  opened: Opened,
  id: string,
  change: (files: StoredFile[]) => { files: StoredFile[]; chunks: Edit["chunks"] },
): Promise<void> {
  await inTurn(world, async () => {
    const entry = itemEntry(opened, id);
    const secret = await readSecret(world, opened, entry);
    const { files, chunks } = change(secret.files);
    const record = secretRecord(opened, { ...secret, files });
    await applyEdits(world, opened, [{ recId: entry.recId, records: [record], chunks }], []);
  });
  world.tell("items");
}

/** The secret record of an item as an edit writes it; TOO_LARGE where it does not fit. */
export function secretRecord(
  opened: Opened,
  secret: ItemSecret,
): NonNullable<Edit["records"]>[number] {
  const plaintext = encodeWithin(secret, (one) => encodeJson(itemSecretSchema, one));
  return { cls: recordClass.secret, key: opened.keys.secret, plaintext };
}

/** Files of entries whose secret record opens; those of the others are left to the sweep (sweep.ts). */
export async function filesOf(
  world: World,
  opened: Opened,
  entries: readonly Entry[],
): Promise<Map<string, StoredFile[]>> {
  const found = new Map<string, StoredFile[]>();
  for (let at = 0; at < entries.length; at += 64) {
    await Promise.all(
      entries.slice(at, at + 64).map(async (entry) => {
        const secret = await readSecret(world, opened, entry).catch(() => null);
        if (secret !== null) found.set(entry.id, secret.files);
      }),
    );
  }
  return found;
}
