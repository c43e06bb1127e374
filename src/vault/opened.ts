/** The opened vault: keys and the opened index in the worker's memory, nothing that is not also on the disk. */
import type { AuditChain } from "../core/audit.ts";
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import type { CacheEntry } from "../core/cache.ts";
import type { FailureCode } from "../core/failure.ts";
import { type ItemIndex, itemIndexSchema, type KindName, type Row } from "../core/item.ts";
import { decodeJson } from "../core/json.ts";
import type { Manifest, RecordRef } from "../core/manifest.ts";
import { zeroId } from "../core/record.ts";
import type { Session } from "./session.ts";

/** An item in the index; `gone` where it was erased, and for recId 0 (settings, keyring). */
export interface Entry extends Omit<Row, "kind"> {
  kind: ItemIndex["kind"];
  recId: Bytes;
  created: number;
  lastUsed: number;
  uses: number;
  refs: RecordRef[];
  /** Plaintext of the index record, as it stands in the cache page: of an erased item the time in 8 bytes, or nothing. */
  indexBytes: Bytes;
  gone: boolean;
}

export interface Opened extends Session {
  header: Bytes;
  manifest: Manifest;
  /** Sealed, as on the disk. */
  sealed: Bytes;
  kSet: CryptoKey;
  audit: AuditChain[];
  /** In the order of the cache pages. */
  entries: Entry[];
  byId: Map<string, number>;
  /** Term of each cache page in pageSum, and the sum. */
  pageTerms: Bytes[];
  pageSum: Bytes;
  problem: FailureCode | null;
}

/** A vault without anything in it, before its first write. Its keys are filled in by the caller. */
export function emptyOpened(): Omit<Opened, "vault" | "keys" | "deviceId" | "kSet"> {
  const zeros = new Uint8Array(32);
  return {
    header: new Uint8Array(0),
    manifest: {
      counter: 0,
      epoch: 1,
      headerHash: zeros,
      n: 0,
      setMac: zeros,
      prev: zeros,
      deviceId: new Uint8Array(16),
      made: 0,
      auditHead: zeros,
    },
    sealed: new Uint8Array(0),
    audit: [],
    entries: [],
    byId: new Map(),
    pageTerms: [],
    pageSum: zeros,
    problem: null,
  };
}

const nothing: ItemIndex = {
  kind: "note",
  title: "",
  hint: "",
  tags: [],
  favourite: false,
  origins: [],
  created: 0,
  modified: 0,
  trashed: null,
};

/** An entry from its cache form; TAMPERED where the index plaintext does not fit its schema. */
export function toEntry(cached: CacheEntry): Entry {
  // Of an erased item it is the time, or nothing (FORMAT.md 12): no index is as short.
  const gone = cached.index.length <= 8;
  const index = gone ? nothing : decodeJson(itemIndexSchema, cached.index);
  return {
    ...index,
    id: toHex(cached.recId),
    recId: cached.recId,
    lastUsed: cached.lastUsed,
    uses: cached.uses,
    refs: cached.refs,
    indexBytes: cached.index,
    gone,
  };
}

/** The entry as the index cache keeps it (FORMAT.md 6). */
export function toCacheEntry(entry: Entry): CacheEntry {
  return {
    recId: entry.recId,
    lastUsed: entry.lastUsed,
    uses: entry.uses,
    index: entry.indexBytes,
    refs: entry.refs,
  };
}

/** What a list shows of an entry. */
export function toRow(entry: Listed): Row {
  const { id, kind, title, hint, tags, favourite, origins, modified, trashed } = entry;
  return { id, kind, title, hint, tags, favourite, origins, modified, trashed };
}

/** The entry of an id, erased ones included. */
export function entryOf(opened: Opened, id: string): Entry | undefined {
  const at = opened.byId.get(id);
  return at === undefined ? undefined : opened.entries[at];
}

/** What is known of an item's record of a class. */
export function refOf(refs: readonly RecordRef[], cls: number): RecordRef | undefined {
  return refs.find((ref) => ref.cls === cls);
}

/** Id of the entry that stands for settings and keyring. */
export const zeroHex = toHex(new Uint8Array(16));

/** A real item: neither erased nor the place of settings and keyring. */
export function isItem(entry: Entry): boolean {
  return !entry.gone && !equalBytes(entry.recId, zeroId);
}

/** An item of the lists. */
export type Listed = Entry & { kind: KindName };

/** One that lists show and the rows of items answer: contacts have rows of their own (FORMAT.md 9). */
export function isListed(entry: Entry): entry is Listed {
  return isItem(entry) && entry.kind !== "contact";
}
