/** The rows about single sites (wire/site-rows.ts). */
import { Failure } from "../core/failure.ts";
import type { Handlers } from "../wire/protocol.ts";
import type { siteRows } from "../wire/site-rows.ts";
import { confirmFrame } from "./frames.ts";
import { lookAt, outline } from "./look.ts";
import { beginPick, takePicked } from "./pick.ts";
import { settingsOf } from "./settings-record.ts";
import { readSite, readSites, saveSite } from "./site-memory.ts";
import { stillOpen, use, type Vault, withCritical } from "./vault.ts";

/** Preview, pointing, frames, and what is remembered. */
export function siteHandlers(vault: Vault): Pick<Handlers, keyof typeof siteRows> {
  const { world } = vault;
  return {
    "page.look": async ({ password, chosen = [], ...ask }) => {
      const opened = await use(vault);
      const still = stillOpen(vault);
      const { keepTyped } = settingsOf(vault);
      return withCritical(vault, opened, password, (critical) =>
        lookAt(world, opened, { ...ask, chosen, critical, keepTyped, still }),
      );
    },
    "page.outline": async ({ tabId, at }) => {
      await use(vault);
      await outline(world, tabId, at);
      return null;
    },
    "page.pick": async ({ tabId, origin }) => {
      const { done } = await beginPick(world, await use(vault), tabId, origin);
      void done;
      return null;
    },
    "page.picked": async ({ tabId }) => {
      await use(vault);
      return { at: await takePicked(world, tabId) };
    },
    "frame.allow": async ({ tabId, origin, frame, remember }) => {
      const opened = await use(vault);
      if (frame === origin) throw new Failure("INVALID");
      await confirmFrame(world, tabId, origin, frame);
      if (remember) await saveSite(world, opened, origin, { do: "frame", frame, on: true });
      return null;
    },
    "site.read": async ({ origin }) => ({ site: await readSite(world, await use(vault), origin) }),
    "site.change": async ({ origin, change }) => ({
      before: await saveSite(world, await use(vault), origin, change),
    }),
    "site.list": async () => {
      const { sites } = await readSites(world, await use(vault));
      return { sites: sites.toSorted((a, b) => (a.origin < b.origin ? -1 : 1)) };
    },
  };
}
