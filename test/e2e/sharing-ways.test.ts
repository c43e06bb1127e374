/**
 * More of sharing by its screens, between Chromium and Firefox: a folder with files, a page with a key, age, another key
 * that is handed over, another key that is not, and a camera that may not be used.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { randomBytes } from "../../src/core/random.ts";
import { encodeCard, toText } from "../../src/core/share/card.ts";
import { identityOf } from "../../src/core/share/identity.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { answerPassword } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { type Firefox, startFirefox } from "./harness/firefox.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { chooseFile, downloaded, ownCard, vaultWithCard } from "./harness/sharing.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let anna: Chromium;
let bert: Firefox;
let annas: Page;
let berts: Page;
const folder = freshFolder("sharing-ways");
const contract = Buffer.from("FILE-CANARY of a contract");

async function know(page: Page, other: Page): Promise<void> {
  const { contact } = await ask(page, "contact.add", {
    text: (await ownCard(other)).text,
    contact: null,
  });
  await ask(page, "contact.verify", { id: contact.id, print: contact.print, same: true });
}

/** Firefox never tells that a page of an extension was loaded. */
async function anew(page: Page): Promise<Screen> {
  await page.evaluate(() => {
    (globalThis as { before?: true }).before = true;
    location.reload();
  });
  await until("the page anew", () => page.evaluate(() => !("before" in globalThis)));
  await screenOf(page).see(word("sharing.receiveText"));
  return screenOf(page);
}

beforeAll(async () => {
  [anna, bert] = await Promise.all([
    startChromium({ args: ["--deny-permission-prompts", "--use-fake-device-for-media-stream"] }),
    startFirefox(),
  ]);
  annas = await vaultWithCard(anna, "Anna");
  berts = await vaultWithCard(bert, "Bert");
  await know(annas, berts);
  await know(berts, annas);
  const note = draftOf("note", "Contract", { body: "see the file" }, { tags: ["/Team/Papers"] });
  const { id } = await ask(annas, "item.save", { draft: note, password: null });
  const { upload } = await ask(annas, "file.begin", {
    id,
    name: "contract.txt",
    bytes: contract.length,
  });
  await ask(annas, "file.part", { upload, part: 0, data: contract.toString("base64") });
  await ask(annas, "file.end", { upload, attach: true });
  const body = "Hello {{page.host}}, {{clipboard}}";
  const snippet = draftOf("snippet", "Greeting", { body }, { tags: ["/Team"] });
  await ask(annas, "item.save", { draft: snippet, password: null });
}, 120_000);
afterAll(async () => {
  await Promise.all([anna.close(), bert.close()]);
  removeFolder(folder);
});

test("a folder with a file goes from Chromium to Firefox, and what its snippet reads is told first", async () => {
  await annas.evaluate(() => (location.hash = `#/tag/${encodeURIComponent("/Team")}`));
  const sender = screenOf(annas);
  await sender.press(word("shareMore.folder"));
  await sender.see(word("sharing.chosen", 2));
  await sender.press(word("sharing.fields", "Contract"));
  await sender.see("contract.txt");
  await sender.press(word("sharing.sendGo"));
  await answerPassword(sender);
  await sender.see(word("sharing.sealed", 2));
  await sender.press(word("sharing.saveFile"));
  const file = await downloaded(anna, /^coffer-transfer.*\.txt$/);

  const receiver = await anew(berts);
  await chooseFile(berts, "sharing-receive", file);
  await answerPassword(receiver);
  await receiver.see("contract.txt");
  const reads = [word("shareMore.readsClipboard"), word("shareMore.readsPage")].join(", ");
  await receiver.see(word("shareMore.reads", reads));
  await receiver.see(word("shareMore.tags", "/Team/Papers"));
  await receiver.press(word("sharing.take", 2));
  await receiver.see(word("sharing.taken", 2));
  const note = (await find(berts)).find(({ title }) => title === "Contract");
  const id = note?.id ?? "";
  const { files } = await ask(berts, "file.list", { id });
  const [line] = files;
  expect(files.map(({ name }) => name)).toEqual(["contract.txt"]);
  const { data } = await ask(berts, "file.read", { id, file: line?.file ?? "", part: 0 });
  expect(Buffer.from(data, "base64")).toEqual(contract);
}, 120_000);

test("a page with a key opens in Firefox too, with its file", async () => {
  const sender = screenOf(annas);
  await sender.press(word("sharing.again"));
  await sender.type(word("sharing.find"), "Contract");
  await sender.press(word("sharing.pick", "Contract"));
  await annas.$$eval("input[name=sharing-way]", (all) => (all[1] as HTMLInputElement).click());
  await sender.press(word("sharing.sendGo"));
  await sender.see(word("sharing.linkKey"));
  const key = await annas.$eval("[aria-labelledby=sharing-send] .card-text", ({ textContent }) =>
    textContent.trim(),
  );
  await sender.press(word("sharing.linkSave"));
  const file = await downloaded(anna, /^coffer-shared.*\.html$/);
  const page = await bert.browser.newPage();
  await page.goto(`${pathToFileURL(file).href}${key}`);
  const reader = screenOf(page);
  await reader.see("Contract");
  await reader.press(word("reader.saveFile", "contract.txt"));
  const saved = await downloaded(bert, /^contract\.txt$/);
  await until("the file", () => readFileSync(saved).equals(contract));
  await page.close();
}, 120_000);

