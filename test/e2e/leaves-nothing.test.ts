/** After lock, no canary and no key is left: not in memory of the browser's storage, on the disk, or in the worker's heap. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Page } from "puppeteer";
import { type Chromium, startChromium } from "./harness/chromium.ts";
import { ask, draftOf } from "./harness/door.ts";
import { freshFolder, removeFolder } from "./harness/files.ts";

const secret = "CANARY-password correct horse";
const canaries = [
  "CANARY-password",
  "CANARY-title",
  "CANARY-user",
  "CANARY-login-pass",
  "CANARY-tag",
  "canary-site",
  "CANARY-csc",
  "CANARY-draft",
];
let profile: string;
let coffer: Chromium;
let page: Page;
/** The class keys of the session, as they stood in storage.session while it was open. */
let keys: string[] = [];

interface Extension {
  storage: Record<"session" | "local" | "sync", { get(what: null): Promise<unknown> }>;
}

/** All text of the extension's storages, bytes as Latin-1, read by a page of ours. */
function storages(): Promise<string> {
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: Extension };
    const parts: string[] = [];
    for (const area of ["session", "local"] as const) {
      parts.push(JSON.stringify(await chrome.storage[area].get(null)));
    }
    const answer = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    for (const { name } of await indexedDB.databases()) {
      const database = await answer(indexedDB.open(name ?? ""));
      for (const store of database.objectStoreNames) {
        const all = await answer(database.transaction(store).objectStore(store).getAll());
        for (const value of all) {
          parts.push(
            value instanceof Uint8Array
              ? new TextDecoder("latin1").decode(value)
              : JSON.stringify(value),
          );
        }
      }
      database.close();
    }
    return parts.join("\n");
  });
}

async function workerHeap(): Promise<string> {
  const session = await coffer.browser
    .waitForTarget((one) => one.type() === "service_worker")
    .then((target) => target.createCDPSession());
  const chunks: string[] = [];
  session.on("HeapProfiler.addHeapSnapshotChunk", ({ chunk }: { chunk: string }) =>
    chunks.push(chunk),
  );
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.takeHeapSnapshot", { reportProgress: false });
  await session.detach();
  return chunks.join("");
}

const found = (text: string, needles: readonly string[]) =>
  needles.filter((needle) => text.toLowerCase().includes(needle.toLowerCase()));

beforeAll(async () => {
  profile = freshFolder("searched");
  coffer = await startChromium({ profile });
  page = await coffer.open("manager.html");
  await ask(page, "create", { password: secret });
  const login = draftOf(
    "login",
    "CANARY-title",
    { username: "CANARY-user", password: "CANARY-login-pass" },
    { tags: ["CANARY-tag"], origins: ["https://canary-site.example"] },
  );
  const { id } = await ask(page, "item.save", { draft: login, password: null });
  const card = draftOf("card", "Card", { "cc-csc": "CANARY-csc" });
  const saved = await ask(page, "item.save", { draft: card, password: secret });
  await ask(page, "item.reveal", { id: saved.id, password: secret });
  await ask(page, "draft.keep", { slot: "popup", draft: draftOf("note", "CANARY-draft") });
  await ask(page, "copy", { id, field: "password", password: null });
  const session = await page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: Extension };
    return (await chrome.storage.session.get(null)) as { session: string };
  });
  const { bundle } = JSON.parse(session.session) as { bundle: { keys: Record<string, string> } };
  keys = Object.values(bundle.keys);
});
afterAll(async () => {
  await coffer.close();
  removeFolder(profile);
});

describe("while the vault is open", () => {
  test("the search finds what is there: seven keys in memory, and the draft", async () => {
    expect(keys).toHaveLength(7);
    expect(found(await storages(), [...keys, "CANARY-draft"])).toHaveLength(8);
    expect(found(await workerHeap(), ["CANARY-title"])).toEqual(["CANARY-title"]);
  });

  test("nothing of it is in the files of the profile", () => {
    expect(filesWith([...canaries, ...keys])).toEqual([]);
  });
});

describe("after lock", () => {
  beforeAll(async () => {
    await ask(page, "lock", {});
  });

  test("no canary and no key is in storage.session, storage.local or IndexedDB", async () => {
    expect(found(await storages(), [...canaries, ...keys])).toEqual([]);
  });

  test("no canary and no key is in the worker's heap", async () => {
    expect(found(await workerHeap(), [...canaries, ...keys])).toEqual([]);
  });

  test("nothing of it is in the files of the profile", () => {
    expect(filesWith([...canaries, ...keys])).toEqual([]);
  });
});

/** Names of files of the profile that hold one of the needles, in UTF-8 or UTF-16. */
function filesWith(needles: readonly string[]): string[] {
  const forms = needles.flatMap((needle) => [Buffer.from(needle), Buffer.from(needle, "utf16le")]);
  const hits: string[] = [];
  for (const name of readdirSync(profile, { recursive: true, encoding: "utf8" })) {
    const path = join(profile, name);
    try {
      if (!statSync(path).isFile()) continue;
    } catch {
      continue; // it went away while we looked
    }
    const bytes = readFileSync(path);
    if (forms.some((form) => bytes.includes(form))) hits.push(name);
  }
  return hits;
}
