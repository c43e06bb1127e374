/**
 * Opening what is on the disk with the keys of a session: from the index cache where it fits the manifest,
 * else rebuilt from the records (FORMAT.md 6).
 */
import { type AuditChain, auditHead, chainsOf, decodeAuditEntry } from "../core/audit.ts";
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { type CacheEntry, openHead, openPage, pageTerm } from "../core/cache.ts";
import { Failure, type FailureCode } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import {
  addTerm,
  emptySum,
  inSet,
  type Manifest,
  openManifest,
  setKey,
  sumSet,
} from "../core/manifest.ts";
import { openRecord, peekRecord, recordClass, type RecordContext, zeroId } from "../core/record.ts";
import { type Entry, type Opened, toEntry } from "./opened.ts";
import type { Opening, StoredRecord, World } from "./ports.ts";
import type { Session } from "./session.ts";
import { sealWholeCache } from "./write.ts";

/** The opened vault. NO_VAULT, or TAMPERED where header and manifest are not those of these keys. */
export function load(world: World, session: Session): Promise<Opened> {
  // In turn with the writes: what is loaded is what stays on the disk until the next write of ours.
  return world.locks.hold("vault", () => loadNow(world, session));
}

async function loadNow(world: World, session: Session): Promise<Opened> {
  const opening = await world.disk.open();
  if (opening === null) throw new Failure("NO_VAULT");
  const { keys, vault } = session;
  const manifest = await openManifest(keys.manifest, vault, opening.manifest);
  if (!equalBytes(manifest.headerHash, await sha256(opening.header))) throw new Failure("TAMPERED");
  const kSet = await setKey(keys.manifest);
  const base: Opened = {
    ...session,
    header: opening.header,
    manifest,
    sealed: opening.manifest,
    kSet,
    audit: [],
    entries: [],
    byId: new Map(),
    pageTerms: [],
    pageSum: emptySum,
    problem: null,
  };
  const cached = await fromCache(base, opening).catch(() => null);
  const found = cached ?? (await fromRecords(world, base));
  Object.assign(base, found);
  for (const [place, entry] of base.entries.entries()) base.byId.set(entry.id, place);
  if (cached === null) await rewriteCache(world, base);
  return base;
}

type Found = Pick<Opened, "entries" | "audit" | "pageTerms" | "pageSum" | "problem">;

/** The cache, or null where head, pages or audit head do not fit the manifest. */
async function fromCache(base: Opened, opening: Opening): Promise<Found | null> {
  const { keys, vault, kSet, manifest } = base;
  if (opening.head === null) return null;
  const head = await openHead(keys.cache, vault, manifest.counter, opening.head);
  if (!equalBytes(head.manifestHash, await sha256(opening.manifest))) return null;
  if (!equalBytes(await auditHead(head.audit), manifest.auditHead)) return null;
  const pages = opening.pages.toSorted((a, b) => a.page - b.page);
  if (pages.length !== head.pages || pages.some(({ page }, i) => page !== i)) return null;
  const pageTerms = await Promise.all(pages.map(({ page, bytes }) => pageTerm(kSet, page, bytes)));
  const pageSum = pageTerms.reduce(addTerm, emptySum);
  if (!equalBytes(pageSum, head.pageSum)) return null;
  const opened = await Promise.all(
    pages.map(({ page, bytes }) => openPage(keys.cache, vault, page, bytes)),
  );
  const entries = opened.flat().map(toEntry);
  return { entries, audit: head.audit, pageTerms, pageSum, problem: null };
}

/** One record of the disk with what its clear header says. */
export interface Listed {
  context: RecordContext;
  hash: Bytes;
  bytes: Bytes;
}

/** Clear headers and hashes of a batch; TAMPERED for a record of another vault, or in another's place. */
export async function listBatch(
  vault: Session["vault"],
  batch: readonly StoredRecord[],
): Promise<Listed[]> {
  return Promise.all(
    batch.map(async ({ recId, cls, bytes }) => {
      const context = peekRecord(bytes);
      const fits =
        equalBytes(context.vaultId, vault.vaultId) &&
        context.epoch === vault.epoch &&
        context.cls === cls &&
        toHex(context.recId) === recId &&
        inSet(cls);
      if (!fits) throw new Failure("TAMPERED");
      return { context, hash: await sha256(bytes), bytes };
    }),
  );
}

