/**
 * The disk of both browsers against the one in memory that the vault's tests run on: the same changes leave the same
 * bytes, base and facts, and a database of the version before keeps what it has.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { type Browser, launch, type Page } from "puppeteer";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrowserName, findBrowser } from "../../scripts/browsers.ts";
import type { Change, Disk } from "../../src/vault/ports.ts";
import { testWorld } from "../vault/world.ts";
import { root } from "./harness/files.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** A change in plain data: bytes are one number, repeated. */
interface Step {
  put: [place: number, value: number][];
  drop: number[];
  base: [place: number, value: number][] | null;
  sync: boolean | null;
  replace: boolean;
}

const place = fc.nat(4);
const entries = fc.uniqueArray(fc.tuple(place, fc.integer({ min: 1, max: 250 })), {
  selector: ([at]) => at,
  maxLength: 3,
});
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    put: entries,
    drop: fc.uniqueArray(place, { maxLength: 2 }),
    base: fc.option(entries, { freq: 4 }),
    sync: fc.option(fc.boolean()),
    replace: fc.nat(9).map((n) => n === 0),
  }),
  { maxLength: 8 },
);

/** Writes the steps to a disk and answers all that is on it then. It runs in the browser too, so it stands alone. */
async function write(disk: Disk, all: Step[]): Promise<unknown> {
  const bytesOf = (value: number): Bytes => new Uint8Array(3).fill(value);
  const stored = ([at, value]: [number, number]) => ({
    recId: `${at}`.repeat(32),
    cls: 1 + (at % 3),
    bytes: bytesOf(value),
  });
  const opening = await disk.open();
  let manifest: Bytes | null = opening?.manifest ?? null;
  for (const [n, step] of all.entries()) {
    const next = bytesOf(100 + n);
    const change: Change = {
      upon: manifest,
      header: bytesOf(1),
      manifest: next,
      head: null,
      put: step.put.map(stored),
      drop: step.drop
        .filter((at) => step.put.every(([put]) => put !== at))
        .map((at) => stored([at, 0])),
      pages: [],
      replaceRecords: step.replace,
      ...(step.base === null && !step.replace ? {} : { base: (step.base ?? []).map(stored) }),
      ...(step.sync === null
        ? {}
        : { facts: { sync: step.sync ? bytesOf(7) : null, other: bytesOf(n) } }),
    };
    await disk.commit(change);
    manifest = next;
  }
  const list: unknown[] = [];
  const plain = (one: { recId: string; cls: number; bytes: Bytes }) => [
    one.recId,
    one.cls,
    [...one.bytes],
  ];
  await disk.records((batch) => void list.push(...batch.map(plain)));
  const sort = (found: unknown[]) => found.map((one) => JSON.stringify(one)).toSorted();
  const facts = [await disk.fact("sync"), await disk.fact("other")].map((one) => one && [...one]);
  return {
    records: sort(list),
    base: sort((await disk.base()).map(plain)),
    facts,
    manifest: manifest && [...manifest],
  };
}

/** The sources with their types taken off, as modules. */
const server = createServer((request, response) => {
  const path = request.url ?? "/";
  response.setHeader("content-type", path.endsWith(".ts") ? "text/javascript" : "text/html");
  response.end(
    path.endsWith(".ts")
      ? stripTypeScriptTypes(readFileSync(join(root, path), "utf8"))
      : "<p>disk</p>",
  );
});

beforeAll(() => new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready)));
afterAll(() => new Promise<void>((done) => server.close(() => done())));

describe.each<BrowserName>(["chromium", "firefox"])("the disk of %s", (name) => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const executablePath = findBrowser(name);
    if (executablePath === null) throw new Error(`No ${name} was found.`);
    const args = name === "chromium" && process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await launch({
      browser: name === "firefox" ? "firefox" : "chrome",
      executablePath,
      args,
    });
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(() => browser.close());

  /** Runs `write` over a fresh database, or over the one that is there. */
  const there = (all: Step[], fresh = true) =>
    page.evaluate(`(async () => {
      ${fresh ? fresheningUp : ""}
      const { disk } = await import("/src/browser/disk.ts");
      const write = ${stripTypeScriptTypes(write.toString())};
      return write(disk, ${JSON.stringify(all)});
    })()`);
  const fresheningUp = `
    const gone = indexedDB.deleteDatabase("coffer");
    await new Promise((done, failed) => { gone.onsuccess = done; gone.onerror = failed; });`;

  test("holds what the one in memory holds, whatever is written", async () => {
    let noted = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const here = await write(testWorld().disk, all);
        if ((here as { base: unknown[] }).base.length > 0) noted++;
        expect(await there(all)).toEqual(here);
      }),
      { numRuns: 60 },
    );
    expect(noted).toBeGreaterThan(5);
  });

  test("a database of version 1 keeps what it has, and gets a base", async () => {
    await page.evaluate(`(async () => {
      ${fresheningUp}
      const old = await new Promise((done, failed) => {
        const request = indexedDB.open("coffer", 1);
        request.onupgradeneeded = () => {
          for (const name of ["header", "manifest", "records", "cache", "meta", "staged", "kept"])
            request.result.createObjectStore(name);
        };
        request.onsuccess = () => done(request.result);
        request.onerror = failed;
      });
      const transaction = old.transaction(["header", "manifest", "records", "meta"], "readwrite");
      transaction.objectStore("header").put(new Uint8Array([1]), "it");
      transaction.objectStore("manifest").put(new Uint8Array([2]), "it");
      transaction.objectStore("records").put(new Uint8Array([3]), "0".repeat(32) + "01");
      transaction.objectStore("meta").put(new Uint8Array([4]), "sync");
      await new Promise((done) => { transaction.oncomplete = done; });
      old.close();
    })()`);
    const step: Step = { put: [[0, 9]], drop: [], base: null, sync: null, replace: false };
    expect(await there([step], false)).toMatchObject({
      records: [JSON.stringify(["0".repeat(32), 1, [9, 9, 9]])],
      base: [JSON.stringify(["0".repeat(32), 1, [3]])],
    });
  });
});
