import { createHash } from "node:crypto";
import { defineConfig } from "wxt";
import { lateParts } from "./scripts/late-parts.ts";
import { smallPolyfill } from "./scripts/small-polyfill.ts";

/**
 * The policy of FORMAT.md 10. `connect-src` names every https host because the user's own server
 * may be anywhere; which one is decided by the optional host permission asked when it is connected.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "worker-src 'self'",
  "connect-src 'self' https: wss: http://localhost:* http://127.0.0.1:* ws://localhost:* ws://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Each permission with its reason. No host permission is asked at install (FORMAT.md 10). */
const permissions = [
  "storage", // storage.session holds the class keys while the vault is open (FORMAT.md 6)
  "unlimitedStorage", // the vault in IndexedDB is not evicted when the disk runs low
  "activeTab", // the page the user acted on, and no other, for as long as it stays
  "scripting", // puts the fill stub, which carries no data, into that page
  "contextMenus", // "Fill from Coffer", "Save selection"
  "alarms", // lock and clipboard clearing when the worker was stopped meanwhile
  "clipboardWrite", // copy
  "clipboardRead", // compare before clearing: only our own value is cleared
  "idle", // lock with the screen and after idle time
];

/** Public key of the extension id: fixed, so that the id stays a lasting relying party for passkeys (FORMAT.md 1). */
const extensionKey =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAlJmhtJNj0bgQTDqF/4mtwod7gKqQPPMejk1nt0Grm/trTD/wchCuKIwAb4xkHp0Ndc/D5rdcZpa+xvKyCCg0Wk6VekJJmPYHModclsRIp6m8gnyL3NksJEkzGzJnsaEPvRu+4chsO3I0apxS4BOdAPJd4/Z8zj3ol+nT13W481jDPM75UvV67xkPtD8tGNGYaWKrK69ZuoWDOIvxZGWK+4kiJCs55jgxRxnU8WWkL0+H4jVUBQncG1tk/IhfR+51bEw5oeRuXWGoMhQerweecWEneRSdY1bCVMf/cMFUTEPLXPRM1jhWJXB+OmnpbWny1X8DYcRKQFUAMMk3q5Z8eQIDAQAB";

/** The offline reader of FORMAT.md 7, built once for all that asks for it. */
let readerPage: Promise<string> | undefined;
async function reader(): Promise<string> {
  readerPage ??= import("./scripts/reader.ts").then(({ buildPage }) => buildPage());
  return readerPage;
}

export default defineConfig({
  imports: false,
  modules: ["@wxt-dev/i18n/module"],
  manifestVersion: 3,
  outDir: ".output",
  manifest: ({ browser, mode }) => ({
    name: "__MSG_manifest_name__",
    description: "__MSG_manifest_description__",
    default_locale: "en",
    permissions:
      browser === "chrome"
        ? // offscreen: the clipboard; sidePanel: the app beside the page. Firefox needs neither.
          [...permissions, "offscreen", "sidePanel"]
        : permissions,
    omnibox: { keyword: "cf" },
    optional_host_permissions: ["https://*/*", "http://*/*"],
    ...(mode === "production" ? { content_security_policy: { extension_pages: policy } } : {}),
    ...(browser === "chrome"
      ? {
          key: extensionKey,
          minimum_chrome_version: "127",
          externally_connectable: { ids: [] },
        }
      : {
          browser_specific_settings: {
            gecko: {
              id: "coffer@coffer.example",
              strict_min_version: "140.0",
              data_collection_permissions: { required: ["none"] },
            },
          },
        }),
    action: { default_title: "__MSG_manifest_name__" },
    commands: {
      _execute_action: {
        suggested_key: { default: "Alt+Shift+K" },
      },
      fill: {
        suggested_key: { default: "Alt+Shift+L" },
        description: "__MSG_command_fill__",
      },
      "save-selection": {
        suggested_key: { default: "Alt+Shift+C" },
        description: "__MSG_command_saveSelection__",
      },
      "next-value": { description: "__MSG_command_nextValue__" },
      insert: {
        suggested_key: { default: "Alt+Shift+I" },
        description: "__MSG_command_insert__",
      },
      lock: { description: "__MSG_command_lock__" },
      panel: { description: "__MSG_command_panel__" },
      "undo-fill": { description: "__MSG_command_undoFill__" },
    },
  }),
  hooks: {
    /**
     * The offline reader of FORMAT.md 7 comes with the extension, as bytes: our manager fetches it to save it,
     * alone or with a backup inside. It is no page of ours and no page of the web may reach it.
     */
    "build:publicAssets": async (_, files) => {
      files.push({ relativeDest: "reader.html", contents: await reader() });
    },
  },
  zip: {
    includeSources: ["**/*"],
    excludeSources: [".output/**", "tour-pictures/**", "test/**"],
  },
  vite: async () => ({
    // What the emergency sheet prints of it.
    define: {
      COFFER_READER_SHA256: JSON.stringify(
        createHash("sha256")
          .update(await reader())
          .digest("hex"),
      ),
    },
    plugins: [
      lateParts(import.meta.dirname, [
        "forms",
        "later",
        "domains",
        "patterns",
        "sharing",
        "age",
        "server",
        "targets",
      ]),
      lateParts(import.meta.dirname, ["hand"], "fill"),
      lateParts(import.meta.dirname, ["copied", "typed"], "watch"),
      smallPolyfill(),
    ],
    build: { target: ["chrome127", "firefox140"], sourcemap: false },
    resolve: { conditions: ["module", "browser", "import", "default"] },
  }),
});
