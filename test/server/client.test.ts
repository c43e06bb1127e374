/** The client of the backup server as the extension has it, over a real server: connecting, joining, syncing, leaving. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import {
  byPassword,
  type Client,
  client,
  connected,
  newVault,
  paired,
  running,
  type Running,
  syncNow,
  until,
} from "./client.ts";

cheapDerivation();

let at: Running;
const devices: Client[] = [];
const end = async (device: Client) => void (await device.ask.lock({}));
beforeEach(async () => {
  at = await running();
});
afterEach(async () => {
  for (const device of devices.splice(0)) await end(device);
  await at.end();
});
const keep = (device: Client): Client => {
  devices.push(device);
  return device;
};
const first = async () => keep(await connected(at, "a"));
const second = async (a: Client, name = "b") => keep(await paired(a, name));
const note = (device: Client, title: string) => save(device, draftOf("note", title));

describe("without a server", () => {
  test("nothing is ever asked of the network, whatever is done", async () => {
    const a = keep(await newVault("a"));
    await note(a, "one");
    await a.ring();
    await a.ask.lock({});
    await a.ask.unlock(byPassword);
    await a.ring();
    expect(await a.ask["server.status"]({})).toEqual({ state: "none", joining: null });
    await expect(syncNow(a)).rejects.toThrow("NOT_FOUND");
    await expect(a.ask["server.history"]({ before: null })).rejects.toThrow("NOT_FOUND");
    await expect(a.ask["server.pair"]({ proof: password })).rejects.toThrow("NOT_FOUND");
    expect(a.wire.asked).toEqual([]);
    expect(a.world.alarms.has("sync")).toBe(false);
  });

  test("and again nothing after it was disconnected, nor while the vault is locked", async () => {
    const a = await first();
    await a.ask.lock({});
    const before = a.wire.asked.length;
    await a.ring();
    expect(a.wire.asked.length).toBe(before);
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "locked", origin: "" });
    await a.ask.unlock(byPassword);
    await a.ask["server.disconnect"]({});
    const after = a.wire.asked.length;
    await note(a, "kept here");
    await a.ring();
    expect(a.wire.asked.length).toBe(after);
    expect(a.wire.sockets.size).toBe(0);
    expect(await titles(a)).toEqual(["kept here"]);
  });

  test("nor once the browser's permission was taken back; given again, it goes on", async () => {
    const a = await first();
    await note(a, "one");
    a.wire.granted = false;
    const before = a.wire.asked.length;
    await expect(syncNow(a)).rejects.toThrow("SERVER_PERMISSION");
    await a.ring();
    expect(a.wire.asked.length).toBe(before);
    expect(await a.ask["server.status"]({})).toMatchObject({
      state: "trouble",
      problem: "SERVER_PERMISSION",
    });
    a.wire.granted = true;
    await syncNow(a);
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
  });

  test("an address is tried only where the browser lets us, and only a Coffer server will do", async () => {
    const a = keep(await newVault("a"));
    a.wire.granted = false;
    await expect(a.ask["server.test"]({ url: at.origin })).rejects.toThrow("SERVER_PERMISSION");
    expect(a.wire.asked).toEqual([]);
    a.wire.granted = true;
    expect(await a.ask["server.test"]({ url: `${at.origin}/` })).toEqual({ origin: at.origin });
    for (const url of ["http://other.example", "ftp://x.example", "https://x.example/path", ""])
      await expect(a.ask["server.test"]({ url })).rejects.toThrow("SERVER_ADDRESS");
    a.wire.bend = async () => new Response("<html>welcome</html>", { status: 200 });
    await expect(a.ask["server.test"]({ url: at.origin })).rejects.toThrow("NOT_A_SERVER");
    a.wire.bend = async () => {
      throw new TypeError("refused");
    };
    await expect(a.ask["server.test"]({ url: at.origin })).rejects.toThrow("OFFLINE");
  });
});

describe("one device", () => {
  test("connects, sends what it has, and says so", async () => {
    const a = await first();
    await note(a, "one");
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 2 });
    // The change itself has set the clock.
    expect(a.world.alarms.get("sync")).toBeLessThan(a.world.time.now + 5000);
    await a.ring();
    const status = await a.ask["server.status"]({});
    expect(status).toMatchObject({
      state: "ok",
      origin: at.origin,
      pending: 0,
      problem: null,
      lastSync: a.world.time.now,
    });
    expect(status).toMatchObject({ account: expect.stringMatching(/^[0-9a-f]{8}$/) });
    expect(a.world.news).toContain("server");
  });

  test("a worker that was stopped goes on by the alarm, and by somebody who looks", async () => {
    const a = await first();
    await note(a, "one");
    await a.ring();
    expect(a.world.alarms.get("sync")).toBeGreaterThan(a.world.time.now);
    // The session outlives the worker; the part and its socket do not.
    const again = keep(client("a", a.world.stored));
    for (const [place, text] of a.world.session) again.world.session.set(place, text);
    expect(again.wire.sockets.size).toBe(0);
    expect(await again.ask["server.status"]({})).toMatchObject({ state: "waiting" });
    expect(again.world.alarms.get("sync")).toBe(again.world.time.now);
    await again.ring();
    expect(await again.ask["server.status"]({})).toMatchObject({ state: "ok", live: true });
    expect(again.wire.sockets.size).toBe(1);
  });

  test("a server that takes nobody without a code says so, and takes its code once", async () => {
    const closed = await running({ COFFER_REGISTRATION: "invite" });
    const a = keep(await newVault("a"));
    const ask = { url: closed.origin, proof: password };
    await expect(a.ask["server.connect"]({ ...ask, invite: null })).rejects.toThrow(
      "SERVER_CLOSED",
    );
    expect(await a.ask["server.status"]({})).toEqual({ state: "none", joining: null });
    await a.ask["server.connect"]({ ...ask, invite: closed.served.invite });
    await syncNow(a);
    const b = keep(await newVault("b"));
    await expect(b.ask["server.connect"]({ ...ask, invite: closed.served.invite })).rejects.toThrow(
      "SERVER_CLOSED",
    );
    await a.ask["server.disconnect"]({});
    await closed.end();
  });

  test("entries of the log alone are not sent at once: that would tell when the vault is used", async () => {
    const a = await first();
    await a.ask.lock({});
    await a.ask.unlock(byPassword);
    const commits = () => a.wire.asked.filter((one) => one.startsWith("POST")).length;
    const before = commits();
    await a.ring();
    expect(commits()).toBe(before);
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
    // They go along with the next change.
    await note(a, "one");
    await a.ring();
    expect(commits()).toBe(before + 1);
  });

  test("a clock that is wrong by a day is corrected by the answer, not by the user", async () => {
    for (const ahead of [86_400_000, -86_400_000]) {
      const a = keep(await newVault("a"));
      a.wire.ahead = ahead;
      await a.ask["server.connect"]({ url: at.origin, invite: null, proof: password });
      await syncNow(a);
      await note(a, "one");
      await syncNow(a);
      expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
    }
  });

  test("erases its account, and nothing of it is there afterwards", async () => {
    const a = await first();
    const { key } = await a.ask["server.sheet"]({ proof: password });
    await expect(a.ask["server.erase"]({ proof: password, typed: "no" })).rejects.toThrow(
      "CONFIRMATION",
    );
    await a.ask["server.erase"]({ proof: password, typed: "RESTORE" });
    expect(await a.ask["server.status"]({})).toEqual({ state: "none", joining: null });
    const b = keep(client("b"));
    const way = { by: "key", url: at.origin, key } as const;
    await expect(b.ask["server.look"]({ way })).rejects.toThrow("NO_ACCOUNT");
    // It may begin again, with another key.
    await a.ask["server.connect"]({ url: at.origin, invite: null, proof: password });
    await syncNow(a);
    expect((await a.ask["server.sheet"]({ proof: password })).key).not.toBe(key);
  });
});

test("a device that has not heard of a change of keys is not told that its account is erased", async () => {
  const a = await first();
  const b = await second(a);
  await syncNow(b);
  await syncNow(a);
  b.wire.bend = async (url, init, real) => {
    if (init.method !== "DELETE" && new URL(url).pathname.includes("/changes"))
      throw new TypeError("no line");
    return real(url, init);
  };
  const proof = "quite another password";
  await a.ask.rotate({
    typed: byPassword,
    newPassword: proof,
    others: [],
    forgetKeys: false,
    exposed: false,
  });
  await a.ask["server.sync"]({ proof, consent: false });
  await expect(b.ask["server.erase"]({ proof: password, typed: "RESTORE" })).rejects.toThrow(
    "SERVER_KEYS",
  );
  expect(await b.ask["server.status"]({})).not.toMatchObject({ state: "none" });
  await note(a, "still there");
  await a.ask["server.sync"]({ proof, consent: false });
  expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
});

describe("a second device", () => {
  test("joins by address, backup key and password, and both have the same afterwards", async () => {
    const a = await first();
    await note(a, "one");
    await save(
      a,
      draftOf("card", "card", { "cc-number": "4111111111111111", "cc-csc": "123" }),
      password,
    );
    await syncNow(a);
    const { key, origin } = await a.ask["server.sheet"]({ proof: password });
    expect(key.replaceAll(/[^0-9A-Z]/g, "")).toHaveLength(28);
    const b = keep(client("b"));
    const way = { by: "key", url: origin, key } as const;
    expect(await b.ask["server.look"]({ way })).toEqual({ origin, keys: [] });
    expect(await b.ask["server.join"]({ way, typed: byPassword, name: "Second" })).toEqual({
      items: 2,
    });
    expect((await titles(b)).toSorted()).toEqual(["card", "one"]);
    await note(b, "from b");
    await syncNow(b);
    await syncNow(a);
    expect((await titles(a)).toSorted()).toEqual(["card", "from b", "one"]);
    const { devices: list } = await a.ask["server.devices"]({ proof: password });
    expect(list.map(({ name, own }) => ({ name, own }))).toEqual([
      { name: "Test a", own: true },
      { name: "Second", own: false },
    ]);
    await expect(a.ask["server.devices"]({ proof: null })).rejects.toThrow("STEP_UP");
  });

  test("a wrong key, a mistyped key and a wrong password are three different things, and leave nothing behind", async () => {
    const a = await first();
    const { key } = await a.ask["server.sheet"]({ proof: password });
    const b = keep(client("b"));
    const join = (text: string, secret = password) =>
      b.ask["server.join"]({
        way: { by: "key", url: at.origin, key: text },
        typed: { by: "password", secret },
        name: null,
      });
    const mistyped = (key.startsWith("0") ? "1" : "0") + key.slice(1);
    await expect(join(mistyped)).rejects.toThrow("BAD_BACKUP_KEY");
    const other = await running();
    const c = keep(await connected(other, "c"));
    const { key: elsewhere } = await c.ask["server.sheet"]({ proof: password });
    await expect(join(elsewhere)).rejects.toThrow("NO_ACCOUNT");
    await expect(join(key, "not the password")).rejects.toThrow("WRONG_SECRET");
    expect(b.world.stored.header).toBeNull();
    expect(b.world.stored.records.size).toBe(0);
    expect(await b.ask.status({})).toMatchObject({ state: "none" });
    expect(await join(key)).toEqual({ items: 0 });
    await c.ask.lock({});
    await other.end();
  });

  test("by pairing text it can not be served an older state than the first device has seen", async () => {
    const a = await first();
    await note(a, "one");
    await syncNow(a);
    const { text } = await a.ask["server.pair"]({ proof: password });
    const b = keep(client("b"));
    const way = { by: "pairing", text } as const;
    // The server withholds the last commit, and says that there is none.
    b.wire.bend = async (url, init, real) => {
      const answer = await real(url, init);
      if (init.method !== "GET" || !/\/v1\/vaults\/[0-9a-f]{32}$/.test(url)) return answer;
      const head = (await answer.json()) as { rev: number };
      return Response.json({ ...head, rev: head.rev - 1 });
    };
    const join = () => b.ask["server.join"]({ way, typed: byPassword, name: null });
    await expect(join()).rejects.toThrow("ROLLBACK");
    expect(b.world.stored.header).toBeNull();
    b.wire.bend = null;
    expect(await join()).toEqual({ items: 1 });
    const wrong = { by: "pairing", text: `${text.slice(0, -3)}AAA` } as const;
    await expect(client("c").ask["server.look"]({ way: wrong })).rejects.toThrow("BAD_PAIRING");
  });

  test("does not join over a vault that is there, and another vault is not linked", async () => {
    const a = await first();
    const { text } = await a.ask["server.pair"]({ proof: password });
    const way = { by: "pairing", text } as const;
    const b = keep(await newVault("b"));
    await expect(b.ask["server.join"]({ way, typed: byPassword, name: null })).rejects.toThrow(
      "VAULT_EXISTS",
    );
    await expect(b.ask["server.link"]({ way, proof: password })).rejects.toThrow("OTHER_VAULT");
    expect(await b.ask["server.status"]({})).toEqual({ state: "none", joining: null });
    // The same vault from a backup is connected again.
    const again = keep(client("again", structuredClone(a.world.stored)));
    again.world.stored.facts.delete("sync");
    again.world.stored.facts.delete("device");
    await again.ask.unlock(byPassword);
    await note(again, "while apart");
    await again.ask["server.link"]({ way, proof: password });
    await syncNow(again);
    await syncNow(a);
    expect(await titles(a)).toEqual(["while apart"]);
  });

  test("hears of a change at once, by the socket", async () => {
    const a = await first();
    const b = await second(a);
    for (const device of [a, b]) {
      await syncNow(device);
      await until(async () => {
        const status = await device.ask["server.status"]({});
        return status.state !== "none" && status.live;
      });
    }
    // The greeting tells the head as it is.
    await until(() => b.wire.sockets.size === 1);
    b.world.alarms.delete("sync");
    await note(a, "one");
    await a.ring();
    await until(() => b.world.alarms.get("sync") === b.world.time.now);
    await b.ring();
    expect(await titles(b)).toEqual(["one"]);
    await b.ask.lock({});
    await until(() => b.wire.sockets.size === 0);
  });

  test("offline edits on both sides meet, and a true conflict is told and stands in the item's history", async () => {
    const a = await first();
    const made = await save(a, draftOf("login", "Shop", { username: "ann", password: "old" }));
    await syncNow(a);
    const b = await second(a);
    await syncNow(a);
    const offline = async () => {
      throw new TypeError("offline");
    };
    for (const device of [a, b]) device.wire.bend = offline;
    const edit = async (device: Client, value: string) => {
      const item = await device.ask["item.read"]({ id: made.id });
      const fields = item.fields.map((field) =>
        field.key === "password" ? { ...field, value } : field,
      );
      device.world.time.now += 1000;
      const { id, rev, kind, title, tags, favourite, origins } = item;
      await save(device, { id, rev, kind, title, tags, favourite, origins, fields });
    };
    await edit(a, "from a");
    b.world.time.now += 60_000;
    await edit(b, "from b");
    await note(a, "only a");
    await expect(syncNow(a)).rejects.toThrow("OFFLINE");
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "offline", pending: 4 });
    // It tries again by itself, later and later.
    const times: number[] = [];
    for (let i = 0; i < 4; i++) {
      await a.ring();
      times.push((a.world.alarms.get("sync") ?? 0) - a.world.time.now);
    }
    expect(times).toEqual([...times].toSorted((x, y) => x - y));
    expect(times[3]).toBeGreaterThan((times[0] ?? 0) * 4);
    for (const device of [a, b]) device.wire.bend = null;
    await syncNow(a);
    await syncNow(b);
    await syncNow(a);
    const read = async (device: Client) => {
      const { fields } = await device.ask["item.read"]({ id: made.id });
      return fields.find(({ key }) => key === "password")?.value;
    };
    expect(await read(a)).toBe("from b");
    expect(await read(b)).toBe("from b");
    const { conflicts } = await b.ask["server.conflicts"]({});
    expect(conflicts).toMatchObject([{ id: made.id, title: "Shop" }]);
    expect(await b.ask["server.status"]({})).toMatchObject({ conflicts: 1 });
    const { past } = await b.ask["item.past"]({ id: made.id, critical: false, password: null });
    // What gave way is named as the history names it.
    const sides = conflicts[0]?.fields ?? [];
    const gaveWay = past.filter((one) =>
      sides.some((side) => side.field === one.field && side.at === one.at),
    );
    expect(gaveWay.map(({ value }) => value)).toContain("from a");
    await b.ask["server.conflicts.seen"]({ ids: [made.id] });
    expect((await b.ask["server.conflicts"]({})).conflicts).toEqual([]);
    expect((await titles(a)).toSorted()).toEqual(["Shop", "only a"]);
  });
});
