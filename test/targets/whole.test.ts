/**
 * The whole way over real servers: a real vault, the real adapters, and at the end the file as the server has it, opened
 * by the offline reader and by a restore on a fresh profile.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { buildReader, writeReader } from "../../scripts/reader.ts";
import { davTarget } from "../../src/browser/targets/dav.ts";
import { s3Target } from "../../src/browser/targets/s3.ts";
import type { RemoteConfig } from "../../src/core/target/config.ts";
import { readName } from "../../src/core/target/rotation.ts";
import type { Targets } from "../../src/vault/target-port.ts";
import { runIt } from "../reader/nodes.ts";
import {
  apply,
  type Coffer,
  cofferIn,
  cofferWithVault,
  draftOf,
  pass,
  password,
  save,
  titles,
} from "../vault/steps.ts";
import { allOnDisk, testWorld } from "../vault/world.ts";
import { secret, startDav } from "./dav-server.ts";
import type { Gate } from "./gate.ts";
import { startS3 } from "./s3-server.ts";

const day = 86_400_000;
const folder = mkdtempSync(join(tmpdir(), "coffer-whole-"));
const command = join(folder, "coffer-reader.mjs");

/** The port of the browser without its question for the host. */
const targets: Targets = {
  reach: (config, watch, work) => {
    if (config.kind === "folder") throw new Error("There is no folder here.");
    const stop = new AbortController();
    watch.onStop((why) => stop.abort(why));
    const under = { signal: stop.signal, pace: watch.pace };
    return work(config.kind === "dav" ? davTarget(config, under) : s3Target(config, under));
  },
};

interface Place {
  config: RemoteConfig;
  gate: Gate;
  secret: string;
  names(): Promise<string[]>;
  get(name: string): Promise<Buffer>;
  put(name: string): Promise<void>;
  close(): Promise<void>;
}

async function davPlace(): Promise<Place> {
  const server = await startDav();
  return {
    ...server,
    secret,
    names: async () => (await server.files()).map(({ name }) => name),
    put: (name) => server.put(name, new Uint8Array(9)),
  };
}

async function s3Place(): Promise<Place> {
  const server = await startS3();
  const under = { signal: new AbortController().signal, pace: () => undefined };
  return {
    ...server,
    secret: server.config.secret,
    names: async () => server.files().map(({ name }) => name),
    get: async (name) => server.get(name),
    put: (name) => s3Target(server.config, under).write(name, new Uint8Array(9)),
  };
}

const said: unknown[] = [];
beforeAll(async () => writeReader(await buildReader(), folder));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  said.length = 0;
  for (const way of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, way).mockImplementation((...all) => void said.push(...all));
});
afterEach(() => {
  vi.restoreAllMocks();
  if (said.length > 0) throw new Error("The console was told something.");
});

