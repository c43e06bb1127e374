/** Connecting a vault to a server (FORMAT.md 8): a backup key in the keyring, an account, and a pin that has seen nothing. */
import { accountOf } from "../core/backup-key.ts";
import { type Bytes, fromBase64, toBase64, wipe } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { importClassKey } from "../core/keys.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass } from "../core/record.ts";
import { signingKey } from "../core/sign.ts";
import type { Typed } from "../wire/protocol.ts";
import { publicKeys, sessionEpoch, signerOf } from "./epoch-keys.ts";
import { openOne } from "./items.ts";
import { entryOf, type Opened, zeroHex } from "./opened.ts";
import { outboxFact } from "./outbox.ts";
import type { World } from "./ports.ts";
import { ownSet } from "./record-set.ts";
import { syncFact, type SyncState, unseen } from "./sync-state.ts";
import { sealAccepted } from "./sync-write.ts";
import { withOwnRootKey } from "./unlock.ts";
import { stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

/**
 * Connects the open vault. `backupKey` is the one of an account that is there already; null takes the keyring's, or
 * draws a new one. Answers the key. Nothing was seen yet: the first sync pulls all there is and merges.
 */
export async function connect(vault: Vault, typed: Typed, backupKey: Bytes | null): Promise<Bytes> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  return world.locks.hold("sync", () =>
    withOwnRootKey(world, opened.header, typed, async (rootKey, header) => {
      const keyringKey = await importClassKey(rootKey, header, "keyring");
      const entry = entryOf(opened, zeroHex);
      if (entry === undefined) throw new Failure("MISSING");
      const bytes = await openOne(world, opened, entry, recordClass.keyring, keyringKey);
      const keyring = decodeJson(keyringSchema, bytes);
      const known = keyring.backupKey === null ? null : fromBase64(keyring.backupKey);
      const key = backupKey ?? known ?? randomBytes(16);
      const account = await accountOf(key);
      const keys = await publicKeys(rootKey, header);
      const write = await signerOf(rootKey, header, "write");
      const remote = world.remote?.(account);
      if (remote === undefined) throw new Failure("OFFLINE");
      const { publicKey: readPk } = await signingKey(account.readSeed);
      if ((await remote.head()) === null)
        await remote.create({ keyEpoch: header.epoch, readPk, ...keys });
      still();
      const text = toBase64(key);
      if (keyring.backupKey !== text) {
        const plaintext = encodeJson(keyringSchema, { ...keyring, backupKey: text });
        const record = { cls: recordClass.keyring, key: keyringKey, plaintext };
        await world.locks.hold("turn", () =>
          applyEdits(world, opened, [{ recId: entry.recId, records: [record] }], []),
        );
      }
      const state: SyncState = {
        account,
        writeSeed: write.seed,
        adminPk: keys.adminPk,
        logId: new Uint8Array(16),
        seen: unseen,
      };
      await pinNothing(world, opened, state);
      wipe(write.seed);
      return key;
    }),
  );
}

/** The pin that has seen nothing: all that is here is still to be sent. */
async function pinNothing(world: World, opened: Opened, state: SyncState): Promise<void> {
  await world.locks.hold("turn", () =>
    world.locks.hold("vault", async () => {
      const own = await ownSet(world, opened);
      const written = await sealAccepted(world, opened, own, {
        keys: await sessionEpoch(opened),
        header: opened.header,
        set: own,
        served: new Map(),
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
    for (const fact of [syncFact, outboxFact]) await world.disk.setFact(fact, null);
  });
}
