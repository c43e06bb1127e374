/** Does the disk hold exactly what the manifest pins (FORMAT.md 5)? */
import { toHex } from "../core/bytes.ts";
import type { FailureCode } from "../core/failure.ts";
import type { Chunk } from "../core/item.ts";
import { recordClass } from "../core/record.ts";
import { judgeSet, type Listed, listBatch } from "./set.ts";
import type { Opened } from "./opened.ts";
import { sweepChunks } from "./sweep.ts";
import type { Vault } from "./vault.ts";

/** Null where all is well. Waits for its turn, so that no write happens in between. */
export async function checkDisk(vault: Vault, opened: Opened): Promise<FailureCode | null> {
  const { world } = vault;
  const chunks: Chunk[] = [];
  let sealed = opened.sealed;
  const problem = await world.locks.hold("vault", async () => {
    ({ sealed } = opened);
    const set: Pick<Listed, "context" | "hash">[] = [];
    let broken = false;
    await world.disk.records(async (batch) => {
      try {
        const listed = await listBatch(opened.vault, batch);
        set.push(...listed.map(({ context, hash }) => ({ context, hash })));
      } catch {
        broken = true;
      }
    });
    for (const { context, hash } of set) {
      if (context.cls === recordClass.blob)
        chunks.push({ id: toHex(context.recId), hash: toHex(hash) });
    }
    return broken ? "TAMPERED" : judgeSet(opened.kSet, opened.manifest, set);
  });
  // Only where the set is whole: then what the list says of the chunks is what the manifest says.
  if (problem === null && chunks.length > 0) await sweepChunks(vault, opened, sealed, chunks);
  return problem;
}
