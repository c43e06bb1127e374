/**
 * Chromium's own question for the address of a server, pressed in a real window: no first, then yes. Elsewhere in these
 * tests Chromium has no window, and its hosts come with the manifest of a copy.
 */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BackupServer, makeAuthority, startServer } from "./harness/backup-server.ts";
import { startChromium } from "./harness/chromium.ts";
import { canPress, type Display, startDisplay } from "./harness/chromium-question.ts";
import { ask } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { word } from "./harness/words.ts";

describe.skipIf(!canPress)("Chromium's own question (needs Xvfb and xdotool)", () => {
  let server: BackupServer;
  let display: Display;
  const ends: (() => Promise<unknown> | void)[] = [];
  let page: Page;
  let screen: Screen;

  beforeAll(async () => {
    const authority = makeAuthority();
    ends.push(() => authority.end());
    server = await startServer(authority);
    ends.push(() => server.close());
    display = await startDisplay();
    ends.push(() => display.close());
    const chromium = await startChromium({
      headed: true,
      args: [...authority.chromiumArgs, ...display.args],
      env: display.env,
    });
    ends.push(() => chromium.close());
    await ask(await chromium.open("manager.html"), "create", { password });
    // A page of its own: the one where the vault was made goes where it likes.
    page = await chromium.open("manager.html#/server");
    screen = screenOf(page);
    await screen.press(word("server.connect"));
    await screen.type(word("server.address"), server.origin);
  });
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  const hosts = () =>
    page.evaluate(async () => {
      const { permissions } = (
        globalThis as unknown as {
          chrome: { permissions: { getAll(): Promise<{ origins?: string[] }> } };
        }
      ).chrome;
      return (await permissions.getAll()).origins;
    });
  /** Whether anything was asked of the server. */
  const reached = () => server.printed().includes(`"route":`);

  test("names this host and no other; whoever says no is told so, and the server has heard nothing", async () => {
    expect(await display.asks()).toBe(false);
    await screen.press(word("server.look"));
    const said = await display.answer(false);
    expect(said).toContain("Coffer");
    expect(said).toContain("127.0.0.1");
    await screen.see(word("failure.SERVER_PERMISSION"));
    expect({ hosts: await hosts(), reached: reached() }).toEqual({ hosts: [], reached: false });
  });

  test("is asked again with the next click, and after a yes the vault is on the server", async () => {
    await screen.press(word("server.look"));
    expect(await display.answer(true)).toContain("127.0.0.1");
    await screen.see(word("server.found", server.origin));
    expect(await hosts()).toEqual(["https://127.0.0.1/*"]);
    await screen.type(word("server.invite"), server.invite());
    await screen.press(word("server.start"));
    await screen.see(word("prompt.title"));
    await screen.type(word("unlock.password"), password);
    await screen.keys("Enter");
    await screen.see(word("server.sheetAbout"));
    expect(reached()).toBe(true);
    // Given once, for this host: from now on nobody is asked.
    expect(await display.asks()).toBe(false);
  });
});
