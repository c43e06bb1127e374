/** The audit log on the screen, as a file and from an item; earlier values; the trash. In the real browser. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import type { Draft, Item } from "../../src/core/item.ts";
import { findings } from "./harness/axe.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { clipboard, loginPage, password } from "./harness/drive.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let coffer: Chromium;
let site: Site;
let own: Page;
let shop: Item;

function changed(item: Item, key: string, value: string): Draft {
  const { created: _c, modified: _m, trashed: _t, ...draft } = item;
  const fields = draft.fields.map((field) => (field.key === key ? { ...field, value } : field));
  return { ...draft, fields };
}

beforeAll(async () => {
  site = await startSite();
  site.put("/login", loginPage);
  coffer = await startChromium();
  own = await coffer.open("manager.html");
  await ask(own, "create", { password });
  const login = { username: "ann", password: "first-5ecret" };
  const draft = draftOf("login", "Shop", login, { origins: [site.origin] });
  shop = await ask(own, "item.save", { draft, password: null });
  shop = await ask(own, "item.save", {
    draft: changed(shop, "password", "second-5ecret"),
    password: null,
  });
});
afterAll(async () => {
  await coffer.close();
  await site.close();
});

/** The sentences of the table, from the top. */
const lines = (page: Page) =>
  page.$$eval(".log-what > span", (all) => all.map((each) => each.textContent.trim()));

async function openLog(): Promise<{ page: Page; screen: Screen }> {
  const page = await coffer.open("manager.html#/audit");
  const screen = screenOf(page);
  await screen.see(word("audit.what"));
  return { page, screen };
}

/** Goes through a list with the arrows until these words are chosen. */
async function choose(page: Page, at: number, words: string): Promise<void> {
  const box = (await page.$$(".log-filters select"))[at];
  if (box === undefined) throw new Error("There is no such filter.");
  const chosen = () => box.evaluate((element) => element.selectedOptions[0]?.text ?? "");
  await box.focus();
  await page.keyboard.press("Home");
  for (let n = 0; n < 9 && (await chosen()) !== words; n++) await page.keyboard.press("ArrowDown");
  expect(await chosen()).toBe(words);
}

describe("the audit log", () => {
  const quoted = word("audit.quoted", "Shop");

  test("tells a fill with its site, a copy and a wrong password as sentences", async () => {
    const page = await coffer.browser.newPage();
    await page.goto(`${site.origin}/login`);
    const popup = await coffer.popup(page);
    const list = screenOf(popup);
    await list.press(`${word("list.fill")} Shop ann`);
    await list.see(word("report.all", 2));
    await page.close();
    await ask(own, "copy", { id: shop.id, field: "password", password: null });
    await ask(own, "lock", {});
    await expect(ask(own, "unlock", { by: "password", secret: "wrong" })).rejects.toThrow(
      "WRONG_SECRET",
    );
    await ask(own, "unlock", { by: "password", secret: password });
    const log = await openLog();
    // What happened within one millisecond has no order; these had a second of Argon2 between them.
    expect(new Set(await lines(log.page))).toEqual(
      new Set([
        word("auditLine.unlocked"),
        word("auditLine.unlockFailed"),
        word("auditLine.copied", quoted),
        word("auditLine.filledOn", quoted, new URL(site.origin).host),
        word("auditLine.created"),
      ]),
    );
    expect((await lines(log.page)).at(-1)).toBe(word("auditLine.created"));
    expect(await log.page.evaluate(() => document.body.innerText)).not.toMatch(/5ecret/);
    await log.page.close();
  });

  test("has nothing for axe to find, in light and dark, wide and narrow, and fits a narrow window", async () => {
    const { page } = await openLog();
    expect(await findings(page)).toEqual([]);
    await page.setViewport({ width: 340, height: 700 });
    expect(await findings(page)).toEqual([]);
    const over = await page.$eval("main", (main) => main.scrollWidth - main.clientWidth);
    expect(over).toBe(0);
    await page.close();
  });

  test("is narrowed by kind with the keyboard, and by item; what fits nothing says so", async () => {
    const { page, screen } = await openLog();
    await choose(page, 0, word("audit.groupFills"));
    await until("the fills alone", async () => (await lines(page)).length === 1);
    expect((await lines(page))[0]).toContain(new URL(site.origin).host);
    await choose(page, 0, word("audit.groupErased"));
    await screen.see(word("audit.nothing"));
    expect(await findings(page)).toEqual([]);
    await screen.press(word("audit.reset"));
    await screen.see(word("auditLine.created"));
    await screen.press(word("audit.filterItem", "Shop"));
    await screen.miss(word("auditLine.created"));
    expect(await lines(page)).toHaveLength(2);
    expect(page.url()).not.toContain(shop.id);
    await screen.press(word("audit.clearItem"));
    await screen.see(word("auditLine.created"));
    await page.close();
  });

  test("comes in parts, and more of it is a button away", async () => {
    for (let n = 0; n < 120; n++) {
      await ask(own, "copy", { id: shop.id, field: "username", password: null });
    }
    const { page, screen } = await openLog();
    await until("the first part", async () => (await lines(page)).length === 100);
    await page.focus(".line .button");
    await screen.keys("Enter");
    await screen.see(word("auditLine.created"));
    expect(await lines(page)).toHaveLength(125);
    // The button is gone; the focus is not.
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("P");
    await page.close();
  });

  test("is saved as a table and as JSON, with the password, and that is noted", async () => {
    const { page, screen } = await openLog();
    await choose(page, 0, word("audit.groupFills"));
    await until("the fills alone", async () => (await lines(page)).length === 1);
    const fileOf = (end: string) =>
      until(`a file ${end}`, () =>
        readdirSync(coffer.downloads).find((name) => name.endsWith(end)),
      );
    await screen.press(word("audit.exportCsv"));
    await screen.see(word("prompt.log"));
    await screen.type(word("unlock.password"), "wrong");
    await screen.keys("Enter");
    await screen.see(word("failure.WRONG_SECRET"));
    expect(readdirSync(coffer.downloads)).toEqual([]);
    await screen.type(word("unlock.password"), password);
    await screen.keys("Enter");
    const csv = readFileSync(join(coffer.downloads, await fileOf(".csv")), "utf8").split("\r\n");
    expect(csv).toHaveLength(3);
    expect(csv[1]).toMatch(/^\d{4}-.*Z,filled,Shop,http.*,this$/);
    await screen.press(word("audit.exportJson"));
    await screen.type(word("unlock.password"), password);
    await screen.keys("Enter");
    const json = readFileSync(join(coffer.downloads, await fileOf(".json")), "utf8");
    expect(JSON.parse(json)).toMatchObject([{ event: "filled", title: "Shop", site: site.origin }]);
    await choose(page, 0, word("audit.groupFiles"));
    await until("both notes", async () => (await lines(page)).length === 2);
    expect(await lines(page)).toEqual(Array(2).fill(word("auditLine.logExported")));
    await page.close();
  });

  test("is there in the item: its last uses, and the way to all of them", async () => {
    const page = await coffer.open("manager.html");
    const screen = screenOf(page);
    await screen.press(word("list.detailsOf", "Shop"));
    await until("the item", () => page.$("summary"));
    await page.evaluate(() => [...document.querySelectorAll("summary")].at(-1)?.click());
    await screen.see(word("auditLine.copied", quoted));
    expect(await findings(page)).toEqual([]);
    await screen.press(word("audit.historyAll"));
    await screen.see(word("audit.only", "Shop"));
    await screen.miss(word("auditLine.created"));
    await page.close();
  });
});

