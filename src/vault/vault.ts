/** The vault as a whole: its state, unlock, lock, and the one way to its opened form. */
import type { AuditEvent } from "../core/audit.ts";
import type { Bytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { type Bundle, importClassKey, makeBundle, openBundle } from "../core/keys.ts";
import { decodeHeader, type Header } from "../core/header.ts";
import { randomBytes } from "../core/random.ts";
import { costFor } from "../core/kdf.ts";
import type { Settings } from "../core/settings.ts";
import { slotType } from "../core/slot.ts";
import type { Proof, Typed } from "../wire/protocol.ts";
import { sealDrafts } from "./draft.ts";
import { load } from "./load.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import {
  beginSession,
  endSession,
  readSession,
  type Session,
  sessionState,
  touchSession,
} from "./session.ts";
import { readSettings } from "./settings-record.ts";
import { withOwnRootKey } from "./unlock.ts";

/** The vault of this background. `opened` is rebuilt after the worker's death. */
export interface Vault {
  world: World;
  /** Grows with every lock and every unlock: work that began before must not go on after. */
  generation: number;
  opened: Opened | null;
  /** A load under way, so that two messages at once open it once. */
  loading: Promise<Opened> | null;
  settings: Settings | null;
  /** The critical key, for as long after a step-up as the user has set (FORMAT.md 3); of this worker only. */
  grace: { key: CryptoKey; until: number } | null;
  /** How much of a rotation is done, 0 to 1; null where none is under way. */
  rotating: number | null;
  /** Done when that rotation is over, whatever came of it: what begins then has the keys of now. */
  turning: Promise<unknown>;
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
    grace: null,
    rotating: null,
    turning: Promise.resolve(),
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
    .then((session) => loadOrLock(vault, session))
    .then(async (opened) => {
      const settings = await readSettings(vault.world, opened);
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

/** A worker that died as a rotation was written left keys of the epoch before: they open nothing, so it locks. */
async function loadOrLock(vault: Vault, session: Session): Promise<Opened> {
  try {
    return await load(vault.world, session);
  } catch (thrown) {
    const there = await vault.world.disk.open();
    if (there === null || decodeHeader(there.header).epoch <= session.vault.epoch) throw thrown;
    await lock(vault);
    throw new Failure("LOCKED");
  }
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
  vault.grace = null;
  // The keys go first: a clipboard that does not answer must not keep the vault open.
  await endSession(world, (session) => sealDrafts(world, session));
  world.pages.badge(null, "");
  world.tell("status");
  for (const step of vault.afterLock) await step().catch(() => undefined);
}

/** A new device id: random, no secret, of this profile (FORMAT.md 5). */
export async function freshDevice(world: World): Promise<Bytes> {
  const deviceId = randomBytes(16);
  await world.disk.setFact("device", deviceId);
  return deviceId;
}

/** Notes that a vault is here; a hint that can not be noted keeps nobody out. */
export function setMark(world: World): Promise<void> {
  return world.mark.set(true).catch(() => undefined);
}

/** Opens the vault on the disk. Failed tries are noted and come into the audit log with the next unlock. */
export async function unlock(vault: Vault, typed: Typed): Promise<void> {
  const { world } = vault;
  const opening = await world.disk.open();
  if (opening === null) throw new Failure("NO_VAULT");
  const start = world.clock.now();
  const bundle = await noteFailure(world, () =>
    withOwnRootKey(world, opening.header, typed, async (rootKey, header) => {
      await noteStronger(world, typed, header, world.clock.now() - start);
      return makeBundle(rootKey, header);
    }),
  );
  // The code is spent: whoever has read it may open the vault until the key is another (FORMAT.md 6).
  if (typed.by === "recovery") await world.disk.setFact("renew", new Uint8Array(1));
  await enter(vault, bundle, unlockEvents[typed.by]);
}

const unlockEvents = {
  password: "unlocked",
  passwordAndKey: "unlocked",
  key: "unlockedByKey",
  recovery: "unlockedByRecovery",
} as const satisfies Record<Typed["by"], AuditEvent>;

/** Notes whether this computer could bear half as much again of Argon2 as the password's slot asks for. */
async function noteStronger(world: World, typed: Typed, header: Header, ms: number) {
  const slot = header.slots.find(({ type }) => type === slotType.password);
  const able =
    typed.by === "password" &&
    slot !== undefined &&
    costFor(ms / (slot.cost.m * slot.cost.t)).m >= slot.cost.m * 1.5;
  await (able ? world.memory.write(stronger, "1") : world.memory.forget([stronger]));
}

/** In memory: the last unlock was quicker than it should be. */
export const stronger = "stronger";

/** Begins a session over what is on the disk, with the keys just derived. */
export async function enter(vault: Vault, bundle: Bundle, event: AuditEvent): Promise<void> {
  const { world } = vault;
  const deviceId = (await world.disk.fact("device")) ?? (await freshDevice(world));
  const session = { ...(await openBundle(bundle)), deviceId };
  const opened = await load(world, session);
  const settings = await readSettings(world, opened);
  const failed = await takeFailures(world);
  await setMark(world);
  await beginSession(world, bundle, deviceId, settings);
  vault.generation++;
  vault.opened = opened;
  vault.settings = settings;
  // A full disk must not keep the user out: the entries are dropped, the vault is open.
  const tries = failed.map((at) => ({ event: "unlockFailed" as const, at }));
  await world
    .later()
    .then(({ applyEdits }) => applyEdits(world, opened, [], [...tries, { event }]))
    .catch(() => undefined);
  for (const step of vault.afterUnlock) await step(opened).catch(() => undefined);
  world.tell("status");
}

const failures = "failures";

/** Notes a wrong secret for the log of the next unlock. */
export async function noteFailure<T>(world: World, work: () => Promise<T>): Promise<T> {
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
 * The password (or passkey) again, for one critical use (FORMAT.md 3): the unlock is run anew, so the step-up is
 * cryptographic. The key lives as long as `work`, or as the grace the user has set. STEP_UP where nothing is given
 * and there is no grace.
 */
export async function stepUp<T>(
  vault: Vault,
  opened: Opened,
  proof: Proof | null,
  work: (criticalKey: CryptoKey) => Promise<T>,
): Promise<T> {
  const { world } = vault;
  // A rotation has ended since: a key of the epoch before would seal what nothing opens again.
  if (vault.opened !== opened) throw new Failure("BUSY");
  if (proof === null) {
    const key = graceKey(vault);
    if (key === null) throw new Failure("STEP_UP");
    return work(key);
  }
  const still = stillOpen(vault);
  const typed: Typed = typeof proof === "string" ? { by: "password", secret: proof } : proof;
  // The root key is gone again before the work begins, which may wait for a page.
  const key = await noteFailure(world, () =>
    withOwnRootKey(world, opened.header, typed, (rootKey) =>
      importClassKey(rootKey, opened.vault, "critical"),
    ),
  );
  still();
  const grace = (vault.settings?.graceMinutes ?? 0) * 60_000;
  if (grace > 0) vault.grace = { key, until: world.clock.now() + grace };
  return work(key);
}

function graceKey({ grace, world }: Vault): CryptoKey | null {
  return grace !== null && world.clock.now() < grace.until ? grace.key : null;
}

/** Runs `work` with the critical key where it was proved or there is a grace, else with null. */
export async function withCritical<T>(
  vault: Vault,
  opened: Opened,
  proof: Proof | null,
  work: (criticalKey: CryptoKey | null) => Promise<T>,
): Promise<T> {
  const none = proof === null && graceKey(vault) === null;
  return none ? work(null) : stepUp(vault, opened, proof, work);
}
