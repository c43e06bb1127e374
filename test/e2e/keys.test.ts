/** Passkeys by a real browser's WebAuthn, with Chromium's virtual authenticator; and a change of the password. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CDPSession, Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, askRaw, draftOf } from "./harness/door.ts";
import { chooseBackup, exportBackup, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { word } from "./harness/words.ts";

let coffer: Chromium;
let page: Page;
let screen: Screen;
let authenticator: { session: CDPSession; id: string };

/** An authenticator of this page that verifies its user and derives keys. */
async function plugIn(target: Page, hasPrf = true): Promise<{ session: CDPSession; id: string }> {
  const session = await target.createCDPSession();
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      hasPrf,
    },
  });
  return { session, id: authenticatorId };
}

beforeAll(async () => {
  coffer = await startChromium();
  const first = await coffer.open("manager.html");
  const { recoveryCode } = await ask(first, "create", { password });
  await ask(first, "recovery.confirm", { code: recoveryCode });
  // A window of its own: the first one stands in the set-up.
  page = await coffer.open("manager.html#/security");
  authenticator = await plugIn(page);
  screen = screenOf(page);
});
afterAll(() => coffer.close());

const newPassword = "another horse battery staple 43";
const codeOf = () => page.$eval("output.code", (output) => output.innerText.replaceAll("\n", "-"));

describe("a passkey for quick unlock", () => {
  test("is added with the password, and opens the vault without it", async () => {
    await screen.press("Add a passkey for quick unlock");
    await screen.type("Current password", password);
    await screen.type("Name of the passkey", "blue key");
    await screen.press("Go on");
    await screen.see("The passkey can unlock this device.");
    await screen.press("Done");
    await screen.see("blue key");
    await ask(page, "lock", {});
    await screen.press("Use the passkey");
    await screen.see("blue key");
    expect(await ask(page, "status", {})).toMatchObject({ state: "open", keys: { quick: true } });
  });

  test("proves a critical use in place of the password", async () => {
    const draft = draftOf("card", "card", { "cc-csc": "987" });
    await ask(page, "item.save", { draft, password });
    const { keys } = await ask(page, "key.asks", {});
    expect(keys).toMatchObject([{ alone: true, rpId: coffer.origin.split("//")[1] }]);
    await page.goto(`${coffer.origin}/manager.html#/kind/card`);
    await screen.see("card");
    await page.click("[role=row]");
    await screen.press("Show Security code");
    await screen.see("Your password, please");
    await screen.press("Use the passkey");
    await screen.see("987");
    await page.goto(`${coffer.origin}/manager.html#/security`);
  });

  test("is taken away with the password", async () => {
    await screen.press("Remove");
    await screen.see("Remove blue key?");
    await screen.type("Current password", password);
    await screen.press("Go on");
    await screen.see("The passkey is removed.");
    await screen.press("Done");
    await screen.see("No passkey yet.");
    expect(await ask(page, "status", {})).toMatchObject({ keys: { quick: false } });
  });
});

test("a change of the password goes through its form, and a wrong one is told there", async () => {
  await screen.press("Change the password");
  await screen.type("Current password", "wrong");
  await screen.type("New password", newPassword);
  await screen.type("The same again", newPassword);
  await screen.press("Go on");
  await screen.see("That does not open this vault.");
  await screen.type("Current password", password);
  await screen.press("Go on");
  await screen.see("There is a new recovery code.");
  const code = await codeOf();
  await screen.press("Later");
  await ask(page, "recovery.confirm", { code });
  await ask(page, "lock", {});
  expect(await askRaw(page, "unlock", { by: "password", secret: password })).toEqual({
    ok: false,
    code: "WRONG_SECRET",
  });
  await ask(page, "unlock", { by: "password", secret: newPassword });
});

describe("a required second factor", () => {
  test("is added by a rotation, which shows a new recovery code", async () => {
    await screen.press("Require a passkey besides the password");
    await screen.type("Current password", newPassword);
    await screen.type("Name of the passkey", "ring");
    await screen.press("Go on");
    await screen.see("There is a new recovery code.");
    const code = await codeOf();
    expect(code).toMatch(/^[0-9A-Z-]{42}$/);
    await screen.press("Later");
    await ask(page, "recovery.confirm", { code });
  });

  test("is needed to open: the password alone is refused, and both open", async () => {
    await ask(page, "lock", {});
    expect(await askRaw(page, "unlock", { by: "password", secret: newPassword })).toEqual({
      ok: false,
      code: "FACTOR_MISSING",
    });
    await screen.see("After the password this vault asks for your passkey.");
    await screen.type("Password", newPassword);
    await screen.press("Unlock");
    await screen.see("ring");
  });

  test("opens a backup of its vault together with the password", async () => {
    const file = await exportBackup(coffer);
    await page.bringToFront();
    await page.evaluate(() => (location.hash = "#/restore"));
    await chooseBackup(page, file);
    await screen.see(word("restore.keyToo"));
    await screen.type(word("restore.password"), newPassword);
    await screen.press(word("restore.open"));
    await screen.see(word("restore.how"));
    await page.evaluate(() => (location.hash = "#/security"));
  });

  test("another authenticator does not open it", async () => {
    const other = await coffer.open("manager.html");
    await ask(page, "lock", {});
    await authenticator.session.send("WebAuthn.disable");
    const stranger = await plugIn(other);
    const there = screenOf(other);
    await there.type("Password", newPassword);
    await there.press("Unlock");
    await there.see("The passkey did not answer.");
    expect(await ask(other, "status", {})).toMatchObject({ state: "locked" });
    await stranger.session.send("WebAuthn.disable");
    await other.close();
  });
});

test("whoever came in by the recovery code is led to a new password, and the code is spent", async () => {
  const fresh = await startChromium();
  try {
    const setup = await fresh.open("manager.html");
    const { recoveryCode } = await ask(setup, "create", { password });
    await ask(setup, "lock", {});
    const tab = await fresh.open("manager.html#/");
    const there = screenOf(tab);
    await there.press(word("unlock.useCode"));
    await there.type(word("unlock.code"), recoveryCode);
    await there.press(word("unlock.go"));
    await there.see(word("security.renewText"));
    await there.type(word("security.currentCode"), recoveryCode);
    await there.type(word("security.newPassword"), newPassword);
    await there.type(word("setup.again"), newPassword);
    await there.press(word("security.go"));
    await there.see(word("security.newCode"));
    await there.press(word("setup.codeLater"));
    await there.see(word("list.emptyTitle"));
    expect(await ask(tab, "status", {})).toMatchObject({ renew: false });
    await ask(tab, "lock", {});
    const spent = { by: "recovery", secret: recoveryCode } as const;
    expect(await askRaw(tab, "unlock", spent)).toEqual({ ok: false, code: "WRONG_SECRET" });
    await ask(tab, "unlock", { by: "password", secret: newPassword });
  } finally {
    await fresh.close();
  }
});

test("in Firefox the screen says why there are no passkeys", async () => {
  const firefox = await startFirefox();
  try {
    await ask(await firefox.open("manager.html"), "create", { password });
    const tab = await firefox.open("manager.html#/security");
    await screenOf(tab).see(word("security.keysFirefox"));
    expect(await screenOf(tab).has(word("security.addQuick"), "button")).toBe(false);
  } finally {
    await firefox.close();
  }
});
