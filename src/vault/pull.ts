/**
 * Pull (FORMAT.md 5): fetch, verify, judge, merge what was changed here, write all of it in one transaction. Nothing is
 * applied and nothing deleted here unless every check has passed.
 */
import { type Bytes, equalBytes, toBase64 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { makeBundle } from "../core/keys.ts";
import { openHeader } from "../core/object.ts";
import { openRecord, recordClass, zeroId } from "../core/record.ts";
import { signingKey } from "../core/sign.ts";
import type { Typed } from "../wire/protocol.ts";
import { carryHistory } from "./clip-store.ts";
import type { Progress } from "../wire/servers.ts";
import { resealDrafts } from "./reseal-drafts.ts";
import { type EpochKeys, publicKeys, samePublic, signerOf } from "./epoch-keys.ts";
import { fetchLog, headOf, lastHeader, type Logged, walkLog } from "./server-log.ts";
import { fetchKept, forgetFetched } from "./fetched.ts";
import { mergeSets } from "./merge-sets.ts";
import { isItem, type Opened } from "./opened.ts";
import type { Remote, RemoteHead, World } from "./ports.ts";
import { epochBefore, type Fetched, keysFor, type Proved, walkUnseen } from "./pull-keys.ts";
import {
  bytesOf,
  checkPin,
  ownSet,
  placeOf,
  type Rec,
  type RecordSet,
  seenSet,
} from "./record-set.ts";
import { judgeServed } from "./served.ts";
import { beginSession } from "./session.ts";
import { readSettings, settingsOf } from "./settings-record.ts";
import { checkAnchor, readState, type SyncState, noAnchor } from "./sync-state.ts";
import { noteConflicts } from "./conflicts.ts";
import { sealAccepted } from "./sync-write.ts";
import { withOwnRootKey } from "./unlock.ts";
import { stillOpen, type Vault } from "./vault.ts";

export interface SyncOptions {
  /** Asked where keys are needed that the session has not: the way in to the vault with this header. */
  prove?: (header: Bytes) => Promise<Typed>;
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
  const { world } = vault;
  const head = await headOf(remote, state.seen);
  if (head.rev === state.seen.rev) return false;
  const opened = openNow(vault);
  const fetched = await fetchAll(world, remote, state, opened, head, options);
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
async function fetchAll(
  world: World,
  remote: Remote,
  state: SyncState,
  opened: Opened,
  head: RemoteHead,
  { step }: SyncOptions,
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
  const objects = await fetchKept(world, remote, adds, (done, total) =>
    step?.({ phase: "fetching", done, total }),
  );
  step?.({ phase: "merging", done: 0, total: 0 });
  let header = opened.header;
  if (last.keyEpoch !== ownEpoch) {
    const sealed = lastHeader(log);
    if (sealed === null) throw new Failure("MISSING");
    header = await openHeader(account.headerKey, sealed);
  }
  return { head, log, walked, objects, header, epoch: last.keyEpoch };
}

/** Names of what a log leaves at its end. */
export function netAdds(log: readonly Logged[]): Set<string> {
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
  await checkPin(opened, own, state.seen, seen);
  const { header, objects } = fetched;
  const served = await judgeServed(
    { world, walked, objects, header, keys: to, past, newEpoch: from !== to },
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
  checkAnchor(state.anchor, walked);
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

/** A device that was taken from the list does not come back by itself: it is connected anew, or it is not (DEVICE_REMOVED). */
async function checkListed(
  { deviceId }: Opened,
  own: RecordSet,
  set: RecordSet,
  { world, from, to }: { world: World; from: EpochKeys; to: EpochKeys },
): Promise<void> {
  if (from === to) return;
  const listed = async (keys: EpochKeys, rec: Rec | undefined) => {
    if (keys.keyring === null || rec === undefined) return false;
    const bytes = await openRecord(keys.keyring, rec.context, await bytesOf(world, rec));
    const { devices } = decodeJson(keyringSchema, bytes);
    return devices.some(({ id }) => id === toBase64(deviceId));
  };
  const place = placeOf(zeroId, recordClass.keyring);
  const was = await listed(from, own.get(place));
  if (was && !(await listed(to, set.get(place)))) throw new Failure("DEVICE_REMOVED");
}

/** A pull that would take away 10 items and 30 % of them stops and asks (CONFIRMATION). */
function brake(before: Opened, after: Opened, { tooMany }: SyncOptions): void {
  const live = before.entries.filter((entry) => isItem(entry) && entry.trashed === null);
  const stay = new Set(
    after.entries.filter((entry) => isItem(entry) && entry.trashed === null).map(({ id }) => id),
  );
  const go = live.filter(({ id }) => !stay.has(id)).length;
  if (go < 10 || go < live.length * 0.3) return;
  tooMany?.(go, live.length);
  throw new Failure("CONFIRMATION");
}
