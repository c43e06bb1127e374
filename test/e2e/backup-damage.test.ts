/** Files that are no whole backup: a clear sentence each, nothing lost, and the vault still opens. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { chooseBackup, exportBackup, password, restoreBackup } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { screenOf } from "./harness/screen.ts";
import { word } from "./harness/words.ts";

let folder: string;
let coffer: Chromium;
let whole: Buffer;
beforeAll(async () => {
  folder = freshFolder("damage");
  coffer = await startChromium();
  const own = await coffer.open("manager.html");
  await ask(own, "create", { password });
  await ask(own, "item.save", { draft: draftOf("note", "Kept", { body: "dear" }), password: null });
  await own.close();
  whole = readFileSync(await exportBackup(coffer));
});
afterAll(async () => {
  await coffer.close();
  removeFolder(folder);
});

/** Opens a file on the restore page, with the password where it gets so far; answers what is told of a fault. */
async function refusal(bytes: Uint8Array, secret = password): Promise<string> {
  const file = join(folder, "some.coffer");
  writeFileSync(file, bytes);
  const page: Page = await coffer.open("manager.html#/restore");
  await chooseBackup(page, file);
  const said = () =>
    page.$$eval("[role=alert], .notice.bad", (all) => all.map((each) => each.textContent).join(""));
  await page.waitForFunction(
    () =>
      document.querySelector("#backup-secret") !== null ||
      [...document.querySelectorAll("[role=alert]")].some((each) => each.textContent !== ""),
  );
  if ((await said()) === "") {
    await screenOf(page).type(word("restore.password"), secret);
    await screenOf(page).keys("Enter");
    await page.waitForFunction(
      (how) =>
        document.body.innerText.includes(how) ||
        [...document.querySelectorAll("[role=alert]")].some((each) => each.textContent !== ""),
      {},
      word("restore.how"),
    );
  }
  const sentence = await said();
  await page.close();
  return sentence;
}

/** The file with other bytes at a place and a checksum that fits: somebody changed it on purpose. */
function forged(at: number, bytes: Uint8Array): Buffer {
  const body = Buffer.from(whole.subarray(0, -32));
  body.set(bytes, at);
  return Buffer.concat([body, createHash("sha256").update(body).digest()]);
}

const u32 = (n: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(n);
  return bytes;
};
/** Magic 6, length 4, header up to its slots 38, slot up to its memory 36 (docs/FORMAT.md 1, 2 and 7). */
const memoryAt = 6 + 4 + 38 + 36;

test("the place of the slot's memory is where the format says", () => {
  expect(whole.readUInt32BE(memoryAt)).toBeGreaterThanOrEqual(65_536);
});

test("a picture is no backup", async () => {
  const picture = Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    Buffer.alloc(5000, 7),
  ]);
  expect(await refusal(picture)).toBe(word("failure.NOT_A_BACKUP"));
});

test("an empty file is no backup", async () => {
  expect([word("failure.NOT_A_BACKUP"), word("failure.TRUNCATED")]).toContain(
    await refusal(Buffer.alloc(0)),
  );
});

test("a file cut short is told so", async () => {
  for (const length of [whole.length - 1, whole.length - 40, Math.floor(whole.length / 2), 60]) {
    expect([word("failure.TRUNCATED"), word("failure.CHECKSUM")]).toContain(
      await refusal(whole.subarray(0, length)),
    );
  }
});

test("a flipped byte anywhere is told", async () => {
  for (let i = 0; i < 12; i++) {
    const at = Math.floor((i * (whole.length - 1)) / 11);
    const damaged = Buffer.from(whole);
    damaged.writeUInt8(damaged.readUInt8(at) ^ 0x20, at);
    expect(await refusal(damaged), `byte ${at}`).not.toBe("");
  }
});

test("a record changed by somebody who made the checksum fit is told as not complete", async () => {
  const at = whole.length - 32 - 40;
  const said = await refusal(forged(at, Buffer.from([whole.readUInt8(at) ^ 1])));
  expect(said).toBe(word("restore.incomplete", 1));
});

test("a header that asks for 4 GiB, or for 8 KiB, is refused before anything is derived", async () => {
  for (const memory of [4 * 1024 * 1024, 8]) {
    expect(await refusal(forged(memoryAt, u32(memory)))).toBe(word("failure.KDF_BOUNDS"));
  }
});

test("a wrong password opens no backup", async () => {
  expect(await refusal(whole, "not this one")).toBe(word("failure.WRONG_SECRET"));
});

test("after all of it the vault is as it was, and the whole file restores", async () => {
  const own = await coffer.open("manager.html");
  expect((await find(own)).map(({ title }) => title)).toEqual(["Kept"]);
  await ask(own, "lock", {});
  await ask(own, "unlock", { by: "password", secret: password });
  expect(await ask(own, "status", {})).toMatchObject({ state: "open", problem: null, items: 1 });
  const file = join(folder, "whole.coffer");
  writeFileSync(file, whole);
  const second = await startChromium();
  try {
    expect(await restoreBackup(second, file)).toContain(word("restore.complete", 1));
  } finally {
    await second.close();
  }
});
