/** The rows of backup, restore and repair. */
import { fromBase64 } from "../core/bytes.ts";
import { decodeHeader } from "../core/header.ts";
import type { Handlers } from "../wire/protocol.ts";
import { backupPart, beginBackup, beginExport, type Outgoing } from "./backup.ts";
import { secondAsks } from "./opener.ts";
import { repairDisk } from "./repair.ts";
import { beginRestore, endRestore, incomingOf, readIncoming } from "./restore.ts";
import { checkBackup, countSince } from "./backup-check.ts";
import { applyRestore, inspectBackup } from "./restoring.ts";
import { saveSettings } from "./settings.ts";
import { settingsOf } from "./settings-record.ts";
import { use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

type BackupHandlers = Pick<
  Handlers,
  Extract<
    keyof Handlers,
    `backup.${string}` | `export.${string}` | `restore.${string}` | `kept.${string}` | "repair"
  >
>;

/** Backup, restore, what a restore set aside, and repair. */
export function backupHandlers(vault: Vault): BackupHandlers {
  const { world } = vault;
  const outgoing: Outgoing = { file: null, counter: null };
  const incoming = incomingOf(world);
  vault.afterLock.push(async () => void (outgoing.file = null));

  return {
    "backup.begin": async (ask) => {
      const opened = await use(vault);
      return beginBackup(world, opened, outgoing, ask);
    },
    "export.begin": (ask) => beginExport(vault, outgoing, ask),
    "backup.part": async ({ part }) => {
      await use(vault);
      return backupPart(outgoing, part);
    },
    "backup.done": async () => {
      const { counter } = outgoing;
      outgoing.file = null;
      outgoing.counter = null;
      const opened = await use(vault);
      const now = world.clock.now();
      await saveSettings(vault, {
        ...settingsOf(vault),
        lastBackup: now,
        lastVerified: counter === null ? null : now,
        backupCounter: counter ?? 0,
        backupLater: null,
      });
      await applyEdits(world, opened, [], [{ event: "exported" }]);
      return null;
    },
    "backup.check": async (ask) => {
      const opened = await use(vault);
      const backup = await readIncoming(world, incoming);
      const settings = settingsOf(vault);
      const found = await checkBackup(world, opened, backup, ask, settings.backupCounter);
      // An older file that is well says nothing about the last one.
      if (found?.newest === true) {
        await saveSettings(vault, { ...settingsOf(vault), lastVerified: world.clock.now() });
      }
      return found?.check ?? null;
    },
    "backup.since": async () => ({
      changed: countSince(await use(vault), settingsOf(vault).lastBackup ?? 0),
    }),
    "restore.begin": async ({ bytes }) => {
      await beginRestore(world, incoming, bytes);
      return null;
    },
    "restore.part": async ({ part, data }) => {
      await world.disk.stage(part, fromBase64(data));
      return null;
    },
    "restore.check": async () => {
      const { records, header } = await readIncoming(world, incoming);
      return { records: records.length, keys: await secondAsks(decodeHeader(header)) };
    },
    "restore.open": async (typed) => inspectBackup(vault, incoming, typed),
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
      const opened = await use(vault);
      const lost = await repairDisk(world, opened);
      vault.opened = null;
      await applyEdits(world, await use(vault), [], [{ event: "repaired" }]).catch(() => undefined);
      world.tell("items");
      world.tell("status");
      return { lost };
    },
  };
}
