/** Changes of the index alone: favourite, sites, the trash and the way out of it. */
import type { ItemIndex } from "../core/item.ts";
import { chunkChange, chunksOf, filesOf } from "./files.ts";
import { inTurn } from "./items.ts";
import { isListed, type Entry, entryOf, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { applyEdits, type Edit } from "./write.ts";

function indexFrom(entry: Entry, change: Partial<ItemIndex>): ItemIndex {
  const { kind, title, hint, tags, favourite, origins, created, modified, trashed } = entry;
  return { kind, title, hint, tags, favourite, origins, created, modified, trashed, ...change };
}

/** Changes what the index says of items, in one action; answers how many. Unknown ids are passed over. */
export async function changeIndex(
  world: World,
  opened: Opened,
  ids: readonly string[],
  change: (entry: Entry) => Partial<ItemIndex> | null,
): Promise<number> {
  const edits: Edit[] = [];
  await inTurn(world, async () => {
    for (const id of new Set(ids)) {
      const entry = entryOf(opened, id);
      if (entry === undefined || !isListed(entry)) continue;
      const fresh = change(entry);
      if (fresh !== null) edits.push({ recId: entry.recId, index: indexFrom(entry, fresh) });
    }
    if (edits.length > 0) await applyEdits(world, opened, edits, []);
  });
  world.tell("items");
  return edits.length;
}

/** Puts items into the trash, whence they can be restored. */
export function trashItems(world: World, opened: Opened, ids: readonly string[]): Promise<number> {
  const now = world.clock.now();
  return changeIndex(world, opened, ids, (entry) =>
    entry.trashed === null ? { trashed: now } : null,
  );
}

/** Takes items out of the trash; answers how many were in it. */
export function restoreItems(
  world: World,
  opened: Opened,
  ids: readonly string[],
): Promise<number> {
  return changeIndex(world, opened, ids, (entry) =>
    entry.trashed === null ? null : { trashed: null },
  );
}

/** Erases for ever what is in the trash: a tombstone stays (FORMAT.md 3), no critical key is needed. */
export function eraseItems(world: World, opened: Opened, ids: readonly string[]): Promise<number> {
  const chosen = new Set(ids);
  return erase(world, opened, "erased", (entry) => chosen.has(entry.id));
}

/** Erases in one action what has been in the trash for too long; answers how many. */
export function sweepTrash(
  world: World,
  opened: Opened,
  isOver: (trashed: number) => boolean,
): Promise<number> {
  return erase(world, opened, "expired", (entry) => isOver(entry.trashed ?? Infinity));
}

async function erase(
  world: World,
  opened: Opened,
  event: "erased" | "expired",
  chosen: (entry: Entry) => boolean,
): Promise<number> {
  // Chosen in the turn: what was taken out of the trash meanwhile stays.
  const count = await inTurn(world, async () => {
    const entries = opened.entries.filter(
      (entry) => isListed(entry) && entry.trashed !== null && chosen(entry),
    );
    if (entries.length === 0) return 0;
    const files = await filesOf(world, opened, entries);
    await applyEdits(
      world,
      opened,
      entries.map(({ id, recId }) => ({
        recId,
        index: null,
        chunks: chunkChange([], chunksOf(files.get(id) ?? [])),
      })),
      entries.map(({ recId }) => ({ event, recId })),
    );
    return entries.length;
  });
  if (event === "erased" || count > 0) world.tell("items");
  return count;
}
