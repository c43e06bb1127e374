/** The rows that act on the page in front, each on a gesture in our own window. */
import type { Handlers } from "../wire/protocol.ts";
import { captureForm, fillPage, undoFill } from "./fill.ts";
import { settingsOf } from "./settings-record.ts";
import { checkRule } from "./sites.ts";
import { stillOpen, use, type Vault, withCritical } from "./vault.ts";

type PageHandlers = Pick<Handlers, "fill" | "fill.undo" | "capture" | "site.check">;

/** Fill, undo and capture. */
export function pageHandlers(vault: Vault): PageHandlers {
  const { world } = vault;
  return {
    fill: async ({ password, only = null, ...ask }) => {
      const opened = await use(vault);
      const { keepTyped, siteWide } = settingsOf(vault);
      const still = stillOpen(vault);
      return withCritical(vault, opened, password, (critical) =>
        fillPage(world, opened, {
          ...ask,
          only,
          critical,
          keepTyped,
          siteWide,
          still,
          undoFirst: false,
        }),
      );
    },
    "fill.undo": async ({ tabId }) => ({ count: await undoFill(world, tabId) }),
    capture: async ({ tabId }) => {
      await use(vault);
      return { draft: await captureForm(world, tabId) };
    },
    "site.check": (rule) => checkRule(world, rule),
  };
}
