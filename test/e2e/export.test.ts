/** Files that leave Coffer by the Backup screen: a page that opens itself, the reader, an export under another password. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { password, restoreBackup } from "./harness/drive.ts";
import { builds } from "./harness/files.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const exportPassword = "the notary opens this one day 7";
let coffer: Chromium;
let page: Page;
let screen: Screen;

beforeAll(async () => {
  coffer = await startChromium();
  const first = await coffer.open("manager.html");
  await ask(first, "create", { password });
  const draft = draftOf("login", "Shop", { username: "ada", password: "PASSWORD-CANARY" });
  await ask(first, "item.save", { draft, password: null });
  // A window of its own: the first one stands in the set-up.
  page = await coffer.open("manager.html#/backup");
  screen = screenOf(page);
});
afterAll(() => coffer.close());

/** The file of this name once it has come down whole. */
function downloaded(name: RegExp): Promise<string> {
  return until("the file", () => {
    const file = readdirSync(coffer.downloads).find((one) => name.test(one));
    return file === undefined ? null : join(coffer.downloads, file);
  });
}

test("a backup saved as a page opens itself in a browser, and restores here like any backup", async () => {
  await screen.press(word("export.asPage"));
  await screen.see(word("backup.doneText"));
  const file = await downloaded(/^coffer-\d.*\.html$/);
  expect(readFileSync(file, "utf8")).not.toContain("PASSWORD-CANARY");
  const reader = await coffer.browser.newPage();
  await reader.goto(pathToFileURL(file).href);
  const opened = screenOf(reader);
  await opened.type(word("reader.password"), password);
  await opened.press(word("reader.open"));
  await opened.see("Shop");
  await reader.close();

  const fresh = await startChromium();
  try {
    expect(await restoreBackup(fresh, file)).toContain("1 item, complete");
  } finally {
    await fresh.close();
  }
});

test("the reader is saved as the very file whose hash is printed", async () => {
  await screen.press(word("export.readerSave"));
  const file = await downloaded(/^coffer-reader.*\.html$/);
  expect(readFileSync(file, "utf8")).toBe(
    readFileSync(join(builds.chromium, "reader.html"), "utf8"),
  );
});

test("an export asks for the password of now, again where it is wrong, and opens with its own", async () => {
  await screen.press(word("export.begin"));
  await screen.type(word("export.password"), exportPassword);
  await screen.type(word("setup.again"), exportPassword);
  await screen.press(word("export.go"));
  await screen.see(word("prompt.export"));
  await screen.type(word("unlock.password"), "wrong");
  await screen.keys("Enter");
  await screen.see(word("failure.WRONG_SECRET"));
  await screen.type(word("unlock.password"), password);
  await screen.keys("Enter");
  const file = await downloaded(/^coffer-export.*\.html$/);
  const reader = await coffer.browser.newPage();
  await reader.goto(pathToFileURL(file).href);
  const opened = screenOf(reader);
  await opened.type(word("reader.password"), password);
  await opened.press(word("reader.open"));
  await opened.see("does not open");
  await opened.type(word("reader.password"), exportPassword);
  await opened.press(word("reader.open"));
  await opened.see("Shop");
});
