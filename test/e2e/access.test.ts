/** For everyone: axe finds nothing in light and dark, and the main job needs no mouse. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { findings } from "./harness/axe.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { loginPage, password, valuesOf } from "./harness/drive.ts";
import { screenOf } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

describe("before there is a vault", () => {
  let coffer: Chromium;
  beforeAll(async () => {
    coffer = await startChromium();
  });
  afterAll(() => coffer.close());

  test("axe finds nothing in the empty popup and in set-up", async () => {
    const popup = await coffer.open("popup.html");
    await screenOf(popup).see(word("none.title"));
    await popup.bringToFront();
    expect(await findings(popup)).toEqual([]);
    await popup.close();
    const page = await coffer.open("manager.html");
    await screenOf(page).see(word("setup.choose"));
    await page.bringToFront();
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test("set-up by keyboard alone", async () => {
    const page = await coffer.open("manager.html#/setup");
    await page.bringToFront();
    const screen = screenOf(page);
    await screen.see(word("setup.choose"));
    await tabTo(page, word("setup.password"));
    await page.keyboard.type(password);
    await tabTo(page, word("setup.again"));
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");
    await screen.see(word("setup.codeTitle"));
    expect(await findings(page)).toEqual([]);
    await tabTo(page, word("setup.codeLater"));
    await page.keyboard.press("Enter");
    await screen.see(word("setup.pinTitle"));
    expect(await findings(page)).toEqual([]);
    await tabTo(page, word("setup.finish"));
    await page.keyboard.press("Enter");
    await screen.see(word("list.emptyTitle"));
  });
});

describe("with a vault", () => {
  let coffer: Chromium;
  let site: Site;
  let own: Page;
  beforeAll(async () => {
    site = await startSite();
    site.put("/login", loginPage);
    coffer = await startChromium();
    own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    const login = { username: "ann", password: "sEcret-17" };
    await ask(own, "item.save", {
      draft: draftOf("login", "Shop", login, { origins: [site.origin], tags: ["home"] }),
      password: null,
    });
    for (const kind of ["identity", "note", "card"] as const) {
      await ask(own, "item.save", { draft: draftOf(kind, `My ${kind}`), password });
    }
  });
  afterAll(async () => {
    await coffer.close();
    await site.close();
  });

  test.each([
    "",
    "settings",
    "security",
    "audit",
    "backup",
    "restore",
    "recovery",
    "sheet",
    "trash",
    "server",
  ])("axe finds nothing in the manager at #/%s", async (at) => {
    const page = await coffer.open(`manager.html#/${at}`);
    await page.waitForSelector("h1, [role=grid]");
    expect(await findings(page)).toEqual([]);
    await page.close();
  });

  test("axe finds nothing in the popup: list, item, editor, report, locked", async () => {
    const shop = await coffer.browser.newPage();
    await shop.goto(`${site.origin}/login`);
    const popup = await coffer.popup(shop);
    const screen = screenOf(popup);
    await screen.see("Shop");
    expect(await findings(popup)).toEqual([]);
    await screen.press(word("list.detailsOf", "Shop"));
    await screen.see(word("detail.sites"));
    expect(await findings(popup)).toEqual([]);
    await screen.press(word("app.edit"));
    await screen.see(word("edit.editTitle", word("kind.login")));
    expect(await findings(popup)).toEqual([]);
    await screen.press(word("app.cancel"));
    await screen.press(word("app.back"));
    await screen.press(`${word("list.fill")} Shop ann`);
    await screen.see(word("report.all", 2));
    expect(await findings(popup)).toEqual([]);
    await screen.press(word("app.done"));
    await screen.press(word("app.lock"));
    await screen.see(word("unlock.go"));
    expect(await findings(popup)).toEqual([]);
    await shop.close();
  });

  test("unlock, find and fill from the popup by keyboard alone", async () => {
    const shop = await coffer.browser.newPage();
    await shop.goto(`${site.origin}/login`);
    await ask(own, "lock", {});
    const popup = await coffer.popup(shop);
    await screenOf(popup).see(word("unlock.go"));
    await popup.keyboard.type(password);
    await popup.keyboard.press("Enter");
    await screenOf(popup).see("Shop");
    await popup.keyboard.type("sho");
    await screenOf(popup).miss("My note");
    await popup.keyboard.press("Enter");
    await screenOf(popup).see(word("report.all", 2));
    expect(await valuesOf(shop)).toEqual(["ann", "sEcret-17"]);
    await shop.close();
  });

  test("a new note in the manager by keyboard alone", async () => {
    const page = await coffer.open("manager.html");
    await page.bringToFront();
    await screenOf(page).see("Shop");
    await tabTo(page, word("list.newShort"));
    await page.keyboard.press("Enter");
    await until("the menu", async () => (await page.$("[role=menu]")) !== null);
    await downTo(page, word("kind.note"));
    await page.keyboard.press("Enter");
    await until("the title's box", () =>
      page.evaluate(() => document.activeElement?.id === "title"),
    );
    await page.keyboard.type("By hand");
    await tabTo(page, word("app.save"));
    await page.keyboard.press("Enter");
    await screenOf(page).miss(word("edit.newTitle", word("kind.note")));
    await screenOf(page).see("By hand");
  });
});

/** What the element with the focus is called, roughly: its label, its aria-label or its text. */
function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    const labels = (element as HTMLInputElement | null)?.labels;
    return (
      element?.getAttribute("aria-label") ??
      labels?.[0]?.textContent ??
      element?.textContent ??
      ""
    ).trim();
  });
}

/** Presses Tab until this has the focus; throws where Tab never gets there. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let i = 0; i < 80; i++) {
    if ((await focusedName(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${name}`);
}

async function downTo(page: Page, start: string): Promise<void> {
  for (let i = 0; i < 12; i++) {
    if ((await focusedName(page)).startsWith(start)) return;
    await page.keyboard.press("ArrowDown");
  }
  throw new Error(`The arrow does not reach ${start}`);
}
