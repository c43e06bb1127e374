/**
 * The log of a server, fetched and verified (FORMAT.md 8). Nothing of it is believed: each commit must be signed by the
 * key of its epoch and stand on the one before. A dishonest server can withhold, but neither extend nor splice.
 */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import {
  chainOver,
  type CommitBody,
  commitSigned,
  decodeCommit,
  decodeTransition,
  hashSigned,
  nextChain,
  type PublicKeys,
} from "../core/commit.ts";
import { Failure } from "../core/failure.ts";
import { objectLimit, objectName } from "../core/object.ts";
import type { LoggedCommit, ReducedCommit, Remote, RemoteHead } from "./ports.ts";
import type { Anchor } from "../core/pairing.ts";
import type { Seen } from "./sync-state.ts";

/** A body is at most this long: the names of half a million objects. */
const bodyLimit = 32 * 1024 * 1024;

/** The head, of the right shape. MISSING where the account is not there any more: nothing is deleted for that. */
export async function headOf(remote: Remote, seen: Seen): Promise<RemoteHead> {
  const head = await remote.head();
  if (head === null) throw new Failure("MISSING");
  const { logId, rev, chain } = head;
  const counts = Number.isSafeInteger(rev) && rev >= 0;
  if (!counts || chain.length !== 32 || logId.length !== 16) throw new Failure("TAMPERED");
  if (rev < seen.rev) throw new Failure("ROLLBACK");
  if (rev === seen.rev && !equalBytes(chain, seen.chain)) throw new Failure("FORK");
  return head;
}

/** More commits in epochs that nobody remembers are not walked over. */
const oldMost = 1_000_000;
const none: Bytes = new Uint8Array(0);

/** What a verified piece of log amounts to. */
export interface Walked {
  rev: number;
  chain: Bytes;
  keyEpoch: number;
  keys: PublicKeys;
  /** Sealed manifests as objects, the oldest first, with the key epoch each stands in; an empty one where it has the chain alone. */
  manifests: { epoch: number; object: Bytes }[];
  /** The last sealed header in it, or null. */
  header: Bytes | null;
  /** Names of objects that came and stayed, and of those that were there before and went. */
  adds: Set<string>;
  drops: Set<string>;
  /** Every name that ever came. */
  ever: Set<string>;
  /** Epochs of which a commit was verified by its key. */
  signed: Set<number>;
}

/** Where a walk begins, and whose signatures it knows. */
export interface Start {
  locator: Bytes;
  seen: { rev: number; chain: Bytes };
  /** The key epoch at `seen`; null: the log says, since it begins at 0. */
  keyEpoch: number | null;
  /** The public keys of an epoch, as far as they are in hand. */
  keysOf: (epoch: number) => PublicKeys | undefined;
  /** The oldest epoch that the keyring knows: before it there may be some whose keys nobody remembers. */
  oldest: number;
  /** Where it has to come through: ROLLBACK where it does not reach so far, FORK where it is another there. */
  anchor: Anchor;
}

/**
 * Fetches the log behind `start` up to `head` at least, and verifies it page by page: signatures, bases, chain,
 * transitions. A server can not sign, so what it makes up ends at its first commit, however much of it there is; nothing
 * of a body is kept but what `Walked` says. Null where it begins in an epoch whose keys are not in hand, or behind
 * `start` was purged: then `walkWhole`. FORK for another history, MISSING for a hole, TAMPERED for what is not signed.
 */
export async function walkLog(
  remote: Remote,
  start: Start,
  head: RemoteHead,
): Promise<Walked | null> {
  const walk = walkFrom(start, head);
  while (walk.rev() < head.rev) {
    const page = await remote.changes(walk.rev());
    if (page === "compacted") return null;
    for (const commit of whole(page)) {
      if (!walk.knows(epochBefore(commit.read))) return null;
      await walk.commit(commit);
    }
  }
  return walk.end();
}

/**
 * The same up to `head` and no further, over what a purge has left too: there H(body) and the signature take the place of
 * the body, so chain, signatures and manifests are checked without a gap, and only the names are not known. A log from 0 may begin
 * in epochs that the keyring does not remember, or lead through them from where a device stands that was away for long: what was
 * signed there is held by the chain that the first commit of a known one names, and nothing else is taken of it. FORK where
 * the keys of a later one are not in hand.
 */
export async function walkWhole(remote: Remote, start: Start, head: RemoteHead): Promise<Walked> {
  const walk = walkFrom(start, head);
  while (walk.rev() < head.rev) {
    const page = await remote.changes(walk.rev());
    if (page === "compacted") {
      const rows = await remote.purged(walk.rev());
      if (rows.length === 0) throw new Failure("MISSING");
      // The head stays whole (FORMAT.md 8): its body, signed, names the chain that these rows have to lead to.
      for (const row of rows) {
        if (walk.rev() >= head.rev - 1) throw new Failure("TAMPERED");
        await walk.reduced(row);
      }
      continue;
    }
    for (const commit of whole(page)) {
      if (walk.rev() === head.rev) break;
      walk.knows(epochBefore(commit.read));
      await walk.commit(commit);
    }
  }
  return walk.end();
}

