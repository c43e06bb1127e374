/**
 * Syncing by itself: after a change, when the server hints at one, by alarm, and again later where it can not be reached.
 * One sync at a time; nothing is asked of anybody while no server is connected or the vault is locked. What is
 * remembered here dies with the worker; an alarm of the browser wakes the next one.
 */
import { concat, reader, toHex, u64 } from "../core/bytes.ts";
import { Failure, type FailureCode, failureCode } from "../core/failure.ts";
import { recordClass } from "../core/record.ts";
import type { Progress, ServerStatus } from "../wire/servers.ts";
import { conflictsOf } from "./conflicts.ts";
import { hintsOf } from "./hints.ts";
import type { ServerAccount, World } from "./ports.ts";
import type { SyncOptions } from "./pull.ts";
import type { Lines } from "./server-lines.ts";
import { undoneFact } from "./staged.ts";
import { sync, type Synced } from "./sync.ts";
import { readState, syncFact, type SyncState } from "./sync-state.ts";
import { isOpen, look, type Vault } from "./vault.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
/** With a socket hints come at once, and the alarm is for what they missed; without one it is all there is. */
const nextTime = { live: 5 * minute, alone: minute, trouble: 30 * minute };
/** So often (ms) the clock looks whether the worker that held the socket still does: the soonest that browsers ring. */
const lookEvery = 30 * second;
/** Entries of the log alone wait this long: a commit at each use would tell when the vault is used. */
const logPatience = hour;
/** A page is told of progress no more often than this (ms). */
const tellEvery = 200;
const backOff = (tries: number) => Math.min(30 * minute, 5 * second * 2 ** Math.min(tries, 12));

export interface Live {
  run(options?: SyncOptions): Promise<Synced>;
  /** By alarm or after a change: never throws. */
  ring(): Promise<void>;
  /** By an alarm of its own while there is a socket: never throws. */
  look(): Promise<void>;
  cancel(): void;
  status(): Promise<ServerStatus>;
  /** For work that is no sync: tells of it, and throws CANCELLED where the user said so. */
  working<T>(work: (step: (progress: Progress) => void) => Promise<T>, joins?: boolean): Promise<T>;
  /** The connected account; NOT_FOUND where none is. */
  connected(): Promise<{ state: SyncState; account: ServerAccount }>;
  /** Another server, or none. */
  reset(): void;
}

/** When all was at the server, and when something was last sent there (ms): the fact "synced". */
async function times(world: World): Promise<{ synced: number; sent: number } | null> {
  const bytes = await world.disk.fact("synced");
  if (bytes === null) return null;
  const from = reader(bytes, "TAMPERED");
  return { synced: from.u64(), sent: from.u64() };
}

