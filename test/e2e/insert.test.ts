/** Inserting as a user does it: the command and its window, and triggers typed on a site that was allowed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { type Coffer, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";

const hosts = ["http://127.0.0.1/*"];
const form = `<!doctype html><html lang="en"><title>Mail</title>
  <p><label>Text <textarea id="text" rows="5"></textarea></label></p>
  <div id="rich" contenteditable="true" style="min-height: 3em"></div>
  <p><label>Password <input id="pass" type="password"></label></p>
  <p><label>One-time code <input id="code" autocomplete="one-time-code"></label></p>`;

describe.each(["Chromium", "Firefox"] as const)("in %s", (kind) => {
  let coffer: Coffer;
  let site: Site;
  let own: Page;
  let page: Page;

  beforeAll(async () => {
    site = await startSite();
    site.put("/mail", form);
    coffer = await (kind === "Chromium" ? startChromium({ hosts }) : startFirefox());
    if (coffer.kind === "firefox") await coffer.window.grant(...hosts);
    own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    const save = (draft: ReturnType<typeof draftOf>) =>
      ask(own, "item.save", { draft, password: null });
    await save(draftOf("snippet", "Regards", { body: "kind regards,\nAnn", trigger: "sig" }));
    await save(draftOf("snippet", "Asks", { body: 'dear {{ask("Name", "you")}}', trigger: ";d" }));
    await save(draftOf("snippet", "Leaks", { body: "is {{Shop.password}}", trigger: ";l" }));
    const shop = draftOf("login", "Shop", { username: "ann", password: "s3cret" });
    await save({ ...shop, origins: ["https://shop.example"] });
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "capture" });
    page = await coffer.browser.newPage();
  }, 60_000);
  afterAll(async () => {
    await coffer.close();
    await site.close();
  });

  const value = (id: string) =>
    page.$eval(
      `#${id}`,
      (box) => (box as HTMLInputElement).value ?? (box as HTMLElement).innerText,
    );
  async function open(id: string): Promise<void> {
    await page.bringToFront();
    await page.goto(`${site.origin}/mail`);
    await page.click(`#${id}`);
  }
  /** Types until the watcher knows what it may notice: its port opens with the first focus. */
  async function typeUntil(id: string, typed: string, wanted: string): Promise<void> {
    await until(`"${wanted}"`, async () => {
      await page.$eval(`#${id}`, (box) => {
        if (box instanceof HTMLTextAreaElement) box.value = "";
        else box.textContent = "";
      });
      await page.focus(`#${id}`);
      await page.keyboard.type(typed);
      return until("the text", async () => (await value(id)).trim() === wanted, 1_000).catch(
        () => false,
      );
    });
  }

  describe("typed triggers", () => {
    test("do nothing where they were not allowed", async () => {
      const list = await ask(own, "watch.list", {});
      expect(list.sites).toMatchObject([{ site: site.origin, granted: true, triggers: false }]);
    });

    test("become their snippets, in the case they are typed in, and the rest of the line stays", async () => {
      await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "triggers" });
      await open("text");
      await typeUntil("text", "well, sig ", "well, kind regards,\nAnn");
      await typeUntil("text", "Sig.", "Kind regards,\nAnn.");
      await typeUntil("text", "SIG ", "KIND REGARDS,\nANN");
      // Not yet in an editing host of Firefox.
      if (kind === "Chromium") await typeUntil("rich", "so sig ", "so kind regards,\nAnn");
    });

    test("are left alone within a word and in fields for passwords and codes", async () => {
      await open("text");
      await typeUntil("text", "sig ", "kind regards,\nAnn");
      await page.keyboard.type("design sig-x ");
      for (const id of ["pass", "code"]) {
        await page.focus(`#${id}`);
        await page.keyboard.type("sig ");
      }
      // Behind them all: what was told before is answered before.
      if (kind === "Chromium") await typeUntil("rich", "sig ", "kind regards,\nAnn");
      expect(await value("text")).toBe("kind regards,\nAnn design sig-x ");
      expect([await value("pass"), await value("code")]).toEqual(["sig ", "sig "]);
    });

    test("a value that belongs to another site does not go there by itself", async () => {
      await open("text");
      await typeUntil("text", "sig ", "kind regards,\nAnn");
      await page.keyboard.type(";l ");
      await until(
        "the wish",
        async () => {
          const wish = await ask(own, "insert.take", {});
          return wish?.title === "Leaks" && wish.erase === ";l ";
        },
        10_000,
      ).catch(async () => {
        // The popup has opened on it instead, and asks.
      });
      expect(await value("text")).not.toContain("s3cret");
    });
  });

  // Not here yet: the popup that the command opens, which showed nothing in a headless Chromium; its rows are tested in
  // test/vault/insert.test.ts.
});
