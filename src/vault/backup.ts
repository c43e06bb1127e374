/** The encrypted backup file (FORMAT.md 7), handed out in parts. */
import { encodeBackup } from "../core/backup.ts";
import { type Bytes, toBase64 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { type Ask, partBytes, type Reply } from "../wire/protocol.ts";
import { overview } from "./find.ts";
import { judgeSet, type Listed, listBatch } from "./set.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";

/** A file being handed out: of this worker only, begun anew after its death. */
export interface Outgoing {
  file: Bytes | null;
}

/** The vault of now as a backup file. MISSING or TAMPERED where the disk no longer fits the manifest. */
export async function makeBackup(world: World, opened: Opened): Promise<Bytes> {
  const set: Listed[] = [];
  const records: Bytes[] = [];
  await world.disk.records(async (batch) => {
    set.push(...(await listBatch(opened.vault, batch)).map((one) => ({ ...one, bytes: one.hash })));
    records.push(...batch.map(({ bytes }) => bytes));
  });
  // The sum is made anew before every backup (FORMAT.md 5): a backup that would not restore is worse than none.
  const problem = await judgeSet(opened.kSet, opened.manifest, set);
  if (problem !== null) throw new Failure(problem);
  return encodeBackup({ header: opened.header, manifest: opened.sealed, records });
}

/** Makes the file and says how large it is and in how many parts it comes. */
export async function beginBackup(
  world: World,
  opened: Opened,
  outgoing: Outgoing,
  { kept }: Ask<"backup.begin">,
): Promise<Reply<"backup.begin">> {
  const file =
    kept === undefined
      ? await world.locks.hold("vault", () => makeBackup(world, opened))
      : await world.disk.keptFile(kept);
  if (file === null) throw new Failure("NOT_FOUND");
  outgoing.file = file;
  const day = new Date(kept ?? world.clock.now()).toISOString().slice(0, 10);
  return {
    name: `coffer-${day}.coffer`,
    bytes: file.length,
    parts: Math.ceil(file.length / partBytes),
    items: overview(opened).items,
  };
}

/** One part; CANCELLED where the file is no longer in hand. */
export function backupPart(outgoing: Outgoing, part: number): { data: string } {
  const { file } = outgoing;
  if (file === null) throw new Failure("CANCELLED");
  if (part * partBytes >= file.length) throw new Failure("NOT_FOUND");
  return { data: toBase64(file.subarray(part * partBytes, (part + 1) * partBytes)) };
}
