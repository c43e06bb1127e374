/** A backup with keys in hand: everything that its manifest pins, looked at (FORMAT.md 5 and 7). */
import type { Backup } from "../core/backup.ts";
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { Failure, type FailureCode } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { type ItemIndex, itemIndexSchema } from "../core/item.ts";
import { decodeJson } from "../core/json.ts";
import type { SessionKeys, VaultContext } from "../core/keys.ts";
import { type Manifest, openManifest, setKey } from "../core/manifest.ts";
import { openRecord, peekRecord, recordClass } from "../core/record.ts";
import { belongs, judgeSet, type Listed } from "./set.ts";

/** What a backup holds. What does not open is left out and named in `problem`. */
export interface BackupSet {
  manifest: Manifest;
  set: Listed[];
  /** Of the live items, by their id in hex. */
  indexes: Map<string, ItemIndex>;
  /** Null where every record the manifest counts is there, unchanged, and its index opens. */
  problem: FailureCode | null;
}

/**
 * Opens manifest and index records with these keys. TAMPERED where the manifest or the header it pins is
 * another, DUPLICATE for a doubled record: such a file is refused as a whole.
 */
export async function openBackupSet(
  backup: Backup,
  vault: VaultContext,
  keys: SessionKeys,
): Promise<BackupSet> {
  const manifest = await openManifest(keys.manifest, vault, backup.manifest);
  if (!equalBytes(manifest.headerHash, await sha256(backup.header))) throw new Failure("TAMPERED");
  const set: Listed[] = [];
  let damaged = false;
  for (let at = 0; at < backup.records.length; at += 256) {
    const chunk = backup.records.slice(at, at + 256);
    for (const one of await Promise.all(chunk.map((bytes) => listed(bytes, vault)))) {
      if (one === null) damaged = true;
      else set.push(one);
    }
  }
  const judged = await judgeSet(await setKey(keys.manifest), manifest, set);
  const indexes = await openIndexes(set, keys);
  const sound = !damaged && indexes.complete;
  return { manifest, set, indexes: indexes.found, problem: judged ?? (sound ? null : "TAMPERED") };
}

/** Null for bytes that are no record of this vault: what is sound of a damaged file stays in reach. */
async function listed(bytes: Bytes, vault: VaultContext): Promise<Listed | null> {
  try {
    const context = peekRecord(bytes);
    return belongs(context, vault) ? { context, hash: await sha256(bytes), bytes } : null;
  } catch {
    return null;
  }
}

async function openIndexes(
  set: readonly Listed[],
  keys: SessionKeys,
): Promise<{ found: Map<string, ItemIndex>; complete: boolean }> {
  const found = new Map<string, ItemIndex>();
  const live = set.filter(({ context }) => context.cls === recordClass.index && !context.tombstone);
  for (let at = 0; at < live.length; at += 256) {
    await Promise.all(
      live.slice(at, at + 256).map(async ({ context, bytes }) => {
        const plaintext = await openRecord(keys.index, context, bytes).catch(() => null);
        if (plaintext === null) return;
        found.set(toHex(context.recId), decodeJson(itemIndexSchema, plaintext));
      }),
    );
  }
  return { found, complete: found.size === live.length };
}

/** Items of a backup, those in its trash apart. */
export function countsOf({ indexes }: Pick<BackupSet, "indexes">): {
  items: number;
  trashed: number;
} {
  const all = [...indexes.values()].filter(({ kind }) => kind !== "contact");
  const trashed = all.filter((index) => index.trashed !== null).length;
  return { items: all.length - trashed, trashed };
}
