/** Paper: the emergency sheet and the three parts, printed, read back and used; and what a backup is worth. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeQR } from "qr/decode.js";
import type { ElementHandle, Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { splitCode } from "../../src/core/shares.ts";
import { findings } from "./harness/axe.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { chooseBackup, exportBackup, lock, password, unlock } from "./harness/drive.ts";
import { root } from "./harness/files.ts";
import { screenOf, type Screen } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

/** What a camera reads from an element as it is printed. */
async function scan(blank: Page, element: ElementHandle): Promise<string> {
  const png = await element.screenshot({ encoding: "base64" });
  await blank.bringToFront();
  const pixels = await blank.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    const context = canvas.getContext("2d");
    context?.drawImage(image, 0, 0);
    const {
      width,
      height,
      data: rgba,
    } = context?.getImageData(0, 0, image.width, image.height) ?? {
      width: 0,
      height: 0,
      data: [],
    };
    return { width, height, data: [...rgba] };
  }, png);
  return decodeQR(
    { ...pixels, data: Uint8ClampedArray.from(pixels.data) },
    { effort: Infinity, timeLimit: Infinity },
  );
}

async function pagesOf(page: Page, format: "A4" | "Letter"): Promise<number> {
  const pdf = Buffer.from(await page.pdf({ format })).toString("latin1");
  return pdf.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
}

/** All QR codes on the page, read from a picture of the print. */
async function scanAll(coffer: Chromium, page: Page): Promise<string[]> {
  const blank = await coffer.browser.newPage();
  await page.bringToFront();
  await page.emulateMediaType("print");
  const texts: string[] = [];
  for (const qr of await page.$$("svg.qr")) {
    await page.bringToFront();
    texts.push(await scan(blank, qr));
  }
  await page.emulateMediaType();
  await blank.close();
  await page.bringToFront();
  return texts;
}

async function printedTexts(page: Page): Promise<string[]> {
  return page.$$eval(".sheet", (sheets) =>
    sheets.map((sheet) =>
      [...sheet.querySelectorAll(".sheet-code li")].map((each) => each.textContent).join("-"),
    ),
  );
}

let coffer: Chromium;
let setup: Page;
let screen: Screen;
let code = "";
let parts: string[] = [];

beforeAll(async () => {
  coffer = await startChromium();
  setup = await coffer.open("manager.html#/setup");
  screen = screenOf(setup);
  await screen.see(word("setup.choose"));
  await screen.type(word("setup.password"), password);
  await screen.type(word("setup.again"), password);
  await screen.press(word("setup.create"));
  await screen.see(word("setup.codeTitle"));
  code = await setup.$eval("output.code", (output) =>
    [...output.children].map((group) => group.textContent).join("-"),
  );
});
afterAll(() => coffer.close());

