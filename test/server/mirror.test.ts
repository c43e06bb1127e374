/** Server to server over the channel of FORMAT.md 8: what the mirror takes, refuses, witnesses and obeys. */
import { connect as connectTcp, createServer as createTcp, type Socket } from "node:net";
import { connect, createServer as createTls, type TLSSocket } from "node:tls";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { identityIn, makeIdentity } from "../../server/mirror/certificate.ts";
import { channelOver } from "../../server/mirror/channel.ts";
import { connectToPrimary } from "../../server/mirror/connect.ts";
import { backOff, follow, type Following, pullAll } from "../../server/mirror/follow.ts";
import { listenForMirror, type MirrorListener, pair } from "../../server/mirror/primary.ts";
import { checkStore } from "../../server/check.ts";
import { openFolder } from "../../server/folder.ts";
import { main } from "../../server/main.ts";
import { serve } from "../../server/serve.ts";
import { readSettings } from "../../server/settings.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import type { Store } from "../../server/store/store.ts";
import { fromHex, toHex } from "../../src/core/bytes.ts";
import { paths } from "../../server/api.ts";
import { anObject, makeCommit, makeOrder, newPair, nextKeys, request } from "./account.ts";
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

interface Pairing {
  client: Client;
  primary: Store;
  listener: MirrorListener;
  code: string;
  pin: string;
  mirror: TestHouse;
}

async function paired(): Promise<Pairing> {
  const [a, b, folder] = [await sqliteHere(), await sqliteHere(), ownFolder()];
  ends.push(a.end, b.end, folder.end);
  const client = await clientOf(a.store);
  const identity = identityIn(folder.path);
  const code = await pair(a.store);
  const listener = await listenForMirror(client.house, identity, "127.0.0.1", 0);
  ends.push(() => listener.stop(0));
  return {
    client,
    primary: a.store,
    listener,
    code,
    pin: toHex(identity.pin),
    mirror: houseOver(b.store),
  };
}

const settingsOf = ({ listener, code, pin }: Pairing, more = {}) => ({
  of: `127.0.0.1:${listener.port}`,
  code,
  pin,
  ...more,
});
const mine = makeIdentity("mirror");

async function round(pairing: Pairing) {
  const { channel } = await connectToPrimary(settingsOf(pairing), mine);
  const found = await pullAll(pairing.mirror, channel);
  channel.goodbye();
  return found;
}

const headIn = async (store: Store, { account }: Client) => {
  const row = await store.run("vault", fromHex(account.locator));
  return row === null ? null : { rev: row.rev, chain: toHex(row.chain) };
};

let here: Pairing;
beforeEach(async () => {
  here = await paired();
});

test("a mirror takes the log with its objects and its keys, and checks it all", async () => {
  const { client, mirror } = here;
  const { account } = client;
  const first = makeCommit(account, [anObject(), anObject(3_000_000)]);
  // More than one request takes: added to the store as it is.
  await push({ ...client }, makeCommit(account, [anObject()]));
  expect(first.objects).toHaveLength(2);
  const next = nextKeys(account);
  await push(
    client,
    makeCommit(
      account,
      [anObject(900_000)],
      { keyEpoch: 2, transition: next.transition, header: anObject() },
      next.write.key,
    ),
  );
  Object.assign(account, { write: next.write, admin: next.admin, keyEpoch: 2 });
  await push(client, makeCommit(account, [anObject()]));
  expect(await round(here)).toEqual({ commits: 3, faults: [] });
  expect(await headIn(mirror.store, client)).toEqual(await headIn(here.primary, client));
  expect((await checkStore(mirror.store)).faults).toEqual([]);
  expect(await round(here)).toEqual({ commits: 0, faults: [] });
});

