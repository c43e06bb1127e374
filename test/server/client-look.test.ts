/** A worker that the browser stopped, and its socket with it: how soon the next one hears of changes, and what that costs. */
import { describe, expect, test } from "vitest";
import { draftOf, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import {
  type Client,
  client,
  connected,
  newVault,
  paired,
  type Running,
  serverForEach,
  until,
} from "./client.ts";

cheapDerivation();
let at: Running;
const { keep } = serverForEach((running) => void (at = running));

/** In step, with a socket. */
async function live(): Promise<Client> {
  const a = keep(await connected(at, "a"));
  await a.ring();
  await until(() => a.wire.sockets.size === 1);
  return a;
}
const dueIn = ({ world }: Client) => {
  const due = world.alarms.get("socket");
  return due === undefined ? null : due - world.time.now;
};
/** The same browser, whose worker was stopped: the session is there, the socket is not. */
function started(from: Client): Client {
  const next = keep(client("a", from.world.stored));
  for (const [place, text] of from.world.session) next.world.session.set(place, text);
  next.world.time.now = from.world.time.now;
  return next;
}

describe("while the socket is open", () => {
  test("the clock looks every half minute, and nothing is asked of the server", async () => {
    const a = await live();
    expect(dueIn(a)).toBe(30_000);
    const before = a.wire.asked.length;
    for (let i = 0; i < 8; i++) {
      a.world.time.now += 30_000;
      await a.look();
      expect(dueIn(a)).toBe(30_000);
    }
    expect(a.wire.asked.length).toBe(before);
    expect(a.wire.sockets.size).toBe(1);
  });

  test("after a sleep of the machine it is made anew, as nobody knows whether it still carries anything", async () => {
    const a = await live();
    const [old] = a.wire.sockets;
    a.world.time.now += 8 * 60_000;
    await a.look();
    await until(() => a.wire.sockets.size === 1 && !a.wire.sockets.has(old as WebSocket));
    expect(dueIn(a)).toBe(30_000);
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", live: true });
  });
});

test("a worker that is started anew by it has what others changed meanwhile, and a socket again", async () => {
  const a = await live();
  const b = keep(await paired(a, "b"));
  await save(b, draftOf("note", "of b"));
  await b.ring();
  const again = started(a);
  await again.look();
  expect(await titles(again)).toEqual(["of b"]);
  expect(await again.ask["server.status"]({})).toMatchObject({ state: "ok", live: true });
  expect(dueIn(again)).toBe(30_000);
});

test("where the server is away it waits as after any loss, and looks no more", async () => {
  const a = await live();
  const again = started(a);
  again.wire.bend = async () => {
    throw new TypeError("offline");
  };
  await again.look();
  expect(again.wire.asked).toHaveLength(1);
  expect(dueIn(again)).toBeNull();
  expect(again.world.alarms.get("sync")).toBe(again.world.time.now + 5000);
});

test("a locked vault and one without a server ask nobody, and set no such alarm", async () => {
  const a = await live();
  await a.ask.lock({});
  expect(dueIn(a)).toBeNull();
  await until(() => a.wire.sockets.size === 0);
  const before = a.wire.asked.length;
  await a.look();
  await started(a).look();
  expect(a.wire.asked.length).toBe(before);
  expect(dueIn(a)).toBeNull();
  const alone = keep(await newVault("alone"));
  await save(alone, draftOf("note", "kept here"));
  await alone.look();
  await alone.ring();
  expect([alone.wire.asked, dueIn(alone)]).toEqual([[], null]);
});

test("a server that ends the socket ends the look: the alarm for the next sync takes its place", async () => {
  const a = await live();
  a.wire.bend = async () => {
    throw new TypeError("offline");
  };
  await at.served.stop();
  await until(() => dueIn(a) === null);
  expect(a.world.alarms.get("sync")).toBeGreaterThan(a.world.time.now);
});
