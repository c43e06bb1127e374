/** Pages that want more of an insertion than what is put into them: triggers, what else is typed, the text of others. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Frame, Page } from "puppeteer";
import { startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { type Coffer, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";

const hosts = ["http://127.0.0.1/*", "http://localhost/*"];
/** A page that notes all it can hear. */
const form = `<!doctype html><html lang="en"><title>Mail</title>
  <p><label>Text <textarea id="text" rows="5"></textarea></label></p>
  <p><label>Other <textarea id="other" rows="5"></textarea></label></p>
  <div id="rich" contenteditable="true" style="min-height: 3em"></div>
  <p><label>Password <input id="pass" type="password"></label></p>
  <script>
    window.heard = [];
    for (const name of ["keydown", "beforeinput", "input", "paste", "message", "selectionchange", "copy"])
      addEventListener(name, (event) => heard.push([name, event.key, event.data, String(getSelection()),
        event.clipboardData?.getData("text/plain"), event.target?.value].join(" ")), true);
  </script>`;

interface Hostile {
  heard: string[];
}

describe.each(["Chromium", "Firefox"] as const)("in %s", (kind) => {
  let coffer: Coffer;
  let site: Site;
  let own: Page;
  let page: Page;
  const ids = new Map<string, string>();

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
    for (const [title, body, trigger] of [
      ["Regards", "kind regards", "sig"],
      ["Secret", "is {{Here.password}}", ""],
    ] as const) {
      const draft = draftOf("snippet", title, { body, trigger });
      ids.set(title, (await ask(own, "item.save", { draft, password: null })).id);
    }
    const here = draftOf("login", "Here", { username: "ann", password: "s3cret" });
    await ask(own, "item.save", { draft: { ...here, origins: [site.origin] }, password: null });
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "capture" });
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "triggers" });
    page = await coffer.browser.newPage();
  }, 60_000);
  afterAll(async () => {
    await coffer.close();
    await site.close();
  });

  const value = (id: string, frame: Page | Frame = page) =>
    frame.$eval(
      `#${id}`,
      (box) => (box as HTMLInputElement).value ?? (box as HTMLElement).innerText,
    );
  async function open(id: string, path = "/mail"): Promise<void> {
    await page.bringToFront();
    await page.goto(`${site.origin}${path}`);
    await page.click(`#${id}`);
  }
  const becomes = (id: string, wanted: string) =>
    until(`"${wanted}" in ${id}`, async () => (await value(id)) === wanted, 10_000);
  async function inserted(title: string, sure: string | null = null): Promise<unknown> {
    const { tabId } = await ask(own, "here", {});
    const none = { answers: [], clipboard: null, password: null, field: null, erase: "" };
    const id = ids.get(title) ?? "";
    return ask(own, "insert", { ...none, id, tabId: tabId ?? -1, sure });
  }

  test("what a page types by itself is no trigger, however it does it", async () => {
    await open("text");
    await page.keyboard.type("sig ");
    await becomes("text", "kind regards ");
    await page.evaluate(() => {
      const text = document.querySelector<HTMLTextAreaElement>("#text");
      text?.select();
      for (const letter of "sig ") {
        const key = { key: letter, bubbles: true, composed: true };
        text?.dispatchEvent(new KeyboardEvent("keydown", key));
        // Edits of the browser itself: what is told of them may be trusted.
        document.execCommand("insertText", false, letter);
        text?.dispatchEvent(
          new InputEvent("beforeinput", { inputType: "insertText", data: letter, bubbles: true }),
        );
      }
    });
    // Behind it in the same order.
    await page.click("#other");
    await page.keyboard.type("sig ");
    await becomes("other", "kind regards ");
    expect(await value("text")).toBe("sig ");
  });

  test("a page that types within the user's own key finds out nothing either", async () => {
    await open("text");
    await page.keyboard.type("sig ");
    await becomes("text", "kind regards ");
    await page.evaluate(() => {
      const text = document.querySelector<HTMLTextAreaElement>("#text");
      if (text) text.value = "";
      const guess = [..."sig "];
      const swap = (event: KeyboardEvent): void => {
        const letter = guess.shift();
        if (letter === undefined) return;
        event.preventDefault();
        document.execCommand("insertText", false, letter);
      };
      text?.addEventListener("keydown", swap);
    });
    await page.keyboard.type("abcd");
    await page.click("#other");
    await page.keyboard.type("sig ");
    await becomes("other", "kind regards ");
    expect(await value("text")).toBe("sig ");
  });

  test("a field that becomes another between wish and insertion gets nothing", async () => {
    await open("text");
    // The page sees the user leave for the popup, and turns the focus to where the text will be read.
    await page.focus("#pass");
    await expect(inserted("Regards")).rejects.toThrow("SECRET_FIELD");
    await page.click("#text");
    await page.$eval("#text", (text) => {
      const fake = document.createElement("input");
      fake.type = "password";
      fake.id = "fake";
      text.replaceWith(fake);
      fake.focus();
    });
    await expect(inserted("Regards")).rejects.toThrow("SECRET_FIELD");
    await page.$eval("#fake", (fake) => (fake as HTMLElement).blur());
    await expect(inserted("Regards")).rejects.toThrow("NO_CARET");
    expect([await value("fake"), await value("pass"), await value("rich")]).toEqual(["", "", ""]);
  });

  test("what a page says of its focus is not believed", async () => {
    await open("text");
    await page.evaluate(() => {
      const pass = document.querySelector<HTMLElement>("#pass");
      // Of the page's own world: the guest asks the browser.
      Object.defineProperty(document, "activeElement", {
        get: () => document.querySelector("#rich"),
      });
      Object.defineProperty(pass, "type", { get: () => "text" });
      pass?.focus();
    });
    await expect(inserted("Regards")).rejects.toThrow("SECRET_FIELD");
    expect([await value("pass"), await value("rich")]).toEqual(["", ""]);
  });

  test("a frame of another site gets nothing unasked, and hears nothing of what goes into the page", async () => {
    await open("text", "/outer");
    const inner = await until("the frame", () =>
      page.frames().find((frame) => frame.url().startsWith(site.other)),
    );
    await inner.waitForSelector("#text");
    // It holds its own focus ready, without having that of the user.
    await inner.$eval("#text", (box) => (box as HTMLElement).focus());
    expect(await inserted("Regards")).toMatchObject({ foreign: { origin: site.other } });
    await page.click("#text");
    expect(await inserted("Secret")).toEqual({ problem: null, foreign: null });
    await becomes("text", "is s3cret");
    // A yes to the one is none to the other.
    await inner.$eval("#text", (box) => (box as HTMLElement).focus());
    expect(await inserted("Secret", site.origin)).toMatchObject({
      foreign: { origin: site.other },
    });
    const heard = await inner.evaluate(() => (globalThis as unknown as Hostile).heard.join("\n"));
    expect(heard + (await value("text", inner))).not.toMatch(/s3cret|regards/);
  });

  test("of all that is typed only the trigger leaves the page", async () => {
    await open("text");
    const sent: string[] = [];
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
    const said = await listenIn(coffer, page, site.origin);
    // What is typed while the background wakes up must not be told either.
    if (coffer.kind === "chromium") await coffer.stopWorker();
    else await coffer.window.stopBackground();
    await page.keyboard.type(
      "my dear diary, nobody is to read this but me; design 4242424242424242 ",
    );
    await page.click("#other");
    await page.keyboard.type("sig ");
    await becomes("other", "kind regards ");
    // Now it is awake, and answers each word at once.
    await page.click("#pass");
    await page.keyboard.type("hunter2 sig ");
    await page.click("#other");
    await page.keyboard.press("End");
    await page.keyboard.type("and so on: sig.");
    await becomes("other", "kind regards and so on: kind regards.");
    const all = await until("the word and what was done with it", async () => {
      const now = await said();
      return now.filter((one) => one.includes('"inserted"')).length > 1 && now;
    });
    // The one word, where it was meant; all else that may be said at all holds no character that was typed.
    expect(all.filter((one) => one.includes('"typed"'))).toEqual([
      JSON.stringify({ say: "typed", word: "sig", end: " " }),
      JSON.stringify({ say: "typed", word: "sig", end: "." }),
    ]);
    expect(all.filter((one) => !mayBeSaid.some((shape) => shape.test(one)))).toEqual([]);
    expect(sent).toEqual([]);
  });
});

