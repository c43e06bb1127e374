/** The watcher (src/page/watch.ts) in the pages that the user allowed; the browser itself remembers which. */
import browser from "webextension-polyfill";
import type { Watch } from "../core/watched-site.ts";
import type { Watcher, Watching } from "../vault/ports.ts";
import { watchPortName } from "../wire/watch-port-name.ts";

const { permissions, runtime, scripting } = browser;
/** What is put into a page for each thing; the hub of them all comes first (src/page/watch-hub.ts). */
const parts: Partial<Record<Watch, string>> = { clips: "/copied.js", triggers: "/typed.js" };
const files = (what: readonly Watch[]) => ["/watch.js", ...what.flatMap((one) => parts[one] ?? [])];
/** The names of our scripts say what they are for: "watch-capture-clips". */
const prefix = "watch";
const ours = async () =>
  (await scripting.getRegisteredContentScripts()).filter(({ id }) => id.startsWith(prefix));

export const watching: Watching = {
  granted: (pattern) => permissions.contains({ origins: [pattern] }),
  // What the browser will not give up was asked for at install: not ours to decide.
  revoke: async (origins) => void (await permissions.remove({ origins }).catch(() => undefined)),
  registered: async () =>
    Object.fromEntries(
      (await ours()).flatMap(({ id, matches }) =>
        (matches ?? []).map((pattern) => [pattern, id.split("-").slice(1) as Watch[]]),
      ),
    ),
  register: async (all) => {
    const ids = (await ours()).map(({ id }) => id);
    if (ids.length > 0) await scripting.unregisterContentScripts({ ids });
    const groups = Object.groupBy(Object.keys(all), (pattern) =>
      [prefix, ...(all[pattern] ?? [])].join("-"),
    );
    const scripts = Object.entries(groups).map(([id, matches = []]) => {
      const js = files(all[matches[0] ?? ""] ?? []);
      // In a frame without an address of its own too, which editors make to write in (TinyMCE); the polyfill's types
      // do not know it. Where its origin is none, the port that it opens is not heard.
      return { id, js, matches, allFrames: true, matchOriginAsFallback: true };
    });
    if (scripts.length > 0) await scripting.registerContentScripts(scripts);
  },
  enter: async (tabId, what) =>
    void (await scripting
      .executeScript({ target: { tabId, allFrames: true }, files: files(what) })
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
