/**
 * webextension-polyfill carries a table of every interface a browser may have. The background and the popup load
 * it first of all, so the build takes those out that Coffer never asks for. What is not in the table goes to the
 * browser as it is, and Chromium's own calls answer with promises since Manifest V3.
 */
import type { WxtViteConfig } from "wxt";

type Plugin = Exclude<
  Extract<NonNullable<WxtViteConfig["plugins"]>[number], { name: string }>,
  false | null
>;

/** What src/browser and src/wire ask of the browser. */
const used = ["alarms", "commands", "contextMenus", "i18n", "idle", "runtime", "storage", "tabs"];

const table = /const apiMetadata = (\{[\s\S]*?\n {6}\});/;

/** The plugin; it fails the build where the polyfill is not as it knows it. */
export function smallPolyfill(): Plugin {
  return {
    name: "coffer:small-polyfill",
    transform(code, id) {
      if (!/webextension-polyfill[\\/]dist[\\/]browser-polyfill\.js$/.test(id)) return null;
      const found = table.exec(code);
      if (found === null)
        throw new Error("webextension-polyfill has another table: see small-polyfill.ts");
      const all = Object.entries(JSON.parse(found[1] ?? "") as Record<string, unknown>);
      const kept = Object.fromEntries(all.filter(([name]) => used.includes(name)));
      return {
        code: code.replace(table, () => `const apiMetadata = ${JSON.stringify(kept)};`),
        map: null,
      };
    },
  };
}
