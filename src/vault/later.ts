/**
 * What is not needed to open the vault, list it and lock it: copying, saving, filling, backup, restore. The
 * background loads it when it is first asked for (src/browser/parts.ts), so that it does not weigh on the start.
 * The rest of src/vault imports nothing but types from here; house.test.ts looks.
 */
import { protocol } from "../wire/protocol.ts";
import { backupHandlers } from "./backup-handlers.ts";
import { auditHandlers } from "./audit-handlers.ts";
import { clipHandlers } from "./clip-handlers.ts";
import { sweepClips } from "./clips.ts";
import { clipTime } from "./copy.ts";
import { nextValue, queueHandlers } from "./queue.ts";
import { fileHandlers } from "./file-handlers.ts";
import { undoFill } from "./fill.ts";
import { fillCommand, resume, saveForm, saveSelection } from "./gestures.ts";
import type { LateHandlers } from "./handlers.ts";
import { wishInsert } from "./insert-wish.ts";
import { itemHandlers } from "./item-handlers.ts";
import { keyHandlers } from "./key-handlers.ts";
import { ownHandlers } from "./own-handlers.ts";
import { pageHandlers } from "./page-handlers.ts";
import { serverDoor } from "./server-door.ts";
import { siteHandlers } from "./site-handlers.ts";
import { siteIsOff } from "./site-memory.ts";
import { pastHandlers } from "./past-handlers.ts";
import { openerOf } from "./opener.ts";
import type { Opened } from "./opened.ts";
import type { Alarm } from "./ports.ts";
import { rebuild } from "./rebuild.ts";
import { search } from "./search.ts";
import { suggest } from "./suggest.ts";
import { snippetHandlers } from "./snippet-handlers.ts";
import { siteTestOf } from "./sites.ts";
import { offerHandlers } from "./offer-handlers.ts";
import { expireOffers, meet, showOffers } from "./offers.ts";
import { targetHandlers } from "./target-handlers.ts";
import { runDue } from "./targets.ts";
import { behindUnlock } from "./tidy.ts";
import { tellAll } from "./typed.ts";
import { syncWatch } from "./watched.ts";
import { shareHandlers } from "./share-handlers.ts";
import type { Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

/** The late rows of the door (handlers.ts). */
function handlers(vault: Vault): LateHandlers {
  return {
    ...ownHandlers(vault),
    ...keyHandlers(vault),
    ...itemHandlers(vault),
    ...fileHandlers(vault),
    ...pageHandlers(vault),
    ...offerHandlers(vault),
    ...backupHandlers(vault),
    ...auditHandlers(vault),
    ...pastHandlers(vault),
    ...snippetHandlers(vault),
    ...clipHandlers(vault),
    ...queueHandlers(vault),
    ...shareHandlers(vault),
    ...serverDoor(vault),
    ...siteHandlers(vault),
    ...targetHandlers(vault),
  };
}

/** The clock rang for what only the late parts know. */
async function rang(vault: Vault, name: Exclude<Alarm, "lock">): Promise<void> {
  const { world } = vault;
  if (name === "clip") return clipTime(vault);
  if (name === "clips") return sweepClips(vault);
  if (name === "offers") return expireOffers(world);
  if (name === "sync" || name === "hint") return (await world.server?.())?.ring(vault);
  if (name === "socket") return (await world.server?.())?.look(vault);
  return runDue(vault);
}

/** Behind the unlock: the disk first, and then what was to be written to targets meanwhile. */
async function afterUnlock(vault: Vault, opened: Opened): Promise<void> {
  await behindUnlock(vault, opened);
  await runDue(vault);
}

export const later = {
  applyEdits,
  behindUnlock: afterUnlock,
  fillCommand,
  handlers,
  meet,
  nextValue,
  openerOf,
  protocol,
  rang,
  rebuild,
  resume,
  saveForm,
  saveSelection,
  search,
  showOffers,
  siteTestOf,
  syncWatch,
  siteIsOff,
  suggest,
  tellAll,
  undoFill,
  wishInsert,
};

export type Later = typeof later;
