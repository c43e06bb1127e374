/** The vault as a whole: its state, creation, unlock, lock, and the one way to its opened form. */
import { type Bytes, wipe } from "../core/bytes.ts";
import type { AuditEvent } from "../core/audit.ts";
import { Failure, type FailureCode } from "../core/failure.ts";
import { encodeHeader, type Header } from "../core/header.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { calibrate } from "../core/kdf.ts";
import { keyringSchema } from "../core/keyring.ts";
import { type Bundle, importClassKey, makeBundle, openBundle } from "../core/keys.ts";
import { setKey } from "../core/manifest.ts";
import { passwordBytes } from "../core/password.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass, zeroId } from "../core/record.ts";
import { writeRecoveryCode } from "../core/recovery.ts";
import { defaultSettings, type Settings, settingsSchema } from "../core/settings.ts";
import { sealSlot, slotType } from "../core/slot.ts";
import { sealDrafts } from "./draft.ts";
import { openOne } from "./items.ts";
import { load } from "./load.ts";
import { emptyOpened, entryOf, type Opened, zeroHex } from "./opened.ts";
import type { World } from "./ports.ts";
import {
  adjustSession,
  beginSession,
  endSession,
  readSession,
  sessionState,
  touchSession,
} from "./session.ts";
import { type Typed, withRootKey } from "./unlock.ts";
import { applyEdits } from "./write.ts";

/** The vault of this background. `opened` is rebuilt after the worker's death. */
export interface Vault {
  world: World;
  /** Grows with every lock and every unlock: work that began before must not go on after. */
  generation: number;
  opened: Opened | null;
  /** A load under way, so that two messages at once open it once. */
  loading: Promise<Opened> | null;
  settings: Settings | null;
  /** Done once the keys are gone: the clipboard is cleared, what was in hand is dropped. */
  afterLock: (() => Promise<void>)[];
  /** Done after an unlock: drafts come back, a leftover on the clipboard is cleared, the disk is checked. */
  afterUnlock: ((opened: Opened) => Promise<void>)[];
}

/** The vault of a world, closed until it is used; nothing is read yet. */
export function vaultOf(world: World): Vault {
  return {
    world,
    generation: 0,
    opened: null,
    loading: null,
    settings: null,
    afterLock: [],
    afterUnlock: [],
  };
}

/**
 * The opened vault, for one use; moves the deadline. Throws LOCKED, after locking for good where a
 * deadline has passed.
 */
export async function use(vault: Vault): Promise<Opened> {
  if (!(await isOpen(vault))) throw new Failure("LOCKED");
  await touchSession(vault.world);
  return look(vault);
}

/** The opened vault without moving the deadline: to show its state is no use of it. */
export async function look(vault: Vault): Promise<Opened> {
  const { generation } = vault;
  if (vault.opened !== null) return vault.opened;
  vault.loading ??= readSession(vault.world)
    .then((session) => load(vault.world, session))
    .then(async (opened) => {
      const settings = await readSettings(vault, opened);
      // Locked while it was loading: nothing of it may stay.
      if (vault.generation !== generation) throw new Failure("LOCKED");
      vault.opened = opened;
      vault.settings = settings;
      return opened;
    })
    .finally(() => {
      vault.loading = null;
    });
  return vault.loading;
}

/** A check for work that takes its time: it throws LOCKED once the vault was locked after this call. */
export function stillOpen(vault: Vault): () => void {
  const { generation } = vault;
  return () => {
    if (vault.generation !== generation) throw new Failure("LOCKED");
  };
}

/** Whether the vault can be used now, without moving the deadline. */
export async function isOpen(vault: Vault): Promise<boolean> {
  const state = await sessionState(vault.world);
  if (state === "over") await lock(vault);
  return state === "valid";
}

