/**
 * Every state of the sharing screen, for everybody: no finding of axe in light and in dark, and nothing that has to be
 * scrolled sideways in a window of 360 pixels. Whoever Anna shares with is made here, and means no good at times.
 */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postOver } from "../../src/browser/post.ts";
import { type Bytes, toHex, utf8 } from "../../src/core/bytes.ts";
import { randomBytes } from "../../src/core/random.ts";
import { decodeCard, encodeCard, fromText, toText } from "../../src/core/share/card.ts";
import { encodeTransfer, toBlock } from "../../src/core/share/container.ts";
import { sealTransfer } from "../../src/core/share/hpke.ts";
import { type Identity, identityOf } from "../../src/core/share/identity.ts";
import {
  mailboxKeys,
  readMailbox,
  sealLetter,
  writeMailbox,
} from "../../src/core/share/mailbox.ts";
import { findings } from "./harness/axe.ts";
import { type BackupServer, startServer } from "./harness/backup-server.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { answerPassword, password } from "./harness/drive.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { ownCard } from "./harness/sharing.ts";
import { word } from "./harness/words.ts";

let server: BackupServer;
let chromium: Chromium;
let page: Page;
let screen: Screen;
const [bert, cleo, dora, stranger] = (await Promise.all(
  [1, 2, 3, 4].map(() => identityOf(randomBytes(32))),
)) as [Identity, Identity, Identity, Identity];
const day = 86_400_000;

const cardOf = async (who: Identity, name: string) =>
  toText("card", await encodeCard({ ...who, name }));

