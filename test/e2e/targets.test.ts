/**
 * Backups by themselves, in both browsers with the built extension, to a real WebDAV server and real S3-compatible
 * storage. Two things nobody presses here: the browser's own question for a host (Chromium has it in the manifest of a
 * copy of the build, Firefox answers by itself), and its picker of folders, in whose place stands the private file system
 * of our origin, which has the same handles.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { type DavServer, secret, startDav } from "../targets/dav-server.ts";
import { type S3Server, startS3 } from "../targets/s3-server.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf, find } from "./harness/door.ts";
import { type Coffer, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
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
  namePattern,
  pickOwn,
  ring,
  start,
} from "./target-steps.ts";

describe.each(["chromium", "firefox"] as const)("in %s", (kind) => {
  let coffer: Coffer;
  let page: Page;
  let screen: Screen;
  let dav: DavServer;
  let s3: S3Server;

  beforeAll(async () => {
    dav = await startDav();
    s3 = await startS3();
    coffer = await start(kind);
    ({ page, screen } = await begin(coffer));
  });
  afterAll(async () => {
    await coffer.close();
    await dav.close();
    await s3.close();
  });
  afterEach(() => {
    dav.gate.deed = null;
  });
  const backups = async () => (await dav.files()).map(({ name }) => name);

  test("a place on WebDAV is tried, kept, and gets its first backup at once", async () => {
    await screen.see(word("target.none"));
    await add(screen, "Cloud", () => fillDav(screen, dav));
    const line = await done(page, "Cloud");
    expect(await backups()).toEqual([line.last?.name]);
    expect(line.last?.name).toMatch(namePattern);
    expect((await dav.get(line.last?.name ?? "")).includes("ITEM-CANARY")).toBe(false);
    await screen.see("read back and opened");
    expect(await page.content()).not.toContain(secret);
    expect(await faults(coffer, page)).toEqual([]);
  });

  test("a wrong password is said in words, and nothing is kept", async () => {
    await screen.press(word("target.add"));
    await fillDav(screen, dav);
    await screen.type(word("target.password"), "wrong");
    await screen.press(word("target.go"));
    await screen.see(word("targetProblem.DENIED"));
    expect((await ask(page, "target.list", {})).targets).toHaveLength(1);
    await screen.type(word("target.url"), "http://cloud.example/");
    await screen.press(word("target.go"));
    await screen.see(word("target.badUrl"));
    expect(await faults(coffer, page)).toEqual([]);
    await screen.press(word("app.cancel"));
  });

  test("a full disk over there is said, with a way out; what lies there stays", async () => {
    const before = await backups();
    dav.gate.deed = ({ method }) => (method === "PUT" ? { status: 507 } : null);
    await screen.press(word("target.run"));
    await screen.see(word("targetProblem.FULL"));
    expect(await backups()).toEqual(before);
    dav.gate.deed = null;
    await screen.press(word("target.again"));
    await screen.miss(word("targetProblem.FULL"));
    await done(page, "Cloud");
    expect(await backups()).not.toEqual(before);
  });

  test("a server that goes away in the middle leaves the good file alone", async () => {
    const before = await backups();
    dav.gate.deed = ({ method }) => (method === "PUT" ? "cut" : null);
    await screen.press(word("target.run"));
    await screen.see(word("targetProblem.OFFLINE"));
    expect(await backups()).toEqual(before);
    dav.gate.deed = ({ method }) => (method === "GET" ? "half" : null);
    await screen.press(word("target.again"));
    await until("the second try", async () => dav.gate.passed.at(-1)?.method === "DELETE");
    await until("its end", async () => (await ask(page, "target.list", {})).work === null);
    dav.gate.deed = null;
    expect(await backups()).toEqual(expect.arrayContaining(before));
    await screen.press(word("target.again"));
    await done(page, "Cloud");
  });

  test("a run under way shows its bar and is cancelled", async () => {
    let go: () => void = () => undefined;
    const held = new Promise<void>((free) => (go = free));
    dav.gate.hold = ({ method }) => (method === "PUT" ? held : null);
    await screen.press(word("target.run"));
    await screen.see(word("target.writing", 10));
    await screen.press(word("app.cancel"));
    await screen.miss(word("target.writing", 10));
    dav.gate.hold = null;
    go();
    const { targets } = await ask(page, "target.list", {});
    expect(targets[0]?.problem).toBeNull();
  });

  test("S3-compatible storage does the same, with every request signed", async () => {
    await add(screen, "Bucket", () => fillS3(screen, s3));
    const line = await done(page, "Bucket");
    expect(s3.files().map(({ name }) => name)).toEqual([line.last?.name]);
    expect(s3.signatures.filter((wrong) => wrong !== null)).toEqual([]);
  });

  test("on a fresh profile the backups there are shown and restored", async () => {
    const fresh = await start(kind);
    try {
      const other = await fresh.open("manager.html#/restore");
      const there = screenOf(other);
      await there.see(word("target.from"));
      await other.evaluate(() => document.querySelector("details")?.setAttribute("open", ""));
      await fillDav(there, dav);
      await there.press(word("target.fromGo"));
      await until("a file to take", async () => {
        const [first] = await other.$$(".target-files button");
        return first?.click().then(() => true);
      });
      await there.type(word("restore.password"), password);
      await there.press(word("restore.open"));
      await there.see(word("restore.how"));
      await there.press(word("restore.apply"));
      await there.see(word("restore.appliedText"));
      expect((await find(other)).map(({ title }) => title)).toEqual(["Shop"]);
      // The places came along; this device does not write to them by itself.
      const { targets } = await ask(other, "target.list", {});
      expect(targets.map(({ name, ours }) => [name, ours])).toEqual([["Cloud", false]]);
    } finally {
      await fresh.close();
    }
  });

  test("a background that was stopped knows the way anew", async () => {
    if (coffer.kind === "chromium") await coffer.stopWorker();
    else await coffer.window.stopBackground();
    const before = await backups();
    const { targets } = await ask(page, "target.list", {});
    const id = targets.find(({ name }) => name === "Cloud")?.id ?? "";
    expect(await ask(page, "target.run", { id })).toHaveProperty("done");
    expect(await backups()).not.toEqual(before);
  });

  test("a place is removed, and its files stay", async () => {
    const before = await backups();
    await screen.press(word("target.remove"));
    await screen.see(word("target.removeText"));
    await page.evaluate(() => document.querySelector<HTMLElement>("dialog .danger")?.click());
    await until("one place less", async () => {
      const { targets } = await ask(page, "target.list", {});
      return targets.length === 1;
    });
    expect(await backups()).toEqual(before);
  });
});

describe("a folder in Chromium", () => {
  let coffer: Chromium;
  let page: Page;
  let screen: Screen;
  const origin = () =>
    page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle("backups", { create: true });
      const names: string[] = [];
      for await (const name of folder.keys()) names.push(name);
      return names.toSorted();
    });
  beforeAll(async () => {
    coffer = await startChromium();
    ({ page, screen } = await begin(coffer));
  });
  afterAll(() => coffer.close());

  test("with no place set up, a lock, an unlock and the alarm send nothing", async () => {
    const worker = await coffer.worker();
    const asked: string[] = [];
    await worker.client.send("Network.enable");
    worker.client.on("Network.requestWillBeSent", ({ request }) => asked.push(request.url));
    await ring(coffer);
    await ask(page, "lock", {});
    await ring(coffer);
    await ask(page, "unlock", { by: "password", secret: password });
    expect((await ask(page, "target.list", {})).targets).toEqual([]);
    expect(asked.filter((url) => !url.startsWith(coffer.origin))).toEqual([]);
  });

  test("is written, also while the vault is locked, and by the alarm alone", async () => {
    await pickOwn(page);
    await screen.press(word("target.add"));
    await screen.press(word("target.folder"), "radio");
    await screen.press(word("target.choose"));
    await screen.see(word("target.added", "backups"));
    const line = await done(page, "backups");
    expect(await origin()).toEqual([line.last?.name]);

    const draft = draftOf("login", "Second", { username: "ada" });
    await ask(page, "item.save", { draft, password: null });
    await ask(page, "lock", {});
    await age(page);
    await coffer.stopWorker();
    // Any message wakes it; the alarm does in the world outside.
    expect((await ask(page, "status", {})).state).toBe("locked");
    await ring(coffer);
    await until("a second file", async () => (await origin()).length === 2);
    await until("what is noted of it", async () => {
      const [now] = (await ask(page, "target.list", {})).targets;
      return now?.last?.opened === false;
    });
    await ask(page, "unlock", { by: "password", secret: password });
    await done(page, "backups");
  });

  test("whose permission was taken back says so, and is allowed again", async () => {
    await page.evaluate(async () => {
      await new Promise((give) => {
        const request = indexedDB.open("coffer-folders");
        request.onsuccess = () => {
          const transaction = request.result.transaction("folders", "readwrite");
          transaction.objectStore("folders").clear();
          transaction.oncomplete = () => {
            request.result.close();
            give(null);
          };
        };
      });
    });
    await screen.press(word("target.run"));
    await screen.see(word("targetProblem.FOLDER"));
    await screen.press(word("target.allowFolder"));
    await screen.miss(word("targetProblem.FOLDER"));
    await done(page, "backups");
  });

  test("holds backups that are restored from the list", async () => {
    await screen.press(word("target.restore"));
    await until("a file to take", async () => {
      const [first] = await page.$$(".target-files button");
      return first?.click().then(() => true);
    });
    await screen.type(word("restore.password"), password);
    await screen.press(word("restore.open"));
    await screen.see("2 items, complete");
  });
});

test("Firefox says in words what it can do instead of a folder", async () => {
  const coffer = await startFirefox();
  try {
    const { screen } = await begin(coffer);
    await screen.press(word("target.add"));
    await screen.see(word("target.noFolder", word("backup.go")));
  } finally {
    await coffer.close();
  }
});
