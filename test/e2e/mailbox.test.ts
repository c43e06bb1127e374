/**
 * Sharing over a real backup server between two browsers: Anna in Chromium shows Bert's card to her camera, writes to the
 * mailbox he has opened, and he fetches it in Firefox. The server is a process of its own, on this machine.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findings } from "./harness/axe.ts";
import { type BackupServer, startServer } from "./harness/backup-server.ts";
import { cameraSeeing } from "./harness/camera.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { answerPassword, password } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { type Firefox, startFirefox } from "./harness/firefox.ts";
import { screenOf } from "./harness/screen.ts";
import { ownCard, vaultWithCard } from "./harness/sharing.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const folder = freshFolder("mailbox");
let server: BackupServer;
let anna: Chromium;
let bert: Firefox;
let annas: Page;
let berts: Page;

beforeAll(async () => {
  [server, bert] = await Promise.all([startServer(null), startFirefox()]);
  await bert.window.allowSites();
  berts = await vaultWithCard(bert, "Bert");
  const camera = await cameraSeeing((await ownCard(berts)).text, join(folder, "camera.y4m"));
  anna = await startChromium({
    hosts: ["http://127.0.0.1/*"],
    args: camera,
  });
  annas = await vaultWithCard(anna, "Anna");
}, 120_000);
afterAll(async () => {
  await Promise.all([anna.close(), bert.close(), server.close()]);
  removeFolder(folder);
});

test("without a server the screen offers no mailbox, and says what would be needed", async () => {
  await screenOf(annas).see(word("mailbox.none"));
  expect(server.printed()).not.toContain('"route"');
});

test("a card that is held before the camera is read, and the camera is off again", async () => {
  const screen = screenOf(annas);
  await annas.bringToFront();
  await screen.press(word("camera.use"));
  await screen.see(word("sharing.compareTitle", "Bert"));
  expect(await annas.$$eval("video", (all) => all.length)).toBe(0);
  await screen.press(word("sharing.same"));
  await screen.see(word("sharing.compared", "Bert"));
  await ask(berts, "contact.add", { text: (await ownCard(annas)).text, contact: null });
  const { contacts } = await ask(berts, "contact.list", {});
  const { id = "", print = "" } = contacts[0] ?? {};
  await ask(berts, "contact.verify", { id, print, same: true });
}, 60_000);

/** In a click, as the browser wants it; it says yes (allowSites). The screens that ask are tested elsewhere. */
async function allowServer(page: Page): Promise<void> {
  await page.evaluate(() => {
    const button = document.createElement("button");
    button.id = "allow";
    button.textContent = "allow";
    button.style.cssText = "position: fixed; inset: 0 auto auto 0; z-index: 9";
    const { permissions } = (
      globalThis as unknown as {
        browser: { permissions: { request: (asked: object) => Promise<boolean> } };
      }
    ).browser;
    button.addEventListener("click", () => {
      void permissions
        .request({ origins: ["http://127.0.0.1/*"] })
        .then((said) => (button.textContent = String(said)));
    });
    document.body.append(button);
  });
  await page.click("#allow");
  await screenOf(page).see("true");
}

test("both connect to the server", async () => {
  await allowServer(berts);
  for (const page of [annas, berts]) {
    const url = server.origin;
    // A second try finds what the first one connected.
    await ask(page, "server.connect", { url, invite: null, proof: password }).catch(
      (error: Error) => {
        if (!error.message.endsWith("CONFLICT")) throw error;
      },
    );
    // Firefox never tells that a page of an extension was loaded.
    await page.evaluate(() => location.reload());
    await screenOf(page).miss(word("mailbox.none"));
    await screenOf(page).see(word("sharing.wordsText"));
  }
}, 60_000);

