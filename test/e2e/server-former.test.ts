/** The two ways out that ask a user for more than a click: two passwords, and away from a server that asks for codes. */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { screenOf } from "./harness/screen.ts";
import { askedBy, openTold } from "./harness/told.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

const trouble = (problem: string) => ({
  state: "trouble",
  origin: "https://backup.example",
  account: "4f1c-09be",
  lastSync: Date.now() - 125_000,
  pending: 2,
  problem,
  brake: null,
  progress: null,
  live: false,
  conflicts: 0,
  undone: false,
  made: false,
  kinds: [],
  room: null,
});

let coffer: Chromium;
beforeAll(async () => {
  coffer = await startChromium({ hosts: ["https://backup.example/*"] });
  await ask(await coffer.open("manager.html"), "create", { password });
});
afterAll(() => coffer.close());

/** From now on the page is told this. */
const tell = (page: Page, answers: Record<string, unknown>) =>
  page.evaluate((more) => {
    Object.assign((globalThis as unknown as { told: object }).told, more);
  }, answers);
const syncs = async (page: Page) =>
  (await askedBy(page)).filter(({ coffer: row }) => row === "server.sync").map((one) => one.ask);

test("the password of now is asked for first, then the one of then, and both go to the sync", async () => {
  const page = await openTold(coffer, "manager.html#/server", {
    "server.status": trouble("FORMER_PASSWORD"),
    "server.sync": "FORMER_PASSWORD",
  });
  const screen = screenOf(page);
  await screen.see(word("failure.FORMER_PASSWORD"));
  await screen.press(word("serverFormer.go"));
  await screen.see(word("prompt.server"));
  await screen.type(word("unlock.password"), "the one of now");
  await screen.keys("Enter");
  await screen.see(word("prompt.former"));
  await tell(page, { "server.sync": "WRONG_SECRET" });
  await screen.type(word("unlock.password"), "mistyped");
  await screen.keys("Enter");
  await screen.see(word("failure.WRONG_SECRET"));
  await tell(page, {
    "server.sync": { pulled: true, pushed: true },
    "server.status": { ...trouble("x"), state: "ok", problem: null, pending: 0 },
  });
  await screen.type(word("unlock.password"), "the one of then");
  await screen.keys("Enter");
  await screen.see(word("server.allThere"));
  const proof = "the one of now";
  expect(await syncs(page)).toEqual([
    { proof, consent: false },
    { proof, consent: false, former: "mistyped" },
    { proof, consent: false, former: "the one of then" },
  ]);
  await page.close();
});

test("who is asked for codes where none is due is offered none to type, and may ask again or leave", async () => {
  const page = await openTold(coffer, "manager.html#/server", {
    "server.status": trouble("SERVER_ASKS"),
    "server.sync": "SERVER_ASKS",
    "server.disconnect": null,
  });
  const screen = screenOf(page);
  await screen.see(word("failure.SERVER_ASKS"));
  expect(await screen.text()).not.toContain(word("factor.waitText"));
  await screen.press(word("server.wayAgain"));
  await until("the sync", async () => (await syncs(page)).length === 1);
  expect(await syncs(page)).toEqual([{ proof: null, consent: false }]);
  await tell(page, { "server.status": { state: "none", joining: null } });
  await page.evaluate((name) => {
    const ways = [...document.querySelectorAll<HTMLElement>(".way button")];
    ways.find((button) => button.textContent?.trim() === name)?.click();
  }, word("server.leaveGo"));
  await screen.see(word("server.noneState"));
  expect((await askedBy(page)).map(({ coffer: row }) => row)).toContain("server.disconnect");
  await page.close();
});
