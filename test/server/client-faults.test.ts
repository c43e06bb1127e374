/** What goes wrong between a device and its server: lines that break, servers that went back, lie, or are taken over. */
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Net } from "../../src/browser/server-request.ts";
import { concat, lengthPrefixed, reader, toHex, u32 } from "../../src/core/bytes.ts";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation, contents, type Device } from "../vault/two.ts";
import {
  byPassword,
  type Client,
  client,
  connected,
  paired,
  running,
  type Running,
  syncNow,
} from "./client.ts";
import { freePort } from "./world.ts";

cheapDerivation();

let at: Running;
const devices: Client[] = [];
beforeEach(async () => {
  at = await running({ COFFER_LISTEN: `127.0.0.1:${await freePort()}` });
});
afterEach(async () => {
  for (const device of devices.splice(0)) await device.ask.lock({});
  await at.end();
});
const keep = (device: Client): Client => {
  devices.push(device);
  return device;
};
const note = (device: Client, title: string) => save(device, draftOf("note", title));
const statusOf = (device: Client) => device.ask["server.status"]({});
const contentsOf = (device: Client) => contents(device as unknown as Device);
const bytesOf = ({ world: { stored } }: Client) =>
  JSON.stringify([...stored.records.keys()].toSorted());

/** The same server, stopped while `meanwhile` is done with its folder. */
async function restarted(meanwhile: (data: string) => void): Promise<void> {
  await at.end();
  meanwhile(join(at.folder, "data"));
  at = await running({ COFFER_LISTEN: `127.0.0.1:${at.port}` }, at.folder);
}

type Bend = NonNullable<Client["wire"]["bend"]>;
/** Every request goes through but the nth: it is not sent, or its answer is lost. */
const breakingAt = (n: number, how: "before" | "after"): Bend & { count: () => number } => {
  let count = 0;
  const bend = async (url: string, init: RequestInit, real: Net["fetch"]) => {
    count += 1;
    if (count === n && how === "before") throw new TypeError("reset");
    const answer = await real(url, init);
    if (count === n && how === "after") {
      await answer.body?.cancel();
      throw new TypeError("reset");
    }
    return answer;
  };
  return Object.assign(bend, { count: () => count });
};

describe("a line that breaks", () => {
  test("at any request of a sync, before it was sent or before its answer came, loses nothing", async () => {
    const a = keep(await connected(at, "a"));
    const b = keep(await paired(a, "b"));
    await syncNow(a);
    let total = 0;
    for (const how of ["before", "after"] as const)
      for (let n = 1; n < 12; n++) {
        total += 1;
        await note(a, `a ${how} ${n}`);
        await note(b, `b ${how} ${n}`);
        await syncNow(b);
        const breaks = breakingAt(n, how);
        a.wire.bend = breaks;
        const ended = await syncNow(a).then(
          () => "done",
          (thrown: Error) => thrown.message,
        );
        expect(["done", "OFFLINE"]).toContain(ended);
        a.wire.bend = null;
        // The worker was stopped, too: a background over what is on the disk.
        await syncNow(a);
        await syncNow(b);
        expect(await titles(a)).toHaveLength(2 * total);
        if (breaks.count() < n) break;
      }
    await syncNow(a);
    expect(await contentsOf(b)).toEqual(await contentsOf(a));
  });

  test("at any request of a join leaves no vault, or a whole one; the next try goes on", async () => {
    const a = keep(await connected(at, "a"));
    for (let i = 0; i < 120; i++) await note(a, `item ${i}`);
    await syncNow(a);
    const { text } = await a.ask["server.pair"]({ proof: password });
    const way = { by: "pairing", text } as const;
    const b = keep(client("b"));
    const enter = () => b.ask["server.join"]({ way, typed: byPassword, name: null });
    let requests = 0;
    const asked: string[] = [];
    const seeing: Bend = async (url, init, real) => {
      if (!url.endsWith("/objects")) return real(url, init);
      requests += 1;
      if (requests === 2) throw new TypeError("reset");
      const body = init.body as Uint8Array;
      for (let i = 0; i < body.length; i += 32) asked.push(toHex(body.slice(i, i + 32)));
      return real(url, init);
    };
    b.wire.bend = seeing;
    await expect(enter()).rejects.toThrow("OFFLINE");
    expect(b.world.stored.header).toBeNull();
    expect(await b.ask["server.status"]({})).toEqual({ state: "none", joining: null });
    const before = asked.length;
    expect(before).toBeGreaterThan(100);
    expect(await enter()).toEqual({ items: 120 });
    // What had come is not asked for again.
    expect(asked.length).toBeGreaterThan(before);
    expect(new Set(asked).size).toBe(asked.length);
    expect([...b.world.stored.facts.keys()].filter((name) => name.startsWith("fetched"))).toEqual(
      [],
    );
  });

  test("a first sync in parts goes on with the part that is missing", async () => {
    const a = keep(await connected(at, "a"));
    for (let i = 0; i < 8; i++)
      await save(a, draftOf("note", `long ${i}`, { body: `${i}`.repeat(60_000 + i) }));
    for (let i = 0; i < 40; i++)
      await save(a, draftOf("note", `more ${i}`, { body: `${i % 10}`.repeat(60_000) }));
    const puts = () => a.wire.asked.filter((one) => one.startsWith("PUT") && /parts/.test(one));
    let parts = 0;
    a.wire.bend = async (url, init, real) => {
      if (init.method === "PUT" && url.includes("/parts/") && (parts += 1) === 2)
        throw new TypeError("reset");
      return real(url, init);
    };
    await expect(syncNow(a)).rejects.toThrow("OFFLINE");
    a.wire.bend = null;
    expect(puts()).toHaveLength(2);
    // A worker that was started anew finds the commit on the disk and the first part at the server.
    const again = keep(client("a", a.world.stored));
    await again.ask.unlock(byPassword);
    await syncNow(again);
    const sent = again.wire.asked.filter((one) => one.startsWith("PUT") && /parts/.test(one));
    expect(sent).not.toContain(puts()[0]);
    expect(sent).toContain(puts()[1]);
    expect(await statusOf(again)).toMatchObject({ state: "ok", pending: 0 });
  });

  test("a cancel stops what is under way, and the next sync goes on", async () => {
    const a = keep(await connected(at, "a"));
    await note(a, "one");
    let reached: () => void = () => undefined;
    const waiting = new Promise<void>((done) => (reached = done));
    a.wire.bend = (_, init) =>
      new Promise((_done, fail) => {
        reached();
        init.signal?.addEventListener("abort", () => fail(new TypeError("aborted")));
      });
    const ended = syncNow(a);
    await waiting;
    expect(await statusOf(a)).toMatchObject({ state: "syncing" });
    await a.ask["server.cancel"]({});
    await expect(ended).rejects.toThrow("CANCELLED");
    a.wire.bend = null;
    await syncNow(a);
    expect(await statusOf(a)).toMatchObject({ state: "ok", pending: 0 });
  });
});