interface Logged extends LoggedCommit {
  read: CommitBody;
}

/** A page of commits, of the right shape, read one by one as they are verified. */
function* whole(page: LoggedCommit[] | "ahead"): Generator<Logged> {
  if (page === "ahead") throw new Failure("ROLLBACK");
  if (page.length === 0) throw new Failure("MISSING");
  for (const { body, sig } of page) {
    if (body.length > bodyLimit || sig.length !== 64) throw new Failure("TAMPERED");
    yield { body, sig, read: decodeCommit(body) };
  }
}

/** The key epoch that a commit follows. */
const epochBefore = ({ keyEpoch, transition }: CommitBody) =>
  transition.length > 0 ? keyEpoch - 1 : keyEpoch;

function walkFrom(start: Start, head: RemoteHead) {
  const { locator, seen, keyEpoch: begun, keysOf, oldest, anchor } = start;
  let { rev, chain } = seen;
  let keyEpoch = begun;
  let keys = begun === null ? undefined : keysOf(begun);
  if (begun !== null && keys === undefined) throw new Failure("FORK");
  let old = 0;
  const signed = new Set<number>();
  const manifests: Walked["manifests"] = [];
  let header: Bytes | null = null;
  const [adds, drops, ever] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const stand = (next: Bytes) => {
    rev += 1;
    chain = next;
    for (const known of [head, anchor])
      if (rev === known.rev && !equalBytes(chain, known.chain)) throw new Failure("FORK");
  };
  /** One of an epoch that nobody remembers: only before all that the keyring knows. */
  const standOld = (next: Bytes, epoch: number) => {
    if (epoch < 1 || epoch >= oldest || ++old > oldMost) throw new Failure("FORK");
    stand(next);
    if (manifests.at(-1)?.object.length !== 0) manifests.push({ epoch, object: none });
  };
  return {
    rev: () => rev,
    /** Whether the keys are in hand, where the log begins with a commit behind this epoch. */
    knows: (epoch: number): boolean => {
      if (keyEpoch === null) {
        keyEpoch = epoch;
        keys = keysOf(epoch);
      }
      return keys !== undefined;
    },
    commit: async ({ body, sig, read }: Logged) => {
      if (keyEpoch === null) throw new Failure("FORK");
      if (!equalBytes(read.locator, locator)) throw new Failure("TAMPERED");
      if (read.baseRev > rev) throw new Failure("MISSING");
      if (read.baseRev < rev || !equalBytes(read.baseChain, chain)) throw new Failure("FORK");
      if (read.transition.length > 0) {
        keyEpoch += 1;
        keys =
          keys === undefined
            ? keysOf(keyEpoch)
            : await decodeTransition(read.transition, keys.adminPk, locator, keyEpoch - 1);
        // Without it nobody could open the new epoch.
        if (read.header.length === 0) throw new Failure("TAMPERED");
      }
      if (read.keyEpoch !== keyEpoch) throw new Failure("TAMPERED");
      const next = await nextChain(chain, body);
      if (keys === undefined) return standOld(next, keyEpoch);
      if (!(await commitSigned(keys.writePk, body, sig))) throw new Failure("TAMPERED");
      stand(next);
      signed.add(keyEpoch);
      if (read.header.length > 0) ({ header } = read);
      for (const object of [...read.ancestors, read.manifest])
        manifests.push({ epoch: keyEpoch, object });
      for (const name of read.drops) if (!adds.delete(name)) drops.add(name);
      for (const name of read.adds) {
        ever.add(name);
        if (!drops.delete(name)) adds.add(name);
      }
    },
    reduced: async (row: ReducedCommit) => {
      // The transition went with the body: the keys of each epoch must be in hand.
      keyEpoch ??= row.keyEpoch;
      if (row.keyEpoch < keyEpoch || row.keyEpoch > keyEpoch + 1) throw new Failure("TAMPERED");
      keyEpoch = row.keyEpoch;
      keys = keysOf(keyEpoch);
      const next = await chainOver(chain, row.bodyHash);
      if (keys === undefined) return standOld(next, keyEpoch);
      if (row.sig.length !== 64 || !(await hashSigned(keys.writePk, row.bodyHash, row.sig)))
        throw new Failure("TAMPERED");
      stand(next);
      signed.add(keyEpoch);
      for (const object of row.manifests) manifests.push({ epoch: keyEpoch, object });
    },
    end: (): Walked => {
      if (keyEpoch === null || keys === undefined) throw new Failure("FORK");
      if (rev < anchor.rev) throw new Failure("ROLLBACK");
      return { rev, chain, keyEpoch, keys, manifests, header, adds, drops, ever, signed };
    },
  };
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
