/** Which sites the user lets Coffer watch. */
import { createStore } from "zustand/vanilla";
import { patternsOf, type Watch } from "../../core/watched-site.ts";
import type { Watched } from "../../wire/protocol.ts";
import { requestSites } from "../../wire/permission.ts";
import { say } from "../../wire/words.ts";
import { ask, attempt, toast } from "./app.ts";

/** Null until the background has answered. */
export const watching = createStore<{ list: Watched | null }>(() => ({ list: null }));

/** Asks for the list. */
export function lookWatched(): Promise<void> {
  return attempt(async () => watching.setState({ list: await ask("watch.list", {}) }));
}

/** Allows a site (an origin, or "*"). Call it in the click: the browser asks the user, and a popup may close over that. */
export function allowSite(site: string, tabId: number | null, what: Watch): Promise<void> {
  const asked = requestSites(patternsOf(site));
  // Sent now: should this window close under the browser's question, the background goes on with it.
  const listed = ask("watch.set", { site, on: true, tabId: null, what });
  return attempt(async () => {
    const granted = await asked;
    await listed;
    watching.setState({ list: await ask("watch.set", { site, on: granted, tabId, what }) });
    if (!granted) toast(say("watch.refused"));
  });
}

/** Watches a site no more for any of these. */
export function dropSite(site: string, ...whats: Watch[]): Promise<void> {
  return attempt(async () => {
    for (const what of whats)
      watching.setState({ list: await ask("watch.set", { site, on: false, tabId: null, what }) });
  });
}

/** Bars an origin from offers or from the clipboard history, whatever is on for all sites; or lets it again. */
export function barSite(origin: string, what: "capture" | "clips", on: boolean): Promise<void> {
  return attempt(async () =>
    watching.setState({ list: await ask("watch.never", { origin, on, what }) }),
  );
}
