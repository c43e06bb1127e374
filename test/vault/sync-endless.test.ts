/** A server that sends without end: what is read of it before it is refused, by name, with nothing changed here. */
import { beforeAll, expect, test } from "vitest";
import { decodeCommit, encodeCommit } from "../../src/core/commit.ts";
import { failureCode } from "../../src/core/failure.ts";
import { objectName } from "../../src/core/object.ts";
import { connect, disconnect } from "../../src/vault/connect.ts";
import { fetchKept } from "../../src/vault/fetched.ts";
import type { LoggedCommit, Remote } from "../../src/vault/ports.ts";
import { sync } from "../../src/vault/sync.ts";
import { remoteOf } from "./remote.ts";
import { draftOf, save } from "./steps.ts";
import {
  cheapDerivation,
  copyOfTwo,
  byPassword,
  type Device,
  expectInStep,
  fingerprint,
  prove,
  type Two,
  twoDevices,
} from "./two.ts";
import { there, testWorld } from "./world.ts";

cheapDerivation();
let made: Two;
beforeAll(async () => {
  made = await twoDevices();
  await save(made.a, draftOf("login", "one"));
  await expectInStep(made);
});

const far = 2 ** 50;

/** The honest log, and behind it one commit after the other that nobody has signed; `pages` counts. */
function endless(both: Two, from: number) {
  const honest = remoteOf(both.server);
  const last = there(there(both.server.log).commits.at(-1));
  const told = { pages: 0 };
  const junk = (baseRev: number): LoggedCommit => {
    const read = decodeCommit(last.body);
    const adds = Array.from({ length: 300 }, (_, i) =>
      (baseRev * 300 + i).toString(16).padStart(64, "0"),
    );
    return { body: encodeCommit({ ...read, baseRev, adds, drops: [] }), sig: last.sig };
  };
  const remote: Remote = {
    ...honest,
    head: async () => ({ ...there(await honest.head()), rev: far }),
    changes: async (since) => {
      if (++told.pages > 50) throw new Error("It is read without end.");
      const found = since < from ? await honest.changes(since) : [];
      if (typeof found === "string" || found.length > 0) return found;
      return Array.from({ length: 20 }, (_, i) => junk(since + i));
    },
    state: async () => null,
  };
  return { remote, told };
}

async function expectRefused(device: Device, remote: Remote, names: readonly string[]) {
  const before = fingerprint(device);
  const honest = device.reach.remote;
  device.reach.remote = remote;
  expect(names).toContain(await sync(device.vault, { prove }).catch(failureCode));
  expect(fingerprint(device)).toBe(before);
  device.reach.remote = honest;
}

test("a log of commits that nobody has signed ends at its first page", async () => {
  const both = await copyOfTwo(made);
  const { remote, told } = endless(both, 0);
  await expectRefused(both.b, remote, ["TAMPERED", "FORK"]);
  expect(told.pages).toBe(1);
  await expectInStep(both);
});

test("it ends at the page behind what is genuine, where that comes first", async () => {
  const both = await copyOfTwo(made);
  for (const title of ["two", "three", "four", "five", "six"]) {
    await save(both.a, draftOf("note", title));
    await sync(both.a.vault);
  }
  const { remote, told } = endless(both, far);
  // Five commits, three on a page.
  await expectRefused(both.b, remote, ["TAMPERED", "FORK"]);
  expect(told.pages).toBe(3);
  await expectInStep(both);
});

test("also where nothing was seen yet, and where the log begins under keys that are not in hand", async () => {
  for (const rotates of [false, true]) {
    const both = await copyOfTwo(made);
    if (rotates) {
      await both.a.ask.rotate({
        typed: byPassword,
        newPassword: null,
        others: [],
        forgetKeys: false,
        exposed: false,
      });
      await expectInStep(both);
    }
    await disconnect(both.b.vault);
    await connect(both.b.vault, byPassword, both.backupKey);
    const { remote, told } = endless(both, 0);
    const state = remoteOf(both.server).state;
    const { rev } = there(both.server.log);
    // The state is the true one: only the log behind it has no end.
    const lying = { ...remote, state: async () => ({ ...there(await state(rev)), rev: far }) };
    await expectRefused(both.b, lying, ["TAMPERED", "FORK"]);
    expect(told.pages).toBeLessThanOrEqual(2);
    await expectInStep(both);
  }
});

test("a page that has nothing, or a head that is no number, does not go on for ever either", async () => {
  const both = await copyOfTwo(made);
  const { remote } = endless(both, 0);
  await expectRefused(both.b, { ...remote, changes: async () => [] }, ["MISSING"]);
  for (const rev of [Number.NaN, Infinity, -1, 1.5, 2 ** 60]) {
    const honest = remoteOf(both.server);
    const head = async () => ({ ...there(await honest.head()), rev });
    await expectRefused(both.b, { ...honest, head }, ["TAMPERED"]);
  }
  await expectInStep(both);
});

test("of objects that do not open one round is fetched, and none of it stays on the disk", async () => {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>();
  for (let i = 0; i < 4000; i++) {
    const junk = new Uint8Array(600).fill(i % 251);
    junk.set([i >> 8, i & 255]);
    objects.set(await objectName(junk), junk);
  }
  let asked = 0;
  const remote = {
    object: async (name: string) => ((asked += 1), objects.get(name) ?? null),
  } as unknown as Remote;
  const world = testWorld();
  const step = () => undefined;
  const names = new Set(objects.keys());
  const open = async () => {
    throw new TypeError("It does not open.");
  };
  await expect(fetchKept(world, remote, names, step, open)).rejects.toThrow("It does not open.");
  expect(asked).toBeLessThanOrEqual(800);
  expect([...world.stored.facts.keys()]).toEqual([]);
  // And of those that do, what came is kept, and is opened again when it is gone on with.
  const opened = await fetchKept(world, remote, names, step, async (object) => object.slice(0, 2));
  expect(opened).toHaveLength(4000);
  asked = 0;
  const again = await fetchKept(world, remote, names, step, async (object) => object.slice(0, 2));
  expect(again).toEqual(opened);
  expect(asked).toBe(0);
});
