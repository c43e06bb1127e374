/** The check of a store: every chain and signature from the first commit, every live object by its hash. */
import { commitSigned, decodeCommit, firstChain, nextChain, readTransition } from "./commit.ts";
import { type Bytes, equalBytes, sha256, toHex } from "./bytes.ts";
import type { VaultRow } from "./store/schema.ts";
import type { Store } from "./store/store.ts";

export interface Checked {
  vaults: number;
  commits: number;
  objects: number;
  bytes: number;
  /** What is wrong, without naming an account in full. */
  faults: string[];
}

/** Goes through the whole store. It changes nothing. */
export async function checkStore(store: Store): Promise<Checked> {
  const found: Checked = { vaults: 0, commits: 0, objects: 0, bytes: 0, faults: [] };
  for (let after: Uint8Array = new Uint8Array(0); ;) {
    const rows = await store.run("vaultsAfter", after);
    const last = rows.at(-1);
    if (last === undefined) return found;
    for (const row of rows) {
      found.vaults += 1;
      const say = (fault: string) =>
        found.faults.push(`${toHex(row.locator).slice(0, 6)}…: ${fault}`);
      const live = await checkLog(store, row, found, say);
      await checkObjects(store, row, live, found, say);
    }
    after = last.locator;
  }
}

/** Answers the names that must be live, or null where bodies were purged and nobody can say. */
async function checkLog(
  store: Store,
  row: VaultRow,
  found: Checked,
  say: (fault: string) => void,
): Promise<Set<string> | null> {
  const steps = new Map(
    (await store.run("transitions", row.locator)).map((each) => [each.rev, each.bytes]),
  );
  let keys = {
    keyEpoch: row.first_epoch,
    writePk: row.first_write_pk,
    adminPk: row.first_admin_pk,
  };
  let chain: Uint8Array = firstChain;
  let rev = 0;
  let live: Set<string> | null = new Set<string>();
  while (rev < row.rev) {
    const commits = await store.run("logRows", row.locator, rev + 1);
    if (commits.length === 0) break;
    for (const commit of commits) {
      rev += 1;
      found.commits += 1;
      if (commit.rev !== rev) {
        say(`commit ${rev} is missing`);
        return null;
      }
      const step = steps.get(rev);
      if (step !== undefined) {
        const next = readTransition(step, keys.adminPk, row.locator, keys.keyEpoch);
        if (next === null) say(`the keys of commit ${rev} are not signed`);
        else keys = { keyEpoch: keys.keyEpoch + 1, ...next };
      }
      if (commit.body !== null && !equalBytes(sha256(commit.body), commit.body_hash))
        say(`commit ${rev} is damaged`);
      if (!commitSigned(keys.writePk, commit.body_hash, commit.sig))
        say(`commit ${rev} is not signed`);
      chain = nextChain(chain, commit.body_hash);
      if (!equalBytes(chain, commit.chain)) say(`the chain breaks at ${rev}`);
      live = commit.body === null ? null : applied(live, commit.body);
    }
  }
  if (rev !== row.rev || !equalBytes(chain, row.chain)) say("the head is not the end of the log");
  if (keys.keyEpoch !== row.key_epoch || !equalBytes(keys.writePk, row.write_pk))
    say("the keys are not those of the log");
  return live;
}

function applied(live: Set<string> | null, body: Uint8Array): Set<string> | null {
  if (live === null) return null;
  const { adds, drops } = decodeCommit(body);
  for (const name of drops) live.delete(toHex(name));
  for (const name of adds) live.add(toHex(name));
  return live;
}

async function checkObjects(
  store: Store,
  row: VaultRow,
  live: Set<string> | null,
  found: Checked,
  say: (fault: string) => void,
): Promise<void> {
  let count = 0;
  for (let after: Bytes = new Uint8Array(0); ;) {
    const objects = await store.run("liveAfter", row.locator, after);
    const last = objects.at(-1);
    if (last === undefined) break;
    for (const { name, bytes } of objects) {
      count += 1;
      found.objects += 1;
      found.bytes += bytes?.length ?? 0;
      if (bytes === null) say("an object is missing");
      else if (!equalBytes(sha256(bytes), name)) say("an object is damaged");
      if (live !== null && !live.has(toHex(name))) say("an object is live that no commit holds");
    }
    after = last.name as Bytes;
  }
  if (live !== null && count !== live.size)
    say(`${live.size - count} objects of the head are missing`);
}
