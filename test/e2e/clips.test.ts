/** The clipboard history in both browsers: real copies in a real page, kept, found, and a flood of them that changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeyInput, Page } from "puppeteer";
import { findings } from "./harness/axe.ts";
import { startChromium } from "./harness/chromium.ts";
import { ask } from "./harness/door.ts";
import { clipboard, type Coffer, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { screenOf } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const hosts = ["http://127.0.0.1/*"];
const html = `<!doctype html><html lang="en"><title>Page</title>
<p id="words">some <b>words</b> to copy</p>
<textarea id="area">typed by the user</textarea>
<input id="code" autocomplete="one-time-code" value="topsecretcode">
<input id="number" value="482913">
<input id="pass" type="password" value="typed in secret">
<input id="otp-1" value="a code of words">
<p id="own">not this</p>
<textarea id="into" placeholder="paste here"></textarea>
<button id="go">Copy</button>
<script>
  let from = "words";
  own.addEventListener("copy", (event) => {
    event.clipboardData.setData("text/plain", "what the page puts there");
    event.preventDefault();
  });
  const select = (id) => {
    const one = document.getElementById(id);
    if (one.select) one.focus(), one.select();
    else getSelection().selectAllChildren(one);
  };
  let how = "copy";
  go.addEventListener("click", () => {
    select(from);
    document.execCommand(how);
  });
  const floodOf = (count) => {
    const text = "x".repeat((1 << 20) - 16);
    for (let n = 0; n < count; n++) {
      area.value = n + " " + text;
      select("area");
      document.execCommand("copy");
    }
  };
</script>`;

/** Runs in a page of ours: has a script in the place of the watcher, in the tab of `origin`, say it 10,000 times. */
async function floodIn(origin: string): Promise<{ sent: number; ports: number }> {
  interface Port {
    postMessage(said: unknown): void;
    onDisconnect: { addListener(gone: () => void): void };
  }
  interface Native {
    runtime: { connect(info: { name: string }): Port };
    tabs: { query(which: { url: string }): Promise<{ id: number }[]> };
    scripting: {
      executeScript<T>(what: {
        target: { tabId: number };
        func: () => Promise<T>;
      }): Promise<{ result: T }[]>;
    };
  }
  const { tabs, scripting } = (globalThis as unknown as { chrome: Native }).chrome;
  const [tab] = await tabs.query({
    url: `${new URL(origin).protocol}//${new URL(origin).hostname}/*`,
  });
  if (tab === undefined) throw new Error("There is no such tab.");
  const [done] = await scripting.executeScript({
    target: { tabId: tab.id },
    func: async () => {
      const { runtime } = (globalThis as unknown as { chrome: Native }).chrome;
      const text = "y".repeat((1 << 20) - 16);
      let sent = 0;
      let ports = 0;
      let port: Port | null = null;
      for (let n = 0; n < 10_000; n++) {
        if (port === null) {
          const opened = runtime.connect({ name: "watch" });
          ports++;
          opened.onDisconnect.addListener(() => {
            if (port === opened) port = null;
          });
          port = opened;
        }
        port.postMessage({ say: "copied", text: `${n} ${text}` });
        sent++;
        if (n % 10 === 9) await new Promise((go) => setTimeout(go));
      }
      return { sent, ports };
    },
  });
  if (done === undefined) throw new Error("Our script is not there.");
  return done.result;
}

/** For whoever reads the output: how long a question took meanwhile. A slow machine fails no test. */
function figures(told: { sent: number; ports: number }, times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b).map(Math.round);
  const [median, most] = [sorted[Math.floor(sorted.length / 2)], sorted.at(-1)];
  const late = sorted.filter((ms) => ms >= 1000).length;
  return `flood: ${told.sent} sent by ${told.ports} ports; status answered ${times.length} times, median ${median} ms, slowest ${most} ms, ${late} above a second\n`;
}