test("objects that the primary has forgotten do not stop a new mirror", async () => {
  const { client, mirror, primary } = here;
  const first = makeCommit(client.account, [anObject()]);
  await push(client, first);
  await push(client, makeCommit(client.account, [anObject()], { drops: first.names }));
  await primary.run("retain", fromHex(client.account.locator), Date.now() + 1000, Date.now());
  expect(await round(here)).toEqual({ commits: 2, faults: [] });
  expect((await checkStore(mirror.store)).faults).toEqual([]);
});

test("it is the witness of a primary that went back or has another history", async () => {
  const { client, mirror, primary } = here;
  const { account } = client;
  await push(client, makeCommit(account, [anObject()]));
  const at1 = { ...account };
  await push(client, makeCommit(account, [anObject()]));
  await round(here);
  const before = await headIn(mirror.store, client);
  // An old backup was restored there.
  await primary.run("setMeta", "x", null);
  const old = await sqliteHere();
  ends.push(old.end);
  await here.listener.stop(0);
  const stale = await clientOf(old.store);
  stale.account = { ...account, rev: 0, chain: new Uint8Array(32) };
  const row = await primary.run("vault", fromHex(account.locator));
  await old.store.run("create", {
    locator: fromHex(account.locator),
    nonce: new Uint8Array(16),
    keyEpoch: 1,
    readPk: account.read.pk,
    writePk: account.write.pk,
    adminPk: account.admin.pk,
    now: Date.now(),
    registration: "open",
    invite: "",
  });
  expect(row?.rev).toBe(2);
  const log = await primary.run("logRows", fromHex(account.locator), 1);
  const objects = await primary.run("liveAfter", fromHex(account.locator), new Uint8Array(0));
  const listener = await listenForMirror(
    { ...client.house, store: old.store },
    identityIn(ownFolderKept()),
    "127.0.0.1",
    0,
  );
  ends.push(() => listener.stop(0));
  const code = await pair(old.store);
  const again = { ...here, listener, code, pin: "" };
  expect((await round(again)).faults).toEqual([expect.stringContaining("went back from 2 to 0")]);
  // It goes on from there in another way.
  const [first] = log;
  const made = {
    body: first?.body as Uint8Array<ArrayBuffer>,
    sig: first?.sig as Uint8Array<ArrayBuffer>,
  };
  const added = await old.store.run("mirrored", {
    locator: fromHex(account.locator),
    upload: {
      ...made,
      objects: objects.map(({ bytes }) => bytes as Uint8Array<ArrayBuffer>).slice(0, 1),
    },
    absent: new Set(),
    now: Date.now(),
  });
  const usable =
    added.is === "committed"
      ? added
      : await old.store.run("mirrored", {
          locator: fromHex(account.locator),
          upload: {
            ...made,
            objects: objects.map(({ bytes }) => bytes as Uint8Array<ArrayBuffer>).slice(1),
          },
          absent: new Set(),
          now: Date.now(),
        });
  expect(usable.is).toBe("committed");
  const fork = { ...client, house: stale.house, send: stale.send, account: at1 };
  await push(fork, makeCommit(at1, [anObject()]));
  expect((await round(again)).faults).toEqual([expect.stringContaining("another history at 2")]);
  await push(fork, makeCommit(at1, [anObject()]));
  expect((await round(again)).faults).toEqual([expect.stringContaining("refused: stale_base")]);
  expect(await headIn(mirror.store, client)).toEqual(before);
});

const ownFolderKept = () => {
  const folder = ownFolder();
  ends.push(folder.end);
  return folder.path;
};

test("it obeys an erasure that the account's admin has signed, and no other", async () => {
  const { client, mirror, primary } = here;
  const { account } = client;
  await push(client, makeCommit(account, [anObject()]));
  await round(here);
  const forged = makeOrder({ ...account, admin: newPair() }, { kind: "erase" });
  expect(await mirror.store.run("obeyAsMirror", fromHex(account.locator), forged, Date.now())).toBe(
    "refused",
  );
  const target = paths.vault(account.locator);
  const body = JSON.stringify({
    order: Buffer.from(makeOrder(account, { kind: "erase" })).toString("base64"),
  });
  const erased = await client.send(
    target,
    request(account, target, { method: "DELETE", role: "admin", body }),
  );
  expect(erased.status).toBe(204);
  await round(here);
  expect(await headIn(primary, client)).toBe(null);
  expect(await headIn(mirror.store, client)).toBe(null);
});

