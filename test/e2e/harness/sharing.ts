/** Set-ups of the tests of sharing. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { ask } from "./door.ts";
import { type Coffer, password } from "./drive.ts";
import { screenOf } from "./screen.ts";
import { until } from "./until.ts";
import { word } from "./words.ts";

/** A new vault with a contact card; answers its sharing screen. */
export async function vaultWithCard(coffer: Coffer, name: string): Promise<Page> {
  const first = await coffer.open("manager.html");
  await ask(first, "create", { password });
  await ask(first, "share.me.make", { name, proof: password });
  await first.close();
  const page = await coffer.open("manager.html#/sharing");
  await screenOf(page).see(word("sharing.wordsText"));
  return page;
}

/** One's own card. */
export async function ownCard(page: Page) {
  const { me } = await ask(page, "share.me", {});
  if (me === null) throw new Error("no card");
  return me;
}

/** The file of this name once it has come down whole. */
export function downloaded(coffer: Coffer, name: RegExp): Promise<string> {
  return until("the file", () => {
    const file = readdirSync(coffer.downloads).find((one) => name.test(one));
    return file === undefined ? null : join(coffer.downloads, file);
  });
}

/** Puts a file into the box of a part of the screen, as one does who chooses it. */
export async function chooseFile(page: Page, part: string, path: string): Promise<void> {
  const input = await page.waitForSelector(`section[aria-labelledby=${part}] input[type=file]`);
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
}
