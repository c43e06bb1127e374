/**
 * `npm run bench:server`: 2 KB writes over 32 connections to our server and to yardsticks, in turn; medians and ratios.
 * All get the same bytes with the same headers, signed before the clock runs. Ends with 1 where ours is below 3 × "Hono +
 * one FULL insert a request" or 0.5 × "Hono + group commit". A third yardstick has no floor: two Ed25519 checks a request
 * in the thread pool and nothing stored, which no server that checks can pass on this machine.
 *
 * `npm run bench:server -- 150 --sync-us=2000`: 150 requests a connection and round (150 without), over a disk that is
 * **simulated** to take so many µs longer for each sync, for all of them alike (needs cc; slow-sync.c).
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { paths } from "../server/api.ts";
import {
  type Account,
  advance,
  anObject,
  creation,
  makeCommit,
  newAccount,
  request,
} from "../test/server/account.ts";
import { load, rawRequest } from "./bench-server/load.ts";

const kinds = ["insert", "group", "checks", "ours"] as const;
type Kind = (typeof kinds)[number];
const connections = 32;
const size = 2048;
const rounds = 7;
/** Rounds until the compiler has seen enough: a server runs for weeks, and each kind warms up as long. */
const warmUp = 3;
const floors = { insert: 3, group: 0.5 };

interface Child {
  process: ChildProcess;
  port: number;
}

const files = join(import.meta.dirname, "bench-server");

function start(kind: Kind, folder: string, env: Record<string, string>): Promise<Child> {
  const file = join(files, "server.ts");
  const child = spawn(process.execPath, ["--no-warnings", file, kind, folder], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...env },
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("exit", () => fail(new Error(`${kind} did not start`)));
    child.stdout.once("data", (bytes: Buffer) =>
      done({ process: child, port: Number(bytes.toString()) }),
    );
  });
}

/** What makes every sync of a process take `us` longer. */
function slowly(folder: string, us: number): Record<string, string> {
  if (us === 0) return {};
  const made = join(folder, "slow-sync.so");
  execFileSync("cc", ["-shared", "-fPIC", "-o", made, join(files, "slow-sync.c"), "-ldl"]);
  return { LD_PRELOAD: made, COFFER_SYNC_US: String(us) };
}

/** µs that this disk takes to sync 4 KiB more, at the median. */
function syncTime(folder: string): number {
  const file = openSync(join(folder, "sync"), "w");
  const block = Buffer.alloc(4096, 1);
  const took = Array.from({ length: 101 }, () => {
    writeSync(file, block);
    const since = performance.now();
    fdatasyncSync(file);
    return 1000 * (performance.now() - since);
  });
  closeSync(file);
  return Math.round(median(took));
}

/** µs of processor that a process has used, all its threads; 0 where /proc does not say. */
function usedBy(pid: number | undefined): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  // utime and stime, in ticks of 10 ms: behind the name, which may hold anything.
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

const median = (list: readonly number[]) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

function raw(
  account: Account,
  target: string,
  method: string,
  body: Uint8Array,
  origin: string,
): Buffer {
  const named: Record<string, string> = request(account, target, { method, body, origin }).headers;
  return rawRequest(method, target, { host: new URL(origin).host, ...named }, body);
}

/** The next commits of each account, signed before the clock runs. */
function commitsOf(accounts: readonly Account[], each: number, origin: string): Buffer[][] {
  return accounts.map((account) =>
    Array.from({ length: each }, () => {
      const made = makeCommit(account, [anObject(size)]);
      const sent = raw(account, paths.commits(account.locator), "POST", made.upload, origin);
      advance(account, made);
      return sent;
    }),
  );
}

/** Exit code. */
export default async function benchServer(args: string[]): Promise<number> {
  const slower = Number(
    args.find((arg) => arg.startsWith("--sync-us="))?.slice("--sync-us=".length) ?? 0,
  );
  const each = Number(args.find((arg) => /^\d+$/.test(arg)) ?? 150);
  const folder = mkdtempSync(join(tmpdir(), "coffer-bench-"));
  const children = new Map<Kind, Child>();
  const figures: Record<Kind, number[]> = { insert: [], group: [], checks: [], ours: [] };
  const used: Record<Kind, number> = { insert: 0, group: 0, checks: 0, ours: 0 };
  const sent: Record<Kind, number> = { insert: 0, group: 0, checks: 0, ours: 0 };
  const syncs: number[] = [];
  let own = 0;
  try {
    const env = slowly(folder, slower);
    for (const kind of kinds) children.set(kind, await start(kind, folder, env));
    const portOf = (kind: Kind) => children.get(kind)?.port ?? 0;
    const origin = `http://127.0.0.1:${portOf("ours")}`;
    const accounts = Array.from({ length: connections }, newAccount);
    await load(
      portOf("ours"),
      accounts.map((account) => [
        raw(account, paths.vault(account.locator), "PUT", Buffer.from(creation(account)), origin),
      ]),
    );
    // What the yardsticks get: commits of accounts that nobody has, as they are.
    const puts = commitsOf(Array.from({ length: connections }, newAccount), each, origin);
    // One sync a request: over a slow disk as many would take minutes.
    const few = slower > 0 ? puts.map((list) => list.slice(0, Math.ceil(each / 8))) : puts;
    for (let round = 0; round < warmUp + rounds; round++) {
      const counts = round >= warmUp;
      if (counts) syncs.push(syncTime(folder));
      for (const kind of kinds) {
        const queues =
          kind === "ours" ? commitsOf(accounts, each, origin) : kind === "insert" ? few : puts;
        const pid = children.get(kind)?.process.pid;
        const before = usedBy(pid);
        const mine = process.cpuUsage();
        const rate = await load(portOf(kind), queues);
        if (!counts) continue;
        const { user, system } = process.cpuUsage(mine);
        own += user + system;
        figures[kind].push(rate);
        used[kind] += usedBy(pid) - before;
        sent[kind] += queues.reduce((sum, { length }) => sum + length, 0);
      }
    }
  } finally {
    for (const { process: child } of children.values()) child.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  }
  const rate = {
    insert: median(figures.insert),
    group: median(figures.group),
    checks: median(figures.checks),
    ours: median(figures.ours),
  };
  const ratios = { insert: rate.ours / rate.insert, group: rate.ours / rate.group };
  console.log(
    `a sync of this disk takes ${median(syncs)} µs${slower > 0 ? `, and ${slower} µs more that are SIMULATED` : ""}`,
  );
  console.log(`Hono + one FULL insert a request: ${Math.round(rate.insert)}/s`);
  console.log(`Hono + group commit:              ${Math.round(rate.group)}/s`);
  console.log(`Hono + two Ed25519 checks:        ${Math.round(rate.checks)}/s (nothing stored)`);
  console.log(`Coffer server:                    ${Math.round(rate.ours)}/s`);
  console.log(
    `ours / insert = ${ratios.insert.toFixed(2)} (floor ${floors.insert}); ours / group = ${ratios.group.toFixed(2)} (floor ${floors.group}); ours / checks = ${(rate.ours / rate.checks).toFixed(2)}`,
  );
  // What crowding does to rates it does less to this.
  const spent = kinds.map((kind) => `${kind} ${Math.round(used[kind] / sent[kind])}`);
  const all = kinds.reduce((sum, kind) => sum + sent[kind], 0);
  console.log(
    `processor a request, all threads, in µs: ${spent.join(", ")}; the load's own ${Math.round(own / all)}`,
  );
  console.log(JSON.stringify({ rounds, connections, each, slower, figures, ratios }));
  return ratios.insert >= floors.insert && ratios.group >= floors.group ? 0 : 1;
}
