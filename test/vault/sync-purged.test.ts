/** A log whose beginning was purged: begun behind it, gone on over it, and what a server may not do under its cover. */
import { beforeAll, describe, expect, test } from "vitest";
import { decodeCommit } from "../../src/core/commit.ts";
import { Failure } from "../../src/core/failure.ts";
import { connect, disconnect } from "../../src/vault/connect.ts";
import type { ReducedCommit, Remote, RemoteState } from "../../src/vault/ports.ts";
import { sync } from "../../src/vault/sync.ts";
import { noAnchor } from "../../src/vault/sync-state.ts";
import { chainAt } from "./lies.ts";
import { copyOf, type Log, purge, remoteOf, type Server } from "./remote.ts";
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
beforeAll(async () => {
  made = await twoDevices();
  for (const title of ["one", "two", "three"])
    await save(made.a, draftOf("login", title, { username: title }));
  await expectInStep(made);
});

const logOf = ({ server }: Two): Log => there(server.log);
const note = (device: Device, title: string) => save(device, draftOf("note", title));
const rotate = (device: Device) =>
  device.ask.rotate({
    typed: byPassword,
    newPassword: null,
    others: [],
    forgetKeys: false,
    exposed: false,
  });

/** B is away; A goes on, one commit each, and all but the last of them is purged. */
async function away(rotations = 0): Promise<Two> {
  const both = await copyOfTwo(made);
  for (const title of ["four", "five", "six"]) {
    await note(both.a, title);
    await sync(both.a.vault);
    if (rotations-- > 0) await rotate(both.a);
  }
  purge(logOf(both), logOf(both).rev - 1);
  return both;
}

describe("a device that was away while what it had not fetched was purged", () => {
  test("asks for the password, and has everything of both sides then", async () => {
    const both = await away();
    await note(both.b, "of b");
    await expect(sync(both.b.vault)).rejects.toThrow("STEP_UP");
    await sync(both.b.vault, { prove });
    await expectInStep(both);
    expect((await titles(both.a)).toSorted()).toEqual(
      ["five", "four", "of b", "one", "six", "three", "two"].toSorted(),
    );
  });

  test("also over changes of keys of which no transition is left", async () => {
    const both = await away(2);
    await note(both.b, "of b");
    await sync(both.b.vault, { prove });
    await expectInStep(both);
    expect(await titles(both.a)).toContain("of b");
  });

  test("keeps what it had thrown away and what others had: an erasure there counts, an edit here stands", async () => {
    const both = await copyOfTwo(made);
    const gone = await note(both.a, "erased there");
    const kept = await note(both.a, "erased there, edited here");
    await expectInStep(both);
    await both.a.ask["item.trash"]({ ids: [gone.id, kept.id] });
    await both.a.ask["item.erase"]({ ids: [gone.id, kept.id] });
    await sync(both.a.vault);
    await note(both.a, "more");
    await sync(both.a.vault);
    purge(logOf(both), logOf(both).rev - 1);
    const item = await both.b.ask["item.read"]({ id: kept.id });
    const { id, rev, kind, tags, favourite, origins, fields } = item;
    await save(both.b, { id, rev, kind, title: "edited", tags, favourite, origins, fields });
    await sync(both.b.vault, { prove });
    await expectInStep(both);
    expect(await titles(both.a)).toContain("edited");
    expect(await titles(both.a)).not.toContain("erased there");
  });
});

describe("a vault that is connected anew behind a purge", () => {
  test("has everything of both, whatever epoch the log began in", async () => {
    for (const rotations of [0, 1]) {
      const both = await away(rotations);
      await disconnect(both.b.vault);
      await note(both.b, "alone");
      await connect(both.b.vault, byPassword, both.backupKey);
      await sync(both.b.vault, { prove });
      await expectInStep(both);
      expect((await titles(both.b)).toSorted()).toEqual(
        ["alone", "five", "four", "one", "six", "three", "two"].toSorted(),
      );
    }
  });

  test("finds the anchor of another device in the purged part, and is told where it is not there", async () => {
    const both = await away();
    const rev = logOf(both).rev - 3;
    const good = { rev, chain: await chainAt(logOf(both), rev) };
    const other = { rev, chain: new Uint8Array(32).fill(3) };
    const ahead = { rev: logOf(both).rev + 1, chain: good.chain };
    for (const [anchor, name] of [
      [other, "FORK"],
      [ahead, "ROLLBACK"],
    ] as const) {
      await disconnect(both.b.vault);
      await connect(both.b.vault, byPassword, both.backupKey, { anchor });
      await expect(sync(both.b.vault, { prove })).rejects.toThrow(name);
    }
    for (const anchor of [good, noAnchor]) {
      await disconnect(both.b.vault);
      await connect(both.b.vault, byPassword, both.backupKey, { anchor });
      await sync(both.b.vault, { prove });
    }
    await expectInStep(both);
  });
});