test("it obeys a purge", async () => {
  const { client, mirror, primary } = here;
  const { account } = client;
  const locator = fromHex(account.locator);
  const first = makeCommit(account, [anObject()]);
  await push(client, first);
  await push(client, makeCommit(account, [anObject()], { drops: first.names }));
  await push(client, makeCommit(account, [anObject()]));
  await round(here);
  const target = paths.history(account.locator);
  const order = Buffer.from(makeOrder(account, { kind: "purge", upTo: 2 })).toString("base64");
  const asked = request(account, target, {
    method: "DELETE",
    role: "admin",
    body: JSON.stringify({ order }),
  });
  expect((await client.send(target, asked)).status).toBe(202);
  // Ordered and not yet due: nothing goes, there or here.
  expect(await round(here)).toEqual({ commits: 0, faults: [] });
  expect((await mirror.store.run("vault", locator))?.log_from).toBe(0);
  await primary.run("retain", locator, 0, Date.now() + 73 * 3_600_000);
  expect(await round(here)).toEqual({ commits: 0, faults: [] });
  const [before] = await mirror.store.run("logRows", locator, 1);
  expect([before?.body, before?.rev]).toEqual([null, 1]);
  expect(await mirror.store.run("object", locator, fromHex(first.names[0] as string))).toBe(null);
  expect((await checkStore(mirror.store)).faults).toEqual([]);
  await push(client, makeCommit(account, [anObject()]));
  expect(await round(here)).toEqual({ commits: 1, faults: [] });
});

test("an operator makes it the primary: clients see another log, and it takes their writes", async () => {
  const { client } = here;
  const { account } = client;
  await push(client, makeCommit(account, [anObject()]));
  const place = ownFolder();
  ends.push(place.end);
  const env = { COFFER_DATA: place.path, COFFER_LISTEN: "127.0.0.1:0" };
  const folder = openFolder(place.path, { named: true, init: true });
  const store = await openSqlite(folder.database, { copies: null });
  await store.run("setMeta", "folder", folder.id);
  await store.run("setMeta", "role", "mirror");
  await round({ ...here, mirror: houseOver(store) });
  const before = await store.run("vault", fromHex(account.locator));
  await store.close();
  expect(await main(["promote"], env)).toBe(0);
  // Once is enough, and it does not follow anybody again by accident.
  expect(await main(["promote"], env)).toBe(2);
  const following = { ...env, COFFER_MIRROR_OF: "127.0.0.1:1", COFFER_MIRROR_CODE: "x" };
  const again = () => serve(readSettings(following), folder, () => undefined);
  await expect(again()).rejects.toThrow("promoted");
  const served = await serve(readSettings(env), folder, () => undefined);
  ends.push(() => served.stop());
  const row = await served.house.store.run("vault", fromHex(account.locator));
  expect(toHex(row?.log_id as Uint8Array)).not.toBe(toHex(before?.log_id as Uint8Array));
  expect(row?.rev).toBe(1);
  const origin = `http://127.0.0.1:${served.port}`;
  const made = makeCommit(account, [anObject()]);
  const target = paths.commits(account.locator);
  const init = request(account, target, { method: "POST", body: made.upload, origin });
  expect((await fetch(origin + target, init)).status).toBe(200);
});

