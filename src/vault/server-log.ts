/**
 * The log of a server, fetched and verified (FORMAT.md 8). Nothing of it is believed: each commit must be signed by the
 * key of its epoch and stand on the one before. A dishonest server can withhold, but neither extend nor splice.
 */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import {
  type CommitBody,
  commitSigned,
  decodeCommit,
  decodeTransition,
  nextChain,
  type PublicKeys,
} from "../core/commit.ts";
import { Failure } from "../core/failure.ts";
import { objectLimit, objectName } from "../core/object.ts";
import type { LoggedCommit, Remote, RemoteHead } from "./ports.ts";
import type { Seen } from "./sync-state.ts";

/** A body is at most this long: the names of half a million objects. */
const bodyLimit = 32 * 1024 * 1024;

export interface Logged extends LoggedCommit {
  read: CommitBody;
}

/** The head, of the right shape. MISSING where the account is not there any more: nothing is deleted for that. */
export async function headOf(remote: Remote, seen: Seen): Promise<RemoteHead> {
  const head = await remote.head();
  if (head === null) throw new Failure("MISSING");
  const { logId, rev, chain } = head;
  const whole = Number.isSafeInteger(rev) && rev >= 0;
  if (!whole || chain.length !== 32 || logId.length !== 16) throw new Failure("TAMPERED");
  if (rev < seen.rev) throw new Failure("ROLLBACK");
  if (rev === seen.rev && !equalBytes(chain, seen.chain)) throw new Failure("FORK");
  return head;
}

/** Commits from `since` to the head at least. MISSING where the server holds some back. */
export async function fetchLog(remote: Remote, since: number, head: RemoteHead): Promise<Logged[]> {
  const log: Logged[] = [];
  while (since + log.length < head.rev) {
    const page = await remote.changes(since + log.length);
    if (page === "ahead") throw new Failure("ROLLBACK");
    if (page === "compacted" || page.length === 0) throw new Failure("MISSING");
    for (const { body, sig } of page) {
      if (body.length > bodyLimit || sig.length !== 64) throw new Failure("TAMPERED");
      log.push({ body, sig, read: decodeCommit(body) });
    }
  }
  return log;
}

/** What a verified piece of log amounts to. */
export interface Walked {
  rev: number;
  chain: Bytes;
  /** The chain at each revision that was walked. */
  chains: Map<number, Bytes>;
  keyEpoch: number;
  keys: PublicKeys;
  /** Sealed manifests as objects, the oldest first, with the key epoch each stands in. */
  manifests: { epoch: number; object: Bytes }[];
  /** Names of objects that came and stayed, and of those that were there before and went. */
  adds: Set<string>;
  drops: Set<string>;
  /** Every name that ever came. */
  ever: Set<string>;
}

/** The last sealed header that a log carries, or null. It is verified with the commit it stands in. */
export function lastHeader(log: readonly Logged[]): Bytes | null {
  return log.findLast(({ read }) => read.header.length > 0)?.read.header ?? null;
}

/**
 * Verifies a log that must stand on `seen` and reach `head`: signatures, bases, chain, transitions. `keys` are those of
 * `keyEpoch`, in which it begins. FORK for another history, MISSING for a hole, TAMPERED for what is not signed.
 */
export async function walkLog(
  log: readonly Logged[],
  start: { locator: Bytes; seen: Seen; keyEpoch: number; keys: PublicKeys },
  head: RemoteHead,
): Promise<Walked> {
  const { locator, seen } = start;
  let { keyEpoch, keys } = start;
  let { rev, chain } = seen;
  const walked = {
    chains: new Map<number, Bytes>(),
    manifests: [] as Walked["manifests"],
    adds: new Set<string>(),
    drops: new Set<string>(),
    ever: new Set<string>(),
  };
  for (const { body, sig, read } of log) {
    if (!equalBytes(read.locator, locator)) throw new Failure("TAMPERED");
    if (read.baseRev > rev) throw new Failure("MISSING");
    if (read.baseRev < rev || !equalBytes(read.baseChain, chain)) throw new Failure("FORK");
    if (read.transition.length > 0) {
      keys = await decodeTransition(read.transition, keys.adminPk, locator, keyEpoch);
      keyEpoch += 1;
      // Without it nobody could open the new epoch.
      if (read.header.length === 0) throw new Failure("TAMPERED");
    }
    if (read.keyEpoch !== keyEpoch || !(await commitSigned(keys.writePk, body, sig)))
      throw new Failure("TAMPERED");
    rev += 1;
    chain = await nextChain(chain, body);
    walked.chains.set(rev, chain);
    if (rev === head.rev && !equalBytes(chain, head.chain)) throw new Failure("FORK");
    for (const object of [...read.ancestors, read.manifest])
      walked.manifests.push({ epoch: keyEpoch, object });
    for (const name of read.drops) if (!walked.adds.delete(name)) walked.drops.add(name);
    for (const name of read.adds) {
      walked.ever.add(name);
      if (!walked.drops.delete(name)) walked.adds.add(name);
    }
  }
  return { ...walked, rev, chain, keyEpoch, keys };
}

/**
 * Objects of these names in one request: those that its answer holds, one at least. MISSING where one is held back,
 * TAMPERED where it is another.
 */
export async function fetchObjects(
  remote: Remote,
  names: readonly string[],
): Promise<Map<string, Bytes>> {
  const answer =
    remote.objects === undefined
      ? await Promise.all(names.map((name) => remote.object(name)))
      : await remote.objects(names);
  if (answer.length === 0 || answer.length > names.length) throw new Failure("TAMPERED");
  const checked = answer.map(async (object, i): Promise<[string, Bytes]> => {
    const name = names[i] as string;
    if (object === null) throw new Failure("MISSING");
    if (object.length > objectLimit || (await objectName(object)) !== name)
      throw new Failure("TAMPERED");
    return [name, object];
  });
  return new Map(await Promise.all(checked));
}
