/** A database of an older version becomes one of this version, forward only, with a copy before; on both engines. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { afterAll, afterEach, expect, test } from "vitest";
import { checkStore } from "../../server/check.ts";
import { paths } from "../../server/api.ts";
import { openPostgres } from "../../server/store/postgres.ts";
import { type Engine, metaTable, migrations } from "../../server/store/schema.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import type { Store } from "../../server/store/store.ts";
import { toHex } from "../../src/core/bytes.ts";
import { anObject, makeCommit, newPair, request } from "./account.ts";
import { push } from "./contract.ts";
import { type Client, clientOf, ownFolder, postgresHere } from "./world.ts";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
const postgres = await postgresHere();
afterAll(() => postgres?.end());

const sqlite: Engine = { blob: "blob", big: "integer", compact: " without rowid" };
/** What a later migration made, taken away again: by the version it brought. A new migration adds its line here. */
const undo: Record<number, string[]> = { 2: ["drop table mail", "drop table mailboxes"] };
const undoneTo = (version: number) =>
  migrations.flatMap((_, i) => (i + 1 > version ? (undo[i + 1] ?? []) : []));

/** Tables and indexes as SQLite has them written down. */
function shapeOf(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  const rows = database.prepare("select sql from sqlite_master where sql is not null").all();
  database.close();
  return rows.map(({ sql }) => String(sql)).toSorted();
}

async function filled(store: Store): Promise<Client> {
  const client = await clientOf(store);
  for (let i = 0; i < 3; i++) await push(client, makeCommit(client.account, [anObject(2000)]));
  return client;
}

/** All that was there is there, goes on, and has what the newest version brings. */
async function wholeAndNew(store: Store, { account }: Client): Promise<void> {
  const checked = await checkStore(store);
  expect(checked).toMatchObject({ vaults: 1, commits: 3, objects: 3, faults: [] });
  const again = { ...(await clientOf(store)), account };
  await push(again, makeCommit(account, [anObject()]));
  const target = paths.mailbox(account.locator, "ab".repeat(16));
  const body = JSON.stringify({ dropPk: toHex(newPair().pk) });
  const opened = request(account, target, { method: "PUT", role: "write", body });
  expect((await again.send(target, opened)).status).toBe(201);
}

test("migrations that were released are never changed", () => {
  const hashes = migrations.map((migration) =>
    createHash("sha256").update(migration(sqlite).join(";")).digest("hex").slice(0, 16),
  );
  // A new one is added at the end; a change of another would leave the databases of today behind.
  expect(hashes).toEqual(["d01f8a480b951288", "40aacc01224799ca"]);
});

for (let from = 1; from < migrations.length; from++)
  test(`SQLite of schema ${from} is brought to ${migrations.length}, and a copy of before is kept`, async () => {
    const place = ownFolder();
    ends.push(place.end);
    const file = join(place.path, "coffer.sqlite");
    const store = await openSqlite(file, { copies: null });
    const client = await filled(store);
    await store.close();
    const old = new DatabaseSync(file);
    for (const sql of undoneTo(from)) old.exec(sql);
    old.prepare("update meta set value = ? where name = 'schema'").run(String(from));
    old.close();
    // It is what the old version had made, to the letter.
    const plain = join(place.path, "plain.sqlite");
    const made = new DatabaseSync(plain);
    made.exec(metaTable);
    for (const migration of migrations.slice(0, from))
      for (const sql of migration(sqlite)) made.exec(sql);
    made.close();
    expect(shapeOf(file)).toEqual(shapeOf(plain));
    const before = shapeOf(file);

    // A migration that fails half-way changes nothing, and the next start is not in its way.
    const copy = join(place.path, `before-schema-${migrations.length}.sqlite`);
    const broken = new DatabaseSync(file);
    broken.exec("create table mail (other text)");
    broken.close();
    await expect(openSqlite(file, { copies: place.path })).rejects.toThrow("already exists");
    const mended = new DatabaseSync(file);
    expect(mended.prepare("select value from meta where name = 'schema'").get()?.["value"]).toBe(
      String(from),
    );
    mended.exec("drop table mail");
    mended.close();
    expect(shapeOf(file)).toEqual(before);
    expect(existsSync(copy)).toBe(true);

    const again = await openSqlite(file, { copies: place.path });
    await wholeAndNew(again, client);
    await again.close();
    expect(shapeOf(copy)).toEqual(before);
    const kept = new DatabaseSync(copy, { readOnly: true });
    expect(kept.prepare("select count(*) as n from commits").get()?.["n"]).toBe(3);
    kept.close();
    // One that is of this version is left as it is.
    rmSync(copy);
    await (await openSqlite(file, { copies: place.path })).close();
    expect(readdirSync(place.path).filter((name) => name.startsWith("before-"))).toEqual([]);
  });

for (let from = 1; from < migrations.length; from++)
  test.skipIf(postgres === null)(
    `PostgreSQL of schema ${from} is brought to ${migrations.length}, and one of a newer version is not touched`,
    async () => {
      const name = `test${from}`;
      const store = await (postgres as NonNullable<typeof postgres>).open();
      const client = await filled(store);
      await store.close();
      const url = (postgres as NonNullable<typeof postgres>).url(name);
      const database = new pg.Client({ connectionString: url });
      await database.connect();
      ends.push(() => database.end());
      for (const sql of undoneTo(from)) await database.query(sql);
      await database.query("update meta set value = $1 where name = 'schema'", [String(from)]);
      const again = await openPostgres({ urls: [url] });
      await wholeAndNew(again, client);
      await again.close();
      await database.query("update meta set value = '99' where name = 'schema'");
      await expect(openPostgres({ urls: [url] })).rejects.toThrow("update the program");
    },
  );
