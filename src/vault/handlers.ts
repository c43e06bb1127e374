/** Protocol row -> one call. A row without a handler does not compile (ARCHITECTURE.md 2). */
import { Failure, failureCode } from "../core/failure.ts";
import { recordClass } from "../core/record.ts";
import { originOf, hostOf } from "../core/origin.ts";
import { fromBase64 } from "../core/bytes.ts";
import type { Ask, Handlers, Reply, Status } from "../wire/protocol.ts";
import { backupPart, beginBackup, type Outgoing } from "./backup.ts";
import { checkDisk, repairDisk } from "./check.ts";
import { clearClip, clearLeftover, clearNow, clipStatus, copyText } from "./clip.ts";
import { keepDraft, readDraft, unsealDrafts } from "./draft.ts";
import { captureForm, dismissReport, fillPage, lastReport, undoFill } from "./fill.ts";
import { find, overview } from "./find.ts";
import { resume, waitingFor } from "./gestures.ts";
import { itemEntry, readCritical, readItem, readSecret } from "./items.ts";
import { type Opened, refOf } from "./opened.ts";
import { beginRestore, endRestore, type Incoming, readIncoming } from "./restore.ts";
import { applyRestore, inspectBackup } from "./restoring.ts";
import { lockTime } from "./session.ts";
import { isOpen, lock, look, stepUp, stillOpen, unlock, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";
import { changeIndex, eraseItems, restoreItems, trashItems } from "./trash.ts";
import { needsStepUp, saveItem } from "./save-item.ts";
import { confirmRecovery, saveSettings, settingsOf } from "./settings.ts";
import { create } from "./create.ts";

/** All that the door can ask of this vault. */
export function handlersOf(vault: Vault): Handlers {
  const { world } = vault;
  const outgoing: Outgoing = { file: null };
  const incoming: Incoming = { bytes: 0, backup: null };

  vault.afterLock.push(
    async () => void (outgoing.file = null),
    async () => void (await clearClip(world)),
  );
  vault.afterUnlock.push(
    (opened) => unsealDrafts(world, opened),
    (opened) => clearLeftover(world, opened),
    async (opened) => void checkLater(vault, opened),
  );

  /** Runs `work` with the critical key where a password was given, else with null. */
  async function withCritical<T>(
    opened: Opened,
    password: string | null,
    work: (key: CryptoKey | null) => Promise<T>,
  ): Promise<T> {
    return password === null ? work(null) : stepUp(vault, opened, password, work);
  }

  return {
    status: () => status(vault),
    create: ({ password }) => create(vault, password),
    unlock: async ({ by, secret }) => {
      await unlock(vault, { by, secret });
      return { resumed: await resume(vault) };
    },
    lock: async () => {
      await lock(vault);
      return null;
    },
    "recovery.confirm": async ({ code }) => {
      await confirmRecovery(vault, code);
      return null;
    },
    "settings.save": async ({ settings }) => {
      await use(vault);
      // What Coffer notes itself is not taken from a window that may be hours old.
      const { recoveryConfirmed, lastBackup } = settingsOf(vault);
      return saveSettings(vault, { ...settings, recoveryConfirmed, lastBackup });
    },

    find: async (ask) => {
      const opened = await use(vault);
      const page = ask.tabId === null ? null : await world.pages.tab(ask.tabId);
      return find(opened, ask, page?.url ?? null);
    },
    "item.read": async ({ id }) => readItem(world, await use(vault), id),
    "item.reveal": async ({ id, password }) => {
      const opened = await use(vault);
      const entry = itemEntry(opened, id);
      const still = stillOpen(vault);
      return stepUp(vault, opened, password, async (key) => {
        const { values } = await readCritical(world, opened, entry, key);
        await applyEdits(world, opened, [], [{ event: "revealed", recId: entry.recId }]).catch(
          () => undefined,
        );
        still();
        return { values };
      });
    },
    "item.save": async ({ draft, password }) => {
      const opened = await use(vault);
      // A password that is not needed is not used: no second of waiting for nothing.
      const needed = await needsStepUp(world, opened, draft);
      const item = await withCritical(opened, needed ? password : null, (key) =>
        saveItem(world, opened, draft, key),
      );
      return item;
    },
    "item.favourite": async ({ id, on }) => {
      await changeIndex(world, await use(vault), [id], () => ({ favourite: on }));
      return null;
    },
    "item.trash": async ({ ids }) => ({ count: await trashItems(world, await use(vault), ids) }),
    "item.restore": async ({ ids }) => ({
      count: await restoreItems(world, await use(vault), ids),
    }),
    "item.erase": async ({ ids }) => ({ count: await eraseItems(world, await use(vault), ids) }),

    "draft.read": async ({ slot }) => {
      await use(vault);
      return { draft: await readDraft(world, slot) };
    },
    // Allowed while locked: what is typed at that moment must not be lost (ARCHITECTURE.md 4).
    "draft.keep": async ({ slot, draft }) => {
      await keepDraft(world, slot, draft);
      return null;
    },

    copy: async (ask) => copy(vault, ask, withCritical),
    "clip.clear": async () => ({ cleared: await clearNow(world) }),
    "clip.text": async ({ text }) =>
      copyText(world, await use(vault), text, settingsOf(vault).clipboardSeconds),

    here: async () => {
      const page = await world.pages.here();
      const url = page?.url ?? null;
      const origin = url === null ? null : originOf(url);
      return {
        tabId: page?.tabId ?? null,
        origin,
        host: origin === null ? null : hostOf(origin),
        reachable: page?.reachable ?? false,
      };
    },
    fill: async ({ password, ...ask }) => {
      const opened = await use(vault);
      const { keepTyped } = settingsOf(vault);
      const still = stillOpen(vault);
      return withCritical(opened, password, (critical) =>
        fillPage(world, opened, { ...ask, critical, keepTyped, still, undoFirst: false }),
      );
    },
    "fill.undo": async ({ tabId }) => ({ count: await undoFill(world, tabId) }),
    "fill.dismiss": async () => {
      await dismissReport(world);
      return null;
    },
    "fill.report": async ({ tabId }) => {
      await use(vault);
      return { report: await lastReport(world, tabId) };
    },
    capture: async ({ tabId }) => {
      await use(vault);
      return { draft: await captureForm(world, tabId) };
    },

    "backup.begin": async (ask) => beginBackup(world, await use(vault), outgoing, ask),
    "backup.part": async ({ part }) => {
      await use(vault);
      return backupPart(outgoing, part);
    },
    "backup.done": async () => {
      outgoing.file = null;
      const opened = await use(vault);
      await saveSettings(vault, { ...settingsOf(vault), lastBackup: world.clock.now() });
      await applyEdits(world, opened, [], [{ event: "exported" }]);
      return null;
    },
    "restore.begin": async ({ bytes }) => {
      await beginRestore(world, incoming, bytes);
      return null;
    },
    "restore.part": async ({ part, data }) => {
      await world.disk.stage(part, fromBase64(data));
      return null;
    },
    "restore.check": async () => ({
      records: (await readIncoming(world, incoming)).records.length,
    }),
    "restore.open": (typed) => inspectBackup(vault, incoming, typed),
    "restore.apply": async (ask) => {
      const done = await applyRestore(vault, incoming, ask);
      await endRestore(world, incoming);
      return done;
    },
    "restore.cancel": async () => {
      await endRestore(world, incoming);
      return null;
    },
    "kept.list": async () => {
      await use(vault);
      return { kept: await world.disk.kept() };
    },
    "kept.drop": async ({ at }) => {
      await use(vault);
      await world.disk.dropKept(at);
      return null;
    },
    repair: async () => {
      const lost = await repairDisk(world, await use(vault));
      vault.opened = null;
      await use(vault);
      world.tell("items");
      world.tell("status");
      return { lost };
    },
  };
}

async function status(vault: Vault): Promise<Status> {
  const { world } = vault;
  const clip = await clipStatus(world);
  if (await isOpen(vault)) {
    const opened = await look(vault);
    return {
      state: "open",
      ...overview(opened),
      lockAt: (await lockTime(world)) ?? 0,
      clip,
      settings: settingsOf(vault),
      problem: opened.problem,
    };
  }
  if ((await world.disk.open()) === null) return { state: "none" };
  return { state: "locked", waiting: await waitingFor(world), clip };
}

/** Copies one field of an item; a critical one needs the password (STEP_UP). */
async function copy(
  vault: Vault,
  ask: Ask<"copy">,
  withCritical: <T>(
    opened: Opened,
    password: string | null,
    work: (key: CryptoKey | null) => Promise<T>,
  ) => Promise<T>,
): Promise<Reply<"copy">> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const entry = itemEntry(opened, ask.id);
  const { fields } = await readSecret(world, opened, entry);
  const field = fields.find((one) => one.id === ask.field);
  if (field === undefined) throw new Failure("NOT_FOUND");
  let value = field.value;
  if (field.critical && value === null) {
    if (ask.password === null) throw new Failure("STEP_UP");
    value = await withCritical(opened, ask.password, async (key) => {
      if (key === null || refOf(entry.refs, recordClass.critical) === undefined) return null;
      const critical = await readCritical(world, opened, entry, key);
      return critical.values.find((one) => one.field === field.id)?.value ?? null;
    });
  }
  if (value === null) throw new Failure("NOT_FOUND");
  still();
  const copied = await copyText(world, opened, value, settingsOf(vault).clipboardSeconds);
  await applyEdits(
    world,
    opened,
    [{ recId: entry.recId, used: world.clock.now() }],
    [{ event: "copied", recId: entry.recId }],
  ).catch(() => undefined);
  return copied;
}

/** The check of the whole disk, behind the unlock; a fault is shown by `status.problem`. */
async function checkLater(vault: Vault, opened: Opened): Promise<void> {
  const problem = await checkDisk(vault.world, opened).catch(failureCode);
  if (problem === null || vault.opened !== opened) return;
  opened.problem = problem;
  vault.world.tell("status");
}
