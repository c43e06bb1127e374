/** The guard of the clock: when what is old may be deleted, and when nobody can know how old it is. */
import { readFileSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clockGuard, driftMax } from "../../server/clock.ts";
import { keepHouse } from "../../server/keeper.ts";
import { paths } from "../../server/api.ts";
import { anObject, makeCommit, makeOrder, request } from "./account.ts";
import { push } from "./contract.ts";
import { clientOf, sqliteHere } from "./world.ts";

const day = 86_400_000;
const hour = 3_600_000;
let here: Awaited<ReturnType<typeof sqliteHere>>;
beforeEach(async () => {
  here = await sqliteHere();
});
afterEach(() => here.end());

/** A run of the server, with a wall clock that can be set and a steady one that can not. */
function run(at: { wall: number }) {
  const time = { steady: 0 };
  const guard = clockGuard(
    here.store,
    () => at.wall,
    () => time.steady,
  );
  const pass = (ms: number) => {
    at.wall += ms;
    time.steady += ms;
  };
  return { guard, pass };
}

test("while it runs, the wall clock is trusted as long as it goes as the steady one does", async () => {
  const at = { wall: Date.UTC(2026, 0, 1) };
  const { guard, pass } = run(at);
  expect(await guard.trusted()).toBe(at.wall);
  // Weeks, in which it is corrected by some minutes.
  for (let i = 0; i < 30; i++) {
    pass(day);
    at.wall += i % 2 === 0 ? driftMax : -driftMax;
    expect(await guard.trusted()).toBe(at.wall);
  }
  at.wall += driftMax + 1;
  expect(await guard.trusted()).toBeNull();
  // It stays so, however long it goes on.
  pass(day);
  expect(await guard.trusted()).toBeNull();
  // Set right again it is trusted again.
  at.wall -= driftMax + 1;
  expect(await guard.trusted()).toBe(at.wall);
});

test("between two runs it may go on by thirty days and back by an hour, and no more", async () => {
  const at = { wall: Date.UTC(2026, 0, 1) };
  const start = at.wall;
  expect(await run(at).guard.trusted()).toBe(start);
  for (const [ahead, trusted] of [
    [-hour - 1, false],
    [30 * day + 1, false],
    [-hour, true],
    [29 * day, true],
  ] as const) {
    at.wall = start + ahead;
    expect((await run(at).guard.trusted()) !== null, `${ahead}`).toBe(trusted);
  }
});

test("the operator's word ends the doubt, for that run and those after it", async () => {
  const at = { wall: Date.UTC(2026, 0, 1) };
  await run(at).guard.trusted();
  at.wall += 400 * day;
  const { guard } = run(at);
  expect(await guard.trusted()).toBeNull();
  await guard.accept();
  expect(await guard.trusted()).toBe(at.wall);
  expect(await run(at).guard.trusted()).toBe(at.wall);
});

test("an erasure is one though the log can not be emptied just then, and that is done again", async () => {
  const client = await clientOf(here.store);
  const { account, house } = client;
  await push(client, makeCommit(account, [anObject()]));
  const wal = () => statSync(`${here.file}-wal`).size;
  // Somebody reads: a copy is being made, say.
  const reader = new DatabaseSync(here.file, { readOnly: true });
  reader.exec("begin");
  reader.prepare("select count(*) from commits").get();
  const target = paths.vault(account.locator);
  const order = Buffer.from(makeOrder(account, { kind: "erase" })).toString("base64");
  const body = JSON.stringify({ order });
  const asked = request(account, target, { method: "DELETE", role: "admin", body });
  expect((await client.send(target, asked)).status).toBe(204);
  expect(wal()).toBeGreaterThan(0);
  reader.close();
  await keepHouse(house, run({ wall: Date.now() }).guard);
  expect(house.state.toScrub).toBe(false);
  const files = [here.file, `${here.file}-wal`].map((file) => readFileSync(file));
  expect(files.some((bytes) => bytes.includes(Buffer.from(account.locator, "hex")))).toBe(true);
  expect(files.some((bytes) => bytes.includes(Buffer.from(account.write.pk)))).toBe(false);
});

test("what was dropped goes when its days are over, not before, and not by a clock in doubt", async () => {
  const client = await clientOf(here.store, { historyDays: 90 });
  const { account, house } = client;
  const at = { wall: Date.now() };
  const { guard, pass } = run(at);
  const first = makeCommit(account, [anObject()]);
  await push(client, first);
  await push(client, makeCommit(account, [anObject()], { drops: first.names }));
  const object = paths.object(account.locator, first.names[0] ?? "");
  const there = async () => (await client.send(object, request(account, object))).status;
  const keep = () => keepHouse(house, guard);
  expect(await keep()).toBe(0);
  for (let i = 0; i < 89; i++) pass(day);
  expect(await keep()).toBe(0);
  expect(await there()).toBe(200);
  at.wall += 2 * day;
  expect(await keep()).toBeNull();
  expect(await there()).toBe(200);
  expect(house.metrics.text()).toContain("coffer_clock_held 1");
  at.wall -= 2 * day;
  pass(2 * day);
  expect(await keep()).toBe(1);
  expect(await there()).toBe(404);
  expect(house.metrics.text()).toContain("coffer_clock_held 0");
});
