/** Faults of many: instances that share a store, writers on one counter, devices that meet again (devices.ts). */
import { paths } from "../../../server/api.ts";
import { hubOver } from "../../../server/hub.ts";
import type { Store } from "../../../server/store/store.ts";
import { fromHex, toHex } from "../../../src/core/bytes.ts";
import { type Account, advance, anObject, makeCommit, request } from "../account.ts";
import { clientOf, type Postgres, sqliteHere } from "../world.ts";
import { convergence } from "./devices.ts";
import type { Fault } from "./fault.ts";
import { accountIn, commitIn } from "./writer.ts";

/** Needs a PostgreSQL: two instances know of each other through the store alone. */
export const hintFault = (postgres: Postgres | null): Fault => ({
  name: "two instances, write on A, hint on B",
  mutant: "an instance that hears only of its own writes",
  possible: postgres !== null,
  run: async (mutated, size) => {
    if (postgres === null) throw new Error("no PostgreSQL");
    const store = await postgres.open();
    const a = await clientOf(store);
    const hub = hubOver(store, mutated ? null : 300);
    const times: number[] = [];
    let missed = 0;
    let told: (() => void) | null = null;
    const end = hub.watch(a.account.locator, () => told?.());
    for (let i = 0; i < 3 * size; i++) {
      const start = performance.now();
      const hint = new Promise<boolean>((done) => {
        told = () => done(true);
        setTimeout(() => done(false), mutated ? 1500 : 120_000).unref();
      });
      const made = makeCommit(a.account, [anObject()]);
      const target = paths.commits(a.account.locator);
      await a.send(target, request(a.account, target, { method: "POST", body: made.upload }));
      advance(a.account, made);
      if (await hint) times.push(performance.now() - start);
      else missed += 1;
      if (mutated) break;
    }
    end();
    hub.stop();
    await store.close();
    const median = times.toSorted((x, y) => x - y)[Math.floor(times.length / 2)] ?? 0;
    return {
      bad: missed,
      figure: `${times.length} hints, median ${Math.round(median)} ms, ${missed} missed`,
    };
  },
});

interface Event {
  from: number;
  to: number;
  kind: "write" | "read";
  rev: number;
  chain: string;
}

/** What no single counter could have answered: a revision twice, a hole, a read that is older than what had ended before. */
function notLinear(events: readonly Event[]): number {
  let bad = 0;
  const writes = events.filter(({ kind }) => kind === "write").toSorted((a, b) => a.rev - b.rev);
  writes.forEach(({ rev }, i) => (bad += rev === i + 1 ? 0 : 1));
  const chains = new Map(writes.map(({ rev, chain }) => [rev, chain]));
  for (const read of events) {
    if (read.kind === "read" && read.rev > 0 && chains.get(read.rev) !== read.chain) bad += 1;
    const before = events
      .filter(({ to }) => to < read.from)
      .reduce((most, { rev }) => Math.max(most, rev), 0);
    if (read.rev < before || (read.kind === "write" && read.rev <= before)) bad += 1;
  }
  return bad;
}

const counter: Fault = {
  name: "12 writers and 4 readers on the revision counter",
  mutant: "a counter that is read and written in two steps",
  run: async (mutated, size) => {
    const here = await sqliteHere();
    const account = await accountIn(here.store);
    const events: Event[] = [];
    const count = { done: 0, goal: 30 * size };
    // The mutant's counter: two steps, with a turn of the loop between them.
    const loose = { rev: 0, chain: "" };
    const headOf = async (store: Store) => {
      if (mutated) return { ...loose };
      const row = await store.run("vault", fromHex(account.locator));
      return { rev: row?.rev ?? 0, chain: toHex(row?.chain as never) };
    };
    const writer = async () => {
      while (count.done < count.goal) {
        const from = performance.now();
        const head = await headOf(here.store);
        const base: Account = {
          ...account,
          rev: head.rev,
          chain: fromHex(mutated ? "00".repeat(32) : head.chain),
        };
        const made = makeCommit(base, [anObject(50)], { header: new Uint8Array(0) });
        if (mutated) {
          await new Promise((next) => setImmediate(next));
          Object.assign(loose, { rev: head.rev + 1, chain: toHex(made.commitId) });
          events.push({ from, to: performance.now(), kind: "write", ...loose });
          count.done += 1;
          continue;
        }
        const answer = await commitIn(here.store, account, made.upload);
        if (answer.is !== "committed") continue;
        events.push({
          from,
          to: performance.now(),
          kind: "write",
          rev: answer.rev,
          chain: toHex(answer.chain),
        });
        count.done += 1;
      }
    };
    const reader = async () => {
      while (count.done < count.goal) {
        const from = performance.now();
        const head = await headOf(here.store);
        events.push({ from, to: performance.now(), kind: "read", ...head });
        await new Promise((next) => setTimeout(next, 1));
      }
    };
    await Promise.all([
      ...Array.from({ length: 12 }, writer),
      ...Array.from({ length: 4 }, reader),
    ]);
    await here.end();
    const bad = notLinear(events);
    return {
      bad,
      figure: `${count.done} writes, ${events.length - count.done} reads, ${bad} out of order`,
    };
  },
};

export const manyFaults: readonly Fault[] = [counter, convergence];
