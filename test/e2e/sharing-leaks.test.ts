/** What of sharing could leak beside its ways: the key of a page behind "#", a code that is no card, the clipboard. */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { encodeQR } from "qr";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { screenOf } from "./harness/screen.ts";
import { chooseFile, downloaded, ownCard, vaultWithCard } from "./harness/sharing.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let chromium: Chromium;
let page: Page;
let host: Server;
let origin: string;
let html = "nothing";
/** All that the web server of the sender is told: lines of requests, headers, bodies. */
const told: string[] = [];

beforeAll(async () => {
  host = createServer((request, response) => {
    told.push([request.url, ...request.rawHeaders].join("\n"));
    request.on("data", (bytes: Buffer) => told.push(bytes.toString()));
    request.on("end", () => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(request.url === "/shared.html" ? html : "<title>Next</title>");
    });
  });
  await new Promise<void>((done) => void host.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  chromium = await startChromium();
  page = await vaultWithCard(chromium, "Anna");
  const draft = draftOf("login", "TITLE-CANARY", { password: "PASSWORD-CANARY" });
  await ask(page, "item.save", { draft, password: null });
}, 120_000);
afterAll(async () => {
  await chromium.close();
  host.closeAllConnections();
  await new Promise((done) => host.close(done));
});

test("the key behind the address of a page reaches neither its server nor the next page, nor stays in sight", async () => {
  const screen = screenOf(page);
  await screen.type(word("sharing.find"), "TITLE");
  await screen.press(word("sharing.pick", "TITLE-CANARY"));
  await page.$$eval("input[name=sharing-way]", (all) => (all[1] as HTMLInputElement).click());
  await screen.press(word("sharing.sendGo"));
  await screen.see(word("sharing.linkKey"));
  const key = await page.$eval("[aria-labelledby=sharing-send] .card-text", ({ textContent }) =>
    textContent.trim(),
  );
  expect(key).toHaveLength(44);
  await screen.press(word("sharing.linkSave"));
  html = readFileSync(await downloaded(chromium, /^coffer-shared.*\.html$/), "utf8");
  // The page that is hosted has no key in it, and names nothing of what it holds.
  for (const secret of [key.slice(1), "CANARY"]) expect(html).not.toContain(secret);

  const theirs = await chromium.browser.newPage();
  await theirs.goto(`${origin}/shared.html${key}`);
  const reader = screenOf(theirs);
  await reader.see("TITLE-CANARY");
  const shown = await theirs.evaluate(() => ({
    href: location.href,
    title: document.title,
    state: JSON.stringify(history.state),
    stored: JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
    cookie: document.cookie,
  }));
  expect(shown.href).toBe(`${origin}/shared.html`);
  for (const secret of [key.slice(1), "CANARY"])
    expect(JSON.stringify(shown)).not.toContain(secret);

  // On to another page of the same host, and back: it asks for the key.
  await theirs.evaluate((next) => void (location.href = next), `${origin}/next.html`);
  await until("the next page", async () => (await theirs.title()) === "Next");
  await theirs.goBack();
  await reader.see(word("reader.sharedKeyHint"));
  expect(await theirs.evaluate(() => location.href)).toBe(`${origin}/shared.html`);
  await theirs.close();
  expect(told.length).toBeGreaterThanOrEqual(2);
  const all = told.join("\n");
  for (const secret of [key.slice(1), "CANARY"]) expect(all).not.toContain(secret);
  // Not even that it was on the page is told to the next one.
  expect(all).not.toMatch(/Referer\n.*shared/i);
}, 60_000);

test("a picture of a code that holds an address is no card: it is said, and nothing is opened", async () => {
  const before = chromium.browser.targets().length;
  const address = `${origin}/visited.html?x=javascript:alert(1)`;
  const drawing = await chromium.browser.newPage();
  await drawing.setContent(`<body style="width: 300px">${encodeQR(address, "svg", { border: 4 })}`);
  const path = join(chromium.downloads, "address.png") as `${string}.png`;
  await drawing.screenshot({ path });
  await drawing.close();
  await page.bringToFront();
  const screen = screenOf(page);
  await chooseFile(page, "sharing-contacts", path);
  await screen.see(word("failure.BAD_CARD"));
  expect(await ask(page, "contact.list", {})).toEqual({ contacts: [] });
  expect(chromium.browser.targets()).toHaveLength(before);
  expect(told.join("\n")).not.toContain("visited");

  // What calls itself a picture and is none shows no code.
  const broken = join(chromium.downloads, "broken.png");
  writeFileSync(broken, Buffer.from("89504e470d0a1a0a00", "hex"));
  await chooseFile(page, "sharing-contacts", broken);
  await screen.see(word("sharing.noQr"));
}, 60_000);

test("the card on the clipboard is the card, and nothing besides", async () => {
  const screen = screenOf(page);
  await screen.press(word("sharing.copyCard"));
  await screen.see(word("sharing.copied"));
  const { text } = await ownCard(page);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
}, 60_000);
