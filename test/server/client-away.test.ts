/** Weeks without the server, and a mirror that was made the server in its place. */
import { afterEach, expect, test } from "vitest";
import { join } from "node:path";
import { toHex } from "../../src/core/bytes.ts";
import { keepHouse } from "../../server/keeper.ts";
import { main } from "../../server/main.ts";
import { identityIn } from "../../server/mirror/certificate.ts";
import { pair } from "../../server/mirror/primary.ts";
import type { Item } from "../../src/core/item.ts";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import {
  byPassword,
  type Client,
  connected,
  paired,
  running,
  type Running,
  syncNow,
  until,
} from "./client.ts";

cheapDerivation();

const day = 86_400_000;
const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});
const server = async (env: Record<string, string> = {}, folder?: string): Promise<Running> => {
  const at = await running(env, folder);
  ends.push(() => at.end());
  return at;
};
const keep = (device: Client): Client => {
  ends.push(async () => device.ask.lock({}));
  return device;
};

/** Every item, whole, with its earlier values. */
async function contentsOf({ ask }: Client) {
  const found = await ask.find({
    text: "",
    tabId: null,
    where: "items",
    kind: null,
    tag: null,
    favourite: false,
    offset: 0,
    limit: 200,
  });
  const whole = found.rows.map(async ({ id }) => {
    const { past } = await ask["item.past"]({ id, critical: false, password: null });
    const { rev: _, ...item } = await ask["item.read"]({ id });
    return { item, past };
  });
  return (await Promise.all(whole)).toSorted((x, y) => (x.item.id < y.item.id ? -1 : 1));
}

async function edit(device: Client, id: string, values: Record<string, string>): Promise<Item> {
  const item = await device.ask["item.read"]({ id });
  const { rev, kind, title, tags, favourite, origins } = item;
  const fields = item.fields.map((field) => ({
    ...field,
    value: values[field.key ?? ""] ?? field.value,
  }));
  return save(device, { id, rev, kind, title, tags, favourite, origins, fields });
}

test("ten weeks offline, with edits, removals, a change of keys and history that is over: both are equal, and nothing is lost", async () => {
  const at = await server();
  const a = keep(await connected(at, "a"));
  const login = (title: string) =>
    save(a, draftOf("login", title, { username: "ann", password: "first" }));
  const both = await login("Edited on both");
  const same = await login("The same field on both");
  const gone = await login("Erased there, edited here");
  const erased = await login("Erased there");
  const still = await login("Never touched");
  await syncNow(a);
  const b = keep(await paired(a, "b"));
  await syncNow(a);
  b.wire.bend = async () => {
    throw new TypeError("offline");
  };

  for (let week = 1; week <= 10; week++) {
    for (const device of [a, b]) {
      device.world.time.now += 7 * day;
      // Each time the vault was locked in between, and what had its time was tidied away.
      await device.ask.lock({});
      const secret = device === a && week > 5 ? "another password" : password;
      await device.ask.unlock({ by: "password", secret });
    }
    await save(a, draftOf("note", `a in week ${week}`));
    await edit(a, both.id, { username: `a-${week}` });
    await edit(a, same.id, { password: `a-${week}` });
    b.world.time.now += 1000;
    await save(b, draftOf("note", `b in week ${week}`));
    await edit(b, both.id, { password: `b-${week}` });
    await edit(b, same.id, { password: `b-${week}` });
    if (week === 2) {
      await a.ask["item.trash"]({ ids: [gone.id, erased.id] });
      await a.ask["item.erase"]({ ids: [gone.id, erased.id] });
    }
    if (week === 3) await edit(b, gone.id, { username: "still needed" });
    if (week === 5)
      await a.ask.rotate({
        typed: byPassword,
        newPassword: "another password",
        others: [],
        forgetKeys: false,
        exposed: false,
      });
    const proof = week >= 5 ? "another password" : password;
    await a.ask["server.sync"]({ proof, consent: false });
    await b.ring();
    expect(await b.ask["server.status"]({})).toMatchObject({ state: "offline" });
  }
  // What was dropped more than 90 days ago by the server's clock is not kept any more.
  await keepHouse(at.served.house, { trusted: async () => Date.now() + 100 * day } as never);

  b.wire.bend = null;
  await b.ring();
  expect(await b.ask["server.status"]({})).toMatchObject({ state: "trouble", problem: "STEP_UP" });
  await b.ask["server.sync"]({ proof: "another password", consent: false });
  await a.ask["server.sync"]({ proof: "another password", consent: false });
  expect(await contentsOf(b)).toEqual(await contentsOf(a));

  const weeks = Array.from({ length: 10 }, (_, n) => n + 1);
  expect((await titles(a)).toSorted()).toEqual(
    [
      ...weeks.flatMap((week) => [`a in week ${week}`, `b in week ${week}`]),
      "Edited on both",
      "Erased there, edited here",
      "Never touched",
      "The same field on both",
    ].toSorted(),
  );
  const valueOf = async (id: string, wanted: string) =>
    (await a.ask["item.read"]({ id })).fields.find(({ key }) => key === wanted)?.value;
  expect([await valueOf(both.id, "username"), await valueOf(both.id, "password")]).toEqual([
    "a-10",
    "b-10",
  ]);
  expect(await valueOf(gone.id, "username")).toBe("still needed");
  expect(await valueOf(still.id, "password")).toBe("first");
  expect(await valueOf(same.id, "password")).toBe("b-10");
  const { past } = await a.ask["item.past"]({ id: same.id, critical: false, password: null });
  const values = past.map(({ value }) => value);
  // Each value that stood on either side in these weeks, as far as the history of a field goes.
  expect(values).toEqual(expect.arrayContaining(["a-10", "a-9", "b-9"]));
  const { conflicts } = await b.ask["server.conflicts"]({});
  expect(conflicts.map(({ title }) => title)).toContain("The same field on both");
});

