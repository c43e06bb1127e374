/** The audit log at the door: what is noted, how it is read, what is told where it is broken, how it is cut. */
import { beforeEach, describe, expect, it } from "vitest";
import { recordClass } from "../../src/core/record.ts";
import { pruneLog } from "../../src/vault/log.ts";
import { tidy } from "../../src/vault/tidy.ts";
import { pageField } from "../core/form/fields.ts";
import type { LogLine } from "../../src/wire/history.ts";
import type { Ask } from "../../src/wire/protocol.ts";
import { type Coffer, cofferIn, cofferWithVault, draftOf, pass, password, save } from "./steps.ts";
import { testWorld } from "./world.ts";

const day = 86_400_000;
let coffer: Coffer & { recoveryCode: string };

beforeEach(async () => {
  coffer = await cofferWithVault();
});

const everything = { events: null, item: null, from: null, to: null };
const list = (ask: Partial<Ask<"audit.list">> = {}, from = coffer) =>
  from.ask["audit.list"]({ ...everything, offset: 0, limit: 200, ...ask });
const events = async (ask: Partial<Ask<"audit.list">> = {}) =>
  (await list(ask)).lines.map(({ event }) => event);
const opened = () => {
  if (coffer.vault.opened === null) throw new Error("It is locked.");
  return coffer.vault.opened;
};

/** Entries of the log as they lie on the disk. */
const onDisk = () =>
  [...coffer.world.stored.records].filter(([, { cls }]) => cls === recordClass.audit);

async function copyOften(times: number): Promise<string> {
  const { id } = await save(coffer, draftOf("login", "Shop", { password: "secret" }));
  for (let i = 0; i < times; i++) {
    coffer.world.time.now += 1000;
    await coffer.ask.copy({ id, field: "password", password: null });
  }
  return id;
}

/** A new start of the browser over the same disk: whatever was in memory is gone. */
async function restarted(): Promise<Coffer> {
  const again = cofferIn(testWorld(coffer.world.stored));
  again.world.time.now = coffer.world.time.now;
  await again.ask.unlock({ by: "password", secret: password });
  return again;
}

describe("the audit log", () => {
  it("tells newest first what was done with which item", async () => {
    const id = await copyOften(2);
    const { lines, total, state, since } = await list();
    expect(lines.map(({ event }) => event)).toEqual(["copied", "copied", "created"]);
    expect(lines[0]).toEqual({
      at: coffer.world.time.now,
      event: "copied",
      item: { id, title: "Shop", kind: "login" },
      origin: null,
      sharing: null,
      elsewhere: false,
    } satisfies LogLine);
    expect({ total, state, since }).toEqual({ total: 3, state: "sound", since: null });
  });

  it("notes a fill with the site it went to, and nothing of the value", async () => {
    const draft = draftOf("login", "Shop", { username: "ann", password: "CANARY-1" });
    const { id } = await save(coffer, { ...draft, origins: ["https://shop.example"] });
    const origin = "https://shop.example";
    const fields = [pageField({ n: 0, name: "username", autocomplete: "username" })];
    coffer.world.site.documents = [
      {
        origin,
        frame: 0,
        answer: ({ ask }) =>
          ask === "scan"
            ? { got: "fields", fields }
            : { got: "written", results: [{ n: 0, ok: true }] },
      },
    ];
    await coffer.ask.fill({ id, tabId: 7, origin, password: null, adopt: false });
    const { lines } = await list({ events: ["filled"] });
    expect(lines.map((line) => [line.origin, line.item?.title])).toEqual([
      ["https://shop.example", "Shop"],
    ]);
  });

  it("notes failures with the unlock after them, reveals, settings, backups and what was erased", async () => {
    await coffer.ask.lock({});
    await expect(coffer.ask.unlock({ by: "password", secret: "wrong" })).rejects.toThrow(
      "WRONG_SECRET",
    );
    await coffer.ask.unlock({ by: "password", secret: password });
    const { id } = await save(coffer, draftOf("card", "Card", { "cc-csc": "123" }), password);
    await coffer.ask["item.reveal"]({ id, password });
    const status = await coffer.ask.status({});
    if (status.state !== "open") throw new Error("It is locked.");
    await coffer.ask["settings.save"]({ settings: { ...status.settings, idleMinutes: 5 } });
    await coffer.ask["backup.done"]({});
    await coffer.ask["item.trash"]({ ids: [id] });
    await coffer.ask["item.erase"]({ ids: [id] });
    expect(new Set(await events())).toEqual(
      new Set([
        "created",
        "unlockFailed",
        "unlocked",
        "revealed",
        "settingsChanged",
        "exported",
        "erased",
      ]),
    );
    // What was erased is named no more.
    const [line] = (await list({ events: ["erased"] })).lines;
    expect(line?.item).toEqual({ id, title: null, kind: null });
  });

  it("is filtered by kind of entry, item and time, and comes in parts", async () => {
    const id = await copyOften(5);
    const start = coffer.world.time.now;
    pass(coffer, day);
    await coffer.ask["backup.done"]({});
    expect(await events({ events: ["exported", "created"] })).toEqual(["exported", "created"]);
    expect((await list({ item: id })).total).toBe(5);
    expect(await events({ from: start + 1 })).toEqual(["exported"]);
    expect((await list({ to: start })).total).toBe(6);
    const parts = await Promise.all(
      [0, 2, 4].map((offset) => list({ item: id, offset, limit: 2 })),
    );
    expect(parts.map(({ lines }) => lines.length)).toEqual([2, 2, 1]);
    expect(parts.flatMap(({ lines }) => lines)).toEqual((await list({ item: id })).lines);
  });

  it("is not to be read while the vault is locked, and is exported with the password only", async () => {
    await copyOften(1);
    await expect(coffer.ask["audit.export"]({ ...everything, password: "wrong" })).rejects.toThrow(
      "WRONG_SECRET",
    );
    const { lines, total } = await coffer.ask["audit.export"]({ ...everything, password });
    expect([lines.length, total]).toEqual([2, 2]);
    expect((await events())[0]).toBe("logExported");
    await coffer.ask.lock({});
    await expect(list()).rejects.toThrow("LOCKED");
  });
});

