/** What a user does with Coffer, in their words. The tests and the tour are told in these steps. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer";
import type { Chromium } from "./chromium.ts";
import type { Firefox } from "./firefox.ts";
import { screenOf, type Screen } from "./screen.ts";
import { until } from "./until.ts";
import { word } from "./words.ts";

export type Coffer = Chromium | Firefox;

/** Long enough for the meter to be content. */
export const password = "correct horse battery staple 42";

/** A shop's login page. */
export const loginPage = `<!doctype html><html lang="en"><title>Shop</title><h1>Shop</h1>
<form method="post" action="/submitted">
  <p><label>User name <input name="user" autocomplete="username"></label></p>
  <p><label>Password <input name="pass" type="password" autocomplete="current-password"></label></p>
  <p><button>Sign in</button></p>
</form>`;

/** Chooses a password in the set-up tab; answers the recovery code that is shown. */
export async function setUp(coffer: Coffer, secret = password): Promise<string> {
  const page = await coffer.open("manager.html#/setup");
  const screen = screenOf(page);
  await screen.see(word("setup.choose"));
  await screen.type(word("setup.password"), secret);
  await screen.type(word("setup.again"), secret);
  await screen.press(word("setup.create"));
  await screen.see(word("setup.codeTitle"));
  const code = await page.$eval("output.code", (output) => output.textContent.trim());
  await screen.press(word("setup.codeLater"));
  await screen.see(word("setup.pinTitle"));
  await screen.press(word("setup.finish"));
  await screen.see(word("list.emptyTitle"));
  await page.close();
  return code;
}

/** Types the password into the box of a locked window. */
export async function unlock(screen: Screen, secret = password): Promise<void> {
  await screen.type(word("unlock.password"), secret);
  await screen.keys("Enter");
  await screen.miss(word("unlock.working"));
}

/** Types the password into the window that asks for it again. */
export async function answerPassword(screen: Screen): Promise<void> {
  await screen.see(word("prompt.title"));
  await screen.type(word("unlock.password"), password);
  await screen.keys("Enter");
  await screen.miss(word("prompt.title"));
}

/** Presses the button of the locked window's opposite. */
export async function lock(screen: Screen): Promise<void> {
  await screen.press(word("app.lock"));
  await screen.see(word("unlock.go"));
}

/** Makes a login in the open window and comes back to the list. */
export async function newLogin(
  screen: Screen,
  login: { title: string; username: string; password: string; site: string },
): Promise<void> {
  await screen.press(word("list.newShort"));
  await screen.press(`${word("kind.login")} ${word("kindAbout.login")}`, "menuitem");
  await screen.type(word("edit.title"), login.title);
  await screen.type(word("field.username"), login.username);
  await screen.type(word("field.password"), login.password);
  if (!(await screen.text()).includes(new URL(login.site).host)) {
    await screen.type(word("edit.addSite"), login.site);
    await screen.keys("Enter");
  }
  await screen.press(word("app.save"));
  // The saved item is shown.
  await screen.miss(word("edit.newTitle", word("kind.login")));
  await screen.see(login.title);
  await screen.press(word("app.back"));
}

/** Types into the search box and waits for this title. */
export async function find(screen: Screen, text: string, title: string): Promise<void> {
  await screen.type(word("list.search"), text);
  await screen.see(title);
}

/** Values of the boxes of a web page, in their order. */
export function valuesOf(page: Page): Promise<string[]> {
  return page.$$eval("input, select, textarea", (all) =>
    all.map((each) => (each as HTMLInputElement).value),
  );
}

/** Text on the system's clipboard, read by a page of ours in front. */
export async function clipboard(page: Page): Promise<string> {
  await page.bringToFront();
  return until("the clipboard", async () => ({
    text: await page.evaluate(() => navigator.clipboard.readText()),
  })).then(({ text }) => text);
}

/** Saves a backup file by the button of the manager; answers its path. */
export async function exportBackup(coffer: Coffer): Promise<string> {
  const page = await coffer.open("manager.html#/backup");
  const screen = screenOf(page);
  await screen.press(word("backup.go"));
  await screen.see(word("backup.doneText"));
  const name = await until("the file", () =>
    readdirSync(coffer.downloads).find((file) => file.endsWith(".coffer")),
  );
  await page.close();
  return join(coffer.downloads, name);
}

/** Chooses a file on the restore page of a window of ours. */
export async function chooseBackup(page: Page, file: string): Promise<void> {
  await screenOf(page).see(word("restore.choose"));
  const input = await page.waitForSelector("input[type=file]");
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(file);
}

/** Restores a backup file into a profile without a vault; answers what the manifest check said. */
export async function restoreBackup(
  coffer: Coffer,
  file: string,
  secret = password,
): Promise<string> {
  const page = await coffer.open("manager.html#/restore");
  const screen = screenOf(page);
  await chooseBackup(page, file);
  await screen.type(word("restore.password"), secret);
  await screen.press(word("restore.open"));
  await screen.see(word("restore.how"));
  const said = (await screen.text()).split("\n").find((line) => /complete/.test(line)) ?? "";
  await screen.press(word("restore.apply"));
  await screen.see(word("restore.appliedText"));
  await page.close();
  return said;
}
