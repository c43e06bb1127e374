/** What is told of a transfer before anything of it is taken. */
import type { SharedItem } from "../core/share/payload.ts";
import type { PreviewItem } from "../wire/sharing.ts";
import { readSecret } from "./items.ts";
import { isListed, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";

/** Each item without its values, and whether the very same is here already. */
export async function previewOf(
  world: World,
  opened: Opened,
  items: readonly SharedItem[],
): Promise<PreviewItem[]> {
  const here = new Map<string, number[]>();
  opened.entries.forEach((entry, place) => {
    if (!isListed(entry) || entry.trashed !== null) return;
    const key = `${entry.kind}/${entry.title}`;
    here.set(key, [...(here.get(key) ?? []), place]);
  });
  return Promise.all(
    items.map(async (item) => ({
      kind: item.kind,
      title: item.title,
      fields: item.fields.map(({ id, key, label, critical, type }) => ({
        id,
        key,
        label,
        critical,
        hidden: critical || type === "hidden",
      })),
      here: await isHere(world, opened, item, here.get(`${item.kind}/${item.title.trim()}`) ?? []),
    })),
  );
}

/** Critical values are not compared: that would take their key. */
async function isHere(
  world: World,
  opened: Opened,
  item: SharedItem,
  places: readonly number[],
): Promise<boolean> {
  const plain = (fields: readonly { key: string; critical: boolean; value: string | null }[]) =>
    JSON.stringify(
      fields.filter(({ critical }) => !critical).map(({ key, value }) => [key, value]),
    );
  for (const place of places) {
    const entry = opened.entries[place];
    if (entry === undefined) continue;
    const { fields } = await readSecret(world, opened, entry);
    if (plain(fields) === plain(item.fields)) return true;
  }
  return false;
}
