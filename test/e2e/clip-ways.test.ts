/** Ways into the clipboard history that must be closed, and what becomes of copies and of values, with the built extension. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Frame, Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { clipboard, type Coffer, password } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { startFirefox } from "./harness/firefox.ts";
import { screenOf } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const hosts = ["http://127.0.0.1/*"];
const token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

const page = (inner = "") => `<!doctype html><html lang="en"><title>Page</title>
<p id="words">some words to copy</p>
<p id="again">what comes last</p>
<p id="token">${token}</p>
<p id="pay">card 4111 1111 1111 1111</p>
<input id="hidden" style="-webkit-text-security: disc" value="under a style">
<input id="cvc" autocomplete="cc-csc" value="security words">
<button id="go">Copy</button>
${inner}
<script>
  let from = "words";
  go.addEventListener("click", () => {
    const one = document.getElementById(from);
    if (one.select) one.focus(), one.select();
    else getSelection().selectAllChildren(one);
    document.execCommand("copy");
  });
  const forge = () => {
    const data = new DataTransfer();
    data.setData("text/plain", "forged by the page");
    getSelection().selectAllChildren(words);
    for (const type of ["copy", "cut", "paste"])
      for (const target of [words, document, window])
        target.dispatchEvent(
          new ClipboardEvent(type, { bubbles: true, cancelable: true, clipboardData: data }),
        );
  };
</script>`;

/** All bytes of the history on the disk, as text. */
const onDisk = (own: Page) =>
  own.evaluate(async () => {
    const request = indexedDB.open("coffer");
    const database = await new Promise<IDBDatabase>((go) => {
      request.onsuccess = () => go(request.result);
    });
    const store = database.transaction("clips").objectStore("clips").getAll();
    const values = await new Promise<Uint8Array[]>((go) => {
      store.onsuccess = () => go(store.result as Uint8Array[]);
    });
    database.close();
    return values.map((one) => new TextDecoder("latin1").decode(one)).join("\n");
  });

const previewsOf = async (own: Page) =>
  (await ask(own, "clips.list", { text: "", offset: 0, limit: 200 })).clips.map(
    (one) => one.preview,
  );

async function copyIn(frame: Page | Frame, id: string): Promise<void> {
  await frame.evaluate(`from = "${id}"`);
  await frame.click("#go");
}

describe.each(["chromium", "firefox"] as const)("copies in %s", (kind) => {
  let coffer: Coffer;
  let site: Site;
  let own: Page;
  let tab: Page;

  beforeAll(async () => {
    site = await startSite();
    site.put("/frame", page());
    site.put("/page", page(`<iframe src="${site.other}/frame"></iframe>`));
    coffer = await (kind === "chromium" ? startChromium({ hosts }) : startFirefox());
    if (coffer.kind === "firefox") await coffer.window.grant(...hosts);
    own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "clips" });
    tab = await coffer.browser.newPage();
  });
  afterAll(async () => {
    await coffer.close();
    await site.close();
  });

  async function open(): Promise<void> {
    await tab.bringToFront();
    await tab.goto(`${site.origin}/page`, { waitUntil: "load" });
  }
  const set = async (part: object) => {
    const status = await ask(own, "status", {});
    if (status.state !== "open") throw new Error("It is not open.");
    await ask(own, "settings.save", { settings: { ...status.settings, ...part } });
  };

  test("events that a page makes, frames of other sites, masked boxes and cards leave nothing", async () => {
    await open();
    await tab.evaluate("forge()");
    const inner = await until("the frame", () =>
      tab.frames().find((one) => one.url() === `${site.other}/frame`),
    );
    await copyIn(inner, "words");
    await copyIn(tab, "pay");
    await copyIn(tab, "cvc");
    if (kind === "chromium") await copyIn(tab, "hidden");
    // What one document says is heard in its order: once this is there, nothing of the others comes any more.
    await copyIn(tab, "again");
    await until("the last copy", async () => (await previewsOf(own)).includes("what comes last"));
    expect(await previewsOf(own)).toEqual(["what comes last"]);
  });

  test("one that looks like a secret is masked, and kept in a hidden field where the user says so", async () => {
    await open();
    await copyIn(tab, "token");
    await until("the token", async () => (await previewsOf(own)).length === 2);
    await own.bringToFront();
    await own.evaluate(() => (location.hash = "#/clipboard"));
    const screen = screenOf(own);
    await screen.see(word("clips.token"));
    expect(await screen.text()).not.toContain(token);
    await screen.press(word("clips.acts"));
    await screen.press(word("clips.asHidden"));
    await screen.press(word("app.save"));
    const row = await until("the item", async () => (await find(own, "127.0.0.1"))[0]);
    const { fields } = await ask(own, "item.read", { id: row.id });
    expect(fields.find(({ value }) => value === token)).toMatchObject({ type: "hidden" });
  });

  test("a pattern that is none is named where it is typed, and nothing of it is saved", async () => {
    await own.bringToFront();
    await own.evaluate(() => (location.hash = "#/clipboard"));
    const screen = screenOf(own);
    await screen.type(word("clips.patterns"), "[0-9]+ EUR\n(unclosed");
    await screen.press(word("clips.savePatterns"));
    await screen.see(word("clipPattern.wrong", "(unclosed"));
    const saved = async () => {
      const status = await ask(own, "status", {});
      return status.state === "open" ? status.settings.clipPatterns : null;
    };
    expect(await saved()).toEqual([]);
    await screen.type(word("clips.patterns"), "[0-9]+ EUR");
    await screen.miss(word("clipPattern.wrong", "(unclosed"));
    await screen.press(word("clips.savePatterns"));
    await until("the pattern", async () => (await saved())?.join() === "[0-9]+ EUR");
    await set({ clipPatterns: [] });
  });

  test("a hidden value goes before any other would, and what was there before comes back", async () => {
    await set({ clipRestore: true, clipboardSeconds: 300, clipboardSecretSeconds: 5 });
    const draft = draftOf("login", "Shorter", { username: "ada", password: "s3cret" });
    const { id, fields } = await ask(own, "item.save", { draft, password: null });
    const field = (key: string) => fields.find((one) => one.key === key)?.id ?? "";
    await own.bringToFront();
    await own.evaluate(() => navigator.clipboard.writeText("of the user"));
    const plain = await ask(own, "copy", { id, field: field("username"), password: null });
    const hidden = await ask(own, "copy", { id, field: field("password"), password: null });
    expect(hidden.until).toBeLessThan(plain.until);
    expect(await clipboard(own)).toBe("s3cret");
    await until("what was there", async () => (await clipboard(own)) === "of the user");
  });
});