describe("a server that is not what it was", () => {
  test("put back from an old backup it changes nothing here, and what this device has goes there again", async () => {
    const a = keep(await connected(at, "a"));
    await note(a, "one");
    await syncNow(a);
    const copy = join(at.folder, "copy");
    await restarted((data) => cpSync(data, copy, { recursive: true }));
    await note(a, "two");
    await syncNow(a);
    const b = keep(await paired(a, "b"));
    await restarted((data) => {
      rmSync(data, { recursive: true });
      cpSync(copy, data, { recursive: true });
    });
    const before = bytesOf(a);
    await expect(syncNow(a)).rejects.toThrow("ROLLBACK");
    expect(bytesOf(a)).toBe(before);
    expect(await statusOf(a)).toMatchObject({ state: "trouble", problem: "ROLLBACK" });
    const anew = { proof: password, typed: "RESTORE" };
    await expect(a.ask["server.anew"]({ how: "merge", ...anew, typed: "" })).rejects.toThrow(
      "CONFIRMATION",
    );
    await a.ask["server.anew"]({ how: "merge", ...anew });
    await syncNow(a);
    // The other one has seen what is gone: its history is another now.
    await note(b, "three");
    await expect(syncNow(b)).rejects.toThrow(/ROLLBACK|FORK/);
    await b.ask["server.anew"]({ how: "merge", ...anew });
    await syncNow(b);
    await syncNow(a);
    expect((await titles(a)).toSorted()).toEqual(["one", "three", "two"]);
    expect(await contentsOf(b)).toEqual(await contentsOf(a));
  });

  test("an account that is gone deletes nothing here; it can be made anew, or another one", async () => {
    const a = keep(await connected(at, "a"));
    await note(a, "one");
    await syncNow(a);
    await restarted((data) => rmSync(data, { recursive: true }));
    await expect(syncNow(a)).rejects.toThrow("MISSING");
    expect(await statusOf(a)).toMatchObject({ state: "trouble", problem: "MISSING" });
    expect(await titles(a)).toEqual(["one"]);
    await a.ask["server.anew"]({ how: "merge", proof: password, typed: "RESTORE" });
    await syncNow(a);
    const { key } = await a.ask["server.sheet"]({ proof: password });
    await a.ask["server.anew"]({ how: "fresh", proof: password, typed: "RESTORE" });
    await syncNow(a);
    expect((await a.ask["server.sheet"]({ proof: password })).key).not.toBe(key);
    const b = keep(await paired(a, "b"));
    expect(await titles(b)).toEqual(["one"]);
  });

  test("an object that it lost is told as MISSING, and nothing is applied", async () => {
    const a = keep(await connected(at, "a"));
    const b = keep(await paired(a, "b"));
    await note(a, "one");
    await syncNow(a);
    b.wire.bend = async (url, init, real) => {
      const answer = await real(url, init);
      if (!url.endsWith("/objects")) return answer;
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const from = reader(bytes.slice(6), "TAMPERED");
      const found = Array.from({ length: from.u32() }, () => from.lengthPrefixed(1 << 23));
      const without = found.map((object, i) => (i === 0 ? new Uint8Array(0) : object));
      const body = concat(bytes.slice(0, 6), u32(found.length), ...without.map(lengthPrefixed));
      return new Response(body, { headers: answer.headers });
    };
    await expect(syncNow(b)).rejects.toThrow("MISSING");
    expect(await titles(b)).toEqual([]);
    b.wire.bend = null;
    await syncNow(b);
    expect(await titles(b)).toEqual(["one"]);
  });

  test("a state of the history with names that its manifest does not have is refused before any of them is fetched", async () => {
    const a = keep(await connected(at, "a"));
    await note(a, "one");
    await syncNow(a);
    const { states } = await a.ask["server.history"]({ before: null });
    const { rev } = states[0] ?? { rev: 0 };
    const lie =
      (change: (names: string[]) => string[]): Bend =>
      async (url, init, real) => {
        const answer = await real(url, init);
        if (!url.includes("/at/")) return answer;
        const state = (await answer.json()) as { objects: string[] };
        return Response.json({ ...state, objects: change(state.objects) });
      };
    const ask = () => a.ask["server.state"]({ rev, proof: null });
    const posts = () => a.wire.asked.filter((one) => one.startsWith("POST")).length;
    const before = posts();
    const more = Array.from({ length: 5000 }, (_, i) => i.toString(16).padStart(64, "0"));
    a.wire.bend = lie((names) => [...names, ...more]);
    await expect(ask()).rejects.toThrow("TAMPERED");
    a.wire.bend = lie((names) => names.slice(1));
    await expect(ask()).rejects.toThrow("MISSING");
    expect(posts()).toBe(before);
    a.wire.bend = null;
    expect((await ask()).items.map(({ title }) => title)).toEqual(["one"]);
  });

  const hostile: Record<string, Bend> = {
    "a page of a hotel": async () =>
      new Response("<html>log in</html>", { headers: { "content-type": "text/html" } }),
    "a page of a hotel that says 404": async () =>
      new Response("<html>log in</html>", {
        status: 404,
        headers: { "content-type": "text/html" },
      }),
    "endless bytes": async () =>
      new Response(
        new ReadableStream({
          pull: (stream) => stream.enqueue(new Uint8Array(1024 * 1024)),
        }),
        { headers: { "content-type": "application/json" } },
      ),
    "a length beyond every cap": async () =>
      new Response("{}", {
        headers: { "content-type": "application/json", "content-length": "99999999999" },
      }),
    "numbers in the place of texts": async () =>
      Response.json({ logId: 1, rev: "x", chain: [], keyEpoch: -1 }),
    "more than the contract has": async (url, init, real) => {
      const answer = await real(url, init);
      return Response.json({ ...((await answer.json()) as object), admin: true });
    },
    "bytes in the place of JSON": async () =>
      new Response(new Uint8Array([0xff, 0xfe]), {
        headers: { "content-type": "application/json" },
      }),
    "JSON that is too deep": async () =>
      new Response(`${"[".repeat(30_000)}${"]".repeat(30_000)}`, {
        headers: { "content-type": "application/json" },
      }),
    "an error that it made up": async () =>
      Response.json(
        { type: "about:blank", title: "x", status: 404, code: "exists" },
        { status: 404, headers: { "content-type": "application/problem+json" } },
      ),
    "a redirect to another place": async () => Response.redirect("https://evil.example/", 302),
    "silence, and then nothing": async () => {
      throw new TypeError("closed");
    },
  };
  for (const [what, bend] of Object.entries(hostile))
    test(`${what}: nothing changes here, and the next honest answer is taken`, async () => {
      const a = keep(await connected(at, "a"));
      await note(a, "one");
      const before = bytesOf(a);
      a.wire.bend = bend;
      await expect(syncNow(a)).rejects.toThrow(/^(OFFLINE|TAMPERED)$/);
      expect(bytesOf(a)).toBe(before);
      expect(await titles(a)).toEqual(["one"]);
      a.wire.bend = null;
      await syncNow(a);
      expect(await statusOf(a)).toMatchObject({ state: "ok", pending: 0 });
    });

  test("every request says: no cookies, no referrer, no cache, no redirect; and goes to its origin alone", async () => {
    const seen: RequestInit[] = [];
    const a = keep(await connected(at, "a"));
    await note(a, "one");
    a.wire.bend = async (url, init, real) => {
      expect(new URL(url).origin).toBe(at.origin);
      seen.push(init);
      return real(url, init);
    };
    await syncNow(a);
    expect(seen.length).toBeGreaterThan(1);
    for (const init of seen) {
      expect(init).toMatchObject({
        credentials: "omit",
        cache: "no-store",
        redirect: "error",
        referrerPolicy: "no-referrer",
      });
      expect(init.signal).toBeInstanceOf(AbortSignal);
      expect(Object.keys(init.headers ?? {})).toEqual(
        init.method === "GET" ? ["Authorization"] : ["Authorization", "Content-Type"],
      );
    }
  });
});