/** Forgets the keys and all that was opened. Harmless where it is locked already. */
export async function lock(vault: Vault): Promise<void> {
  const { world } = vault;
  vault.generation++;
  vault.opened = null;
  vault.loading = null;
  vault.settings = null;
  // The keys go first: a clipboard that does not answer must not keep the vault open.
  await endSession(world, (session) => sealDrafts(world, session));
  world.pages.badge(null, "");
  world.tell("status");
  for (const step of vault.afterLock) await step().catch(() => undefined);
}

/**
 * Makes a vault: a random root key in two slots, one for the password, one for a recovery code
 * (FORMAT.md 1). Answers the code, which is kept nowhere. VAULT_EXISTS, BAD_PASSWORD, BUSY.
 */
export async function create(vault: Vault, password: string): Promise<{ recoveryCode: string }> {
  const { world } = vault;
  const secret = passwordBytes(password);
  if ((await world.disk.open()) !== null) throw new Failure("VAULT_EXISTS");
  const made = await world.locks.tryHold("derive", async () => {
    const cost = await calibrate(() => world.clock.now());
    const context = { vaultId: randomBytes(16), epoch: 1 };
    const rootKey = randomBytes(32);
    const code = randomBytes(20);
    try {
      const header: Header = {
        ...context,
        headerSeq: 1,
        policy: 0,
        slots: [
          await sealSlot(slotType.password, { password: secret }, rootKey, context, cost),
          await sealSlot(slotType.recovery, { recovery: code }, rootKey, context),
        ],
      };
      const recoveryCode = await writeRecoveryCode(code);
      await writeNewVault(vault, header, rootKey);
      return { recoveryCode };
    } finally {
      wipe(rootKey, code, secret);
    }
  });
  if (made === null) throw new Failure("BUSY");
  world.tell("status");
  return made;
}

/** The first transaction of a vault: header, settings, keyring, first audit entry, manifest, cache. */
async function writeNewVault(vault: Vault, header: Header, rootKey: Bytes): Promise<void> {
  const { world } = vault;
  const deviceId = await freshDevice(world);
  const bundle = await makeBundle(rootKey, header);
  const headerBytes = await encodeHeader(header, rootKey);
  const { vault: context, keys } = await openBundle(bundle);
  const opened: Opened = {
    ...emptyOpened(),
    vault: context,
    keys,
    deviceId,
    header: headerBytes,
    kSet: await setKey(keys.manifest),
  };
  opened.manifest = { ...opened.manifest, epoch: header.epoch, deviceId };
  const keyring = encodeJson(keyringSchema, {
    backupKey: null,
    identity: null,
    devices: [],
    past: [],
  });
  const keyringKey = await importClassKey(rootKey, header, "keyring");
  const settings = encodeJson(settingsSchema, defaultSettings);
  const records = [
    { cls: recordClass.keyring, key: keyringKey, plaintext: keyring },
    { cls: recordClass.settings, key: keys.settings, plaintext: settings },
  ];
  await applyEdits(
    world,
    opened,
    [{ recId: zeroId, records }],
    [{ event: "created" }],
    headerBytes,
  );
  await beginSession(world, bundle, deviceId, defaultSettings);
  vault.generation++;
  vault.opened = opened;
  vault.settings = defaultSettings;
}

/** A new device id: random, no secret, of this profile (FORMAT.md 5). */
export async function freshDevice(world: World): Promise<Bytes> {
  const deviceId = randomBytes(16);
  await world.disk.setFact("device", deviceId);
  return deviceId;
}

/** Opens the vault on the disk. Failed tries are noted and come into the audit log with the next unlock. */
export async function unlock(vault: Vault, typed: Typed): Promise<void> {
  const { world } = vault;
  const opening = await world.disk.open();
  if (opening === null) throw new Failure("NO_VAULT");
  const bundle = await noteFailure(world, () =>
    withRootKey(world, opening.header, typed, (rootKey, header) => makeBundle(rootKey, header)),
  );
  await enter(vault, bundle, typed.by === "recovery" ? "unlockedByRecovery" : "unlocked");
}

