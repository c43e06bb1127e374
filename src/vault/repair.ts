/** What to do where the disk does not hold what the manifest pins: keep the state aside, and go on with the rest. */
import { chainsOf, decodeAuditEntry } from "../core/audit-log.ts";
import { auditHead } from "../core/audit.ts";
import { encodeBackup } from "../core/backup.ts";
import { type Bytes, toHex } from "../core/bytes.ts";
import { sealManifest, sumSet } from "../core/manifest.ts";
import { openRecord, recordClass } from "../core/record.ts";
import { mendFiles } from "./repair-files.ts";
import { type Listed, listBatch, revived } from "./set.ts";
import type { Opened } from "./opened.ts";
import type { StoredRecord, World } from "./ports.ts";

/** The state on the disk, sealed as it is, as a backup file that stays until the user deletes it. */
export async function keepAside(world: World, header: Bytes, manifest: Bytes): Promise<void> {
  const records: Bytes[] = [];
  await world.disk.records((batch) => {
    records.push(...batch.map(({ bytes }) => bytes));
  });
  await world.disk.keep(world.clock.now(), await encodeBackup({ header, manifest, records }));
}

/**
 * After the user was told: keeps the state aside, gives up what does not open, and puts a new manifest over
 * the rest. Answers how many records the old manifest counted that are not there any more.
 * The caller opens the vault anew.
 */
export async function repairDisk(world: World, opened: Opened): Promise<number> {
  await keepAside(world, opened.header, opened.sealed);
  const { vault, keys, manifest } = opened;
  const sound: Listed[] = [];
  const unsound: StoredRecord[] = [];
  await world.disk.records(async (batch) => {
    for (const record of batch) {
      const listed = await soundRecord(opened, record);
      if (listed === null) unsound.push(record);
      else sound.push(isSmall(listed) ? listed : { ...listed, bytes: new Uint8Array(0) });
    }
  });
  // A tombstone stands alone: what is left of an erased item goes, the copy kept aside has it.
  const undead = revived(sound);
  const isLeft = ({ context }: Listed) =>
    !context.tombstone && context.cls <= recordClass.blob && undead.has(toHex(context.recId));
  unsound.push(...sound.filter(isLeft).map(placeOf));
  const kept = sound.filter((one) => !isLeft(one));
  const log = kept.filter(({ context }) => context.cls === recordClass.audit);
  const entries = await Promise.all(
    log.map(async ({ context, bytes }) =>
      decodeAuditEntry(await openRecord(keys.audit, context, bytes)),
    ),
  );
  const chains = await chainsOf(entries);
  // A log with a hole proves nothing any more: it goes, the copy kept aside has it.
  const logged = chains === null ? kept.filter((one) => !log.includes(one)) : kept;
  const { set, put, stray } = await mendFiles(opened, logged);
  const leaves = set.map(({ context, hash }) => ({
    recId: context.recId,
    ref: { ...context, hash },
  }));
  const sums = await sumSet(opened.kSet, leaves);
  const next = {
    ...manifest,
    ...sums,
    counter: manifest.counter + 1,
    made: world.clock.now(),
    auditHead: await auditHead(chains ?? []),
  };
  const given = [...unsound, ...stray.map(placeOf), ...(chains === null ? log.map(placeOf) : [])];
  await world.locks.hold("vault", async () =>
    world.disk.commit({
      upon: opened.sealed,
      manifest: await sealManifest(keys.manifest, vault, next),
      head: null,
      put,
      drop: given.map(({ recId, cls }) => ({ recId, cls })),
      pages: [],
      replacePages: true,
    }),
  );
  return Math.max(0, manifest.n - set.length);
}

/** Not a chunk of a file: those are many bytes, and only their hashes are needed. */
function isSmall({ context }: Listed): boolean {
  return context.cls !== recordClass.blob;
}

function placeOf({ context, bytes }: Listed): StoredRecord {
  return { recId: toHex(context.recId), cls: context.cls, bytes };
}

/** The record, or null where it is not one of this vault or does not open with a key in hand. */
async function soundRecord(opened: Opened, record: StoredRecord): Promise<Listed | null> {
  try {
    const [listed] = await listBatch(opened.vault, [record]);
    if (listed === undefined) return null;
    const key = {
      [recordClass.index]: opened.keys.index,
      [recordClass.secret]: opened.keys.secret,
      [recordClass.audit]: opened.keys.audit,
      [recordClass.settings]: opened.keys.settings,
      [recordClass.sites]: opened.keys.settings,
    }[listed.context.cls];
    if (key !== undefined) await openRecord(key, listed.context, listed.bytes);
    return listed;
  } catch {
    return null;
  }
}
