/**
 * What is not needed to open the vault, list it, copy from it and lock it: saving, filling, backup, restore. The
 * background loads it when it is first asked for (src/browser/parts.ts), so that it does not weigh on the start.
 * The rest of src/vault imports nothing but types from here; house.test.ts looks.
 */
import { readRecoveryCode } from "../core/recovery.ts";
import { backupHandlers } from "./backup-handlers.ts";
import { checkDisk } from "./check.ts";
import { undoFill } from "./fill.ts";
import { fillCommand, resume, saveForm, saveSelection } from "./gestures.ts";
import type { LateHandlers } from "./handlers.ts";
import { itemHandlers } from "./item-handlers.ts";
import { ownHandlers } from "./own-handlers.ts";
import { pageHandlers } from "./page-handlers.ts";
import { rebuild } from "./rebuild.ts";
import type { Vault } from "./vault.ts";

/** The late rows of the door (handlers.ts). */
function handlers(vault: Vault): LateHandlers {
  return {
    ...ownHandlers(vault),
    ...itemHandlers(vault),
    ...pageHandlers(vault),
    ...backupHandlers(vault),
  };
}

export const later = {
  checkDisk,
  fillCommand,
  handlers,
  readRecoveryCode,
  rebuild,
  resume,
  saveForm,
  saveSelection,
  undoFill,
};

export type Later = typeof later;
