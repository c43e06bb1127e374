/** The main job, end to end, on real pages, in both browsers; the restore is in a second, fresh profile. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { startChromium } from "./harness/chromium.ts";
import { startFirefox } from "./harness/firefox.ts";
import {
  type Coffer,
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
} from "./harness/drive.ts";
import type { Screen } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

describe.each([
  ["Chromium", startChromium],
  ["Firefox", startFirefox],
] as const)("in %s", (_name, start) => {
  let site: Site;
  let coffer: Coffer;
  let second: Coffer | null = null;
  let shop: Page;
  let popup: Screen;
  let file = "";

  beforeAll(async () => {
    site = await startSite();
    site.put("/login", loginPage);
    coffer = await start();
  });
  afterAll(async () => {
    await coffer?.close();
    await second?.close();
    await site?.close();
  });

  test("a vault is created in the set-up tab, and a recovery code is shown", async () => {
    expect(await setUp(coffer)).toMatch(/^[0-9A-Z-]{34,}$/);
  });

  test("a login is saved from the popup over the shop's page", async () => {
    shop = await coffer.browser.newPage();
    await shop.goto(`${site.origin}/login`);
    popup = await coffer.popupOver(shop);
    await popup.see(word("list.emptyTitle"));
    const login = { title: "Corner shop", username: "ann", password: "sEcret-17" };
    await newLogin(popup, { ...login, site: site.origin });
    await popup.see("Corner shop");
  });

  test("search finds it by a part of its title", async () => {
    await find(popup, "orner", "Corner shop");
    await find(popup, "nowhere to be found", word("list.nothing", "nowhere to be found"));
    await find(popup, "corner", "Corner shop");
  });

  test("fill writes both boxes, submits nothing, and the popup stays open with its report", async () => {
    await popup.press(`${word("list.fill")} Corner shop ann`);
    await popup.see(word("report.all", 2));
    expect(await valuesOf(shop)).toEqual(["ann", "sEcret-17"]);
    expect(site.received).toEqual([]);
    expect(shop.url()).toBe(`${site.origin}/login`);
  });

  test("undo puts the page back as it was", async () => {
    await popup.press(word("report.undo"));
    await popup.see(word("report.undone"));
    await until("empty boxes", async () => (await valuesOf(shop)).every((value) => value === ""));
  });

  test("copy puts the password on the clipboard", async () => {
    const own = await coffer.open("manager.html");
    popup = await coffer.popupOver(shop);
    await popup.press(word("list.copyOf", word("field.password"), "Corner shop"));
    await popup.see("Clears in");
    expect(await clipboard(own)).toBe("sEcret-17");
    await own.close();
  });

  test("lock clears the clipboard and asks for the password; a wrong one opens nothing", async () => {
    popup = await coffer.popupOver(shop);
    await lock(popup);
    const own = await coffer.open("manager.html");
    await until("a clear clipboard", async () => (await clipboard(own)) === "");
    await own.close();
    popup = await coffer.popupOver(shop);
    await unlock(popup, "wrong password");
    await popup.see(word("failure.WRONG_SECRET"));
    await unlock(popup);
    await popup.see("Corner shop");
  });

  test("an encrypted backup file is exported", async () => {
    file = await exportBackup(coffer);
  });

  test("a fresh profile restores it, says that it is complete, and fills with it", async () => {
    second = await start();
    expect(await restoreBackup(second, file)).toContain(word("restore.complete", 1));
    const page = await second.browser.newPage();
    await page.goto(`${site.origin}/login`);
    const there = await second.popupOver(page);
    await there.press(`${word("list.fill")} Corner shop ann`);
    await there.see(word("report.all", 2));
    expect(await valuesOf(page)).toEqual(["ann", "sEcret-17"]);
  });
});
