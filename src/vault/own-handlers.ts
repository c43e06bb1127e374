/** The rows that make a vault or change what it knows of itself. */
import { Failure } from "../core/failure.ts";
import type { Handlers } from "../wire/protocol.ts";
import { create } from "./create.ts";
import { confirmRecovery, saveSettings } from "./settings.ts";
import { settingsOf } from "./settings-record.ts";
import { use, type Vault } from "./vault.ts";

type OwnHandlers = Pick<Handlers, "create" | "vault.giveUp" | "recovery.confirm" | "settings.save">;

/** Creation, recovery code and settings. */
export function ownHandlers(vault: Vault): OwnHandlers {
  const { world } = vault;
  return {
    create: ({ password }) => create(vault, password),
    "vault.giveUp": async () => {
      if ((await world.disk.open()) === null) await world.mark.set(false);
      world.tell("status");
      return null;
    },
    "recovery.confirm": async ({ code }) => {
      await confirmRecovery(vault, code);
      return null;
    },
    "settings.save": async ({ settings }) => {
      await use(vault);
      // What Coffer notes itself is not taken from a window that may be hours old.
      const known = settingsOf(vault);
      const { recoveryConfirmed, lastBackup, lastVerified, backupCounter, rotated, keys } = known;
      // Sites have rows of their own (watched.ts).
      const { watched, neverOffer, clipNever } = known;
      if (settings.clipPatterns.length > 0) {
        const { compiles } = await world.sites.patterns();
        if (!settings.clipPatterns.every(compiles)) throw new Failure("INVALID");
      }
      const noted = { recoveryConfirmed, lastBackup, lastVerified, backupCounter, rotated, keys };
      const own = { ...noted, watched, neverOffer, clipNever };
      return saveSettings(vault, { ...settings, ...own }, [{ event: "settingsChanged" }]);
    },
  };
}
