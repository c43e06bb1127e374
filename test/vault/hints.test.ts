/** Hints of a server that lies, of one that tells the truth, and the clock between them. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { hintsOf } from "../../src/vault/hints.ts";
import type { ServerAccount } from "../../src/vault/ports.ts";
import { type Live, liveOf } from "../../src/vault/server-live.ts";
import { sync } from "../../src/vault/sync.ts";
import { remoteOf } from "./remote.ts";
import { draftOf, save, titles } from "./steps.ts";
import { cheapDerivation, copyOfTwo, type Two, twoDevices } from "./two.ts";
import { there } from "./world.ts";

cheapDerivation();
let made: Two;
beforeAll(async () => {
  made = await twoDevices();
});

const second = 1000;
const minute = 60 * second;

/** Device b with syncing by itself, a server whose hints the test makes up, and a clock that the test moves. */
async function listening() {
  const both = await copyOfTwo(made);
  const { vault, world, reach } = both.b;
  let hear: ((rev: number | null) => void) | null = null;
  let asked = 0;
  const honest = remoteOf(both.server);
  reach.remote = { ...honest, head: async () => ((asked += 1), honest.head()) };
  const account = {
    ...honest,
    room: () => null,
    stop: () => undefined,
    watch: (to: typeof hear) => {
      hear = to;
      return () => void (hear = null);
    },
  } as unknown as ServerAccount;
  const live: Live = liveOf(vault, {
    at: () => account,
    last: () => account,
    stop: () => undefined,
  });
  await live.run();
  /** Time passes; what the clock was asked to ring for rings, in its order, at its time. */
  const pass = async (ms: number, each: () => void = () => undefined): Promise<void> => {
    const until = world.time.now + ms;
    for (;;) {
      each();
      const due = [...world.alarms]
        .filter(([name, at]) => (name === "sync" || name === "hint") && at <= until)
        .toSorted(([, x], [, y]) => x - y)[0];
      if (due === undefined) break;
      world.alarms.delete(due[0]);
      world.time.now = Math.max(world.time.now, due[1]);
      await live.ring();
    }
    world.time.now = until;
  };
  asked = 0;
  return { ...both, pass, hint: (rev: number) => there(hear)(rev), asked: () => asked };
}

describe("a server that lies about new heads", () => {
  let at: Awaited<ReturnType<typeof listening>>;
  beforeEach(async () => {
    at = await listening();
  });

  test("is asked less and less often, not once for every hint", async () => {
    let told = 1_000_000;
    let rounds = 0;
    // As fast as it can: again at every turn, before and after each sync.
    await at.pass(10 * minute, () => {
      for (let i = 0; i < 10; i++) at.hint(told++);
      if (++rounds > 1000) throw new Error("It syncs without end.");
    });
    // 0, 1, 3, 7, ... 511 s, and the alarm every five minutes.
    expect(at.asked()).toBeGreaterThan(5);
    expect(at.asked()).toBeLessThan(20);
  });

  test("has forfeited no more than that: what is true comes with the next of them", async () => {
    let told = 1_000_000;
    await at.pass(minute, () => at.hint(told++));
    await save(at.a, draftOf("note", "true"));
    await sync(at.a.vault);
    at.hint(there(at.server.log).rev);
    await at.pass(5 * minute);
    expect(await titles(at.b)).toContain("true");
    // And from then on it is believed at once again.
    const before = at.asked();
    await save(at.a, draftOf("note", "true again"));
    await sync(at.a.vault);
    at.hint(there(at.server.log).rev);
    await at.pass(second);
    expect(at.asked()).toBe(before + 1);
    expect(await titles(at.b)).toContain("true again");
  });

  test("does not put off what is changed here", async () => {
    let told = 1_000_000;
    await at.pass(2 * minute, () => at.hint(told++));
    const rev = there(at.server.log).rev;
    await save(at.b, draftOf("note", "mine"));
    at.hint(told++);
    await at.pass(second);
    expect(there(at.server.log).rev).toBe(rev + 1);
  });
});

test("an honest one is followed at once, every time, and hints of our own commits cost nothing", async () => {
  const at = await listening();
  for (const title of ["one", "two", "three"]) {
    await save(at.a, draftOf("note", title));
    await sync(at.a.vault);
    at.hint(there(at.server.log).rev);
    await at.pass(second);
    expect(await titles(at.b)).toContain(title);
  }
  expect(at.asked()).toBe(3);
  await save(at.b, draftOf("note", "mine"));
  await at.pass(second);
  const before = at.asked();
  at.hint(there(at.server.log).rev);
  await at.pass(second);
  expect(at.asked()).toBe(before);
});

test("what is changed here while a sync is under way is sent behind it, not minutes later", async () => {
  const at = await listening();
  await save(at.b, draftOf("note", "one"));
  const { remote } = at.b.reach;
  let once = true;
  at.b.reach.remote = {
    ...remote,
    commit: async (...sent) => {
      const answer = await remote.commit(...sent);
      if (once) {
        once = false;
        await save(at.b, draftOf("note", "meanwhile"));
      }
      return answer;
    },
  };
  await at.pass(2 * second);
  await sync(at.a.vault);
  expect((await titles(at.a)).toSorted()).toEqual(["meanwhile", "one"]);
});

test("the wait doubles to five minutes, ends with the first hint that was true, and outlives no clock that is set back", () => {
  const hints = hintsOf();
  expect(hints.due(0)).toBe(0);
  const waits: number[] = [];
  let now = 0;
  for (let i = 0; i < 12; i++) {
    hints.followed(now);
    hints.brought(false);
    waits.push(hints.due(now) - now);
    now = hints.due(now);
  }
  expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8].map((n) => n * second));
  expect(waits.at(-1)).toBe(5 * minute);
  hints.followed(now);
  expect(hints.due(now - 1_000_000_000) - (now - 1_000_000_000)).toBeLessThanOrEqual(5 * minute);
  hints.brought(true);
  expect(hints.due(now) - now).toBeLessThan(second);
});
