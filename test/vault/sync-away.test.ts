/** A device that was away over more changes of keys than the keyring remembers (FORMAT.md 12, "Log"). */
import { beforeAll, describe, expect, test } from "vitest";
import { failureCode } from "../../src/core/failure.ts";
import { connect, disconnect } from "../../src/vault/connect.ts";
import type { LoggedCommit, ReducedCommit, Remote } from "../../src/vault/ports.ts";
import { sync } from "../../src/vault/sync.ts";
import { copyOf, type Log, purge, remoteOf, type Server } from "./remote.ts";
import { draftOf, password, save, titles } from "./steps.ts";
import {
  byPassword,
  cheapDerivation,
  contents,
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
/** The log as B has seen it. */
let seenLog: Log;
let edited: string;

const rotation = {
  typed: byPassword,
  newPassword: null,
  others: [],
  forgetKeys: false,
  exposed: false,
};
const epochOf = ({ vault }: Device) => vault.opened?.vault.epoch;
const note = (device: Device, title: string, body = "") =>
  save(device, draftOf("note", title, { body }));
const card = (device: Device, title: string) =>
  save(
    device,
    draftOf("card", title, { "cc-number": "4111111111111111", "cc-csc": "7 3 7" }),
    password,
  );
const logOf = ({ server }: Two): Log => there(server.log);

/** B goes away in the first epoch with edits of its own; A changes the keys eighteen times. */
beforeAll(async () => {
  made = await twoDevices();
  const { a, b } = made;
  edited = (await note(a, "edited", "first")).id;
  const gone = await note(a, "erased there");
  await card(a, "card of a");
  await expectInStep(made);
  seenLog = there(copyOf(made.server));
  const { id, rev, kind, tags, favourite, origins, fields } = await b.ask["item.read"]({
    id: edited,
  });
  const mine = fields.map((field) => (field.key === "body" ? { ...field, value: "of b" } : field));
  await save(b, { id, rev, kind, title: "edited", tags, favourite, origins, fields: mine });
  await note(b, "while away");
  await card(b, "card of b");
  await a.ask["item.trash"]({ ids: [gone.id] });
  await a.ask["item.erase"]({ ids: [gone.id] });
  for (let i = 0; i < 18; i++) await a.ask.rotate(rotation);
  await note(a, "in between");
  await sync(a.vault);
}, 120_000);

async function inStepWithAll(both: Two) {
  await expectInStep(both);
  for (const device of [both.a, both.b]) {
    expect((await titles(device)).toSorted()).toEqual(
      ["card of a", "card of b", "edited", "in between", "while away"].toSorted(),
    );
    const all = await contents(device);
    expect(JSON.stringify(all[edited])).toContain("of b");
    expect(JSON.stringify(all).match(/7 3 7/g)).toHaveLength(2);
  }
}

async function refused(device: Device, remote: Remote, names: readonly string[]) {
  const before = fingerprint(device);
  device.reach.remote = remote;
  expect(names).toContain(await sync(device.vault, { prove }).catch(failureCode));
  expect(fingerprint(device)).toBe(before);
}

describe("it comes back", () => {
  test("by the password, with every edit of both sides, critical ones too", async () => {
    const both = await copyOfTwo(made);
    expect([made.a, made.b].map(epochOf)).toEqual([19, 1]);
    await expect(sync(both.b.vault)).rejects.toThrow("STEP_UP");
    await sync(both.b.vault, { prove });
    expect(epochOf(both.b)).toBe(19);
    await inStepWithAll(both);
  });

  test("over a purge too, however much of what is between it has taken", async () => {
    for (const upTo of [seenLog.rev, seenLog.rev + 1, seenLog.rev + 9, logOf(made).rev - 1]) {
      const both = await copyOfTwo(made);
      purge(logOf(both), upTo);
      await sync(both.b.vault, { prove });
      await inStepWithAll(both);
    }
  });

  test("connected anew too, where the log holds what its own keys have signed", async () => {
    for (const purged of [false, true]) {
      const both = await copyOfTwo(made);
      if (purged) purge(logOf(both), logOf(both).rev - 1);
      await disconnect(both.b.vault);
      await connect(both.b.vault, byPassword, both.backupKey);
      await sync(both.b.vault, { prove });
      // Behind a purge nobody tells that what was erased there is what is here: without a common version it stands.
      const left = both.b.vault.opened?.entries.find(({ title }) => title === "erased there");
      expect(left !== undefined).toBe(purged);
      if (left !== undefined) {
        await both.b.ask["item.trash"]({ ids: [left.id] });
        await both.b.ask["item.erase"]({ ids: [left.id] });
      }
      await inStepWithAll(both);
    }
  });

  test("with both passwords where it was changed too, and not with one of them", async () => {
    const both = await copyOfTwo(made);
    const now = { by: "password", secret: "another horse battery" } as const;
    await both.a.ask.rotate({ ...rotation, newPassword: now.secret });
    const before = fingerprint(both.b);
    const asked = (options: Parameters<typeof sync>[1]) => sync(both.b.vault, options);
    await expect(asked({ prove })).rejects.toThrow("WRONG_SECRET");
    await expect(asked({ prove: async () => now })).rejects.toThrow("FORMER_PASSWORD");
    await expect(asked({ prove: async () => now, former: now })).rejects.toThrow("WRONG_SECRET");
    expect(fingerprint(both.b)).toBe(before);
    await asked({ prove: async () => now, former: byPassword });
    expect(epochOf(both.b)).toBe(20);
    await sync(both.a.vault);
    for (const device of [both.a, both.b])
      expect((await titles(device)).toSorted()).toEqual(
        ["card of a", "card of b", "edited", "in between", "while away"].toSorted(),
      );
  });
});

describe("a server gains nothing by it", () => {
  test("that goes back, or tells another history than the device has seen", async () => {
    for (const purged of [false, true]) {
      const both = await copyOfTwo(made);
      const other: Server = { log: structuredClone(seenLog) };
      both.b.reach.remote = remoteOf(other);
      await sync(both.b.vault);
      await note(both.b, "and later");
      if (purged) purge(logOf(both), logOf(both).rev - 1);
      await refused(both.b, remoteOf(both.server), purged ? ["FORK", "TAMPERED"] : ["FORK"]);
      await refused(both.b, remoteOf({ log: structuredClone(seenLog) }), ["ROLLBACK"]);
      expect(await titles(both.b)).toContain("and later");
    }
  });

  test("that changes one row of what a purge has left, anywhere", async () => {
    const both = await copyOfTwo(made);
    purge(logOf(both), logOf(both).rev - 1);
    const honest = remoteOf(both.server);
    const rows = await honest.purged(seenLog.rev);
    const lie = (where: number, change: (row: ReducedCommit) => ReducedCommit[]): Remote => ({
      ...honest,
      purged: async (since) =>
        (await honest.purged(since)).flatMap((row, i) =>
          since + i === seenLog.rev + where ? change(row) : [row],
        ),
    });
    const flip = (bytes: Uint8Array<ArrayBuffer>) =>
      bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
    for (const at of [0, 1, 8, rows.length - 2, rows.length - 1]) {
      const one = (change: (row: ReducedCommit) => ReducedCommit[]) => lie(at, change);
      await refused(
        both.b,
        one((row) => [{ ...row, bodyHash: flip(row.bodyHash) }]),
        ["TAMPERED", "FORK"],
      );
      await refused(
        both.b,
        one(() => []),
        ["TAMPERED", "FORK", "MISSING"],
      );
      await refused(
        both.b,
        one((row) => [row, row]),
        ["TAMPERED", "FORK"],
      );
      await refused(
        both.b,
        one((row) => [{ ...row, keyEpoch: row.keyEpoch + 3 }]),
        ["TAMPERED", "FORK"],
      );
      await refused(
        both.b,
        one((row) => [{ ...row, keyEpoch: 0 }]),
        ["TAMPERED", "FORK"],
      );
    }
    both.b.reach.remote = honest;
    await sync(both.b.vault, { prove });
    await inStepWithAll(both);
  });

  test("that changes a commit in the part whose keys only the transitions lead to", async () => {
    const both = await copyOfTwo(made);
    const honest = remoteOf(both.server);
    const lie = (at: number, change: (one: LoggedCommit) => LoggedCommit): Remote => ({
      ...honest,
      changes: async (since) => {
        const page = await honest.changes(since);
        if (typeof page === "string") return page;
        return page.map((one, i) => (since + i === at ? change(one) : one));
      },
    });
    const flip = (bytes: Uint8Array<ArrayBuffer>, at: number) =>
      bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
    for (const at of [seenLog.rev, seenLog.rev + 1, seenLog.rev + 2]) {
      await refused(
        both.b,
        lie(at, (one) => ({ ...one, sig: flip(one.sig, 0) })),
        ["TAMPERED"],
      );
      // Of the commitId, and of what follows the transition's own words.
      for (const byte of [70, 400])
        await refused(
          both.b,
          lie(at, (one) => ({ ...one, body: flip(one.body, byte) })),
          ["TAMPERED", "BAD_FORMAT", "FORK"],
        );
    }
  });

  test("with a vault whose own keys never signed anything there: it has gone its own way", async () => {
    for (const purged of [false, true]) {
      const both = await copyOfTwo(made);
      if (purged) purge(logOf(both), logOf(both).rev - 1);
      await disconnect(both.b.vault);
      await both.b.ask.rotate(rotation);
      expect(epochOf(both.b)).toBe(2);
      await connect(both.b.vault, byPassword, both.backupKey);
      await refused(both.b, remoteOf(both.server), ["FORK", "TAMPERED"]);
    }
  });

  test("with a log that begins later: nothing there says that the vault of then is the one of now", async () => {
    const both = await copyOfTwo(made);
    const other: Server = { log: null };
    for (const device of [both.a, both.b]) {
      await disconnect(device.vault);
      device.reach.remote = remoteOf(other);
    }
    const key = await connect(both.a.vault, byPassword, null, { fresh: true });
    await sync(both.a.vault);
    await connect(both.b.vault, byPassword, key);
    await refused(both.b, remoteOf(other), ["FORK"]);
    expect(await titles(both.b)).toContain("while away");
  });
});
