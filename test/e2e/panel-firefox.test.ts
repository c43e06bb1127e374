/** The sidebar, the window of its own and the address bar of real Firefox, opened the way its user does it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { ask, draftOf } from "./harness/door.ts";
import { loginPage, password, unlock } from "./harness/drive.ts";
import { type Firefox, startFirefox } from "./harness/firefox.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let coffer: Firefox;
let site: Site;
let own: Page;
let page: Page;

beforeAll(async () => {
  site = await startSite();
  site.put("/login", loginPage);
  coffer = await startFirefox();
  own = await coffer.open("manager.html");
  await ask(own, "create", { password });
  // A title that would turn round what stands behind it.
  const draft = draftOf("login", "Tom & <\u202EAnn>", { username: "ann", password: "of ann" });
  await ask(own, "item.save", { draft: { ...draft, origins: [site.origin] }, password: null });
  const greeting = draftOf("snippet", "Greeting", { body: "Dear all" });
  await ask(own, "item.save", { draft: greeting, password: null });
  page = await coffer.browser.newPage();
  await page.goto(`${site.origin}/login`);
  // The click on the icon lets the extension see this page.
  await coffer.popupOver(page);
  await coffer.window.closePopup();
});
afterAll(async () => {
  await coffer.close();
  await site.close();
});

test("the command opens the sidebar, which fills the page beside it, and says so of a page that it does not see", async () => {
  await coffer.window.command("panel");
  const sidebar = await coffer.window.sidebar();
  await sidebar.see("Tom & <Ann>");
  await sidebar.see(word("list.keysFill"));
  await sidebar.type(word("list.search"), "tom");
  await sidebar.keys("Enter");
  await until("the fill", () => page.$eval("input", (input) => input.value === "ann"));
  const other = await coffer.browser.newPage();
  await other.goto(`${site.other}/login`);
  await other.bringToFront();
  await sidebar.see(word("panel.unseen"));
  await other.close();
  await page.bringToFront();
  await sidebar.miss(word("panel.unseen"));
});

test("the address bar offers titles, told as text, and shows the chosen item", async () => {
  const offered = await coffer.window.typeAddress("cf tom");
  expect(offered.filter((row) => row.startsWith("Tom & <Ann>"))).toHaveLength(1);
  expect(offered.join()).not.toContain("Greeting");
  await coffer.window.typeAddress("cf greet");
  await coffer.window.chooseAddress("Greeting");
  await until("the item", async () => /#\/item\/[0-9a-f]{32}$/.test(await front()));
});

test("Enter behind the word shows the best match", async () => {
  const before = await front();
  await coffer.window.typeAddress("cf tom");
  // The first row is what was typed.
  await coffer.window.chooseAddress("cf tom");
  await until("another item", async () => {
    const now = await front();
    return now !== before && /#\/item\/[0-9a-f]{32}$/.test(now);
  });
});

test("the menu of the button opens a window of its own", async () => {
  expect(await coffer.window.windows()).toHaveLength(1);
  await coffer.window.buttonMenu(word("menu.window"));
  await until("the window", async () =>
    (await coffer.window.windows()).some((url) => url === `${coffer.origin}/sidepanel.html`),
  );
});

test("while locked the address bar offers nothing, and the sidebar asks for the password", async () => {
  await ask(own, "lock", {});
  const offered = await coffer.window.typeAddress("cf greet");
  expect(offered.join()).not.toContain("Greeting");
  const sidebar = await coffer.window.sidebar();
  await unlock(sidebar);
  // What was searched for before still stands there.
  await sidebar.see("Tom & <Ann>");
});

/** The address of the page in front, in the first window. */
async function front(): Promise<string> {
  const [url = ""] = await coffer.window.windows();
  return url;
}
