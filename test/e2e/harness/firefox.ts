/** A real Firefox with Coffer installed, driven over WebDriver BiDi. */
import { randomUUID } from "node:crypto";
import puppeteer, { type Browser, type Page } from "puppeteer";
import { findBrowser } from "../../../scripts/browsers.ts";
import { builds, freshFolder, removeFolder } from "./files.ts";
import { until } from "./until.ts";

export interface Firefox {
  kind: "firefox";
  browser: Browser;
  profile: string;
  /** "moz-extension://<uuid>" */
  origin: string;
  /** A page of ours in a tab. */
  open(path: string): Promise<Page>;
  close(): Promise<void>;
}

/** The id in the manifest (wxt.config.ts). */
const addonId = "coffer@coffer.example";

/** Starts it with the built extension of `.output/firefox-mv3`. */
export async function startFirefox(): Promise<Firefox> {
  const executablePath = findBrowser("firefox");
  if (executablePath === null) throw new Error("No Firefox was found.");
  const home = freshFolder("firefox-home");
  const profile = freshFolder("firefox");
  const uuid = randomUUID();
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    headless: true,
    userDataDir: profile,
    // Needed for pages of moz-extension, and for what only the browser's own window can do.
    args: ["--remote-allow-system-access"],
    // Firefox refuses to run as root in the home of somebody else.
    env: { ...process.env, HOME: home },
    extraPrefsFirefox: {
      "extensions.webextensions.uuids": JSON.stringify({ [addonId]: uuid }),
      "browser.shell.checkDefaultBrowser": false,
      "datareporting.policy.dataSubmissionEnabled": false,
      "app.update.enabled": false,
    },
  });
  await browser.installExtension(builds.firefox);
  const origin = `moz-extension://${uuid}`;
  return {
    kind: "firefox",
    browser,
    profile,
    origin,
    async open(path) {
      const page = await browser.newPage();
      // This promise never settles for a page of an extension; the condition below does.
      void page.goto(`${origin}/${path}`).catch(() => undefined);
      await until("the page of the extension", () =>
        page.evaluate((start) => location.href.startsWith(start) && document.body !== null, origin),
      );
      return page;
    },
    async close() {
      await browser.close().catch(() => undefined);
      removeFolder(profile);
      removeFolder(home);
    },
  };
}