describe("a log that is broken", () => {
  it("is told as such: an entry that is gone, one that does not open, an end that was cut off", async () => {
    await copyOften(4);
    const { records } = coffer.world.stored;
    const before = new Map(records);
    const seen = new Set<string>();
    for (const [key, record] of onDisk()) {
      records.delete(key);
      opened().manifest = { ...opened().manifest, counter: opened().manifest.counter + 1 };
      seen.add((await list()).state);
      const bytes = record.bytes.slice();
      bytes[130] = (bytes[130] ?? 0) ^ 1;
      records.set(key, { ...record, bytes });
      opened().manifest = { ...opened().manifest, counter: opened().manifest.counter + 1 };
      expect((await list()).state).toBe("unreadable");
      records.clear();
      for (const [each, kept] of before) records.set(each, kept);
    }
    // The last entry taken away leaves a chain without a hole, but not the end that the manifest pins.
    expect([...seen].toSorted()).toEqual(["head", "hole"]);
  });

  it("is never cut: what is wrong with it stays visible", async () => {
    await copyOften(6);
    const [[key]] = onDisk() as [[string, unknown]];
    coffer.world.stored.records.delete(key);
    const count = onDisk().length;
    expect(await pruneLog(coffer.world, opened(), { most: 2, since: 0 })).toBe(0);
    expect(onDisk()).toHaveLength(count);
  });
});

describe("a log that has grown too long", () => {
  it("loses its oldest entries, keeps a checkpoint, and is sound after a restart and without a cache", async () => {
    await copyOften(30);
    expect(await pruneLog(coffer.world, opened(), { most: 20, since: 0 })).toBe(13);
    const { state, total, since } = await list();
    expect({ state, total }).toEqual({ state: "sound", total: 19 });
    expect(since).toBeGreaterThan(0);
    expect(onDisk()).toHaveLength(19);
    coffer.world.stored.head = null;
    const again = await restarted();
    expect(await again.ask.status({})).toMatchObject({ state: "open", problem: null });
    expect((await list({}, again as typeof coffer)).state).toBe("sound");
    // It goes on, is cut again, and a backup of it is whole.
    await again.ask["backup.done"]({});
    const now = again.vault.opened;
    if (now === null) throw new Error("It is locked.");
    expect(await pruneLog(again.world, now, { most: 10, since: 0 })).toBeGreaterThan(0);
    expect((await list({}, again as typeof coffer)).state).toBe("sound");
    await again.ask["backup.begin"]({});
  });

  it("is as it was where the disk refuses the change", async () => {
    await copyOften(12);
    const before = new Map(coffer.world.stored.records);
    coffer.world.faults = { at: coffer.world.commits.count + 1, code: "DISK_FULL" };
    await expect(pruneLog(coffer.world, opened(), { most: 5, since: 0 })).rejects.toThrow(
      "DISK_FULL",
    );
    expect(coffer.world.stored.records).toEqual(before);
    coffer.world.faults = null;
    expect(await list()).toMatchObject({ state: "sound", total: 13 });
    await copyOften(1);
    expect((await restarted()).vault.opened?.problem).toBeNull();
  });

  it("is cut by age behind the unlock, by the setting", async () => {
    await copyOften(5);
    coffer.world.time.now += 366 * day;
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "password", secret: password });
    await tidy(coffer.vault, opened());
    coffer.world.time.now += 1000;
    await tidy(coffer.vault, opened());
    expect(new Set(await events())).toEqual(new Set(["checkpoint", "unlocked"]));
    expect((await list()).state).toBe("sound");
  });
});

describe("a rotation", () => {
  it("keeps the log sound, cut or not, and it can be cut after it", async () => {
    await copyOften(30);
    await pruneLog(coffer.world, opened(), { most: 20, since: 0 });
    const typed = { by: "password" as const, secret: password };
    const same = { newPassword: null, others: [], forgetKeys: false, exposed: false };
    await coffer.ask.rotate({ typed, ...same });
    expect((await events())[0]).toBe("rotated");
    expect(await list()).toMatchObject({ state: "sound", total: 20 });
    expect(await pruneLog(coffer.world, opened(), { most: 10, since: 0 })).toBe(11);
    expect((await list()).state).toBe("sound");
    expect((await restarted()).vault.opened?.problem).toBeNull();
  });
});