describe.each(["chromium", "firefox"] as const)("the clipboard history in %s", (kind) => {
  let coffer: Coffer;
  let site: Site;
  let own: Page;
  let page: Page;

  beforeAll(async () => {
    site = await startSite();
    site.put("/page", html);
    coffer = await (kind === "chromium" ? startChromium({ hosts }) : startFirefox());
    if (coffer.kind === "firefox") await coffer.window.grant(...hosts);
    own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    page = await coffer.browser.newPage();
  });
  afterAll(async () => {
    await coffer.close();
    await site.close();
  });

  const list = (text = "") => ask(own, "clips.list", { text, offset: 0, limit: 200 });
  const previews = async () => (await list()).clips.map(({ preview }) => preview);
  async function open(): Promise<void> {
    await page.bringToFront();
    await page.goto(`${site.origin}/page`, { waitUntil: "load" });
  }
  async function copyFrom(id: string, how = "copy"): Promise<void> {
    await page.evaluate(`from = "${id}"; how = "${how}"`);
    await page.click("#go");
  }
  const kept = (text: string) =>
    until(`the copy "${text}"`, async () => (await previews()).includes(text));

  test("keeps nothing until the user allows the site, then what is copied and cut there", async () => {
    await open();
    await copyFrom("words");
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "clips" });
    await open();
    await copyFrom("words");
    await kept("some words to copy");
    await copyFrom("area", "cut");
    await kept("typed by the user");
    await copyFrom("own");
    await kept("what the page puts there");
    // Boxes for codes and what looks like one are left out; what comes after them is there.
    await copyFrom("code");
    await copyFrom("number");
    await copyFrom("otp-1");
    // One that shows what was typed into it is still a box for a password.
    await page.focus("#pass");
    await page.evaluate(`document.getElementById("pass").type = "text"`);
    await copyFrom("pass");
    await copyFrom("words");
    await until("the last copy on top", async () => (await previews())[0] === "some words to copy");
    expect(await previews()).toEqual([
      "some words to copy",
      "what the page puts there",
      "typed by the user",
    ]);
  });

  test("the manager lists, finds, pins, copies again, deletes all and brings it back", async () => {
    const screen = screenOf(own);
    await own.bringToFront();
    await own.evaluate(() => (location.hash = "#/clipboard"));
    await screen.see("what the page puts there");
    await screen.see(word("clips.system"));
    await screen.press(word("clips.copyThis", "typed by the user"));
    await until("the clipboard", async () => (await clipboard(own)) === "typed by the user");
    await screen.type(word("clips.search"), "puts there");
    await until("one row", async () => (await own.$$(".clip")).length === 1);
    await screen.press(word("clips.pin"));
    await until("the pin", async () => (await list()).clips[0]?.pinned === true);
    await screen.press(word("clips.removeAll"));
    await until("none", async () => (await list()).all === 0);
    await screen.press(word("clips.undo"));
    await until("all again", async () => (await list()).all === 3);
    if (kind === "chromium") expect(await findings(own)).toEqual([]);
  });

  test("by keys alone: arrows go through the copies, Delete takes one away, Enter copies one", async () => {
    const focused = () =>
      own.evaluate(() => {
        const at = document.activeElement;
        return at?.id === "clips-search" ? "search" : (at?.textContent ?? "");
      });
    const press = async (key: KeyInput, then: string) => {
      await own.keyboard.press(key);
      await until(`the focus on ${then}`, async () => (await focused()).includes(then));
    };
    await own.bringToFront();
    await own.focus("#clips-search");
    await own.evaluate(() => (document.activeElement as HTMLInputElement).select());
    await own.keyboard.press("Backspace");
    await until("all rows", async () => (await own.$$(".clip")).length === 3);
    const [first = "", second = "", third = ""] = await previews();
    await press("ArrowDown", first);
    await press("ArrowDown", second);
    await press("Delete", third);
    await until("one less", async () => (await list()).all === 2);
    await press("ArrowUp", first);
    await own.keyboard.press("Enter");
    await until("the clipboard", async () => (await clipboard(own)) === first);
    await press("ArrowUp", "search");
    await ask(own, "clip.clear", {});
  });

  test("a value for one paste goes after it, and several are pasted in their order", async () => {
    const status = await ask(own, "status", {});
    if (status.state !== "open") throw new Error("It is not open.");
    const settings = { ...status.settings, clipOnce: true, clipboardSecretSeconds: 120 };
    await ask(own, "settings.save", { settings: { ...settings, clipboardSeconds: 120 } });
    const field = (id: string, key: string, type: "text" | "hidden", value: string) => ({
      id,
      key,
      label: "",
      type,
      critical: false,
      value,
    });
    const draft = {
      id: null,
      rev: 0,
      kind: "login" as const,
      title: "In order",
      tags: [],
      favourite: false,
      origins: [],
      fields: [field("u", "username", "text", "ada"), field("p", "password", "hidden", "s3cret")],
    };
    const { id } = await ask(own, "item.save", { draft, password: null });
    await open();
    const begun = await ask(own, "queue.begin", { id, fields: ["u", "p"], password: null });
    expect(begun.now).toMatchObject({ key: "username", left: 1 });
    const paste = async () => {
      await page.bringToFront();
      await page.click("#into");
      await page.keyboard.down("Control");
      await (kind === "chromium"
        ? page.keyboard.press("v", { commands: ["Paste"] })
        : page.keyboard.press("v"));
      await page.keyboard.up("Control");
    };
    await paste();
    await until("the next value", async () => (await ask(own, "queue.look", {})).now?.left === 0);
    await paste();
    await until("the end", async () => {
      const now = await ask(own, "status", {});
      return now.state === "open" && now.clip === null;
    });
    expect(await page.$eval("#into", (one) => (one as HTMLTextAreaElement).value)).toBe(
      "adas3cret",
    );
    await own.bringToFront();
    expect(await clipboard(own)).toBe("");
  });

  test("a flood of 10,000 copies of 1 MiB changes nothing for the user", async () => {
    await open();
    // The page itself, in the user's click; then a process of the site that has taken over our script's place.
    await page.evaluate(`go.addEventListener("click", () => floodOf(100), { once: true })`);
    await copyFrom("words");
    const flood = own.evaluate(floodIn, site.origin);
    const over = flood.then(() => true);
    const times: number[] = [];
    for (let done = false; !done;) {
      const start = performance.now();
      expect((await ask(own, "status", {})).state).toBe("open");
      times.push(performance.now() - start);
      done = await Promise.race([over, new Promise<false>((go) => setTimeout(go, 100, false))]);
    }
    const told = await flood;
    process.stdout.write(figures(told, times));
    expect(told.sent).toBe(10_000);
    const { bytes, all } = await list();
    expect(bytes).toBeLessThanOrEqual(8 << 20);
    expect(all).toBeLessThanOrEqual(200);
    // What was there before is there still.
    expect((await list("what the page puts there")).total).toBe(1);
    const onDisk = await own.evaluate(async () => {
      const request = indexedDB.open("coffer");
      const database = await new Promise<IDBDatabase>((go) => {
        request.onsuccess = () => go(request.result);
      });
      const store = database.transaction("clips").objectStore("clips").getAll();
      const values = await new Promise<Uint8Array[]>((go) => {
        store.onsuccess = () => go(store.result as Uint8Array[]);
      });
      database.close();
      return values.reduce((sum, one) => sum + one.length, 0);
    });
    expect(onDisk).toBeLessThanOrEqual(10 << 20);
  }, 300_000);
});