const age = spawnSync("age", ["--version"]).status === 0;
test.skipIf(!age)(
  "an age file of the screen opens with the age tool (skipped without it: apt-get install age)",
  async () => {
    const identity = execFileSync("age-keygen", { stdio: ["ignore", "pipe", "ignore"] });
    writeFileSync(join(folder, "key"), identity);
    const recipient = /public key: (age1\S+)/.exec(identity.toString())?.[1] ?? "";
    const sender = screenOf(annas);
    await sender.press(word("sharing.again"));
    await sender.type(word("sharing.find"), "Contract");
    await sender.press(word("sharing.pick", "Contract"));
    await annas.$$eval("input[name=sharing-way]", (all) => (all[2] as HTMLInputElement).click());
    await sender.type(word("sharing.recipients"), recipient);
    await sender.press(word("sharing.sendGo"));
    await sender.see(word("sharing.sealed", 1));
    await sender.press(word("sharing.saveFile"));
    const file = await downloaded(anna, /^coffer-transfer.*\.age$/);
    const opened = execFileSync("age", ["--decrypt", "-i", join(folder, "key"), file]);
    const { items } = JSON.parse(opened.toString()) as {
      items: { title: string; files: { name: string; data: string }[] }[];
    };
    expect(items.map(({ title }) => title)).toEqual(["Contract"]);
    expect(Buffer.from(items[0]?.files[0]?.data ?? "", "base64")).toEqual(contract);
  },
  120_000,
);

test("a new key is handed over by the screens, and Bert sends to it from Firefox to Chromium", async () => {
  const mine = screenOf(annas);
  await annas.$eval(".sharing details", (details) => (details.open = true));
  await mine.press(word("sharing.newKeyGo"));
  await mine.see(word("sharing.newKeyAsk"));
  await annas.$$eval("dialog[open] button", (all) => all.at(-1)?.click());
  await answerPassword(mine);
  await mine.see(word("sharing.newKeyDone"));
  const { me } = await ask(annas, "share.me", {});

  const his = await anew(berts);
  await his.type(word("sharing.addBox"), me?.handover ?? "");
  await his.press(word("sharing.addGo"));
  await his.see(word("sharing.handed", "Anna"));
  const draft = draftOf("note", "From Bert", { body: "BACK-CANARY" });
  await ask(berts, "item.save", { draft, password: null });
  await his.type(word("sharing.find"), "From Bert");
  await his.press(word("sharing.pick", "From Bert"));
  await his.press(word("sharing.sendGo"));
  await answerPassword(his);
  await his.press(word("sharing.saveFile"));
  const file = await downloaded(bert, /^coffer-transfer.*\.txt$/);

  const hers = await anew(annas);
  await chooseFile(annas, "sharing-receive", file);
  await answerPassword(hers);
  await hers.press(word("sharing.take", 1));
  await hers.see(word("sharing.taken", 1));
  const [row] = await find(annas, "From Bert");
  const item = await ask(annas, "item.read", { id: row?.id ?? "" });
  expect(item.fields.find(({ key }) => key === "body")?.value).toBe("BACK-CANARY");
}, 120_000);

test("a card is read in Firefox from its file and from a picture of its code", async () => {
  const screen = await anew(berts);
  await screenOf(annas).press(word("sharing.saveCard"));
  const file = await downloaded(anna, /^coffer-card.*\.txt$/);
  await chooseFile(berts, "sharing-contacts", file);
  // It is known already, and so it was read.
  await screen.see(word("failure.CONTACT_KNOWN"));

  const qr = await annas.$(".contact-card .qr");
  if (qr === null) throw new Error("There is no code.");
  const path = join(folder, "card.png") as `${string}.png`;
  await qr.screenshot({ path });
  await anew(berts);
  await chooseFile(berts, "sharing-contacts", path);
  await screen.see(word("failure.CONTACT_KNOWN"));
  const nothing = join(folder, "nothing.png") as `${string}.png`;
  await annas.screenshot({ path: nothing, clip: { x: 0, y: 0, width: 100, height: 60 } });
  await chooseFile(berts, "sharing-contacts", nothing);
  await screen.see(word("sharing.noQr"));
}, 60_000);

test.each(["chromium", "firefox"] as const)(
  "H01: another key under a known name is an alarm, and nothing can be sent until it is settled (%s)",
  async (kind) => {
    const [page, name] = kind === "chromium" ? [annas, "Bert"] : [berts, "Anna"];
    const eve = await identityOf(randomBytes(32));
    const screen = await anew(page);
    await screen.type(word("sharing.addBox"), toText("card", await encodeCard({ ...eve, name })));
    await screen.press(word("sharing.addGo"));
    await screen.see(word("sharing.alarmText", name));
    const whom = () => page.$$eval("select option", (all) => all.map(({ text }) => text));
    await until("nobody to send to", async () => !(await whom()).includes(name));
    await screen.see(word("sharing.alarm"));
    await screen.press(word("sharing.keepOld"));
    await screen.see(word("sharing.kept"));
    await until("the contact again", async () => (await whom()).includes(name));
  },
  60_000,
);

test.each([
  ["chromium", "denied"],
  ["firefox", "missing"],
] as const)(
  "a camera that can not be used is said, and closed again (%s)",
  async (kind, why) => {
    const screen = await anew(kind === "chromium" ? annas : berts);
    await screen.press(word("camera.use"));
    await screen.see(word(`camera.${why}`));
    await screen.press(word("app.cancel"));
    await screen.miss(word("camera.title"));
  },
  60_000,
);
