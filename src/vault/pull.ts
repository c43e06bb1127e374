/**
 * Pull (FORMAT.md 5): fetch, verify, judge, merge what was changed here, write all of it in one transaction. Nothing is
 * applied and nothing deleted here unless every check has passed.
 */
import { type Bytes, equalBytes, wipe } from "../core/bytes.ts";
import type { PublicKeys } from "../core/commit.ts";
import { Failure, failureCode } from "../core/failure.ts";
import { makeBundle } from "../core/keys.ts";
import { openHeader } from "../core/object.ts";
import { brake, checkListed } from "./pull-stops.ts";
import { signingKey } from "../core/sign.ts";
import type { Typed } from "../wire/protocol.ts";
import { carryHistory } from "./clip-store.ts";
import type { Progress } from "../wire/servers.ts";
import { resealDrafts } from "./reseal-drafts.ts";
import { type EpochKeys, publicKeys, rootEpoch, samePublic, signerOf } from "./epoch-keys.ts";
import { headOf, walkLog } from "./server-log.ts";
import { fetchKept, forgetFetched } from "./fetched.ts";
import { mergeSets } from "./merge-sets.ts";
import type { Opened } from "./opened.ts";
import type { Remote, RemoteHead, World } from "./ports.ts";
import { type Fetched, keysFor, type Proved } from "./pull-keys.ts";
import { checkPin, ownSet, type RecordSet, seenSet } from "./record-set.ts";
import { judgeServed } from "./served.ts";
import { beginSession } from "./session.ts";
import { readSettings, settingsOf } from "./settings-record.ts";
import { readState, type SyncState, noAnchor } from "./sync-state.ts";
import { noteConflicts } from "./conflicts.ts";
import { sealAccepted } from "./sync-write.ts";
import { withOwnRootKey } from "./unlock.ts";
import { stillOpen, type Vault } from "./vault.ts";
import { fetchWhole, wholeAt } from "./whole.ts";

export interface SyncOptions {
  /** Asked where keys are needed that the session has not: the way in to the vault with this header. */
  prove?: (header: Bytes) => Promise<Typed>;
  /** The way in to the vault as it is on this disk, where it is another than to the one that is served. */
  former?: Typed;
  /** The user was told that many items go, and wants it so. */
  evenIfManyGo?: boolean;
  /** The user wants what is here to stay: items that others have deleted go back to them. */
  keepMine?: boolean;
  /** Told how many items would go where that is too many (CONFIRMATION). */
  tooMany?: (removes: number, of: number) => void;
  /** Entries of the log alone are not sent: when they are would tell when the vault is used. */
  logCanWait?: boolean;
  /** A proof of the account's second factor, for a change of keys that waits for it. */
  code?: string | undefined;
  /** Told of long work; what it throws ends the work. */
  step?: (progress: Progress) => void;
}

/** Brings what is new at the server onto this disk; answers whether there was anything. */
export async function pull(
  vault: Vault,
  remote: Remote,
  state: SyncState,
  options: SyncOptions,
): Promise<boolean> {
  const head = await headOf(remote, state.seen);
  if (head.rev === state.seen.rev) return false;
  const opened = openNow(vault);
  const fetched = await fetchNew(vault.world, remote, state, opened, head, options);
  if (fetched === null) {
    await pullWhole(vault, remote, state, head, options);
    return true;
  }
  if (fetched.epoch === opened.vault.epoch) {
    try {
      await apply(vault, state, fetched, null, options);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== "STEP_UP" || !options.prove) throw thrown;
    }
  }
  await withProof(vault, fetched.header, options, (proved) =>
    apply(vault, state, fetched, proved, options),
  );
  return true;
}

/** Lends the root key of the vault with this header; STEP_UP where nobody can be asked for the way in. */
async function withProof(
  vault: Vault,
  header: Bytes,
  { prove, former }: SyncOptions,
  use: (proved: Proved) => Promise<void>,
): Promise<void> {
  if (prove === undefined) throw new Failure("STEP_UP");
  const still = stillOpen(vault);
  const typed = await prove(header);
  let proved: Proved | undefined;
  try {
    // A copy: a server that is slow must not keep every other derivation waiting for what comes now.
    await withOwnRootKey(vault.world, header, typed, async (rootKey, read) => {
      const own = () => formerKeys(vault, former ?? typed, former !== undefined);
      proved = { rootKey: rootKey.slice(), header: read, former: own };
    });
    still();
    await use(proved as Proved);
  } finally {
    wipe(proved?.rootKey);
  }
}

/** All keys of this disk's epoch, from its own header. FORMER_PASSWORD where that asks for another way in, which was not told. */
async function formerKeys(vault: Vault, typed: Typed, told: boolean): Promise<EpochKeys> {
  try {
    return await withOwnRootKey(vault.world, openNow(vault).header, typed, rootEpoch);
  } catch (thrown) {
    const other = /^(WRONG_SECRET|FACTOR_MISSING)$/.test(failureCode(thrown));
    throw other && !told ? new Failure("FORMER_PASSWORD") : thrown;
  }
}

/** Where the log alone does not lead to the head: all that is there, by its state, with the password. */
async function pullWhole(
  vault: Vault,
  remote: Remote,
  state: SyncState,
  head: RemoteHead,
  options: SyncOptions,
): Promise<void> {
  const { step } = options;
  const whole = await wholeAt(remote, head, state.account.headerKey);
  const { epoch } = openNow(vault).vault;
  if (whole.epoch < epoch) throw new Failure("FORK");
  const own = { epoch, ...(await ownPublic(state)) };
  await withProof(vault, whole.header, options, async (proved) => {
    const fetched = await fetchWhole(
      vault.world,
      remote,
      whole,
      proved,
      state,
      own,
      (done, total) => step?.({ phase: "fetching", done, total }),
    );
    step?.({ phase: "merging", done: 0, total: 0 });
    await apply(vault, state, { ...fetched, objects: null, whole: fetched }, proved, options);
  });
}

