/** Brings a SQLite database to the schema of this version, forward only, with a copy before. */
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type Engine, metaTable, migrations } from "./schema.ts";

const engine: Engine = { blob: "blob", big: "integer", compact: " without rowid" };

/** Throws where the database is of a newer version than this program. */
export function migrateSqlite(file: string, copies: string | null): void {
  const there = existsSync(file);
  const database = new DatabaseSync(file, { timeout: 5000 });
  try {
    database.exec("pragma journal_mode = wal; pragma synchronous = full");
    database.exec(metaTable);
    const row = database.prepare("select value from meta where name = 'schema'").get();
    const from = Number(row?.["value"] ?? 0);
    if (from > migrations.length) throw new Error(newer(from));
    if (from === migrations.length) return;
    if (there && from > 0 && copies !== null) {
      // By another name first: after an attempt that was cut short an unfinished copy must not stop the next one.
      const copy = join(copies, `before-schema-${migrations.length}.sqlite`);
      rmSync(`${copy}.new`, { force: true });
      database.prepare("vacuum into ?").run(`${copy}.new`);
      renameSync(`${copy}.new`, copy);
    }
    database.exec("begin immediate");
    for (const migration of migrations.slice(from))
      for (const sql of migration(engine)) database.exec(sql);
    database
      .prepare(
        "insert into meta (name, value) values ('schema', ?) on conflict (name) do update set value = excluded.value",
      )
      .run(String(migrations.length));
    database.exec("commit");
  } finally {
    database.close();
  }
}

/** What is said of a database that a newer version has changed. */
export function newer(schema: number): string {
  return `The database has schema ${schema}, this program knows ${migrations.length}: please update the program.`;
}