describe("the emergency sheet", () => {
  test("has the code as text and as a QR code that a camera reads", async () => {
    expect(code).toMatch(/^([0-9A-Z]{4}-){8}[0-9A-Z]{2}$/);
    expect(await printedTexts(setup)).toEqual([code]);
    expect(await scanAll(coffer, setup)).toEqual([code]);
  });

  test("names the offline reader by its hash where it was built, else says where to find it", async () => {
    const reader = join(root, ".output", "reader", "coffer-reader.html");
    const said = await setup.$eval(".sheet .sheet-note:last-of-type", () =>
      [...document.querySelectorAll(".sheet-note")].map((note) => note.textContent).join(" "),
    );
    const hash = /(?:[0-9a-f]{8} ?){8}/.exec(said)?.[0].replaceAll(" ", "");
    if (hash === undefined)
      expect(said).toContain(word("sheet.readerUnknown", "coffer-reader.html"));
    else {
      expect(existsSync(reader)).toBe(true);
      expect(hash).toBe(createHash("sha256").update(readFileSync(reader)).digest("hex"));
    }
  });

  test("is one page of A4 and of Letter, in light and in dark, with a name of forty letters", async () => {
    await screen.type(word("sheet.name"), "Wwwwwwwww Wwwwwwwww Wwwwwwwww Wwwwwwwwww");
    for (const value of ["light", "dark"]) {
      await setup.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      expect(await pagesOf(setup, "A4"), value).toBe(1);
      expect(await pagesOf(setup, "Letter"), value).toBe(1);
    }
  });

  test("is black on white in the dark, and nothing else of the page is printed", async () => {
    await setup.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    await setup.emulateMediaType("print");
    const colours = await setup.$$eval(".sheet, .sheet *:not(svg, svg *)", (all) => [
      ...new Set(all.map((each) => getComputedStyle(each).color)),
    ]);
    expect(colours).toEqual(["rgb(0, 0, 0)"]);
    const ground = await setup.$$eval("html, body, main, .panel, .sheets, .sheet", (all) => [
      ...new Set(all.map((each) => getComputedStyle(each).backgroundColor)),
    ]);
    expect(ground).toEqual(["rgb(255, 255, 255)"]);
    const text = await screen.text();
    expect(text).toContain(word("sheet.what"));
    for (const other of ["setup.codeTitle", "sheet.print", "setup.codeLater", "share.one"]) {
      expect(text).not.toContain(word(other));
    }
    await setup.emulateMediaType();
  });

  test("is printed by its button", async () => {
    await setup.evaluate(() => {
      window.print = () => void (document.title = "printing");
    });
    await screen.press(word("sheet.print"));
    await until("the print", async () => (await setup.title()) === "printing");
  });

  test("leaves the code in no address, no history and no storage of the page", async () => {
    const left = await setup.evaluate(() =>
      JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }]),
    );
    expect(left).not.toContain(code.slice(0, 9));
  });

  test("passes axe, and so do the parts", async () => {
    expect(await findings(setup)).toEqual([]);
    await setup.click("input[name=sheets]:not(:checked)");
    await until("three sheets", async () => (await setup.$$(".sheet")).length === 3);
    expect(await findings(setup)).toEqual([]);
  });
});

describe("the three parts", () => {
  test("are three pages, each with its own text and QR code, and none has the code", async () => {
    parts = await printedTexts(setup);
    expect(new Set(parts).size).toBe(3);
    expect(await scanAll(coffer, setup)).toEqual(parts);
    expect(await pagesOf(setup, "A4")).toBe(3);
    expect(await pagesOf(setup, "Letter")).toBe(3);
    const text = await screen.text();
    expect(text).not.toContain(code.slice(0, 4));
    expect(text).not.toContain(word("setup.codeCopy"));
  });

  test("are typed back: a mistype, the same part twice and a part of another set are named", async () => {
    await screen.press(word("setup.codeBack"));
    const [one = "", two = ""] = parts;
    const wrong = one.replace(/.$/, one.endsWith("0") ? "1" : "0");
    await screen.type(word("share.type"), wrong);
    await screen.keys("Enter");
    await screen.see(word("failure.BAD_SHARE"));
    await screen.type(word("share.type"), one.toLowerCase().replaceAll("-", " "));
    await screen.keys("Enter");
    await screen.see("Part 1 of set");
    await screen.type(word("share.next"), one);
    await screen.keys("Enter");
    await screen.see(word("failure.SAME_SHARE"));
    // Of the vectors: sound, but not of this set.
    await screen.type(word("share.next"), "286N-R2J6-9Q8B-DKQW-2N8M-T8NJ-HSRD-HE5R-EA0W-EFJV-PPHV");
    await screen.keys("Enter");
    await screen.see(word("failure.OTHER_SHARES"));
    await screen.type(word("share.next"), two);
    await screen.keys("Enter");
    await screen.see(word("recovery.ok"));
    await screen.press(word("setup.go"));
    await screen.press(word("setup.finish"));
    await screen.see(word("list.emptyTitle"));
  });

  test("open the locked vault, two of them in any order", async () => {
    await lock(screen);
    await screen.press(word("unlock.useCode"));
    await screen.type(word("unlock.code"), parts[2] ?? "");
    await screen.keys("Enter");
    await screen.see("Part 3 of set");
    expect(await findings(setup)).toEqual([]);
    await screen.type(word("share.next"), (parts[0] ?? "").slice(0, -9));
    await screen.keys("Enter");
    await screen.see(word("failure.BAD_SHARE"));
    await screen.type(word("share.next"), parts[0] ?? "");
    await screen.keys("Enter");
    await screen.see(word("security.renewTitle"));
    // Left before the key is another, it locks.
    await screen.press(word("app.cancel"));
    await screen.see(word("unlock.go"));
  });

  test("do so in the popup too, and so does the code", async () => {
    const popup = await coffer.open("popup.html");
    const small = screenOf(popup);
    await small.press(word("unlock.useCode"));
    await small.type(word("unlock.code"), parts[1] ?? "");
    await small.keys("Enter");
    await small.see("Part 2 of set");
    await small.type(word("share.next"), code);
    await small.keys("Enter");
    await small.see(word("security.renewPopup"));
    await popup.close();
  });

  test("lead to a new password, and then there are others", async () => {
    await screen.see(word("security.renewText"));
    await screen.type(word("security.currentCode"), parts[1] ?? "");
    await screen.type(word("security.newPassword"), password);
    await screen.type(word("setup.again"), password);
    await screen.press(word("security.go"));
    await screen.see("Part 2 of set");
    await screen.type(word("share.next"), parts[0] ?? "");
    await screen.press(word("security.go"));
    await screen.see(word("security.newCode"));
    code = await setup.$eval("output.code", (output) => output.innerText.replaceAll("\n", "-"));
    parts = [...(await splitCode(code))];
    await ask(setup, "recovery.confirm", { code });
    await setup.reload();
    await screen.see(word("list.emptyTitle"));
  });
});

