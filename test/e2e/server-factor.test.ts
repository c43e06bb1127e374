/**
 * The second factor of the account, through the real screens over a real server: a TOTP that the test computes as an
 * authenticator does, and a passkey of Chromium's own virtual authenticator.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { TOTP } from "otpauth";
import type { Page } from "puppeteer";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findings } from "./harness/axe.ts";
import {
  type Authority,
  type BackupServer,
  makeAuthority,
  startServer,
} from "./harness/backup-server.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { password, setUp, unlock } from "./harness/drive.ts";
import { type Firefox, startFirefox } from "./harness/firefox.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

let authority: Authority;
let server: BackupServer;
let coffer: Chromium;
let firefox: Firefox | null = null;
let page: Page;
let screen: Screen;

beforeAll(async () => {
  authority = makeAuthority();
  server = await startServer(authority);
  coffer = await startChromium({ args: authority.chromiumArgs, hosts: ["https://127.0.0.1/*"] });
  page = await coffer.open("manager.html");
  screen = screenOf(page);
  await ask(page, "create", { password });
  await ask(page, "item.save", { draft: draftOf("note", "Kept"), password: null });
  const session = await page.createCDPSession();
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}, 120_000);
afterAll(async () => {
  await Promise.all([coffer.close(), firefox?.close()]);
  await server.close();
  authority.end();
});

/** Of the pictures that are looked at by hand. */
const folder = process.env["COFFER_SHOTS"];
async function picture(name: string): Promise<void> {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  for (const [scheme, width] of [
    ["light", 1100],
    ["dark", 420],
  ] as const) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setViewport({ width, height: 1100 });
    await page.evaluate(() =>
      [".trouble", ".pair-card", "#server-factor", ".panel"]
        .map((each) => document.querySelector(each))
        .find((found) => found !== null)
        ?.scrollIntoView(),
    );
    await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) });
  }
  await page.setViewport({ width: 1100, height: 800 });
}

