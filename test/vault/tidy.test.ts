/** What has had its time: the trash empties itself, tombstones go, and none of it by a clock that is wrong for once. */
import { beforeEach, describe, expect, it } from "vitest";
import { fromHex, toHex } from "../../src/core/bytes.ts";
import { decodeJson, encodeJson } from "../../src/core/json.ts";
import { recordClass, sealRecord } from "../../src/core/record.ts";
import { defaultSettings, settingsSchema } from "../../src/core/settings.ts";
import { addTerm, leaf, sealManifest } from "../../src/core/manifest.ts";
import { sha256 } from "../../src/core/hash.ts";
import { checkDisk } from "../../src/vault/check.ts";
import { dropTombstones, tidy } from "../../src/vault/tidy.ts";
import { applyEdits } from "../../src/vault/write.ts";
import {
  apply,
  type Coffer,
  cofferIn,
  cofferWithVault,
  draftOf,
  exportFile,
  pass,
  password,
  save,
  titles,
  upload,
} from "./steps.ts";
import { testWorld } from "./world.ts";

const day = 86_400_000;
let coffer: Coffer & { recoveryCode: string };

beforeEach(async () => {
  coffer = await cofferWithVault();
  await coffer.ask.status({});
});

const openedOf = ({ vault }: Coffer) => {
  if (vault.opened === null) throw new Error("It is locked.");
  return vault.opened;
};

/** Lets days pass and does what two unlocks a moment apart would do. */
async function twoUnlocksAfter(days: number, some: Coffer = coffer): Promise<void> {
  pass(some, days * day);
  await tidy(some.vault, openedOf(some));
  pass(some, 1000);
  await tidy(some.vault, openedOf(some));
}

async function trashed(title: string): Promise<string> {
  const { id } = await save(coffer, draftOf("note", title));
  await coffer.ask["item.trash"]({ ids: [id] });
  return id;
}

async function restarted(from: Coffer = coffer): Promise<Coffer> {
  const again = cofferIn(testWorld(from.world.stored));
  again.world.time.now = from.world.time.now;
  await again.ask.unlock({ by: "password", secret: password });
  return again;
}

const change = async (more: object) => {
  const status = await coffer.ask.status({});
  if (status.state !== "open") throw new Error("It is locked.");
  await coffer.ask["settings.save"]({ settings: { ...status.settings, ...more } });
};

