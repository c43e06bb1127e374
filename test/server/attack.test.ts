/** What somebody without a key, or with no more than a found sheet, tries against the server. */
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { limits, paths, socketCodes, stepUpHeader } from "../../server/api.ts";
import { appOf } from "../../server/app.ts";
import { listen, type ListenOptions } from "../../server/listen.ts";
import { senderOf } from "../../server/log.ts";
import { roomOf } from "../../server/room.ts";
import { openSqlite } from "../../server/store/sqlite.ts";
import { fromHex } from "../../src/core/bytes.ts";
import { anObject, creation, makeCommit, newAccount, nextKeys, request } from "./account.ts";
import { post } from "./contract.ts";
import { clientOf, houseOver, sqliteHere, type TestHouse } from "./world.ts";

const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
let here: Awaited<ReturnType<typeof sqliteHere>>;
beforeEach(async () => {
  here = await sqliteHere();
  ends.push(here.end);
});

async function onPort(house: TestHouse, more: Partial<ListenOptions> = {}): Promise<number> {
  const options = { host: "127.0.0.1", port: 0, tls: null, behindProxy: false, ...more };
  const { port, stop } = await listen(house, options);
  ends.push(() => stop(0));
  return port;
}

/** A connection that says this much; what it is told, and that it was closed. */
function wire(port: number, text: string) {
  const socket: Socket = connect(port, "127.0.0.1", () => socket.write(text));
  ends.push(() => void socket.destroy());
  let told = "";
  const closed = new Promise<void>((done) => socket.on("close", () => done()));
  socket.on("error", () => undefined);
  socket.on("data", (bytes) => (told += bytes.toString("latin1")));
  return { socket, closed, told: () => told };
}

describe("floods", () => {
  test("one sender has so many connections, and the others are served on", async () => {
    const port = await onPort(houseOver(here.store), { perSender: 4 });
    const many = Array.from({ length: 8 }, () => wire(port, "GET /healthz HTTP/1.1\r\nX-Slow:"));
    // Of eight that wait four are closed at once, long before their headers are late.
    let open = many.length;
    for (const { closed } of many) void closed.then(() => (open -= 1));
    await vi.waitFor(() => expect(open).toBe(4));
    for (const { socket } of many) socket.destroy();
    await vi.waitFor(async () =>
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200),
    );
  });

  test("bodies that nobody has signed yet have so much memory, and no more", () => {
    const room = roomOf({ all: 100, each: 40 });
    const leave = room.take("a", 40);
    expect(room.take("a", 1)).toBe(null);
    expect(room.take("b", 40)).not.toBe(null);
    expect(room.take("c", 21)).toBe(null);
    leave?.();
    expect(room.take("a", 40)).not.toBe(null);
  });

  test("megabytes that are begun and never ended leave room for honest commits of others", async () => {
    const client = await clientOf(here.store);
    const app = appOf(client.house);
    const target = paths.commits(client.account.locator);
    const begun = Array.from({ length: 40 }, async () => {
      const body = new ReadableStream({ pull: () => new Promise<void>(() => undefined) });
      const headers = { "content-length": String(limits.part) };
      const init = { method: "POST", headers, body, duplex: "half" };
      return app.request(target, init, { address: "198.51.100.1" });
    });
    // 32 MiB are taken: the rest is told so at once, and its connection goes.
    const refused = await Promise.race(begun);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("connection")).toBe("close");
    const made = makeCommit(client.account, [anObject()]);
    const init = request(client.account, target, { method: "POST", body: made.upload });
    expect((await app.request(target, init, { address: "192.0.2.9" })).status).toBe(200);
  });

  test("a body that comes a byte at a time is cut off, and what it held is free again", async () => {
    const house = houseOver(here.store);
    const port = await onPort(house, { requestMs: 1500 });
    const head = `POST /v1/vaults/${"ab".repeat(16)}/commits HTTP/1.1\r\nHost: x\r\nContent-Length: ${limits.part}\r\n\r\n`;
    for (let round = 0; round < 2; round++) {
      const slow = Array.from({ length: 32 }, () => wire(port, head));
      const timer = setInterval(() => slow.forEach(({ socket }) => socket.write("x")), 100);
      await Promise.all(slow.map(async ({ closed }) => closed));
      clearInterval(timer);
      // All 32 MiB of a sender were taken, twice: none of them was sent away at once.
      for (const { told } of slow) expect(told()).not.toContain("429");
    }
  });

  test("a whole network of IPv6 is one sender; a written address that is none is not believed", async () => {
    expect(senderOf("2001:db8:1:2::9")).toBe(senderOf("2001:db8:1:2:ffff:1:2:3"));
    expect(senderOf("2001:db8:1:2::9")).not.toBe(senderOf("2001:db8:1:3::9"));
    expect(senderOf("::ffff:192.0.2.7")).toBe("192.0.2.7");
    expect(senderOf("2001:db8::1")).toBe("2001:db8:0:0");
    const house = houseOver(here.store);
    const port = await onPort(house, { behindProxy: true });
    const ask = async (forwarded: string) => {
      const headers = { "x-forwarded-for": forwarded };
      await (
        await fetch(`http://127.0.0.1:${port}/v1/vaults/${"ab".repeat(16)}`, { headers })
      ).text();
      return (JSON.parse(house.lines.at(-1) ?? "{}") as { from: string }).from;
    };
    expect(await ask("203.0.113.5, 198.51.100.7")).toBe("198.51.100.0/24");
    expect(await ask('198.51.100.7, "},{"event":"paid')).toBe("127.0.0.0/24");
    expect(await ask(`198.51.100.7, ${"a:".repeat(1000)}`)).toBe("127.0.0.0/24");
  });

  test("of accounts that anybody may make, one sender makes a few at once, and not a thousand", async () => {
    const house = houseOver(here.store, { ratePerAddress: { perSecond: 1000, burst: 2000 } });
    house.time.still = Date.now();
    const app = appOf(house);
    const statuses: number[] = [];
    for (let i = 0; i < 25; i++) {
      const account = newAccount();
      const target = paths.vault(account.locator);
      const init = request(account, target, { method: "PUT", body: creation(account) });
      statuses.push((await app.request(target, init, { address: "192.0.2.9" })).status);
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(20);
    expect(statuses.slice(20)).toEqual([429, 429, 429, 429, 429]);
  });

  test("asking whether it is ready writes once a second, however often it is asked", async () => {
    const house = houseOver(here.store);
    const pings: string[] = [];
    house.store = {
      ...here.store,
      run: ((name: string, ...args: never[]) => {
        pings.push(name);
        return (here.store.run as (...all: unknown[]) => Promise<unknown>)(name, ...args);
      }) as never,
    };
    const app = appOf(house);
    const all = await Promise.all(Array.from({ length: 200 }, async () => app.request("/readyz")));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect(pings.length).toBeLessThan(20);
  });
});

