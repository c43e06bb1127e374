/** The background as a whole: what the browser's events lead to in the vault. */
import type { Alarm, Watcher } from "./ports.ts";
import { lockTime, noteTime } from "./session.ts";
import { isOpen, lock, type Vault } from "./vault.ts";

/** A gesture that fails has told the user by the badge or the popup; there is nobody else to tell. */
function quietly(work: Promise<unknown>): void {
  void work.catch(() => undefined);
}

/** The time asked for has come: lock where it is over, else ask again; clear the clipboard. */
export function ring(vault: Vault, name: Alarm): void {
  quietly(rang(vault, name));
}

async function rang(vault: Vault, name: Alarm): Promise<void> {
  if (name !== "lock") return (await vault.world.later()).rang(vault, name);
  if (!(await isOpen(vault))) return;
  await noteTime(vault.world);
  vault.world.clock.wake("lock", await lockTime(vault.world));
}

/** The wishes of commands, menus and the idle watch. */
export function wishesOf(vault: Vault) {
  const { locks, later } = vault.world;
  return {
    // One after the other: pressed twice quickly, the second takes the next match.
    fill: (tabId: number) =>
      quietly(locks.hold("gesture", async () => (await later()).fillCommand(vault, tabId))),
    undoFill: (tabId: number) =>
      quietly(later().then(({ undoFill }) => undoFill(vault.world, tabId))),
    saveForm: (tabId: number) => quietly(later().then(({ saveForm }) => saveForm(vault, tabId))),
    saveSelection: (tabId: number, fallback: string) =>
      quietly(later().then(({ saveSelection }) => saveSelection(vault, tabId, fallback))),
    suggest: async (text: string) => (await later()).suggest(vault, text),
    meet: (watcher: Watcher) => quietly(later().then(({ meet }) => meet(vault, watcher))),
    permissionsChanged: () => quietly(later().then(({ syncWatch }) => syncWatch(vault))),
    nextValue: () => quietly(later().then(({ nextValue }) => nextValue(vault))),
    insert: async (tabId: number) =>
      (await later()).wishInsert(vault.world, { tabId, id: null, erase: "" }),
    lock: () => quietly(lock(vault)),
    away: () => quietly(lock(vault)),
  };
}
