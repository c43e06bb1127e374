/**
 * Offers to save, in both browsers with the built extension: a real site, real typing, real navigation. The one thing
 * nobody presses here is the browser's own question for the permission: Chromium gets it with the manifest of a copy
 * of the build, Firefox through its own window.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Frame, Page } from "puppeteer";
import type { Offer } from "../../src/wire/protocol.ts";
import { startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { type Coffer, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";
import { putWatchedPages } from "./watched-pages.ts";

const hosts = ["http://127.0.0.1/*"];

async function badgeOf(coffer: Coffer): Promise<string> {
  if (coffer.kind === "firefox") return coffer.window.badge();
  const worker = await coffer.worker();
  return worker.evaluate(() =>
    (
      globalThis as unknown as {
        chrome: { action: { getBadgeText(where: object): Promise<string> } };
      }
    ).chrome.action.getBadgeText({}),
  );
}

describe.each(["chromium", "firefox"] as const)("in %s", (kind) => {
  let coffer: Coffer;
  let site: Site;
  let own: Page;
  let page: Page;

  beforeAll(async () => {
    site = await startSite();
    putWatchedPages(site);
    coffer = await (kind === "chromium" ? startChromium({ hosts }) : startFirefox());
    if (coffer.kind === "firefox") await coffer.window.grant(...hosts);
    own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    const listed = await ask(own, "watch.set", {
      site: site.origin,
      on: true,
      tabId: null,
      what: "capture",
    });
    if (listed.sites[0]?.granted !== true) throw new Error("The site is not granted.");
    page = await coffer.browser.newPage();
  });
  afterAll(async () => {
    await coffer.close();
    await site.close();
  });

  const offers = async () => (await ask(own, "offer.list", {})).offers;
  const drop = async ({ id }: Offer) => void (await ask(own, "offer.drop", { id, never: false }));
  /** Waits for the next offer and takes it away. */
  async function taken(): Promise<Record<string, unknown>> {
    const [offer] = await until("an offer", async () => {
      const all = await offers();
      return all.length > 0 && all;
    });
    if (offer === undefined) throw new Error("There is none.");
    await drop(offer);
    const values = Object.fromEntries(offer.fields.map(({ key, value }) => [key, value]));
    return { kind: offer.kind, into: offer.into, ...values };
  }
  async function open(path: string): Promise<void> {
    await page.bringToFront();
    await page.goto(`${site.origin}${path}`, { waitUntil: "load" });
  }
  /** Types like a user, into the page or one of its frames. */
  async function type(where: Page | Frame, values: Record<string, string>): Promise<void> {
    for (const [id, text] of Object.entries(values)) {
      const box = await where.waitForSelector(`#${id}`);
      await box?.click();
      await box?.type(text);
    }
  }
  const press = async (where: Page | Frame) => {
    const button = await where.waitForSelector("#go");
    await button?.click();
  };

  test("a sign-in that leads to another page is offered, in our popup, and saved there", async () => {
    const { sites } = await ask(own, "watch.list", {});
    expect(sites).toMatchObject([{ site: site.origin, granted: true, capture: true }]);
    await open("/login");
    await type(page, { user: "ada", pass: "s3cret-1" });
    expect(await offers()).toEqual([]);
    await press(page);
    await page.waitForFunction(() => document.title === "Welcome");
    await until("the badge", async () => (await badgeOf(coffer)) === "+");
    // Nothing of it is in the page.
    expect(await page.content()).not.toMatch(/s3cret|coffer/i);
    const popup = await coffer.popupOver(page);
    await popup.see(word("offerSave.login"));
    await popup.see(new URL(site.origin).host);
    expect(await popup.text()).not.toContain("s3cret-1");
    await popup.press(word("offer.go"));
    await popup.see(word("edit.saved"));
    if (coffer.kind === "firefox") await coffer.window.closePopup();
    const [row] = await until("the item", async () => {
      const rows = await find(own);
      return rows.length > 0 && rows;
    });
    expect(row).toMatchObject({ kind: "login", hint: "ada", origins: [site.origin] });
    expect(await badgeOf(coffer)).toBe("");
  });

  test("the same again is known, another password changes that login", async () => {
    await open("/login");
    await type(page, { user: "ada", pass: "s3cret-1" });
    await press(page);
    await page.waitForFunction(() => document.title === "Welcome");
    await open("/login");
    await type(page, { user: "ada", pass: "s3cret-2" });
    await press(page);
    const [row] = await find(own);
    expect(await taken()).toEqual({
      kind: "login",
      into: row?.id,
      username: "ada",
      password: "s3cret-2",
    });
    expect(await offers()).toEqual([]);
  });

  test("a page that asks by itself: nothing while the boxes stay, an offer once they go", async () => {
    await open("/app");
    await type(page, { user: "bob", pass: "wrong" });
    await press(page);
    await until("the answer", () => page.$eval("#said", (one) => one.textContent === "No."));
    expect(await offers()).toEqual([]);
    await page.$eval("#pass", (one) => ((one as HTMLInputElement).value = ""));
    await type(page, { pass: "right" });
    await press(page);
    expect(await taken()).toMatchObject({ username: "bob", password: "right", into: null });
    await open("/app");
    await type(page, { user: "bob", pass: "by Enter" });
    await page.keyboard.press("Enter");
    expect(await taken()).toMatchObject({ username: "bob", password: "by Enter" });
  });

  test("a changed password goes to the login that had the old one", async () => {
    await open("/change");
    await type(page, { old: "s3cret-1", fresh: "brand new 1", again: "brand new 1" });
    await press(page);
    const [row] = await find(own);
    expect(await taken()).toMatchObject({ into: row?.id, password: "brand new 1" });
  });

  test("a sign-in in two pages is one login", async () => {
    await open("/first");
    await type(page, { user: "eve" });
    await press(page);
    await page.waitForSelector("#pass");
    await type(page, { pass: "in two steps" });
    await press(page);
    expect(await taken()).toMatchObject({ username: "eve", password: "in two steps" });
  });

  test("a sign-in in a frame of the same site is offered", async () => {
    await open("/framed");
    const frame = await until("the frame", () =>
      page.frames().find((one) => one.url().endsWith("/login")),
    );
    await type(frame, { user: "fay", pass: "in a frame" });
    await press(frame);
    expect(await taken()).toMatchObject({ username: "fay", password: "in a frame" });
  });

  test("a page that sends by itself, with events of its own, is never heard; a search is no offer", async () => {
    await open("/hostile");
    await until("the rounds", () => page.$eval("#rounds", (one) => one.textContent === "200"));
    await open("/search");
    await type(page, { user: "shoes" });
    await press(page);
    await page.waitForFunction(() => document.title === "Welcome");
    // What comes after all that is the only thing that is there.
    await open("/login");
    await type(page, { user: "gil", pass: "the last" });
    await press(page);
    await until("the offer", async () => (await offers()).length > 0);
    expect(await offers()).toHaveLength(1);
    expect(await taken()).toMatchObject({ username: "gil", password: "the last" });
  });

  test("another site, and one that is not allowed any more, run nothing of ours", async () => {
    const draft = draftOf("login", "Marker", { username: "x" });
    await ask(own, "item.save", { draft, password: null });
    await page.goto(`${site.other}/login`);
    await type(page, { user: "hal", pass: "elsewhere" });
    await press(page);
    await page.waitForFunction(() => document.title === "Welcome");
    await ask(own, "watch.set", { site: site.origin, on: false, tabId: null, what: "capture" });
    await open("/login");
    await type(page, { user: "ida", pass: "not any more" });
    await press(page);
    await page.waitForFunction(() => document.title === "Welcome");
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "capture" });
    if (coffer.kind === "firefox") await coffer.window.grant(...hosts);
    await ask(own, "watch.list", {});
    await open("/login");
    await type(page, { user: "jon", pass: "again" });
    await press(page);
    expect(await taken()).toMatchObject({ username: "jon" });
    expect(await offers()).toEqual([]);
  });

  test("what is sent while the vault is locked waits, and the popup opens on it after the unlock", async () => {
    await ask(own, "lock", {});
    await open("/login");
    await type(page, { user: "kim", pass: "while locked" });
    await press(page);
    await until("the badge", async () => (await badgeOf(coffer)) === "+");
    const popup = await coffer.popupOver(page);
    await popup.see(word("offer.waiting"));
    await popup.type(word("unlock.password"), password);
    await popup.keys("Enter");
    await popup.see(word("offerSave.login"));
    await popup.press(word("offer.never"));
    await popup.see(word("list.newShort"));
    const { never } = await ask(own, "watch.list", {});
    expect(never).toEqual([site.origin]);
  });
});
