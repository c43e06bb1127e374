/**
 * The screens of the backup server in states that a healthy server never shows. The rows `server.*` are answered by the
 * test here, in the page itself; what really answers them is told in server.test.ts.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writePairing } from "../../src/core/pairing.ts";
import type { ServerStatus } from "../../src/wire/servers.ts";
import { findings } from "./harness/axe.ts";
import { cameraSeeing } from "./harness/camera.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { type Answers, askedBy, openTold } from "./harness/told.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const origin = "https://backup.example";
const connected: Exclude<ServerStatus, { state: "none" }> = {
  state: "ok",
  origin,
  account: "4f1c-09be",
  lastSync: Date.now() - 125_000,
  pending: 0,
  problem: null,
  brake: null,
  progress: null,
  live: true,
  conflicts: 0,
  undone: false,
  made: false,
  kinds: [],
  room: { bytes: 3_400_000, most: 2_147_483_648 },
};
const key = "7ZQ4-M9KX-2B3T-8YHA-W6RC-5NDP-0E1G";

let coffer: Chromium;
let own: Page;

const open = (path: string, answers: Answers, where = coffer): Promise<Page> =>
  openTold(where, path, answers);

const folder = process.env["COFFER_SHOTS"];
async function picture(page: Page, name: string): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  for (const [scheme, width] of [
    ["light", 1100],
    ["dark", 1100],
    ["light", 420],
  ] as const) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width, height: 1500 });
    const path = join(folder, `${name}-${scheme}-${width}.png`) as `${string}.png`;
    await page.screenshot({ path });
  }
  await page.setViewport({ width: 1100, height: 800 });
}

/** Names and contrast, in light and dark; and that nothing is wider than a narrow window. */
async function good(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await picture(page, name);
  expect(await findings(page)).toEqual([]);
  await page.setViewport({ width: 360, height: 800 });
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
    "fits a narrow window",
  ).toBe(true);
  await page.setViewport({ width: 1100, height: 800 });
}

async function answerPassword(screen: Screen): Promise<void> {
  await screen.see(word("prompt.title"));
  await screen.type(word("unlock.password"), password);
  await screen.keys("Enter");
  await screen.miss(word("prompt.title"));
}

let pairing = "";
beforeAll(async () => {
  pairing = await writePairing({
    origin,
    backupKey: new Uint8Array(16).fill(7),
    anchor: { rev: 12, chain: new Uint8Array(32).fill(9) },
  });
  coffer = await startChromium({ hosts: ["https://backup.example/*"] });
  own = await coffer.open("manager.html");
  await ask(own, "create", { password });
});
afterAll(() => coffer.close());

test("without a server the page says what one is, and asks nobody", async () => {
  const page = await open("manager.html#/server", {
    "server.status": { state: "none", joining: null },
  });
  await screenOf(page).see(word("server.isTitle"));
  await good(page, "none");
  expect((await askedBy(page)).map(({ coffer: row }) => row)).toEqual(["server.status"]);
  await page.close();
});

test("from an address to the sheet of paper, which is typed back", async () => {
  const page = await open("manager.html#/server", {
    "server.status": { state: "none", joining: null },
    "server.test": { origin },
    "server.connect": null,
    "server.sheet": { key, origin },
  });
  const screen = screenOf(page);
  await screen.press(word("server.connect"));
  await screen.see(word("server.addressHint"));
  await good(page, "connect-address");
  await screen.type(word("server.address"), "http://backup.example");
  await screen.press(word("server.look"));
  await screen.see(word("failure.SERVER_ADDRESS"));
  await screen.type(word("server.address"), "backup.example");
  await screen.press(word("server.look"));
  await screen.see(word("server.found", origin));
  await good(page, "connect-found");
  await screen.type(word("server.invite"), "CODE-OF-OPERATOR");
  await screen.press(word("server.start"));
  await answerPassword(screen);
  await screen.see(word("server.sheetAbout"));
  const rows = await askedBy(page);
  expect(rows.find(({ coffer: row }) => row === "server.connect")?.ask).toMatchObject({
    url: origin,
    invite: "CODE-OF-OPERATOR",
    proof: password,
  });
  await good(page, "sheet");
  const pdf = Buffer.from(await page.pdf({ format: "A4" })).toString("latin1");
  expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  await screen.press(word("server.sheetBack"));
  await screen.type(word("server.sheetType"), `${key.slice(0, -1)}H`);
  await screen.press(word("recovery.check"));
  await screen.see(word("failure.BAD_BACKUP_KEY"));
  await good(page, "sheet-check");
  // As people type: lower case, no dashes, O for zero and l for one.
  const typed = key.toLowerCase().replaceAll("-", "").replaceAll("0", "o").replaceAll("1", "l");
  await screen.type(word("server.sheetType"), typed);
  await screen.press(word("recovery.check"));
  await screen.see(word("server.sheetRight"));
  await page.close();
});