describe("the channel", () => {
  test("opens for nobody without the code, the pinned keys, or the same TLS connection", async () => {
    const good = settingsOf(here);
    const { channel } = await connectToPrimary(good, mine);
    channel.goodbye();
    await expect(connectToPrimary({ ...good, code: "another" }, mine)).rejects.toThrow("refused");
    await expect(connectToPrimary({ ...good, pin: "00".repeat(32) }, mine)).rejects.toThrow(
      "pinned",
    );
    // The primary has pinned the first mirror that proved itself.
    await expect(connectToPrimary(good, makeIdentity("another"))).rejects.toThrow("refused");
  });

  test("a relay that owns both TLS legs fails, though it passes every byte on", async () => {
    const fake = makeIdentity("relay");
    const relay = createTls(
      {
        cert: fake.cert,
        key: fake.key,
        requestCert: true,
        rejectUnauthorized: false,
        minVersion: "TLSv1.3",
      },
      (inner: TLSSocket) => {
        const outer = connect({
          host: "127.0.0.1",
          port: here.listener.port,
          cert: fake.cert,
          key: fake.key,
          rejectUnauthorized: false,
        });
        inner.pipe(outer).pipe(inner);
        for (const socket of [inner, outer]) socket.on("error", () => socket.destroy());
      },
    );
    await new Promise<void>((done) => relay.listen(0, "127.0.0.1", done));
    ends.push(() => void relay.close());
    const { port } = relay.address() as { port: number };
    await expect(
      connectToPrimary({ ...settingsOf(here), of: `127.0.0.1:${port}`, pin: "" }, mine),
    ).rejects.toThrow("refused");
  });

  const twoEnds = () => {
    const wires = [new PassThrough(), new PassThrough()];
    const key = new Uint8Array(32).fill(7);
    const nonces = { I: new Uint8Array(32).fill(1), R: new Uint8Array(32).fill(2) };
    const sent: Buffer[] = [];
    const out = {
      write: (bytes: Buffer) => sent.push(bytes),
      end: (bytes: Buffer) => sent.push(bytes),
      [Symbol.asyncIterator]: () => wires[1]?.[Symbol.asyncIterator](),
    } as never;
    const sender = channelOver(out, new Uint8Array(0), key, nonces, "I");
    const receiver = channelOver(wires[0] as PassThrough, new Uint8Array(0), key, nonces, "R");
    return { sender, receiver, sent, wire: wires[0] as PassThrough };
  };
  const message = { about: { n: 1 }, bytes: new Uint8Array(2_500_000).fill(9) };

  test("carries messages of many frames, and a goodbye", async () => {
    const { sender, receiver, sent, wire } = twoEnds();
    sender.send(message);
    sender.goodbye();
    expect(sent).toHaveLength(4);
    wire.end(Buffer.concat(sent));
    const came = await receiver.next();
    expect(came?.about).toEqual({ n: 1 });
    expect(Buffer.compare(came?.bytes ?? Buffer.alloc(0), message.bytes)).toBe(0);
    expect(await receiver.next()).toBe(null);
  });

  test("notices a bit that was turned, a frame left out, doubled or exchanged, and an end without goodbye", async () => {
    const damaged: Record<string, (frames: Buffer[]) => Buffer[]> = {
      turned: ([a, ...rest]) => [
        Buffer.from(a as Buffer).fill(((a as Buffer)[40] as number) ^ 1, 40, 41),
        ...rest,
      ],
      "another length": ([a, ...rest]) => [
        Buffer.concat([Buffer.from([0, 0, 0, 17]), (a as Buffer).subarray(4)]),
        ...rest,
      ],
      "left out": (frames) => frames.slice(1),
      doubled: ([a, ...rest]) => [a as Buffer, a as Buffer, ...rest],
      exchanged: ([a, b, ...rest]) => [b as Buffer, a as Buffer, ...rest],
      cut: (frames) => frames.slice(0, 2),
    };
    for (const [name, damage] of Object.entries(damaged)) {
      const { sender, receiver, sent, wire } = twoEnds();
      sender.send(message);
      wire.end(Buffer.concat(damage(sent)));
      await expect(receiver.next(), name).rejects.toThrow(/authenticate|cut off|bad frame/);
    }
    const { sender, receiver, sent, wire } = twoEnds();
    sender.send(message);
    wire.end(Buffer.concat(sent));
    await receiver.next();
    await expect(receiver.next()).rejects.toThrow("cut off");
  });
});

