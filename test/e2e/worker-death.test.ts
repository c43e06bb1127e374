/** The background may be stopped at any time: between unlock and fill, and between copy and clear. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { defaultSettings } from "../../src/core/settings.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { clipboard, loginPage, password, valuesOf } from "./harness/drive.ts";
import { type Firefox, startFirefox } from "./harness/firefox.ts";
import { screenOf } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let site: Site;
beforeAll(async () => {
  site = await startSite();
  site.put("/login", loginPage);
});
afterAll(() => site.close());

async function prepare(own: Page): Promise<string> {
  await ask(own, "create", { password });
  const login = draftOf("login", "Shop", { username: "ann", password: "sEcret-17" });
  const { id } = await ask(own, "item.save", {
    draft: { ...login, origins: [site.origin] },
    password: null,
  });
  return id;
}

describe("in Chromium", () => {
  let coffer: Chromium;
  let own: Page;
  let id: string;
  beforeAll(async () => {
    coffer = await startChromium();
    own = await coffer.open("manager.html");
    id = await prepare(own);
  });
  afterAll(() => coffer.close());

  test("after its death the vault is still open, and the popup fills", async () => {
    const shop = await coffer.browser.newPage();
    await shop.goto(`${site.origin}/login`);
    await coffer.stopWorker();
    const popup = screenOf(await coffer.popup(shop));
    await popup.press(`${word("list.fill")} Shop ann`);
    await popup.see(word("report.all", 2));
    expect(await valuesOf(shop)).toEqual(["ann", "sEcret-17"]);
    await coffer.stopWorker();
    await popup.press(word("report.undo"));
    await until("empty boxes", async () => (await valuesOf(shop)).join("") === "");
    await shop.close();
  });

  test("a copied value is cleared in time, though nobody woke the background", async () => {
    await ask(own, "settings.save", { settings: { ...defaultSettings, clipboardSeconds: 5 } });
    await own.bringToFront();
    const { until: end } = await ask(own, "copy", { id, field: "password", password: null });
    expect(await clipboard(own)).toBe("sEcret-17");
    await coffer.stopWorker();
    await until("a clear clipboard", async () => (await clipboard(own)) === "", 20_000);
    expect(Date.now()).toBeGreaterThan(end - 1_000);
  });

  test("what somebody else copied meanwhile is left alone", async () => {
    await own.bringToFront();
    const { until: end } = await ask(own, "copy", { id, field: "password", password: null });
    await own.evaluate(() => navigator.clipboard.writeText("the user's own text"));
    await coffer.stopWorker();
    await until("the time to pass", () => Date.now() > end);
    await until("the end of the wait", async () => {
      const status = await ask(own, "status", {});
      return status.state === "open" && status.clip === null;
    });
    expect(await clipboard(own)).toBe("the user's own text");
  });
});

describe("in Firefox", () => {
  let coffer: Firefox;
  beforeAll(async () => {
    coffer = await startFirefox();
  });
  afterAll(() => coffer.close());

  test("after the event page was stopped the vault is still open, and the popup fills", async () => {
    const own = await coffer.open("manager.html");
    // Just installed: the background may be a moment behind the page.
    await until("the background", () => ask(own, "status", {}));
    await prepare(own);
    await own.close();
    const shop = await coffer.browser.newPage();
    await shop.goto(`${site.origin}/login`);
    await coffer.window.stopBackground();
    const popup = await coffer.popupOver(shop);
    await popup.press(`${word("list.fill")} Shop ann`);
    await popup.see(word("report.all", 2));
    expect(await valuesOf(shop)).toEqual(["ann", "sEcret-17"]);
  });
});
