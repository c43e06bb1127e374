/** What the tests of backups by themselves do in a browser, each in its own words. */
import type { Page } from "puppeteer";
import { type DavServer, secret, user } from "../targets/dav-server.ts";
import type { S3Server } from "../targets/s3-server.ts";
import { findings } from "./harness/axe.ts";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { type Coffer, password } from "./harness/drive.ts";
import { startFirefox } from "./harness/firefox.ts";
import { type Screen, screenOf } from "./harness/screen.ts";
import { until } from "./harness/until.ts";
import { word } from "./harness/words.ts";

/** Granted in the manifest of a copy of the build: nobody can answer the browser headless. */
export const hosts = ["http://127.0.0.1/*"];
/** Of a backup file of ours. */
export const namePattern = /^coffer-[0-9a-f]{8}-\d{8}T\d{6}Z-[0-9a-f]{8}\.coffer$/;

/** A browser that may speak to this computer. */
export async function start(kind: "chromium" | "firefox"): Promise<Coffer> {
  if (kind === "chromium") return startChromium({ hosts });
  const firefox = await startFirefox();
  await firefox.window.allowSites();
  return firefox;
}

/** A vault with one item, open on the Backup screen. */
export async function begin(
  coffer: Coffer,
): Promise<{ page: Page; screen: Screen; recoveryCode: string }> {
  const first = await coffer.open("manager.html");
  const { recoveryCode } = await ask(first, "create", { password });
  const draft = draftOf("login", "Shop", { username: "ada", password: "ITEM-CANARY" });
  await ask(first, "item.save", { draft, password: null });
  await first.close();
  const page = await coffer.open("manager.html#/backup");
  return { page, screen: screenOf(page), recoveryCode };
}

/** Types a place on WebDAV. */
export async function fillDav(screen: Screen, dav: DavServer): Promise<void> {
  await screen.press(word("target.dav"), "radio");
  await screen.type(word("target.url"), dav.config.url);
  await screen.type(word("target.user"), user);
  await screen.type(word("target.password"), secret);
}

/** Types a bucket. */
export async function fillS3(screen: Screen, { config }: S3Server): Promise<void> {
  await screen.press(word("target.s3"), "radio");
  await screen.type(word("target.endpoint"), config.url);
  await screen.type(word("target.region"), config.region);
  await screen.type(word("target.bucket"), config.bucket);
  await screen.type(word("target.prefix"), config.prefix);
  await screen.type(word("target.keyId"), config.keyId);
  await screen.type(word("target.secret"), config.secret);
}

/** Adds a place by its form, and waits until it is there. */
export async function add(screen: Screen, name: string, fill: () => Promise<void>): Promise<void> {
  await screen.press(word("target.add"));
  await fill();
  await screen.type(word("target.name"), name);
  await screen.press(word("target.go"));
  await screen.see(word("target.added", name));
}

/** Waits for a good backup there; how the place is then. */
export const done = (page: Page, name: string) =>
  until(`a good backup at ${name}`, async () => {
    const { targets, work } = await ask(page, "target.list", {});
    const line = targets.find((one) => one.name === name);
    return work === null && line?.last?.opened === true && line.problem === null && line;
  });

/** What axe finds, in light and in dark; it can not ask Firefox for the dark, so there it looks at nothing. */
export async function faults(coffer: Coffer, page: Page): Promise<string[]> {
  return coffer.kind === "chromium" ? findings(page) : [];
}

/** Two days go by for every place: what is noted of them says so. */
export async function age(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const opened = await new Promise<IDBDatabase>((give, fail) => {
      const request = indexedDB.open("coffer");
      request.onsuccess = () => give(request.result);
      request.onerror = () => fail(new Error("IndexedDB"));
    });
    const store = opened.transaction("meta", "readwrite").objectStore("meta");
    const read = await new Promise<Uint8Array>((give) => {
      const request = store.get("targets");
      request.onsuccess = () => give(request.result as Uint8Array);
    });
    const facts = JSON.parse(new TextDecoder().decode(read)) as {
      runs: Record<string, { done: number | null }>;
    };
    for (const runs of Object.values(facts.runs))
      if (runs.done !== null) runs.done -= 2 * 86_400_000;
    await new Promise((give) => {
      const request = store.put(new TextEncoder().encode(JSON.stringify(facts)), "targets");
      request.onsuccess = give;
    });
    opened.close();
  });
}

/** The alarm for backups rings in Chromium. */
export async function ring(coffer: Chromium): Promise<void> {
  const worker = await coffer.worker();
  await worker.evaluate(() =>
    (
      globalThis as unknown as {
        chrome: { alarms: { onAlarm: { dispatch(alarm: object): void } } };
      }
    ).chrome.alarms.onAlarm.dispatch({ name: "targets" }),
  );
}

/** The folder "backups" of our own origin is what the user picks, in the place of the browser's picker. */
export async function pickOwn(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.assign(globalThis, {
      showDirectoryPicker: async () =>
        (await navigator.storage.getDirectory()).getDirectoryHandle("backups", { create: true }),
    });
  });
}