/** What the screen is like now for who sees little, or has a small window. */
async function expectGood(): Promise<void> {
  // So high that all of it is in view: of what is scrolled away axe says nothing.
  await page.setViewport({ width: 360, height: 4000 });
  try {
    expect(await findings(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  } finally {
    await page.setViewport({ width: 1100, height: 800 });
  }
}

async function add(who: Identity, name: string, verify: boolean): Promise<void> {
  const text = await cardOf(who, name);
  const { contact } = await ask(page, "contact.add", { text, contact: null });
  const { id, print } = contact;
  if (verify) await ask(page, "contact.verify", { id, print, same: true });
}

/** Items as somebody seals them for Anna. */
async function sealedBy(who: Identity, items: object[]): Promise<{ bytes: Bytes; expiry: number }> {
  const { pk: recipientPk } = await decodeCard(fromText((await ownCard(page)).text).bytes);
  const expiry = Date.now() + day;
  const head = { expiry, cls: 2 as const, shareId: randomBytes(16), recipientPk };
  const transfer = await sealTransfer(who.agree, head, utf8(JSON.stringify({ items })));
  return { bytes: encodeTransfer(transfer), expiry };
}

const value = { id: "a", key: "username", label: "", type: "text", critical: false, value: "bert" };
const sent = [
  {
    kind: "login",
    title: "A shop whose name is much longer than any small window is wide, and goes on",
    tags: ["team"],
    origins: ["https://a-long-name-of-a-host.shop.example", "domain https://shop.example"],
    fields: [value, { ...value, id: "b", key: "password", type: "hidden", value: "x".repeat(90) }],
    files: [{ name: `${"contract-".repeat(9)}.pdf`, data: "QUJD" }],
  },
  {
    kind: "snippet",
    title: "Invoice",
    tags: [],
    origins: [],
    fields: [{ ...value, key: "body", type: "multiline", value: "{{bank.iban}} {{clipboard}}" }],
  },
];

/** Puts it into Anna's mailbox, as any contact's program does. */
async function post(who: Identity, items: object[]): Promise<void> {
  const box = readMailbox((await ownCard(page)).mailbox ?? "");
  if (box === null) throw new Error("no mailbox");
  const { id, seed } = await mailboxKeys(box.secret);
  const { bytes, expiry } = await sealedBy(who, items);
  const name = toHex(randomBytes(16));
  const letter = await sealLetter(box.secret, name, { expiry, reads: 3 }, bytes);
  await postOver(fetch).drop({ origin: box.origin, box: id, seed }, name, letter);
}

beforeAll(async () => {
  [server, chromium] = await Promise.all([
    startServer(null),
    startChromium({ hosts: ["http://127.0.0.1/*"] }),
  ]);
  const first = await chromium.open("manager.html");
  await ask(first, "create", { password });
  await first.close();
  page = await chromium.open("manager.html#/sharing");
  screen = screenOf(page);
}, 120_000);
afterAll(() => Promise.all([chromium.close(), server.close()]));

test("a vault without a card", async () => {
  await screen.see(word("sharing.cardNone"));
  await expectGood();
}, 60_000);

test("contacts: compared, not compared, and with another key", async () => {
  await ask(page, "share.me.make", { name: "Anna", proof: password });
  await ask(page, "share.me.rotate", { proof: password });
  await ask(page, "server.connect", { url: server.origin, invite: null, proof: password });
  await ask(page, "mailbox.make", { proof: password });
  await add(bert, "Bert", true);
  const address = { made: Date.now(), origin: server.origin, secret: randomBytes(32) };
  await ask(page, "contact.add", { text: await writeMailbox(bert, address), contact: null });
  await add(cleo, "Cleo of a family with a long name, whom nobody has called yet", false);
  await add(dora, "Dora", true);
  await add(stranger, "dora", false);
  await page.reload();
  await screen.see(word("sharing.alarm"));
  await screen.see(word("sharing.unverified"));
  await page.$$eval("details", (all) => all.forEach((one) => (one.open = true)));
  await screen.see(word("sharing.handoverText"));
  await expectGood();
}, 60_000);

test("the windows of a contact", async () => {
  await screen.press(word("sharing.settle"));
  await screen.see(word("sharing.alarmText", "Dora"));
  await expectGood();
  await screen.keys("Escape");
  for (const name of ["sharing.renameContact", "sharing.remove"] as const) {
    await screen.press(word(name));
    await page.waitForSelector("dialog[open]");
    await expectGood();
    await screen.keys("Escape");
    await page.waitForSelector("dialog[open]", { hidden: true });
  }
}, 60_000);

test("letters of a contact, of nobody, and of one whose key is in doubt", async () => {
  await post(bert, sent);
  await post(dora, sent);
  await post(stranger, sent);
  await screen.press(word("mailbox.fetch"));
  await screen.see(word("mailbox.fetched", 3));
  await screen.see(word("mailbox.from", "Bert"));
  await screen.see(word("mailbox.stranger"));
  await screen.see(word("mailbox.from", "Dora"));
  await screen.see(word("failure.CONTACT_CHANGED"));
  await expectGood();
}, 60_000);

test("a transfer before it is taken, with values, files and what it would read", async () => {
  await screen.press(word("mailbox.look"));
  await answerPassword(screen);
  await screen.press(word("sharing.show", sent[0]?.title ?? ""));
  await screen.see("bank.iban");
  await expectGood();
  await screen.press(word("sharing.refuse"));
  await screen.see(word("sharing.refuseText"));
  await expectGood();
  await screen.keys("Escape");
  await screen.press(word("sharing.later"));
}, 60_000);

test("what is refused, in words", async () => {
  const { bytes } = await sealedBy(stranger, []);
  await screen.type(word("sharing.receiveBox"), toBlock(bytes));
  await screen.press(word("sharing.receiveGo"));
  await screen.see(word("failure.TRANSFER_UNKNOWN"));
  await expectGood();
}, 60_000);

test("what is to leave, and what has left, each way", async () => {
  const draft = draftOf("login", "Shop", { username: "anna", password: "secret" });
  await ask(page, "item.save", { draft, password: null });
  for (const way of [0, 1, 2]) {
    await screen.type(word("sharing.find"), "Shop");
    await screen.press(word("sharing.pick", "Shop"));
    await page.$$eval(
      "input[name=sharing-way]",
      (all, at) => (all[at] as HTMLInputElement).click(),
      way,
    );
    if (way === 2) await screen.type(word("sharing.passphrase"), "two words and two more");
    await expectGood();
    if (way === 0)
      await page.$$eval("input[name=sharing-post]", (all) => (all[1] as HTMLInputElement).click());
    await screen.press(word("sharing.sendGo"));
    if (way === 0) await answerPassword(screen);
    await screen.see(word("sharing.sealed", 1));
    await expectGood();
    await screen.press(word("sharing.again"));
  }
}, 120_000);