describe("earlier values", () => {
  async function openPast(screen: Screen, page: Page): Promise<void> {
    await screen.press(word("list.detailsOf", "Shop"));
    await screen.see(word("past.title"));
    await page.click("summary");
    await until("the values", () => page.$(".more-of .value"));
  }
  const name = (page: Page, start: string) =>
    until(`a button ${start}`, () =>
      page.$$eval(
        ".more-of button",
        (all, begins) =>
          all.map((each) => each.title).find((title) => title.startsWith(begins)) ?? null,
        start,
      ),
    );
  const startOf = (key: string) => word(key, word("field.password"), "").trim();

  test("are hidden, shown and copied in the popup", async () => {
    // What was copied before would still be told of.
    await ask(own, "clip.clear", {});
    const page = await coffer.browser.newPage();
    await page.goto(`${site.origin}/login`);
    const popup = await coffer.popup(page);
    const screen = screenOf(popup);
    await openPast(screen, popup);
    expect(await screen.text()).not.toContain("first-5ecret");
    expect(await findings(popup)).toEqual([]);
    await screen.press(await name(popup, startOf("past.showOf")));
    await screen.see("first-5ecret");
    await screen.press(await name(popup, startOf("past.copyOf")));
    await screen.see(word("clip.clearNow"));
    expect(await clipboard(own)).toBe("first-5ecret");
    await page.close();
  });

  test("are put back into the editor, taken back by one click, and saved over the value of now", async () => {
    const page = await coffer.open("manager.html");
    const screen = screenOf(page);
    const typed = () => page.$eval("input[type=password]", (box) => box.value);
    await openPast(screen, page);
    await screen.press(await name(page, startOf("past.putBackOf")));
    await screen.see(word("past.putBack"));
    expect(await typed()).toBe("first-5ecret");
    await screen.press(word("app.undo"));
    await until("the value of now", async () => (await typed()) === "second-5ecret");
    await screen.press(word("app.cancel"));
    await openPast(screen, page);
    await screen.press(await name(page, startOf("past.putBackOf")));
    await screen.see(word("past.putBack"));
    await screen.press(word("app.save"));
    await screen.see(word("edit.saved"));
    const { past } = await ask(own, "item.past", { id: shop.id, critical: false, password: null });
    expect(past.map(({ value }) => value)).toEqual(["second-5ecret", "first-5ecret"]);
    await page.close();
  });

  test("are forgotten once the user has said so twice", async () => {
    const page = await coffer.open("manager.html");
    const screen = screenOf(page);
    await openPast(screen, page);
    await screen.press(word("past.forget"));
    await screen.see(word("past.forgetAsk"));
    expect(await findings(page)).toEqual([]);
    const go = await until("the answer", () => page.$("dialog .button.danger"));
    await go.click();
    await screen.see(word("past.forgotten"));
    const { past } = await ask(own, "item.past", { id: shop.id, critical: false, password: null });
    expect(past).toEqual([]);
    await page.close();
  });
});

test("the trash says when each item goes, by the days of the settings", async () => {
  const note = await ask(own, "item.save", { draft: draftOf("note", "Old"), password: null });
  await ask(own, "item.trash", { ids: [note.id] });
  const page = await coffer.open("manager.html#/trash");
  const screen = screenOf(page);
  const { trashed } = await ask(own, "item.read", { id: note.id });
  const day = await page.evaluate(
    (ms) => new Date(ms).toLocaleDateString(undefined, { dateStyle: "medium" }),
    (trashed ?? 0) + 30 * 86_400_000,
  );
  await screen.see(word("retention.goes", day));
  expect(await findings(page)).toEqual([]);
  const status = await ask(own, "status", {});
  if (status.state !== "open") throw new Error("It is locked.");
  await ask(own, "settings.save", { settings: { ...status.settings, trashDays: null } });
  await screen.see(word("retention.stays"));
  await page.close();
});