describe("the trash", () => {
  it("keeps what is in it for 30 days, then it goes in one action with a note in the log", async () => {
    await trashed("old");
    await save(coffer, draftOf("note", "in use"));
    await twoUnlocksAfter(29);
    await trashed("young");
    expect((await titles(coffer, "", "trash")).toSorted()).toEqual(["old", "young"]);
    const { count } = coffer.world.commits;
    await twoUnlocksAfter(2);
    expect(coffer.world.commits.count).toBe(count + 1);
    expect(await titles(coffer, "", "trash")).toEqual(["young"]);
    expect(await titles(coffer)).toEqual(["in use"]);
    const log = await coffer.ask["audit.list"]({
      events: ["expired"],
      item: null,
      from: null,
      to: null,
      offset: 0,
      limit: 9,
    });
    expect(log.total).toBe(1);
    expect((await restarted()).vault.opened?.problem).toBeNull();
  });

  it("empties itself behind an unlock, without anybody asking", async () => {
    await trashed("old");
    coffer.world.time.now += 31 * day;
    for (let n = 0; n < 2; n++) {
      await coffer.ask.lock({});
      await coffer.ask.unlock({ by: "password", secret: password });
      await expect.poll(() => coffer.world.stored.facts.has("tidied")).toBe(true);
      if (n === 1) await expect.poll(() => titles(coffer, "", "trash")).toEqual([]);
      else expect(await titles(coffer, "", "trash")).toEqual(["old"]);
    }
  });

  it("keeps everything where the user says so, and by the days the user says", async () => {
    await change({ trashDays: null });
    await trashed("kept");
    await twoUnlocksAfter(4000);
    expect(await titles(coffer, "", "trash")).toEqual(["kept"]);
    await change({ trashDays: 1 });
    await twoUnlocksAfter(0);
    expect(await titles(coffer, "", "trash")).toEqual([]);
  });

  it("loses nothing at the first unlock by a clock that jumped ahead", async () => {
    await tidy(coffer.vault, openedOf(coffer));
    await trashed("kept");
    pass(coffer, 1000 * day);
    await tidy(coffer.vault, openedOf(coffer));
    pass(coffer, -1000 * day);
    await tidy(coffer.vault, openedOf(coffer));
    await tidy(coffer.vault, openedOf(coffer));
    expect(await titles(coffer, "", "trash")).toEqual(["kept"]);
  });

  it("keeps what was taken out and thrown away again, by its last day", async () => {
    const id = await trashed("twice");
    await twoUnlocksAfter(20);
    await coffer.ask["item.restore"]({ ids: [id] });
    await coffer.ask["item.trash"]({ ids: [id] });
    await twoUnlocksAfter(20);
    expect(await titles(coffer, "", "trash")).toEqual(["twice"]);
  });

  it("counts the days anew for what a restore brings back", async () => {
    await trashed("old");
    const file = await exportFile(coffer);
    const fresh = cofferIn();
    fresh.world.time.now = coffer.world.time.now + 60 * day;
    await upload(fresh, file);
    await fresh.ask["restore.apply"]({ ...apply, how: "adopt" });
    await twoUnlocksAfter(1, fresh);
    expect(await titles(fresh, "", "trash")).toEqual(["old"]);
    await twoUnlocksAfter(30, fresh);
    expect(await titles(fresh, "", "trash")).toEqual([]);
    // Into an open vault, which has erased it since: it comes back with its days before it.
    await upload(fresh, file);
    await fresh.ask["restore.apply"]({ ...apply, how: "add" });
    await twoUnlocksAfter(1, fresh);
    expect(await titles(fresh, "", "trash")).toEqual(["old"]);
  });

  it("and everything else is left alone where the disk does not fit the manifest", async () => {
    await trashed("old");
    const [key, record] = [...coffer.world.stored.records].at(-1) ?? ["", null];
    coffer.world.stored.records.delete(key);
    await twoUnlocksAfter(0);
    for (let n = 0; n < 2; n++) {
      coffer.world.time.now += 40 * day;
      await coffer.ask.lock({});
      await coffer.ask.unlock({ by: "password", secret: password });
      await expect
        .poll(async () => coffer.ask.status({}))
        .toMatchObject({ state: "open", problem: "MISSING" });
    }
    expect(record).not.toBeNull();
    expect(await titles(coffer, "", "trash")).toEqual(["old"]);
  });
});

describe("tombstones", () => {
  const tombs = (some: Coffer = coffer) =>
    openedOf(some).entries.filter(({ refs }) => refs.some(({ tombstone }) => tombstone)).length;

  async function erased(title: string): Promise<string> {
    const id = await trashed(title);
    await coffer.ask["item.erase"]({ ids: [id] });
    return id;
  }

  it("stay for 400 days, and then leave set, cache and disk in one action", async () => {
    for (let n = 0; n < 70; n++) await save(coffer, draftOf("note", `note ${n}`));
    const id = await erased("gone");
    await twoUnlocksAfter(399);
    expect(tombs()).toBe(1);
    const young = await erased("gone later");
    await twoUnlocksAfter(2);
    expect(tombs()).toBe(1);
    const left = [...coffer.world.stored.records.values()].map(({ recId }) => recId);
    expect(left).not.toContain(id);
    expect(left).toContain(young);
    expect(await checkDisk(coffer.vault, openedOf(coffer))).toBeNull();
    // The cache fits, is complete, and so is what is made anew from the records.
    const again = await restarted();
    expect(await titles(again)).toHaveLength(70);
    expect(tombs(again)).toBe(1);
    await save(again, draftOf("note", "one more"));
    again.world.stored.head = null;
    const rebuilt = await restarted(again);
    expect(await titles(rebuilt)).toHaveLength(71);
    expect([tombs(rebuilt), openedOf(rebuilt).problem]).toEqual([1, null]);
    // The time is in the record itself: a cache made anew knows it too.
    expect(await dropTombstones(rebuilt.world, openedOf(rebuilt), rebuilt.world.time.now + 1)).toBe(
      1,
    );
  });

  it("of the first version, without a time, get one and stay their 400 days from then", async () => {
    const id = await erased("gone");
    const opened = openedOf(coffer);
    const { world } = coffer;
    // As 0.1 wrote it: nothing in it.
    const entry = opened.entries.find((each) => each.id === id);
    if (entry === undefined) throw new Error("There is no tombstone.");
    entry.indexBytes = new Uint8Array(0);
    await dropTombstones(world, opened, world.time.now - 400 * day);
    expect(tombs()).toBe(1);
    const again = await restarted();
    expect(await dropTombstones(again.world, openedOf(again), world.time.now)).toBe(0);
    expect(await dropTombstones(again.world, openedOf(again), world.time.now + 1)).toBe(1);
    expect(await checkDisk(again.vault, openedOf(again))).toBeNull();
  });

  it("stay where the disk refuses the change, and nothing is lost", async () => {
    await erased("gone");
    coffer.world.faults = { at: coffer.world.commits.count + 1, code: "DISK_FULL" };
    const drop = () => dropTombstones(coffer.world, openedOf(coffer), coffer.world.time.now + 1);
    await expect(drop()).rejects.toThrow("DISK_FULL");
    coffer.world.faults = null;
    await save(coffer, draftOf("note", "after"));
    expect(tombs()).toBe(1);
    expect(await drop()).toBe(1);
    expect(await titles(await restarted())).toEqual(["after"]);
  });
});

