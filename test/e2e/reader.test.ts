/** The offline reader (FORMAT.md 7) as a file on the disk, opened in real browsers. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { argon2id } from "../../src/core/argon2.ts";
import { provideArgon2 } from "../../src/core/kdf.ts";
import { selfOpening } from "../../src/core/self-opening.ts";
import { noteIndex, noteSecret, noteWithFile, smallVault } from "../core/small-backup.ts";
import { randomBytes } from "../../src/core/random.ts";
import { cofferWithVault, draftOf, exportFile, password, save } from "../vault/steps.ts";
import { findings } from "./harness/axe.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { clipboard, type Coffer } from "./harness/drive.ts";
import { builds, freshFolder, root } from "./harness/files.ts";
import { type Firefox, startFirefox } from "./harness/firefox.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const folder = freshFolder("reader");
const reader = join(root, ".output", "reader", "coffer-reader.html");
const backup = join(folder, "backup.coffer");
const selfMade = join(folder, "self-opening.html");
const attacked = join(folder, "attacked.html");
let recoveryCode = "";
let chromium: Chromium;
let firefox: Firefox;
/** Counts whatever reaches it. */
let server: Server;
let asked = 0;
let address = "";

beforeAll(async () => {
  provideArgon2(async () => argon2id);
  server = createServer((_, response) => {
    asked++;
    response.setHeader("access-control-allow-origin", "*");
    response.end("reached");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  [chromium, firefox] = await Promise.all([startChromium(), startFirefox()]);

  // The real vault's own backup.
  const coffer = await cofferWithVault();
  const login = { username: "ada", password: "PASSWORD-CANARY" };
  await save(coffer, draftOf("login", "Shop", login));
  const card = draftOf("card", "Bank", { "cc-number": "4111111111111111", "cc-csc": "CSC-CANARY" });
  await save(coffer, card, password);
  await save(coffer, draftOf("note", "Recipe", { body: "flour" }));
  writeFileSync(backup, await exportFile(coffer));

  const small = await smallVault();
  ({ recoveryCode } = small);
  const html = readFileSync(reader, "utf8");
  const files = await noteWithFile(small, [new TextEncoder().encode("FILE-CANARY")], 1);
  const id = randomBytes(16);
  const records = [
    await small.seal("index", 1, id, noteIndex("Alone")),
    await small.seal("secret", 2, id, noteSecret("BODY-CANARY")),
    ...files.records,
  ];
  const whole = selfOpening(html, await small.file(records));
  writeFileSync(selfMade, whole);
  // Somebody who can write into the file, but not into the policy that stands before.
  const planted =
    `<script>window.planted = "script"</script>` +
    `<img src="${address}/img" onerror="window.planted = 'handler'">` +
    `<iframe src="${address}/frame"></iframe><link rel="stylesheet" href="${address}/css">` +
    `<script src="${address}/script"></script><style>#reader { display: none }</style>`;
  writeFileSync(
    attacked,
    whole.replace("<noscript>", () => `${planted}<noscript>`),
  );
});
afterAll(async () => {
  await Promise.all([chromium.close(), firefox.close()]);
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Seen {
  page: Page;
  screen: Screen;
}

async function openFile(coffer: Coffer, path: string): Promise<Seen> {
  const page = await coffer.browser.newPage();
  await page.goto(pathToFileURL(path).href);
  await page.bringToFront();
  return { page, screen: screenOf(page) };
}

async function choose({ page, screen }: Seen, path: string): Promise<void> {
  await screen.see(word("reader.choose"));
  const input = await page.waitForSelector("input[type=file]");
  await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
  await screen.see(word("reader.secretTitle"));
}

/** A file that the page has let the browser save. */
const saved = (coffer: Coffer, end: string) =>
  until(`a saved file ${end}`, () => {
    const name = readdirSync(coffer.downloads).find((each) => each.endsWith(end));
    const text = name === undefined ? "" : readFileSync(join(coffer.downloads, name), "utf8");
    return text === "" ? null : text;
  });

describe.each([
  ["Chromium", () => chromium],
  ["Firefox", () => firefox],
] as const)("in %s", (_, started) => {
  let coffer: Coffer;
  beforeAll(() => {
    coffer = started();
  });

  test("a backup of the real vault opens with its password, by keyboard, and is searched, shown and copied", async () => {
    const seen = await openFile(coffer, reader);
    const { page, screen } = seen;
    const html = () => page.evaluate(() => document.documentElement.outerHTML);
    await choose(seen, backup);
    await screen.type(word("reader.password"), "not the password");
    await screen.keys("Enter");
    await screen.see(word("failure.WRONG_SECRET"));
    await screen.type(word("reader.password"), password);
    await screen.keys("Enter");
    await screen.see(word("reader.complete", 3));
    await screen.see("Recipe");

    await until("the focus in the search box", () =>
      page.evaluate(() => document.activeElement?.matches("input[type=search]") === true),
    );
    await page.keyboard.type("sho");
    await screen.miss("Recipe");
    await screen.keys("ArrowDown", "Enter");
    await screen.see(word("field.username"));
    expect(await html()).not.toContain("PASSWORD-CANARY");
    await screen.press(word("reader.showField", word("field.password")));
    await screen.see("PASSWORD-CANARY");
    await screen.press(word("reader.hideField", word("field.password")));
    await screen.miss("PASSWORD-CANARY");
    await screen.press(word("reader.copyField", word("field.password")));
    await screen.see(word("reader.copied", word("field.password")));
    const own = await coffer.open("manager.html");
    expect(await clipboard(own)).toBe("PASSWORD-CANARY");
    await own.close();
    await page.close();
  });

  test("a self-opening file opens at once: list, attachment, export after a warning, and nothing left when closed", async () => {
    const { page, screen } = await openFile(coffer, selfMade);
    await screen.see(word("reader.secretTitle"));
    await screen.press(word("reader.useCode"));
    await screen.type(word("reader.code"), recoveryCode.toLowerCase());
    await screen.keys("Enter");
    await screen.see(word("reader.complete", 2));
    await screen.press(`With a file ${word("kind.note")}`);
    await screen.press(word("reader.saveFile", "scan.pdf"));
    expect(await saved(coffer, "scan.pdf")).toBe("FILE-CANARY");

    await screen.press(word("reader.export"));
    await screen.see(word("reader.exportText"));
    const go = `::-p-aria(${word("reader.exportGo")}[role="button"])`;
    expect(await page.$eval(go, (button) => (button as HTMLButtonElement).disabled)).toBe(true);
    await screen.press(word("reader.exportConfirm"), "checkbox");
    await screen.press(word("reader.exportGo"));
    expect(await saved(coffer, "UNENCRYPTED.json")).toContain("BODY-CANARY");

    await screen.press(word("reader.close"));
    await screen.see(word("reader.secretTitle"));
    expect(await page.evaluate(() => document.documentElement.outerHTML)).not.toMatch(
      /CANARY|With a file|Alone/,
    );
    await page.close();
  });

  test("its policy holds: what is planted in the file does not run, and nothing reaches a network", async () => {
    const { page, screen } = await openFile(coffer, attacked);
    await screen.see(word("reader.secretTitle"));
    const outcome = await page.evaluate(async (to: string) => {
      const fetched = await fetch(to).then(
        () => "reached",
        () => "refused",
      );
      const image = await new Promise<string>((done) => {
        const made = new Image();
        made.addEventListener("load", () => done("reached"));
        made.addEventListener("error", () => done("refused"));
        made.src = `${to}/later`;
      });
      const inline = document.createElement("script");
      inline.append("window.planted = 'later'");
      document.body.append(inline);
      const planted = (window as { planted?: string }).planted ?? "nothing";
      const reading = document.getElementById("reader");
      const shown = reading === null ? "" : getComputedStyle(reading).display;
      return { fetched, image, planted, shown };
    }, address);
    expect(outcome).toEqual({
      fetched: "refused",
      image: "refused",
      planted: "nothing",
      shown: "block",
    });
    expect(asked).toBe(0);
    // The counter counts: the same server answers where there is no such policy.
    expect(await fetch(address).then((response) => response.text())).toBe("reached");
    asked = 0;
    await page.close();
  });
});

describe("for everyone", () => {
  test("axe finds nothing before and after opening, in light and dark, wide and narrow", async () => {
    const seen = await openFile(chromium, reader);
    const { page, screen } = seen;
    await screen.see(word("reader.choose"));
    expect(await findings(page)).toEqual([]);
    await choose(seen, backup);
    await screen.type(word("reader.password"), password);
    expect(await findings(page)).toEqual([]);
    await screen.keys("Enter");
    await screen.see(word("reader.complete", 3));
    expect(await findings(page)).toEqual([]);
    await screen.press(`Bank ${word("kind.card")} · •••• 1111`);
    await screen.see(word("field.cc_csc"));
    expect(await findings(page)).toEqual([]);
    await screen.press(word("reader.export"));
    await screen.see(word("reader.exportText"));
    expect(await findings(page)).toEqual([]);
    await screen.press(word("reader.cancel"));
    await page.setViewport({ width: 340, height: 640 });
    expect(await findings(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(340);

    // And the way back leads to where one was.
    await screen.press(word("reader.back"));
    await until("the focus", () =>
      page.evaluate(() => document.activeElement?.textContent.startsWith("Bank")),
    );
  });
});

describe("the packaged reader", () => {
  test.each(["chromium", "firefox"] as const)(
    "in the build for %s is the published file, byte for byte",
    (target) => {
      const packed = readFileSync(join(builds[target], "reader.html"));
      expect(packed.equals(readFileSync(reader))).toBe(true);
    },
  );
});
