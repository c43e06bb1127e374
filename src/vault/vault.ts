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
import { openOne } from "./items.ts";
import { load } from "./load.ts";
import { emptyOpened, entryOf, type Opened, zeroHex } from "./opened.ts";
import type { World } from "./ports.ts";
import {
  adjustSession,
  beginSession,
  keysOnly,
  readSession,
  sessionPlaces,
  sessionState,
  touchSession,
} from "./session.ts";
import { type Typed, withRootKey } from "./unlock.ts";
import { applyEdits } from "./write.ts";

/** The vault of this background. `opened` is rebuilt after the worker's death. */
export interface Vault {
  world: World;
  opened: Opened | null;
  /** A load under way, so that two messages at once open it once. */
  loading: Promise<Opened> | null;
  settings: Settings | null;
  /** Done before the keys go: seal drafts, clear the clipboard. */
  beforeLock: ((opened: Opened) => Promise<void>)[];
  /** Done after an unlock: drafts come back, a leftover on the clipboard is cleared, the disk is checked. */
  afterUnlock: ((opened: Opened) => Promise<void>)[];
}

export function vaultOf(world: World): Vault {
  return { world, opened: null, loading: null, settings: null, beforeLock: [], afterUnlock: [] };
}

/**
 * The opened vault, for one use; moves the deadline. Throws LOCKED, after locking for good where a
 * deadline has passed.
 */
export async function use(vault: Vault): Promise<Opened> {
  const state = await sessionState(vault.world);
  if (state === "over") await lock(vault);
  if (state !== "valid") throw new Failure("LOCKED");
  await touchSession(vault.world);
  if (vault.opened !== null) return vault.opened;
  vault.loading ??= readSession(vault.world)
    .then((session) => load(vault.world, session))
    .then(async (opened) => {
      const settings = await readSettings(vault, opened);
      // Locked while it was loading: nothing of it may stay.
      if ((await sessionState(vault.world)) !== "valid") throw new Failure("LOCKED");
      vault.opened = opened;
      vault.settings = settings;
      return opened;
    })
    .finally(() => {
      vault.loading = null;
    });
  return vault.loading;
}

/** Whether the vault can be used now, without moving the deadline. */
export async function isOpen(vault: Vault): Promise<boolean> {
  const state = await sessionState(vault.world);
  if (state === "over") await lock(vault);
  return state === "valid";
}

/** Forgets the keys and all that was opened. Harmless where it is locked already. */
export async function lock(vault: Vault): Promise<void> {
  const opened = vault.opened ?? (await reopen(vault));
  if (opened !== null) for (const step of vault.beforeLock) await step(opened).catch(() => undefined);
  vault.opened = null;
  vault.settings = null;
  await vault.world.memory.forget(sessionPlaces);
  vault.world.clock.wake("lock", null);
  vault.world.pages.badge(null, "");
  vault.world.tell("status");
}

/** The keys alone, for what must be sealed before they go; null where no session was there. */
function reopen(vault: Vault): Promise<Opened | null> {
  return keysOnly(vault.world).then(
    async (session) => ({ ...emptyOpened(), ...session, kSet: await setKey(session.keys.manifest) }),
    () => null,
  );
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
    wipe(rootKey, code, secret);
    return { recoveryCode };
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
  const keyring = encodeJson(keyringSchema, { backupKey: null, identity: null, devices: [], past: [] });
  const keyringKey = await importClassKey(rootKey, header, "keyring");
  const settings = encodeJson(settingsSchema, defaultSettings);
  const records = [
    { cls: recordClass.keyring, key: keyringKey, plaintext: keyring },
    { cls: recordClass.settings, key: keys.settings, plaintext: settings },
  ];
  await applyEdits(world, opened, [{ recId: zeroId, records }], [{ event: "created" }], headerBytes);
  vault.opened = opened;
  vault.settings = defaultSettings;
  await beginSession(world, bundle, deviceId, defaultSettings);
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
  return noteFailure(vault.world, () =>
    withRootKey(vault.world, opened.header, { by: "password", secret: password }, async (rootKey) =>
      work(await importClassKey(rootKey, opened.vault, "critical")),
    ),
  );
}

/** The settings record; the defaults where it does not open, so that a tampered one never weakens. */
async function readSettings(vault: Vault, opened: Opened): Promise<Settings> {
  const entry = entryOf(opened, zeroHex);
  try {
    if (entry === undefined) return defaultSettings;
    const bytes = await openOne(vault.world, opened, entry, recordClass.settings, opened.keys.settings);
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
  await withRootKey(vault.world, opening.header, { by: "recovery", secret: typed }, async () => undefined);
  await saveSettings(vault, { ...settingsOf(vault), recoveryConfirmed: true });
}
