/** Plaintext on the disk: only where the user named a place, for its owner alone, and never over a file. */
import { closeSync, existsSync, mkdirSync, openSync, writeSync } from "node:fs";
import { basename, join } from "node:path";
import { wipe } from "../../src/core/bytes.ts";
import type { BackupItem, OpenBackup } from "../../src/core/open-backup.ts";
import { say } from "../shared/words.ts";

/** What the disk refused, with its sentence. */
export class NotWritten extends Error {}

/** Refuses a place where something is already, before the user has typed anything. */
export function checkFree(path: string): void {
  if (existsSync(path)) throw new NotWritten(say("reader.exists", path));
}

/** A new file of mode 0600. NotWritten where it is there already or can not be made. */
export function writeNew(path: string, content: string | Uint8Array): void {
  try {
    const file = openSync(path, "wx", 0o600);
    try {
      const bytes = typeof content === "string" ? Buffer.from(content) : content;
      for (let at = 0; at < bytes.length; at += writeSync(file, bytes, at));
    } finally {
      closeSync(file);
    }
  } catch (thrown) {
    const there = (thrown as { code?: string }).code === "EEXIST";
    throw new NotWritten(say(there ? "reader.exists" : "reader.notWritten", path));
  }
}

/** A name that stays in its folder on every system, whatever the vault says. */
export function tameName(name: string): string {
  const last = basename(name.replaceAll("\\", "/")).replaceAll(/[\p{C}<>:"/|?*]/gu, "_");
  const shown = last.replace(/^\.+/, "_").replace(/[. ]+$/, "");
  return shown === "" ? "_" : shown.slice(0, 200);
}

/** Saves the files of items, each item in a folder called by its id; answers the paths. */
export async function saveFiles(
  opened: OpenBackup,
  items: readonly BackupItem[],
  into: string,
): Promise<string[]> {
  const paths: string[] = [];
  for (const item of items) {
    if (item.files.length === 0) continue;
    const folder = join(into, item.id);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch {
      throw new NotWritten(say("reader.notWritten", folder));
    }
    for (const [n, file] of item.files.entries()) {
      const name = tameName(file.name);
      const twice = item.files.slice(0, n).some((other) => tameName(other.name) === name);
      const path = join(folder, twice ? `${n + 1}-${name}` : name);
      const bytes = await opened.attachment(file);
      writeNew(path, bytes);
      wipe(bytes);
      paths.push(path);
    }
  }
  return paths;
}
