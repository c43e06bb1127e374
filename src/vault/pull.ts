/**
 * Pull (FORMAT.md 5): fetch, verify, judge, merge what was changed here, write all of it in one transaction. Nothing is
 * applied and nothing deleted here unless every check has passed.
 */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { Header } from "../core/header.ts";
import { decodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { makeBundle } from "../core/keys.ts";
import { openHeader, openObject } from "../core/object.ts";
import { openRecord, peekRecord, recordClass, zeroId } from "../core/record.ts";
import { signingKey } from "../core/sign.ts";
import type { Typed } from "../wire/protocol.ts";
import {
  type EpochKeys,
  pastEpochsOf,
  publicKeys,
  rootEpoch,
  samePublic,
  sessionEpoch,
  signerOf,
} from "./epoch-keys.ts";
import {
  fetchLog,
  fetchObjects,
  headOf,
  lastHeader,
  type Logged,
  walkLog,
  type Walked,
} from "./log.ts";
import { mergeSets } from "./merge-sets.ts";
import { isItem, type Opened } from "./opened.ts";
import type { Remote, RemoteHead } from "./ports.ts";
import { bytesOf, ownSet, placeOf, type RecordSet, seenSet, sumOf } from "./record-set.ts";
import { judgeServed } from "./served.ts";
import { beginSession } from "./session.ts";
import { readSettings, settingsOf } from "./settings-record.ts";
import { readState, type SyncState, unseen } from "./sync-state.ts";
import { sealAccepted } from "./sync-write.ts";
import { withOwnRootKey } from "./unlock.ts";
import { stillOpen, type Vault } from "./vault.ts";

export interface SyncOptions {
  /** Asked where keys are needed that the session has not: the way in to the vault with this header. */
  prove?: (header: Bytes) => Promise<Typed>;
  /** The user was told that many items go, and wants it so. */
  evenIfManyGo?: boolean;
}

interface Fetched {
  head: RemoteHead;
  log: Logged[];
  /** Null where it can be verified only once the root key is in hand. */
  walked: Walked | null;
  objects: Bytes[];
  /** Of the epoch of the head. */
  header: Bytes;
  epoch: number;
}

type Past = Awaited<ReturnType<typeof pastEpochsOf>>;

interface Proved {
  rootKey: Bytes;
  header: Header;
}

/** Brings what is new at the server onto this disk; answers whether there was anything. */
export async function pull(
  vault: Vault,
  remote: Remote,
  state: SyncState,
  options: SyncOptions,
): Promise<boolean> {
  const { world } = vault;
  const head = await headOf(remote, state.seen);
  if (head.rev === state.seen.rev) return false;
  const opened = openNow(vault);
  const fetched = await fetch(remote, state, opened, head);
  const own = fetched.epoch === opened.vault.epoch;
  if (own && fetched.walked !== null) {
    try {
      await apply(vault, state, fetched, null, options);
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== "STEP_UP" || !options.prove) throw thrown;
    }
  }
  if (options.prove === undefined) throw new Failure("STEP_UP");
  const still = stillOpen(vault);
  const typed = await options.prove(fetched.header);
  await withOwnRootKey(world, fetched.header, typed, async (rootKey, header) => {
    still();
    await apply(vault, state, fetched, { rootKey, header }, options);
  });
  return true;
}

function openNow({ opened }: Vault): Opened {
  if (opened === null) throw new Failure("LOCKED");
  if (opened.problem !== null) throw new Failure(opened.problem);
  return opened;
}

/** The log verified as far as it can be with the keys in hand, and what it names. */
async function fetch(
  remote: Remote,
  state: SyncState,
  opened: Opened,
  head: RemoteHead,
): Promise<Fetched> {
  const { seen, account, adminPk } = state;
  const log = await fetchLog(remote, seen.rev, head);
  const last = (log.at(-1) as Logged).read;
  const ownEpoch = opened.vault.epoch;
  // With a pin the keys it begins with are known; without one, only those of this epoch are.
  const known = seen.rev > 0 || epochBefore(log) === ownEpoch;
  const writePk = (await signingKey(state.writeSeed)).publicKey;
  const start = { locator: account.locator, seen, keyEpoch: ownEpoch, keys: { writePk, adminPk } };
  const walked = known ? await walkLog(log, start, head) : null;
  if (last.keyEpoch < ownEpoch) throw new Failure("FORK");
  const adds = walked === null ? netAdds(log) : walked.adds;
  const objects = await fetchObjects(remote, adds);
  let header = opened.header;
  if (last.keyEpoch !== ownEpoch) {
    const sealed = lastHeader(log);
    if (sealed === null) throw new Failure("MISSING");
    header = await openHeader(account.headerKey, sealed);
  }
  return { head, log, walked, objects, header, epoch: last.keyEpoch };
}