describe.each([
  ["WebDAV", davPlace],
  ["S3-compatible storage", s3Place],
])("a vault and %s", (_, start) => {
  let place: Place;
  let coffer: Coffer;
  let id = "";
  const foreign = ["holiday.jpg", "coffer-ffffffff-20200101T000000Z-00000000.coffer"];
  const own = async () =>
    (await place.names()).filter((name) => readName(name) !== null && !foreign.includes(name));

  beforeAll(async () => {
    place = await start();
    coffer = await cofferWithVault();
    coffer.world.targets = async () => targets;
    await save(coffer, draftOf("login", "Shop", { username: "ada", password: "ITEM-CANARY" }));
  });
  afterAll(() => place.close());

  it("with no place set up asks nobody anything", async () => {
    pass(coffer, 30 * day);
    await coffer.ask["target.list"]({});
    expect(place.gate.passed).toEqual([]);
  });

  it("keeps 7 days, 4 weeks and 12 months of a year and more, and every file of others", async () => {
    for (const name of foreign) await place.put(name);
    const told = await coffer.ask["target.add"]({
      name: "Cloud",
      every: "daily",
      config: place.config,
    });
    if (!("done" in told)) throw new Error(told.problem);
    ({ id } = told.done);
    for (let n = 0; n < 60; n++) {
      pass(coffer, n < 40 ? 10 * day : day);
      const ran = await coffer.ask["target.run"]({ id });
      if (!("done" in ran)) throw new Error(ran.problem);
      expect(await own()).toContain(ran.done.name);
    }
    expect(await place.names()).toEqual(expect.arrayContaining(foreign));
    const times = (await own()).map((name) => readName(name)?.at ?? 0).toSorted((a, b) => b - a);
    const { now } = coffer.world.time;
    expect(times.slice(0, 7).map((at) => Math.round((now - at) / day))).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ]);
    const months = new Set(times.map((at) => new Date(at).toISOString().slice(0, 7)));
    expect(months.size).toBe(12);
    // The newest of each month that is over is the last one written in it.
    expect(times.length).toBeGreaterThanOrEqual(7 + 11);
    expect(times.length).toBeLessThanOrEqual(7 + 4 + 12);
    // Nothing half is left.
    expect((await place.names()).filter((name) => /\.(part|tmp)$/.test(name))).toEqual([]);
  });

  it("leaves no word of item, password or key in what lies there, in an address, or on this disk", async () => {
    const words = new RegExp(`ITEM-CANARY|Shop|${place.secret}`);
    for (const name of await own()) {
      expect((await place.get(name)).toString("latin1")).not.toMatch(words);
    }
    for (const { url } of place.gate.passed) expect(decodeURIComponent(url)).not.toMatch(words);
    expect(allOnDisk(coffer.world.stored)).not.toMatch(words);
  });

  it("has a newest file there that the offline reader opens", async () => {
    const newest = (await own()).toSorted((a, b) => a.slice(16).localeCompare(b.slice(16))).at(-1);
    writeFileSync(join(folder, "b.coffer"), await place.get(newest ?? ""));
    const list = await runIt(
      process.execPath,
      [command, join(folder, "b.coffer"), "--search", "shop"],
      `${password}\n`,
    );
    expect(list).toMatchObject({ code: 0, told: "" });
    const id8 = /^([0-9a-f]{8}) .*Shop/m.exec(list.out)?.[1] ?? "";
    const shown = await runIt(
      process.execPath,
      [command, join(folder, "b.coffer"), "--show", id8, "--reveal"],
      `${password}\n`,
    );
    expect(shown.out).toContain("ITEM-CANARY");
  });

  it("is restored from there on a fresh profile", async () => {
    const fresh = cofferIn(testWorld());
    fresh.world.targets = async () => targets;
    await fresh.ask["target.visit"]({ config: place.config });
    const told = await fresh.ask["target.files"]({ id: "visit" });
    if (!("done" in told)) throw new Error(told.problem);
    const name = told.done.files[0]?.name ?? "";
    expect(await fresh.ask["target.fetch"]({ id: "visit", name })).toHaveProperty("done");
    await fresh.ask["restore.check"]({});
    expect(await fresh.ask["restore.apply"]({ ...apply, how: "adopt" })).toEqual({ items: 1 });
    expect(await titles(fresh)).toEqual(["Shop"]);
  });

  it("whose server gives out another file than it took keeps all that was there", async () => {
    const before = await own();
    const usual = place.gate.deed;
    const other = await place.get(before[0] ?? "");
    place.gate.deed = (passing) =>
      passing.method === "GET" && passing.url.includes(".coffer")
        ? { status: 200, body: other }
        : (usual?.(passing) ?? null);
    pass(coffer, 60 * day);
    expect(await coffer.ask["target.run"]({ id })).toEqual({ problem: "DIFFERENT" });
    place.gate.deed = usual;
    expect((await own()).toSorted()).toEqual(before.toSorted());
  });
});
