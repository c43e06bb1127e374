/** A real file goes into an item and comes out again, byte for byte: by the screen, over the worker's death, by a backup. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ElementHandle, Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { findings } from "./harness/axe.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { type Coffer, exportBackup, password, restoreBackup } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const name = "scan of the contract.pdf";
const content = Buffer.alloc(3 * 1024 * 1024 + 11);
for (let at = 0; at < content.length; at++) content[at] = (at * 7 + (at >> 9) * 13) & 255;
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A picture of one pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

let coffer: Chromium;
let second: Chromium | null = null;
let folder: string;
let page: Page;
let screen: Screen;

beforeAll(async () => {
  folder = freshFolder("files");
  writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, "pixel.png"), pixel);
  writeFileSync(join(folder, "page.html"), "<script>document.title = 'ran'</script>");
  writeFileSync(join(folder, "note.txt"), "<b>only</b> text");
  writeFileSync(join(folder, "huge.bin"), Buffer.alloc(10 * 2 ** 20 + 1));
  coffer = await startChromium();
  page = await coffer.open("manager.html");
  await ask(page, "create", { password });
  const draft = draftOf("note", "Contract", { body: "see the file" });
  await ask(page, "item.save", { draft, password: null });
  await page.reload();
  screen = screenOf(page);
  await screen.press(`${word("list.open")} Contract ${word("kind.note")}`);
});
afterAll(async () => {
  await coffer?.close();
  await second?.close();
  removeFolder(folder);
});

async function choose(...files: string[]): Promise<void> {
  await screen.see(word("files.attach"));
  const input = (await page.waitForSelector("input[type=file]")) as ElementHandle<HTMLInputElement>;
  await input.uploadFile(...files.map((file) => join(folder, file)));
}

/** Presses the button and answers what came into the downloads. */
async function saved(from: Coffer, on: Screen, file: string): Promise<Buffer> {
  await on.press(word("files.save", file));
  await on.see(word("files.saved", file));
  const path = join(from.downloads, file);
  // The browser may put an empty file there first.
  await until(
    "the download",
    () => readdirSync(from.downloads).includes(file) && statSync(path).size === content.length,
  );
  return readFileSync(path);
}

test("a file of 3 MB is attached by the button", async () => {
  await choose(name);
  await screen.see(word("files.attached", name));
  expect(await screen.has(word("files.save", name), "button")).toBe(true);
});

test("it comes back byte for byte from a worker that was started anew, under its own name", async () => {
  await coffer.stopWorker();
  expect(hashOf(await saved(coffer, screen, name))).toBe(hashOf(content));
});

test("a file that is dropped into the window is attached; one that is too large is told in a sentence", async () => {
  const drop = (named: string, bytes: number) =>
    page.evaluate(
      (title, length) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(length)], title));
        document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer }));
      },
      named,
      bytes,
    );
  await drop("dropped.bin", 10 * 2 ** 20);
  await screen.see(word("files.attached", "dropped.bin"));
  // More chunks than the disk gives at once: the set is judged over all of them.
  await ask(page, "backup.begin", {});
  await choose("huge.bin");
  await screen.see(word("files.tooLarge", "huge.bin", "10.5 MB"));
  expect(await screen.has(word("files.save", "huge.bin"), "button")).toBe(false);
});

test("pictures and texts are shown in our page, nothing that could run", async () => {
  await choose("pixel.png", "note.txt", "page.html");
  await screen.see(word("files.attached", "page.html"));
  expect(await screen.has(word("files.show", "page.html"), "button")).toBe(false);
  await screen.press(word("files.show", "pixel.png"));
  await until("the picture", () =>
    page.$eval(".file-shown img", (image) => image.naturalWidth === 1),
  );
  await screen.press(word("app.close"));
  await screen.press(word("files.show", "note.txt"));
  await until("the text", () =>
    page.$eval(".file-shown textarea", (text) => text.value === "<b>only</b> text"),
  );
  await screen.press(word("app.close"));
  expect(await page.title()).not.toBe("ran");
});

const contract = async () => {
  const [row] = await find(page, "contract", 1);
  return row?.id ?? "";
};
const namesOf = async (id: string) =>
  (await ask(page, "file.list", { id })).files.map((file) => file.name);

