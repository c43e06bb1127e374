/**
 * Restore (FORMAT.md 6): a backup is opened with its own secret, checked against its manifest, and then
 * adopted by an empty profile, merged into the open vault as new revisions, or put in the place of a vault
 * that is kept aside as a backup file. Old sealed records are never written beside newer ones.
 */
import { type Backup, decodeBackup } from "../core/backup.ts";
import { type Bytes, concat, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { Header } from "../core/header.ts";
import { importClassKey, makeBundle, openBundle, type SessionKeys } from "../core/keys.ts";
import { peekRecord, recordClass } from "../core/record.ts";
import type { BackupReport } from "../wire/backups.ts";
import { backupLimit, partBytes, type Typed } from "../wire/protocol.ts";
import { type BackupSet, countsOf, openBackupSet } from "./backup-set.ts";
import type { StoredRecord, World } from "./ports.ts";
import { withRootKey } from "./unlock.ts";

/** The file that is coming in; its parts lie in the disk's stage, as they are: ciphertext. */
export interface Incoming {
  bytes: number;
  backup: Backup | null;
}

const sizeFact = "incoming";
const coming = new WeakMap<World, Incoming>();

/** The one file that is coming into a world, whichever way. */
export function incomingOf(world: World): Incoming {
  const incoming = coming.get(world) ?? { bytes: 0, backup: null };
  coming.set(world, incoming);
  return incoming;
}

/** Makes room for a file of so many bytes; TOO_LARGE before any is sent. */
export async function beginRestore(world: World, incoming: Incoming, bytes: number): Promise<void> {
  if (bytes > backupLimit) throw new Failure("TOO_LARGE");
  await world.disk.unstage();
  incoming.bytes = bytes;
  incoming.backup = null;
  await world.disk.setFact(sizeFact, new Uint8Array(new Float64Array([bytes]).buffer));
}

/** Takes the parts together and reads their shape. Answers the backup, kept for the next step. */
export async function readIncoming(world: World, incoming: Incoming): Promise<Backup> {
  if (incoming.backup !== null) return incoming.backup;
  const size = await world.disk.fact(sizeFact);
  if (size === null) throw new Failure("CANCELLED");
  const bytes = new Float64Array(size.buffer)[0] ?? 0;
  const parts: Bytes[] = [];
  for (let part = 0; part * partBytes < bytes; part++) {
    const data = await world.disk.staged(part);
    if (data === null) throw new Failure("TRUNCATED");
    parts.push(data);
  }
  const file = concat(...parts);
  if (file.length !== bytes) throw new Failure("TRUNCATED");
  incoming.backup = await decodeBackup(file);
  return incoming.backup;
}

/** Forgets the file, whatever came of it. */
export async function endRestore(world: World, incoming: Incoming): Promise<void> {
  incoming.backup = null;
  await world.disk.setFact(sizeFact, null);
  await world.disk.unstage();
}

/** A backup with its keys in hand; `critical` opens its critical records. */
export interface OpenBackup extends BackupSet {
  header: Header;
  keys: SessionKeys;
  critical: CryptoKey;
  complete: boolean;
}

/**
 * Opens a backup: KDF_BOUNDS, WRONG_SECRET, TAMPERED, DUPLICATE. Records that do not open are left out, and a
 * set that does not fit its manifest is told by `complete`, not hidden.
 */
export async function withBackup<T>(
  world: World,
  backup: Backup,
  typed: Typed,
  use: (open: OpenBackup, rootKey: Bytes) => Promise<T>,
): Promise<T> {
  return withRootKey(world, backup.header, typed, async (rootKey, header) => {
    const { keys, vault } = await openBundle(await makeBundle(rootKey, header));
    const critical = await importClassKey(rootKey, header, "critical");
    const found = await openBackupSet(backup, vault, keys);
    return use({ header, keys, critical, ...found, complete: found.problem === null }, rootKey);
  });
}

/** What is told before anything is restored. */
export function reportOf(open: OpenBackup, here: BackupReport["here"]): BackupReport {
  return {
    ...countsOf(open),
    records: open.set.length,
    made: open.manifest.made,
    complete: open.complete,
    here,
    critical: open.set.filter(({ context }) => context.cls === recordClass.critical).length,
  };
}

/** The backup's sealed bytes as the vault of this profile. The cache is made at the unlock that follows. */
export async function adoptBackup(world: World, backup: Backup, over: Bytes | null): Promise<void> {
  const put: StoredRecord[] = backup.records.map((bytes) => {
    const { recId, cls } = peekRecord(bytes);
    return { recId: toHex(recId), cls, bytes };
  });
  await world.locks.hold("vault", () =>
    world.disk.commit({
      upon: over,
      header: backup.header,
      manifest: backup.manifest,
      head: null,
      put,
      drop: [],
      pages: [],
      replaceRecords: true,
      replacePages: true,
      // What was known of a server says nothing of this vault: it is connected anew, and merges then.
      facts: { sync: null, outbox: null },
      base: [],
    }),
  );
}
