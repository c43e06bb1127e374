/**
 * PostgreSQL (or what speaks like it): the same operations, each in one transaction. At a failover the pool is dropped
 * and the primary looked for anew; what was under way is `Unavailable`, and a client sends it again by its commitId.
 */
import { randomInt } from "node:crypto";
import pg from "pg";
import type { Asking, Row } from "./ask.ts";
import { type OpArgs, type OpName, opOf, type OpResult, onlyReads } from "./ops.ts";
import { newer } from "./sqlite-migrate.ts";
import { metaTable, migrations } from "./schema.ts";
import { type Store, StoreFull, Unavailable } from "./store.ts";

export interface PostgresOptions {
  /** Connection strings of every node: the one that is not in recovery is used. */
  urls: string[];
  connections?: number;
  serializable?: boolean;
  /** ms that one statement may take. */
  patience?: number;
  /** For tests: called before each commit; true makes it fail as a conflict does. */
  conflict?: () => boolean;
}

const triesMax = 40;
const engine = { blob: "bytea", big: "bigint", compact: "" };
const int8 = 20;
const numeric = 1700;
const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === int8 || oid === numeric ? Number : (pg.types.getTypeParser(oid, format) as never),
};

const codeOf = (thrown: unknown) => (thrown as { code?: string }).code ?? "";
/** Serialization failure and deadlock: run it again. */
const again = (code: string) => code === "40001" || code === "40P01";
/** A primary that is none any more, a shutdown, a broken connection. */
const moved = (code: string) =>
  code === "25006" ||
  code.startsWith("57P0") ||
  code.startsWith("08") ||
  !/^[0-9A-Z]{5}$/.test(code);

const numbered = new Map<string, string>();
function forPostgres(sql: string): string {
  let text = numbered.get(sql);
  if (text === undefined) {
    let n = 0;
    text = sql.replace("/*lock*/", "for update").replaceAll("?", () => `$${++n}`);
    numbered.set(sql, text);
  }
  return text;
}

async function runOn(client: pg.PoolClient, asking: Asking<unknown>): Promise<unknown> {
  let rows: Row[] = [];
  for (;;) {
    const { done, value } = asking.next(rows);
    if (done === true) return value;
    const values = value.params.map((param) =>
      param instanceof Uint8Array
        ? Buffer.from(param.buffer, param.byteOffset, param.byteLength)
        : param,
    );
    const answer = await client.query<Row>(forPostgres(value.sql), values);
    rows = value.counted === true ? [{ changed: answer.rowCount ?? 0 }] : answer.rows;
  }
}

/**
 * Commits. A wait for the standby that is cut short (a timeout, a cancel) is no error to PostgreSQL: it says COMMIT, with a
 * warning that the transaction may be on one machine only. That is not what a 2xx promises, so it is no answer.
 */
async function committed(client: pg.PoolClient): Promise<void> {
  let warned: string | null = null;
  const listen = (notice: { code?: string | undefined; message?: string | undefined }) => {
    if (notice.code?.startsWith("01") === true) warned = notice.message ?? "warning";
  };
  client.on("notice", listen);
  try {
    await client.query("commit");
  } finally {
    client.removeListener("notice", listen);
  }
  if (warned !== null) throw new Unavailable(warned);
}

function poolOf(url: string, connections: number, patience: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 60_000,
    statement_timeout: patience,
    query_timeout: patience + 5000,
    types,
  });
  // A connection that breaks while idle: the next query finds the primary anew.
  pool.on("error", () => undefined);
  // One that breaks while it is lent out says so by an event too, and nobody listening ends the process.
  pool.on("connect", (client) => void client.on("error", () => undefined));
  return pool;
}