test("a file that the user stops on its way leaves nothing, and can be sent again", async () => {
  const id = await contract();
  const before = await namesOf(id);
  // The next part is read only when the test lets it.
  await page.evaluate(() => {
    const { arrayBuffer } = Blob.prototype;
    const go = new Promise<void>((resolve) => Object.assign(globalThis, { letItRead: resolve }));
    Blob.prototype.arrayBuffer = async function (this: Blob) {
      await go;
      return arrayBuffer.call(this);
    };
  });
  await choose(name);
  await screen.see(word("files.sending", name, 0));
  await screen.press(word("app.cancel"));
  await page.evaluate(() => (globalThis as unknown as { letItRead(): void }).letItRead());
  await screen.miss(word("files.sending", name, 0));
  expect(await namesOf(id)).toEqual(before);
  await choose("pixel.png");
  await until("the second picture", async () => (await namesOf(id)).length === before.length + 1);
});

test("a background that dies in the middle of a file leaves nothing of it", async () => {
  const id = await contract();
  const before = await namesOf(id);
  const data = Buffer.alloc(2 ** 20).toString("base64");
  const { upload } = await ask(page, "file.begin", { id, name: "half", bytes: 2 ** 20 + 1 });
  await ask(page, "file.part", { upload, part: 0, data });
  await coffer.stopWorker();
  await expect(ask(page, "file.end", { upload, attach: true })).rejects.toThrow("CANCELLED");
  expect(await namesOf(id)).toEqual(before);
  expect(await ask(page, "status", {})).toMatchObject({ problem: null });
});

test("axe finds nothing where files are listed, asked about and shown", async () => {
  expect(await findings(page)).toEqual([]);
  await screen.press(word("files.remove", "dropped.bin"));
  expect(await findings(page)).toEqual([]);
  await screen.press(word("app.cancel"));
  await screen.press(word("files.show", "note.txt"));
  await page.waitForSelector(".file-shown textarea");
  expect(await findings(page)).toEqual([]);
  await screen.press(word("app.close"));
});

test("removing asks first, and takes the file away", async () => {
  await screen.press(word("files.remove", "dropped.bin"));
  await screen.see(word("files.removeAsk", "dropped.bin"));
  await screen.press(word("files.removeGo"));
  await screen.see(word("files.removed", "dropped.bin"));
  await until(
    "the list without it",
    async () => !(await screen.has(word("files.save", "dropped.bin"), "button")),
  );
});

test("the popup shows the files and sends the user to a tab to attach one", async () => {
  const web = await coffer.browser.newPage();
  const popup = await coffer.popupOver(web);
  await popup.press(word("list.detailsOf", "Contract"));
  await popup.see(name);
  const href = await popup.evaluate(
    () => document.querySelector<HTMLAnchorElement>(".files a")?.getAttribute("href") ?? "",
  );
  expect(href).toMatch(/^\/manager\.html#\/item\/[0-9a-f]{32}$/);
  await web.close();
  const tab = await coffer.open(href.slice(1));
  await screenOf(tab).see(word("files.attach"));
  await screenOf(tab).see(name);
  await tab.close();
});

test("a backup brings it into a fresh profile, byte for byte", async () => {
  const file = await exportBackup(coffer);
  expect(statSync(file).size).toBeGreaterThan(content.length);
  second = await startChromium();
  expect(await restoreBackup(second, file)).toContain(word("restore.complete", 1));
  const there = screenOf(await second.open("manager.html"));
  await there.press(`${word("list.open")} Contract ${word("kind.note")}`);
  expect(hashOf(await saved(second, there, name))).toBe(hashOf(content));
  await there.press(word("app.lock"));
  await there.miss(name);
});

describe("in Firefox", () => {
  test("a file is attached and comes back byte for byte from a background that was stopped", async () => {
    const fox = await startFirefox();
    try {
      const tab = await fox.open("manager.html");
      await ask(tab, "create", { password });
      const draft = draftOf("note", "Contract", { body: "see the file" });
      const { id } = await ask(tab, "item.save", { draft, password: null });
      await tab.close();
      const own = await fox.open(`manager.html#/item/${id}`);
      const on = screenOf(own);
      await on.see(word("files.attach"));
      await (
        await own.waitForSelector<"input">("input[type=file]" as "input")
      )?.uploadFile(join(folder, name));
      await on.see(word("files.attached", name));
      // A question that is under way dies with the background: first let there be none.
      await until("the line of the file", () => on.has(word("files.save", name), "button"));
      await fox.window.stopBackground();
      expect(hashOf(await saved(fox, on, name))).toBe(hashOf(content));
    } finally {
      await fox.close();
    }
  });
});