describe("sockets", () => {
  test("an upgrade to nowhere that is cut off does not end the process", async () => {
    const port = await onPort(houseOver(here.store));
    for (let i = 0; i < 20; i++) {
      const { socket, closed } = wire(
        port,
        "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
      );
      socket.once("connect", () => socket.resetAndDestroy());
      await closed;
    }
    expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
  });

  test("behind a proxy each client has its own share of them", async () => {
    const port = await onPort(houseOver(here.store), { behindProxy: true });
    const open = (address: string) =>
      new Promise<number | "greeted">((done) => {
        const ws = new WebSocket(`ws://127.0.0.1:${port}${paths.socket}`, {
          headers: { "x-forwarded-for": address },
        });
        ends.push(() => ws.terminate());
        ws.on("message", () => done("greeted"));
        ws.on("close", (code) => done(code));
        ws.on("error", () => undefined);
      });
    const greedy = await Promise.all(Array.from({ length: 70 }, () => open("198.51.100.7")));
    expect(greedy.filter((one) => one === "greeted")).toHaveLength(64);
    expect(greedy.filter((one) => one === socketCodes.tooMany)).toHaveLength(6);
    expect(await open("203.0.113.5")).toBe("greeted");
  });
});

describe("what is sent again or made up", () => {
  test("a request is good once, after a restart of the server too", async () => {
    const client = await clientOf(here.store);
    const { account } = client;
    const target = paths.commits(account.locator);
    const init = request(account, target, {
      method: "POST",
      body: makeCommit(account, [anObject()]).upload,
    });
    expect((await client.send(target, init)).status).toBe(200);
    expect((await client.send(target, init)).status).toBe(404);
    const copy = `${here.file}.again`;
    await here.store.copyTo(copy);
    const store = await openSqlite(copy, { copies: null });
    ends.push(() => store.close());
    expect((await appOf(houseOver(store)).request(target, init)).status).toBe(404);
    // A sweep forgets no nonce that a clock set back by an hour would take once more.
    await store.run("sweep", Date.now() + 3_600_000 + 300_000);
    expect((await appOf(houseOver(store)).request(target, init)).status).toBe(404);
  });

  test("a path in another dress is another path, and no account's", async () => {
    const client = await clientOf(here.store);
    const { account } = client;
    const { locator } = account;
    const good = paths.vault(locator);
    expect((await client.send(good, request(account, good))).status).toBe(200);
    for (const dress of [
      `/v1/vaults/%${locator.charCodeAt(0).toString(16)}${locator.slice(1)}`,
      `/v1/vaults//${locator}`,
      `/v1/vaults/${locator}/`,
      `/v1/vaults/${locator.replace(/^./, "g")}`,
      `/v1/vaults/${locator}?b=1&a=2`,
      `/v1/vaults/${locator}?a=1&a=2`,
      `/v1/vaults/${locator};x`,
    ]) {
      // Signed as it is, and with the signature of the good one.
      expect((await client.send(dress, request(account, dress))).status, dress).toBe(404);
      expect((await client.send(dress, request(account, good))).status, dress).toBe(404);
    }
    // What is normalised on its way is not what was signed.
    const dots = `/v1/vaults/x/../${locator}`;
    expect((await client.send(dots, request(account, dots))).status).toBe(404);
  });

  test("JSON brings no prototype along", async () => {
    const client = await clientOf(here.store);
    const account = newAccount();
    const target = paths.vault(account.locator);
    for (const evil of ['"__proto__":{"registration":"open"}', '"constructor":{"prototype":{}}']) {
      const body = `{${evil},${creation(account).slice(1)}`;
      await client.send(target, request(account, target, { method: "PUT", body }));
    }
    expect(({} as Record<string, unknown>)["registration"]).toBe(undefined);
  });

  test("a request with two lengths, or a length and chunks, is not a request", async () => {
    const port = await onPort(houseOver(here.store));
    const head = `POST /v1/vaults/${"ab".repeat(16)}/commits HTTP/1.1\r\nHost: x\r\n`;
    for (const smuggled of [
      "Content-Length: 3\r\nContent-Length: 30\r\n\r\nabc",
      "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "Content-Length: +3\r\n\r\nabc",
    ]) {
      const { closed, told } = wire(
        port,
        `${head}${smuggled}GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`,
      );
      await closed;
      expect(told(), smuggled).not.toContain("200 OK");
    }
  });
});

