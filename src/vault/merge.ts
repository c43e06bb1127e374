/** Bringing the items of a backup into the open vault, as new revisions under its own keys (FORMAT.md 6). */
import { type Bytes, fromHex, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { itemCriticalSchema, itemSecretSchema } from "../core/item.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { openManifest } from "../core/manifest.ts";
import { openRecord, recordClass } from "../core/record.ts";
import { chunkChange, filesOf, secretRecord } from "./files.ts";
import { inTurn } from "./items.ts";
import { bringFiles } from "./merge-files.ts";
import { type Listed } from "./set.ts";
import { type Entry, entryOf, isItem, isListed, type Opened, refOf } from "./opened.ts";
import type { World } from "./ports.ts";
import type { OpenBackup } from "./restore.ts";
import { sitesFrom } from "./site-memory.ts";
import { applyEdits, type Edit } from "./write.ts";

/** Whether the backup's root key is the one of the open vault. */
export async function sameKeys(opened: Opened, backup: OpenBackup): Promise<boolean> {
  return openManifest(backup.keys.manifest, opened.vault, opened.sealed).then(
    () => true,
    () => false,
  );
}

/**
 * Writes, in one action, the items of a backup that are missing here, and those in `only`, as they were; with `exact` also those that differ,
 * and what the backup does not have goes into the trash: only a complete backup can do that (MISSING). `critical` is this vault's key, needed (STEP_UP)
 * where critical values come in. Answers how many items were written or trashed.
 */
export function mergeBackup(
  world: World,
  opened: Opened,
  backup: OpenBackup,
  exact: boolean,
  critical: CryptoKey | null,
  only: ReadonlySet<string> | null = null,
): Promise<number> {
  return inTurn(world, () => mergeNow(world, opened, backup, exact, critical, only));
}

async function mergeNow(
  world: World,
  opened: Opened,
  backup: OpenBackup,
  exact: boolean,
  critical: CryptoKey | null,
  only: ReadonlySet<string> | null,
): Promise<number> {
  const byPlace = new Map(
    backup.set.map((one) => [`${toHex(one.context.recId)}/${one.context.cls}`, one]),
  );
  if (exact && !backup.complete) throw new Failure("MISSING");
  const from = {
    vaultId: backup.header.vaultId,
    chunks: new Map(
      backup.set
        .filter(({ context }) => context.cls === recordClass.blob)
        .map((one) => [toHex(one.context.recId), one]),
    ),
    complete: backup.complete,
  };
  const edits: Edit[] = [];
  for (const [id, index] of backup.indexes) {
    const entry = entryOf(opened, id);
    const live = entry !== undefined && isItem(entry);
    // A contact that is here stays as it is: an older state of it could take a verified key or a replay back.
    const over = exact || only?.has(id) === true;
    if (only !== null && !over) continue;
    if (live && (!over || entry.kind === "contact" || unchanged(entry, byPlace))) continue;
    const sound = <T>(work: Promise<T> | null) =>
      backup.complete ? work : (work?.catch(() => null) ?? null);
    const secret = await sound(
      plaintextOf(byPlace.get(`${id}/${recordClass.secret}`), backup.keys.secret),
    );
    const asks = await sound(
      plaintextOf(byPlace.get(`${id}/${recordClass.critical}`), backup.critical),
    );
    const records: NonNullable<Edit["records"]> = [];
    const then = secret === null ? null : decodeJson(itemSecretSchema, secret);
    const here = live ? (await filesOf(world, opened, [entry])).get(id) : undefined;
    const { files, come, go } = await bringFiles(opened, from, then?.files ?? [], here ?? []);
    if (then !== null) records.push(secretRecord(opened, { ...then, files }));
    if (asks !== null) {
      if (critical === null) throw new Failure("STEP_UP");
      const checked = encodeJson(itemCriticalSchema, decodeJson(itemCriticalSchema, asks));
      records.push({ cls: recordClass.critical, key: critical, plaintext: checked });
    }
    const drop = [
      ...(secret === null ? [recordClass.secret] : []),
      ...(asks === null ? [recordClass.critical] : []),
    ];
    // What comes back into the trash has its days there anew: it was just asked for.
    const trashed = index.trashed === null ? null : world.clock.now();
    const chunks = chunkChange(come, go);
    edits.push({ recId: fromHex(id), index: { ...index, trashed }, records, drop, chunks });
  }
  if (exact) edits.push(...trashOthers(opened, backup, world.clock.now()));
  const items = edits.length;
  const sites = only === null ? await sitesFrom(world, opened, backup, exact) : null;
  if (sites !== null) edits.push(sites);
  if (only !== null && edits.length === 0) return 0;
  await applyEdits(world, opened, edits, [{ event: "restored" }]);
  world.tell("items");
  return items;
}

/** The very same records: nothing to do. */
export function unchanged(entry: Entry, byPlace: ReadonlyMap<string, Listed>): boolean {
  return [recordClass.index, recordClass.secret, recordClass.critical].every((cls) => {
    const then = byPlace.get(`${entry.id}/${cls}`);
    const now = refOf(entry.refs, cls);
    return then === undefined
      ? now === undefined
      : now !== undefined && toHex(now.hash) === toHex(then.hash);
  });
}

function plaintextOf(one: Listed | undefined, key: CryptoKey): Promise<Bytes> | null {
  return one === undefined ? null : openRecord(key, one.context, one.bytes);
}

function trashOthers(opened: Opened, backup: OpenBackup, now: number): Edit[] {
  return opened.entries
    .filter((entry) => isListed(entry) && entry.trashed === null && !backup.indexes.has(entry.id))
    .map((entry) => {
      const { kind, title, hint, tags, favourite, origins, created, modified } = entry;
      const index = {
        kind,
        title,
        hint,
        tags,
        favourite,
        origins,
        created,
        modified,
        trashed: now,
      };
      return { recId: entry.recId, index };
    });
}
