/** Backups: made, checked whole, found wanting when they are damaged, and put back. */
import { copyFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test, vi } from "vitest";
import { backupDue, backupsIn, backUp, checkFile, outdated, restore } from "../../server/backup.ts";
import { type Folder, openFolder } from "../../server/folder.ts";
import { main } from "../../server/main.ts";
import { serve } from "../../server/serve.ts";
import { readSettings } from "../../server/settings.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import type { Store } from "../../server/store/store.ts";
import { fromHex, toHex } from "../../src/core/bytes.ts";
import { anObject, makeCommit } from "./account.ts";
import { push } from "./contract.ts";
import { type Client, clientOf, ownFolder } from "./world.ts";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

async function withData(): Promise<{ folder: Folder; store: Store; client: Client }> {
  const place = ownFolder();
  ends.push(place.end);
  const folder = openFolder(join(place.path, "data"), { named: true, init: true });
  const store = await openSqlite(folder.database, { copies: folder.backups });
  const client = await clientOf(store);
  for (let i = 0; i < 3; i++) await push(client, makeCommit(client.account, [anObject(2000)]));
  return { folder, store, client };
}

test("a backup is checked from the first commit to the last object, and the drill opens it", async () => {
  const { folder, store } = await withData();
  ends.push(() => store.close());
  const { file, checked } = await backUp(store, folder, Date.now());
  expect(checked).toMatchObject({ vaults: 1, commits: 3, objects: 3, faults: [] });
  expect(await checkFile(file)).toEqual(checked);
  expect(backupsIn(folder)).toHaveLength(1);
});

test("a backup with a damaged object, signature, chain or a missing row is told apart from a whole one", async () => {
  const { folder, store } = await withData();
  const { file } = await backUp(store, folder, Date.now());
  await store.close();
  const damages = {
    "an object is damaged": "update objects set bytes = zeroblob(length(bytes)) where rowid = 1",
    "an object is missing": "update objects set bytes = null where rowid = 1",
    "commit 2 is not signed": "update commits set sig = zeroblob(64) where rev = 2",
    "the chain breaks at 2": "update commits set chain = zeroblob(32) where rev = 2",
    "commit 2 is missing": "delete from commits where rev = 2",
    "the head is not the end of the log": "update vaults set rev = 4",
    "1 objects of the head are missing": "delete from objects where rowid = 2",
  };
  for (const [fault, sql] of Object.entries(damages)) {
    const copy = join(folder.path, "damaged.sqlite");
    rmSync(copy, { force: true });
    copyFileSync(file, copy);
    const database = new DatabaseSync(copy);
    database.exec(sql);
    database.close();
    const { faults } = await checkFile(copy);
    expect(faults.join("\n"), sql).toContain(fault);
    await expect(restore(folder, copy, Date.now())).rejects.toThrow("not whole");
  }
});

test("a restore gives every log a new id, and keeps the database of before", async () => {
  const { folder, store, client } = await withData();
  const { file } = await backUp(store, folder, Date.now());
  await push(client, makeCommit(client.account, [anObject()]));
  const locator = fromHex(client.account.locator);
  const before = await store.run("vault", locator);
  await store.close();
  await restore(folder, file, Date.now());
  const again = await openSqlite(folder.database, { copies: null });
  ends.push(() => again.close());
  const after = await again.run("vault", locator);
  expect([before?.rev, after?.rev]).toEqual([4, 3]);
  expect(toHex(after?.log_id as never)).not.toBe(toHex(before?.log_id as never));
  expect(readdirSync(folder.path).some((name) => name.startsWith("coffer.sqlite.before-"))).toBe(
    true,
  );
});

test("of old backups the newest of 7 days, 4 weeks and 12 months stay, and none that is dated after now goes", () => {
  const day = 86_400_000;
  const now = Date.UTC(2026, 5, 15, 12);
  const nameAt = (at: number) =>
    `coffer-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+Z$/g, "")}Z.sqlite`;
  const daily = Array.from({ length: 500 }, (_, i) => nameAt(now - i * day));
  const gone = new Set(outdated(daily, now));
  const kept = daily.filter((file) => !gone.has(file));
  expect(kept.slice(0, 7)).toEqual(daily.slice(0, 7));
  expect(kept.length).toBeGreaterThanOrEqual(7 + 3 + 11);
  expect(kept.length).toBeLessThanOrEqual(7 + 4 + 12);
  expect(outdated(daily.slice(0, 3), now)).toEqual([]);
  const later = daily.map((_, i) => nameAt(now + (500 - i) * day));
  expect(outdated(later, now)).toEqual([]);
});

test("a backup is due after so many hours by the clock of now, whatever a clock that jumped has left", () => {
  const now = Date.UTC(2026, 5, 15, 12);
  expect(backupDue([], now, 24)).toBe(true);
  expect(backupDue(["coffer-20260615T000000Z.sqlite"], now, 24)).toBe(false);
  expect(backupDue(["coffer-20260614T115959Z.sqlite"], now, 24)).toBe(true);
  // Made when the clock said 2050: it does not stop the backups until then.
  const later = "coffer-20500101T000000Z.sqlite";
  expect(backupDue([later], now, 24)).toBe(true);
  expect(backupDue([later, "coffer-20260615T000000Z.sqlite"], now, 24)).toBe(false);
});

test("a server makes a checked backup at its start where one is due, and clears what was cut short", async () => {
  const { folder, store } = await withData();
  await store.close();
  const half = join(folder.backups, "coffer-20260101T000000Z.sqlite.part");
  writeFileSync(half, "half");
  utimesSync(half, 1_700_000_000, 1_700_000_000);
  const start = async () => {
    const lines: string[] = [];
    const settings = readSettings({ COFFER_LISTEN: "127.0.0.1:0", COFFER_BACKUP_HOURS: "24" });
    const served = await serve(settings, folder, (event, facts) =>
      lines.push(JSON.stringify({ event, ...facts })),
    );
    ends.push(() => served.stop());
    return { served, lines };
  };
  const { served, lines } = await start();
  await vi.waitFor(
    () => expect(lines.join()).toContain('"backup made and checked","vaults":1,"commits":3'),
    { timeout: 60_000 },
  );
  expect(served.house.metrics.text()).toMatch(/^coffer_backup_time \d{10}$/m);
  expect(readdirSync(folder.backups)).toEqual(backupsIn(folder));
  expect(backupsIn(folder)).toHaveLength(1);
  await served.stop();
  // Not again, while it is young.
  expect(backupDue(backupsIn(folder), Date.now(), 24)).toBe(false);
});

test("a database of a newer version is not touched", async () => {
  const { folder, store } = await withData();
  await store.run("setMeta", "schema", "99");
  await store.close();
  await expect(openSqlite(folder.database, { copies: null })).rejects.toThrow("update the program");
});

test("the commands of an operator end with a sentence and a code", async () => {
  const { folder, store } = await withData();
  await store.close();
  const env = { COFFER_DATA: folder.path };
  expect(await main(["check"], env)).toBe(0);
  expect(await main(["backup"], env)).toBe(0);
  expect(await main(["drill"], env)).toBe(0);
  expect(await main(["invite"], env)).toBe(0);
  expect(await main(["pair"], env)).toBe(0);
  expect(await main(["accept-clock"], env)).toBe(0);
  expect(await main(["promote"], env)).toBe(2);
  expect(await main(["restore"], env)).toBe(2);
  expect(await main(["nonsense"], env)).toBe(2);
  expect(await main(["check"], { COFFER_DATA: join(folder.path, "nowhere") })).toBe(2);
});
