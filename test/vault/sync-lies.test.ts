/** A server that lies, and a thief who has more than a server: refused by name, and nothing is changed on the disk. */
import { beforeAll, describe, expect, test } from "vitest";
import { fromHex } from "../../src/core/bytes.ts";
import { type CommitBody, decodeCommit, encodeCommit, signCommit } from "../../src/core/commit.ts";
import { Failure } from "../../src/core/failure.ts";
import { objectName, openObject, sealObject } from "../../src/core/object.ts";
import { peekRecord, recordClass } from "../../src/core/record.ts";
import { connect, disconnect } from "../../src/vault/connect.ts";
import { sessionEpoch, signerOf } from "../../src/vault/epoch-keys.ts";
import type { Remote } from "../../src/vault/ports.ts";
import { sync } from "../../src/vault/sync.ts";
import { withRootKey } from "../../src/vault/unlock.ts";
import { use } from "../../src/vault/vault.ts";
import { lieNames, tell } from "./lies.ts";
import { copyOf, type Log, remoteOf, type Server } from "./remote.ts";
import { draftOf, save } from "./steps.ts";
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
beforeAll(async () => {
  made = await twoDevices();
  for (const title of ["one", "two", "three"])
    await save(made.a, draftOf("login", title, { username: title }));
  await expectInStep(made);
});
const two = () => copyOfTwo(made);
const add = (device: Device, title: string) =>
  save(device, draftOf("note", title, { notes: title }));

/** A syncs honestly after some edits, so that B has something to be lied to about. */
async function newsForB(): Promise<Two> {
  const both = await two();
  for (const title of ["x", "y"]) {
    await add(both.a, title);
    await sync(both.a.vault);
  }
  return both;
}

async function expectRefused(
  device: Device,
  remote: Remote,
  names: readonly string[],
): Promise<void> {
  const honest = device.reach.remote;
  const before = fingerprint(device);
  device.reach.remote = remote;
  const outcome = await sync(device.vault, { prove }).then(
    () => "accepted",
    (thrown: unknown) => (thrown instanceof Failure ? thrown.code : String(thrown)),
  );
  expect(names).toContain(outcome);
  expect(fingerprint(device)).toBe(before);
  device.reach.remote = honest;
}

