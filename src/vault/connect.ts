/** Connecting a vault to a server (FORMAT.md 8): a backup key in the keyring, an account, and a pin that has seen nothing. */
import { accountOf } from "../core/backup-key.ts";
import { type Bytes, fromBase64, toBase64, wipe } from "../core/bytes.ts";
import type { Anchor } from "../core/pairing.ts";
import { randomBytes } from "../core/random.ts";
import { signingKey } from "../core/sign.ts";
import type { Typed } from "../wire/protocol.ts";
import { publicKeys, sessionEpoch, signerOf } from "./epoch-keys.ts";
import { withDevice, withKeyring } from "./keyring.ts";
import type { Opened } from "./opened.ts";
import { outboxFact } from "./outbox.ts";
import type { World } from "./ports.ts";
import { reach } from "./reach.ts";
import { ownSet, type RecordSet } from "./record-set.ts";
import { noAnchor, type Seen, syncFact, type SyncState, unseen } from "./sync-state.ts";
import { sealAccepted } from "./sync-write.ts";
import { givenUpFact, undoneFact } from "./undone.ts";
import { stillOpen, type Vault } from "./vault.ts";

export interface Connecting {
  origin: string;
  /** Of this device, for the list; null leaves the list alone. */
  name: string | null;
  /** The operator's code for a new account. */
  invite: string | null;
  /** Draws a new backup key, though the keyring has one: another account. */
  fresh: boolean;
  /** What the device that paired this one had seen. */
  anchor: Anchor;
  /** A verified state that lies on this disk already: the pin begins there, and no first sync is needed. */
  seen: SeenState | null;
}

/** A state of the log that was verified and judged, and the records of it. */
export interface SeenState {
  pin: Seen;
  logId: Bytes;
  set: RecordSet;
}

const plain: Connecting = {
  origin: "",
  name: null,
  invite: null,
  fresh: false,
  anchor: noAnchor,
  seen: null,
};

/**
 * Connects the open vault. `backupKey` is the one of an account that is there already; null takes the keyring's, or
 * draws a new one. Answers the key. Without `seen` nothing was seen yet: the first sync pulls all there is and merges.
 */
export async function connect(
  vault: Vault,
  typed: Typed,
  backupKey: Bytes | null,
  how: Partial<Connecting> = {},
): Promise<Bytes> {
  const { world } = vault;
  const { origin, name, invite, fresh, anchor, seen } = { ...plain, ...how };
  return world.locks.hold("sync", () =>
    withKeyring(vault, typed, async ({ keyring, rootKey, header, opened, save }) => {
      const still = stillOpen(vault);
      const known = keyring.backupKey === null || fresh ? null : fromBase64(keyring.backupKey);
      const key = backupKey ?? known ?? randomBytes(16);
      const account = await accountOf(key);
      const keys = await publicKeys(rootKey, header);
      const write = await signerOf(rootKey, header, "write");
      const remote = await reach(world, account, origin);
      const { publicKey: readPk } = await signingKey(account.readSeed);
      if ((await remote.head()) === null)
        await remote.create({ keyEpoch: header.epoch, readPk, ...keys }, invite ?? undefined);
      still();
      const next = { ...keyring, backupKey: toBase64(key) };
      const own = {
        deviceId: opened.deviceId,
        added: world.clock.now(),
        // Where the keyring is the server's already, its list is the right one.
        alone: backupKey !== null && seen === null,
      };
      if (name !== null) await save(withDevice(next, { ...own, name }));
      else if (next.backupKey !== keyring.backupKey) await save(next);
      const state: SyncState = {
        account,
        writeSeed: write.seed,
        adminPk: keys.adminPk,
        logId: seen?.logId ?? new Uint8Array(16),
        seen: seen?.pin ?? unseen,
        origin,
        anchor: seen === null ? anchor : noAnchor,
      };
      await pinTo(world, opened, state, seen?.set ?? new Map());
      wipe(write.seed);
      return key;
    }),
  );
}

/** The pin over what the server has: all that is here beside it is still to be sent. */
async function pinTo(
  world: World,
  opened: Opened,
  state: SyncState,
  served: RecordSet,
): Promise<void> {
  await world.locks.hold("turn", () =>
    world.locks.hold("vault", async () => {
      const own = await ownSet(world, opened);
      const written = await sealAccepted(world, opened, own, {
        keys: await sessionEpoch(opened),
        header: opened.header,
        set: own,
        served,
        chains: opened.audit,
        state,
      });
      await world.disk.commit(written.change);
      Object.assign(opened, written.opened);
    }),
  );
}

/** Forgets the server. What is on it stays there, what is here stays here. */
export async function disconnect(vault: Vault): Promise<void> {
  const { world } = vault;
  await world.locks.hold("sync", async () => {
    for (const fact of [syncFact, outboxFact, undoneFact, givenUpFact, "synced", "conflicts"])
      await world.disk.setFact(fact, null);
  });
}