/** The pool of the node that takes writes; asked again whenever it was lost. */
function primaryOf({ urls, connections = 16, patience = 15_000 }: PostgresOptions) {
  let current: pg.Pool | null = null;
  let looking: Promise<pg.Pool> | null = null;
  const look = async (): Promise<pg.Pool> => {
    for (const url of urls) {
      const pool = poolOf(url, connections, patience);
      try {
        const { rows } = await pool.query<{ standby: boolean }>(
          "select pg_is_in_recovery() as standby",
        );
        if (rows[0]?.standby === false) return pool;
      } catch {
        // Not this one.
      }
      void pool.end().catch(() => undefined);
    }
    throw new Unavailable("no primary");
  };
  return {
    get: async (): Promise<pg.Pool> => {
      if (current !== null) return current;
      looking ??= look().finally(() => (looking = null));
      current = await looking;
      return current;
    },
    drop: (pool: pg.Pool) => {
      if (current !== pool) return;
      current = null;
      void pool.end().catch(() => undefined);
    },
    end: async () => {
      await current?.end();
      current = null;
    },
  };
}

/** Opens the database at these addresses and brings its schema forward. */
export async function openPostgres(options: PostgresOptions): Promise<Store> {
  const primary = primaryOf(options);
  await migrate(await primary.get());
  const level = options.serializable === true ? "serializable" : "read committed";

  const once = async (name: OpName, args: readonly unknown[]): Promise<unknown> => {
    const pool = await primary.get();
    let client: pg.PoolClient | null = null;
    let broken: Error | undefined;
    try {
      client = await pool.connect();
      const isolation = onlyReads(name) ? "repeatable read read only" : level;
      await client.query(`begin isolation level ${isolation}`);
      const result = await runOn(client, opOf(name, args));
      if (!onlyReads(name) && options.conflict?.() === true)
        throw Object.assign(new Error("forced"), { code: "40001" });
      await committed(client);
      return result;
    } catch (thrown) {
      if (moved(codeOf(thrown))) {
        broken = thrown as Error;
        primary.drop(pool);
      } else {
        await client?.query("rollback").catch((error: Error) => (broken = error));
      }
      throw thrown;
    } finally {
      client?.release(broken);
    }
  };

  return {
    engine: "postgres",
    run: async <N extends OpName>(name: N, ...args: OpArgs<N>): Promise<OpResult<N>> => {
      for (let tries = 1; ; tries++) {
        try {
          return (await once(name, args)) as OpResult<N>;
        } catch (thrown) {
          const code = codeOf(thrown);
          if (again(code) && tries < triesMax) {
            await new Promise((done) => setTimeout(done, randomInt(Math.min(2 ** tries, 100))));
            continue;
          }
          // 53100: disk full.
          if (code === "53100") throw new StoreFull(String(thrown));
          throw thrown instanceof Unavailable ? thrown : new Unavailable(String(thrown));
        }
      }
    },
    copyTo: async () => {
      throw new Error(
        "A PostgreSQL database is backed up by pg_dump or pgBackRest: see docs/SERVER.md.",
      );
    },
    scrub: async () => {
      const client = await (await primary.get()).connect();
      try {
        // It takes as long as it takes, on a connection of its own that is not used again.
        await client.query("set statement_timeout = 0");
        await client.query(Object.assign({ text: "vacuum" }, { query_timeout: 3_600_000 }));
      } finally {
        client.release(true);
      }
    },
    close: () => primary.end(),
  };
}

async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(metaTable);
    await client.query(
      "insert into meta (name, value) values ('schema', '0') on conflict do nothing",
    );
    const { rows } = await client.query<{ value: string }>(
      "select value from meta where name = 'schema' for update",
    );
    const from = Number(rows[0]?.value ?? 0);
    if (from > migrations.length) throw new Error(newer(from));
    for (const migration of migrations.slice(from))
      for (const sql of migration(engine)) await client.query(sql);
    await client.query("update meta set value = $1 where name = 'schema'", [
      String(migrations.length),
    ]);
    await client.query("commit");
  } catch (thrown) {
    await client.query("rollback").catch(() => undefined);
    throw thrown;
  } finally {
    client.release();
  }
}
