/** What is told of a transfer before anything of it is taken. */
import { fileName } from "../core/file-name.ts";
import { sharedFileSize, type SharedItem } from "../core/share/payload.ts";
import { parseTemplate } from "../core/snippet/parse.ts";
import { referencesOf } from "../core/snippet/references.ts";
import type { PreviewItem } from "../wire/sharing.ts";
import { readSecret } from "./items.ts";
import { isListed, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { namesHere, tagsIn } from "./share-item.ts";
import { rulesIn } from "./sites.ts";
import { bodyOf } from "./snippet-world.ts";

/** Items of one kind and title that are compared with one that comes in: a sender must not make us open all a thousand times. */
const mostCompared = 8;

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
  const taken = namesHere(opened);
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
      origins: await rulesIn(world, item.origins),
      tags: tagsIn(taken, item.tags),
      reads: item.kind === "snippet" ? readsOf(item) : null,
      files: (item.files ?? []).map((file) => ({
        name: fileName(file.name),
        bytes: sharedFileSize(file),
      })),
      here: await isHere(world, opened, item, here.get(`${item.kind}/${item.title.trim()}`) ?? []),
    })),
  );
}

/** What a snippet of somebody else's would read here; null for a text that is no template, which is never run. */
function readsOf({ fields }: SharedItem): PreviewItem["reads"] {
  try {
    const { fields: named, clipboard, page } = referencesOf(parseTemplate(bodyOf(fields)));
    const names = [...named.values()].map(({ item, field }) => `${item}.${field}`);
    return { fields: names, clipboard, page };
  } catch {
    return null;
  }
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
  for (const place of places.slice(0, mostCompared)) {
    const entry = opened.entries[place];
    if (entry === undefined) continue;
    const { fields } = await readSecret(world, opened, entry);
    if (plain(fields) === plain(item.fields)) return true;
  }
  return false;
}
