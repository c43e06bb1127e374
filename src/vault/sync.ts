/**
 * Syncing with a server (FORMAT.md 5, 8): what waits in the outbox is sent, what is new there is pulled and merged, what
 * is new here is pushed. Every step is one transaction here and one commit there, so it may be stopped anywhere.
 */
import { Failure } from "../core/failure.ts";
import type { Remote } from "./ports.ts";
import { pull, type SyncOptions } from "./pull.ts";
import { fillOutbox, settle } from "./push.ts";
import { reach } from "./reach.ts";
import { readState, type SyncState } from "./sync-state.ts";
import { isOpen, look, type Vault } from "./vault.ts";

export interface Synced {
  pulled: boolean;
  pushed: boolean;
}

/** Others may be quicker this many times. */
const triesMax = 5;

/**
 * Syncs the open vault. NOT_FOUND where it is not connected, OFFLINE; ROLLBACK, FORK, MISSING, TAMPERED where the server
 * does not serve what it did: then nothing was changed here. STEP_UP where a password is needed and can not be asked
 * for; CONFIRMATION where many items would go; CONFLICT where others were quicker again and again.
 */
export function sync(vault: Vault, options: SyncOptions = {}): Promise<Synced> {
  return vault.world.locks.hold("sync", () => syncNow(vault, options));
}

async function syncNow(vault: Vault, options: SyncOptions): Promise<Synced> {
  const done: Synced = { pulled: false, pushed: false };
  for (let tries = 0; tries < triesMax; tries++) {
    const { state, remote } = await connected(vault);
    const settled = await settle(vault, remote, state, options);
    if (settled === "rotated") return { ...done, pushed: true };
    if (settled === "sent") done.pushed = true;
    const { state: now } = settled === "sent" ? await connected(vault) : { state };
    if (await pull(vault, remote, now, options)) done.pulled = true;
    const { state: then } = await connected(vault);
    if (!(await fillOutbox(vault, then, options.logCanWait === true))) return done;
    const sent = await settle(vault, remote, then, options);
    if (sent === "sent") return { ...done, pushed: true };
  }
  throw new Failure("CONFLICT");
}

async function connected(vault: Vault): Promise<{ state: SyncState; remote: Remote }> {
  // It is no use of the vault: what syncs by itself must not keep it open.
  if (!(await isOpen(vault))) throw new Failure("LOCKED");
  const state = await readState(vault.world, await look(vault));
  if (state === null) throw new Failure("NOT_FOUND");
  return { state, remote: await reach(vault.world, state.account, state.origin) };
}
