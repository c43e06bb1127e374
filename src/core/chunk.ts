/**
 * Chunks of a file (FORMAT.md 4): records of class blob, each under its own random recId, written once, sealed
 * under the file's own random key. The item's secret record names them by recId and H(bytes); so a rotation
 * leaves them as they are, and they keep the epoch of their writing.
 */
import { type Bytes, equalBytes, fromBase64, fromHex, toHex, wipe } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { hkdfKey, sha256 } from "./hash.ts";
import type { Chunk } from "./item.ts";
import type { VaultContext } from "./keys.ts";
import type { RecordRef } from "./manifest.ts";
import { randomBytes } from "./random.ts";
import { openRecord, peekRecord, recordClass, sealRecord } from "./record.ts";

/** Plaintext bytes of each chunk but the last. */
export const chunkBytes = 1 << 20;

const fixed = { cls: recordClass.blob, schema: 1, rev: 1, tombstone: false } as const;

/** How many chunks a file of so many bytes has; an empty file has one, by which it is known. */
export function chunkCount(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / chunkBytes));
}

/** How long chunk `part` of a file of so many bytes is. */
export function chunkLength(bytes: number, part: number): number {
  return Math.max(0, Math.min(chunkBytes, bytes - part * chunkBytes));
}

/** The key of a file, from the base64 of its 32 bytes. */
export async function fileKey(text: string): Promise<CryptoKey> {
  const raw = fromBase64(text);
  const key = await hkdfKey(raw);
  wipe(raw);
  return key;
}

/** One chunk sealed under a fresh recId: how the item names it, and the record. */
export async function sealChunk(
  key: CryptoKey,
  vault: VaultContext,
  plaintext: Bytes,
): Promise<{ chunk: Chunk; bytes: Bytes }> {
  const recId = randomBytes(16);
  const bytes = await sealRecord(key, { ...fixed, ...vault, recId }, plaintext);
  return { chunk: { id: toHex(recId), hash: toHex(await sha256(bytes)) }, bytes };
}

/** The plaintext of the chunk that the item names. TAMPERED for other bytes than those it was sealed as. */
export async function openChunk(
  key: CryptoKey,
  vaultId: Bytes,
  chunk: Chunk,
  bytes: Bytes,
): Promise<Bytes> {
  if (!equalBytes(await sha256(bytes), fromHex(chunk.hash))) throw new Failure("TAMPERED");
  // The epoch may be believed: the hash has vouched for the whole record.
  const { epoch } = peekRecord(bytes);
  return openRecord(key, { ...fixed, vaultId, epoch, recId: fromHex(chunk.id) }, bytes);
}

/** What the chunk's leaf in setMac is made of (FORMAT.md 5): from the authenticated list, never from the disk. */
export function chunkRef({ id, hash }: Chunk): { recId: Bytes; ref: RecordRef } {
  const { cls, schema, rev, tombstone } = fixed;
  return { recId: fromHex(id), ref: { cls, schema, rev, tombstone, hash: fromHex(hash) } };
}
