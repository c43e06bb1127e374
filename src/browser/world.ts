/** The world of the vault in a browser. */
import browser from "webextension-polyfill";
import type { Alarm, World } from "../vault/ports.ts";
import type { News, NewsMessage } from "../wire/events.ts";
import { say } from "../wire/words.ts";
import { systemClipboard } from "./clipboard.ts";
import { clockThatRings } from "./clock.ts";
import { disk } from "./disk.ts";
import { locks } from "./locks.ts";
import { mark } from "./mark.ts";
import { memory } from "./memory.ts";
import { listenForGuests, pages } from "./pages.ts";
import { watching } from "./watching.ts";
import {
  loadAge,
  loadForms,
  loadLater,
  loadServer,
  loadSharing,
  loadTargets,
  prepareParts,
  sites,
} from "./parts.ts";

/** Nobody listens where no page of ours is open; that is no fault. */
function tell(news: News): void {
  const message: NewsMessage = { cofferNews: news };
  browser.runtime.sendMessage(message).catch(() => undefined);
}

/** Call it while the background starts. `ring` is what the clock wakes us for. */
export function browserWorld(ring: (name: Alarm) => void): World {
  prepareParts();
  listenForGuests();
  return {
    disk,
    memory,
    mark,
    clock: clockThatRings(ring),
    clipboard: systemClipboard(),
    pages,
    watching,
    locks,
    forms: loadForms,
    later: loadLater,
    server: loadServer,
    sites,
    sharing: loadSharing,
    age: loadAge,
    targets: loadTargets,
    confirmation: say("restore.word"),
    tell,
  };
}