function openNow({ opened }: Vault): Opened {
  if (opened === null) throw new Failure("LOCKED");
  if (opened.problem !== null) throw new Failure(opened.problem);
  return opened;
}

async function ownPublic({ writeSeed, adminPk }: SyncState): Promise<PublicKeys> {
  return { writePk: (await signingKey(writeSeed)).publicKey, adminPk };
}

/** What is new behind the pin, verified with the keys in hand; null where they, or the log, do not reach. */
async function fetchNew(
  world: World,
  remote: Remote,
  state: SyncState,
  opened: Opened,
  head: RemoteHead,
  { step }: SyncOptions,
): Promise<Fetched | null> {
  const { seen, account } = state;
  const ownEpoch = opened.vault.epoch;
  const own = await ownPublic(state);
  const walked = await walkLog(
    remote,
    {
      locator: account.locator,
      seen,
      // With a pin the keys it begins with are known; without one the log says in which epoch it begins.
      keyEpoch: seen.rev > 0 ? ownEpoch : null,
      keysOf: (epoch) => (epoch === ownEpoch ? own : undefined),
      oldest: ownEpoch,
      anchor: state.anchor,
    },
    head,
  );
  if (walked === null) return null;
  const objects = await fetchKept(world, remote, walked.adds, (done, total) =>
    step?.({ phase: "fetching", done, total }),
  );
  step?.({ phase: "merging", done: 0, total: 0 });
  let header = opened.header;
  if (walked.keyEpoch !== ownEpoch) {
    if (walked.header === null) throw new Failure("MISSING");
    header = await openHeader(account.headerKey, walked.header);
  }
  return { head, walked, objects, header, epoch: walked.keyEpoch, whole: null };
}

async function apply(
  vault: Vault,
  state: SyncState,
  fetched: Fetched,
  proved: Proved | null,
  options: SyncOptions,
): Promise<void> {
  const { world } = vault;
  const still = stillOpen(vault);
  await world.locks.hold("turn", () =>
    world.locks.hold("vault", async () => {
      still();
      const opened = openNow(vault);
      // Another vault was put in its place, or it was connected anew.
      const now = await readState(world, opened);
      if (now === null || !equalBytes(now.seen.hash, state.seen.hash))
        throw new Failure("CONFLICT");
      await applyNow(vault, opened, state, fetched, proved, options);
    }),
  );
  world.tell("items");
}

async function applyNow(
  vault: Vault,
  opened: Opened,
  state: SyncState,
  fetched: Fetched,
  proved: Proved | null,
  options: SyncOptions,
): Promise<void> {
  const { world } = vault;
  const pinned = state.seen.rev > 0;
  const keys = await keysFor(vault, opened, fetched, proved, pinned);
  const { from, to, past, oldest, records } = keys;
  const { header, walked } = fetched;
  if (proved !== null) {
    const signers = await publicKeys(proved.rootKey, proved.header);
    if (!samePublic(signers, walked.keys)) throw new Failure("TAMPERED");
  }
  const own = await ownSet(world, opened);
  const seen: RecordSet = pinned ? await seenSet(world, own) : new Map();
  await checkPin(opened, own, state.seen, seen);
  const whole = from !== to || fetched.whole !== null;
  const served = await judgeServed(
    { world, walked, records, header, keys: to, past, oldest, whole },
    state.seen,
    seen,
  );
  const { set, chains, conflicts } = await mergeSets({
    world,
    from,
    to,
    chains: opened.audit,
    own,
    seen,
    served,
    ever: walked.ever,
    keep: options.keepMine === true,
  });
  await checkListed(opened, own, set, { world, from, to });
  const next: SyncState = {
    ...state,
    logId: fetched.head.logId,
    seen: served.seen,
    anchor: noAnchor,
  };
  if (proved !== null && from !== to) {
    next.writeSeed = (await signerOf(proved.rootKey, proved.header, "write")).seed;
    next.adminPk = walked.keys.adminPk;
  }
  const accepted = { keys: to, header, set, served: served.set, chains, state: next };
  const written = await sealAccepted(world, opened, own, accepted);
  if (options.evenIfManyGo !== true) brake(opened, written.opened, options);
  const { generation } = vault;
  if (from !== to) await carryHistory(world, opened, written.opened).catch(() => undefined);
  await noteConflicts(world, written.change, conflicts);
  await world.disk.commit(written.change);
  await forgetFetched(world);
  if (from === to) {
    Object.assign(opened, written.opened);
    vault.settings = await readSettings(world, opened);
    return;
  }
  // As after a rotation of our own: the session has the keys of the new epoch. What was locked meanwhile stays so.
  if (vault.generation === generation) {
    vault.generation++;
    vault.grace = null;
    vault.opened = written.opened;
    vault.settings = await readSettings(world, written.opened);
    const bundle = await makeBundle((proved as Proved).rootKey, to.vault);
    await beginSession(world, bundle, opened.deviceId, settingsOf(vault));
  }
  await resealDrafts(world, opened, written.opened).catch(() => undefined);
  await world.disk.setFact("quick", null).catch(() => undefined);
}