test("an item goes through the server into Bert's mailbox, and he takes what of it he wants", async () => {
  const receiver = screenOf(berts);
  await receiver.press(word("mailbox.open"));
  await answerPassword(receiver);
  await receiver.see(word("mailbox.opened"));
  await receiver.see(word("mailbox.empty"));

  // The address alone, for who has the card already.
  const { mailbox } = await ownCard(berts);
  const sender = screenOf(annas);
  await sender.type(word("sharing.addBox"), mailbox ?? "");
  await sender.press(word("sharing.addGo"));
  await sender.see(word("mailbox.added", "Bert"));

  const login = draftOf("login", "Shop", { username: "anna", password: "PASSWORD-CANARY" });
  await ask(annas, "item.save", { draft: login, password: null });
  await sender.type(word("sharing.find"), "Shop");
  await sender.press(word("sharing.pick", "Shop"));
  await sender.see(word("mailbox.byServer", new URL(server.origin).host));
  expect(await findings(annas)).toEqual([]);
  await sender.press(word("mailbox.send"));
  await answerPassword(sender);
  await sender.see(word("sharing.sealed", 1));

  await receiver.press(word("mailbox.fetch"));
  await receiver.see(word("mailbox.fetched", 1));
  await receiver.see(word("mailbox.from", "Anna"));
  await receiver.press(word("mailbox.look"));
  await answerPassword(receiver);
  await receiver.press(word("sharing.show", "Shop"));
  await receiver.see("PASSWORD-CANARY");
  await berts.$$eval(".peek input", (all) => (all[0] as HTMLInputElement).click());
  await receiver.press(word("sharing.take", 1));
  await receiver.see(word("sharing.taken", 1));
  await receiver.see(word("mailbox.empty"));
  const [row] = await find(berts);
  const item = await ask(berts, "item.read", { id: row?.id ?? "" });
  expect(item.fields.map(({ key }) => key)).not.toContain("username");
  expect(item.fields.find(({ key }) => key === "password")?.value).toBe("PASSWORD-CANARY");
  await receiver.press(word("sharing.undo"));
  await until("the undo", async () => (await find(berts)).length === 0);

  // At the server nothing is left of it, and neither names nor values ever were there.
  for (const name of readdirSync(server.folder)) {
    if (!/sqlite/.test(name)) continue;
    const bytes = readFileSync(join(server.folder, name));
    for (const said of ["PASSWORD-CANARY", "Shop", "Anna", "Bert"])
      expect(bytes.includes(said), `${said} in ${name}`).toBe(false);
  }
  await receiver.press(word("mailbox.fetch"));
  await receiver.see(word("mailbox.fetched", 0));
}, 120_000);

test("the other way too: from Firefox into Anna's mailbox, which she fetches in Chromium", async () => {
  const hers = screenOf(annas);
  await hers.press(word("mailbox.open"));
  await answerPassword(hers);
  await hers.see(word("mailbox.opened"));
  const { mailbox } = await ownCard(annas);
  const his = screenOf(berts);
  await his.type(word("sharing.addBox"), mailbox ?? "");
  await his.press(word("sharing.addGo"));
  await his.see(word("mailbox.added", "Anna"));
  const draft = draftOf("note", "From Bert", { body: "BACK-CANARY" });
  await ask(berts, "item.save", { draft, password: null });
  await his.type(word("sharing.find"), "From Bert");
  await his.press(word("sharing.pick", "From Bert"));
  await his.press(word("mailbox.send"));
  await answerPassword(his);
  await his.see(word("sharing.sealed", 1));

  await hers.press(word("mailbox.fetch"));
  await hers.see(word("mailbox.from", "Bert"));
  await hers.press(word("mailbox.look"));
  await answerPassword(hers);
  await hers.press(word("sharing.take", 1));
  await hers.see(word("sharing.taken", 1));
  await hers.see(word("mailbox.empty"));
  const [row] = await find(annas, "From Bert");
  const item = await ask(annas, "item.read", { id: row?.id ?? "" });
  expect(item.fields.find(({ key }) => key === "body")?.value).toBe("BACK-CANARY");
}, 120_000);

test("a server that is away loses nothing: the sender is told, and sends the same by hand", async () => {
  await server.kill();
  const sender = screenOf(annas);
  await sender.press(word("sharing.again"));
  await sender.type(word("sharing.find"), "Shop");
  await sender.press(word("sharing.pick", "Shop"));
  await sender.press(word("mailbox.send"));
  await answerPassword(sender);
  await sender.see(word("failure.MAIL_OFFLINE"));
  await annas.$$eval("input[name=sharing-post]", (all) => (all[1] as HTMLInputElement).click());
  await sender.press(word("sharing.sendGo"));
  await answerPassword(sender);
  await sender.see(word("sharing.sealedText", "Bert"));
}, 60_000);
