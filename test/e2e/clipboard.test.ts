/** A copied value stays no longer than it should: at lock, and over the end of the browser. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { clipboard, password, unlock } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { screenOf } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let profile: string;
let coffer: Chromium;
let own: Page;
beforeAll(async () => {
  profile = freshFolder("clipboard");
  coffer = await startChromium({ profile });
  own = await coffer.open("manager.html");
  await ask(own, "create", { password });
  await ask(own, "item.save", {
    draft: draftOf("note", "Poem", { body: "tyger" }),
    password: null,
  });
});
afterAll(async () => {
  await coffer.close();
  removeFolder(profile);
});

async function copy(): Promise<void> {
  const [row] = await find(own, "Poem");
  await ask(own, "copy", { id: row?.id ?? "", field: "body", password: null });
  expect(await clipboard(own)).toBe("tyger");
}

test("lock clears it", async () => {
  await copy();
  await ask(own, "lock", {});
  await until("a clear clipboard", async () => (await clipboard(own)) === "");
  await ask(own, "unlock", { by: "password", secret: password });
});

test("lock leaves alone what is not ours", async () => {
  await copy();
  await own.evaluate(() => navigator.clipboard.writeText("mine"));
  await ask(own, "lock", {});
  expect(await clipboard(own)).toBe("mine");
  await ask(own, "unlock", { by: "password", secret: password });
});

test("after a killed browser the next start warns, and the unlock clears our value only", async () => {
  for (const [there, after] of [
    ["tyger", ""],
    ["somebody else's", "somebody else's"],
  ] as const) {
    await copy();
    await coffer.kill();
    coffer = await startChromium({ profile });
    own = await coffer.open("manager.html");
    const screen = screenOf(own);
    await screen.see(word("unlock.clip"));
    // Headless Chromium takes its clipboard with it; a desktop keeps it.
    await own.bringToFront();
    await own.evaluate((text) => navigator.clipboard.writeText(text), there);
    await unlock(screen);
    await screen.see("Poem");
    await until("the comparison", async () => {
      const status = await ask(own, "status", {});
      return status.state === "open" && status.clip === null;
    });
    expect(await clipboard(own)).toBe(after);
  }
});
