/** Chunks of files that no item names (FORMAT.md 4): nobody has their key any more, and they are let go. */
import type { Bytes } from "../core/bytes.ts";
import type { Chunk } from "../core/item.ts";
import { zeroId } from "../core/record.ts";
import { chunkChange, chunksOf, filesOf } from "./files.ts";
import { inTurn } from "./items.ts";
import { isItem, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import type { Vault } from "./vault.ts";
import { applyEdits, schema } from "./write.ts";

/** It opens every secret record, so it is done now and then, not at each unlock (ms). */
const pause = 7 * 24 * 60 * 60 * 1000;
const sweptFact = "swept";

async function isDue(world: World): Promise<boolean> {
  const bytes = await world.disk.fact(sweptFact);
  const last = bytes === null ? null : (new Float64Array(bytes.buffer)[0] ?? 0);
  return last === null || Math.abs(world.clock.now() - last) > pause;
}

/**
 * Lets go of the chunks that no item names. `chunks` are all of the set that the manifest `sealed` pins.
 * Does nothing where anything is not certain: a secret record that does not open could name one, and a change
 * of the vault since then may have given one a name.
 */
export async function sweepChunks(
  vault: Vault,
  opened: Opened,
  sealed: Bytes,
  chunks: readonly Chunk[],
): Promise<void> {
  const { world } = vault;
  if (!(await isDue(world))) return;
  const entries = opened.entries.filter(isItem);
  const files = await filesOf(world, opened, entries);
  const named = new Set([...files.values()].flatMap(chunksOf).map(({ id }) => id));
  const stray = chunks.filter(({ id }) => !named.has(id));
  const certain = entries.every(
    ({ id, refs }) => files.has(id) && refs.every((ref) => ref.schema === schema),
  );
  await inTurn(world, async () => {
    // Another time, then: the next unlock tries again.
    if (vault.opened !== opened || opened.sealed !== sealed) return;
    if (certain && stray.length > 0) {
      await applyEdits(world, opened, [{ recId: zeroId, chunks: chunkChange([], stray) }], []);
    }
    const now = new Float64Array([world.clock.now()]);
    await world.disk.setFact(sweptFact, new Uint8Array(now.buffer));
  });
}
