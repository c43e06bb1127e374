/**
 * One user action on the vault: records, audit entries, manifest and cache are sealed first, and then
 * written in one durable transaction (FORMAT.md 6). The cost does not grow with the vault (FORMAT.md 5).
 */
import {
  appendAudit,
  auditCode,
  type AuditChain,
  type AuditEvent,
  auditHead,
} from "../core/audit.ts";
import { type Bytes, toHex, u64 } from "../core/bytes.ts";
import {
  type CacheEntry,
  indexLimit,
  pageEntries,
  pageTerm,
  sealHead,
  sealPage,
} from "../core/cache.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { type ItemIndex, itemIndexSchema } from "../core/item.ts";
import { encodeJson } from "../core/json.ts";
import {
  addTerm,
  leaf,
  type Manifest,
  type RecordRef,
  sealManifest,
  subtractTerm,
} from "../core/manifest.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass, sealRecord, zeroId } from "../core/record.ts";
import { type Entry, type Opened, toCacheEntry, toEntry } from "./opened.ts";
import type { Change, StoredRecord, World } from "./ports.ts";
import { wakeSync } from "./wake-sync.ts";

/** Schema number of every record this version writes. */
export const schema = 1;

/** What happens to one item (or to recId 0). What is not named stays. */
export interface Edit {
  recId: Bytes;
  /** A new index; null erases the item: a tombstone with the time stays, its other records go. */
  index?: ItemIndex | null;
  records?: { cls: number; key: CryptoKey; plaintext: Bytes }[];
  drop?: number[];
  /** It was filled or copied at this time (ms): of this device only. */
  used?: number;
  /** Chunks of files that come and go with it; asked under the lock. They have no entry (FORMAT.md 4). */
  chunks?: ((opened: Opened) => Promise<SetChange>) | undefined;
}

/** Records that enter or leave the set, and their terms in setMac. */
export interface SetChange {
  put: StoredRecord[];
  drop: Change["drop"];
  plus: Bytes[];
  minus: Bytes[];
}

export interface Happened {
  event: AuditEvent;
  recId?: Bytes;
  at?: number;
  /** What the code adds to its entry (core/audit-log.ts). */
  more?: Bytes;
}

export interface Work {
  setMac: Bytes;
  n: number;
  put: StoredRecord[];
  drop: Change["drop"];
}

/** Writes the edits; afterwards `opened` shows them. On any failure neither disk nor `opened` changed. */
export async function applyEdits(
  world: World,
  opened: Opened,
  edits: readonly Edit[],
  happened: readonly Happened[],
  header?: Bytes,
): Promise<void> {
  await world.locks.hold("vault", async () => {
    const work: Work = { setMac: opened.manifest.setMac, n: opened.manifest.n, put: [], drop: [] };
    // New and changed entries by their place; nothing of `opened` changes before the disk has them.
    const fresh = new Map<number, Entry>();
    const added = new Map<string, number>();
    const placeOf = (id: string) => opened.byId.get(id) ?? added.get(id);
    const entryAt = (place: number) => fresh.get(place) ?? opened.entries[place];
    for (let at = 0; at < edits.length; at += 256) {
      const chunk = edits.slice(at, at + 256);
      const sealed = await Promise.all(
        chunk.map((edit) =>
          sealEdit(opened, edit, entryAt(placeOf(toHex(edit.recId)) ?? -1), world.clock.now()),
        ),
      );
      for (const one of sealed) {
        const place = placeOf(one.entry.id) ?? opened.entries.length + added.size;
        if (!opened.byId.has(one.entry.id)) added.set(one.entry.id, place);
        fresh.set(place, one.entry);
        for (const term of one.minus) work.setMac = subtractTerm(work.setMac, term);
        for (const term of one.plus) work.setMac = addTerm(work.setMac, term);
        work.n += one.plus.length - one.minus.length;
        work.put.push(...one.put);
        work.drop.push(...one.drop);
      }
    }
    const audit = await sealAudit(world, opened, happened, work);
    const touched = new Set([...fresh.keys()].map((place) => Math.floor(place / pageEntries)));
    const next = await seal(world, opened, { work, entryAt, touched, audit, header });
    await world.disk.commit(next.change);
    Object.assign(opened, next.after, { audit });
    for (const [place, entry] of fresh) opened.entries[place] = entry;
    for (const [id, place] of added) opened.byId.set(id, place);
  });
  // What only says that an item was used can wait (FORMAT.md 12).
  if (edits.some((edit) => edit.used === undefined)) await wakeSync(world);
}

interface SealedEdit extends SetChange {
  entry: Entry;
}

/** To be added to. */
export function noChange(): SetChange {
  return { put: [], drop: [], plus: [], minus: [] };
}

