/**
 * `npm run tour`: the main job on real pages in a headless Chromium - create a vault, unlock, save, find, copy,
 * fill, lock, export an encrypted backup, restore it in a second, fresh profile. Each step is printed with its
 * time; pictures go into tour-pictures.
 */
import { copyFileSync, mkdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import type { Page } from "puppeteer";
import { type Chromium, startChromium } from "../test/e2e/harness/chromium.ts";
import * as drive from "../test/e2e/harness/drive.ts";
import { screenOf } from "../test/e2e/harness/screen.ts";
import { type Site, startSite } from "../test/e2e/harness/site.ts";
import { until } from "../test/e2e/harness/until.ts";
import { word } from "../test/e2e/harness/words.ts";
import { ensureBrowsers } from "./browsers.ts";
import { buildFor } from "./build.ts";
import { root } from "./tool.ts";

const folder = join(root, "tour-pictures");
let count = 0;

async function step(name: string, run: () => Promise<Page | null>): Promise<void> {
  const start = performance.now();
  const page = await run();
  const ms = Math.round(performance.now() - start);
  count += 1;
  console.log(`${String(count).padStart(2)}. ${name.padEnd(64)} ${String(ms).padStart(6)} ms`);
  if (page === null) return;
  const file = `${String(count).padStart(2, "0")}-${name.toLowerCase().replaceAll(/[^a-z]+/g, "-")}.png`;
  await page.screenshot({ path: join(folder, file) });
}

async function walk(coffer: Chromium, site: Site, fresh: () => Promise<Chromium>): Promise<void> {
  const shop = await coffer.browser.newPage();
  let popup: Page | null = null;
  const overShop = async (): Promise<Page> => (popup = await coffer.popup(shop));
  const inPopup = () => screenOf(popup as unknown as Page);
  let file = "";

  await step("Create a vault in the set-up tab", async () => {
    await drive.setUp(coffer);
    return coffer.open("manager.html");
  });
  await step("Lock it, and unlock it again from the popup", async () => {
    await shop.goto(`${site.origin}/login`);
    await overShop();
    await drive.lock(inPopup());
    await drive.unlock(inPopup());
    await inPopup().see(word("list.emptyTitle"));
    return popup;
  });
  await step("Save a login for the shop in front", async () => {
    const login = { title: "Corner shop", username: "ann", password: "sEcret-17" };
    await drive.newLogin(inPopup(), { ...login, site: site.origin });
    return popup;
  });
  await step("Find it", async () => {
    await drive.find(inPopup(), "orner", "Corner shop");
    return popup;
  });
  await step("Copy its password; the clipboard clears by itself", async () => {
    await inPopup().press(word("list.copyOf", word("field.password"), "Corner shop"));
    await inPopup().see("Clears in");
    return popup;
  });
  await step("Fill the shop's page: the report stays in the popup", async () => {
    await inPopup().press(`${word("list.fill")} Corner shop ann`);
    await inPopup().see(word("report.all", 2));
    return popup;
  });
  await step("The page, filled and not sent", async () => {
    const filled = (await drive.valuesOf(shop)).join() === "ann,sEcret-17";
    if (!filled || site.received.length > 0) throw new Error("The page is not as it should be.");
    return shop;
  });
  await step("Lock; the clipboard is cleared", async () => {
    await overShop();
    // It opens on the report of the fill just made.
    await inPopup().press(word("app.done"));
    await drive.lock(inPopup());
    const own = await coffer.open("manager.html");
    await until("a clear clipboard", async () => (await drive.clipboard(own)) === "");
    await drive.unlock(screenOf(own));
    await screenOf(own).see("Corner shop");
    return own;
  });
  await step("Export an encrypted backup", async () => {
    file = await drive.exportBackup(coffer);
    copyFileSync(file, join(folder, "backup.coffer"));
    return null;
  });
  await step("Restore it in a second, fresh profile, and fill from there", async () => {
    const second = await fresh();
    const said = await drive.restoreBackup(second, file);
    console.log(`    the manifest says: ${said}`);
    const page = await second.browser.newPage();
    await page.goto(`${site.origin}/login`);
    const there = await second.popup(page);
    await screenOf(there).press(`${word("list.fill")} Corner shop ann`);
    await screenOf(there).see(word("report.all", 2));
    return page;
  });
}

/** Exit code of the command. */
export default async function tour(): Promise<number> {
  ensureBrowsers("chromium");
  await buildFor("chromium");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const site = await startSite();
  site.put("/login", drive.loginPage);
  const open: Chromium[] = [];
  const fresh = async () => {
    const coffer = await startChromium();
    open.push(coffer);
    return coffer;
  };
  console.log("A tour of Coffer in a headless Chromium:\n");
  try {
    await walk(await fresh(), site, fresh);
  } finally {
    for (const coffer of open) await coffer.close();
    await site.close();
  }
  console.log(
    `\nPictures and the backup file are in ${relative(process.cwd(), folder) || folder}/`,
  );
  return 0;
}
