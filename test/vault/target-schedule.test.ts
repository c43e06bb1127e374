import { describe, expect, it, vi } from "vitest";
import { decodeBackup, encodeBackup } from "../../src/core/backup.ts";
import { runDue } from "../../src/vault/targets.ts";
import {
  addTarget,
  backupsIn,
  cofferWithStore,
  failing,
  folderId,
  reaching,
} from "./target-steps.ts";
import { type Coffer, cofferIn, cofferWithVault, draftOf, pass, password, save } from "./steps.ts";
import { testWorld } from "./world.ts";

const day = 86_400_000;
const folder = { kind: "folder" as const, id: folderId };
const lineOf = async ({ ask }: Coffer, at = 0) => {
  const line = (await ask["target.list"]({})).targets[at];
  if (line === undefined) throw new Error("There is no such target.");
  return line;
};
describe("the schedule", () => {
  it("runs what is due at its time, asks to be woken for the next, and does not keep the vault open", async () => {
    const { coffer, store } = await cofferWithStore();
    await addTarget(coffer);
    const { world, vault } = coffer;
    expect(world.alarms.get("targets")).toBe(world.time.now + 60_000);
    await runDue(vault);
    expect(backupsIn(store)).toHaveLength(1);
    expect(world.alarms.get("targets")).toBe(world.time.now + day);
    const until = () =>
      (JSON.parse(world.session.get("session") ?? "{}") as { until: number }).until;
    const before = until();
    world.time.now += 60_000;
    await save(coffer, draftOf("snippet", "Second", { body: "b" }));
    const used = until();
    expect(used).toBeGreaterThan(before);
    pass(coffer, day);
    const open = until();
    world.time.now += 1000;
    await runDue(vault);
    expect(backupsIn(store)).toHaveLength(2);
    expect(until()).toBe(open);
  });

  it("with nothing changed reads the file that is there instead of writing another", async () => {
    const { coffer, store } = await cofferWithStore();
    await addTarget(coffer);
    await runDue(coffer.vault);
    const [name] = backupsIn(store);
    pass(coffer, day);
    store.calls.length = 0;
    await runDue(coffer.vault);
    expect(store.calls).toEqual([`read ${name}`]);
    expect((await lineOf(coffer)).done).toBe(coffer.world.time.now);
    // Gone or damaged meanwhile: a new one.
    store.files.clear();
    pass(coffer, day);
    await runDue(coffer.vault);
    expect(backupsIn(store)).toHaveLength(1);
  });

  it("catches up behind the next unlock, however long ago its time was", async () => {
    const { coffer, store } = await cofferWithStore();
    await addTarget(coffer);
    await coffer.ask.lock({});
    coffer.world.time.now += 20 * day;
    await runDue(coffer.vault);
    expect(backupsIn(store)).toHaveLength(0);
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(await lineOf(coffer)).toMatchObject({ overdue: true });
    await vi.waitFor(async () => {
      expect(await lineOf(coffer)).toMatchObject({ overdue: false });
    });
    expect(backupsIn(store)).toHaveLength(1);
  });

  it("with no target reaches nothing and asks for nothing", async () => {
    const coffer = await cofferWithVault();
    await save(coffer, draftOf("snippet", "Greeting", { body: "x" }));
    // The world of tests throws where a target is reached.
    pass(coffer, 400 * day);
    await runDue(coffer.vault);
    expect(await coffer.ask["target.list"]({})).toEqual({ targets: [], work: null });
    expect(coffer.world.alarms.has("targets")).toBe(false);
    const none = cofferIn(testWorld());
    await runDue(none.vault);
    expect(await none.ask["target.list"]({})).toEqual({ targets: [], work: null });
  });
});

