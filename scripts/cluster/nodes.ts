/** Three nodes of PostgreSQL 15 under Patroni, with etcd, on loopback, as a user that is not root. */
import { type ChildProcess, spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

const bin = "/usr/lib/postgresql/15/bin";
const user = { uid: 65_534, gid: 65_534 };

/** What has to be on the machine. */
export const programs = [`${bin}/postgres`, "/usr/bin/patroni", "/usr/bin/etcd"];
export const packages = ["postgresql-15", "patroni", "etcd-server", "python3-etcd"];

export interface Node {
  name: string;
  port: number;
  data: string;
  patroni: ChildProcess;
}

export interface Cluster {
  nodes: Node[];
  urls: string[];
  /** The node that takes writes, once two others follow it. */
  leader(followers: number): Promise<Node>;
  /** kill -9 of a node: its PostgreSQL and its Patroni at once. */
  kill(node: Node): void;
  /** Stops what sends the log to the standbys. */
  freeze(node: Node): Promise<number>;
  /** Cuts short every wait for a standby, as an operator may; answers how many. */
  cancelWaits(node: Node): Promise<number>;
  end(): Promise<void>;
}

function endProcess(which: () => number): void {
  try {
    process.kill(which(), "SIGKILL");
  } catch {
    // It is down already.
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((done) =>
          server.listen(0, "127.0.0.1", () => done((server.address() as { port: number }).port)),
        ),
    ),
  );
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

/** Waits until `look` answers something; throws with `what` after `ms`. */
export async function until<T>(
  what: string,
  ms: number,
  look: () => Promise<T | null>,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() - start > ms) throw new Error(`waited in vain: ${what}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

/** One query on one node; null where it does not answer. */
export async function asked<T extends pg.QueryResultRow>(
  url: string,
  sql: string,
): Promise<T[] | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 1000,
    query_timeout: 2000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return (await client.query<T>(sql)).rows;
  } catch {
    return null;
  } finally {
    void client.end().catch(() => undefined);
  }
}

const settings = (
  scope: string,
  etcd: number,
  node: { name: string; port: number; rest: number; data: string },
  sync: boolean,
) => `
scope: ${scope}
name: ${node.name}
restapi: {listen: "127.0.0.1:${node.rest}", connect_address: "127.0.0.1:${node.rest}"}
etcd3: {host: "127.0.0.1:${etcd}"}
bootstrap:
  dcs:
    ttl: 5
    loop_wait: 1
    retry_timeout: 2
    maximum_lag_on_failover: ${sync ? 1_048_576 : 67_108_864}
    synchronous_mode: ${sync}
    synchronous_mode_strict: ${sync}
    postgresql:
      use_pg_rewind: false
      parameters: {max_connections: 60, shared_buffers: 32MB, max_wal_senders: 6, wal_keep_size: 64MB}
  initdb: [{encoding: UTF8}, {locale: C}]
postgresql:
  listen: "127.0.0.1:${node.port}"
  connect_address: "127.0.0.1:${node.port}"
  data_dir: ${node.data}
  bin_dir: ${bin}
  pgpass: ${node.data}.pgpass
  authentication:
    superuser: {username: coffer, password: local}
    replication: {username: copier, password: local}
  parameters: {unix_socket_directories: "${node.data}.run"}
  pg_hba: ["local all all trust", "host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"]
`;

/** Starts etcd and three nodes, and waits until two of them follow the third. */
export async function startCluster(sync: boolean): Promise<Cluster> {
  const folder = mkdtempSync(join(tmpdir(), "coffer-cluster-"));
  chownSync(folder, user.uid, user.gid);
  const children: ChildProcess[] = [];
  const frozen: number[] = [];
  const run = (name: string, program: string, args: string[]): ChildProcess => {
    const log = openSync(join(folder, `${name}.log`), "a");
    const child = spawn(program, args, {
      ...user,
      cwd: folder,
      env: { PATH: `${bin}:/usr/bin:/bin`, HOME: folder, LC_ALL: "C.UTF-8" },
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    children.push(child);
    return child;
  };
  const [client = 0, peer = 0, ...ports] = await freePorts(8);
  run("etcd", "/usr/bin/etcd", [
    "--data-dir",
    join(folder, "etcd"),
    "--listen-client-urls",
    `http://127.0.0.1:${client}`,
    "--advertise-client-urls",
    `http://127.0.0.1:${client}`,
    "--listen-peer-urls",
    `http://127.0.0.1:${peer}`,
    "--initial-advertise-peer-urls",
    `http://127.0.0.1:${peer}`,
    "--initial-cluster",
    `default=http://127.0.0.1:${peer}`,
  ]);
  const nodes = ["a", "b", "c"].map((name, i): Node => {
    const node = {
      name,
      port: ports[2 * i] ?? 0,
      rest: ports[2 * i + 1] ?? 0,
      data: join(folder, name),
    };
    mkdirSync(`${node.data}.run`);
    chownSync(`${node.data}.run`, user.uid, user.gid);
    writeFileSync(join(folder, `${name}.yml`), settings(`coffer-${client}`, client, node, sync));
    return { ...node, patroni: run(name, "/usr/bin/patroni", [join(folder, `${name}.yml`)]) };
  });
  const urlOf = (node: Node, database = "postgres") =>
    `postgres://coffer@127.0.0.1:${node.port}/${database}`;
  const postmaster = (node: Node): number =>
    Number(readFileSync(join(node.data, "postmaster.pid"), "utf8").split("\n")[0]);

  const cluster: Cluster = {
    nodes,
    urls: nodes.map((node) => urlOf(node)),
    leader: (followers) =>
      until(`a leader with ${followers} followers`, 120_000, async () => {
        for (const node of nodes) {
          const [row] =
            (await asked<{ standby: boolean; n: string; syncs: string }>(
              urlOf(node),
              "select pg_is_in_recovery() as standby, (select count(*) from pg_stat_replication where state = 'streaming') as n, (select count(*) from pg_stat_replication where sync_state = 'sync') as syncs",
            )) ?? [];
          if (
            row?.standby === false &&
            Number(row.n) >= followers &&
            (!sync || Number(row.syncs) >= 1)
          )
            return node;
        }
        return null;
      }),
    kill: (node) => {
      const pid = postmaster(node);
      node.patroni.kill("SIGKILL");
      process.kill(pid, "SIGKILL");
    },
    freeze: async (node) => {
      const rows =
        (await asked<{ pid: number }>(urlOf(node), "select pid from pg_stat_replication")) ?? [];
      for (const { pid } of rows) process.kill(pid, "SIGSTOP");
      frozen.push(...rows.map(({ pid }) => pid));
      return rows.length;
    },
    cancelWaits: async (node) =>
      (
        await asked(
          urlOf(node),
          "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'",
        )
      )?.length ?? 0,
    end: async () => {
      const alive = children.filter(
        ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
      );
      const gone = alive.map((child) => new Promise((done) => child.once("exit", done)));
      for (const node of nodes) {
        node.patroni.kill("SIGKILL");
        endProcess(() => postmaster(node));
      }
      // They hear nothing of their postmaster's end.
      for (const pid of frozen) endProcess(() => pid);
      for (const child of children) child.kill("SIGKILL");
      await Promise.all(gone);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await cluster.leader(2);
  } catch (thrown) {
    for (const name of ["etcd", "a"])
      console.error(
        readFileSync(join(folder, `${name}.log`), "utf8")
          .split("\n")
          .slice(-15)
          .join("\n"),
      );
    await cluster.end();
    throw thrown;
  }
  return cluster;
}
