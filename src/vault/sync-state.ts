/**
 * What this device knows of its server (FORMAT.md 5, 12): the account, the key it signs with, and `seen`, the last state
 * that the server acknowledged or served and this device accepted.
 *
 * fact "sync": sealed under K_sync as a record of class 0x34, recId 0, revision 0:
 * "CFSY2\0" | locator 16 | readSeed 32 | headerKey 32 | writeSeed 32 | adminPk 32 | logId 16
 *           | rev u64 | chain 32 | counter u64 | hash 32 | n u32 | setMac 32
 *           | LP(origin) | anchor rev u64 | anchor chain 32
 *
 * It may not be moved alone: the manifest on the disk, which every write makes anew, names `seen.hash` as its `prev`.
 * A thief who puts an older pin back must put back the whole older vault with it.
 */
import type { Account } from "../core/backup-key.ts";
import {
  type Bytes,
  concat,
  equalBytes,
  fromUtf8,
  lengthPrefixed,
  reader,
  u32,
  u64,
  utf8,
} from "../core/bytes.ts";
import { firstChain } from "../core/commit.ts";
import { Failure } from "../core/failure.ts";
import type { VaultContext } from "../core/keys.ts";
import { emptySum } from "../core/manifest.ts";
import type { Anchor } from "../core/pairing.ts";
import { openRecord, recordClass, sealRecord, zeroId } from "../core/record.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";

/** The pin: where the log stood, and the manifest and the set that stood there. */
export interface Seen {
  rev: number;
  chain: Bytes;
  counter: number;
  /** H(sealed manifest) */
  hash: Bytes;
  n: number;
  setMac: Bytes;
}

export interface SyncState {
  account: Account;
  /** Seed of the Ed25519 key of this epoch that adds commits. */
  writeSeed: Bytes;
  /** Its owner says which keys the next epoch has. */
  adminPk: Bytes;
  logId: Bytes;
  seen: Seen;
  /** Where the server is: requests are signed for it, and go nowhere else. */
  origin: string;
  /** What the device that paired this one had seen; revision 0 where there was none, or once it was found. */
  anchor: Anchor;
}

/** No device has told how far the log had come. */
export const noAnchor: Anchor = { rev: 0, chain: firstChain };

/** Nothing was seen yet. */
export const unseen: Seen = {
  rev: 0,
  chain: firstChain,
  counter: 0,
  hash: new Uint8Array(32),
  n: 0,
  setMac: emptySum,
};

/** Name of the fact; while it is there the disk keeps a base (ports.ts). */
export const syncFact = "sync";
const magic = utf8("CFSY2\0");
const originLimit = 300;

const placeOf = (vault: VaultContext) => ({
  cls: recordClass.syncState,
  schema: 1,
  vaultId: vault.vaultId,
  epoch: vault.epoch,
  recId: zeroId,
  rev: 0,
  tombstone: false,
});

/** The bytes of the fact under K_sync of an epoch. */
export function sealState(sync: CryptoKey, vault: VaultContext, state: SyncState): Promise<Bytes> {
  const { account, seen, anchor } = state;
  const plaintext = concat(
    magic,
    account.locator,
    account.readSeed,
    account.headerKey,
    state.writeSeed,
    state.adminPk,
    state.logId,
    u64(seen.rev),
    seen.chain,
    u64(seen.counter),
    seen.hash,
    u32(seen.n),
    seen.setMac,
    lengthPrefixed(utf8(state.origin)),
    u64(anchor.rev),
    anchor.chain,
  );
  return sealRecord(sync, placeOf(vault), plaintext);
}

/** Opens the fact; TAMPERED where it is not this vault's. */
export async function openState(
  sync: CryptoKey,
  vault: VaultContext,
  bytes: Bytes,
): Promise<SyncState> {
  const from = reader(await openRecord(sync, placeOf(vault), bytes), "TAMPERED");
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("TAMPERED");
  const state: SyncState = {
    account: { locator: from.take(16), readSeed: from.take(32), headerKey: from.take(32) },
    writeSeed: from.take(32),
    adminPk: from.take(32),
    logId: from.take(16),
    seen: {
      rev: from.u64(),
      chain: from.take(32),
      counter: from.u64(),
      hash: from.take(32),
      n: from.u32(),
      setMac: from.take(32),
    },
    origin: fromUtf8(from.lengthPrefixed(originLimit), "TAMPERED"),
    anchor: { rev: from.u64(), chain: from.take(32) },
  };
  from.end();
  return state;
}

/** The state of a connected vault, null where none is; TAMPERED where the pin is not the one of the manifest. */
export async function readState(world: World, opened: Opened): Promise<SyncState | null> {
  const bytes = await world.disk.fact(syncFact);
  if (bytes === null) return null;
  const state = await openState(opened.keys.sync, opened.vault, bytes).catch(() => null);
  if (state === null || !equalBytes(state.seen.hash, opened.manifest.prev))
    throw new Failure("TAMPERED");
  return state;
}
