/** Everything of a backup as JSON that any program can read. It is plaintext: only where the user asked. */
import { inChunks } from "../../src/core/backup-set.ts";
import type { BackupItem, OpenBackup } from "../../src/core/open-backup.ts";

const iso = (ms: number) => new Date(ms).toISOString();

function plain(item: BackupItem) {
  const { id, kind, title, tags, favourite, origins, trashed, partial } = item;
  return {
    id,
    kind,
    title,
    tags,
    favourite,
    sites: origins,
    created: iso(item.created),
    modified: iso(item.modified),
    trashed: trashed === null ? null : iso(trashed),
    fields: item.fields.map((field) => ({
      id: field.id,
      key: field.key,
      label: field.label,
      type: field.type,
      asksEachTime: field.critical,
      value: field.value,
      ...(field.options === undefined ? {} : { options: field.options }),
    })),
    earlierValues: item.past.map(({ field, value, at }) => ({ field, value, at: iso(at) })),
    files: item.files.map(({ name, bytes }) => ({ name, bytes })),
    ...(partial ? { partial } : {}),
  };
}

/**
 * The whole backup as JSON text: fields, earlier values, names of files (their bytes are saved one by one).
 * Control and direction characters are escaped, so that the text is safe to look at in a terminal.
 */
export async function exportJson(opened: OpenBackup): Promise<string> {
  const items = await inChunks(opened.rows, async ({ id }) => plain(await opened.item(id)));
  const { made, ...check } = opened.check;
  const whole = { format: "coffer-export", version: 1, made: iso(made), check, items };
  return `${JSON.stringify(whole, null, 2)}\n`.replaceAll(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (symbol) => `\\u${symbol.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
