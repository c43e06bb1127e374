/**
 * A server in memory: what an honest one does (SERVER.md 2), and the ways in which one lies. It knows nothing that
 * a real one would not: ciphertext, public keys, hashes.
 */
import { toHex } from "../../src/core/bytes.ts";
import {
  type CommitBody,
  commitSigned,
  decodeCommit,
  decodeTransition,
  firstChain,
  nextChain,
  type PublicKeys,
} from "../../src/core/commit.ts";
import { Failure } from "../../src/core/failure.ts";
import { objectName } from "../../src/core/object.ts";
import { sha256 } from "../../src/core/hash.ts";
import type {
  LoggedCommit,
  ReducedCommit,
  Remote,
  RemoteKeys,
  RemoteState,
} from "../../src/vault/ports.ts";

type Bytes = Uint8Array<ArrayBuffer>;

export interface Log {
  logId: Bytes;
  rev: number;
  chain: Bytes;
  keyEpoch: number;
  keys: PublicKeys;
  commits: LoggedCommit[];
  objects: Map<string, Bytes>;
  /** Names that the head holds. */
  live: Set<string>;
  answers: Map<string, { body: string; rev: number; chain: Bytes }>;
  /** A purge has left no more than hash, signature and manifests up to this revision; 0: the log is whole. */
  purgedTo: number;
  /** Names of what it took away; a backup of before has them. */
  gone: Set<string>;
}

/** One server; `log` is null until an account is made. Put another log in its place to restore or fork it. */
export interface Server {
  log: Log | null;
}

function answerTo(log: Log, commitId: string, body: Bytes) {
  const known = log.answers.get(commitId);
  if (known === undefined) return null;
  if (known.body !== toHex(body)) throw new Failure("INVALID");
  return { rev: known.rev, chain: known.chain };
}

/** Signature, transition, base, objects: as the server checks them. */
async function judged(
  log: Log,
  read: CommitBody,
  { body, sig, objects }: Parameters<Remote["commit"]>[0],
) {
  let { keyEpoch, keys } = log;
  if (read.baseRev !== log.rev || toHex(read.baseChain) !== toHex(log.chain))
    return "stale" as const;
  if (read.transition.length > 0) {
    keys = await decodeTransition(read.transition, keys.adminPk, read.locator, keyEpoch);
    keyEpoch += 1;
  }
  if (read.keyEpoch !== keyEpoch) return "stale" as const;
  if (!(await commitSigned(keys.writePk, body, sig))) throw new Failure("INVALID");
  const names = await Promise.all(objects.map(objectName));
  const sent = new Set(names);
  if (read.adds.some((name) => !sent.has(name)) || sent.size !== read.adds.length)
    throw new Failure("INVALID");
  if (read.drops.some((name) => !log.live.has(name))) throw new Failure("INVALID");
  return { keyEpoch, keys, names };
}

/** What a purge leaves of a commit. */
async function reducedOf({ body, sig }: LoggedCommit): Promise<ReducedCommit> {
  const { keyEpoch, ancestors, manifest } = decodeCommit(body);
  return { keyEpoch, bodyHash: await sha256(body), sig, manifests: [...ancestors, manifest] };
}

/** The state that these commits lead to. */
function stateOf(commits: readonly LoggedCommit[]): RemoteState {
  const live = new Set<string>();
  let header: Bytes = new Uint8Array(0);
  let manifest: Bytes = new Uint8Array(0);
  let keyEpoch = 0;
  for (const { body } of commits) {
    const read = decodeCommit(body);
    for (const name of read.drops) live.delete(name);
    for (const name of read.adds) live.add(name);
    if (read.header.length > 0) ({ header } = read);
    ({ manifest, keyEpoch } = read);
  }
  return { rev: commits.length, keyEpoch, header, manifest, objects: [...live].toSorted() };
}

