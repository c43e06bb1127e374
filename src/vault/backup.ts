/** The encrypted backup file (FORMAT.md 7), handed out in parts. */
import { encodeBackup } from "../core/backup.ts";
import { type Bytes, concat, toBase64, toHex } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { type Ask, partBytes, type Reply } from "../wire/protocol.ts";
import { type Expected, proveBackup } from "./backup-check.ts";
import { exportOwn } from "./export.ts";
import { overview } from "./find.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import type { Vault } from "./vault.ts";

/** A file being handed out: of this worker only, begun anew after its death. */
export interface Outgoing {
  file: Bytes | null;
  /** Counter of the manifest in a file of the vault of now, once it was opened and found complete. */
  counter: number | null;
}

/**
 * The file of the vault of now, opened again as a reader would: a backup that would not restore is worse than
 * none, so what is not complete is never handed out. MISSING or TAMPERED where the disk does not fit the manifest.
 */
export async function makeBackup(world: World, opened: Opened): Promise<Expected> {
  const made = await world.locks.hold("vault", async () => {
    const records: Bytes[] = [];
    await world.disk.records((batch) => {
      records.push(...batch.map(({ bytes }) => bytes));
    });
    const file = await encodeBackup({ header: opened.header, manifest: opened.sealed, records });
    return { file, counter: opened.manifest.counter, ...overview(opened) };
  });
  // The sum over the whole set is made anew here, before every backup (FORMAT.md 5).
  await proveBackup(opened, made);
  return made;
}

/** An export under a password of its own, in hand as a backup is. It is no backup of this vault. */
export async function beginExport(
  vault: Vault,
  outgoing: Outgoing,
  { password, proof }: Ask<"export.begin">,
): Promise<Reply<"export.begin">> {
  outgoing.file = null;
  outgoing.counter = null;
  const { file, items } = await exportOwn(vault, password, proof);
  return handOut(outgoing, file, items, `coffer-export-${dayOf(vault.world.clock.now())}.coffer`);
}

/** Makes the file, proves it, and says how large it is and in how many parts it comes. */
export async function beginBackup(
  world: World,
  opened: Opened,
  outgoing: Outgoing,
  { kept }: Ask<"backup.begin">,
): Promise<Reply<"backup.begin">> {
  outgoing.file = null;
  outgoing.counter = null;
  let file: Bytes | null;
  let { items } = overview(opened);
  if (kept === undefined) {
    const made = await makeBackup(world, opened);
    ({ file, items } = made);
    outgoing.counter = made.counter;
  } else file = await world.disk.keptFile(kept);
  if (file === null) throw new Failure("NOT_FOUND");
  return handOut(outgoing, file, items, `coffer-${dayOf(kept ?? world.clock.now())}.coffer`);
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

async function handOut(
  outgoing: Outgoing,
  file: Bytes,
  items: number,
  name: string,
): Promise<Reply<"backup.begin">> {
  outgoing.file = file;
  const parts = Math.ceil(file.length / partBytes);
  const hashes: Bytes[] = [];
  for (let part = 0; part < parts; part++) hashes.push(await sha256(partOf(file, part)));
  return {
    name,
    bytes: file.length,
    parts,
    items,
    sum: toHex(await sha256(concat(...hashes))),
  };
}

function partOf(file: Bytes, part: number): Bytes {
  return file.slice(part * partBytes, (part + 1) * partBytes);
}

/** One part; CANCELLED where the file is no longer in hand. */
export function backupPart(outgoing: Outgoing, part: number): { data: string } {
  const { file } = outgoing;
  if (file === null) throw new Failure("CANCELLED");
  if (part * partBytes >= file.length) throw new Failure("NOT_FOUND");
  return { data: toBase64(partOf(file, part)) };
}
