/** The settings of the open vault, and what of them Coffer notes itself. */
import { Failure } from "../core/failure.ts";
import { encodeJson } from "../core/json.ts";
import { recordClass, zeroId } from "../core/record.ts";
import { type Settings, settingsSchema } from "../core/settings.ts";
import type { Opened } from "./opened.ts";
import { adjustSession } from "./session.ts";
import { settingsOf } from "./settings-record.ts";
import { withOwnRootKey } from "./unlock.ts";
import { use, type Vault } from "./vault.ts";
import { applyEdits, type Happened } from "./write.ts";

/** Writes new settings and lets the session follow. */
export async function saveSettings(
  vault: Vault,
  settings: Settings,
  happened: readonly Happened[] = [],
): Promise<Settings> {
  await writeSettings(vault, await use(vault), settings, happened);
  await adjustSession(vault.world, settings);
  vault.world.tell("status");
  return settings;
}

/** Writes what Coffer notes by itself: no use of the vault that would keep it open for longer. */
export async function writeSettings(
  vault: Vault,
  opened: Opened,
  settings: Settings,
  happened: readonly Happened[],
): Promise<void> {
  const plaintext = encodeJson(settingsSchema, settings);
  const record = { cls: recordClass.settings, key: opened.keys.settings, plaintext };
  await applyEdits(vault.world, opened, [{ recId: zeroId, records: [record] }], happened);
  vault.settings = settings;
  vault.world.tell("status");
}

/** The user typed the recovery code back: WRONG_SECRET where it is another vault's, else remembered as known. */
export async function confirmRecovery(vault: Vault, typed: string): Promise<void> {
  await use(vault);
  const opening = await vault.world.disk.open();
  if (opening === null) throw new Failure("NO_VAULT");
  await withOwnRootKey(
    vault.world,
    opening.header,
    { by: "recovery", secret: typed },
    async () => undefined,
  );
  await saveSettings(vault, { ...settingsOf(vault), recoveryConfirmed: true });
}
