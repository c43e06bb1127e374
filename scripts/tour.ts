/**
 * `npm run tour`: the main job on a real page in a real browser without a window, each step printed with its
 * time, and a picture of each in a folder named at the end.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { startChromium } from "../test/e2e/harness/chromium.ts";
import {
  clipboard,
  exportBackup,
  find,
  lock,
  loginPage,
  newLogin,
  restoreBackup,
  setUp,
  unlock,
  valuesOf,
} from "../test/e2e/harness/drive.ts";
import { screenOf } from "../test/e2e/harness/screen.ts";
import { startSite } from "../test/e2e/harness/site.ts";
import { until } from "../test/e2e/harness/until.ts";
import { word } from "../test/e2e/harness/words.ts";
import { ensureBrowsers } from "./browsers.ts";
import { buildFor } from "./build.ts";
import { root } from "./tool.ts";

const pictures = join(root, "tour-pictures");

/** Exit code: 0 where every step did what it says. */
export default async function tour(): Promise<number> {
  ensureBrowsers("chromium");
  rmSync(pictures, { recursive: true, force: true });
  mkdirSync(pictures, { recursive: true });
  let number = 0;
  const total = performance.now();

  /** Runs one step, prints its time, and takes a picture of the page it answers. */
  async function step<T>(name: string, work: () => Promise<T>, page?: (done: T) => Page): Promise<T> {
    const start = performance.now();
    const done = await work();
    const seconds = ((performance.now() - start) / 1000).toFixed(2);
    number += 1;
    console.log(`${String(number).padStart(2)}  ${seconds.padStart(6)} s  ${name}`);
    const file = `${String(number).padStart(2, "0")}-${name.replace(/\W+/g, "-").slice(0, 40)}.png`;
    await page?.(done).screenshot({ path: join(pictures, file) as `${string}.png` });
    return done;
  }

  await step("build the extension", () => buildFor("chromium"));
  const site = await startSite();
  site.put("/login", loginPage);
  const coffer = await step("start a browser with a fresh profile", () => startChromium());
  let second: Awaited<ReturnType<typeof startChromium>> | null = null;
  try {
    await step("create a vault", () => setUp(coffer));
    const shop = await coffer.browser.newPage();
    await shop.goto(`${site.origin}/login`);
    const openPopup = () => coffer.popup(shop);
    const popup = await step("open the popup over a shop's login page", openPopup, (one) => one);
    const screen = screenOf(popup);
    const login = { title: "Corner shop", username: "ann", password: "sEcret-17", site: site.origin };
    await step("save a login", () => newLogin(screen, login), () => popup);
    await step("find it", () => find(screen, "orner", "Corner shop"), () => popup);
    await step(
      "fill the page",
      async () => {
        await screen.press(`${word("list.fill")} Corner shop ann`);
        await screen.see(word("report.all", 2));
        if ((await valuesOf(shop)).join() !== "ann,sEcret-17") throw new Error("The page was not filled.");
      },
      () => shop,
    );
    const forCopy = await openPopup();
    const again = screenOf(forCopy);
    await step(
      "copy the password",
      async () => {
        await again.press(word("list.copyOf", word("field.password"), "Corner shop"));
        await again.see("Clears in");
      },
      () => forCopy,
    );
    const own = await coffer.open("manager.html");
    if ((await clipboard(own)) !== "sEcret-17") throw new Error("The clipboard does not hold the password.");
    const forLock = await openPopup();
    await step("lock", () => lock(screenOf(forLock)), () => forLock);
    await until("a clear clipboard", async () => (await clipboard(own)) === "");
    await own.close();
    const forUnlock = await openPopup();
    await step("unlock", () => unlock(screenOf(forUnlock)), () => forUnlock);
    const file = await step("export an encrypted backup", () => exportBackup(coffer));
    second = await step("start a second browser with a fresh profile", () => startChromium());
    const fresh = second;
    const said = await step("restore the backup there", () => restoreBackup(fresh, file));
    console.log(`              "${said.trim()}"`);
    const manager = await step("look at what was restored", () => fresh.open("manager.html"), (one) => one);
    await manager.close();
  } finally {
    await coffer.close();
    await second?.close();
    await site.close();
  }
  console.log(`\nThe whole job took ${((performance.now() - total) / 1000).toFixed(1)} s. Pictures: ${pictures}`);
  return 0;
}
