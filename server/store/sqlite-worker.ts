/**
 * The thread that holds the database. Group commit: whatever has come while the last transaction was written to the disk
 * goes into the next one, and is answered when that one is on the disk (WAL, synchronous=FULL).
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Asking, Row } from "./ask.ts";
import { type OpName, opOf } from "./ops.ts";
import { pack, type Packed, unpack } from "./pack.ts";

export interface Job {
  id: number;
  name: OpName | "copyTo" | "scrub" | "close";
  args: unknown[];
}

export interface Done {
  id: number;
  result?: unknown;
  failed?: "full" | "unavailable";
  message?: string;
}

const { file, readOnly, pages } = workerData as { file: string; readOnly: boolean; pages: number };
const port = parentPort;
if (port === null) throw new Error("this file is a worker");

const database = new DatabaseSync(file, { readOnly, timeout: 5000 });
if (!readOnly) database.exec("pragma journal_mode = wal");
database.exec("pragma synchronous = full; pragma secure_delete = on; pragma foreign_keys = off");
// A checkpoint costs two syncs of the disk: at 64 MiB of log, not at every 4.
if (!readOnly) database.exec("pragma wal_autocheckpoint = 16384");
database.exec("pragma cache_size = -16384; pragma mmap_size = 0; pragma trusted_schema = off");
if (pages > 0) database.exec(`pragma max_page_count = ${pages}`);

const statements = new Map<string, StatementSync>();
function prepared(sql: string): StatementSync {
  let statement = statements.get(sql);
  if (statement === undefined) {
    if (statements.size > 500) statements.clear();
    statement = database.prepare(sql.replace("/*lock*/", ""));
    statements.set(sql, statement);
  }
  return statement;
}

function run(asking: Asking<unknown>): unknown {
  let rows: Row[] = [];
  for (;;) {
    const { done, value } = asking.next(rows);
    if (done === true) return value;
    const statement = prepared(value.sql);
    const params = value.params as SQLInputValue[];
    rows =
      value.counted === true
        ? [{ changed: Number(statement.run(...params).changes) }]
        : statement.all(...params);
  }
}

const failure = (id: number, thrown: unknown): Done => {
  const code = (thrown as { errcode?: number }).errcode;
  // SQLITE_FULL, and I/O errors of a disk that is full (SQLITE_IOERR).
  const full = code === 13 || (code !== undefined && code % 256 === 10);
  return { id, failed: full ? "full" : "unavailable", message: String(thrown) };
};

function rollBack(): void {
  try {
    database.exec("rollback");
  } catch {
    // SQLite has rolled back by itself.
  }
}

/** All of them in one transaction; where one throws, each in its own. */
function together(jobs: readonly Job[]): Done[] {
  try {
    database.exec(readOnly ? "begin" : "begin immediate");
    const done = jobs.map(({ id, name, args }) => ({
      id,
      result: run(opOf(name as OpName, args)),
    }));
    database.exec("commit");
    return done;
  } catch (thrown) {
    rollBack();
    const [only, ...rest] = jobs;
    if (only === undefined) return [];
    return rest.length === 0 ? [failure(only.id, thrown)] : jobs.flatMap((job) => together([job]));
  }
}

/** On a full disk there is no room for it: the log stays, and is read at the next start. */
function emptyLog(): void {
  try {
    if (!readOnly) database.exec("pragma wal_checkpoint(truncate)");
  } catch {
    // Closing goes on.
  }
}

function apart({ id, name, args }: Job): Done {
  try {
    if (name === "copyTo") database.prepare("vacuum into ?").run(String(args[0]));
    else if (name === "scrub") {
      const row = database.prepare("pragma wal_checkpoint(truncate)").get();
      if (row?.["busy"] !== 0) throw new Error("the log is being read");
    } else {
      emptyLog();
      statements.clear();
      database.close();
    }
    return { id };
  } catch (thrown) {
    return failure(id, thrown);
  }
}

const special = new Set(["copyTo", "scrub", "close"]);
port.on("message", (first: Packed) => {
  const jobs = unpack(first) as Job[];
  // What came while the last transaction was on its way to the disk.
  while (jobs.length < 2000) {
    const more = receiveMessageOnPort(port);
    if (more === undefined) break;
    jobs.push(...(unpack(more.message as Packed) as Job[]));
  }
  const usual = jobs.filter(({ name }) => !special.has(name));
  const done = usual.length > 0 ? together(usual) : [];
  for (const job of jobs.filter(({ name }) => special.has(name))) done.push(apart(job));
  const packed = pack(done);
  port.postMessage(packed, [packed.bytes]);
});
