/** Which keys open what a server serves, where its epoch is another than the one on this disk. */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { Header } from "../core/header.ts";
import { decodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { openObject } from "../core/object.ts";
import { openRecord, peekRecord, recordClass, zeroId } from "../core/record.ts";
import { type EpochKeys, pastEpochsOf, publicKeys, rootEpoch, sessionEpoch } from "./epoch-keys.ts";
import { type Logged, walkLog, type Walked } from "./server-log.ts";
import type { Opened } from "./opened.ts";
import type { RemoteHead } from "./ports.ts";
import { bytesOf, ownSet, placeOf } from "./record-set.ts";
import type { SyncState } from "./sync-state.ts";
import type { Vault } from "./vault.ts";

export interface Fetched {
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

export interface Proved {
  rootKey: Bytes;
  header: Header;
}

/**
 * The keys of this disk, of the head, and of what is between them. TAMPERED where the header that was proved is not the
 * one of the head; FORK where the two have changed keys apart.
 */
export async function keysFor(
  vault: Vault,
  opened: Opened,
  fetched: Fetched,
  proved: Proved | null,
) {
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
export function epochBefore([first]: readonly Logged[]): number {
  const { keyEpoch, transition } = (first as Logged).read;
  return transition.length > 0 ? keyEpoch - 1 : keyEpoch;
}

/** A log from its beginning, in an epoch before ours: its keys are in the keyring. FORK where nobody knows them. */
export async function walkUnseen(
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