describe("under the cover of a purge a server", () => {
  const refused = async (both: Two, remote: Remote, names: readonly string[]) => {
    const before = fingerprint(both.b);
    both.b.reach.remote = remote;
    const outcome = await sync(both.b.vault, { prove }).then(
      () => "accepted",
      (thrown: unknown) => (thrown instanceof Failure ? thrown.code : String(thrown)),
    );
    expect(names).toContain(outcome);
    expect(fingerprint(both.b)).toBe(before);
    both.b.reach.remote = remoteOf(both.server);
  };
  const flip = (bytes: Uint8Array<ArrayBuffer>, at = 0) => {
    const other = bytes.slice();
    other[at] = (other[at] ?? 0) ^ 1;
    return other;
  };
  const withRows = (both: Two, change: (rows: ReducedCommit[]) => ReducedCommit[]): Remote => {
    const honest = remoteOf(both.server);
    return { ...honest, purged: async (since) => change(await honest.purged(since)) };
  };
  const withState = (both: Two, change: (state: RemoteState) => RemoteState | null): Remote => {
    const honest = remoteOf(both.server);
    const state = async (rev: number) => change(there(await honest.state(rev)));
    return { ...honest, state };
  };

  test("hands out nothing of it: MISSING", async () => {
    const both = await away();
    await refused(
      both,
      withRows(both, () => []),
      ["MISSING"],
    );
    await refused(
      both,
      withState(both, () => null),
      ["MISSING"],
    );
    await refused(
      both,
      withRows(both, (rows) => rows.slice(1)),
      ["FORK", "MISSING"],
    );
    await expectInStep(both);
  });

  test("does not hide the head under it: that body is what names the chain before", async () => {
    const both = await away();
    const whole = copyOf(both.server);
    const rowsOf = remoteOf({ log: { ...whole, purgedTo: whole.rev } });
    const remote = { ...remoteOf(both.server), changes: async () => "compacted" as const };
    await refused(both, { ...remote, purged: rowsOf.purged }, ["TAMPERED"]);
    await expectInStep(both);
  });

  test("makes up what is left of a commit: TAMPERED, at the first of them", async () => {
    const both = await away();
    let asked = 0;
    const lies: ((row: ReducedCommit) => ReducedCommit)[] = [
      (row) => ({ ...row, bodyHash: flip(row.bodyHash) }),
      (row) => ({ ...row, sig: flip(row.sig, 7) }),
      (row) => ({ ...row, keyEpoch: row.keyEpoch + 2 }),
      (row) => ({ ...row, keyEpoch: row.keyEpoch - 1 }),
      (row) => ({ ...row, manifests: row.manifests.map((one) => flip(one, 70)) }),
      (row) => ({ ...row, manifests: [] }),
    ];
    for (const lie of lies) {
      const remote = withRows(both, (rows) => {
        asked += 1;
        return rows.map(lie);
      });
      await refused(both, remote, ["TAMPERED", "FORK"]);
    }
    // Signed junk does not exist: of a list without end one page is read.
    asked = 0;
    const junk = { keyEpoch: 1, bodyHash: flip(new Uint8Array(32)), sig: new Uint8Array(64) };
    const endless = withRows(both, () => {
      asked += 1;
      return Array.from({ length: 1000 }, () => ({ ...junk, manifests: [new Uint8Array(300)] }));
    });
    await refused(both, endless, ["TAMPERED"]);
    expect(asked).toBe(1);
    await expectInStep(both);
  });

  test("does not slip another history in: FORK, though all of it was signed by our own devices", async () => {
    const both = await copyOfTwo(made);
    // Two histories from here on: b's, which it has pushed, and a's, which is longer.
    const other: Server = { log: copyOf(both.server) };
    both.b.reach.remote = remoteOf(other);
    await note(both.b, "of b, acknowledged");
    await sync(both.b.vault);
    for (const title of ["x", "y", "z"]) {
      await note(both.a, title);
      await sync(both.a.vault);
    }
    purge(logOf(both), logOf(both).rev - 1);
    await refused(both, remoteOf(both.server), ["FORK"]);
    expect(await titles(both.b)).toContain("of b, acknowledged");
  });

  test("does not go back: an older state under the head of now", async () => {
    const both = await away();
    const log = logOf(both);
    const older = await remoteOf({ log: { ...log, purgedTo: 0 } }).state(log.rev - 2);
    await refused(
      both,
      withState(both, ({ rev }) => ({ ...there(older), rev })),
      ["TAMPERED", "MISSING"],
    );
    const { manifest } = there(older);
    await refused(
      both,
      withState(both, (state) => ({ ...state, manifest })),
      ["TAMPERED", "MISSING"],
    );
  });

  test("leaves no name out and puts none in, and nothing is fetched for it", async () => {
    const both = await away();
    let fetched = 0;
    const counting = (remote: Remote): Remote => ({
      ...remote,
      object: async (name) => ((fetched += 1), remote.object(name)),
    });
    const lies: [(objects: string[]) => string[], string][] = [
      [(objects) => objects.slice(1), "MISSING"],
      [(objects) => [...objects, "f".repeat(64)], "TAMPERED"],
      [(objects) => [...objects, there(objects[0])], "DUPLICATE"],
      [
        () => Array.from({ length: 100_000 }, (_, i) => i.toString(16).padStart(64, "0")),
        "TAMPERED",
      ],
    ];
    for (const [lie, name] of lies) {
      const remote = withState(both, (state) => ({ ...state, objects: lie(state.objects) }));
      await refused(both, counting(remote), [name]);
    }
    expect(fetched).toBe(0);
    // One in the place of another: it opens, and the set is not the manifest's.
    const live = there(await remoteOf(both.server).state(logOf(both).rev)).objects;
    const old = decodeCommit(there(logOf(both).commits.at(-1)).body).manifest;
    const { objectName } = await import("../../src/core/object.ts");
    const name = await objectName(old);
    const swapped = withState(both, (state) => ({ ...state, objects: [...live.slice(1), name] }));
    const remote: Remote = {
      ...swapped,
      object: async (wanted) => (wanted === name ? old : swapped.object(wanted)),
    };
    await refused(both, remote, ["TAMPERED", "REC_CONTEXT", "MISSING"]);
    await expectInStep(both);
  });
});