test("the mirror takes the server's place at another address: each device connects there, and both are in step", async () => {
  const primary = await server({ COFFER_MIRROR_LISTEN: "127.0.0.1:0" });
  const a = keep(await connected(primary, "a"));
  await save(a, draftOf("note", "one"));
  await syncNow(a);
  const b = keep(await paired(a, "b"));
  const code = await pair(primary.served.house.store);
  const env = {
    COFFER_MIRROR_OF: `127.0.0.1:${primary.served.mirrorPort}`,
    COFFER_MIRROR_CODE: code,
    COFFER_MIRROR_PIN: toHex(identityIn(join(primary.folder, "data")).pin),
  };
  const mirror = await server(env);
  const revOf = async ({ served }: Running) => {
    const [row] = await served.house.store.run("vaultsAfter", new Uint8Array(0));
    return row === undefined ? 0 : ((await served.house.store.run("vault", row.locator))?.rev ?? 0);
  };
  await save(a, draftOf("note", "two"));
  await syncNow(a);
  const reached = await revOf(primary);
  await until(async () => (await revOf(mirror)) === reached);
  await primary.end();
  await mirror.end();
  const promoted = await main(["promote"], { COFFER_DATA: join(mirror.folder, "data") });
  expect(promoted).toBe(0);
  const now = await server({}, mirror.folder);

  await expect(syncNow(a)).rejects.toThrow("OFFLINE");
  await save(a, draftOf("note", "while nobody was there"));
  // The way that the screen tells: away from the old address, and with the key of the sheet to the new one.
  const { key } = await a.ask["server.sheet"]({ proof: password });
  for (const device of [a, b]) {
    await device.ask["server.disconnect"]({});
    const way = { by: "key", url: now.origin, key } as const;
    await device.ask["server.link"]({ way, proof: password });
    await syncNow(device);
  }
  await syncNow(a);
  expect((await titles(b)).toSorted()).toEqual(["one", "two", "while nobody was there"]);
  expect(await contentsOf(b)).toEqual(await contentsOf(a));
});

test("over more changes of keys than the vault remembers, the password among them, both passwords bring all of it together", async () => {
  const at = await server();
  const a = keep(await connected(at, "a"));
  const b = keep(await paired(a, "b"));
  await syncNow(a);
  await save(b, draftOf("note", "of b"));
  const change = { others: [], forgetKeys: false, exposed: false };
  for (let i = 0; i < 17; i++)
    await a.ask.rotate({ ...change, typed: byPassword, newPassword: null });
  const now = "another horse battery";
  await a.ask.rotate({ ...change, typed: byPassword, newPassword: now });
  await save(a, draftOf("note", "of a"));
  await a.ask["server.sync"]({ proof: null, consent: false });
  const sync = (proof: string | null, former?: string) =>
    b.ask["server.sync"]({ proof, consent: false, former });
  await expect(sync(null)).rejects.toThrow("STEP_UP");
  await expect(sync(now)).rejects.toThrow("FORMER_PASSWORD");
  expect(await b.ask["server.status"]({})).toMatchObject({
    state: "trouble",
    problem: "FORMER_PASSWORD",
  });
  expect(await titles(b)).toEqual(["of b"]);
  await sync(now, password);
  await a.ask["server.sync"]({ proof: null, consent: false });
  for (const device of [a, b]) expect((await titles(device)).toSorted()).toEqual(["of a", "of b"]);
  await b.ask.lock({});
  await b.ask.unlock({ by: "password", secret: now });
});
