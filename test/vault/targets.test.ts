import { describe, expect, it, vi } from "vitest";
import { Failure } from "../../src/core/failure.ts";
import { fileName, partName } from "../../src/core/target/rotation.ts";
import { runDue } from "../../src/vault/targets.ts";
import { addTarget, backupsIn, cofferWithStore, dav, failing, reaching } from "./target-steps.ts";
import { apply, type Coffer, cofferIn, exportFile, pass, password, titles } from "./steps.ts";
import { allOnDisk, testWorld } from "./world.ts";

const day = 86_400_000;
const lineOf = async ({ ask }: Coffer, at = 0) => {
  const line = (await ask["target.list"]({})).targets[at];
  if (line === undefined) throw new Error("There is no such target.");
  return line;
};
const run = ({ ask }: Coffer, id: string) => ask["target.run"]({ id });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (thrown: unknown) => (thrown as Failure).code,
  );

describe("a target", () => {
  it("is tried before it is kept: a small file goes there and comes back", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    expect(store.calls.map((call) => call.split(" ")[0])).toEqual([
      "list",
      "write",
      "list",
      "read",
      "remove",
    ]);
    expect(store.files.size).toBe(0);
    const line = await lineOf(coffer);
    expect(line).toMatchObject({ id, kind: "dav", where: "cloud.example/dav", ours: true });
    expect(line).toMatchObject({ done: null, problem: null, overdue: false });
  });

  it.each([
    ["list", "DENIED"],
    ["write", "FULL"],
    ["read", "OFFLINE"],
  ] as const)("that fails at %s with %s is not kept", async (deed, problem) => {
    const { coffer, store } = await cofferWithStore();
    store.before = failing(deed, problem);
    const told = await coffer.ask["target.add"]({ name: "Cloud", every: "daily", config: dav });
    expect(told).toEqual({ problem });
    expect((await coffer.ask["target.list"]({})).targets).toEqual([]);
    expect(store.files.size).toBe(0);
  });

  it("keeps its secret sealed: nothing of it is on the disk, in an answer or in an export", async () => {
    const { coffer } = await cofferWithStore();
    const id = await addTarget(coffer);
    await run(coffer, id);
    const secret = /SECRET-CANARY|cloud\.example/;
    expect(allOnDisk(coffer.world.stored)).not.toMatch(secret);
    expect(JSON.stringify(await coffer.ask["target.list"]({}))).not.toContain("SECRET-CANARY");
    expect(JSON.stringify([...coffer.world.session])).not.toMatch(secret);
    const begun = await coffer.ask["export.begin"]({
      password: "another long one 7",
      proof: password,
    });
    expect(begun.items).toBe(1);
    const { targets } = await coffer.ask["target.list"]({});
    expect(targets).toHaveLength(1);
    // Neither is it an item or a contact.
    expect(await titles(coffer)).toEqual(["Greeting"]);
    expect((await coffer.ask["contact.list"]({})).contacts).toEqual([]);
  });

  it("can not be reached while the vault is locked", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    await coffer.ask.lock({});
    store.calls.length = 0;
    expect(await codeOf(run(coffer, id))).toBe("LOCKED");
    expect(await codeOf(coffer.ask["target.files"]({ id }))).toBe("LOCKED");
    expect(await codeOf(coffer.ask["target.remove"]({ id }))).toBe("LOCKED");
    expect(store.calls).toEqual([]);
  });

  it("gets another name, rhythm and password; a wrong password leaves the right one", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    const change = { id, name: "Other", every: "weekly" as const };
    await coffer.ask["target.change"]({ ...change, secret: "NEW" });
    expect(store.reached.at(-1)).toEqual({ ...dav, password: "NEW" });
    store.before = failing("list", "DENIED");
    expect(await coffer.ask["target.change"]({ ...change, secret: "WRONG" })).toEqual({
      problem: "DENIED",
    });
    store.before = null;
    await run(coffer, id);
    expect(store.reached.at(-1)).toEqual({ ...dav, password: "NEW" });
    expect(await lineOf(coffer)).toMatchObject({ name: "Other", every: "weekly" });
  });

  it("is forgotten, and its files stay", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    await run(coffer, id);
    await coffer.ask["target.remove"]({ id });
    expect((await coffer.ask["target.list"]({})).targets).toEqual([]);
    expect(store.files.size).toBe(1);
    expect(coffer.world.alarms.has("targets")).toBe(false);
  });

  it("of another device is listed, not run, until this one takes it over", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    await coffer.ask.lock({});
    await coffer.world.disk.setFact("device", new Uint8Array(16).fill(9));
    await coffer.ask.unlock({ by: "password", secret: password });
    store.calls.length = 0;
    pass(coffer, 30 * day);
    await runDue(coffer.vault);
    expect(store.calls).toEqual([]);
    expect(await lineOf(coffer)).toMatchObject({ ours: false, next: null, overdue: false });
    await coffer.ask["target.here"]({ id });
    await runDue(coffer.vault);
    expect(backupsIn(store)).toHaveLength(1);
  });
});

