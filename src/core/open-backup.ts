/**
 * A backup file opened to be read, without a vault, a browser or a network (FORMAT.md 7): secret → header →
 * manifest → index. Values are opened item by item, when they are looked at; nothing is ever written.
 */
import type { Backup } from "./backup.ts";
import { inChunks, judgeBackup, type JudgedSet, placeOf, type ReaderKeys } from "./backup-set.ts";
import { type Bytes, fromBase64, toHex, wipe } from "./bytes.ts";
import { Failure, type FailureCode } from "./failure.ts";
import { hkdfKey } from "./hash.ts";
import {
  type Field,
  type ItemIndex,
  itemCriticalSchema,
  itemIndexSchema,
  type ItemSecret,
  itemSecretSchema,
} from "./item.ts";
import { decodeJson } from "./json.ts";
import { importClassKey } from "./keys.ts";
import { openRecord, recordClass } from "./record.ts";
import { lendRootKey, type TypedSecret } from "./root-key.ts";

/** What a reader is told of the whole before it looks at a part. */
export interface BackupCheck {
  /** Live items outside the trash, and in it. */
  items: number;
  trashed: number;
  /** Records in the file, and how many of those that the manifest counts can not be used. */
  records: number;
  lost: number;
  /** When the manifest was sealed: ms since 1970. */
  made: number;
  /** Everything that belongs together is there, and is what was written. */
  complete: boolean;
  /** What is wrong where it is not: MISSING or TAMPERED. */
  problem: FailureCode | null;
}

/** One line of a list. */
export interface BackupRow extends ItemIndex {
  /** recId in hex. */
  id: string;
}

export type BackupAttachment = ItemSecret["files"][number];

/** A whole item: critical values stand in their fields. */
export interface BackupItem extends BackupRow {
  fields: Field[];
  past: ItemSecret["past"];
  files: BackupAttachment[];
  /** A record of it is damaged or missing: what could be opened is here, the rest is not. */
  partial: boolean;
}

export interface OpenBackup {
  check: BackupCheck;
  rows: BackupRow[];
  /** NOT_FOUND for an id that is not in `rows`, or after `close`. */
  item(id: string): Promise<BackupItem>;
  /** Bytes of a file of an item: MISSING or TAMPERED where a chunk of it is. */
  attachment(file: BackupAttachment): Promise<Bytes>;
  /** Forgets keys, titles and records. */
  close(): void;
}

/**
 * Opens a decoded backup: KDF_BOUNDS, WRONG_SECRET, FACTOR_MISSING, TAMPERED or DUPLICATE refuse it whole.
 * Lost or damaged records do not: what is sound opens, and `check` says that it is not all. The root key is
 * overwritten before this answers; the keys that stay can not be exported.
 */
export function openBackup(backup: Backup, typed: TypedSecret): Promise<OpenBackup> {
  return lendRootKey(backup.header, typed, async (rootKey, header) => {
    const names = ["index", "secret", "critical", "audit", "settings", "keyring"] as const;
    const imported = await Promise.all(
      names.map(async (name) => [name, await importClassKey(rootKey, header, name)] as const),
    );
    const keys = Object.fromEntries(imported) as Record<(typeof names)[number], CryptoKey>;
    const judged = await judgeBackup(backup, header, rootKey, keys);
    return reading(backup.records.length, keys, judged);
  });
}

