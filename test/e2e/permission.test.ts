/**
 * Chromium's own question for a host, pressed in a real window: no first, then yes; for a server, and for a site from the
 * popup. Elsewhere in these tests Chromium has no window, and its hosts come with the manifest of a copy.
 */
import type { Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BackupServer, makeAuthority, startServer } from "./harness/backup-server.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { canPress, type Display, startDisplay } from "./harness/chromium-question.ts";
import { ask } from "./harness/door.ts";
import { loginPage, password } from "./harness/drive.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { type Site, startSite } from "./harness/site.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

describe.skipIf(!canPress)("Chromium's own question (needs Xvfb and xdotool)", () => {
  let server: BackupServer;
  let display: Display;
  let chromium: Chromium;
  let site: Site;
  const ends: (() => Promise<unknown> | void)[] = [];
  let page: Page;
  let screen: Screen;

  beforeAll(async () => {
    const authority = makeAuthority();
    ends.push(() => authority.end());
    server = await startServer(authority);
    ends.push(() => server.close());
    site = await startSite();
    ends.push(() => site.close());
    site.put("/login", loginPage);
    display = await startDisplay();
    ends.push(() => display.close());
    chromium = await startChromium({
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

  test("closes the popup that asks; after a no nothing runs in the site, after a yes what was asked for", async () => {
    const tab = await chromium.browser.newPage();
    await tab.goto(`${site.other}/login`);
    /** Presses what asks; the popup may be gone before the click is told to have been made. */
    const press = async (name: string, role: string) => {
      const popup = screenOf(await chromium.popup(tab));
      await popup.press(word("list.newShort"));
      await popup.press(`${word("watch.entry")} ${word("watch.entryAbout")}`, "menuitem");
      await popup.see(word("watch.how"));
      void popup.press(name, role).catch(() => undefined);
    };
    const watched = async () =>
      (await ask(page, "watch.list", {})).sites.map((one) => [one.site, one.capture, one.granted]);
    const scripts = () =>
      page.evaluate(async () => {
        const { scripting } = (
          globalThis as unknown as {
            chrome: {
              scripting: { getRegisteredContentScripts(): Promise<{ matches: string[] }[]> };
            };
          }
        ).chrome;
        return (await scripting.getRegisteredContentScripts()).flatMap(({ matches }) => matches);
      });

    await press(word("watch.capture"), "checkbox");
    expect(await display.answer(false)).toContain("localhost");
    // It was wished for, and the popup says that the browser does not allow it.
    expect(await watched()).toEqual([[site.other, true, false]]);
    expect(await scripts()).toEqual([]);
    await press(word("watch.grant"), "button");
    expect(await display.answer(true)).toContain("localhost");
    await until("the script for the site", async () => (await scripts()).length > 0);
    expect(await scripts()).toEqual(["http://localhost/*"]);
    expect(await watched()).toEqual([[site.other, true, true]]);
  });
});
