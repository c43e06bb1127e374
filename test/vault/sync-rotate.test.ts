/** Rotation and restore with a server connected (FORMAT.md 6): staged, killed anywhere, met by edits of another device. */
import { beforeAll, describe, expect, test } from "vitest";
import { decodeCommit } from "../../src/core/commit.ts";
import { Failure } from "../../src/core/failure.ts";
import { openHeader } from "../../src/core/object.ts";
import { connect } from "../../src/vault/connect.ts";
import { readState } from "../../src/vault/sync-state.ts";
import { sync } from "../../src/vault/sync.ts";
import { use } from "../../src/vault/vault.ts";
import { losing } from "./model.ts";
import { remoteOf } from "./remote.ts";
import { apply, draftOf, exportFile, password, save, upload } from "./steps.ts";
import {
  byPassword,
  cheapDerivation,
  contents,
  copyOfTwo,
  type Device,
  expectInStep,
  fingerprint,
  prove,
  reopened,
  startedDevice,
  type Two,
  twoDevices,
} from "./two.ts";
import { headerOf, there } from "./world.ts";

cheapDerivation();
let made: Two;
beforeAll(async () => {
  made = await twoDevices();
  await save(made.a, draftOf("login", "shop", { username: "ada", password: "p-0" }));
  await save(made.a, draftOf("card", "card", { "cc-csc": "987" }), password);
  await expectInStep(made);
});
const two = () => copyOfTwo(made);
const plain = {
  typed: byPassword,
  newPassword: null,
  others: [],
  forgetKeys: false,
  exposed: false,
};
const titles = async (device: Device) =>
  Object.values(await contents(device))
    .map((item) => (item as { title: string }).title)
    .toSorted();
const epochOf = (device: Device) => headerOf(device.world.stored).epoch;
const add = (device: Device, title: string) => save(device, draftOf("note", title));
const restarted = async (device: Device, both: Two) =>
  Object.assign(
    device,
    await startedDevice(
      device.name,
      device.world.stored,
      remoteOf(both.server),
      device.world.time.now,
    ),
  );

async function changeCode(device: Device, value: string): Promise<void> {
  const [id] = there(
    Object.entries(await contents(device)).find(
      ([, item]) => (item as { title: string }).title === "card",
    ),
  );
  const {
    created: _,
    modified: __,
    trashed: ___,
    ...draft
  } = await device.ask["item.read"]({ id });
  device.world.time.now += 5000;
  await save(
    device,
    {
      ...draft,
      fields: draft.fields.map((field) => (field.key === "cc-csc" ? { ...field, value } : field)),
    },
    password,
  );
}

describe("a rotation here meets edits there", () => {
  test("the other device asks for the password, opens the new epoch, and brings its edits along", async () => {
    const both = await two();
    await add(both.b, "of b, offline");
    await changeCode(both.b, "111");
    await both.a.ask.rotate(plain);
    expect(epochOf(both.a)).toBe(2);
    const before = fingerprint(both.b);
    await expect(sync(both.b.vault)).rejects.toThrow("STEP_UP");
    expect(fingerprint(both.b)).toBe(before);
    await sync(both.b.vault, { prove });
    expect(epochOf(both.b)).toBe(2);
    await expectInStep(both);
    expect(await titles(both.a)).toEqual(["card", "of b, offline", "shop"]);
    expect(JSON.stringify(await contents(both.a))).toContain('"111"');
  });

  test("a wrong password changes nothing", async () => {
    const both = await two();
    await both.a.ask.rotate({ ...plain, newPassword: "another horse battery" });
    const before = fingerprint(both.b);
    await expect(sync(both.b.vault, { prove })).rejects.toThrow("WRONG_SECRET");
    expect(fingerprint(both.b)).toBe(before);
    await sync(both.b.vault, {
      prove: async () => ({ by: "password", secret: "another horse battery" }),
    });
    expect(epochOf(both.b)).toBe(2);
  });

  test("through several epochs at once", async () => {
    const both = await two();
    await add(both.b, "late");
    for (const title of ["x", "y", "z"]) {
      await both.a.ask.rotate(plain);
      await add(both.a, title);
      await sync(both.a.vault);
    }
    await expectInStep(both);
    expect([epochOf(both.a), epochOf(both.b)]).toEqual([4, 4]);
    expect(await titles(both.b)).toEqual(["card", "late", "shop", "x", "y", "z"]);
  });

  test("two rotations at once: the second is refused, pulls, and may be asked for again", async () => {
    const both = await two();
    await both.a.ask.rotate(plain);
    await expect(both.b.ask.rotate(plain)).rejects.toThrow("CONFLICT");
    expect(both.b.world.stored.facts.has("outbox")).toBe(false);
    await sync(both.b.vault, { prove });
    await both.b.ask.rotate(plain);
    expect(epochOf(both.b)).toBe(3);
    await expectInStep(both);
  });

  test("both changed the same critical value: the password is asked for, and neither is lost", async () => {
    const both = await two();
    await changeCode(both.a, "111");
    await changeCode(both.b, "222");
    await sync(both.a.vault);
    await expect(sync(both.b.vault)).rejects.toThrow("STEP_UP");
    await expectInStep(both);
    const text = JSON.stringify(await contents(both.a));
    for (const value of ["111", "222", "987"]) expect(text).toContain(`"${value}"`);
    // What asks for the password is in no other record.
    const items = Object.values(await contents(both.a)) as { secret: unknown }[];
    expect(JSON.stringify(items.map(({ secret }) => secret))).not.toMatch(/"(111|222|987)"/);
  });

  test("the header goes to the server only under the backup key", async () => {
    const both = await two();
    await both.a.ask.rotate(plain);
    const { header } = decodeCommit(there(there(both.server.log).commits.at(-1)).body);
    const state = there(await readState(both.a.world, await use(both.a.vault)));
    expect(await openHeader(state.account.headerKey, header)).toEqual(both.a.world.stored.header);
    await expect(openHeader(new Uint8Array(32), header)).rejects.toThrow("TAMPERED");
  });
});

