/**
 * What comes due while the browser is closed, and what a place or a browser refuses: in the built extension, with a real
 * WebDAV server and a real bucket.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { buildReader, writeReader } from "../../scripts/reader.ts";
import { runIt } from "../reader/nodes.ts";
import { type DavServer, secret, startDav, user } from "../targets/dav-server.ts";
import { type S3Server, startS3 } from "../targets/s3-server.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { password } from "./harness/drive.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";
import type { Firefox } from "./harness/firefox.ts";
import type { Screen } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";
import {
  add,
  age,
  begin,
  done,
  faults,
  fillDav,
  fillS3,
  hosts,
  namePattern,
  pickOwn,
  ring,
  start,
} from "./target-steps.ts";

/** What a test sees of the browser's own. */
interface Alarmed {
  chrome: {
    alarms: {
      create(name: string, how: object): Promise<void>;
      get(name: string): Promise<unknown>;
    };
  };
}
interface Asking {
  permissions?: object;
}

let dav: DavServer;
let s3: S3Server;
beforeAll(async () => {
  dav = await startDav();
  s3 = await startS3();
});
afterAll(async () => {
  await dav.close();
  await s3.close();
});

const backups = async () =>
  (await dav.files()).map(({ name }) => name).filter((name) => namePattern.test(name));
const cloud = (every: "daily" | "never" = "daily") => ({
  name: "Cloud",
  every,
  config: { kind: "dav" as const, url: dav.config.url, user, password: secret },
});
const second = draftOf("login", "Second", { username: "bob", password: "SECOND-CANARY" });