describe("a folder", () => {
  it("is written while the vault is locked, and what lies there is not rotated", async () => {
    const { coffer, store } = await cofferWithStore();
    await addTarget(coffer, folder);
    for (let n = 0; n < 12; n++) {
      await runDue(coffer.vault);
      pass(coffer, day);
      await save(coffer, draftOf("snippet", `Number ${n}`, { body: "x" }));
    }
    const before = backupsIn(store);
    await coffer.ask.lock({});
    await runDue(coffer.vault);
    expect(backupsIn(store)).toHaveLength(before.length + 1);
    expect(store.calls.at(-1)).toMatch(/^read /);
    expect(await lineOf(coffer)).toMatchObject({ kind: "folder", last: { opened: false } });
    // Nothing changes while it is locked: the file is read, no other written.
    coffer.world.time.now += day;
    await runDue(coffer.vault);
    expect(backupsIn(store)).toHaveLength(before.length + 1);

    await coffer.ask.unlock({ by: "password", secret: password });
    await vi.waitFor(async () => {
      expect(await lineOf(coffer)).toMatchObject({ last: { opened: true } });
    });
  });

  it("holds a file written while locked that restores like any", async () => {
    const { coffer, store } = await cofferWithStore();
    await addTarget(coffer, folder);
    await coffer.ask.lock({});
    await runDue(coffer.vault);
    const [name = ""] = backupsIn(store);
    await coffer.ask.unlock({ by: "password", secret: password });
    await coffer.ask["target.fetch"]({ id: folderId, name });
    await coffer.ask["restore.check"]({});
    expect(await coffer.ask["restore.open"]({ by: "password", secret: password })).toMatchObject({
      items: 1,
      complete: true,
      here: "same",
    });
  });

  it("loses a file that was written from a damaged disk once the keys show it", async () => {
    const { coffer, store } = await cofferWithStore();
    await addTarget(coffer, folder);
    await runDue(coffer.vault);
    await save(coffer, draftOf("snippet", "Second", { body: "b" }));
    await coffer.ask.lock({});
    const { records } = coffer.world.stored;
    const [place = "", record] = [...records].findLast(([key]) => key.endsWith("02")) ?? [];
    if (record === undefined) throw new Error("There is no secret record.");
    records.delete(place);
    coffer.world.time.now += day;
    await runDue(coffer.vault);
    const bad = backupsIn(store).at(-1) ?? "";
    records.set(place, record);
    await coffer.ask.unlock({ by: "password", secret: password });
    await vi.waitFor(async () => {
      expect(await lineOf(coffer)).toMatchObject({ last: { opened: true }, problem: null });
    });
    expect(store.calls).toContain(`remove ${bad}`);
  });

  it("whose file of the locked time is gone, has grown or is another gets a new one", async () => {
    for (const harm of ["gone", "grown", "another", "lossy"]) {
      const { coffer, store } = await cofferWithStore();
      await addTarget(coffer, folder);
      await coffer.ask.lock({});
      await runDue(coffer.vault);
      const [name = ""] = backupsIn(store);
      const bytes = store.files.get(name) ?? new Uint8Array(0);
      if (harm === "gone") store.files.delete(name);
      if (harm === "grown") store.files.set(name, new Uint8Array([...bytes, 1]));
      if (harm === "another")
        store.files.set(
          name,
          bytes.map((byte) => byte ^ 1),
        );
      if (harm === "lossy") {
        const { header, manifest, records } = await decodeBackup(bytes);
        const some = records.slice(0, -1).map((record) => record.slice());
        store.files.set(name, await encodeBackup({ header, manifest, records: some }));
      }
      coffer.world.time.now += day;
      await coffer.ask.unlock({ by: "password", secret: password });
      await vi.waitFor(async () => {
        expect(await lineOf(coffer)).toMatchObject({ last: { opened: true }, problem: null });
      });
      // What somebody else has put there is not ours to remove.
      expect(store.calls).not.toContain(`remove ${name}`);
    }
  });

  it("says in the list why it failed: the browser took the permission back", async () => {
    const { coffer, store } = await cofferWithStore();
    await addTarget(coffer, folder);
    store.before = failing("list", "FOLDER");
    coffer.world.targets = async () => ({
      reach: () =>
        Promise.reject(
          Object.assign(new Error("FOLDER"), { name: "TargetFailure", problem: "FOLDER" }),
        ),
    });
    await runDue(coffer.vault);
    expect(await lineOf(coffer)).toMatchObject({ problem: "FOLDER" });
  });

  it("is not forgotten because what is noted of another place does not read", async () => {
    const { coffer, store } = await cofferWithStore();
    await addTarget(coffer, folder);
    await addTarget(coffer);
    await runDue(coffer.vault);
    const { facts } = coffer.world.stored;
    const noted = JSON.parse(new TextDecoder().decode(facts.get("targets"))) as {
      runs: Record<string, { done: number }>;
      folders: unknown[];
    };
    for (const [id, runs] of Object.entries(noted.runs)) if (id !== folderId) runs.done = -1;
    noted.folders.push({ id: "of a newer version" });
    facts.set("targets", new TextEncoder().encode(JSON.stringify(noted)));
    const lines = (await coffer.ask["target.list"]({})).targets;
    expect(lines.find(({ kind }) => kind === "folder")?.done).toBe(coffer.world.time.now);
    expect(lines.find(({ kind }) => kind === "dav")?.done).toBeNull();
    expect(lines).toHaveLength(2);
    // The other is only made anew.
    coffer.world.time.now += 1000;
    store.calls.length = 0;
    await runDue(coffer.vault);
    expect(store.calls.filter((call) => call.startsWith("write "))).toHaveLength(1);
  });

  it("of a vault that is not here any more does not count for another", async () => {
    const { coffer } = await cofferWithStore();
    await addTarget(coffer, folder);
    const other = await cofferWithVault("two");
    reaching(other);
    const fact = coffer.world.stored.facts.get("targets");
    if (fact === undefined) throw new Error("There are no facts.");
    other.world.stored.facts.set("targets", fact);
    expect((await other.ask["target.list"]({})).targets).toEqual([]);
  });
});
