/** Load on a cluster whose leader is killed: what was acknowledged, and what of it is there afterwards. */
import { openPostgres } from "../../server/store/postgres.ts";
import { type Store, Unavailable } from "../../server/store/store.ts";
import { fromHex } from "../../server/bytes.ts";
import { type Account, advance, anObject, makeCommit } from "../../test/server/account.ts";
import { accountIn, commitIn } from "../../test/server/faults/writer.ts";
import { startCluster } from "./nodes.ts";

export interface Outcome {
  acknowledged: number;
  lost: number;
  /** Seconds between the last answer before the kill and the first one after it. */
  outage: number;
}

const writers = 8;

interface Load {
  acknowledged: { account: Account; rev: number; chain: Uint8Array<ArrayBuffer> }[];
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
        load.acknowledged.push({ account, rev: account.rev, chain: account.chain });
        break;
      } catch (thrown) {
        if (!(thrown instanceof Unavailable)) throw thrown;
        await new Promise((done) => setTimeout(done, 100));
      }
    }
  }
}

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One run: load, the standbys frozen for a while where asked, kill -9 of the leader, load again, count. */
export async function killTheLeader(options: {
  sync: boolean;
  freezeMs: number;
}): Promise<Outcome> {
  const cluster = await startCluster(options.sync);
  const store = await openPostgres({
    urls: cluster.urls,
    connections: writers + 2,
    patience: 2000,
  });
  const load: Load = { acknowledged: [], last: performance.now(), running: true };
  try {
    const accounts = await Promise.all(Array.from({ length: writers }, () => accountIn(store)));
    const writing = Promise.all(accounts.map((account) => writeOn(store, account, load)));
    await pause(options.sync ? 5000 : 2000);
    const leader = await cluster.leader(2);
    if (options.freezeMs > 0) {
      await cluster.freeze(leader);
      for (let waited = 0; waited < options.freezeMs; waited += 200) {
        await pause(200);
        // PostgreSQL then says COMMIT with a warning: that must not count as an answer.
        await cluster.cancelWaits(leader);
      }
    }
    const before = load.last;
    const count = load.acknowledged.length;
    cluster.kill(leader);
    await cluster.leader(options.sync ? 1 : 0);
    const start = performance.now();
    // In the control every account may have been told what is lost: then nobody can go on.
    while (
      load.acknowledged.length < count + 50 &&
      performance.now() - start < (options.sync ? 60_000 : 5000)
    )
      await pause(100);
    const after = load.acknowledged[count] === undefined ? 0 : load.last - before;
    await pause(1000);
    load.running = false;
    await writing;
    let lost = 0;
    for (const { account, rev, chain } of load.acknowledged)
      if (!(await store.run("chainIs", fromHex(account.locator), rev, chain))) lost += 1;
    return { acknowledged: load.acknowledged.length, lost, outage: after / 1000 };
  } finally {
    load.running = false;
    await store.close().catch(() => undefined);
    await cluster.end();
  }
}
