/** The settings record (class 0x23). */
import type { FailureCode } from "../core/failure.ts";
import { decodeJson } from "../core/json.ts";
import { recordClass } from "../core/record.ts";
import { defaultSettings, type Settings, settingsSchema } from "../core/settings.ts";
import { openOne } from "./items.ts";
import { entryOf, type Opened, zeroHex } from "./opened.ts";
import type { World } from "./ports.ts";
import type { Vault } from "./vault.ts";

/** The settings record; the defaults where it does not open, so that a tampered one never weakens. */
export async function readSettings(world: World, opened: Opened): Promise<Settings> {
  const entry = entryOf(opened, zeroHex);
  try {
    if (entry === undefined) return defaultSettings;
    const bytes = await openOne(world, opened, entry, recordClass.settings, opened.keys.settings);
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
