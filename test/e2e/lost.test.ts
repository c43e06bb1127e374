/** The browser has lost the database of the extension: what the user is told, and the way out. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, askRaw } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { screenOf } from "./harness/screen.ts";

let profile: string;
let coffer: Chromium;

beforeAll(async () => {
  profile = freshFolder("lost");
  coffer = await startChromium({ profile });
  await ask(await coffer.open("manager.html"), "create", { password });
  await coffer.close();
  rmSync(join(profile, "Default", "IndexedDB"), { recursive: true });
  coffer = await startChromium({ profile });
});
afterAll(async () => {
  await coffer.close();
  removeFolder(profile);
});

test("it is told as a loss, with the way to a backup, and set-up waits for a clear word", async () => {
  const page = await coffer.open("manager.html");
  const screen = screenOf(page);
  await screen.see("Your vault is not here any more");
  expect(await askRaw(page, "create", { password })).toEqual({ ok: false, code: "VAULT_LOST" });
  await screen.press("Start a new vault");
  await screen.see("Start a new vault?");
  await page.keyboard.press("Escape");
  expect(await ask(page, "status", {})).toEqual({ state: "none", lost: true });

  await screen.press("Restore a backup");
  await screen.see("Choose the backup file");
  await screen.press("Back");
  await screen.press("Start a new vault");
  await screen.see("Start a new vault?");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await screen.see("Choose a password");
});
