/** The opened index made anew from the records, where the cache is missing or does not fit (FORMAT.md 6). */
import { chainsOf, decodeAuditEntry } from "../core/audit-log.ts";
import { type AuditChain, auditHead } from "../core/audit.ts";
import { equalBytes, toHex } from "../core/bytes.ts";
import type { CacheEntry } from "../core/cache.ts";
import type { FailureCode } from "../core/failure.ts";
import { emptySum } from "../core/manifest.ts";
import { openRecord, recordClass } from "../core/record.ts";
import type { Found } from "./load.ts";
import { type Entry, type Opened, toEntry } from "./opened.ts";
import type { World } from "./ports.ts";
import { judgeSet, type Listed, listBatch } from "./set.ts";
import { sealWholeCache } from "./seal-all.ts";

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
    // A chunk of a file is known by the item that names it, and has no entry (FORMAT.md 4).
    if (context.cls === recordClass.blob) continue;
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

/** Fills `opened` from the records, and writes the cache anew beside the manifest as it is. */
export async function rebuild(world: World, opened: Opened): Promise<void> {
  Object.assign(opened, await fromRecords(world, opened));
  // A cache over a set that does not fit would hide the fault at the next start.
  if (opened.problem !== null) return;
  // A full disk must not keep the user out; the next unlock tries again.
  await sealWholeCache(world, opened).catch(() => undefined);
}
