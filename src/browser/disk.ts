/**
 * The sealed vault in IndexedDB of the extension's origin: content scripts can not reach it, it is
 * transactional, and `durability: "strict"` puts each commit on the disk (FORMAT.md 6).
 */
import { equalBytes } from "../core/bytes.ts";
import { Failure, type FailureCode } from "../core/failure.ts";
import type { Change, Disk, Opening, StoredPage, StoredRecord } from "../vault/ports.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const stores = [
  "header",
  "manifest",
  "records",
  "cache",
  "meta",
  "staged",
  "kept",
  "base",
  "clips",
] as const;
type Store = (typeof stores)[number];

/** The one key of stores that hold one thing. */
const only = "it";
const headKey = "head";
const batchSize = 512;
/** Of chunks of files (class 0x04), a MiB each: a batch must not weigh more than a few. */
const largeInBatch = 8;

let connection: Promise<IDBDatabase> | null = null;

function connect(): Promise<IDBDatabase> {
  connection ??= new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open("coffer", 3);
    request.onupgradeneeded = () => {
      const { objectStoreNames: there } = request.result;
      for (const name of stores) if (!there.contains(name)) request.result.createObjectStore(name);
    };
    request.onsuccess = () => {
      const forget = () => (connection = null);
      request.result.onclose = forget;
      request.result.onversionchange = () => {
        request.result.close();
        forget();
      };
      resolve(request.result);
    };
    request.onerror = () => {
      connection = null;
      reject(new Failure(codeOf(request.error)));
    };
  });
  return connection;
}

/** Chromium tells a full disk as DataError or UnknownError with an I/O error, never as a quota (TOOLING). */
function codeOf(error: DOMException | null): FailureCode {
  const full = ["QuotaExceededError", "DataError"].includes(error?.name ?? "");
  return full || /full|quota|space|i\/o/i.test(error?.message ?? "") ? "DISK_FULL" : "DISK_FAILED";
}

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Failure(codeOf(request.error)));
  });
}

async function reading(...names: Store[]): Promise<IDBTransaction> {
  return (await connect()).transaction(names, "readonly");
}

/** Runs `write` in one durable transaction; whatever it throws takes all of it back. */
async function writing(
  names: readonly Store[],
  write: (transaction: IDBTransaction) => Promise<void> | void,
): Promise<void> {
  const transaction = (await connect()).transaction(names, "readwrite", { durability: "strict" });
  const done = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new Failure(codeOf(transaction.error)));
  });
  try {
    await write(transaction);
  } catch (thrown) {
    done.catch(() => undefined);
    try {
      transaction.abort();
    } catch {
      // It has aborted by itself already.
    }
    throw thrown;
  }
  await done;
}

function recordKey(recId: string, cls: number): string {
  return recId + cls.toString(16).padStart(2, "0");
}

function fromKey(key: string, bytes: Bytes): StoredRecord {
  return { recId: key.slice(0, 32), cls: Number.parseInt(key.slice(32), 16), bytes };
}

async function open(): Promise<Opening | null> {
  const transaction = await reading("header", "manifest", "cache");
  const [header, manifest, keys, values] = await Promise.all([
    answerOf<Bytes | undefined>(transaction.objectStore("header").get(only)),
    answerOf<Bytes | undefined>(transaction.objectStore("manifest").get(only)),
    answerOf(transaction.objectStore("cache").getAllKeys()),
    answerOf<Bytes[]>(transaction.objectStore("cache").getAll()),
  ]);
  if (header === undefined && manifest === undefined) return null;
  // One without the other is a damaged vault, not an empty place for a new one.
  if (header === undefined || manifest === undefined) throw new Failure("TAMPERED");
  let head: Bytes | null = null;
  const pages: StoredPage[] = [];
  for (const [i, key] of keys.entries()) {
    const bytes = values[i] as Bytes;
    if (key === headKey) head = bytes;
    else pages.push({ page: key as number, bytes });
  }
  return { header, manifest, head, pages };
}

async function records(
  each: (batch: StoredRecord[]) => Promise<void> | void,
  from: Store = "records",
): Promise<void> {
  let after: IDBKeyRange | undefined;
  for (;;) {
    const store = (await reading(from)).objectStore(from);
    let large = largeInBatch;
    const keys = ((await answerOf(store.getAllKeys(after, batchSize))) as string[]).filter(
      (key) => large > 0 && (!key.endsWith("04") || large-- > 0),
    );
    if (keys.length === 0) return;
    const values = await answerOf<Bytes[]>(store.getAll(IDBKeyRange.bound(keys[0], keys.at(-1))));
    await each(keys.map((key, i) => fromKey(key, values[i] as Bytes)));
    after = IDBKeyRange.lowerBound(keys.at(-1), true);
  }
}

