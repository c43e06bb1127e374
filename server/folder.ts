/**
 * The data folder and its marker: a folder without it is not taken for an empty server, because it may be a volume that
 * was not mounted.
 */
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BadSetting } from "./settings.ts";
import type { Store } from "./store/store.ts";

const markerName = "coffer-data.json";

export interface Folder {
  path: string;
  database: string;
  backups: string;
  /** The same as in the database that belongs here. */
  id: string;
}

/** The folder, made where it may be: the default one that is not there yet, or with `init`. BadSetting otherwise. */
export function openFolder(path: string, may: { named: boolean; init: boolean }): Folder {
  const marker = join(path, markerName);
  if (!existsSync(marker)) {
    const empty = !existsSync(path) || readdirSync(path).length === 0;
    if (!may.init && (may.named || !empty)) {
      throw new BadSetting(
        `${path} is no data folder of this server (${markerName} is missing). If its volume is not mounted, mount it; ` +
          "if this is a new server, start it once with `init`.",
      );
    }
    mkdirSync(join(path, "backups"), { recursive: true, mode: 0o700 });
    writeFileSync(
      marker,
      JSON.stringify({ id: randomBytes(16).toString("hex"), made: new Date().toISOString() }),
      { mode: 0o600 },
    );
  }
  const { id } = JSON.parse(readFileSync(marker, "utf8")) as { id: string };
  mkdirSync(join(path, "backups"), { recursive: true, mode: 0o700 });
  return { path, database: join(path, "coffer.sqlite"), backups: join(path, "backups"), id };
}

/** Ties database and folder together; BadSetting where they belong to different servers. */
export async function tie(folder: Folder, store: Store): Promise<void> {
  const id = await store.run("meta", "folder");
  if (id === null) await store.run("setMeta", "folder", folder.id);
  else if (id !== folder.id)
    throw new BadSetting(
      "The database belongs to another data folder: look at what is mounted where.",
    );
}
