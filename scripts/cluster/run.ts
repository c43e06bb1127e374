/** Load on a cluster whose leader is killed: what was acknowledged, and what of it is there afterwards. */
import { openPostgres } from "../../server/store/postgres.ts";
import { type Store, Unavailable } from "../../server/store/store.ts";
import { fromHex } from "../../server/bytes.ts";
import { type Account, advance, anObject, makeCommit } from "../../test/server/account.ts";
import { accountIn, commitIn } from "../../test/server/faults/writer.ts";
import { startCluster, until } from "./nodes.ts";

export interface Outcome {
  acknowledged: number;
  lost: number;
  /** Seconds between the last answer before the kill and the first one after it. */
  outage: number;
}

const writers = 8;

interface Load {
  acknowledged: { account: Account; rev: number; chain: Uint8Array<ArrayBuffer>; at: number }[];
  /** When the last answer came. */
  last: number;
  running: boolean;
}

/** Writes without end; what was not answered is sent again as it is, by its commitId. */
async function writeOn(store: Store, account: Account, load: Load): Promise<void> {
  while (load.running) {
    const made = makeCommit(account, [anObject(300)]);
    while (load.running) {
      try {
        const answer = await commitIn(store, account, made.upload);
        // Control only: what this account was told is not there any more.
        if (answer.is !== "committed") return;
        advance(account, made);
        load.last = performance.now();
        load.acknowledged.push({ account, rev: account.rev, chain: account.chain, at: load.last });
        break;
      } catch (thrown) {
        if (!(thrown instanceof Unavailable)) throw thrown;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }
}

/** So many commits are acknowledged before the kill and after it: a condition, so that a busy machine only takes longer. */
const enough = { before: 300, cutOff: 30, after: 50 };
const patience = 120_000;

/** One run: load, the standbys cut off for a while where asked, kill -9 of the leader, load again, count. */
export async function killTheLeader(options: { sync: boolean; freeze: boolean }): Promise<Outcome> {
  const cluster = await startCluster(options.sync);
  let store: Store | null = null;
  const load: Load = { acknowledged: [], last: performance.now(), running: true };
  const acknowledged = (what: string, n: number) =>
    until(`${n} commits ${what}`, patience, async () =>
      load.acknowledged.length >= n ? true : null,
    );
  try {
    const open = await openPostgres({
      urls: cluster.urls,
      connections: writers + 2,
      patience: 2000,
    });
    store = open;
    const accounts = await Promise.all(Array.from({ length: writers }, () => accountIn(open)));
    const writing = Promise.all(accounts.map((account) => writeOn(open, account, load)));
    writing.catch(() => undefined);
    await acknowledged("before the kill", enough.before);
    const leader = await cluster.leader(2);
    if (options.freeze) {
      await cluster.freeze(leader);
      // PostgreSQL says COMMIT, with a warning, for a wait that is cancelled: that must not count as an answer.
      if (options.sync) {
        let cancelled = 0;
        await until(`${enough.cutOff} cancelled waits`, patience, async () => {
          cancelled += await cluster.cancelWaits(leader);
          return cancelled >= enough.cutOff ? true : null;
        });
      } else await acknowledged("by the leader alone", load.acknowledged.length + enough.cutOff);
    }
    const before = load.last;
    const count = load.acknowledged.length;
    cluster.kill(leader);
    await cluster.leader(options.sync ? 1 : 0);
    // In the control every account may have been told what is lost: then nobody can go on.
    if (options.sync) await acknowledged("after the kill", count + enough.after);
    load.running = false;
    await writing;
    const outage = (load.acknowledged[count]?.at ?? before) - before;
    let lost = 0;
    for (const { account, rev, chain } of load.acknowledged)
      if (!(await open.run("chainIs", fromHex(account.locator), rev, chain))) lost += 1;
    return { acknowledged: load.acknowledged.length, lost, outage: outage / 1000 };
  } finally {
    load.running = false;
    await store?.close().catch(() => undefined);
    await cluster.end();
  }
}