describe("a run", () => {
  it("writes a file that restores, reads it back and remembers it as a backup", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    store.calls.length = 0;
    const told = await run(coffer, id);
    const [name = ""] = backupsIn(store);
    expect(told).toEqual({ done: { name, items: 1, removed: 0 } });
    expect(store.calls).toEqual([`write ${name}`, `read ${name}`, "list"]);
    const { now } = coffer.world.time;
    expect(await lineOf(coffer)).toMatchObject({ done: now, problem: null, next: now + day });
    const status = await coffer.ask.status({});
    expect(status).toMatchObject({ settings: { lastBackup: now, lastVerified: now } });

    const fresh = cofferIn(testWorld());
    reaching(fresh, store);
    await fresh.ask["target.visit"]({ config: dav });
    const files = await fresh.ask["target.files"]({ id: "visit" });
    expect(files).toMatchObject({ done: { files: [{ name, ours: false }] } });
    await fresh.ask["target.fetch"]({ id: "visit", name });
    await fresh.ask["restore.check"]({});
    expect(await fresh.ask["restore.apply"]({ ...apply, how: "adopt" })).toEqual({ items: 1 });
    expect(await titles(fresh)).toEqual(["Greeting"]);
    // The targets came along, and wait to be taken over: two devices do not both write.
    expect(await lineOf(fresh)).toMatchObject({ id, ours: false });
  });

  it("that reads back something else says so, takes it away, and removes nothing old", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    await run(coffer, id);
    const before = [...store.files.keys()];
    for (const bend of [
      (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, -1),
      (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array([...bytes, 0]),
      (bytes: Uint8Array<ArrayBuffer>) => bytes.map((byte, n) => (n === 500 ? byte ^ 1 : byte)),
    ]) {
      pass(coffer, 40 * day);
      store.bend = bend;
      expect(await run(coffer, id)).toEqual({ problem: "DIFFERENT" });
      expect([...store.files.keys()]).toEqual(before);
    }
    expect(await lineOf(coffer)).toMatchObject({ problem: "DIFFERENT" });
  });

  it.each([
    ["write", "FULL"],
    ["write", "OFFLINE"],
    ["read", "OFFLINE"],
    ["read", "DENIED"],
  ] as const)("that fails at %s with %s removes nothing but its own", async (deed, problem) => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    await run(coffer, id);
    const [first] = backupsIn(store);
    pass(coffer, 40 * day);
    store.before = failing(deed, problem);
    expect(await run(coffer, id)).toEqual({ problem });
    expect(backupsIn(store)).toEqual([first]);
    const line = await lineOf(coffer);
    expect(line.problem).toBe(problem);
    expect(line.next).toBe(coffer.world.time.now + 15 * 60_000);
  });

  it("whose own file can not be taken away takes it away the next time, before it counts", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    store.before = (deed) => {
      if (deed !== "write" && deed !== "list") failing(deed, "OFFLINE")(deed, "x");
    };
    expect(await run(coffer, id)).toEqual({ problem: "OFFLINE" });
    const [left = ""] = backupsIn(store);
    store.before = null;
    pass(coffer, 1000);
    await run(coffer, id);
    expect(backupsIn(store)).not.toContain(left);
    expect(backupsIn(store)).toHaveLength(1);
  });

  it("takes away what it left half written as well, so that no disk fills up with it", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    const parts: string[] = [];
    store.before = (deed, name) => {
      if (deed !== "write") return;
      // As WebDAV does: cut off before the file was moved to its name.
      store.files.set(partName(name), new Uint8Array(9));
      parts.push(partName(name));
      failing("write", "OFFLINE")(deed, name);
    };
    for (let n = 0; n < 3; n++) expect(await run(coffer, id)).toEqual({ problem: "OFFLINE" });
    store.before = null;
    expect(await run(coffer, id)).toMatchObject({ done: {} });
    expect(parts).toHaveLength(3);
    expect([...store.files.keys()].filter((name) => parts.includes(name))).toEqual([]);
    expect(backupsIn(store)).toHaveLength(1);
  });

  it("goes on where nothing may be removed: a new backup matters more", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    store.before = (deed, name) => {
      failing("remove", "DENIED")(deed, name);
      failing("read", "OFFLINE")(deed, name);
    };
    await run(coffer, id);
    store.before = failing("remove", "DENIED");
    pass(coffer, 1000);
    expect(await run(coffer, id)).toMatchObject({ done: {} });
    expect(backupsIn(store)).toHaveLength(2);
    store.before = null;
    pass(coffer, 1000);
    await run(coffer, id);
    expect(backupsIn(store)).toHaveLength(1);
  });

  it("keeps 7 days, 4 weeks and 12 months, and what others have put there", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    const foreign = ["holiday.jpg", "coffer-ffffffff-20200101T000000Z-00000000.coffer"];
    for (const name of foreign) store.files.set(name, new Uint8Array(3));
    for (let n = 0; n < 60; n++) {
      pass(coffer, day);
      expect(await run(coffer, id)).toMatchObject({ done: {} });
    }
    expect([...store.files.keys()]).toEqual(expect.arrayContaining(foreign));
    const own = backupsIn(store).length - 1;
    expect(own).toBeGreaterThanOrEqual(9);
    expect(own).toBeLessThanOrEqual(12);
  });

  it("that can not remove old files has done its work and says the rest", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    for (let n = 0; n < 12; n++) {
      pass(coffer, day);
      store.before = n === 11 ? failing("remove", "DENIED") : null;
      expect(await run(coffer, id)).toMatchObject({ done: {} });
    }
    expect(await lineOf(coffer)).toMatchObject({ untidy: true, problem: null });
    expect((await lineOf(coffer)).done).toBe(coffer.world.time.now);
  });

  it("removes nothing by a list that lacks the file just written", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    await run(coffer, id);
    const tag = backupsIn(store)[0]?.slice(7, 15) ?? "";
    // Of a time when nothing could be removed: more than stays.
    for (let n = 1; n < 40; n++) {
      const at = coffer.world.time.now - n * day;
      store.files.set(fileName(tag, at, new Uint8Array(4)), new Uint8Array(9));
    }
    const before = backupsIn(store);
    const { targets } = store;
    coffer.world.targets = async () => ({
      reach: (config, watch, work) =>
        targets.reach(config, watch, (target) =>
          work({ ...target, list: async () => (await target.list()).slice(0, -1) }),
        ),
    });
    pass(coffer, day);
    await run(coffer, id);
    expect(backupsIn(store)).toEqual(expect.arrayContaining(before));
    expect(await lineOf(coffer)).toMatchObject({ untidy: true });
    coffer.world.targets = async () => targets;
    pass(coffer, day);
    expect(await run(coffer, id)).toMatchObject({ done: { removed: expect.any(Number) } });
    expect(backupsIn(store).length).toBeLessThan(before.length);
  });

  it("is stopped by the user: nothing is left, and it is no fault of the target", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    store.before = async (deed) => {
      if (deed === "read") await coffer.ask["target.stop"]({});
    };
    expect(await codeOf(run(coffer, id))).toBe("CANCELLED");
    store.before = null;
    expect(await lineOf(coffer)).toMatchObject({ problem: null, done: null });
    await run(coffer, id);
    expect(backupsIn(store)).toHaveLength(1);
  });

  it("is stopped by a lock, and made up for at the next unlock", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    store.before = async (deed) => {
      if (deed === "read") await coffer.ask.lock({});
    };
    expect(await codeOf(run(coffer, id))).toBe("LOCKED");
    store.before = null;
    const calls = store.calls.length;
    await runDue(coffer.vault);
    expect(store.calls.length).toBe(calls);
    await coffer.ask.unlock({ by: "password", secret: password });
    await vi.waitFor(async () => {
      expect(await lineOf(coffer)).toMatchObject({ done: coffer.world.time.now });
    });
    expect(backupsIn(store)).toHaveLength(1);
  });

  it("is one at a time, and shows how far it is", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    const seen: unknown[] = [];
    store.before = async (deed) => {
      if (deed === "list") return;
      seen.push((await coffer.ask["target.list"]({})).work?.step);
      expect(await codeOf(run(coffer, id))).toBe("BUSY");
    };
    await run(coffer, id);
    expect(seen).toEqual(["writing", "reading"]);
    expect((await coffer.ask["target.list"]({})).work).toBeNull();
    expect(coffer.world.news).toContain("targets");
    expect(await lineOf(coffer)).toMatchObject({ problem: null });
  });
});

