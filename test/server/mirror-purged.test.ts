/** A mirror that begins behind a purge, over the channel of FORMAT.md 8: what it takes, and what it refuses. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkStore } from "../../server/check.ts";
import { makeIdentity, identityIn } from "../../server/mirror/certificate.ts";
import { connectToPrimary } from "../../server/mirror/connect.ts";
import { pullAll } from "../../server/mirror/follow.ts";
import { listenForMirror, pair } from "../../server/mirror/primary.ts";
import type { Beginning } from "../../server/store/op-mirror.ts";
import type { Store } from "../../server/store/store.ts";
import { fromHex, toHex } from "../../src/core/bytes.ts";
import { paths } from "../../server/api.ts";
import { anObject, makeCommit, makeOrder, nextKeys, request } from "./account.ts";
import { push } from "./contract.ts";
import {
  type Client,
  clientOf,
  houseOver,
  ownFolder,
  sqliteHere,
  type TestHouse,
} from "./world.ts";

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

let client: Client;
let primary: Store;
let newMirror: () => Promise<TestHouse>;
let round: (mirror: TestHouse) => ReturnType<typeof pullAll>;

beforeEach(async () => {
  const [here, folder] = [await sqliteHere(), ownFolder()];
  ends.push(here.end, folder.end);
  primary = here.store;
  client = await clientOf(primary);
  const identity = identityIn(folder.path);
  const code = await pair(primary);
  const listener = await listenForMirror(client.house, identity, "127.0.0.1", 0);
  ends.push(() => listener.stop(0));
  const mine = makeIdentity("mirror");
  newMirror = async () => {
    const made = await sqliteHere();
    ends.push(made.end);
    return houseOver(made.store);
  };
  round = async (mirror) => {
    const pin = toHex(identity.pin);
    const settings = { of: `127.0.0.1:${listener.port}`, code, pin };
    const { channel } = await connectToPrimary(settings, mine);
    const found = await pullAll(mirror, channel);
    channel.goodbye();
    return found;
  };
});

const locator = () => fromHex(client.account.locator);
const add = (more = {}) => push(client, makeCommit(client.account, [anObject()], more));

async function rotate(): Promise<void> {
  const { account } = client;
  const next = nextKeys(account);
  const keyEpoch = account.keyEpoch + 1;
  const how = { keyEpoch, transition: next.transition, header: anObject() };
  await push(client, makeCommit(account, [anObject()], how, next.write.key));
  Object.assign(account, { write: next.write, admin: next.admin, keyEpoch });
}

/** Ordered by the owner, and done as if its delay were over. */
async function purge(upTo: number): Promise<void> {
  const { account } = client;
  const target = paths.history(account.locator);
  const order = Buffer.from(makeOrder(account, { kind: "purge", upTo })).toString("base64");
  const body = JSON.stringify({ order });
  const asked = request(account, target, { method: "DELETE", role: "admin", body });
  expect((await client.send(target, asked)).status).toBe(202);
  await primary.run("retain", locator(), 0, Date.now() + 73 * 3_600_000);
  expect((await primary.run("vault", locator()))?.log_from).toBe(upTo);
}

/** The same log, names and head; `made`, times and log id are each server's own. */
async function expectSame(mirror: TestHouse): Promise<void> {
  const seen = async (store: Store) => {
    const row = await store.run("vault", locator());
    const state = await store.run("stateAt", locator(), row?.rev ?? 0);
    if (row === null || state === null || "from" in state) throw new Error("nothing there");
    const log = await store.run("logRows", locator(), 1);
    return {
      head: [
        row.rev,
        row.key_epoch,
        row.log_from,
        row.bytes,
        toHex(row.chain),
        toHex(row.admin_pk),
      ],
      log: log.map(({ rev, body, chain, key_epoch }) => [
        rev,
        body === null,
        toHex(chain),
        key_epoch,
      ]),
      names: state.objects.map(toHex),
      header: toHex(state.header),
      steps: state.keys.transitions.map(toHex),
      objects: await Promise.all(
        state.objects.map(async (name) =>
          toHex((await store.run("object", locator(), name)) ?? new Uint8Array()),
        ),
      ),
    };
  };
  expect(await seen(mirror.store)).toEqual(await seen(primary));
  expect((await checkStore(mirror.store)).faults).toEqual([]);
}

