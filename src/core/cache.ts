/**
 * The index cache (FORMAT.md 6): sealed pages of 64 entries, so that a vault of 10,000 items opens with
 * 157 decryptions instead of 10,000. It can be rebuilt from the records, and is never synced nor backed up.
 *
 * page (class 0x31): u16 count | count × entry
 * entry: recId 16 | lastUsed u64 | uses u32 | LP(index plaintext) | u8 count | count × ref
 * ref:   class u8 | schema u16 | rev u64 | tombstone u8 | H(record) 32
 * head (class 0x32): H(sealed manifest) 32 | nPages u32 | pageSum 32 | u16 count | count × (deviceId 16 | seq u64 | head 32)
 */
import { type Bytes, concat, lengthPrefixed, reader, u16, u32, u64, u8, utf8 } from "./bytes.ts";
import type { AuditChain } from "./audit.ts";
import { Failure } from "./failure.ts";
import { hmac, sha256 } from "./hash.ts";
import type { VaultContext } from "./keys.ts";
import type { RecordRef } from "./manifest.ts";
import { openRecord, peekRecord, recordClass, sealRecord, zeroId } from "./record.ts";

export const pageEntries = 64;
/** Keeps 64 entries below the size of a record. */
export const indexLimit = 16 * 1024;
const schema = 1;

/** All that is known of an item without opening its records. An erased item has an empty index. */
export interface CacheEntry {
  recId: Bytes;
  /** Of this device only: when it was last filled or copied (ms), and how often. */
  lastUsed: number;
  uses: number;
  index: Bytes;
  refs: RecordRef[];
}

export interface CacheHead {
  manifestHash: Bytes;
  pages: number;
  pageSum: Bytes;
  audit: AuditChain[];
}

function encodeEntry(entry: CacheEntry): Bytes {
  return concat(
    entry.recId,
    u64(entry.lastUsed),
    u32(entry.uses),
    lengthPrefixed(entry.index),
    u8(entry.refs.length),
    ...entry.refs.map((ref) =>
      concat(u8(ref.cls), u16(ref.schema), u64(ref.rev), u8(ref.tombstone ? 1 : 0), ref.hash),
    ),
  );
}

/** recId of page `page`: its number in 16 bytes. */
function pageId(page: number): Bytes {
  return concat(new Uint8Array(12), u32(page));
}

function pageContext(vault: VaultContext, page: number, rev: number) {
  return {
    cls: recordClass.cachePage,
    schema,
    ...vault,
    recId: pageId(page),
    rev,
    tombstone: false,
  };
}

/** Seals one page; `rev` is the manifest counter at its writing. */
export function sealPage(
  key: CryptoKey,
  vault: VaultContext,
  page: number,
  rev: number,
  entries: readonly CacheEntry[],
): Promise<Bytes> {
  return sealRecord(
    key,
    pageContext(vault, page, rev),
    concat(u16(entries.length), ...entries.map(encodeEntry)),
  );
}

/** The entries of a page whose bytes the head has already vouched for. */
export async function openPage(
  key: CryptoKey,
  vault: VaultContext,
  page: number,
  bytes: Bytes,
): Promise<CacheEntry[]> {
  const { rev } = peekRecord(bytes);
  const from = reader(await openRecord(key, pageContext(vault, page, rev), bytes), "TAMPERED");
  const entries = Array.from({ length: from.u16() }, () => ({
    recId: from.take(16),
    lastUsed: from.u64(),
    uses: from.u32(),
    index: from.lengthPrefixed(indexLimit),
    refs: Array.from({ length: from.u8() }, () => ({
      cls: from.u8(),
      schema: from.u16(),
      rev: from.u64(),
      tombstone: from.u8() === 1,
      hash: from.take(32),
    })),
  }));
  from.end();
  return entries;
}

/** The term of a page in pageSum. */
export async function pageTerm(kSet: CryptoKey, page: number, bytes: Bytes): Promise<Bytes> {
  const { rev } = peekRecord(bytes);
  return hmac(kSet, concat(utf8("page"), pageId(page), u64(rev), await sha256(bytes)));
}

function headContext(vault: VaultContext, counter: number) {
  return {
    cls: recordClass.cacheHead,
    schema,
    ...vault,
    recId: zeroId,
    rev: counter,
    tombstone: false,
  };
}

/** Seals the head beside the manifest of this counter. */
export function sealHead(
  key: CryptoKey,
  vault: VaultContext,
  counter: number,
  head: CacheHead,
): Promise<Bytes> {
  return sealRecord(
    key,
    headContext(vault, counter),
    concat(
      head.manifestHash,
      u32(head.pages),
      head.pageSum,
      u16(head.audit.length),
      ...head.audit.map((chain) => concat(chain.deviceId, u64(chain.seq), chain.head)),
    ),
  );
}

/** Opens the head that must belong to the manifest of this counter. */
export async function openHead(
  key: CryptoKey,
  vault: VaultContext,
  counter: number,
  bytes: Bytes,
): Promise<CacheHead> {
  const from = reader(await openRecord(key, headContext(vault, counter), bytes), "TAMPERED");
  const head = {
    manifestHash: from.take(32),
    pages: from.u32(),
    pageSum: from.take(32),
    audit: Array.from({ length: from.u16() }, () => ({
      deviceId: from.take(16),
      seq: from.u64(),
      head: from.take(32),
    })),
  };
  from.end();
  if (head.pages > 1_000_000) throw new Failure("TAMPERED");
  return head;
}