test.each([
  ["ok", connected],
  ["pending", { ...connected, pending: 3, live: false }],
  [
    "syncing",
    {
      ...connected,
      state: "syncing",
      lastSync: null,
      pending: 10_000,
      progress: { phase: "sending", done: 1_300_000, total: 5_200_000 },
    },
  ],
  ["offline", { ...connected, state: "offline", problem: "OFFLINE", pending: 12, live: false }],
  ["clock", { ...connected, state: "trouble", problem: "CLOCK", pending: 2, live: false }],
] as const)("connected: %s", async (name, status) => {
  const page = await open("manager.html#/server", { "server.status": status });
  await screenOf(page).see(word("server.syncNow"));
  await good(page, `state-${name}`);
  await page.close();
});

test("six words to compare with another device", async () => {
  const words = ["abandon", "crush", "lizard", "orbit", "velvet", "zoo"];
  const answers = { "server.status": connected, "server.words": { rev: 1234, words } };
  const page = await open("manager.html#/server", answers);
  const screen = screenOf(page);
  await screen.press(word("serverCompare.go"));
  for (const one of [...words, word("serverCompare.differ")]) await screen.see(one);
  await good(page, "compare");
  await page.close();
});

describe("trouble is told in words, with ways out", () => {
  test.each(["ROLLBACK", "FORK", "MISSING", "TAMPERED", "NO_ACCOUNT"] as const)(
    "%s",
    async (problem) => {
      const page = await open("manager.html#/server", {
        "server.status": { ...connected, state: "trouble", problem },
        "server.anew": null,
        "server.sheet": { key, origin },
      });
      const screen = screenOf(page);
      await screen.see(word(`server.title_${problem}`));
      await screen.see(word("server.nothingLost"));
      await good(page, `trouble-${problem}`);
      await screen.press(word("server.wayFresh"));
      await screen.see(word("server.ask_fresh_text"));
      await screen.type(word("restore.typeWord", word("restore.word")), word("restore.word"));
      await screen.press(word("server.ask_fresh_go"));
      await answerPassword(screen);
      await screen.see(word("server.freshDone"));
      const { ask: sent } =
        (await askedBy(page)).find(({ coffer: row }) => row === "server.anew") ?? {};
      expect(sent).toEqual({ how: "fresh", proof: password, typed: word("restore.word") });
      await page.close();
    },
  );

  test("the brake: nothing goes until the word was typed", async () => {
    const status = {
      ...connected,
      state: "trouble",
      problem: "CONFIRMATION",
      brake: { removes: 34, of: 80 },
    };
    const page = await open("manager.html#/server", {
      "server.status": status,
      "server.sync": { pulled: true, pushed: false },
      "server.anew": null,
    });
    const screen = screenOf(page);
    await screen.see(word("server.brakeOf", 34, 80));
    await good(page, "trouble-brake");
    await screen.press(word("server.brakeGo"));
    await screen.see(word("server.ask_consent_text"));
    await good(page, "trouble-brake-ask");
    // Without the word the button does nothing.
    await screen.type(word("restore.typeWord", word("server.wordRemove")), "yes");
    await screen.keys("Enter");
    await screen.see(word("server.ask_consent_text"));
    await screen.type(
      word("restore.typeWord", word("server.wordRemove")),
      word("server.wordRemove"),
    );
    await screen.keys("Enter");
    await answerPassword(screen);
    const sent = (await askedBy(page)).filter(({ coffer: row }) => row === "server.sync");
    expect(sent.map((one) => one.ask)).toEqual([{ proof: password, consent: true }]);
    await page.close();
  });

  test("the brake: who keeps what is here loses nothing by it, and types nothing", async () => {
    const page = await open("manager.html#/server", {
      "server.status": { ...connected, state: "trouble", problem: "CONFIRMATION", brake: null },
      "server.sync": { pulled: true, pushed: true },
    });
    const screen = screenOf(page);
    await screen.see(word("server.brakeMany"));
    await screen.press(word("server.brakeKeep"));
    await screen.see(word("server.kept"));
    const sent = (await askedBy(page)).filter(({ coffer: row }) => row === "server.sync");
    expect(sent.map((one) => one.ask)).toEqual([{ proof: null, consent: false, keep: true }]);
    await page.close();
  });

  test.each([
    "STEP_UP",
    "SERVER_PERMISSION",
    "DEVICE_REMOVED",
    "SERVER_FULL",
    "SERVER_ASKS",
    "FORMER_PASSWORD",
  ] as const)("%s", async (problem) => {
    const page = await open("manager.html#/server", {
      "server.status": { ...connected, state: "trouble", problem },
    });
    await screenOf(page).see(word(`failure.${problem}`));
    await good(page, `trouble-${problem}`);
    await page.close();
  });

  test("the popup has one quiet line, and none while all is well", async () => {
    const bad = await open("popup.html", {
      "server.status": { ...connected, state: "trouble", problem: "FORK" },
    });
    await screenOf(bad).see(word("server.line"));
    expect(await findings(bad)).toEqual([]);
    await bad.close();
    const well = await open("popup.html", { "server.status": connected });
    await until("the question", async () => (await askedBy(well)).length > 0);
    await screenOf(well).see(word("list.emptyTitle"));
    expect(await screenOf(well).text()).not.toContain(word("server.line"));
    await well.close();
  });
});