describe("restoring from a target", () => {
  it("lists backups, the newest first, and tells those of this vault from others", async () => {
    const { coffer, store } = await cofferWithStore();
    const id = await addTarget(coffer);
    await run(coffer, id);
    pass(coffer, day);
    await run(coffer, id);
    store.files.set("by-hand.coffer", await exportFile(coffer));
    store.files.set("holiday.jpg", new Uint8Array(3));
    const told = await coffer.ask["target.files"]({ id });
    if (!("done" in told)) throw new Error(told.problem);
    expect(told.done.files.map(({ ours, at }) => [ours, at !== null])).toEqual([
      [true, true],
      [true, true],
      [false, false],
    ]);
    expect(told.done.files[0]?.at).toBeGreaterThan(told.done.files[1]?.at ?? Infinity);
  });

  it("refuses a name that is a way, and says so of a file that is gone", async () => {
    const { coffer } = await cofferWithStore();
    const id = await addTarget(coffer);
    for (const name of ["../x.coffer", "a/b.coffer", "..", "", "a\\b"])
      expect(await codeOf(coffer.ask["target.fetch"]({ id, name }))).toBe("INVALID");
    expect(await coffer.ask["target.fetch"]({ id, name: "x.coffer" })).toEqual({
      problem: "NOT_THERE",
    });
  });

  it("of a visit knows nothing any more once it was given up, or after a lock", async () => {
    const { coffer } = await cofferWithStore();
    await coffer.ask["target.visit"]({ config: dav });
    expect(await coffer.ask["target.files"]({ id: "visit" })).toHaveProperty("done");
    await coffer.ask["target.visit"]({ config: null });
    expect(await codeOf(coffer.ask["target.files"]({ id: "visit" }))).toBe("NOT_FOUND");
    await coffer.ask["target.visit"]({ config: dav });
    await coffer.ask.lock({});
    expect(await codeOf(coffer.ask["target.files"]({ id: "visit" }))).toBe("NOT_FOUND");
  });
});