async function reading(
  count: number,
  keys: ReaderKeys,
  { manifest, records, damaged, problem }: JudgedSet,
): Promise<OpenBackup> {
  const indexes = [...records.values()].filter(({ context }) => context.cls === recordClass.index);
  const opened = await inChunks(
    indexes.filter(({ context }) => !context.tombstone),
    async (one) => {
      const id = toHex(one.context.recId);
      try {
        const plaintext = await openRecord(keys.index, one.context, one.bytes);
        const index = decodeJson(itemIndexSchema, plaintext);
        wipe(plaintext);
        return { id, ...index };
      } catch {
        return null;
      }
    },
  );
  const rows = opened.filter((row) => row !== null);
  const unread = opened.length - rows.length;
  // Records of an item that has no index, or a tombstone (FORMAT.md 3): no writer of ours leaves such a set.
  const known = new Set(rows.map(({ id }) => id));
  const strays = [...records.values()].filter(
    ({ context: { cls, recId } }) =>
      (cls === recordClass.secret || cls === recordClass.critical) && !known.has(toHex(recId)),
  ).length;
  const wrong = problem ?? (unread + strays > 0 ? "TAMPERED" : null);
  // Contacts are no items of the user's lists.
  const items = rows.filter(({ kind }) => kind !== "contact");
  const trashed = items.filter((row) => row.trashed !== null).length;
  const byId = new Map(rows.map((row) => [row.id, row]));

  async function part<T>(
    id: string,
    cls: number,
    key: CryptoKey,
    parse: (bytes: Bytes) => T,
  ): Promise<T | "none" | "damaged"> {
    const one = records.get(placeOf(id, cls));
    if (one === undefined) return "none";
    try {
      const plaintext = await openRecord(key, one.context, one.bytes);
      const value = parse(plaintext);
      wipe(plaintext);
      return value;
    } catch {
      return "damaged";
    }
  }

  async function item(id: string): Promise<BackupItem> {
    const row = byId.get(id);
    if (row === undefined) throw new Failure("NOT_FOUND");
    const secret = await part(id, recordClass.secret, keys.secret, (bytes) =>
      decodeJson(itemSecretSchema, bytes),
    );
    const critical = await part(id, recordClass.critical, keys.critical, (bytes) =>
      decodeJson(itemCriticalSchema, bytes),
    );
    const plain = typeof secret === "string" ? { fields: [], past: [], files: [] } : secret;
    const asked = typeof critical === "string" ? { values: [], past: [] } : critical;
    const values = new Map(asked.values.map(({ field, value }) => [field, value]));
    const fields = plain.fields.map((field) =>
      field.critical ? { ...field, value: values.get(field.id) ?? null } : field,
    );
    // A set that is whole lacks nothing; in another one a record that is not there may have been lost.
    const lacks = secret === "none" || fields.some(({ value }) => value === null);
    const partial = secret === "damaged" || critical === "damaged" || (wrong !== null && lacks);
    const past = [...plain.past, ...asked.past].toSorted((a, b) => b.at - a.at);
    return { ...row, fields, past, files: [...plain.files, ...filesOf(asked)], partial };
  }

  /** Chunks are sealed under the file's own key and named by their hash (FORMAT.md 4). */
  async function attachment(file: BackupAttachment): Promise<Bytes> {
    const raw = fromBase64(file.key);
    const key = await hkdfKey(raw);
    wipe(raw);
    const parts = await inChunks(file.chunks, async ({ id, hash }) => {
      const one = records.get(placeOf(id, recordClass.blob));
      if (one === undefined) throw new Failure("MISSING");
      if (toHex(one.hash) !== hash) throw new Failure("TAMPERED");
      return openRecord(key, one.context, one.bytes);
    });
    if (parts.reduce((sum, { length }) => sum + length, 0) !== file.bytes) {
      throw new Failure("TAMPERED");
    }
    const whole = new Uint8Array(file.bytes);
    let at = 0;
    for (const chunk of parts) {
      whole.set(chunk, at);
      at += chunk.length;
      wipe(chunk);
    }
    return whole;
  }

  return {
    check: {
      items: items.length - trashed,
      trashed,
      records: count,
      lost: Math.max(0, manifest.n - (count - damaged - unread)),
      made: manifest.made,
      complete: wrong === null,
      problem: wrong,
    },
    rows,
    item,
    attachment,
    close() {
      rows.length = 0;
      byId.clear();
      records.clear();
    },
  };
}

/** Files of a record that may have none. */
function filesOf(record: { past: unknown; files?: BackupAttachment[] }): BackupAttachment[] {
  return record.files ?? [];
}
