/**
 * What the user asks for outside our windows, in real Chromium: commands, menu, the computer's lock. The events
 * are dispatched in the worker (a headless browser has no keyboard shortcut and no menu); all that follows is real.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { loginPage, password, valuesOf } from "./harness/drive.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";

let coffer: Chromium;
let site: Site;
let own: Page;
let page: Page;
let tabId = -1;

interface Events {
  commands: { onCommand: { dispatch(command: string, tab: unknown): void } };
  contextMenus: { onClicked: { dispatch(info: unknown, tab: unknown): void } };
  idle: { onStateChanged: { dispatch(state: string): void } };
  action: { getBadgeText(where: { tabId: number }): Promise<string> };
}

beforeAll(async () => {
  site = await startSite();
  site.put("/login", `${loginPage}<p id="words">first line<br>second line</p>`);
  coffer = await startChromium();
  own = await coffer.open("manager.html");
  await ask(own, "create", { password });
  for (const [title, username] of [
    ["First", "ann"],
    ["Second", "bob"],
  ] as const) {
    const draft = draftOf("login", title, { username, password: `of ${username}` });
    await ask(own, "item.save", { draft: { ...draft, origins: [site.origin] }, password: null });
  }
  page = await coffer.browser.newPage();
  await page.goto(`${site.origin}/login`);
  // A real click on the icon, which lets the extension into this page as a real shortcut would.
  const popup = await coffer.popup(page);
  tabId = (await ask(popup, "here", {})).tabId ?? -1;
  await popup.close();
});
afterAll(async () => {
  await coffer.close();
  await site.close();
});

async function command(name: string): Promise<void> {
  const worker = await coffer.worker();
  await worker.evaluate(
    (one, id) =>
      (globalThis as unknown as { chrome: Events }).chrome.commands.onCommand.dispatch(one, { id }),
    name,
    tabId,
  );
}

async function menu(menuItemId: string, selectionText = ""): Promise<void> {
  const worker = await coffer.worker();
  await worker.evaluate(
    (info, id) =>
      (globalThis as unknown as { chrome: Events }).chrome.contextMenus.onClicked.dispatch(info, {
        id,
      }),
    { menuItemId, selectionText },
    tabId,
  );
}

const userOf = async () => (await valuesOf(page))[0];

test("the set-up tab opened by itself when Coffer was installed", async () => {
  await until("the tab", () =>
    coffer.browser.targets().some((target) => target.url().endsWith("manager.html#/setup")),
  );
});

test("the fill command takes the match used last, and pressed again the next one in its place", async () => {
  await command("fill");
  await until("the first", async () => (await userOf()) === "bob");
  await command("fill");
  await until("the second", async () => (await userOf()) === "ann");
  expect((await valuesOf(page))[1]).toBe("of ann");
  const badge = await (
    await coffer.worker()
  ).evaluate(
    (id) => (globalThis as unknown as { chrome: Events }).chrome.action.getBadgeText({ tabId: id }),
    tabId,
  );
  expect(badge).toBe("2/2");
  await command("undo-fill");
  await until("empty boxes", async () => (await valuesOf(page)).every((value) => value === ""));
});

test("the selection becomes a snippet with its line break", async () => {
  await page.bringToFront();
  await page.evaluate(() =>
    getSelection()?.selectAllChildren(document.querySelector("#words") as Element),
  );
  await menu("save-selection", "first line second line");
  const row = await until("the snippet", async () =>
    (await find(own, "first line")).find(({ kind }) => kind === "snippet"),
  );
  const { fields } = await ask(own, "item.read", { id: row.id });
  expect(fields[0]?.value).toBe("first line\nsecond line");
});

test("the form of the page waits in the popup for review, and is not saved by itself", async () => {
  await page.bringToFront();
  await page.type("input[name=user]", "carl");
  await page.type("input[name=pass]", "pass of carl");
  await menu("save-form");
  const draft = await until(
    "the draft",
    async () => (await ask(own, "draft.read", { slot: "popup" })).draft,
  );
  expect(draft).toMatchObject({ id: null, kind: "login", origins: [site.origin] });
  expect(draft.fields.map(({ value }) => value)).toEqual(
    expect.arrayContaining(["carl", "pass of carl"]),
  );
  expect(await find(own, "carl")).toEqual([]);
  await ask(own, "draft.keep", { slot: "popup", draft: null });
});

test("the computer's lock locks the vault; a fill asked for then is done after the unlock", async () => {
  await (
    await coffer.worker()
  ).evaluate(() =>
    (globalThis as unknown as { chrome: Events }).chrome.idle.onStateChanged.dispatch("locked"),
  );
  await until("the lock", async () => (await ask(own, "status", {})).state === "locked");
  await page.bringToFront();
  await command("fill");
  await until("what waits", async () => {
    const status = await ask(own, "status", {});
    return status.state === "locked" && status.waiting === "fill";
  });
  const { resumed } = await ask(own, "unlock", { by: "password", secret: password });
  expect(resumed).toMatchObject({ fill: { filled: 2 } });
  expect(["of ann", "of bob"]).toContain((await valuesOf(page))[1]);
});
