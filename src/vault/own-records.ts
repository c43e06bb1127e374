/** The records of recId 0, as a vault begins with them: keyring and settings (FORMAT.md 3). */
import { encodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { recordClass } from "../core/record.ts";
import { defaultSettings, type Settings, settingsSchema } from "../core/settings.ts";
import type { Edit } from "./write.ts";

const emptyKeyring = { backupKey: null, identity: null, devices: [], past: [] };

/** An empty keyring and the default settings, with the time (ms) at which the key was made. */
export function firstRecords(
  now: number | null,
  keys: Record<"keyring" | "settings", CryptoKey>,
): { settings: Settings; records: NonNullable<Edit["records"]> } {
  const settings = { ...defaultSettings, rotated: now };
  const { keyring, settings: settingsCls } = recordClass;
  return {
    settings,
    records: [
      { cls: keyring, key: keys.keyring, plaintext: encodeJson(keyringSchema, emptyKeyring) },
      { cls: settingsCls, key: keys.settings, plaintext: encodeJson(settingsSchema, settings) },
    ],
  };
}