/** What a set of records amounts to against its manifest: null, or the name of what is wrong. */
export async function judgeSet(
  kSet: CryptoKey,
  manifest: Manifest,
  set: readonly Pick<Listed, "context" | "hash">[],
): Promise<FailureCode | null> {
  const leaves = set.map(({ context, hash }) => ({
    recId: context.recId,
    ref: { ...context, hash },
  }));
  const { n, setMac } = await sumSet(kSet, leaves);
  if (n < manifest.n) return "MISSING";
  return n === manifest.n && equalBytes(setMac, manifest.setMac) ? null : "TAMPERED";
}

/**
 * The index from the records themselves. What does not open is left out and named in `problem`:
 * the rest of the vault stays in reach.
 */
async function fromRecords(world: World, base: Opened): Promise<Found> {
  const set: Listed[] = [];
  let problem: FailureCode | null = null;
  await world.disk.records(async (batch) => {
    const listed = await Promise.all(
      batch.map((record) => listBatch(base.vault, [record]).catch(() => null)),
    );
    for (const one of listed) {
      if (one === null) problem = "TAMPERED";
      else {
        const keep = one[0] as Listed;
        const small =
          keep.context.cls === recordClass.index || keep.context.cls === recordClass.audit;
        set.push(small ? keep : { ...keep, bytes: new Uint8Array(0) });
      }
    }
  });
  problem ??= await judgeSet(base.kSet, base.manifest, set);
  const items = new Map<string, CacheEntry>();
  const audit: Listed[] = [];
  for (const one of set) {
    const { context, hash } = one;
    if (context.cls === recordClass.audit) {
      audit.push(one);
      continue;
    }
    const id = toHex(context.recId);
    const item = items.get(id) ?? {
      recId: context.recId,
      lastUsed: 0,
      uses: 0,
      index: new Uint8Array(0),
      refs: [],
    };
    items.set(id, item);
    const { cls, schema, rev, tombstone } = context;
    item.refs.push({ cls, schema, rev, tombstone, hash });
  }
  const entries: Entry[] = [];
  const indexes = set.filter(({ context }) => context.cls === recordClass.index);
  for (let at = 0; at < indexes.length; at += 256) {
    await Promise.all(
      indexes.slice(at, at + 256).map(async ({ context, bytes }) => {
        const item = items.get(toHex(context.recId)) as CacheEntry;
        try {
          item.index = await openRecord(base.keys.index, context, bytes);
          toEntry(item);
        } catch {
          problem = "TAMPERED";
          items.delete(toHex(context.recId));
        }
      }),
    );
  }
  for (const item of items.values()) entries.push(toEntry(item));
  const chains = await auditChains(base, audit);
  if (chains === null) problem = "TAMPERED";
  return {
    entries,
    audit: chains ?? [],
    pageTerms: [],
    pageSum: emptySum,
    problem,
  };
}

async function auditChains(base: Opened, audit: readonly Listed[]): Promise<AuditChain[] | null> {
  try {
    const entries = await Promise.all(
      audit.map(async ({ context, bytes }) =>
        decodeAuditEntry(await openRecord(base.keys.audit, context, bytes)),
      ),
    );
    const chains = await chainsOf(entries);
    if (chains === null) return null;
    return equalBytes(await auditHead(chains), base.manifest.auditHead) ? chains : null;
  } catch {
    return null;
  }
}

/** Writes a rebuilt cache beside the manifest as it is. */
async function rewriteCache(world: World, opened: Opened): Promise<void> {
  // A cache over a set that does not fit would hide the fault at the next start.
  if (opened.problem !== null) return;
  // A full disk must not keep the user out; the next unlock tries again.
  await sealWholeCache(world, opened).catch(() => undefined);
}

/** A real item: neither erased nor the place of settings and keyring. */
export function isItem(entry: Entry): boolean {
  return !entry.gone && !equalBytes(entry.recId, zeroId);
}