test("who holds no more than the read key can not use up the tries of the second factor", async () => {
  const client = await clientOf(here.store);
  const { account } = client;
  const locator = fromHex(account.locator);
  const caller = {
    locator,
    role: "admin" as const,
    pk: account.admin.pk,
    now: client.house.now(),
  };
  const row = { id: anObject(16), kind: "totp", data: '{"kind":"totp","secret":"AAAA","step":0}' };
  await here.store.run("addFactor", { ...caller, nonce: anObject(16) }, row);
  await here.store.run("confirmFactor", { ...caller, nonce: anObject(16) }, row.id, row.data);
  const headers = { [stepUpHeader]: "totp 000000" };
  const stranger = newAccount();
  const next = nextKeys({ ...account, admin: stranger.admin });
  const change = { keyEpoch: 2, transition: next.transition, header: anObject() };
  for (let i = 0; i < 8; i++) {
    const forged = makeCommit(account, [anObject()], change, next.write.key);
    await post(client, forged.upload, { headers });
    await post(client, anObject(50), { headers });
  }
  expect(await here.store.run("mayTry", locator, client.house.now())).toBe(true);
});

test("guesses at a second factor wait longer and longer, up to a day", async () => {
  const client = await clientOf(here.store);
  const locator = fromHex(client.account.locator);
  const tried = (at: number) => here.store.run("mayTry", locator, at);
  let now = client.house.now();
  for (let i = 0; i < 5; i++) expect(await tried(now)).toBe(true);
  for (const minutes of [5, 10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]) {
    const due = now + minutes * 60_000;
    expect(await tried(due - 1), `${minutes} minutes`).toBe(false);
    now = due;
    for (let i = 0; i < 5; i++) expect(await tried(now)).toBe(true);
  }
  // A clock that is set back by a year locks nobody out for a year.
  expect(await tried(now - 365 * 86_400_000)).toBe(true);
});
