/** Does the disk hold exactly what the manifest pins (FORMAT.md 5)? */
import type { FailureCode } from "../core/failure.ts";
import { judgeSet, type Listed, listBatch } from "./set.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";

/** Null where all is well. Waits for its turn, so that no write happens in between. */
export function checkDisk(world: World, opened: Opened): Promise<FailureCode | null> {
  return world.locks.hold("vault", async () => {
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
    return broken ? "TAMPERED" : judgeSet(opened.kSet, opened.manifest, set);
  });
}
