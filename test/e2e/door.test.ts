/** Strangers at the real door: content scripts, frames and pages ask for what only our own windows may. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page, Realm } from "puppeteer";
import { protocol } from "../../src/wire/protocol.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, askRaw, draftOf } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";

let coffer: Chromium;
let site: Site;
let page: Page;
let stranger: Realm;
beforeAll(async () => {
  site = await startSite();
  site.put("/", "<!doctype html><title>Page</title><input name=user>");
  coffer = await startChromium();
  const own = await coffer.open("manager.html");
  await ask(own, "create", { password });
  await ask(own, "item.save", { draft: draftOf("note", "Canary"), password: null });
  await own.close();
  page = await coffer.browser.newPage();
  await page.goto(site.origin);
  // The click on the icon lets our stub in: its world is the one a hostile page would try to reach through.
  await coffer.popup(page);
  const worker = await coffer.worker();
  await worker.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: {
        tabs: { query(what: unknown): Promise<{ id: number; url?: string }[]> };
        scripting: { executeScript(what: unknown): Promise<unknown> };
      };
    };
    const tabs = await chrome.tabs.query({});
    const tab = tabs.find(({ url }) => url?.startsWith("http:"));
    await chrome.scripting.executeScript({ target: { tabId: tab?.id }, files: ["/fill.js"] });
  });
  stranger = await until("the content script's world", () => page.extensionRealms()[0]);
});
afterAll(async () => {
  await coffer.close();
  await site.close();
});

test("a content script is refused at every row of the protocol, whatever it carries", async () => {
  for (const message of Object.keys(protocol)) {
    for (const content of [{}, null, { password: "x" }, { id: "0".repeat(32) }]) {
      const answer = await askRaw(stranger, message, content);
      expect(answer, message).toEqual({ ok: false, code: "REFUSED" });
    }
  }
});

test("a page has no way to the door at all", async () => {
  const id = new URL(coffer.origin).host;
  const answer = await page.evaluate(
    (extension) =>
      new Promise<string>((done) => {
        const { chrome } = globalThis as unknown as {
          chrome?: { runtime?: { sendMessage?: (id: string, message: unknown) => void } };
        };
        if (chrome?.runtime?.sendMessage === undefined) done("no way");
        else done("a way");
        void extension;
      }),
    id,
  );
  expect(answer).toBe("no way");
});

test("a page can frame none of our windows and load none of our files", async () => {
  for (const path of ["popup.html", "manager.html", "practice.html", "fill.js", "hand.js"]) {
    const loaded = await page.evaluate(
      (url) =>
        fetch(url).then(
          () => true,
          () => false,
        ),
      `${coffer.origin}/${path}`,
    );
    expect(loaded, path).toBe(false);
  }
  await page.evaluate((url) => {
    const frame = document.createElement("iframe");
    frame.src = url;
    document.body.append(frame);
  }, `${coffer.origin}/popup.html`);
  const frame = await until("the frame", () => page.frames().find((each) => each.parentFrame()));
  await until("its refusal", async () => frame.url().startsWith("chrome-error:"));
});

test("an unknown message, and one that hides in a prototype, are refused without a word more", async () => {
  const own = await coffer.open("manager.html");
  for (const message of ["nothing", "constructor", "__proto__", "toString", ""]) {
    const answer = await askRaw(own, message, {});
    expect(answer === null || answer === undefined || !answer.ok, message).toBe(true);
  }
});
