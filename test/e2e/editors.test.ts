/** A snippet at the caret of what people type into: the real editors, in real browsers, with the built extension. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { putEditor } from "./editors/bundle.ts";
import { editorPages, type EditorPage, plainPages } from "./editors/sources.ts";
import { startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { type Coffer, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";

const snippets = {
  line: "¡{{1 + 1}}!",
  markdown: "**bold** text",
  lines: "one\ntwo",
  within: "({{cursor}})",
  bold: "<p><b>bold</b> text</p>",
} as const;
type Name = keyof typeof snippets;

interface Live {
  text(): string;
  bold?(): boolean;
  placed?(at: number): boolean;
  reads?: number;
}

/** An editor answers at once; a machine that is busy gets this long (ms). */
const patience = 8_000;
const hosts = ["http://127.0.0.1/*"];

const pages = [...plainPages, ...editorPages];

describe.each(["Chromium", "Firefox"] as const)("in %s", (kind) => {
  let coffer: Coffer;
  let site: Site;
  let own: Page;
  let page: Page;
  const ids = new Map<string, string>();

  beforeAll(async () => {
    site = await startSite();
    site.folder("/modules/", join(import.meta.dirname, "../../node_modules"));
    for (const [n, one] of pages.entries()) await putEditor(site, one, `/editor-${n}`);
    coffer = await (kind === "Chromium" ? startChromium({ hosts }) : startFirefox());
    if (coffer.kind === "firefox") await coffer.window.grant(...hosts);
    own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    for (const [title, body] of Object.entries(snippets)) {
      const format = title === "bold" ? "html" : title === "markdown" ? title : "";
      const trigger = title === "line" ? "lin" : "";
      const draft = draftOf("snippet", title, { body, format, trigger });
      ids.set(title, (await ask(own, "item.save", { draft, password: null })).id);
    }
    await ask(own, "watch.set", { site: site.origin, on: true, tabId: null, what: "triggers" });
    page = await coffer.browser.newPage();
  }, 180_000);
  afterAll(async () => {
    await coffer.close();
    await site.close();
  });

  const text = () => page.evaluate(() => (globalThis as unknown as Live).text());

  /** Waits until that stands in the editor's model; says in vain what does. */
  async function becomes(wanted: string | RegExp): Promise<void> {
    const fits = (now: string) => (typeof wanted === "string" ? now === wanted : wanted.test(now));
    let last = "";
    await until(String(wanted), async () => fits((last = await text())), patience).catch(
      (error: unknown) => {
        throw new Error(`"${last}" stands there, not "${wanted}"`, { cause: error });
      },
    );
  }

  /** The editor with the caret between "a" and "b", put there as a user does. */
  async function open(one: EditorPage): Promise<void> {
    await page.bringToFront();
    await page.goto(`${site.origin}/editor-${pages.indexOf(one)}`);
    await page.waitForFunction(() => (globalThis as unknown as Partial<Live>).text?.() === "ab", {
      timeout: patience,
    });
    await page.click(one.click);
    // Each key where the editor has heard of the one before, as with a user's hands.
    for (const [at, key] of ["Home", "ArrowRight"].entries()) {
      await page.keyboard.press(key as "Home");
      await page.waitForFunction(
        (n) => (globalThis as unknown as Live).placed?.(n) ?? true,
        {},
        at,
      );
    }
  }

  async function insert(title: Name, erase = ""): Promise<void> {
    const { tabId } = await ask(own, "here", {});
    const none = { answers: [], clipboard: null, password: null, field: null, sure: null };
    const id = ids.get(title) ?? "";
    expect(await ask(own, "insert", { ...none, id, tabId: tabId ?? -1, erase })).toEqual({
      problem: null,
      foreign: null,
    });
  }

  describe.each(pages.map((one) => [one.name, one] as const))("%s", (_name, one) => {
    test("takes a line at the caret, and its own undo takes it back", async () => {
      await open(one);
      await insert("line");
      await becomes("a¡2!b");
      // A page that reads the clipboard would have the browser ask the user.
      expect(await page.evaluate(() => (globalThis as unknown as Live).reads ?? 0)).toBe(0);
      await page.keyboard.down("Control");
      await page.keyboard.press("z");
      await page.keyboard.up("Control");
      await becomes("ab");
    });

    test("takes several lines, and one more letter where the cursor is to be", async () => {
      await open(one);
      await insert("lines");
      await becomes(one.name === "an input" ? "aone twob" : /^aone\n+twob\n?$/);
      await open(one);
      await insert("within");
      await becomes("a()b");
      await page.keyboard.type("x");
      await becomes("a(x)b");
    });

    test("takes it in place of what was typed for it, and of nothing else", async () => {
      await open(one);
      await page.keyboard.type("sig ");
      await becomes(/^asig[ \u00a0]b$/);
      // Another word than the one that stands there.
      await expect(insert("line", "sag ")).rejects.toThrow("NO_CARET");
      await becomes(/^asig[ \u00a0]b$/);
      // The caret stands where it stood: who types on loses nothing.
      await page.keyboard.type("x");
      await becomes(/^asig[ \u00a0]xb$/);
      await page.keyboard.press("Backspace");
      await becomes(/^asig[ \u00a0]b$/);
      await insert("line", "sig ");
      await becomes("a¡2!b");
      await open(one);
      await page.keyboard.type("sig ");
      await becomes(/^asig[ \u00a0]b$/);
      await insert("within", "sig ");
      await becomes("a()b");
      await page.keyboard.type("x");
      await becomes("a(x)b");
    });

    test("takes it when its trigger is typed", async () => {
      await open(one);
      // A blank before it: the letter there would make it another word.
      await page.keyboard.type(" lin ");
      await becomes(/^a[ \u00a0]¡2![ \u00a0]b$/);
    });

    test("takes HTML and Markdown as what they mean where it can, else as text", async () => {
      for (const title of ["bold", "markdown"] as const) {
        await open(one);
        await insert(title);
        const plain = title === "bold" ? "abold textb" : "a**bold** textb";
        await becomes(one.rich ? /^a\n*bold text\n*b\n?$/ : plain);
        if (!one.rich) continue;
        expect(await page.evaluate(() => (globalThis as unknown as Live).bold?.())).toBe(true);
      }
    });
  });
});