describe("a rotation without an answer", () => {
  async function waiting(): Promise<Two> {
    const both = await two();
    both.a.reach.remote = losing(both.a.reach.remote);
    const { waits, recoveryCode } = await both.a.ask.rotate(plain);
    expect(waits).toBe("answer");
    expect(recoveryCode).toMatch(/-/);
    expect(epochOf(both.a)).toBe(1);
    both.a.reach.remote = remoteOf(both.server);
    return both;
  }

  test("stays in the old epoch, sends the same commit again, and flips", async () => {
    const both = await waiting();
    const { rev } = there(both.server.log);
    await sync(both.a.vault);
    expect(there(both.server.log).rev).toBe(rev);
    expect(epochOf(both.a)).toBe(2);
    await reopened(both.a);
    await expectInStep(both);
  });

  test("with something half-typed: the password is asked for, and it is still there", async () => {
    const both = await waiting();
    await both.a.ask["draft.keep"]({ slot: "manager", draft: draftOf("note", "half") });
    await expect(sync(both.a.vault)).rejects.toThrow("STEP_UP");
    await sync(both.a.vault, { prove });
    expect(epochOf(both.a)).toBe(2);
    const { draft } = await both.a.ask["draft.read"]({ slot: "manager" });
    expect(draft?.title).toBe("half");
    await expectInStep(both);
  });

  test("that the disk has no room for is told as waiting, and comes with the next sync", async () => {
    const both = await two();
    both.a.world.faults = { at: both.a.world.commits.count + 1, code: "DISK_FULL" };
    expect(await both.a.ask.rotate(plain)).toMatchObject({ waits: "answer" });
    expect(epochOf(both.a)).toBe(1);
    await sync(both.a.vault);
    await reopened(both.a);
    expect(epochOf(both.a)).toBe(2);
    await expectInStep(both);
  });

  test("with edits made meanwhile: they come along", async () => {
    const both = await waiting();
    await add(both.a, "meanwhile");
    await changeCode(both.a, "333");
    await sync(both.a.vault, { prove });
    expect(epochOf(both.a)).toBe(2);
    await expectInStep(both);
    expect(await titles(both.b)).toEqual(["card", "meanwhile", "shop"]);
    expect(JSON.stringify(await contents(both.b))).toContain('"333"');
  });

  test("that never reached the server, after others were quicker: it is dropped", async () => {
    const both = await two();
    const { remote } = both.a.reach;
    both.a.reach.remote = { ...remote, commit: async () => Promise.reject(new Failure("OFFLINE")) };
    expect(await both.a.ask.rotate(plain)).toMatchObject({ waits: "answer" });
    await add(both.b, "quicker");
    await sync(both.b.vault);
    both.a.reach.remote = remote;
    await sync(both.a.vault, { prove });
    expect([epochOf(both.a), both.a.world.stored.facts.has("outbox")]).toEqual([1, false]);
    await expectInStep(both);
  });
});