describe("a mirror that follows", () => {
  let following: Following;
  const start = (settings = settingsOf(here), until?: { ms: number; bytes: number }) => {
    following = follow(here.mirror, settings, mine, 50, until);
    ends.push(() => following.stop());
  };
  const inStep = () =>
    vi.waitFor(
      async () =>
        expect(await headIn(here.mirror.store, here.client)).toEqual(
          await headIn(here.primary, here.client),
        ),
      { timeout: 60_000 },
    );

  test.each([
    ["time", { ms: 1, bytes: 1e9 }],
    ["volume", { ms: 1e9, bytes: 1 }],
  ])("proves itself anew on a new connection by %s, and misses nothing", async (_by, until) => {
    start(settingsOf(here), until);
    for (let n = 1; n <= 3; n++) {
      await push(here.client, makeCommit(here.client.account, [anObject()]));
      await inStep();
      await vi.waitFor(() => expect(following.connections()).toBeGreaterThan(n), {
        timeout: 60_000,
      });
    }
    // Each ended with a goodbye: none of them was a loss.
    expect(here.mirror.lines.filter((line) => line.includes("lost"))).toEqual([]);
  });

  test("is told goodbye where it goes on for ever, and comes back with a new proof", async () => {
    const identity = identityIn(ownFolderKept());
    const strict = await listenForMirror(here.client.house, identity, "127.0.0.1", 0, {
      ms: 1e9,
      bytes: 3000,
    });
    ends.push(() => strict.stop(0));
    const code = await pair(here.primary);
    start({ of: `127.0.0.1:${strict.port}`, code, pin: "" });
    for (let n = 0; n < 3; n++) {
      await push(here.client, makeCommit(here.client.account, [anObject(2000)]));
      await inStep();
    }
    await vi.waitFor(() => expect(following.connections()).toBeGreaterThan(2), { timeout: 60_000 });
  });

  test("waits twice as long after each loss, never more than a minute, and never as long as all others", () => {
    for (let losses = 1; losses < 40; losses++) {
      const most = Math.min(60_000, 500 * 2 ** losses);
      const waits = Array.from({ length: 50 }, () => backOff(losses));
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(most / 2);
      expect(Math.max(...waits)).toBeLessThan(most);
      expect(new Set(waits).size).toBeGreaterThan(10);
    }
  });

  test("keeps one connection, comes back after a loss, and needs the new code after a change", async () => {
    const wires = new Set<Socket>();
    const between = createTcp((inner) => {
      const outer = connectTcp(here.listener.port, "127.0.0.1");
      inner.pipe(outer).pipe(inner);
      wires.add(inner);
      for (const socket of [inner, outer]) socket.on("error", () => socket.destroy());
    });
    await new Promise<void>((done) => between.listen(0, "127.0.0.1", done));
    ends.push(
      () => void between.close(),
      () => wires.forEach((wire) => wire.destroy()),
    );
    const of = `127.0.0.1:${(between.address() as { port: number }).port}`;
    start({ ...settingsOf(here), of });
    for (let i = 0; i < 3; i++) {
      await push(here.client, makeCommit(here.client.account, [anObject()]));
      await inStep();
    }
    expect(following.connections()).toBe(1);
    for (const wire of wires) wire.destroy();
    await push(here.client, makeCommit(here.client.account, [anObject()]));
    await inStep();
    expect(following.connections()).toBe(2);
    // The pairing code changes: the connection ends at once, and the old code opens nothing.
    const code = await pair(here.primary);
    await vi.waitFor(
      () =>
        expect(here.mirror.lines.filter((line) => line.includes("lost")).length).toBeGreaterThan(1),
      { timeout: 60_000 },
    );
    const made = makeCommit(here.client.account, [anObject()]);
    await push(here.client, made);
    expect(following.connections()).toBe(2);
    following.change({ ...settingsOf(here), of, code });
    await inStep();
    expect(following.connections()).toBe(3);
  });
});
