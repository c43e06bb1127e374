/** Backups of a SQLite store: copied, opened again, checked whole, and only then counted as one. And the way back. */
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { type Checked, checkStore } from "./check.ts";
import type { Folder } from "./folder.ts";
import { BadSetting } from "./settings.ts";
import { openSqlite } from "./store/sqlite.ts";
import type { Store } from "./store/store.ts";

const name = /^coffer-(\d{8}T\d{6})Z\.sqlite$/;
const day = 86_400_000;

const stampOf = (at: number) => new Date(at).toISOString().replaceAll(/[-:]|\.\d+Z$/g, "");
const timeOf = (file: string): number => {
  const [, stamp = ""] = name.exec(file) ?? [];
  return Date.parse(
    stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, "$1-$2-$3T$4:$5:$6Z"),
  );
};

/** Backups in the folder, the newest first. */
export function backupsIn(folder: Folder): string[] {
  return readdirSync(folder.backups)
    .filter((file) => name.test(file))
    .toSorted()
    .toReversed();
}

export interface Backup {
  file: string;
  checked: Checked;
}

/** Whether the newest is older than so many hours. One that is dated after now was made under another clock: it counts for nothing. */
export function backupDue(files: readonly string[], now: number, hours: number): boolean {
  const newest = files.find((file) => timeOf(file) <= now);
  return newest === undefined || timeOf(newest) <= now - hours * 3_600_000;
}

/** Makes one and checks it. Throws, and keeps nothing, where it is not whole. */
export async function backUp(store: Store, folder: Folder, now: number): Promise<Backup> {
  const file = join(folder.backups, `coffer-${stampOf(now)}Z.sqlite`);
  const half = `${file}.part`;
  clearLeft(folder, now);
  await store.copyTo(half);
  const checked = await checkedApart(half);
  if (checked.faults.length > 0) {
    rmSync(half, { force: true });
    throw new Error(`the backup is not whole: ${checked.faults[0]}`);
  }
  renameSync(half, file);
  for (const old of outdated(backupsIn(folder), now)) rmSync(join(folder.backups, old));
  return { file, checked };
}

/** What runs left that were cut short, a day ago or more: another may be at work beside this one. */
function clearLeft({ backups }: Folder, now: number): void {
  for (const each of readdirSync(backups)) {
    const path = join(backups, each);
    const left = each.startsWith(drillName) || each.endsWith(".sqlite.part");
    const since = left ? statSync(path, { throwIfNoEntry: false })?.mtimeMs : undefined;
    if (since !== undefined && since < now - day) rmSync(path, { recursive: true, force: true });
  }
}

/** The check in a thread of its own: a large copy takes minutes, and requests are answered meanwhile. */
function checkedApart(file: string): Promise<Checked> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL("./check-worker.ts", import.meta.url), { workerData: file });
    worker.once("message", done);
    worker.once("error", fail);
    worker.once("exit", (code) => fail(new Error(`the check ended with ${code}`)));
  });
}

/** What may go: kept are the newest of each of 7 days, 4 weeks and 12 months, and always the newest three. */
export function outdated(files: readonly string[], now: number): string[] {
  const kept = new Set(files.slice(0, 3));
  for (const [count, length] of [
    [7, day],
    [4, 7 * day],
    [12, 30 * day],
  ] as const) {
    for (let i = 0; i < count; i++) {
      const [from, to] = [now - (i + 1) * length, now - i * length];
      const newest = files.find((file) => timeOf(file) > from && timeOf(file) <= to);
      if (newest !== undefined) kept.add(newest);
    }
  }
  // What is dated after now was made under another clock: it is no reason to delete anything.
  return files.filter((file) => !kept.has(file) && timeOf(file) <= now);
}

const drillName = "drill-";

/** Beside the file, where there is room for it: /tmp is memory in many a container. Elsewhere where that is read-only. */
function drillFolder(file: string): string {
  try {
    return mkdtempSync(join(dirname(file), drillName));
  } catch {
    return mkdtempSync(join(tmpdir(), drillName));
  }
}

/** A whole check of a database file, in a copy: the file itself is not touched. */
export async function checkFile(file: string): Promise<Checked> {
  const place = drillFolder(file);
  try {
    const copy = join(place, "drill.sqlite");
    await copyFile(file, copy);
    const database = new DatabaseSync(copy);
    const [row] = database.prepare("pragma integrity_check").all();
    database.close();
    const store = await openSqlite(copy, { copies: null });
    try {
      const checked = await checkStore(store);
      if (row?.["integrity_check"] !== "ok") checked.faults.unshift("the file is damaged");
      return checked;
    } finally {
      await store.close();
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** Puts a backup in the place of the database, which is kept beside; every log gets a new id. The server must not run. */
export async function restore(folder: Folder, file: string, now: number): Promise<Checked> {
  if (!existsSync(file)) throw new BadSetting(`${file} is not there.`);
  const checked = await checkFile(file);
  if (checked.faults.length > 0)
    throw new BadSetting(`This backup is not whole: ${checked.faults[0]}`);
  for (const end of ["", "-wal", "-shm"]) {
    if (existsSync(folder.database + end))
      renameSync(folder.database + end, `${folder.database}.before-${stampOf(now)}${end}`);
  }
  copyFileSync(file, folder.database);
  const store = await openSqlite(folder.database, { copies: null });
  try {
    await store.run("newLogIds");
    // What the clock was when the copy was made says nothing of how long ago that is.
    await store.run("setMeta", "clock_seen", null);
    await store.run("setMeta", "folder", folder.id);
  } finally {
    await store.close();
  }
  return checked;
}
