/** An account whose history its owner has purged, over the real server: a new device, one that was away, one that has an anchor. */
import { expect, test } from "vitest";
import { randomBytes } from "node:crypto";
import { orderText } from "../../server/commit.ts";
import { keepHouse } from "../../server/keeper.ts";
import type { ServerState } from "../../src/wire/servers.ts";
import { concat } from "../../src/core/bytes.ts";
import { sign } from "../../src/core/sign.ts";
import { readPairing, writePairing } from "../../src/core/pairing.ts";
import { signerOf } from "../../src/vault/epoch-keys.ts";
import { withRootKey } from "../../src/vault/unlock.ts";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import { there } from "../vault/world.ts";
import {
  byPassword,
  type Client,
  client,
  connected,
  paired,
  type Running,
  serverForEach,
  syncNow,
} from "./client.ts";

cheapDerivation();

const day = 86_400_000;
let at: Running;
const { keep } = serverForEach((one) => (at = one));
const note = (device: Client, title: string) => save(device, draftOf("note", title));
const store = () => at.served.house.store;
const rowNow = async () => {
  const [row] = await store().run("vaultsAfter", new Uint8Array(0));
  return there(row);
};

/** What no client of ours does yet: the owner orders a purge with the admin key, and its delay passes. */
async function purged(device: Client, upTo: number): Promise<void> {
  const locator = new Uint8Array((await rowNow()).locator);
  const header = there(device.world.stored.header);
  await withRootKey(device.world, header, byPassword, async (rootKey, { vaultId, epoch }) => {
    const { signer } = await signerOf(rootKey, { vaultId, epoch }, "admin");
    const now = Date.now();
    const text = new Uint8Array(orderText({ kind: "purge", locator, upTo, unixMs: now }));
    const order = concat(text, await sign(signer, text));
    const nonce = randomBytes(16);
    const caller = { locator, role: "admin" as const, pk: signer.publicKey, nonce, now };
    const done = await store().run("obey", { ...caller, order, delay: day });
    expect(done.is).toBe("purge");
  });
  await later(2);
}

/** Days pass by the server's clock: purges are done, what is out of date goes. */
const later = (days: number) =>
  keepHouse(at.served.house, { trusted: async () => Date.now() + days * day } as never);

const rotate = (device: Client) =>
  device.ask.rotate({
    typed: byPassword,
    newPassword: null,
    others: [],
    forgetKeys: false,
    exposed: false,
  });

/** Six commits at least, of which all but the last are purged. */
async function withPurge(device: Client, titlesOf: readonly string[], rotates = false) {
  for (const title of titlesOf) {
    await note(device, title);
    await syncNow(device);
  }
  if (rotates) {
    await rotate(device);
    await note(device, "after a change of keys");
    await syncNow(device);
  }
  const { rev } = await rowNow();
  await purged(device, rev - 1);
  expect(await rowNow()).toMatchObject({ log_from: rev - 1 });
}

for (const rotates of [false, true])
  test(`a new device joins by sheet and password${rotates ? ", over a change of keys in the purged part" : ""}, and both go on`, async () => {
    const a = keep(await connected(at, "a"));
    await withPurge(a, ["one", "two", "three"], rotates);
    const { key, origin } = await a.ask["server.sheet"]({ proof: password });
    const b = keep(client("b"));
    const way = { by: "key", url: origin, key } as const;
    await b.ask["server.join"]({ way, typed: byPassword, name: "b" });
    expect((await titles(b)).toSorted()).toEqual((await titles(a)).toSorted());
    expect(b.wire.asked.some((one) => one.endsWith("/purged"))).toBe(true);
    await note(b, "of b");
    await syncNow(b);
    await syncNow(a);
    expect(await titles(a)).toContain("of b");
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
  });

test("it joins also where retention has gone on behind the purge, and where the whole history is over", async () => {
  const a = keep(await connected(at, "a"));
  await withPurge(a, ["one", "two"]);
  for (const title of ["three", "four"]) {
    await note(a, title);
    await syncNow(a);
  }
  await later(200);
  const { rev, history_from: from, log_from: whole } = await rowNow();
  expect(from).toBeGreaterThan(whole);
  expect(from).toBe(rev);
  const b = keep(await paired(a, "b"));
  expect((await titles(b)).toSorted()).toEqual(["four", "one", "three", "two"]);
});

test("a device that was away asks for the password, and loses nothing of its own", async () => {
  const a = keep(await connected(at, "a"));
  const b = keep(await paired(a, "b"));
  await syncNow(a);
  b.wire.bend = async () => {
    throw new TypeError("offline");
  };
  await note(b, "of b, offline");
  await withPurge(a, ["one", "two"], true);
  b.wire.bend = null;
  await b.ring();
  expect(await b.ask["server.status"]({})).toMatchObject({ state: "trouble", problem: "STEP_UP" });
  await syncNow(b);
  await syncNow(a);
  expect((await titles(a)).toSorted()).toEqual(
    ["after a change of keys", "of b, offline", "one", "two"].toSorted(),
  );
  expect((await titles(b)).toSorted()).toEqual((await titles(a)).toSorted());
});

test("the anchor of a pairing text holds behind the purge: an older state and another history are told", async () => {
  const a = keep(await connected(at, "a"));
  await note(a, "one");
  await syncNow(a);
  const { text } = await a.ask["server.pair"]({ proof: password });
  await withPurge(a, ["two", "three", "four"]);
  const pairing = await readPairing(text);
  expect(pairing.anchor.rev).toBeLessThan((await rowNow()).log_from);
  const join = (way: string) => {
    const b = keep(client("b"));
    return b.ask["server.join"]({
      way: { by: "pairing", text: way },
      typed: byPassword,
      name: null,
    });
  };
  const chain = pairing.anchor.chain.map((byte) => byte ^ 1);
  const forked = await writePairing({ ...pairing, anchor: { ...pairing.anchor, chain } });
  await expect(join(forked)).rejects.toThrow("FORK");
  const ahead = await writePairing({ ...pairing, anchor: { rev: 1000, chain } });
  await expect(join(ahead)).rejects.toThrow("ROLLBACK");
  expect(await join(text)).toEqual({ items: 4 });
});

test("a vault of which a backup was put back connects anew behind it, and states of the history stay to be had", async () => {
  const a = keep(await connected(at, "a"));
  await note(a, "one");
  await syncNow(a);
  const old = structuredClone(a.world.stored);
  await withPurge(a, ["two", "three"]);
  const b = keep(client("b", old));
  b.world.stored.facts.delete("sync");
  b.world.stored.facts.delete("device");
  await b.ask.unlock(byPassword);
  await note(b, "while apart");
  const { text } = await a.ask["server.pair"]({ proof: password });
  await b.ask["server.link"]({ way: { by: "pairing", text }, proof: password });
  await syncNow(b);
  await syncNow(a);
  expect((await titles(a)).toSorted()).toEqual(["one", "three", "two", "while apart"]);
  const { states } = await a.ask["server.history"]({ before: null });
  const oldest = there(states.at(-1));
  const state: ServerState = await a.ask["server.state"]({ rev: oldest.rev, proof: null });
  expect(state.items.map(({ title }) => title)).toContain("one");
});
