/** What a repair makes of files: one that has lost a chunk is let go, and so are chunks that no item names. */
import { type Bytes, toHex } from "../core/bytes.ts";
import { sha256 } from "../core/hash.ts";
import { type ItemSecret, itemSecretSchema } from "../core/item.ts";
import { decodeJson } from "../core/json.ts";
import { openRecord, recordClass, sealRecord } from "../core/record.ts";
import type { Opened } from "./opened.ts";
import type { StoredRecord } from "./ports.ts";
import type { Listed } from "./set.ts";
import { secretRecord } from "./files.ts";

/** The set after the repair, the records to write for it, and those that are in it no more. */
export interface Mended {
  set: Listed[];
  put: StoredRecord[];
  stray: Listed[];
}

/**
 * Makes the items' lists of files and the chunks agree: a list that names what is not in the set would spoil
 * the sum when the file is removed. Chunks stay where a secret record can not be read: it may name them.
 */
export async function mendFiles(opened: Opened, sound: readonly Listed[]): Promise<Mended> {
  const blobs = sound.filter(({ context }) => context.cls === recordClass.blob);
  const there = new Map(blobs.map((one) => [toHex(one.context.recId), toHex(one.hash)]));
  const named = new Set<string>();
  const put: StoredRecord[] = [];
  const set: Listed[] = [];
  let certain = true;
  for (const one of sound) {
    if (one.context.cls === recordClass.blob) continue;
    if (one.context.cls !== recordClass.secret) {
      set.push(one);
      continue;
    }
    const secret = await secretOf(opened, one);
    certain &&= secret !== null;
    const whole = secret?.files.filter(({ chunks }) =>
      chunks.every(({ id, hash }) => there.get(id) === hash),
    );
    for (const { chunks } of whole ?? []) for (const { id } of chunks) named.add(id);
    const fresh =
      secret === null || whole === undefined || whole.length === secret.files.length
        ? one
        : await sealAnew(opened, one, { ...secret, files: whole });
    set.push(fresh);
    if (fresh !== one) {
      const { recId, cls } = fresh.context;
      put.push({ recId: toHex(recId), cls, bytes: fresh.bytes });
    }
  }
  const stays = ({ context }: Listed) => !certain || named.has(toHex(context.recId));
  set.push(...blobs.filter(stays));
  return { set, put, stray: blobs.filter((one) => !stays(one)) };
}

/** Null for one that opens, but is of a form that this version does not know. */
async function secretOf(opened: Opened, { context, bytes }: Listed): Promise<ItemSecret | null> {
  try {
    return decodeJson(itemSecretSchema, await openRecord(opened.keys.secret, context, bytes));
  } catch {
    return null;
  }
}

async function sealAnew(opened: Opened, one: Listed, secret: ItemSecret): Promise<Listed> {
  const { key, plaintext } = secretRecord(opened, secret);
  const context = { ...one.context, rev: one.context.rev + 1 };
  const bytes: Bytes = await sealRecord(key, context, plaintext);
  return { context, bytes, hash: await sha256(bytes) };
}