function netAdds(log: readonly Logged[]): Set<string> {
  const adds = new Set<string>();
  for (const { read } of log) {
    for (const name of read.drops) adds.delete(name);
    for (const name of read.adds) adds.add(name);
  }
  return adds;
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
  const { from, to, past } = await keysFor(vault, opened, fetched, proved);
  const walked = fetched.walked ?? (await walkUnseen(fetched, state, past, proved));
  if (proved !== null) {
    const keys = await publicKeys(proved.rootKey, proved.header);
    if (!samePublic(keys, walked.keys)) throw new Failure("TAMPERED");
  }
  const own = await ownSet(world, opened);
  const pinned = state.seen.rev > 0;
  const seen: RecordSet = pinned ? await seenSet(world, own) : new Map();
  await checkPin(opened, state, seen);
  const { header, objects } = fetched;
  const served = await judgeServed(
    { world, walked, objects, header, keys: to, past },
    state.seen,
    seen,
  );
  const { set, chains } = await mergeSets({
    world,
    from,
    to,
    chains: opened.audit,
    own,
    seen,
    served,
    ever: walked.ever,
  });
  const next: SyncState = { ...state, logId: fetched.head.logId, seen: served.seen };
  if (proved !== null && from !== to) {
    next.writeSeed = (await signerOf(proved.rootKey, proved.header, "write")).seed;
    next.adminPk = walked.keys.adminPk;
  }
  const accepted = { keys: to, header, set, served: served.set, chains, state: next };
  const written = await sealAccepted(world, opened, own, accepted);
  if (options.evenIfManyGo !== true) brake(opened, written.opened);
  await world.disk.commit(written.change);
  if (from === to) {
    Object.assign(opened, written.opened);
    vault.settings = await readSettings(world, opened);
    return;
  }
  // As after a rotation of our own: the session has the keys of the new epoch.
  vault.generation++;
  vault.grace = null;
  vault.opened = written.opened;
  vault.settings = await readSettings(world, written.opened);
  await world.disk.setFact("quick", null).catch(() => undefined);
  const bundle = await makeBundle((proved as Proved).rootKey, to.vault);
  await beginSession(world, bundle, opened.deviceId, settingsOf(vault));
}

/** The keys of this disk, of the head, and of what is between them. */
async function keysFor(vault: Vault, opened: Opened, fetched: Fetched, proved: Proved | null) {
  const session = await sessionEpoch(opened);
  if (proved === null) return { from: session, to: session, past: new Map() as Past };
  const { rootKey, header } = proved;
  if (!equalBytes(header.vaultId, opened.vault.vaultId)) throw new Failure("TAMPERED");
  if (header.epoch !== fetched.epoch) throw new Failure("TAMPERED");
  const to = await rootEpoch(rootKey, { vaultId: header.vaultId, epoch: header.epoch });
  const same = header.epoch === opened.vault.epoch;
  const keyring = await keyringOf(vault, opened, fetched, to, same);
  const past = await pastEpochsOf(header.vaultId, keyring);
  if (same) return { from: to, to, past };
  // The epoch of this disk is one that the keyring knows; otherwise the two have changed keys apart.
  const from = past.get(opened.vault.epoch);
  if (from === undefined) throw new Failure("FORK");
  return { from, to, past };
}

async function keyringOf(
  vault: Vault,
  opened: Opened,
  fetched: Fetched,
  to: EpochKeys,
  same: boolean,
) {
  const key = to.keyring as CryptoKey;
  if (same) {
    const own = await ownSet(vault.world, opened);
    const rec = own.get(placeOf(zeroId, recordClass.keyring));
    if (rec === undefined) throw new Failure("MISSING");
    return decodeJson(
      keyringSchema,
      await openRecord(key, rec.context, await bytesOf(vault.world, rec)),
    );
  }
  for (const object of fetched.objects) {
    const bytes = await openObject(to.objects, object);
    const context = peekRecord(bytes);
    if (context.cls === recordClass.keyring)
      return decodeJson(keyringSchema, await openRecord(key, context, bytes));
  }
  throw new Failure("MISSING");
}

/** The key epoch a log begins in. */
function epochBefore([first]: readonly Logged[]): number {
  const { keyEpoch, transition } = (first as Logged).read;
  return transition.length > 0 ? keyEpoch - 1 : keyEpoch;
}

/** A log from its beginning, in an epoch before ours: its keys are in the keyring. FORK where nobody knows them. */
async function walkUnseen(
  { log, head }: Fetched,
  { account, seen }: SyncState,
  past: Past,
  proved: Proved | null,
): Promise<Walked> {
  const keyEpoch = epochBefore(log);
  const newest = proved !== null && proved.header.epoch === keyEpoch;
  const keys = newest ? await publicKeys(proved.rootKey, proved.header) : past.get(keyEpoch);
  if (keys === undefined) throw new Failure("FORK");
  return walkLog(log, { locator: account.locator, seen, keyEpoch, keys }, head);
}

/** The base on this disk must be what was seen: otherwise somebody changed it, and what was changed here is not known. */
async function checkPin(opened: Opened, { seen: pin }: SyncState, seen: RecordSet): Promise<void> {
  const { n, setMac } = await sumOf(opened.kSet, seen);
  const expected = pin.rev === 0 ? unseen : pin;
  if (n !== expected.n || !equalBytes(setMac, expected.setMac)) throw new Failure("TAMPERED");
}

/** A pull that would take away 10 items and 30 % of them stops and asks (CONFIRMATION). */
function brake(before: Opened, after: Opened): void {
  const live = before.entries.filter((entry) => isItem(entry) && entry.trashed === null);
  const stay = new Set(
    after.entries.filter((entry) => isItem(entry) && entry.trashed === null).map(({ id }) => id),
  );
  const go = live.filter(({ id }) => !stay.has(id)).length;
  if (go >= 10 && go >= live.length * 0.3) throw new Failure("CONFIRMATION");
}