async function recordsOf(cls: number, each: Parameters<Disk["records"]>[0]): Promise<void> {
  const all = (await reading("records")).objectStore("records").getAllKeys();
  const ending = recordKey("", cls);
  const keys = ((await answerOf(all)) as string[]).filter((key) => key.endsWith(ending));
  for (let at = 0; at < keys.length; at += batchSize) {
    const store = (await reading("records")).objectStore("records");
    const batch = await Promise.all(
      keys.slice(at, at + batchSize).map(async (key) => {
        const bytes = await answerOf<Bytes | undefined>(store.get(key));
        return bytes === undefined ? [] : [fromKey(key, bytes)];
      }),
    );
    await each(batch.flat());
  }
}

function commit(change: Change): Promise<void> {
  return writing(
    ["header", "manifest", "records", "cache", "meta", "base"],
    async (transaction) => {
      const manifests = transaction.objectStore("manifest");
      const there = await answerOf<Bytes | undefined>(manifests.get(only));
      const expected = change.upon;
      const fits =
        expected === null
          ? there === undefined
          : there !== undefined && equalBytes(there, expected);
      if (!fits) throw new Failure("CONFLICT");
      const all = transaction.objectStore("records");
      const cache = transaction.objectStore("cache");
      const meta = transaction.objectStore("meta");
      const base = transaction.objectStore("base");
      if (change.base !== undefined) {
        base.clear();
        for (const { recId, cls, bytes } of change.base) base.put(bytes, recordKey(recId, cls));
      } else if ((await answerOf(meta.getKey("sync"))) !== undefined) {
        // What is overwritten for the first time since the last sync (FORMAT.md 12).
        for (const { recId, cls } of [...change.put, ...change.drop]) {
          const key = recordKey(recId, cls);
          if ((await answerOf(base.getKey(key))) !== undefined) continue;
          base.put((await answerOf<Bytes | undefined>(all.get(key))) ?? new Uint8Array(0), key);
        }
      }
      if (change.replaceRecords === true) all.clear();
      if (change.replacePages === true) cache.clear();
      if (change.header !== undefined) transaction.objectStore("header").put(change.header, only);
      manifests.put(change.manifest, only);
      for (const { recId, cls } of change.drop) all.delete(recordKey(recId, cls));
      for (const { recId, cls, bytes } of change.put) all.put(bytes, recordKey(recId, cls));
      for (const { page, bytes } of change.pages) cache.put(bytes, page);
      if (change.head !== null) cache.put(change.head, headKey);
      for (const [name, bytes] of Object.entries(change.facts ?? {}))
        if (bytes === null) meta.delete(name);
        else meta.put(bytes, name);
    },
  );
}

/** Reads one value of a store; null where there is none. */
async function get(name: Store, key: IDBValidKey): Promise<Bytes | null> {
  const bytes = await answerOf<Bytes | undefined>((await reading(name)).objectStore(name).get(key));
  return bytes ?? null;
}

function put(name: Store, key: IDBValidKey, bytes: Bytes | null): Promise<void> {
  return writing([name], (transaction) => {
    const store = transaction.objectStore(name);
    if (bytes === null) store.delete(key);
    else store.put(bytes, key);
  });
}

export const disk: Disk = {
  open,
  record: (recId, cls) => get("records", recordKey(recId, cls)),
  records: (each) => records(each),
  recordsOf,
  commit,
  base: async () => {
    const all: StoredRecord[] = [];
    await records((batch) => void all.push(...batch), "base");
    return all;
  },
  keep: (at, file) => put("kept", at, file),
  kept: async () => {
    const keys = await answerOf((await reading("kept")).objectStore("kept").getAllKeys());
    const files = await Promise.all(keys.map((at) => get("kept", at)));
    return keys
      .map((at, i) => ({ at: at as number, bytes: files[i]?.length ?? 0 }))
      .toSorted((a, b) => b.at - a.at);
  },
  keptFile: (at) => get("kept", at),
  dropKept: (at) => put("kept", at, null),
  fact: (name) => get("meta", name),
  setFact: (name, bytes) => put("meta", name, bytes),
  clip: (name) => get("clips", name),
  clipNames: async () =>
    (await answerOf((await reading("clips")).objectStore("clips").getAllKeys())) as string[],
  changeClips: (change, empty = false) =>
    writing(["clips"], (transaction) => {
      const store = transaction.objectStore("clips");
      if (empty) store.clear();
      for (const [name, bytes] of Object.entries(change))
        if (bytes === null) store.delete(name);
        else store.put(bytes, name);
    }),
  stage: (part, bytes) => put("staged", part, bytes),
  staged: (part) => get("staged", part),
  unstage: () =>
    writing(["staged"], (transaction) => void transaction.objectStore("staged").clear()),
};