describe("a backup that comes due while Chromium is closed", () => {
  const profile = freshFolder("chromium");
  const folder = mkdtempSync(join(tmpdir(), "coffer-due-"));
  let coffer: Chromium;
  /** What the console of the background and the browser's own log were told, and every address. */
  const heard: string[] = [];
  const listen = async () => {
    const { client } = await coffer.worker();
    for (const domain of ["Runtime", "Log", "Network"] as const)
      await client.send(`${domain}.enable`);
    client.on("Runtime.consoleAPICalled", (told) => heard.push(JSON.stringify(told)));
    client.on("Runtime.exceptionThrown", (told) => heard.push(JSON.stringify(told)));
    client.on("Log.entryAdded", (told) => heard.push(JSON.stringify(told)));
    client.on("Network.requestWillBeSent", ({ request }) => heard.push(request.url));
  };
  afterAll(async () => {
    await coffer.close();
    removeFolder(profile);
    rmSync(folder, { recursive: true, force: true });
  });

  test("is not made before the next unlock, and then at once", async () => {
    coffer = await startChromium({ profile, hosts });
    await listen();
    const { page } = await begin(coffer);
    await ask(page, "target.add", cloud());
    const [line] = (await ask(page, "target.list", {})).targets;
    await ask(page, "target.run", { id: line?.id ?? "" });
    expect(await backups()).toHaveLength(1);
    await ask(page, "item.save", { draft: second, password: null });
    await age(page);
    await coffer.close();

    dav.gate.passed.length = 0;
    coffer = await startChromium({ profile, hosts });
    await listen();
    const again = await coffer.open("manager.html#/backup");
    expect((await ask(again, "status", {})).state).toBe("locked");
    // It has looked once it has put its alarm away: with what is in hand nothing is due.
    const worker = await coffer.worker();
    await worker.evaluate(() => {
      const { chrome } = globalThis as unknown as Alarmed;
      return chrome.alarms.create("targets", { delayInMinutes: 60 });
    });
    await ring(coffer);
    await until("an alarm put away", () =>
      worker.evaluate(async () => {
        const { chrome } = globalThis as unknown as Alarmed;
        return (await chrome.alarms.get("targets")) === undefined;
      }),
    );
    expect(dav.gate.passed).toEqual([]);

    await ask(again, "unlock", { by: "password", secret: password });
    await until("a second file", async () => (await backups()).length === 2);
    const { last, next } = await done(again, "Cloud");
    expect(last?.opened).toBe(true);
    expect(next).toBeGreaterThan(Date.now());

    // Not only by its own word: the file as the server has it, in the offline reader.
    writeReader(await buildReader(), folder);
    const file = join(folder, "b.coffer");
    writeFileSync(file, await dav.get(last?.name ?? ""));
    const command = [join(folder, "coffer-reader.mjs"), file, "--search", "second"];
    const { code, out } = await runIt(process.execPath, command, `${password}\n`);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("Second") });
  });

  test("is made anew after the browser was killed in the middle of one", async () => {
    const page = await coffer.open("manager.html");
    const third = draftOf("login", "Third", { username: "eve", password: "THIRD-CANARY" });
    await ask(page, "item.save", { draft: third, password: null });
    await age(page);
    const before = await backups();
    let go: () => void = () => undefined;
    const held = new Promise<void>((free) => (go = free));
    dav.gate.passed.length = 0;
    dav.gate.hold = ({ method }) => (method === "MOVE" ? held : null);
    const [line] = (await ask(page, "target.list", {})).targets;
    void ask(page, "target.run", { id: line?.id ?? "" }).catch(() => undefined);
    await until("a file that waits for its name", () =>
      dav.gate.passed.some(({ method }) => method === "MOVE"),
    );
    await coffer.kill();
    // What was asked of the server it does, although nobody hears of it.
    dav.gate.hold = null;
    go();
    const left = await until("a file that nobody has proved", async () =>
      (await backups()).find((name) => !before.includes(name)),
    );

    coffer = await startChromium({ profile, hosts });
    await listen();
    const again = await coffer.open("manager.html#/backup");
    await ask(again, "unlock", { by: "password", secret: password });
    await until("another file", async () => {
      const now = await backups();
      return now.some((name) => !before.includes(name) && name !== left);
    });
    await done(again, "Cloud");
    const names = (await dav.files()).map(({ name }) => name);
    expect(names).not.toContain(left);
    expect(names.filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("left no word of a password or an item in a console, the browser's log, or an address", async () => {
    // A refusal is what a browser likes to write of.
    const [page] = await coffer.browser.pages();
    const wrong = { ...cloud(), config: { ...cloud().config, password: "WRONG-CANARY" } };
    const ours = await coffer.open("manager.html");
    expect(await ask(ours, "target.add", wrong)).toEqual({ problem: "DENIED" });
    await page?.bringToFront();
    expect(heard.some((line) => line.includes("Coffer%20files"))).toBe(true);
    const encoded = [secret, "WRONG-CANARY"].map((one) =>
      Buffer.from(`${user}:${one}`).toString("base64"),
    );
    for (const line of heard) {
      for (const one of ["CANARY", encodeURIComponent(secret), ...encoded])
        expect(line).not.toContain(one);
    }
  });
});

describe("a backup that comes due while Firefox is locked and its background gone", () => {
  let coffer: Firefox;
  afterAll(() => coffer.close());

  test("is not made before the next unlock, and then at once", async () => {
    coffer = (await start("firefox")) as Firefox;
    const { page, screen } = await begin(coffer);
    await add(screen, "Cloud", () => fillDav(screen, dav));
    await done(page, "Cloud");
    await ask(page, "item.save", { draft: second, password: null });
    await age(page);
    const before = await backups();
    await ask(page, "lock", {});
    await coffer.window.stopBackground();
    dav.gate.passed.length = 0;
    expect((await ask(page, "status", {})).state).toBe("locked");
    expect((await ask(page, "target.list", {})).targets).toEqual([]);
    expect(dav.gate.passed).toEqual([]);
    await ask(page, "unlock", { by: "password", secret: password });
    await until("another file", async () => (await backups()).length === before.length + 1);
    expect((await done(page, "Cloud")).last?.opened).toBe(true);
  });
});

describe("what is refused, in words and with a way out", () => {
  let coffer: Chromium;
  let page: Page;
  let screen: Screen;
  let recoveryCode = "";
  /** In the place of the browser's question, which nobody can answer headless. */
  const answers = (granted: boolean) =>
    page.evaluate((answer) => {
      const { chrome, browser } = globalThis as unknown as Record<string, Asking | undefined>;
      for (const one of [chrome, browser]) {
        if (one?.permissions !== undefined)
          Object.assign(one.permissions, { request: async () => answer });
      }
    }, granted);

  beforeAll(async () => {
    // Without the host: the browser has not been asked yet.
    coffer = await startChromium();
    ({ page, screen, recoveryCode } = await begin(coffer));
  });
  afterAll(() => coffer.close());

  test("the user says no to the browser's question: nothing is sent, nothing is kept", async () => {
    dav.gate.passed.length = 0;
    await answers(false);
    await screen.press(word("target.add"));
    await fillDav(screen, dav);
    await screen.press(word("target.go"));
    await screen.see(word("targetProblem.SITE"));
    expect(dav.gate.passed).toEqual([]);
    expect(await faults(coffer, page)).toEqual([]);
  });

  test("the browser says yes and does not mean it: the background looks for itself", async () => {
    await answers(true);
    await screen.press(word("target.go"));
    await screen.see(word("targetProblem.SITE"));
    expect(dav.gate.passed).toEqual([]);
    expect((await ask(page, "target.list", {})).targets).toEqual([]);
    await screen.press(word("app.cancel"));
  });

  test("a folder that is gone is chosen again", async () => {
    await pickOwn(page);
    await screen.press(word("target.add"));
    await screen.press(word("target.folder"), "radio");
    await screen.press(word("target.choose"));
    await screen.see(word("target.added", "backups"));
    await done(page, "backups");
    await page.evaluate(async () =>
      (await navigator.storage.getDirectory()).removeEntry("backups", { recursive: true }),
    );
    await screen.press(word("target.run"));
    await screen.see(word("target.gone"));
    expect(await faults(coffer, page)).toEqual([]);
    await screen.press(word("target.choose"));
    await screen.miss(word("target.gone"));
    await done(page, "backups");
  });

  test("what is overdue is said above everything, with the way there", async () => {
    await ask(page, "recovery.confirm", { code: recoveryCode });
    await page.evaluate(() => (location.hash = "#/"));
    expect(await screen.text()).not.toContain(word("target.due", "backups"));
    await page.evaluate(async () =>
      (await navigator.storage.getDirectory()).removeEntry("backups", { recursive: true }),
    );
    await age(page);
    await age(page);
    await page.reload();
    await screen.see(word("target.due", "backups"));
    expect(await faults(coffer, page)).toEqual([]);
    await screen.press(word("target.dueGo"));
    await screen.see(word("target.overdue"));
  });
});

test("a bucket that is not there is said before anything is kept", async () => {
  const coffer = await startChromium({ hosts });
  try {
    const { page, screen } = await begin(coffer);
    await screen.press(word("target.add"));
    await fillS3(screen, { ...s3, config: { ...s3.config, bucket: "no-such-bucket" } });
    await screen.press(word("target.go"));
    await screen.see(word("targetProblem.NOT_THERE"));
    expect(await faults(coffer, page)).toEqual([]);
    expect((await ask(page, "target.list", {})).targets).toEqual([]);
    // Corrected where it stands, it is added.
    await screen.type(word("target.bucket"), s3.config.bucket);
    await screen.press(word("target.go"));
    await screen.see(word("target.added", "127.0.0.1"));
    await done(page, "127.0.0.1");
  } finally {
    await coffer.close();
  }
});