/** Seals the records of one edit, and the terms that leave and enter setMac. */
async function sealEdit(
  opened: Opened,
  edit: Edit,
  before: Entry | undefined,
  now: number,
): Promise<SealedEdit> {
  const { vault, kSet, keys } = opened;
  const id = toHex(edit.recId);
  const refs = new Map((before?.refs ?? []).map((ref) => [ref.cls, ref]));
  const highest = Math.max(0, ...[...refs.values()].map((ref) => ref.rev));
  const erases = edit.index === null;
  const writes = [...(edit.records ?? [])];
  let indexBytes = before?.indexBytes ?? new Uint8Array(0);
  if (edit.index !== undefined) {
    indexBytes = edit.index === null ? u64(now) : encodeJson(itemIndexSchema, edit.index);
    if (indexBytes.length > indexLimit) throw new Failure("TOO_LARGE");
    writes.push({ cls: recordClass.index, key: keys.index, plaintext: indexBytes });
  }
  const drops = erases
    ? [...refs.keys()].filter((cls) => cls !== recordClass.index)
    : (edit.drop ?? []).filter((cls) => refs.has(cls));

  const result = (await edit.chunks?.(opened)) ?? noChange();
  for (const cls of drops) {
    result.minus.push(await leaf(kSet, edit.recId, refs.get(cls) as RecordRef));
    result.drop.push({ recId: id, cls });
    refs.delete(cls);
  }
  for (const write of writes) {
    const old = refs.get(write.cls);
    // A revision only ever grows, also where the record was removed in between (FORMAT.md 4).
    const rev = (erases || old === undefined ? highest : old.rev) + 1;
    const context = { cls: write.cls, schema, ...vault, recId: edit.recId, rev, tombstone: erases };
    const bytes = await sealRecord(write.key, context, write.plaintext);
    const ref = { cls: write.cls, schema, rev, tombstone: erases, hash: await sha256(bytes) };
    if (old !== undefined) result.minus.push(await leaf(kSet, edit.recId, old));
    result.plus.push(await leaf(kSet, edit.recId, ref));
    result.put.push({ recId: id, cls: write.cls, bytes });
    refs.set(write.cls, ref);
  }
  const entry = toEntry({
    recId: edit.recId,
    lastUsed: edit.used ?? before?.lastUsed ?? 0,
    uses: (before?.uses ?? 0) + (edit.used === undefined ? 0 : 1),
    index: indexBytes,
    refs: [...refs.values()],
  });
  return { entry, ...result };
}

/** One audit record for each thing that happened. */
export async function sealAudit(
  world: World,
  opened: Opened,
  happened: readonly Happened[],
  work: Work,
): Promise<AuditChain[]> {
  let chains = opened.audit;
  for (const { event, recId = zeroId, at = world.clock.now(), more } of happened) {
    const code = auditCode[event];
    const next = await appendAudit(chains, opened.deviceId, { at, code, recId, more });
    chains = next.chains;
    const place = randomBytes(16);
    const cls = recordClass.audit;
    const context = { cls, schema, ...opened.vault, recId: place, rev: 1, tombstone: false };
    const bytes = await sealRecord(opened.keys.audit, context, next.plaintext);
    const ref = { cls, schema, rev: 1, tombstone: false, hash: await sha256(bytes) };
    work.setMac = addTerm(work.setMac, await leaf(opened.kSet, place, ref));
    work.n += 1;
    work.put.push({ recId: toHex(place), cls, bytes });
  }
  return chains;
}

export interface Prepared {
  work: Work;
  entryAt: (place: number) => Entry | undefined;
  touched: ReadonlySet<number>;
  audit: AuditChain[];
  header: Bytes | undefined;
}

/** Manifest, touched pages and head over the prepared work, as one change of the disk. */
export async function seal(world: World, opened: Opened, prepared: Prepared) {
  const { work, entryAt, touched, audit, header } = prepared;
  const { vault, keys } = opened;
  const manifest: Manifest = {
    ...opened.manifest,
    counter: opened.manifest.counter + 1,
    headerHash: header === undefined ? opened.manifest.headerHash : await sha256(header),
    n: work.n,
    setMac: work.setMac,
    deviceId: opened.deviceId,
    made: world.clock.now(),
    auditHead: await auditHead(audit),
  };
  const sealed = await sealManifest(keys.manifest, vault, manifest);
  const cache = await sealCache({ ...opened, manifest, sealed, audit }, entryAt, touched);
  const change: Change = {
    upon: opened.manifest.counter === 0 ? null : opened.sealed,
    ...(header === undefined ? {} : { header }),
    manifest: sealed,
    head: cache.head,
    put: work.put,
    drop: work.drop,
    pages: cache.pages,
  };
  const { pageTerms, pageSum } = cache;
  const after = {
    manifest,
    sealed,
    pageTerms,
    pageSum,
    ...(header === undefined ? {} : { header }),
  };
  return { change, after };
}

/** Seals the touched pages and the head over all pages (null where there are not all), beside the sealed manifest in `opened`. */
export async function sealCache(
  opened: Opened,
  entryAt: (place: number) => Entry | undefined,
  touched: ReadonlySet<number>,
) {
  const { vault, keys, kSet, manifest } = opened;
  const pageTerms = [...opened.pageTerms];
  let pageSum = opened.pageSum;
  const pages = await Promise.all(
    [...touched].map(async (page) => {
      const own: CacheEntry[] = [];
      for (let place = page * pageEntries; place < (page + 1) * pageEntries; place++) {
        const entry = entryAt(place);
        if (entry !== undefined) own.push(toCacheEntry(entry));
      }
      const bytes = await sealPage(keys.cache, vault, page, manifest.counter, own);
      return { page, bytes, term: await pageTerm(kSet, page, bytes) };
    }),
  );
  for (const { page, term } of pages) {
    const old = pageTerms[page];
    if (old !== undefined) pageSum = subtractTerm(pageSum, old);
    pageSum = addTerm(pageSum, term);
    pageTerms[page] = term;
  }
  // Pages that were never written: a head without them would hide their items. They are made anew at the next start.
  const missing = pageTerms.length * pageEntries < opened.entries.length;
  const head = missing
    ? null
    : await sealHead(keys.cache, vault, manifest.counter, {
        manifestHash: await sha256(opened.sealed),
        pages: pageTerms.length,
        pageSum,
        audit: opened.audit,
      });
  return { head, pages: pages.map(({ page, bytes }) => ({ page, bytes })), pageTerms, pageSum };
}