/** Does what an owner's order to purge does: objects that were dropped by then go, bodies are not served any more. */
export function purge(log: Log, upTo: number): void {
  if (upTo >= log.rev || upTo <= log.purgedTo) return;
  log.purgedTo = upTo;
  const kept = new Set([...log.live, ...stateOf(log.commits.slice(0, upTo)).objects]);
  for (const { body } of log.commits.slice(upTo))
    for (const name of decodeCommit(body).adds) kept.add(name);
  for (const name of log.objects.keys()) if (!kept.has(name)) log.gone.add(name);
}

/** The account on this server, as a device reaches it. */
export function remoteOf(server: Server): Remote {
  const there = (): Log => {
    if (server.log === null) throw new Failure("INVALID");
    return server.log;
  };
  return {
    head: async () => {
      if (server.log === null) return null;
      const { logId, rev, chain } = server.log;
      return { logId, rev, chain };
    },
    create: async ({ keyEpoch, writePk, adminPk }: RemoteKeys) => {
      server.log ??= {
        logId: new Uint8Array(16).fill(1),
        rev: 0,
        chain: firstChain,
        keyEpoch,
        keys: { writePk, adminPk },
        commits: [],
        objects: new Map(),
        live: new Set(),
        answers: new Map(),
        purgedTo: 0,
        gone: new Set(),
      };
    },
    changes: async (since) => {
      const { rev, commits, purgedTo } = there();
      if (since > rev) return "ahead";
      return since < purgedTo ? "compacted" : commits.slice(since, since + 3);
    },
    purged: async (since) => {
      const { commits, purgedTo } = there();
      const rows = commits.slice(since, Math.min(since + 2, purgedTo));
      return Promise.all(rows.map(reducedOf));
    },
    state: async (rev) => {
      const { commits, purgedTo, rev: head } = there();
      return rev < Math.max(purgedTo, 1) || rev > head ? null : stateOf(commits.slice(0, rev));
    },
    object: async (name) => {
      const { objects, gone } = there();
      return gone.has(name) ? null : (objects.get(name) ?? null);
    },
    commit: async (commit) => {
      const log = there();
      const read = decodeCommit(commit.body);
      const commitId = toHex(read.commitId);
      const known = answerTo(log, commitId, commit.body);
      if (known !== null) return known;
      const next = await judged(log, read, commit);
      if (next === "stale") return next;
      // Another was quicker while this one was judged: in a real server the lock is around both.
      const again = answerTo(log, commitId, commit.body);
      if (again !== null) return again;
      if (read.baseRev !== log.rev) return "stale";
      const chain = await nextChain(log.chain, commit.body);
      log.rev += 1;
      log.chain = chain;
      log.keyEpoch = next.keyEpoch;
      log.keys = next.keys;
      log.commits.push({ body: commit.body, sig: commit.sig });
      for (const [i, name] of next.names.entries()) {
        log.objects.set(name, commit.objects[i] as Bytes);
        log.gone.delete(name);
      }
      for (const name of read.drops) log.live.delete(name);
      for (const name of read.adds) log.live.add(name);
      log.answers.set(commitId, { body: toHex(commit.body), rev: log.rev, chain });
      return { rev: log.rev, chain };
    },
  };
}

/** A copy of the log as it is: for a restore, or to go on in two ways. */
export function copyOf(server: Server): Log {
  return structuredClone(server.log as Log);
}

/** The log as it was some commits ago, as an operator's restore of an old backup brings it back: with another logId. */
export async function olderLog(
  { commits, objects, logId }: Log,
  back: number,
  first: PublicKeys & { keyEpoch: number },
): Promise<Log> {
  const older: Server = { log: null };
  const remote = remoteOf(older);
  await remote.create({ ...first, readPk: new Uint8Array(32) });
  for (const commit of commits.slice(0, commits.length - back)) {
    const { adds } = decodeCommit(commit.body);
    await remote.commit({ ...commit, objects: adds.map((name) => objects.get(name) as Bytes) });
  }
  return { ...(older.log as Log), logId: logId.map((byte) => byte + 1) };
}