describe("killed at any step", () => {
  /** Every call of a port is counted twice: before it does anything, and before its answer is heard. */
  function dyingAt(device: Device, k: number): { calls: number } {
    const count = { calls: 0 };
    const mortal = <T extends object>(port: T): T =>
      new Proxy(port, {
        get: (target, name) => {
          const work = Reflect.get(target, name) as unknown;
          if (typeof work !== "function") return work;
          return async (...args: unknown[]) => {
            if (++count.calls >= k) throw new Error("killed");
            const answer = await (work as (...all: unknown[]) => Promise<unknown>).apply(
              target,
              args,
            );
            if (++count.calls >= k) throw new Error("killed");
            return answer;
          };
        },
      });
    device.world.disk = mortal(device.world.disk);
    device.world.memory = mortal(device.world.memory);
    device.reach.remote = mortal(device.reach.remote);
    return count;
  }

  async function everywhere(
    work: (device: Device) => Promise<unknown>,
    expected: string[],
  ): Promise<string[]> {
    const outcomes: string[] = [];
    for (let k = 1; ; k++) {
      const both = await two();
      await add(both.a, "of a");
      await add(both.b, "of b");
      await sync(both.b.vault);
      if (expected.length === 0) await sync(both.a.vault);
      const count = dyingAt(both.a, k);
      const done = await work(both.a).then(
        () => true,
        () => false,
      );
      await restarted(both.a, both);
      outcomes.push(`${epochOf(both.a)}`);
      await expectInStep(both);
      expect(await titles(both.a)).toEqual(["card", "of a", "of b", "shop"]);
      if (done && count.calls < k) return outcomes;
    }
  }

  test("of a rotation, both devices come in step, in the old epoch or the new one", async () => {
    const outcomes = await everywhere((device) => device.ask.rotate(plain), []);
    expect(new Set(outcomes)).toEqual(new Set(["1", "2"]));
    expect(outcomes.join(" ")).toMatch(/^(1 )+(2 ?)+$/);
  }, 120_000);

  test("of a sync that pulls, merges and pushes", async () => {
    const outcomes = await everywhere((device) => sync(device.vault, { prove }), ["dirty"]);
    expect(outcomes.length).toBeGreaterThan(30);
  }, 120_000);
});

describe("an old backup put back on one device", () => {
  test("as everything exactly as then, it is an edit like any other", async () => {
    const both = await two();
    const file = await exportFile(both.a);
    await add(both.a, "later");
    await expectInStep(both);
    await upload(both.a, file);
    await both.a.ask["restore.apply"]({
      ...apply,
      how: "exact",
      typed: both.a.world.confirmation,
      vaultPassword: password,
    });
    await expectInStep(both);
    const now = Object.values(await contents(both.b)) as {
      title: string;
      trashed: number | null;
    }[];
    expect(now.find(({ title }) => title === "later")?.trashed).not.toBeNull();
  });

  test.each(["in the same epoch", "from before a rotation"])(
    "in the place of the vault, %s: it is connected anew, and what is newer there comes back",
    async (when) => {
      const both = await two();
      const file = await exportFile(both.a);
      await add(both.a, "later");
      const gone = await add(both.a, "erased");
      await sync(both.a.vault);
      await both.a.ask["item.trash"]({ ids: [gone.id] });
      await both.a.ask["item.erase"]({ ids: [gone.id] });
      if (when !== "in the same epoch") await both.a.ask.rotate(plain);
      await expectInStep(both);
      await upload(both.a, file);
      await both.a.ask["restore.apply"]({
        ...apply,
        how: "replace",
        typed: both.a.world.confirmation,
      });
      expect(await titles(both.a)).toEqual(["card", "shop"]);
      await expect(sync(both.a.vault)).rejects.toThrow("NOT_FOUND");
      await connect(both.a.vault, byPassword, both.backupKey);
      await add(both.a, "after");
      await expectInStep(both);
      // The log knows that the old versions are old: nothing of them stands against what came later.
      expect(await titles(both.a)).toEqual(["after", "card", "later", "shop"]);
    },
  );

  test("an old copy of the whole profile, put back, takes part again and loses nothing", async () => {
    const both = await two();
    const old = structuredClone(both.a.world.stored);
    await add(both.a, "synced");
    await sync(both.a.vault);
    Object.assign(both.a, await startedDevice("a", old, remoteOf(both.server)));
    await add(both.a, "after");
    // Its own audit chain goes on where the server knows it to be.
    await expectInStep(both);
    expect(await titles(both.b)).toEqual(["after", "card", "shop", "synced"]);
  });
});

test("a compromise rotation forgets the account: it is connected anew under another key", async () => {
  const both = await two();
  await both.a.ask.rotate({ ...plain, exposed: true });
  await expect(sync(both.a.vault)).rejects.toThrow("NOT_FOUND");
  expect(both.a.world.stored.base.size).toBe(0);
  const fresh = { log: null };
  both.a.reach.remote = remoteOf(fresh);
  expect(await connect(both.a.vault, byPassword, null)).not.toEqual(both.backupKey);
  await sync(both.a.vault);
  expect(await titles(both.a)).toEqual(["card", "shop"]);
});
