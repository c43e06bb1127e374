/** A log over more changes of keys than the keyring remembers. */
import { beforeAll, expect, test } from "vitest";
import { failureCode } from "../../src/core/failure.ts";
import { connect, disconnect } from "../../src/vault/connect.ts";
import type { Remote } from "../../src/vault/ports.ts";
import { sync } from "../../src/vault/sync.ts";
import { chainAt } from "./lies.ts";
import { purge, remoteOf } from "./remote.ts";
import { draftOf, save, titles } from "./steps.ts";
import {
  byPassword,
  cheapDerivation,
  copyOfTwo,
  type Device,
  expectInStep,
  fingerprint,
  prove,
  type Two,
  twoDevices,
} from "./two.ts";
import { there } from "./world.ts";

cheapDerivation();
let made: Two;
/** B comes in step after each change of keys, and A has written something before the first. */
beforeAll(async () => {
  made = await twoDevices();
  await save(made.a, draftOf("note", "of the first epoch"));
  for (let i = 0; i < 18; i++) {
    await made.a.ask.rotate({
      typed: byPassword,
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    await sync(made.b.vault, { prove });
  }
  await expectInStep(made);
}, 120_000);

/** B forgets the server, and begins anew. */
async function apart(): Promise<Two> {
  const both = await copyOfTwo(made);
  await disconnect(both.b.vault);
  await save(both.b, draftOf("note", "while apart"));
  return both;
}

test("it can be begun: what is older than the keyring is held by the chain of what is not", async () => {
  for (const purged of [false, true]) {
    const both = await apart();
    const log = there(both.server.log);
    if (purged) purge(log, log.rev - 1);
    await connect(both.b.vault, byPassword, both.backupKey);
    await sync(both.b.vault, { prove });
    await expectInStep(both);
    expect((await titles(both.a)).toSorted()).toEqual(["of the first epoch", "while apart"]);
  }
});

test("an anchor in the old part is looked for, and found or not", async () => {
  const both = await apart();
  const good = { rev: 2, chain: await chainAt(there(both.server.log), 2) };
  await connect(both.b.vault, byPassword, both.backupKey, {
    anchor: { rev: 2, chain: new Uint8Array(32).fill(1) },
  });
  await expect(sync(both.b.vault, { prove })).rejects.toThrow("FORK");
  await disconnect(both.b.vault);
  await connect(both.b.vault, byPassword, both.backupKey, { anchor: good });
  await sync(both.b.vault, { prove });
  await expectInStep(both);
});

async function refused(device: Device, remote: Remote, names: readonly string[]) {
  const before = fingerprint(device);
  device.reach.remote = remote;
  expect(names).toContain(await sync(device.vault, { prove }).catch(failureCode));
  expect(fingerprint(device)).toBe(before);
}

test("what a server puts into the old part, takes out of it or never ends with is refused", async () => {
  const both = await apart();
  await connect(both.b.vault, byPassword, both.backupKey);
  const honest = remoteOf(both.server);
  const first = there(there(both.server.log).commits[0]);
  const changed = (change: (body: Uint8Array<ArrayBuffer>) => void): Remote => ({
    ...honest,
    changes: async (since) => {
      const page = await honest.changes(since);
      if (since > 0 || typeof page === "string") return page;
      const body = first.body.slice();
      change(body);
      return [{ ...first, body }, ...page.slice(1)];
    },
  });
  // Of the commitId: whoever comes next stands on another chain.
  await refused(
    both.b,
    changed((body) => void (body[70] = (body[70] ?? 0) ^ 1)),
    ["FORK"],
  );
  // Of the locator.
  await refused(
    both.b,
    changed((body) => void (body[7] = (body[7] ?? 0) ^ 1)),
    ["TAMPERED"],
  );
  const without: Remote = {
    ...honest,
    changes: async (since) => {
      const page = await honest.changes(since);
      return since === 0 && typeof page !== "string" ? page.slice(1) : page;
    },
  };
  await refused(both.b, without, ["MISSING"]);
  both.b.reach.remote = honest;
  await sync(both.b.vault, { prove });
  await expectInStep(both);
});