describe("a backup", () => {
  let file = "";

  async function check(path: string): Promise<void> {
    const input = await setup.waitForSelector("input[type=file]");
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
  }

  test("is reminded of, in the popup by one line, and the reminder can be put off", async () => {
    await ask(setup, "item.save", { draft: draftOf("note", "First"), password: null });
    await screen.see(word("manager.remindBackup"));
    const popup = await coffer.open("popup.html");
    const small = screenOf(popup);
    await small.see(word("verify.lineNever"));
    expect(await findings(popup)).toEqual([]);
    await screen.press(word("verify.later"));
    await screen.miss(word("manager.remindBackup"));
    await small.miss(word("verify.lineNever"));
    await popup.close();
  });

  test("is opened again before it is called saved", async () => {
    file = await exportBackup(coffer);
    await setup.bringToFront();
    await setup.evaluate(() => void (location.hash = "#/backup"));
    await screen.see(word("verify.last", "now"));
  });

  test("is checked without a password, and tells what changed since", async () => {
    await check(file);
    await screen.see(word("restore.complete", 1));
    await screen.see(word("verify.changed", 0));
    expect(await findings(setup)).toEqual([]);
    await ask(setup, "item.save", { draft: draftOf("note", "Second"), password: null });
    await check(file);
    await screen.see(word("verify.changed", 1));
  });

  test("that is damaged or none is named so", async () => {
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    const damaged = join(coffer.downloads, "damaged.coffer");
    writeFileSync(damaged, bytes);
    await check(damaged);
    await screen.see(word("failure.CHECKSUM"));
    writeFileSync(damaged, readFileSync(file).subarray(0, -100));
    await check(damaged);
    await screen.see(word("failure.TRUNCATED"));
  });

  test("opens in a fresh profile with two parts", async () => {
    const fresh = await startChromium();
    try {
      const page = await fresh.open("manager.html#/restore");
      const there = screenOf(page);
      await chooseBackup(page, file);
      await there.press(word("unlock.useCode"));
      await there.type(word("restore.code"), parts[1] ?? "");
      await there.press(word("restore.open"));
      await there.see("Part 2 of set");
      await there.type(word("share.next"), parts[0] ?? "");
      await there.press(word("restore.open"));
      await there.see(word("restore.complete", 1));
      await there.press(word("restore.apply"));
      await there.see(word("restore.appliedText"));
      await page.goto(`${fresh.origin}/manager.html`);
      await lock(there);
      await unlock(there);
      await there.see("First");
    } finally {
      await fresh.close();
    }
  });
});
