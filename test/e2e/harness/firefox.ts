/** A real Firefox with Coffer installed, driven over WebDriver BiDi. */
import { randomUUID } from "node:crypto";
import puppeteer, { type Browser, type Page } from "puppeteer";
import { findBrowser } from "../../../scripts/browsers.ts";
import { builds, freshFolder, removeFolder } from "./files.ts";
import { firefoxWindow, type FirefoxWindow } from "./firefox-window.ts";
import type { Screen } from "./screen.ts";
import { until } from "./until.ts";

export interface Firefox {
  kind: "firefox";
  browser: Browser;
  profile: string;
  /** "moz-extension://<uuid>" */
  origin: string;
  /** Where downloads go. */
  downloads: string;
  /** What only the browser's own window can do. */
  window: FirefoxWindow;
  /** The real popup over `page`, as a screen; the click on the icon grants activeTab. */
  popupOver(page: Page): Promise<Screen>;
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
  const downloads = freshFolder("downloads");
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
      "browser.download.dir": downloads,
      "browser.download.folderList": 2,
      "browser.download.useDownloadDir": true,
      "browser.download.always_ask_before_handling_new_types": false,
    },
  });
  await browser.installExtension(builds.firefox);
  const origin = `moz-extension://${uuid}`;
  const window = await firefoxWindow(browser, addonId);
  return {
    kind: "firefox",
    browser,
    profile,
    origin,
    downloads,
    window,
    async popupOver(page) {
      await page.bringToFront();
      return window.popup();
    },
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
      removeFolder(downloads);
    },
  };
}
