/** A process that is killed: it commits to a store without end and says what was acknowledged, a line each. */
import { appendFileSync } from "node:fs";
import type { Store } from "../../../server/store/store.ts";
import { openSqlite } from "../../../server/store/sqlite.ts";
import { toHex } from "../../../server/bytes.ts";
import { type Account, advance, anObject, makeCommit, newAccount } from "../account.ts";
import { fromHex } from "../../../src/core/bytes.ts";

/** Makes an account in the store itself. */
export async function accountIn(store: Store): Promise<Account> {
  const account = newAccount();
  await store.run("create", {
    locator: fromHex(account.locator),
    nonce: anObject(16),
    keyEpoch: 1,
    readPk: account.read.pk,
    writePk: account.write.pk,
    adminPk: account.admin.pk,
    now: Date.now(),
    registration: "open",
    invite: "",
  });
  return account;
}

/** Sends a commit straight to the store, as the application does once the request was verified. */
export function commitIn(store: Store, account: Account, sent: Uint8Array, bytesMax = 1 << 30) {
  return store.run("commit", {
    locator: fromHex(account.locator),
    role: "write",
    pk: account.write.pk,
    nonce: anObject(16),
    now: Date.now(),
    sent,
    bytesMax,
    steppedUp: false,
    checked: null,
  });
}

/** Goes on until it is killed. `early`: the mutant, which acknowledges before the store has. */
async function write(file: string, log: string, early: boolean): Promise<void> {
  const store = await openSqlite(file, { copies: null });
  const one = async () => {
    const account = await accountIn(store);
    for (;;) {
      const made = makeCommit(account, [anObject(500)]);
      const done = commitIn(store, account, made.upload);
      if (!early) await done;
      advance(account, made);
      // A write to a file survives the death of its process, and so does what was acknowledged.
      appendFileSync(log, `${account.locator} ${account.rev} ${toHex(account.chain)}\n`);
      if (early) await done;
    }
  };
  await Promise.all(Array.from({ length: 8 }, one));
}

const [, , file, log, early] = process.argv;
if (import.meta.main && file !== undefined && log !== undefined)
  await write(file, log, early === "early");