describe("a new mirror", () => {
  test("begins where the purge ended, over changes of keys, and follows from there", async () => {
    const first = makeCommit(client.account, [anObject(), anObject(300_000)], {
      header: anObject(),
    });
    await push(client, first);
    await add({ drops: first.names.slice(0, 1) });
    await rotate();
    await add();
    await rotate();
    await add();
    await purge(4);
    const mirror = await newMirror();
    expect(await round(mirror)).toEqual({ commits: 6, faults: [] });
    await expectSame(mirror);
    await add({ drops: first.names.slice(1) });
    await rotate();
    expect(await round(mirror)).toEqual({ commits: 2, faults: [] });
    await expectSame(mirror);
    // And what is ordered next is obeyed as by any other.
    await purge(7);
    expect(await round(mirror)).toEqual({ commits: 0, faults: [] });
    await expectSame(mirror);
    await rotate();
    // An order of before, by keys of before, is no fault: it was obeyed.
    expect(await round(mirror)).toEqual({ commits: 1, faults: [] });
  });

  test("of many commits takes them page by page, with more objects than are looked for at once", async () => {
    for (let i = 0; i < 8; i++)
      await push(
        client,
        makeCommit(
          client.account,
          Array.from({ length: 150 }, () => anObject(40)),
          i === 0 ? { header: anObject() } : {},
        ),
      );
    for (let i = 0; i < 520; i++) await add();
    await purge(520);
    const mirror = await newMirror();
    expect(await round(mirror)).toEqual({ commits: 528, faults: [] });
    await expectSame(mirror);
  });

  test("that has seen a part of what was purged does not jump: its own history goes by the owner's order alone", async () => {
    await add({ header: anObject() });
    const mirror = await newMirror();
    await round(mirror);
    await add();
    await add();
    await add();
    await purge(3);
    const { commits, faults } = await round(mirror);
    expect(commits).toBe(0);
    expect(faults.join()).toContain("has purged what follows 1, which this mirror never had");
    expect((await mirror.store.run("vault", locator()))?.rev).toBe(1);
    expect((await checkStore(mirror.store)).faults).toEqual([]);
  });
});

describe("a primary that lies about what a purge has left is refused", () => {
  const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
  type Lie = (told: Beginning) => Beginning;
  const row =
    (
      at: number,
      change: (one: Beginning["rows"][number]) => Partial<Beginning["rows"][number]>,
    ): Lie =>
    (told) => ({
      ...told,
      rows: told.rows.map((one, i) => (i === at ? { ...one, ...change(one) } : one)),
    });
  const lies: Record<string, Lie> = {
    "a hash": row(1, ({ bodyHash }) => ({ bodyHash: flip(bodyHash) })),
    "a signature": row(1, ({ sig }) => ({ sig: flip(sig) })),
    "an epoch before its time": row(1, () => ({ keyEpoch: 2 })),
    "an epoch that never was": row(1, () => ({ keyEpoch: 9 })),
    "a name twice": (told) => ({
      ...told,
      rows: told.rows.map((one) => ({ ...one, commitId: new Uint8Array(16) })),
    }),
    "nothing at all": (told) => ({ ...told, rows: [] }),
    "keys that nobody signed": (told) => ({ ...told, transitions: told.transitions.map(flip) }),
    "no keys": (told) => ({ ...told, transitions: [] }),
    "keys that no commit has": (told) => ({
      ...told,
      transitions: [...told.transitions, ...told.transitions],
    }),
  };
  for (const [what, lie] of Object.entries(lies))
    test(`${what}: nothing is taken, and the truth is afterwards`, async () => {
      await add({ header: anObject() });
      await add();
      await rotate();
      await add();
      await purge(3);
      const mirror = await newMirror();
      const { store } = mirror;
      const run: Store["run"] = async (name, ...args) =>
        name === "begun"
          ? store.run(name, ...([lie(args[0] as Beginning)] as unknown as typeof args))
          : store.run(name, ...args);
      const { commits, faults } = await round({ ...mirror, store: { ...store, run } });
      expect(commits).toBe(0);
      expect(faults.join()).toContain("can not begin behind the purge: not signed");
      expect(await store.run("vault", locator())).toMatchObject({ rev: 0, log_from: 0 });
      expect(await store.run("logRows", locator(), 1)).toEqual([]);
      // The truth is taken afterwards.
      expect(await round(mirror)).toEqual({ commits: 4, faults: [] });
      await expectSame(mirror);
    });

  test("a chain that goes on elsewhere: commits behind it are not taken", async () => {
    await add({ header: anObject() });
    await add();
    await add();
    await add();
    await purge(2);
    const mirror = await newMirror();
    const { store } = mirror;
    // Both were signed, and stand in each other's place.
    const swap: Lie = (told) => ({ ...told, rows: told.rows.toReversed() });
    const run: Store["run"] = async (name, ...args) =>
      name === "begun"
        ? store.run(name, ...([swap(args[0] as Beginning)] as unknown as typeof args))
        : store.run(name, ...args);
    const { faults } = await round({ ...mirror, store: { ...store, run } });
    expect(faults.join()).toContain("commit 3 is refused: stale_base");
  });
});
