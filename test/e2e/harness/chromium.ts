/** A real Chromium with Coffer installed, and the handles that only a test needs. */
import { once } from "node:events";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import puppeteer, { type Browser, type Extension, type Page, type WebWorker } from "puppeteer";
import { findBrowser } from "../../../scripts/browsers.ts";
import { builds, freshFolder, removeFolder } from "./files.ts";
import { screenOf, type Screen } from "./screen.ts";
import { until } from "./until.ts";

export interface Chromium {
  kind: "chromium";
  browser: Browser;
  extension: Extension;
  /** Folder of the profile; it is taken away by `close`, unless it was given. */
  profile: string;
  /** "chrome-extension://<id>" */
  origin: string;
  /** The background; waits for it where it is just starting. */
  worker(): Promise<WebWorker>;
  /** Ends the background as the browser does after 30 idle seconds. */
  stopWorker(): Promise<void>;
  /** Where downloads go. */
  downloads: string;
  /** The real popup over `page`; the click on the icon grants activeTab. */
  popup(page: Page): Promise<Page>;
  /** The popup that this makes the extension open. */
  popupBy(act: () => Promise<unknown>): Promise<Page>;
  /** The same as `popup`, as a screen. */
  popupOver(page: Page): Promise<Screen>;
  /** A page of ours in a tab. */
  open(path: string): Promise<Page>;
  /** SIGKILL to the browser's own process. The profile stays. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

export interface ChromiumOptions {
  /** A folder of an earlier start, to be used again. */
  profile?: string;
  headed?: boolean;
  args?: string[];
  /** Beside the environment of the test. */
  env?: Record<string, string>;
  /** Sites the user has allowed: nobody can answer the browser's question headless, so a copy of the build has them. */
  hosts?: string[];
}

const quiet = [
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-quic",
  "--disable-features=Translate,OptimizationHints,MediaRouter",
  "--password-store=basic",
];

/** A copy of the build whose manifest has these hosts, as if they had been granted. */
function allowing(hosts: string[]): string {
  const folder = freshFolder("chromium-build");
  cpSync(builds.chromium, folder, { recursive: true });
  const path = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as object;
  writeFileSync(path, JSON.stringify({ ...manifest, host_permissions: hosts }));
  return folder;
}

/** Starts it with the built extension of `.output/chrome-mv3`. */
export async function startChromium(options: ChromiumOptions = {}): Promise<Chromium> {
  const executablePath = findBrowser("chromium");
  if (executablePath === null) throw new Error("No Chromium was found.");
  const profile = options.profile ?? freshFolder("chromium");
  const browser = await puppeteer.launch({
    executablePath,
    headless: options.headed !== true,
    userDataDir: profile,
    enableExtensions: true,
    pipe: true,
    env: { ...process.env, ...options.env },
    defaultViewport: options.headed ? null : { width: 1100, height: 800 },
    // Root has no user namespace to put a sandbox in.
    args: [
      ...quiet,
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      ...(options.args ?? []),
    ],
  });
  // Unpacked extensions are not remembered by the profile: each start installs again.
  const build = options.hosts === undefined ? builds.chromium : allowing(options.hosts);
  const id = await browser.installExtension(build);
  const extension = await until("the extension", async () => (await browser.extensions()).get(id));
  const origin = `chrome-extension://${id}`;

  const downloads = freshFolder("downloads");
  const session = await browser.target().createCDPSession();
  await session.send("Browser.setDownloadBehavior", {
    behavior: "allow",
    downloadPath: downloads,
  });

  const isWorker = (target: { type(): string; url(): string }) =>
    target.type() === "service_worker" && target.url().startsWith(origin);

  const worker = async () => {
    const target = await browser.waitForTarget(isWorker, { timeout: 20_000 });
    return until("the worker", () => target.worker());
  };
  await worker();

  let last: Page | null = null;
  const popupBy = async (act: () => Promise<unknown>) => {
    const known = new Set(browser.targets());
    await act();
    const target = await browser.waitForTarget(
      (each) => !known.has(each) && each.url().startsWith(`${origin}/popup.html`),
      { timeout: 20_000 },
    );
    return (last = await target.asPage());
  };
  const popup = async (page: Page) => {
    await page.bringToFront();
    // A click on the icon while the popup is open would close it.
    if (last?.isClosed() === false) await last.close().catch(() => undefined);
    return popupBy(() => page.triggerExtensionAction(extension));
  };

  return {
    kind: "chromium",
    browser,
    extension,
    profile,
    origin,
    worker,
    async stopWorker() {
      const target = browser.targets().find(isWorker);
      if (target === undefined) return;
      await (await target.worker())?.close().catch(() => undefined);
      // Asked of the browser as well: puppeteer's own list has once kept a worker that was gone.
      await until("the worker's end", async () => {
        if (!browser.targets().includes(target)) return true;
        const { targetInfos } = await session.send("Target.getTargets");
        return !targetInfos.some(
          ({ type, url }) => type === "service_worker" && url.startsWith(origin),
        );
      });
    },
    downloads,
    popup,
    popupBy,
    popupOver: async (page) => {
      const opened = await popup(page);
      // Headless, the screen is too low for it, and the popup is 30 px wider until it knows (src/ui/popup.tsx): what is
      // clicked while it shrinks is missed.
      await until("the popup's width", () => opened.evaluate(() => innerWidth <= 380));
      return screenOf(opened);
    },
    async open(path) {
      const page = await browser.newPage();
      await page.goto(`${origin}/${path}`);
      return page;
    },
    async kill() {
      const child = browser.process();
      if (child === null) throw new Error("This browser is not ours to kill.");
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
    async close() {
      await browser.close().catch(() => undefined);
      removeFolder(downloads);
      if (build !== builds.chromium) removeFolder(build);
      if (options.profile === undefined) removeFolder(profile);
    },
  };
}