/** Syncing of one vault over these lines. */
export function liveOf(vault: Vault, lines: Lines): Live {
  const { world } = vault;
  let running = 0;
  let last: Promise<unknown> = Promise.resolve();
  let again = false;
  let progress: Progress | null = null;
  let joining = false;
  let cancelled = false;
  let problem: FailureCode | null = null;
  let brake: { removes: number; of: number } | null = null;
  let done = false;
  let tries = 0;
  let told = 0;
  let endSocket: (() => void) | null = null;
  let socketTries = 0;
  let looked = 0;
  let rev = 0;
  const hints = hintsOf();
  /** The last hint that no sync has begun behind; the next sync is because of one. */
  let heard: number | null = null;
  let held = false;
  let hinted = false;

  const closeSocket = () => {
    const end = endSocket;
    endSocket = null;
    heard = null;
    if (end !== null) world.clock.wake("socket", null);
    end?.();
  };
  const step = (next: Progress) => {
    if (cancelled) throw new Failure("CANCELLED");
    const phase = progress?.phase !== next.phase;
    progress = next;
    if (!phase && world.clock.now() - told < tellEvery) return;
    told = world.clock.now();
    world.tell("server");
  };
  vault.afterLock.push(async () => {
    closeSocket();
    lines.stop();
    problem = null;
    done = false;
    world.tell("server");
  });

  const wake = (ms: number) => world.clock.wake("sync", world.clock.now() + ms);
  const follow = () => {
    if (heard === null || held || running > 0) return;
    if (heard === rev) return void (heard = null);
    const now = world.clock.now();
    const due = hints.due(now);
    hinted = true;
    held = due > now;
    // An alarm of its own: that of a change of ours is not put off.
    if (held) world.clock.wake("hint", due);
    else wake(0);
  };
  const lookAgain = () => {
    looked = world.clock.now();
    world.clock.wake("socket", looked + lookEvery);
  };
  const listen = (account: ServerAccount) => {
    if (endSocket !== null) return;
    const begun = world.clock.now();
    const end = account.watch((head) => {
      if (endSocket !== end && head === null) return;
      if (head !== null) {
        heard = head;
        return follow();
      }
      endSocket = null;
      world.clock.wake("socket", null);
      // One that held for a while was closed for its age, and may be opened again at once.
      socketTries = world.clock.now() - begun > minute ? 0 : socketTries + 1;
      wake(Math.min(backOff(socketTries), nextTime.live));
      world.tell("server");
    });
    endSocket = end;
    lookAgain();
  };
  const connected = async () => {
    if (!(await isOpen(vault))) throw new Failure("LOCKED");
    const state = await readState(world, await look(vault));
    if (state === null) throw new Failure("NOT_FOUND");
    return { state, account: lines.at(state.account, state.origin) };
  };

  const once = async (options: SyncOptions): Promise<Synced> => {
    cancelled = false;
    progress = { phase: "checking", done: 0, total: 0 };
    world.tell("server");
    const byHint = hinted;
    hinted = false;
    heard = null;
    if (held) world.clock.wake("hint", null);
    held = false;
    if (byHint) hints.followed(world.clock.now());
    let brought = false;
    try {
      brake = null;
      const tooMany = (removes: number, of: number) => void (brake = { removes, of });
      const synced = await sync(vault, { ...options, step, tooMany });
      brought = synced.pulled;
      const { state, account } = await connected();
      rev = state.seen.rev;
      const now = world.clock.now();
      const sent = synced.pushed ? now : ((await times(world))?.sent ?? now);
      await world.disk.setFact("synced", concat(u64(now), u64(sent)));
      problem = null;
      tries = 0;
      done = true;
      listen(account);
      // What was changed meanwhile has set the alarm that is set anew here.
      const waits = (await world.disk.base()).some(({ cls }) => cls !== recordClass.audit);
      wake(waits ? 0 : endSocket === null ? nextTime.alone : nextTime.live);
      return synced;
    } catch (thrown) {
      const code = failureCode(thrown);
      problem = code === "CANCELLED" || code === "LOCKED" ? null : code;
      // A change of keys waits as before.
      if (code === "SERVER_CODE_WRONG") problem = "SERVER_CODE";
      if (code === "OFFLINE" || code === "CONFLICT" || code === "BUSY") wake(backOff(tries++));
      else if (code !== "LOCKED" && code !== "NOT_FOUND") wake(nextTime.trouble);
      throw thrown;
    } finally {
      if (byHint || brought) hints.brought(brought);
      progress = null;
      world.tell("server");
    }
  };
  // What was asked for with a password or a consent is done after what is under way.
  const run = (options: SyncOptions = {}): Promise<Synced> => {
    running += 1;
    const mine = last
      .then(() => once(options))
      .finally(() => {
        running -= 1;
        if (again) wake(0);
        again = false;
        follow();
      });
    last = mine.catch(() => undefined);
    return mine;
  };
  const ring = async (): Promise<void> => {
    if ((await world.disk.fact(syncFact)) === null || !(await isOpen(vault))) return closeSocket();
    if (running > 0) {
      again = true;
      return;
    }
    const before = await times(world);
    const logCanWait = before !== null && world.clock.now() - before.sent < logPatience;
    await run({ logCanWait }).catch(() => undefined);
  };
  const lookForSocket = async (): Promise<void> => {
    if (!(await isOpen(vault))) return closeSocket();
    // The machine slept: a socket of before may look open, and nothing comes through it any more.
    if (world.clock.now() - looked > 3 * lookEvery) closeSocket();
    if (endSocket !== null) return lookAgain();
    if (running > 0) return;
    // Another worker held it, which was stopped, and its alarm for the next sync may be minutes away.
    return ring();
  };
  const working: Live["working"] = async (work, joins = false) => {
    cancelled = false;
    joining = joins;
    try {
      return await work(step);
    } finally {
      progress = null;
      joining = false;
      world.tell("server");
    }
  };

  const status = async (): Promise<ServerStatus> => {
    if (joining) return { state: "none", joining: progress };
    if ((await world.disk.fact(syncFact)) === null) return { state: "none", joining: null };
    const before = await times(world);
    const start = {
      origin: "",
      account: "",
      lastSync: before?.synced ?? null,
      pending: 0,
      problem: null,
      brake: null,
      progress,
      live: endSocket !== null,
      conflicts: (await conflictsOf(world)).length,
      undone: (await world.disk.fact(undoneFact)) !== null,
      kinds: lines.last()?.kinds() ?? [],
      room: lines.last()?.room() ?? null,
    };
    if (!(await isOpen(vault))) return { state: "locked", ...start };
    const state = await readState(world, await look(vault)).catch(failureCode);
    if (state === null || typeof state === "string")
      return { state: "trouble", ...start, problem: state ?? "NOT_FOUND" };
    const syncing = running > 0;
    const pending = syncing
      ? []
      : (await world.disk.base()).filter(({ cls }) => cls !== recordClass.audit);
    const known = {
      ...start,
      origin: state.origin,
      account: toHex(state.account.locator).slice(0, 8),
      pending: pending.length,
    };
    // The box for the code stays under the user's hands while it is asked again.
    if (syncing)
      return { state: "syncing", ...known, problem: problem === "SERVER_CODE" ? problem : null };
    if (problem === "OFFLINE") return { state: "offline", ...known, problem };
    if (problem === "BUSY" || problem === "CONFLICT") return { state: "waiting", ...known };
    if (problem !== null) return { state: "trouble", ...known, problem, brake };
    // A worker that was started anew, and somebody looks: it need not wait for its alarm.
    if (!done) wake(0);
    return { state: done ? "ok" : "waiting", ...known };
  };

  return {
    run,
    ring,
    look: lookForSocket,
    status,
    working,
    connected,
    cancel: () => {
      cancelled = true;
      lines.stop();
      closeSocket();
    },
    reset: () => {
      closeSocket();
      lines.stop();
      problem = null;
      done = false;
      tries = 0;
      for (const name of ["sync", "hint", "socket"] as const) world.clock.wake(name, null);
      world.tell("server");
    },
  };
}
