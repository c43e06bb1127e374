/** Inserting as a user does it: the command, the context menu, and triggers typed on a site that was allowed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { type Coffer, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const hosts = ["http://127.0.0.1/*", "http://localhost/*"];
const form = `<!doctype html><html lang="en"><title>Mail</title>
  <p><label>Line <input id="line" size="60"></label></p>
  <p><label>Text <textarea id="text" rows="5"></textarea></label></p>
  <div id="rich" contenteditable="true" style="min-height: 3em"></div>
  <p><label>Password <input id="pass" type="password"></label></p>
  <p><label>One-time code <input id="code" autocomplete="one-time-code"></label></p>`;
const boxes = ["line", "text", "rich"] as const;

describe.each(["Chromium", "Firefox"] as const)("in %s", (kind) => {
  let coffer: Coffer;
  let site: Site;
  let own: Page;
  let page: Page;

  beforeAll(async () => {
    site = await startSite();
    site.put("/mail", form);
    site.put(
      "/outer",
      `${form}<iframe src="${site.other}/mail" width="600" height="400"></iframe>`,
    );
    coffer = await (kind === "Chromium" ? startChromium({ hosts }) : startFirefox());
    if (coffer.kind === "firefox") await coffer.window.grant(...hosts);
    own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    const save = (draft: ReturnType<typeof draftOf>) =>
      ask(own, "item.save", { draft, password: null });
    await save(draftOf("snippet", "Regards", { body: "kind regards,\nAnn", trigger: "sig" }));
    await save(draftOf("snippet", "Offer", { body: "we offer {{cursor}} pieces", trigger: ";o" }));
    const body = "{{page.title}}|{{page.url}}|{{page.selection | upper}}|{{clipboard}}";
    await save(draftOf("snippet", "Reads", { body }));
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
  /** A fresh page with the caret in this box. */
  async function open(id: string, path = "/mail"): Promise<void> {
    // A click into the page closes it, but not in a browser without a screen; and what has no focus hears of none.
    if (coffer.kind === "firefox") await coffer.window.closePopup();
    await page.bringToFront();
    await page.goto(`${site.origin}${path}`);
    await page.click(`#${id}`);
  }
  async function becomes(id: string, wanted: string): Promise<void> {
    const plain = async () => (await value(id)).replaceAll("\u00A0", " ").replace(/\n$/, "");
    let last = "";
    await until(wanted, async () => (last = await plain()) === wanted, 10_000).catch(
      (error: unknown) => {
        throw new Error(`"${last}" stands in ${id}, not "${wanted}"`, { cause: error });
      },
    );
  }

  /** What the extension opens by itself when this is done. */
  async function opened(act: () => Promise<unknown>): Promise<Screen> {
    if (coffer.kind === "chromium") return screenOf(await coffer.popupBy(act));
    await coffer.window.closePopup();
    await act();
    return coffer.window.openPopup();
  }
  /** The command's key is the browser's own; its event is what reaches us. */
  async function command(): Promise<void> {
    if (coffer.kind === "firefox") return coffer.window.command("insert");
    const worker = await coffer.worker();
    await worker.evaluate(async () => {
      const { chrome } = globalThis as unknown as Internal;
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      chrome.commands.onCommand.dispatch("insert", tab);
    });
  }
  async function menu(id: string): Promise<void> {
    await page.click(`#${id}`, { button: "right" });
    if (coffer.kind === "firefox") return coffer.window.menu(word("menu.insert"));
    const worker = await coffer.worker();
    // Nobody can press an entry of a native menu here; this is the event that it makes.
    await worker.evaluate(async () => {
      const { chrome } = globalThis as unknown as Internal;
      const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      const info = { menuItemId: "insert", editable: true, frameId: 0, pageUrl: tab?.url };
      chrome.contextMenus.onClicked.dispatch(info, tab);
    });
  }
  /** Types to search and presses Enter, as the hint says. */
  async function choose(picker: Screen, title: string): Promise<void> {
    await picker.see(word("caret.into", new URL(site.origin).host));
    await picker.type(word("list.search"), title);
    await picker.keys("Enter");
  }

  describe("the picker", () => {
    test.each(boxes)(
      "puts what was searched for to the caret of %s, with Enter alone",
      async (id) => {
        await open(id);
        await page.keyboard.type("a ");
        await choose(await opened(command), "Regards");
        await becomes(id, id === "line" ? "a kind regards, Ann" : "a kind regards,\nAnn");
      },
    );

    test("sets the cursor where the snippet wants it, and typing goes on there", async () => {
      await open("text");
      await choose(await opened(command), "Offer");
      await becomes("text", "we offer  pieces");
      await page.bringToFront();
      await page.keyboard.type("10");
      await becomes("text", "we offer 10 pieces");
    });

    test("opens from the context menu of a field too", async () => {
      await open("text");
      await choose(await opened(() => menu("text")), "Regards");
      await becomes("text", "kind regards,\nAnn");
    });

    test("puts in title, address and selection of the page, and the clipboard", async () => {
      await own.bringToFront();
      await own.evaluate(() => navigator.clipboard.writeText("of the clipboard"));
      await open("text");
      await page.keyboard.type("my words");
      await page.keyboard.down("Shift");
      for (const _ of "words") await page.keyboard.press("ArrowLeft");
      await page.keyboard.up("Shift");
      await choose(await opened(command), "Reads");
      await becomes("text", `my Mail|${site.origin}/mail|WORDS|of the clipboard`);
    });

    test("asks the snippet's questions first", async () => {
      await open("text");
      const picker = await opened(command);
      await choose(picker, "Asks");
      await picker.type("Name", "Bob");
      await picker.press(word("caret.go"));
      await becomes("text", "dear Bob");
    });

    test("asks before a value of another site goes here, and then puts it in", async () => {
      await open("text");
      const picker = await opened(command);
      await choose(picker, "Leaks");
      await picker.see(word("caret.foreign", site.origin));
      expect(await value("text")).toBe("");
      await picker.press(word("caret.foreignGo"));
      await becomes("text", "is s3cret");
    });

    test("asks before anything goes into a frame of another site", async () => {
      await open("text", "/outer");
      const inner = await until("the frame", () =>
        page.frames().find((frame) => frame.url().startsWith(site.other)),
      );
      await (await inner.waitForSelector("#text"))?.click();
      const picker = await opened(command);
      await choose(picker, "Regards");
      await picker.see(word("caret.framed", site.other));
      expect(await inner.$eval("#text", (box) => (box as HTMLTextAreaElement).value)).toBe("");
      await picker.press(word("caret.foreignGo"));
      await until("the text", () =>
        inner.$eval("#text", (box) => (box as HTMLTextAreaElement).value.startsWith("kind")),
      );
      expect(await value("text")).toBe("");
    });

    test("says why where the caret is in a field for a password", async () => {
      await open("pass");
      const picker = await opened(command);
      await choose(picker, "Regards");
      await picker.see(word("failure.SECRET_FIELD"));
      expect(await value("pass")).toBe("");
    });
  });

  describe("typed triggers", () => {
    /** As the popup allows it over the page (`here`), or as the settings do it, for pages that come. */
    async function allow(on: boolean, here = false): Promise<void> {
      const { tabId } = here ? await ask(own, "here", {}) : { tabId: null };
      await ask(own, "watch.set", { site: site.origin, on, tabId, what: "triggers" });
    }
    beforeAll(() => allow(true));

    test("do nothing where they were not allowed, and work at once in the page where they are", async () => {
      // Whatever an earlier try of this test has left.
      await allow(false);
      const list = await ask(own, "watch.list", {});
      expect(list.sites).toMatchObject([{ site: site.origin, granted: true, triggers: false }]);
      await open("text");
      await page.keyboard.type("sig ");
      await allow(true, true);
      // Behind it in the same page: what was told before is answered before.
      await page.click("#line");
      await page.keyboard.type(";o ");
      await becomes("line", "we offer  pieces ");
      expect(await value("text")).toBe("sig ");
    });

    test.each(boxes)("become their snippets in %s, in the case they are typed in", async (id) => {
      const signed = (start: string) => (id === "line" ? `${start}, Ann` : `${start},\nAnn`);
      for (const [typed, wanted] of [
        ["well, sig ", `well, ${signed("kind regards")} `],
        ["Sig.", `${signed("Kind regards")}.`],
        ["SIG!", `${signed("KIND REGARDS").toUpperCase()}!`],
      ] as const) {
        await open(id);
        await page.keyboard.type(typed);
        await becomes(id, wanted);
      }
    });

    test("are left alone within a word and in fields for passwords and codes", async () => {
      await open("text");
      await page.keyboard.type("design sig-x sIG ");
      for (const id of ["pass", "code"]) {
        await page.click(`#${id}`);
        await page.keyboard.type("sig ");
      }
      // Behind them all: what was told before is answered before.
      await page.click("#line");
      await page.keyboard.type("sig ");
      await becomes("line", "kind regards, Ann ");
      expect(await value("text")).toBe("design sig-x sIG ");
      expect([await value("pass"), await value("code")]).toEqual(["sig ", "sig "]);
    });

    test("are found again after the background has slept, with the first word", async () => {
      await open("text");
      await page.keyboard.type("sig ");
      await becomes("text", "kind regards,\nAnn ");
      if (coffer.kind === "chromium") await coffer.stopWorker();
      else await coffer.window.stopBackground();
      await page.keyboard.type("sig ");
      await becomes("text", "kind regards,\nAnn kind regards,\nAnn ");
    });

    test("with questions, or with a value of another site, open the popup instead", async () => {
      await open("text");
      const first = await opened(() => page.keyboard.type(";d "));
      await first.type("Name", "Bob");
      await first.press(word("caret.go"));
      await becomes("text", "dear Bob");
      await open("text");
      const second = await opened(() => page.keyboard.type(";l "));
      await second.see(word("caret.foreign", site.origin));
      await second.press(word("app.cancel"));
      expect(await value("text")).toBe(";l ");
    });

    test("do nothing while the vault is locked, and work again after the unlock", async () => {
      await open("text");
      await page.keyboard.type("sig ");
      await becomes("text", "kind regards,\nAnn ");
      await ask(own, "lock", {});
      await page.keyboard.type("sig ");
      await ask(own, "unlock", { by: "password", secret: password });
      await page.click("#line");
      await page.keyboard.type("sig ");
      await becomes("line", "kind regards, Ann ");
      expect(await value("text")).toBe("kind regards,\nAnn sig ");
    });
  });
});

/** What only a test calls in the worker. */
interface Internal {
  chrome: {
    tabs: { query(about: object): Promise<{ id?: number; url?: string }[]> };
    commands: { onCommand: { dispatch(name: string, tab: unknown): void } };
    contextMenus: { onClicked: { dispatch(info: object, tab: unknown): void } };
  };
}