describe("a set with a tombstone beside other records of the same item", () => {
  /** As nobody but a holder of the keys could write it: manifest and all fit. */
  async function revive(): Promise<string> {
    const { id } = await save(coffer, draftOf("note", "erased", { notes: "body" }));
    await save(coffer, draftOf("note", "other"));
    const opened = openedOf(coffer);
    await coffer.ask["item.trash"]({ ids: [id] });
    await coffer.ask["item.erase"]({ ids: [id] });
    const { keys, vault, kSet, manifest } = opened;
    const recId = fromHex(id);
    const cls = recordClass.secret;
    const context = { cls, schema: 1, ...vault, recId, rev: 9, tombstone: false };
    const bytes = await sealRecord(keys.secret, context, new Uint8Array(5));
    const term = await leaf(kSet, recId, { ...context, hash: await sha256(bytes) });
    const next = {
      ...manifest,
      counter: manifest.counter + 1,
      n: manifest.n + 1,
      setMac: addTerm(manifest.setMac, term),
    };
    await coffer.world.disk.commit({
      upon: opened.sealed,
      manifest: await sealManifest(keys.manifest, vault, next),
      head: null,
      put: [{ recId: toHex(recId), cls, bytes }],
      drop: [],
      pages: [],
    });
    return id;
  }

  it("is refused at load, and as a backup it is not whole", async () => {
    await revive();
    const again = await restarted();
    expect(await again.ask.status({})).toMatchObject({ state: "open", problem: "TAMPERED" });
    expect(await titles(again)).toEqual(["other"]);
    await expect(again.ask["backup.begin"]({})).rejects.toThrow("TAMPERED");
  });

  it("is healed by the repair that the user asks for: the item stays erased, the rest is whole", async () => {
    const id = await revive();
    const again = await restarted();
    await again.ask.repair({});
    expect(await again.ask.status({})).toMatchObject({ state: "open", problem: null });
    expect(await titles(again)).toEqual(["other"]);
    expect(await checkDisk(again.vault, openedOf(again))).toBeNull();
    const log = await again.ask["audit.list"]({
      events: ["repaired"],
      item: null,
      from: null,
      to: null,
      offset: 0,
      limit: 9,
    });
    expect([log.total, log.state]).toEqual([1, "sound"]);
    const left = [...again.world.stored.records.values()].filter(({ recId }) => recId === id);
    expect(left.map(({ cls }) => cls)).toEqual([recordClass.index]);
  });
});

describe("settings of the first version", () => {
  it("still open, with the defaults for what they did not know", async () => {
    const { trashDays: _t, auditDays: _a, ...old } = defaultSettings;
    const bytes = new TextEncoder().encode(JSON.stringify({ ...old, idleMinutes: 7 }));
    expect(decodeJson(settingsSchema, bytes)).toEqual({ ...defaultSettings, idleMinutes: 7 });
    const opened = openedOf(coffer);
    const record = { cls: recordClass.settings, key: opened.keys.settings, plaintext: bytes };
    await applyEdits(coffer.world, opened, [{ recId: new Uint8Array(16), records: [record] }], []);
    const status = await (await restarted()).ask.status({});
    expect(status).toMatchObject({
      settings: { idleMinutes: 7, trashDays: 30, auditDays: 365 },
      problem: null,
    });
    expect(encodeJson(settingsSchema, defaultSettings).length).toBeGreaterThan(bytes.length);
  });
});