test("a change of the keys that came to nothing is told here and in the popup, until it was seen", async () => {
  const answers = { "server.status": { ...connected, undone: true }, "server.rotation.drop": null };
  await screenOf(await open("popup.html", answers)).see(word("server.line"));
  const page = await open("manager.html#/server", answers);
  await screenOf(page).see(word("factor.undoneText"));
  await good(page, "undone");
  await screenOf(page).press(word("factor.undoneSeen"));
  const noted = async () => JSON.stringify(await askedBy(page)).includes("server.rotation.drop");
  await until("the note", noted);
  const made = { "server.status": { ...connected, undone: true, made: true } };
  const other = await open("manager.html#/server", made);
  await screenOf(other).see(word("serverMade.text"));
  await good(other, "made-after-all");
});

test("both sides of a conflict, and the other one taken", async () => {
  const save = (username: string, id: string | null, rev: number) =>
    ask(own, "item.save", {
      draft: draftOf("login", "Shop", { username, password: "pw-1" }, { id, rev }),
      password: null,
    });
  const first = await save("anna@old.example", null, 0);
  const item = await save("anna@new.example", first.id, first.rev);
  const { past } = await ask(own, "item.past", { id: item.id, critical: false, password: null });
  const fields = past.map(({ field, at }) => ({ field, at }));
  expect(fields).toHaveLength(1);
  const line = { id: item.id, title: "Shop", at: Date.now(), fields };
  const page = await open("manager.html#/server", {
    "server.status": { ...connected, conflicts: 1 },
    "server.conflicts": { conflicts: [line] },
  });
  const screen = screenOf(page);
  await screen.see(word("server.conflicts", 1));
  await screen.see("anna@old.example");
  await screen.see("anna@new.example");
  await good(page, "conflict");
  await screen.press(`${word("server.sideOther")} anna@old.example`, "radio");
  await screen.press(word("server.conflictSave"));
  await screen.see(word("server.conflictDone"));
  const now = await ask(own, "item.read", { id: item.id });
  expect(now.fields.find(({ key: each }) => each === "username")?.value).toBe("anna@old.example");
  const seen = (await askedBy(page)).find(({ coffer: row }) => row === "server.conflicts.seen");
  expect(seen?.ask).toEqual({ ids: [item.id] });
  await page.close();
});

test("earlier states: one item, or all of it exactly", async () => {
  const now = Date.UTC(2026, 10, 20, 12);
  const id = (n: number) => n.toString(16).padStart(32, "0");
  const states = Array.from({ length: 6 }, (_, n) => ({
    rev: 40 - n,
    at: now - n * 9 * 3_600_000,
    bytes: 2_000 + 700 * n,
    now: n === 0,
  }));
  const items = [
    { id: id(1), kind: "login", title: "Shop", hint: "anna", trashed: false, here: "differs" },
    { id: id(2), kind: "note", title: "Recipe", hint: "", trashed: false, here: "gone" },
    { id: id(3), kind: "card", title: "Bank", hint: "•••• 4242", trashed: false, here: "same" },
  ];
  const page = await open("manager.html#/server", {
    "server.status": connected,
    "server.history": { states, next: 34 },
    "server.state": { rev: 38, made: now, items, newer: 2 },
    "server.state.restore": { items: 1 },
  });
  const screen = screenOf(page);
  await screen.press(word("server.statesGo"));
  await screen.see(word("server.stateNow"));
  await good(page, "states");
  await page.$$eval(".day .pick", (all) => (all[2] as HTMLElement).click());
  await screen.see("Recipe");
  expect(await screen.text()).not.toContain("Bank");
  await good(page, "state-one");
  await page.$$eval(".picks input", (all) => (all[1] as HTMLElement).click());
  await screen.press(word("server.bring", 1, 1));
  await screen.see(word("server.broughtBack", 1, 1));
  await page.$$eval(".day .pick", (all) => (all[2] as HTMLElement).click());
  await screen.press(word("server.exact"));
  await screen.type(word("restore.typeWord", word("restore.word")), word("restore.word"));
  await screen.keys("Enter");
  await screen.miss(word("server.stateFind"));
  const sent = (await askedBy(page)).filter(({ coffer: row }) => row === "server.state.restore");
  expect(sent.map((one) => one.ask)).toMatchObject([
    { rev: 38, ids: [id(2)], exact: false },
    { rev: 38, ids: null, exact: true, typed: word("restore.word") },
  ]);
  await page.close();
});