describe("each lie is refused by name and changes nothing", () => {
  test.each(lieNames)("it %s", async (name) => {
    const both = await newsForB();
    const told = there(await tell(name, both.server, both.b));
    await expectRefused(both.b, told.remote, told.names);
    // Afterwards an honest server is believed as before.
    await expectInStep(both);
  });

  test.each(lieNames)("it %s, with edits here and a new epoch there", async (name) => {
    const both = await newsForB();
    await both.a.ask.rotate({
      typed: byPassword,
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    await add(both.b, "mine");
    const told = there(await tell(name, both.server, both.b));
    await expectRefused(both.b, told.remote, told.names);
    await expectInStep(both);
  });
});

describe("a server that acknowledges and forgets", () => {
  test("is caught at the next sync, and what was lost there is offered to it again", async () => {
    const both = await two();
    const before = copyOf(both.server);
    await add(both.a, "acknowledged");
    await sync(both.a.vault);
    both.server.log = before;
    await expectRefused(both.a, both.a.reach.remote, ["ROLLBACK"]);

    // Somebody else fills the place: another history of the same length.
    await add(both.b, "of b");
    await sync(both.b.vault);
    await expectRefused(both.a, both.a.reach.remote, ["FORK"]);

    // The way out, once the user has said so: connected anew, everything of both is there.
    await connect(both.a.vault, byPassword, both.backupKey);
    await expectInStep(both);
    const titles = Object.values(await contents(both.b)).map(
      (item) => (item as { title: string }).title,
    );
    expect(titles.toSorted()).toEqual(["acknowledged", "of b", "one", "three", "two"]);
  });

  test("an answer that does not fit the commit leaves the pin where it was", async () => {
    const both = await two();
    await add(both.a, "x");
    const honest = both.a.reach.remote;
    for (const answer of [
      { rev: there(both.server.log).rev + 2, chain: new Uint8Array(32) },
      { rev: there(both.server.log).rev + 1, chain: new Uint8Array(32) },
    ])
      await expectRefused(both.a, { ...honest, commit: async () => answer }, ["FORK"]);
    await expectInStep(both);
  });

  test("one that shows each device another history is caught when either sees the other's", async () => {
    const both = await two();
    const other: Server = { log: copyOf(both.server) };
    both.b.reach.remote = remoteOf(other);
    await add(both.a, "of a");
    await sync(both.a.vault);
    await add(both.b, "of b");
    await sync(both.b.vault);
    await expectRefused(both.b, both.a.reach.remote, ["FORK"]);
    await expectRefused(both.a, remoteOf(other), ["FORK"]);
    // Further commits on one of them do not hide it.
    await add(both.a, "more");
    await sync(both.a.vault);
    await expectRefused(both.b, remoteOf(both.server), ["FORK"]);
  });
});

describe("a thief with the key that signs commits, but not that of the manifest", () => {
  /** A commit of our own making on top of the log, properly signed. */
  async function insider(
    both: Two,
    change: (body: CommitBody, log: Log) => Promise<Partial<CommitBody>>,
  ): Promise<void> {
    const log = there(both.server.log);
    const last = decodeCommit(there(log.commits.at(-1)).body);
    await withRootKey(
      both.a.world,
      there(both.a.world.stored.header),
      byPassword,
      async (rootKey, header) => {
        const { signer } = await signerOf(rootKey, header, "write");
        const draft = {
          ...last,
          baseRev: log.rev,
          baseChain: log.chain,
          commitId: new Uint8Array(16).fill(9),
          adds: [],
          drops: [],
          header: new Uint8Array(0),
          transition: new Uint8Array(0),
        };
        const read = { ...draft, ...(await change(draft, log)) };
        const body = encodeCommit(read);
        const objects = read.adds.map((name) => there(log.objects.get(name)));
        await remoteOf(both.server).commit({ body, sig: await signCommit(signer, body), objects });
      },
    );
  }

  /** Name of the object of the first secret record that the server has. */
  async function secretObject(both: Two): Promise<string> {
    const { objects } = await sessionEpoch(await use(both.a.vault));
    for (const name of there(both.server.log).live) {
      const bytes = await openObject(objects, there(there(both.server.log).objects.get(name)));
      if (peekRecord(bytes).cls === recordClass.secret) return name;
    }
    throw new Error("It is not there.");
  }

  test("drops a record: the manifest misses it", async () => {
    const both = await newsForB();
    await insider(both, async () => ({ drops: [await secretObject(both)] }));
    // The manifest of the commit before, said again: its counter does not grow.
    await expectRefused(both.b, remoteOf(both.server), ["FORK"]);
  });

  test("brings back a record of before: the set is another than the manifest's", async () => {
    const both = await two();
    const { id } = await add(both.a, "old");
    await sync(both.a.vault);
    await sync(both.b.vault);
    const item = await both.a.ask["item.read"]({ id });
    const { created: _, modified: __, trashed: ___, ...draft } = item;
    const stale = both.a.world.stored.records.get(`${id}02`);
    await save(both.a, {
      ...draft,
      fields: draft.fields.map((field) => ({ ...field, value: "new" })),
    });
    await sync(both.a.vault);
    const { objects } = await sessionEpoch(await use(both.a.vault));
    const [old, now] = await Promise.all(
      [stale, both.a.world.stored.records.get(`${id}02`)].map(async (record) =>
        objectName(await sealObject(objects, there(record).bytes)),
      ),
    );
    // In one commit with its manifest, as if the honest one had been that.
    const log = there(both.server.log);
    const honest = there(log.commits.pop());
    log.rev -= 1;
    log.chain = decodeCommit(honest.body).baseChain;
    const read = decodeCommit(honest.body);
    log.live = new Set(
      [...log.live].filter((name) => !read.adds.includes(name)).concat(read.drops),
    );
    await insider(both, async () => ({
      ...read,
      commitId: new Uint8Array(16).fill(9),
      adds: read.adds.filter((name) => name !== now),
      drops: read.drops.filter((name) => name !== old),
    }));
    await expectRefused(both.b, remoteOf(both.server), ["TAMPERED"]);
  });

  test("leaves out a new record: MISSING", async () => {
    const both = await two();
    await add(both.a, "new");
    await sync(both.a.vault);
    const log = there(both.server.log);
    const read = decodeCommit(there(log.commits.pop()).body);
    log.rev -= 1;
    log.chain = read.baseChain;
    for (const name of read.adds) log.live.delete(name);
    for (const name of read.drops) log.live.add(name);
    await insider(both, async () => ({
      ...read,
      commitId: new Uint8Array(16).fill(9),
      adds: read.adds.slice(1),
    }));
    await expectRefused(both.b, remoteOf(both.server), ["MISSING"]);
  });

  test("gives the log keys of its own without the admin key: TAMPERED", async () => {
    const both = await newsForB();
    const log = there(both.server.log);
    const first = there(log.commits.at(-1));
    const read = decodeCommit(first.body);
    const forged = encodeCommit({
      ...read,
      keyEpoch: read.keyEpoch + 1,
      header: fromHex("00".repeat(600)),
      transition: fromHex("00".repeat(160)).slice(0, 160),
    });
    const remote = remoteOf(both.server);
    const lying: Remote = {
      ...remote,
      changes: async (since) => {
        const found = await remote.changes(since);
        return typeof found === "string"
          ? found
          : found.map((one) => (one.body === first.body ? { body: forged, sig: first.sig } : one));
      },
    };
    await expectRefused(both.b, lying, ["TAMPERED"]);
  });
});

describe("a thief at the disk", () => {
  test("who puts the old pin back is told: the manifest names the one it belongs to", async () => {
    const both = await newsForB();
    const old = there(both.b.world.stored.facts.get("sync"));
    await sync(both.b.vault);
    both.b.world.stored.facts.set("sync", old);
    await expect(sync(both.b.vault)).rejects.toThrow("TAMPERED");
  });

  test("who empties the base can not make an edit disappear: TAMPERED", async () => {
    const both = await newsForB();
    await add(both.b, "mine");
    both.b.world.stored.base.clear();
    await expect(sync(both.b.vault)).rejects.toThrow("TAMPERED");
  });
});

test("a vault that is disconnected keeps what it has, and no base", async () => {
  const both = await newsForB();
  const before = await contents(both.b);
  await disconnect(both.b.vault);
  await add(both.b, "alone");
  expect(both.b.world.stored.base.size).toBe(0);
  await expect(sync(both.b.vault)).rejects.toThrow("NOT_FOUND");
  expect(await contents(both.b)).toMatchObject(before);
  await connect(both.b.vault, byPassword, null);
  await expectInStep(both);
});