/** Names and contrast, in light and dark; and that nothing is wider than a narrow window. */
async function good(name: string): Promise<void> {
  await picture(name);
  expect(await findings(page)).toEqual([]);
  await page.setViewport({ width: 360, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.setViewport({ width: 1100, height: 800 });
}

async function go(hash: string): Promise<void> {
  // From another section: a page begins anew.
  await page.evaluate(() => void (location.hash = "#/trash"));
  await screen.see(word("manager.trash"));
  await page.evaluate((to) => void (location.hash = to), hash);
}

async function answerPassword(): Promise<void> {
  await screen.see(word("prompt.title"));
  await screen.type(word("unlock.password"), password);
  await screen.keys("Enter");
  await screen.miss(word("prompt.title"));
}

const period = 30_000;
let secret = "";
/** The step of the last code: none is good twice, and the server lets one in that is 30 s early or late. */
let last = 0;
async function code(): Promise<string> {
  const stepNow = () => Math.floor(Date.now() / period);
  last = Math.max(last + 1, stepNow() - 1);
  await until("the next code", () => last <= stepNow() + 1, 60_000);
  return new TOTP({ secret, algorithm: "SHA1", digits: 6, period: 30 }).generate({
    timestamp: last * period,
  });
}
const wrong = () =>
  ((Number(new TOTP({ secret }).generate()) + 1) % 1_000_000).toString().padStart(6, "0");

async function giveCode(digits: string): Promise<void> {
  await screen.type(word("factor.code"), digits);
  await screen.keys("Enter");
}

/** Of the server's last start: each takes one account. */
const freshInvite = () =>
  [...server.printed().matchAll(/new account: (\S+)/g)].map(([, found]) => found).at(-1) ?? "";

const stateOf = async () => (await ask(page, "server.status", {})).state;

test("a passkey is added first, and then an authenticator by a touch of it", async () => {
  await ask(page, "server.connect", {
    url: server.origin,
    invite: server.invite(),
    proof: password,
  });
  await go("#/server");
  await screen.press(word("factor.show"));
  await answerPassword();
  await screen.see(word("factor.off"));
  await good("off");
  await screen.press(word("factor.addKey"));
  await answerPassword();
  await screen.see(word("factor.isOn"));

  await screen.press(word("factor.show"));
  await answerPassword();
  await screen.see(word("factor.kind_passkey"));
  await screen.press(word("factor.addApp"));
  await answerPassword();
  await screen.see(word("factor.askText"));
  await good("asked");
  await screen.press(word("factor.touch"));
  await screen.see(word("factor.step2"));
  secret = (await page.$eval(".card-text", ({ textContent }) => textContent)).replaceAll(" ", "");
  expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  await good("enrol");
  await giveCode(wrong());
  await screen.see(word("failure.SERVER_CODE_WRONG"));
  await good("wrong");
  await giveCode(await code());
  await screen.miss(word("factor.step2"));
  expect(await page.content()).not.toContain(secret);
  await screen.press(word("factor.show"));
  await answerPassword();
  await screen.see(word("factor.kind_totp"));
  await good("on");
});

test("the keys are changed by a code: wrong ones are told, and the vault stays open behind the right one", async () => {
  await go("#/security");
  await screen.press(word("security.rotate"));
  await screen.type(word("security.current"), password);
  await screen.press(word("security.go"));
  await screen.see(word("factor.stepText"));
  await good("step");
  await giveCode(wrong());
  await screen.see(word("failure.SERVER_CODE_WRONG"));
  await giveCode(await code());
  await screen.see(word("security.doneRotate"));
  await screen.see(word("setup.codeTitle"));
  await screen.press(word("setup.codeLater"));
  expect(await ask(page, "status", {})).toMatchObject({ state: "open" });
  await until("a sync", async () => (await stateOf()) === "ok");
});

test("put off, the change waits on the page of the server, and locks once behind its code", async () => {
  await go("#/security");
  await screen.press(word("security.rotate"));
  await screen.type(word("security.current"), password);
  await screen.press(word("security.go"));
  await screen.see(word("factor.stepText"));
  await screen.press(word("factor.later"));
  await screen.see(word("factor.waits"));
  await good("later");
  // It opens nothing yet: typed back now it would be told to be wrong.
  expect(await screen.has(word("setup.codeBack"), "button")).toBe(false);
  await screen.press(word("app.done"));
  await go("#/server");
  await screen.see(word("factor.waitTitle"));
  await good("waits");
  // A worker that was stopped knows it still.
  await coffer.stopWorker();
  await until("the server's answer", async () => (await stateOf()) === "trouble");
  await go("#/server");
  await screen.see(word("factor.waitTitle"));
  await giveCode(await code());
  await screen.see(word("unlock.go"));
  await unlock(screen);
  await screen.see(word("server.allThere"));
  expect(await stateOf()).toBe("ok");
});

test("a change that waits is given up, and everything is as it was", async () => {
  await go("#/security");
  await screen.press(word("security.rotate"));
  await screen.type(word("security.current"), password);
  await screen.press(word("security.go"));
  await screen.press(word("factor.drop"));
  await screen.see(word("factor.dropped"));
  await ask(page, "item.save", { draft: draftOf("note", "Later"), password: null });
  await go("#/server");
  await screen.see(word("server.allThere"));
});

test("the passkey is removed by a touch of it, and the account is erased by a code", async () => {
  await go("#/server");
  await screen.press(word("factor.show"));
  await answerPassword();
  await screen.press(word("factor.remove"));
  await answerPassword();
  await screen.see(word("factor.askText"));
  // A cancel leaves it.
  await screen.press(word("app.cancel"));
  await screen.miss(word("factor.askText"));
  await screen.see(word("factor.kind_passkey"));
  await screen.press(word("factor.remove"));
  await answerPassword();
  await screen.press(word("factor.touch"));
  await screen.see(word("factor.isRemoved"));
  await screen.miss(word("factor.kind_passkey"));
  // What is said for a moment lies over the button.
  await screen.miss(word("factor.isRemoved"));
  await screen.see(word("factor.kind_totp"));

  await screen.press(word("server.eraseGo"));
  await screen.type(word("restore.typeWord", word("restore.word")), word("restore.word"));
  await screen.keys("Enter");
  await answerPassword();
  await screen.see(word("factor.askText"));
  await giveCode(wrong());
  await screen.see(word("failure.SERVER_CODE_WRONG"));
  await giveCode(await code());
  await screen.see(word("server.erased"));
  expect(await stateOf()).toBe("none");
});

test("the log of the server tells neither a code nor a secret", () => {
  expect(server.printed()).not.toContain(secret);
  expect(server.printed()).not.toContain("otpauth");
  expect(server.printed()).not.toMatch(/totp \d{6}/);
});

test("in Firefox, which gives an extension no passkey: on, a change of the keys, and off, by codes", async () => {
  firefox = await startFirefox();
  await firefox.window.trust(authority.root);
  await server.kill();
  await server.start();
  await setUp(firefox);
  page = await firefox.open("manager.html#/server");
  screen = screenOf(page);
  await screen.press(word("server.connect"));
  await screen.type(word("server.address"), server.origin);
  await screen.press(word("server.look"));
  await firefox.window.answerQuestion(true);
  await screen.see(word("server.found", server.origin));
  await ask(page, "server.connect", {
    url: server.origin,
    invite: freshInvite(),
    proof: password,
  });
  await go("#/server");
  await screen.press(word("factor.show"));
  await answerPassword();
  await screen.see(word("factor.off"));
  expect(await screen.has(word("factor.addKey"), "button")).toBe(false);
  await screen.press(word("factor.turnOn"));
  await answerPassword();
  await screen.see(word("factor.step2"));
  secret = (await page.$eval(".card-text", ({ textContent }) => textContent)).replaceAll(" ", "");
  last = 0;
  await giveCode(await code());
  await screen.miss(word("factor.step2"));

  await go("#/security");
  await screen.press(word("security.rotate"));
  await screen.type(word("security.current"), password);
  await screen.press(word("security.go"));
  await screen.see(word("factor.stepText"));
  await giveCode(await code());
  await screen.see(word("security.doneRotate"));
  await screen.press(word("setup.codeLater"));

  await go("#/server");
  await screen.press(word("factor.show"));
  await answerPassword();
  await screen.press(word("factor.turnOff"));
  await answerPassword();
  await screen.see(word("factor.askText"));
  await giveCode(await code());
  await screen.see(word("factor.isRemoved"));
  await screen.see(word("factor.off"));
});