/** All that our scripts have to say in this test: the word, that a port opens, and the answers about the caret. */
const mayBeSaid = [
  /^\{"say":"typed","word":"sig","end":"[ .]"\}$/,
  /^\{"say":"asks"\}$/,
  // A port itself, as the browser hands it to our listeners.
  /^\{\}$/,
  /^\{"name":"(watch|caret)"\}$/,
  /^\{"PortConnect":\{"portId":\d+,"name":"(watch|caret)","native":false,"extensionId":null\}\}$/,
  /^\{"got":"caret","place":"(here|none)","focus":(true|false)\}$/,
  /^\{"got":"inserted","how":"done"\}$/,
];

/** From now on notes all that our scripts in this page say to anybody; the function answers what it was. */
async function listenIn(
  coffer: Coffer,
  page: Page,
  origin: string,
): Promise<() => Promise<string[]>> {
  if (coffer.kind === "firefox") return coffer.window.listenIn(origin);
  const [realm] = page.extensionRealms();
  if (realm === undefined) throw new Error("Nothing of ours is in the page.");
  await realm.evaluate(() => {
    // The world of our scripts, as only a test can reach it: whatever it calls of the extension's interfaces.
    const { chrome, said } = Object.assign(globalThis as unknown as Guest, { said: [] });
    // A listener that is handed over tells nothing.
    const note = (...args: unknown[]) =>
      said.push(
        ...args.filter((one) => typeof one !== "function").map((one) => JSON.stringify(one)),
      );
    const wrap = (part: Record<string, unknown>): void => {
      for (const [name, inner] of Object.entries(part)) {
        if (typeof inner === "object" && inner !== null) wrap(inner as Record<string, unknown>);
        if (typeof inner !== "function") continue;
        part[name] = (...args: unknown[]) => {
          note(...args);
          const answer: unknown = inner.apply(part, args);
          if (name === "connect") wrap(answer as Record<string, unknown>);
          return answer;
        };
      }
    };
    wrap(chrome);
  });
  return () => realm.evaluate(() => (globalThis as unknown as Guest).said);
}

interface Guest {
  said: string[];
  chrome: Record<string, unknown>;
}