/** Begins a session over what is on the disk, with the keys just derived. */
export async function enter(vault: Vault, bundle: Bundle, event: AuditEvent): Promise<void> {
  const { world } = vault;
  const deviceId = (await world.disk.fact("device")) ?? (await freshDevice(world));
  const session = { ...(await openBundle(bundle)), deviceId };
  const opened = await load(world, session);
  const settings = await readSettings(vault, opened);
  const failed = await takeFailures(world);
  await beginSession(world, bundle, deviceId, settings);
  vault.generation++;
  vault.opened = opened;
  vault.settings = settings;
  // A full disk must not keep the user out: the entries are dropped, the vault is open.
  const tries = failed.map((at) => ({ event: "unlockFailed" as const, at }));
  await applyEdits(world, opened, [], [...tries, { event }]).catch(() => undefined);
  for (const step of vault.afterUnlock) await step(opened).catch(() => undefined);
  world.tell("status");
}

const failures = "failures";

async function noteFailure<T>(world: World, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === "WRONG_SECRET") {
      const times = JSON.parse((await world.memory.read(failures)) ?? "[]") as number[];
      await world.memory.write(failures, JSON.stringify([...times, world.clock.now()].slice(-100)));
    }
    throw thrown;
  }
}

async function takeFailures(world: World): Promise<number[]> {
  const times = JSON.parse((await world.memory.read(failures)) ?? "[]") as number[];
  await world.memory.forget([failures]);
  return times;
}

/**
 * The password again, for one critical use (FORMAT.md 3): the unlock is run anew, so the step-up is
 * cryptographic. The key lives as long as `work`.
 */
export async function stepUp<T>(
  vault: Vault,
  opened: Opened,
  password: string,
  work: (criticalKey: CryptoKey) => Promise<T>,
): Promise<T> {
  const still = stillOpen(vault);
  const typed = { by: "password", secret: password } as const;
  // The root key is gone again before the work begins, which may wait for a page.
  const key = await noteFailure(vault.world, () =>
    withRootKey(vault.world, opened.header, typed, (rootKey) =>
      importClassKey(rootKey, opened.vault, "critical"),
    ),
  );
  still();
  return work(key);
}

/** The settings record; the defaults where it does not open, so that a tampered one never weakens. */
async function readSettings(vault: Vault, opened: Opened): Promise<Settings> {
  const entry = entryOf(opened, zeroHex);
  try {
    if (entry === undefined) return defaultSettings;
    const bytes = await openOne(
      vault.world,
      opened,
      entry,
      recordClass.settings,
      opened.keys.settings,
    );
    return decodeJson(settingsSchema, bytes);
  } catch {
    opened.problem ??= "TAMPERED" satisfies FailureCode;
    return defaultSettings;
  }
}

/** Settings of the open vault. */
export function settingsOf(vault: Vault): Settings {
  return vault.settings ?? defaultSettings;
}

/** Writes new settings and lets the session follow. */
export async function saveSettings(vault: Vault, settings: Settings): Promise<Settings> {
  const opened = await use(vault);
  const plaintext = encodeJson(settingsSchema, settings);
  const record = { cls: recordClass.settings, key: opened.keys.settings, plaintext };
  await applyEdits(vault.world, opened, [{ recId: zeroId, records: [record] }], []);
  vault.settings = settings;
  await adjustSession(vault.world, settings);
  vault.world.tell("status");
  return settings;
}

/** The user typed the recovery code back: WRONG_SECRET where it is another vault's, else remembered as known. */
export async function confirmRecovery(vault: Vault, typed: string): Promise<void> {
  await use(vault);
  const opening = await vault.world.disk.open();
  if (opening === null) throw new Failure("NO_VAULT");
  await withRootKey(
    vault.world,
    opening.header,
    { by: "recovery", secret: typed },
    async () => undefined,
  );
  await saveSettings(vault, { ...settingsOf(vault), recoveryConfirmed: true });
}
