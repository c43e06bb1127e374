/** Sharing between two browsers: Anna in Chromium sends, Bert in Firefox receives; and a page with a key for anybody. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findings } from "./harness/axe.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { answerPassword, type Coffer, password } from "./harness/drive.ts";
import { type Firefox, startFirefox } from "./harness/firefox.ts";
import { screenOf } from "./harness/screen.ts";
import { chooseFile, downloaded } from "./harness/sharing.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let anna: Chromium;
let bert: Firefox;
let annas: Page;
let berts: Page;

async function vaultWithCard(coffer: Coffer, name: string): Promise<Page> {
  const first = await coffer.open("manager.html");
  await ask(first, "create", { password });
  const page = await coffer.open("manager.html#/sharing");
  await first.close();
  const screen = screenOf(page);
  await screen.see(word("sharing.cardNone"));
  await screen.type(word("sharing.name"), name);
  await screen.press(word("sharing.make"));
  await answerPassword(screen);
  await screen.see(word("sharing.wordsText"));
  return page;
}

const cardOf = (page: Page) =>
  page.$eval(".contact-card .card-text", ({ textContent }) => textContent.trim());
const wordsIn = (page: Page, where: string) =>
  page.$$eval(`${where} .twelve li`, (all) => all.map(({ textContent }) => textContent.trim()));

/** Adds the card of another, and says that the words are the same where they are. */
async function befriend(page: Page, other: Page, name: string): Promise<void> {
  const screen = screenOf(page);
  await screen.type(word("sharing.addBox"), await cardOf(other));
  await screen.press(word("sharing.addGo"));
  await screen.see(word("sharing.compareTitle", name));
  const theirs = await wordsIn(other, "section[aria-labelledby=sharing-card]");
  expect(theirs).toHaveLength(12);
  expect(await wordsIn(page, "dialog")).toEqual(theirs);
  await screen.press(word("sharing.same"));
  await screen.see(word("sharing.compared", name));
}

beforeAll(async () => {
  [anna, bert] = await Promise.all([startChromium(), startFirefox()]);
  annas = await vaultWithCard(anna, "Anna");
  berts = await vaultWithCard(bert, "Bert");
  const login = draftOf("login", "Shop", { username: "anna", password: "PASSWORD-CANARY" });
  await ask(annas, "item.save", { draft: login, password: null });
}, 120_000);
afterAll(async () => {
  await Promise.all([anna.close(), bert.close()]);
});

test("two people compare twelve words and send an item from Chromium to Firefox", async () => {
  await befriend(annas, berts, "Bert");
  await befriend(berts, annas, "Anna");

  const sender = screenOf(annas);
  await sender.type(word("sharing.find"), "Shop");
  await sender.press(word("sharing.pick", "Shop"));
  await sender.press(word("sharing.sendGo"));
  await answerPassword(sender);
  await sender.see(word("sharing.sealed", 1));
  await sender.press(word("sharing.saveFile"));
  const file = await downloaded(anna, /^coffer-transfer.*\.txt$/);
  expect(readFileSync(file, "utf8")).not.toContain("PASSWORD-CANARY");

  const receiver = screenOf(berts);
  await chooseFile(berts, "sharing-receive", file);
  await answerPassword(receiver);
  await receiver.see("Shop");
  await receiver.press(word("sharing.show", "Shop"));
  await receiver.see("PASSWORD-CANARY");
  await receiver.press(word("sharing.take", 1));
  await receiver.see(word("sharing.taken", 1));
  const [row] = await find(berts);
  const item = await ask(berts, "item.read", { id: row?.id ?? "" });
  expect(item.fields.find(({ key }) => key === "password")?.value).toBe("PASSWORD-CANARY");

  // Once taken it is not taken again; and the undo is that of any import.
  await chooseFile(berts, "sharing-receive", file);
  await receiver.see(word("failure.TRANSFER_SEEN"));
  await receiver.press(word("sharing.undo"));
  await until("the undo", async () => (await find(berts)).length === 0);
}, 120_000);

test("a page with a key opens for anybody who has both, and for nobody who has one", async () => {
  const sender = screenOf(annas);
  await sender.press(word("sharing.again"));
  await sender.type(word("sharing.find"), "Shop");
  await sender.press(word("sharing.pick", "Shop"));
  await annas.$$eval("input[name=sharing-way]", (all) => (all[1] as HTMLInputElement).click());
  await sender.press(word("sharing.sendGo"));
  await sender.see(word("sharing.linkKey"));
  const key = await annas.$eval("[aria-labelledby=sharing-send] .card-text", ({ textContent }) =>
    textContent.trim(),
  );
  await sender.press(word("sharing.linkSave"));
  const file = await downloaded(anna, /^coffer-shared.*\.html$/);
  expect(readFileSync(file, "utf8")).not.toContain("PASSWORD-CANARY");

  const page = await anna.browser.newPage();
  await page.goto(`${pathToFileURL(file).href}${key}`);
  const reader = screenOf(page);
  await reader.see("Shop");
  expect(await page.evaluate(() => location.hash)).toBe("");
  await page.goto("about:blank");
  await page.goto(pathToFileURL(file).href);
  await reader.see(word("reader.sharedKeyHint"));
  await reader.type(word("reader.sharedKey"), `#${"A".repeat(43)}`);
  await reader.press(word("reader.open"));
  await reader.see(word("reader.sharedWrong"));
  await reader.type(word("reader.sharedKey"), key);
  await reader.press(word("reader.open"));
  await reader.see("Shop");
  await page.close();
}, 60_000);

test("the screen has names and contrast for everybody", async () => {
  expect(await findings(annas)).toEqual([]);
});

test("a QR picture of a card is read as the card", async () => {
  const screen = screenOf(annas);
  const qr = await berts.$(".contact-card .qr");
  if (qr === null) throw new Error("There is no code.");
  const path = join(anna.downloads, "card.png") as `${string}.png`;
  await qr.screenshot({ path });
  await chooseFile(annas, "sharing-contacts", path);
  // It is known already, and so it was read.
  await screen.see(word("failure.CONTACT_KNOWN"));
}, 60_000);
