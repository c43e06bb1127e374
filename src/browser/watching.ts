/** The watcher (src/page/watch.ts) in the pages that the user allowed; the browser itself remembers which. */
import browser from "webextension-polyfill";
import type { Watcher, Watching } from "../vault/ports.ts";
import { watchPortName } from "../wire/watch-port-name.ts";

const ids = ["watch"];
const { permissions, runtime, scripting } = browser;
const file = "/watch.js";

export const watching: Watching = {
  granted: (pattern) => permissions.contains({ origins: [pattern] }),
  // What the browser will not give up was asked for at install: not ours to decide.
  revoke: async (origins) => void (await permissions.remove({ origins }).catch(() => undefined)),
  registered: async () => (await scripting.getRegisteredContentScripts({ ids }))[0]?.matches ?? [],
  register: async (matches) => {
    await scripting.unregisterContentScripts({ ids }).catch(() => undefined);
    const script = { id: "watch", js: [file], matches, allFrames: true };
    if (matches.length > 0) await scripting.registerContentScripts([script]);
  },
  enter: async (tabId) =>
    void (await scripting
      .executeScript({ target: { tabId, allFrames: true }, files: [file] })
      .catch(() => undefined)),
};

/** Call it while the background starts: `meet` gets each document that opens its port, `changed` hears of permissions. */
export function listenForWatchers(meet: (watcher: Watcher) => void, changed: () => void): void {
  runtime.onConnect.addListener((port) => {
    const { tab, origin } = (port.sender ?? {}) as typeof port.sender & { origin?: string };
    if (port.name !== watchPortName || tab?.id === undefined) return;
    meet({ tabId: tab.id, origin: origin ?? "", isPrivate: tab.incognito, port });
  });
  permissions.onAdded.addListener(changed);
  permissions.onRemoved.addListener(changed);
}
