/** Frames: the page's own are filled with it, those of another site after a confirm, sandboxed ones never. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Frame, Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { type Coffer, password } from "./harness/drive.ts";
import { builds, freshFolder, removeFolder } from "./harness/files.ts";
import { startFirefox } from "./harness/firefox.ts";
import type { Screen } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const card = `<!doctype html><title>Card</title><form>
<p><label>Card number <input name="number" autocomplete="cc-number"></label></p>
<p><label>Name on the card <input name="name" autocomplete="cc-name"></label></p></form>`;

let folder = "";

/** The same extension, but for a site that the browser was already asked about: nobody can answer that here. */
async function chromiumThatMay(): Promise<Chromium> {
  folder = freshFolder("allowed");
  cpSync(builds.chromium, folder, { recursive: true });
  const path = join(folder, "manifest.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
  writeFileSync(path, JSON.stringify({ ...manifest, host_permissions: ["http://localhost/*"] }));
  const coffer = await startChromium();
  await coffer.browser.installExtension(folder);
  return coffer;
}
async function firefoxThatMay() {
  const coffer = await startFirefox();
  await coffer.window.allowSites();
  return coffer;
}

describe.each([
  ["Chromium", chromiumThatMay],
  ["Firefox", firefoxThatMay],
] as const)("in %s", (_name, start) => {
  let site: Site;
  let coffer: Coffer;
  let page: Page;
  let popup: Screen;
  const numberIn = (frame: Frame | undefined) =>
    frame?.$eval("[name=number]", (one) => (one as HTMLInputElement).value.replaceAll(/\D/g, ""));
  /** Of the page itself, of its own frame, of the other site's, of the sandbox. */
  const numbers = () =>
    Promise.all(
      ["/shop", "own=1", "far=1", "boxed=1"].map(async (part) =>
        numberIn(page.frames().find((frame) => frame.url().includes(part))),
      ),
    );

  beforeAll(async () => {
    site = await startSite();
    site.put("/card", card);
    site.put(
      "/shop",
      `${card}
       <iframe src="/card?own=1"></iframe>
       <iframe src="${site.other}/card?far=1"></iframe>
       <iframe src="/card?boxed=1" sandbox="allow-scripts allow-forms"></iframe>`,
    );
    coffer = await start();
    const own = await coffer.open("manager.html");
    await ask(own, "create", { password });
    const values = { "cc-name": "Ann Archer", "cc-number": "4111111111111111" };
    await ask(own, "item.save", { draft: draftOf("card", "Visa", values), password });
    await own.close();
    page = await coffer.browser.newPage();
    await page.goto(`${site.origin}/shop`);
    await until("the frames", () => page.frames().length === 4);
    popup = await coffer.popupOver(page);
  });
  afterAll(async () => {
    await coffer?.close();
    await site?.close();
    if (folder !== "") removeFolder(folder);
  });

  test("a frame of the page's own origin is filled with it, the other two are left empty", async () => {
    await popup.press(`${word("list.fill")} Visa •••• 1111`);
    await popup.see(word("report.from", "Visa"));
    expect(await numbers()).toEqual(["4111111111111111", "4111111111111111", "", ""]);
  });

  test("the other site's is filled once the user has said yes to both names, and remembered if they say so", async () => {
    await popup.press(word("frames.ask"));
    await popup.see(word("frames.confirm"));
    await popup.see(site.origin);
    await popup.see(site.other);
    await popup.evaluate(() => document.querySelector<HTMLElement>("dialog input")?.click());
    await popup.press(word("frames.go"));
    await until("the other site's frame", async () => (await numbers())[2] !== "");
    expect(await numbers()).toEqual([
      "4111111111111111",
      "4111111111111111",
      "4111111111111111",
      "",
    ]);
    const own = await coffer.open("manager.html");
    const { sites } = await ask(own, "site.list", {});
    await own.close();
    expect(sites).toEqual([{ origin: site.origin, off: false, said: [], frames: [site.other] }]);
  });
});
