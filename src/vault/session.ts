/**
 * The unlocked session (FORMAT.md 6): class keys as text in storage.session, with a deadline, a ceiling and
 * the last wall time, checked at every use. Alarms and idle events only make the lock prompt.
 */
import { type Bytes, fromBase64, toBase64 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { type Bundle, openBundle, type SessionKeys, type VaultContext } from "../core/keys.ts";
import type { Settings } from "../core/settings.ts";
import type { World } from "./ports.ts";

/** A clock may be set back by this much (ms) before it counts as running backwards. */
const clockSlack = 5_000;

interface Stored {
  bundle: Bundle;
  deviceId: string;
  idleMs: number;
  /** Locks at this time unless the vault is used before (ms since 1970). */
  until: number;
  /** Locks at this time in any case. */
  ceiling: number;
  /** Last time the clock was seen. */
  seen: number;
}

export interface Session {
  vault: VaultContext;
  keys: SessionKeys;
  deviceId: Bytes;
}

const place = "session";
/** What a session leaves in memory beside its keys: titles and labels. */
const traces = ["report", "cycle"];

let last: Promise<unknown> = Promise.resolve();

/**
 * One change of what is in memory after the other. A touch reads, and writes what it has read: a lock in
 * between must not be undone by it.
 */
export function memoryTurn<T>(work: () => Promise<T>): Promise<T> {
  const mine = last.then(work);
  last = mine.catch(() => undefined);
  return mine;
}

async function read(world: World): Promise<Stored | null> {
  const text = await world.memory.read(place);
  return text === null ? null : (JSON.parse(text) as Stored);
}

async function write(world: World, stored: Stored): Promise<void> {
  await world.memory.write(place, JSON.stringify(stored));
  world.clock.wake("lock", Math.min(stored.until, stored.ceiling));
}

/** Begins a session with the keys of an unlock. */
export function beginSession(
  world: World,
  bundle: Bundle,
  deviceId: Bytes,
  settings: Settings,
): Promise<void> {
  const now = world.clock.now();
  const idleMs = settings.idleMinutes * 60_000;
  world.clock.idleAfter(idleMs);
  return memoryTurn(() =>
    write(world, {
      bundle,
      deviceId: toBase64(deviceId),
      idleMs,
      until: now + idleMs,
      ceiling: now + settings.ceilingHours * 3_600_000,
      seen: now,
    }),
  );
}

/** Forgets the session, after `before` has used its keys for the last time (null: there was none). */
export function endSession(
  world: World,
  before: (session: Session) => Promise<string[]>,
): Promise<void> {
  return memoryTurn(async () => {
    const session = await keysOnly(world).catch(() => null);
    const more = session === null ? [] : await before(session);
    await world.memory.forget([place, ...traces, ...more]);
    world.clock.wake("lock", null);
  });
}

/** New times from changed settings; the ceiling only ever comes nearer. */
export function adjustSession(world: World, settings: Settings): Promise<void> {
  return memoryTurn(async () => {
    const stored = await read(world);
    if (stored === null) return;
    const now = world.clock.now();
    const idleMs = settings.idleMinutes * 60_000;
    world.clock.idleAfter(idleMs);
    await write(world, {
      ...stored,
      idleMs,
      until: now + idleMs,
      ceiling: Math.min(stored.ceiling, now + settings.ceilingHours * 3_600_000),
    });
  });
}

export type SessionState = "none" | "over" | "valid";

/** Whether a session is there and its times hold; "over" must lead to a lock. */
export async function sessionState(world: World): Promise<SessionState> {
  const stored = await read(world);
  return stored === null ? "none" : validity(world, stored);
}

function validity(world: World, stored: Stored): SessionState {
  const now = world.clock.now();
  if (now >= stored.until || now >= stored.ceiling) return "over";
  return now < stored.seen - clockSlack ? "over" : "valid";
}

/** A use of the vault: moves the deadline. Throws LOCKED where the session is over or was never there. */
export function touchSession(world: World): Promise<void> {
  return memoryTurn(async () => {
    const stored = await read(world);
    if (stored === null || validity(world, stored) !== "valid") throw new Failure("LOCKED");
    const now = world.clock.now();
    await write(world, { ...stored, until: now + stored.idleMs, seen: now });
  });
}

/** Notes the time without moving the deadline, so that a clock set back afterwards is noticed. */
export function noteTime(world: World): Promise<void> {
  return memoryTurn(async () => {
    const stored = await read(world);
    if (stored === null) return;
    await write(world, { ...stored, seen: Math.max(stored.seen, world.clock.now()) });
  });
}

/** When it locks by itself (ms since 1970); null without a session. */
export async function lockTime(world: World): Promise<number | null> {
  const stored = await read(world);
  return stored === null ? null : Math.min(stored.until, stored.ceiling);
}

/** The keys of the session. Throws LOCKED as touchSession does. */
export async function readSession(world: World): Promise<Session> {
  const stored = await read(world);
  if (stored === null || validity(world, stored) !== "valid") throw new Failure("LOCKED");
  return keysOnly(world);
}

/** The keys of a session even where its time is over: to seal what must not be lost, and then lock. */
export async function keysOnly(world: World): Promise<Session> {
  const stored = await read(world);
  if (stored === null) throw new Failure("LOCKED");
  return { ...(await openBundle(stored.bundle)), deviceId: fromBase64(stored.deviceId) };
}