test("devices, pairing behind the password, and away", async () => {
  const device = { added: Date.UTC(2026, 8, 1), last: Date.now() - 86_400_000 };
  const page = await open("manager.html#/server", {
    "server.status": connected,
    "server.devices": {
      devices: [
        { ...device, id: "a".repeat(32), name: "Laptop", own: true },
        { ...device, id: "b".repeat(32), name: "Old telephone", own: false },
      ],
    },
    "server.pair": { text: pairing },
    "server.disconnect": null,
  });
  const screen = screenOf(page);
  await screen.press(word("server.devicesGo"));
  await screen.see("Old telephone");
  await screen.press(word("server.pairGo"));
  await answerPassword(screen);
  await screen.see(word("server.pairSecret"));
  await good(page, "devices-pair");
  await screen.press(word("server.leaveGo"));
  await screen.see(word("server.leaveAskText"));
  await good(page, "leave");
  await screen.press(word("app.cancel"));
  await screen.press(word("server.deviceRemove"));
  await screen.see(word("server.deviceText"));
  await good(page, "device-remove");
  await page.close();
});

describe("a browser without a vault", () => {
  let fresh: Chromium;
  let films: string;
  beforeAll(async () => {
    films = freshFolder("films");
    const args = await cameraSeeing(pairing, join(films, "camera.y4m"));
    fresh = await startChromium({ hosts: ["https://backup.example/*"], args });
  });
  afterAll(async () => {
    await fresh.close();
    removeFolder(films);
  });

  test("has a way to a server beside the one to a backup file", async () => {
    const page = await fresh.open("manager.html");
    await screenOf(page).see(word("setup.choose"));
    expect(await page.$eval('a[href="#/join"]', ({ textContent }) => textContent)).toBe(
      word("server.have"),
    );
    await page.close();
  }, 60_000);

  test("joins by a text or a picture of it, which is checked before anybody is asked", async () => {
    const page = await open(
      "manager.html#/join",
      {
        "server.status": {
          state: "none",
          joining: { phase: "fetching", done: 2_000, total: 10_000 },
        },
        "server.look": { origin, keys: [] },
        "server.join": "WRONG_SECRET",
      },
      fresh,
    );
    const screen = screenOf(page);
    await screen.see(word("server.joinAbout"));
    await good(page, "join-way");

    // A picture of the code, as another device shows it.
    const shown = await open("manager.html#/server", {
      "server.status": connected,
      "server.pair": { text: pairing },
    });
    await screenOf(shown).press(word("server.pairGo"));
    await answerPassword(screenOf(shown));
    const qr = await shown.waitForSelector(".qr");
    const path = join(coffer.downloads, "pairing.png") as `${string}.png`;
    await qr?.screenshot({ path });
    await shown.close();
    const input = await page.waitForSelector("input[type=file]");
    await (input as unknown as { uploadFile(path: string): Promise<void> }).uploadFile(path);
    await screen.see(word("server.leadsTo", origin));

    // The same code before the camera.
    await screen.type(word("server.pairing"), "");
    await screen.miss(word("server.leadsTo", origin));
    await screen.press(word("camera.use"));
    await screen.see(word("server.leadsTo", origin));
    expect(await page.$$eval("video", (all) => all.length)).toBe(0);

    // A letter that was lost on the way is noticed before anybody is asked.
    await screen.type(word("server.pairing"), pairing.slice(0, -1));
    await screen.press(word("server.look"));
    await screen.see(word("failure.BAD_PAIRING"));
    await screen.type(word("server.pairing"), `${pairing.slice(0, 60)}\n${pairing.slice(60)}`);
    await screen.see(word("server.leadsTo", origin));
    await screen.press(word("server.look"));
    await screen.see(word("server.joinFound", origin));
    await good(page, "join-secret");
    await screen.type(word("server.joinPassword"), password);
    await screen.press(word("server.joinGo"));
    await screen.see(word("failure.WRONG_SECRET"));
    await page.evaluate(() => {
      // From now on it takes its time.
      const { told } = globalThis as unknown as { told: Answers };
      told["server.join"] = "never";
    });
    await screen.press(word("server.joinGo"));
    await screen.see(word("server.phase_fetching_of", "2,000", "10,000"));
    await good(page, "join-progress");
    await screen.press(word("app.cancel"));
    expect((await askedBy(page)).at(-1)?.coffer).toBe("server.cancel");
    await page.close();
  }, 60_000);
});
