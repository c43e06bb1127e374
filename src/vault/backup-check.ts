/** Is a backup file what it should be? Told without changing anything. */
import { type Backup, decodeBackup } from "../core/backup.ts";
import { type Bytes, equalBytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeHeader } from "../core/header.ts";
import { type ItemIndex, itemIndexSchema } from "../core/item.ts";
import { decodeJson } from "../core/json.ts";
import { openManifest } from "../core/manifest.ts";
import type { BackupCheck } from "../wire/backups.ts";
import type { Ask } from "../wire/protocol.ts";
import { type BackupSet, countsOf, openBackupSet } from "./backup-set.ts";
import { entryOf, isListed, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { withBackup } from "./restore.ts";

/** What a file made a moment ago must hold. */
export interface Expected {
  file: Bytes;
  counter: number;
  items: number;
  trashed: number;
}

/**
 * Opens a file of this vault as a reader would: checksum, manifest, header, every index record, and the
 * counts of the vault it was made from. Throws what is wrong with it.
 */
export async function proveBackup(opened: Opened, expected: Expected): Promise<void> {
  const backup = await decodeBackup(expected.file);
  const found = await openBackupSet(backup, opened.vault, opened.keys);
  if (found.problem !== null) throw new Failure(found.problem);
  const { items, trashed } = countsOf(found);
  const same = items === expected.items && trashed === expected.trashed;
  if (!same || found.manifest.counter !== expected.counter) throw new Failure("MISSING");
}

/** What was found, and whether it is at least as new as the last backup file that is known. */
interface Checked {
  check: BackupCheck;
  newest: boolean;
}

/**
 * Judges a file by the keys in hand where it is of this vault and epoch, else by its own secret. Null where no
 * secret is given and one is needed. What `decodeHeader` and `withBackup` refuse is thrown.
 */
export async function checkBackup(
  world: World,
  opened: Opened,
  backup: Backup,
  ask: Ask<"backup.check">,
  last: number,
): Promise<Checked | null> {
  const header = decodeHeader(backup.header);
  const own = equalBytes(header.vaultId, opened.vault.vaultId);
  const told = (found: BackupSet): Checked => ({
    check: {
      ...countsOf(found),
      records: found.set.length,
      made: found.manifest.made,
      problem: found.problem,
      changed: own ? changedSince(opened, found.indexes) : null,
    },
    newest: own && found.problem === null && found.manifest.counter >= last,
  });
  if (ask.by !== "session") return withBackup(world, backup, ask, async (it) => told(it));
  const ours =
    own &&
    header.epoch === opened.vault.epoch &&
    (await openManifest(opened.keys.manifest, opened.vault, backup.manifest).then(
      () => true,
      () => false,
    ));
  return ours ? told(await openBackupSet(backup, opened.vault, opened.keys)) : null;
}

/** Items that differ between a backup and the vault: new, changed, or gone. Every change of an item writes its index. */
function changedSince(opened: Opened, indexes: ReadonlyMap<string, ItemIndex>): number {
  let changed = 0;
  for (const entry of opened.entries) {
    if (!isListed(entry)) continue;
    const then = indexes.get(entry.id);
    const now = decodeJson(itemIndexSchema, entry.indexBytes);
    if (JSON.stringify(then) !== JSON.stringify(now)) changed++;
  }
  for (const [id, then] of indexes) {
    const entry = entryOf(opened, id);
    if (then.kind !== "contact" && (entry === undefined || !isListed(entry))) changed++;
  }
  return changed;
}

/** Items that are new, changed or put into the trash since a time (ms); what was deleted for ever is not among them. */
export function countSince(opened: Opened, time: number): number {
  return opened.entries.filter(
    (entry) => isListed(entry) && Math.max(entry.modified, entry.trashed ?? 0) > time,
  ).length;
}
