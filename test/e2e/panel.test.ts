/**
 * The app beside the page and in the address bar, in real Chromium. Menu and address bar are dispatched in the
 * worker: a headless browser shows neither, and gives no gesture for its side panel, so the small window opens.
 * Firefox shows all of it: panel-firefox.test.ts.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { loginPage, password } from "./harness/drive.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

interface Worker {
  chrome: {
    contextMenus: { onClicked: { dispatch(info: unknown, tab: unknown): void } };
    omnibox: {
      onInputChanged: { dispatch(text: string, suggest: (list: Suggestion[]) => void): void };
      onInputEntered: { dispatch(text: string, disposition: string): void };
    };
  };
}
interface Suggestion {
  content: string;
  description: string;
}

let coffer: Chromium;
let site: Site;
let own: Page;
let page: Page;
let panel: Page;
let screen: Screen;

async function menu(menuItemId: string): Promise<void> {
  const worker = await coffer.worker();
  await worker.evaluate(
    (id) =>
      (globalThis as unknown as Worker).chrome.contextMenus.onClicked.dispatch(
        { menuItemId: id },
        {},
      ),
    menuItemId,
  );
}

async function suggested(text: string): Promise<Suggestion[]> {
  const worker = await coffer.worker();
  return worker.evaluate(
    (typed) =>
      new Promise<Suggestion[]>((resolve) =>
        (globalThis as unknown as Worker).chrome.omnibox.onInputChanged.dispatch(typed, resolve),
      ),
    text,
  );
}

async function panelPage(): Promise<Page> {
  const target = await coffer.browser.waitForTarget(
    (each) => each.url() === `${coffer.origin}/sidepanel.html`,
    { timeout: 20_000 },
  );
  return target.asPage();
}

beforeAll(async () => {
  site = await startSite();
  site.put("/login", loginPage);
  coffer = await startChromium();
  own = await coffer.open("manager.html");
  await ask(own, "create", { password });
  const draft = draftOf("login", "Tom & <\u202EAnn>", { username: "ann", password: "of ann" });
  await ask(own, "item.save", { draft: { ...draft, origins: [site.origin] }, password: null });
  await ask(own, "item.save", {
    draft: draftOf("snippet", "Greeting", { body: "Dear all" }),
    password: null,
  });
  page = await coffer.browser.newPage();
  await page.goto(`${site.origin}/login`);
  // The click on the icon lets the extension see this page.
  await (await coffer.popup(page)).close();
});
afterAll(async () => {
  await coffer.close();
  await site.close();
});

test("the small window shows the items of the page that is in front beside it, and fills it", async () => {
  await menu("window");
  panel = await panelPage();
  screen = screenOf(panel);
  await screen.see("Tom & <Ann>");
  expect(await ask(panel, "here", {})).toMatchObject({ origin: site.origin, reachable: true });
  await screen.see(word("list.keysFill"));
  await panel.keyboard.press("Enter");
  await until("the fill", () => page.$eval("input", (input) => input.value === "ann"));
});

test("it follows the user to another page, and says why it does not see it", async () => {
  const other = await coffer.browser.newPage();
  await other.goto(`${site.other}/login`);
  await other.bringToFront();
  await screen.see(word("panel.unseen"));
  await other.close();
  await page.bringToFront();
  await screen.miss(word("panel.unseen"));
});

test("half-typed text of the panel is its own", async () => {
  const draft = draftOf("note", "Of the panel", {});
  await ask(panel, "draft.keep", { slot: "panel", draft });
  expect(await ask(panel, "draft.read", { slot: "popup" })).toEqual({ draft: null });
  await ask(panel, "draft.keep", { slot: "panel", draft: null });
});

test("where the browser gives no side panel, the small window opens instead", async () => {
  const before = panel.target();
  await menu("panel");
  const target = await coffer.browser.waitForTarget(
    (each) => each !== before && each.url() === `${coffer.origin}/sidepanel.html`,
    { timeout: 20_000 },
  );
  const beside = await target.asPage();
  expect(await ask(beside, "status", {})).toMatchObject({ state: "open", items: 2 });
});

test("the address bar offers titles, told as text, and shows the chosen item in a tab", async () => {
  const [first, ...more] = await suggested("tom");
  expect(more).toEqual([]);
  expect(first?.description).toBe("Tom &#38; &#60;Ann&#62;");
  expect(first?.content).toMatch(new RegExp(`^${coffer.origin}/manager.html#/item/[0-9a-f]{32}$`));
  const worker = await coffer.worker();
  await worker.evaluate(() =>
    (globalThis as unknown as Worker).chrome.omnibox.onInputEntered.dispatch(
      "greet",
      "newForegroundTab",
    ),
  );
  const target = await coffer.browser.waitForTarget(
    (each) => each.url().startsWith(`${coffer.origin}/manager.html#/item/`),
    { timeout: 20_000 },
  );
  await screenOf(await target.asPage()).see("Dear all");
});

test("while locked it offers nothing, and what was looked for is gone from the window beside the page", async () => {
  const looked = () => panel.$eval("#search", (box) => (box as HTMLInputElement).value);
  await panel.bringToFront();
  await panel.type("#search", "of ann");
  expect(await looked()).toBe("of ann");
  await ask(own, "lock", {});
  expect(await suggested("tom")).toEqual([]);
  await panel.waitForSelector("input[type=password]");
  await ask(own, "unlock", { by: "password", secret: password });
  await panel.waitForSelector("#search");
  expect(await looked()).toBe("");
  await screen.see("Greeting");
});
