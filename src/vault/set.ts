/** The set of records as it lies on the disk or in a backup, and its judgement by the manifest (FORMAT.md 5). */
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { Failure, type FailureCode } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { inSet, type Manifest, sumSet } from "../core/manifest.ts";
import { peekRecord, type RecordContext, recordClass } from "../core/record.ts";
import type { StoredRecord } from "./ports.ts";
import type { Session } from "./session.ts";

/** One record of the disk with what its clear header says. */
export interface Listed {
  context: RecordContext;
  hash: Bytes;
  bytes: Bytes;
}

/**
 * Whether a clear header is one of a record of this vault's set. Chunks of files keep the epoch of their writing
 * and are written once (FORMAT.md 4); all else is of the vault's own epoch.
 */
export function belongs(context: RecordContext, vault: Session["vault"]): boolean {
  const { cls, epoch, rev, tombstone } = context;
  if (!equalBytes(context.vaultId, vault.vaultId) || !inSet(cls)) return false;
  return cls === recordClass.blob
    ? epoch <= vault.epoch && rev === 1 && !tombstone
    : epoch === vault.epoch;
}

/** Clear headers and hashes of a batch; TAMPERED for a record of another vault, or in another's place. */
export async function listBatch(
  vault: Session["vault"],
  batch: readonly StoredRecord[],
): Promise<Listed[]> {
  return Promise.all(
    batch.map(async ({ recId, cls, bytes }) => {
      const context = peekRecord(bytes);
      const fits = belongs(context, vault) && context.cls === cls && toHex(context.recId) === recId;
      if (!fits) throw new Failure("TAMPERED");
      return { context, hash: await sha256(bytes), bytes };
    }),
  );
}

/** Ids of erased items of which other records are there: a tombstone stands alone (FORMAT.md 3). */
export function revived(set: readonly Pick<Listed, "context">[]): Set<string> {
  const idsOf = (which: (context: RecordContext) => boolean) =>
    set.filter(({ context }) => which(context)).map(({ context }) => toHex(context.recId));
  const erased = new Set(idsOf(({ tombstone }) => tombstone));
  const living = idsOf(({ cls, tombstone }) => !tombstone && cls <= recordClass.blob);
  return new Set(living.filter((id) => erased.has(id)));
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
  if (n !== manifest.n || !equalBytes(setMac, manifest.setMac)) return "TAMPERED";
  return revived(set).size === 0 ? null : "TAMPERED";
}