test("the history is not readable on the disk or after a lock, and outlives the browser", async () => {
  const site = await startSite();
  site.put("/page", page());
  const profile = freshFolder("clips");
  let coffer: Chromium = await startChromium({ profile, hosts });
  try {
    let own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "clips" });
    const tab = await coffer.browser.newPage();
    await tab.goto(`${site.origin}/page`, { waitUntil: "load" });
    await copyIn(tab, "words");
    await until("the copy", async () => (await previewsOf(own)).includes("some words to copy"));
    const bytes = await onDisk(own);
    expect(bytes.length).toBeGreaterThan(100);
    expect(bytes).not.toMatch(/some words|127\.0\.0\.1/);
    await ask(own, "lock", {});
    await expect(previewsOf(own)).rejects.toThrow("LOCKED");
    // Nothing is heard while it is locked.
    await tab.bringToFront();
    await copyIn(tab, "again");
    await coffer.kill();
    coffer = await startChromium({ profile, hosts });
    own = await coffer.open("manager.html");
    await ask(own, "unlock", { by: "password", secret: password });
    expect(await previewsOf(own)).toEqual(["some words to copy"]);
  } finally {
    await coffer.close();
    await site.close();
    removeFolder(profile);
  }
});

test("nothing of a private window is kept, though the user lets Coffer run there", async () => {
  const site = await startSite();
  site.put("/page", page());
  const coffer = await startChromium({ hosts });
  try {
    // The switch of the browser's own page; Coffer starts anew by it.
    const switches = await coffer.browser.newPage();
    await switches.goto("chrome://extensions/");
    await switches.evaluate(async (extensionId) => {
      const { developerPrivate } = (
        globalThis as unknown as {
          chrome: {
            developerPrivate: {
              updateProfileConfiguration(what: object): Promise<void>;
              updateExtensionConfiguration(what: object): Promise<void>;
            };
          };
        }
      ).chrome;
      await developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
      await developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
    }, new URL(coffer.origin).host);
    const own = await until("Coffer again", async () => {
      const opened = await coffer.open("manager.html");
      const state = await ask(opened, "status", {}).catch(() => null);
      return state === null ? (await opened.close(), null) : opened;
    });
    await ask(own, "create", { password });
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "clips" });
    await own.evaluate(async (url) => {
      const { windows } = (
        globalThis as unknown as {
          chrome: { windows: { create(what: object): Promise<unknown> } };
        }
      ).chrome;
      await windows.create({ incognito: true, url });
    }, `${site.origin}/page`);
    const target = await coffer.browser.waitForTarget((one) => one.url() === `${site.origin}/page`);
    const hidden = await target.asPage();
    await hidden.bringToFront();
    // Without this the test would show nothing: our script is there.
    await until("our script", () => Promise.resolve(hidden.extensionRealms().length === 1));
    await copyIn(hidden, "words");
    const tab = await coffer.browser.newPage();
    await tab.bringToFront();
    await tab.goto(`${site.origin}/page`, { waitUntil: "load" });
    await copyIn(tab, "again");
    await until("the copy", async () => (await previewsOf(own)).includes("what comes last"));
    expect(await previewsOf(own)).toEqual(["what comes last"]);
  } finally {
    await coffer.close();
    await site.close();
  }
});
