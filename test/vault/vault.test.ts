import { beforeEach, describe, expect, it } from "vitest";
import { ring } from "../../src/vault/background.ts";
import { allOnDisk, testWorld } from "./world.ts";
import {
  apply,
  type Coffer,
  cofferIn,
  cofferWithVault,
  draftOf,
  exportFile,
  password,
  save,
  titles,
  upload,
} from "./steps.ts";

let coffer: Coffer & { recoveryCode: string };

beforeEach(async () => {
  coffer = await cofferWithVault();
});

const value = (item: { fields: { key: string; value: string | null }[] }, key: string) =>
  item.fields.find((field) => field.key === key)?.value;

describe("a new vault", () => {
  it("is open, empty, and opens again with its password or its recovery code", async () => {
    expect(await coffer.ask.status({})).toMatchObject({ state: "open", items: 0, problem: null });
    await coffer.ask.lock({});
    expect(await coffer.ask.status({})).toMatchObject({ state: "locked" });
    await coffer.ask.unlock({ by: "password", secret: password });
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "recovery", secret: coffer.recoveryCode });
    expect(await coffer.ask.status({})).toMatchObject({ state: "open" });
  });

  it("does not open with another password, and says so by name", async () => {
    await coffer.ask.lock({});
    await expect(coffer.ask.unlock({ by: "password", secret: "wrong" })).rejects.toThrow(
      "WRONG_SECRET",
    );
    await expect(coffer.ask.unlock({ by: "recovery", secret: "nonsense" })).rejects.toThrow(
      "BAD_RECOVERY_CODE",
    );
    expect(await coffer.ask.status({})).toMatchObject({ state: "locked" });
    await coffer.ask.unlock({ by: "password", secret: password });
  });

  it("is not made over another one", async () => {
    await expect(coffer.ask.create({ password: "other" })).rejects.toThrow("VAULT_EXISTS");
  });

  it("derives once at a time", async () => {
    await coffer.ask.lock({});
    const first = coffer.ask.unlock({ by: "password", secret: password });
    await expect(coffer.ask.unlock({ by: "password", secret: password })).rejects.toThrow("BUSY");
    await first;
  });

  it("remembers that the recovery code was typed back, and refuses another vault's", async () => {
    const other = await cofferWithVault("another");
    await expect(coffer.ask["recovery.confirm"]({ code: other.recoveryCode })).rejects.toThrow(
      "WRONG_SECRET",
    );
    await coffer.ask["recovery.confirm"]({ code: coffer.recoveryCode });
    expect(await coffer.ask.status({})).toMatchObject({ settings: { recoveryConfirmed: true } });
  });
});

describe("items", () => {
  it("of every kind are saved, found, read and kept over a restart of the browser", async () => {
    for (const kind of ["snippet", "login", "identity", "card", "note", "form"] as const) {
      await save(coffer, draftOf(kind, `My ${kind}`));
    }
    expect((await titles(coffer)).toSorted()).toEqual([
      "My card",
      "My form",
      "My identity",
      "My login",
      "My note",
      "My snippet",
    ]);
    const again = cofferIn(testWorld(coffer.world.stored));
    await again.ask.unlock({ by: "password", secret: password });
    expect(await titles(again, "log")).toEqual(["My login"]);
  });

  it("leave nothing readable on the disk: title, tags, sites and values are sealed", async () => {
    const draft = draftOf("login", "CANARY-title", {
      username: "CANARY-user",
      password: "CANARY-pass",
    });
    await save(coffer, {
      ...draft,
      tags: ["CANARY-tag"],
      origins: ["https://canary-site.example"],
    });
    await coffer.ask.copy({ id: (await firstId()) ?? "", field: "password", password: null });
    expect(allOnDisk(coffer.world.stored)).not.toMatch(/canary/i);
  });

  async function firstId(): Promise<string | undefined> {
    const found = await coffer.ask.find({
      text: "",
      tabId: null,
      where: "items",
      kind: null,
      tag: null,
      favourite: false,
      offset: 0,
      limit: 1,
    });
    return found.rows[0]?.id;
  }

  it("keep earlier values when they are changed", async () => {
    const saved = await save(coffer, draftOf("login", "Shop", { password: "first" }));
    const fields = saved.fields.map((field) =>
      field.key === "password" ? { ...field, value: "second" } : field,
    );
    const { created, modified, trashed, ...draft } = saved;
    expect([created, modified, trashed]).toEqual([expect.any(Number), expect.any(Number), null]);
    const changed = await save(coffer, { ...draft, fields });
    expect(value(changed, "password")).toBe("second");
    expect(changed.rev).toBe(saved.rev + 1);
  });

  it("of any length in any script can be changed again", async () => {
    const {
      created: _c,
      modified: _m,
      trashed: _t,
      ...draft
    } = await save(coffer, draftOf("note", "Long", { body: "漢".repeat(400_000) }));
    const fields = draft.fields.map((field) => ({ ...field, value: "字".repeat(400_000) }));
    expect(value(await save(coffer, { ...draft, fields }), "body")).toHaveLength(400_000);
  });

  it("keep half of a surrogate pair as it is, wherever it stands, and a backup does too", async () => {
    const half = "cut \uD83D here";
    const low = "\uDE00 and here";
    const note = draftOf("note", half, { body: low });
    const [body] = note.fields;
    if (body === undefined) throw new Error("no body");
    const asks = { ...body, id: "asks", key: "", label: low, critical: true, value: half };
    const { id } = await save(coffer, { ...note, tags: [low], fields: [body, asks] }, password);
    const again = cofferIn(testWorld(coffer.world.stored));
    await again.ask.unlock({ by: "password", secret: password });
    for (const one of [coffer, again]) {
      const item = await one.ask["item.read"]({ id });
      expect([item.title, item.tags, value(item, "body")]).toEqual([half, [low], low]);
      expect(item.fields.at(-1)?.label).toBe(low);
      const { values } = await one.ask["item.reveal"]({ id, password });
      expect(values.map((shown) => shown.value)).toEqual([half]);
    }
    const there = cofferIn();
    await upload(there, await exportFile(again));
    await there.ask["restore.open"]({ by: "password", secret: password });
    await there.ask["restore.apply"]({ ...apply, how: "adopt" });
    expect(value(await there.ask["item.read"]({ id }), "body")).toBe(low);
  });

  it("changed in another window meanwhile are not overwritten", async () => {
    const {
      created: _c,
      modified: _m,
      trashed: _t,
      ...draft
    } = await save(coffer, draftOf("note", "Note", { body: "one" }));
    await save(coffer, { ...draft, title: "From the first window" });
    await expect(save(coffer, { ...draft, title: "From the second" })).rejects.toThrow("CONFLICT");
    expect(await titles(coffer)).toEqual(["From the first window"]);
  });

  it("saved from two windows at the same moment: one wins, the other is told", async () => {
    const {
      created: _c,
      modified: _m,
      trashed: _t,
      ...draft
    } = await save(coffer, draftOf("note", "Note"));
    const both = await Promise.allSettled([
      save(coffer, { ...draft, title: "Left" }),
      save(coffer, { ...draft, title: "Right" }),
    ]);
    // Which of the two comes first is chance: their keys are derived on other threads.
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const winner = both[0].status === "fulfilled" ? "Left" : "Right";
    expect(await titles(coffer)).toEqual([winner]);
  });

  it("loaded by a worker that is locked at that moment are not kept open", async () => {
    const reborn = cofferIn(coffer.world);
    const late = titles(reborn);
    await reborn.ask.lock({});
    await expect(late).rejects.toThrow("LOCKED");
    expect(reborn.vault.opened).toBeNull();
  });

  it("go to the trash, come back, and are erased for ever only from there", async () => {
    const { id } = await save(coffer, draftOf("note", "Old"));
    expect(await coffer.ask["item.erase"]({ ids: [id] })).toEqual({ count: 0 });
    await coffer.ask["item.trash"]({ ids: [id] });
    expect(await titles(coffer)).toEqual([]);
    expect(await titles(coffer, "", "trash")).toEqual(["Old"]);
    await coffer.ask["item.restore"]({ ids: [id] });
    expect(await titles(coffer)).toEqual(["Old"]);
    await coffer.ask["item.trash"]({ ids: [id] });
    expect(await coffer.ask["item.erase"]({ ids: [id] })).toEqual({ count: 1 });
    await expect(coffer.ask["item.read"]({ id })).rejects.toThrow("NOT_FOUND");
    expect(
      [...coffer.world.stored.records.keys()].filter((key) => key.startsWith(id)),
    ).toHaveLength(1);
  });

  it("with a site that is none are refused, and sites are kept as exact origins", async () => {
    const draft = draftOf("login", "Shop");
    await expect(save(coffer, { ...draft, origins: ["javascript:alert(1)"] })).rejects.toThrow(
      "INVALID",
    );
    const saved = await save(coffer, {
      ...draft,
      origins: ["shop.example/login?x=1", "http://localhost:81/"],
    });
    expect(saved.origins).toEqual(["https://shop.example", "http://localhost:81"]);
  });

  it("are searched without regard to case and accents, best match first", async () => {
    for (const title of ["Zürich bank", "Bank of Springfield", "Embankment notes"]) {
      await save(coffer, draftOf("note", title));
    }
    expect(await titles(coffer, "BANK")).toEqual([
      "Bank of Springfield",
      "Zürich bank",
      "Embankment notes",
    ]);
    expect(await titles(coffer, "zurich")).toEqual(["Zürich bank"]);
    expect(await titles(coffer, "bank nowhere")).toEqual([]);
  });
});

describe("a critical field", () => {
  const card = draftOf("card", "Visa", { "cc-number": "4111111111111111", "cc-csc": "123" });

  it("asks for the password when saved, shown, copied and changed, each time", async () => {
    await expect(save(coffer, card)).rejects.toThrow("STEP_UP");
    await expect(save(coffer, card, "wrong")).rejects.toThrow("WRONG_SECRET");
    const saved = await save(coffer, card, password);
    expect(value(saved, "cc-csc")).toBeNull();
    expect(value(await coffer.ask["item.read"]({ id: saved.id }), "cc-csc")).toBeNull();
    await expect(coffer.ask["item.reveal"]({ id: saved.id, password: "wrong" })).rejects.toThrow(
      "WRONG_SECRET",
    );
    expect(await coffer.ask["item.reveal"]({ id: saved.id, password })).toEqual({
      values: [{ field: "cc-csc", value: "123" }],
    });
    await expect(
      coffer.ask.copy({ id: saved.id, field: "cc-csc", password: null }),
    ).rejects.toThrow("STEP_UP");
    await coffer.ask.copy({ id: saved.id, field: "cc-csc", password });
    expect(coffer.world.clip.text).toBe("123");
  });

  it("keeps its value when the rest of the item is changed without the password", async () => {
    const { created: _c, modified: _m, trashed: _t, ...draft } = await save(coffer, card, password);
    const renamed = await save(coffer, { ...draft, title: "Visa, blue" });
    expect(await coffer.ask["item.reveal"]({ id: renamed.id, password })).toEqual({
      values: [{ field: "cc-csc", value: "123" }],
    });
    const emptied = draft.fields.map((field) => (field.critical ? { ...field, value: "" } : field));
    await expect(save(coffer, { ...draft, rev: renamed.rev, fields: emptied })).rejects.toThrow(
      "STEP_UP",
    );
  });

  it("that was plain until now takes its values along, with the password, and keeps them", async () => {
    const {
      created: _c,
      modified: _m,
      trashed: _t,
      ...draft
    } = await save(coffer, draftOf("login", "Shop", { password: "old pass" }));
    const asks = (typed: string | null) =>
      draft.fields.map((field) =>
        field.key === "password" ? { ...field, critical: true, value: typed } : field,
      );
    await expect(save(coffer, { ...draft, fields: asks("") })).rejects.toThrow("STEP_UP");
    await expect(save(coffer, { ...draft, fields: asks(null) })).rejects.toThrow("STEP_UP");
    const saved = await save(coffer, { ...draft, fields: asks(null) }, password);
    expect(await coffer.ask["item.reveal"]({ id: saved.id, password })).toEqual({
      values: [{ field: "password", value: "old pass" }],
    });
  });

  it("has no key in the unlocked session", async () => {
    const bundle = JSON.parse(coffer.world.session.get("session") ?? "{}") as {
      bundle: { keys: object };
    };
    expect(Object.keys(bundle.bundle.keys).toSorted()).toEqual([
      "audit",
      "cache",
      "index",
      "manifest",
      "secret",
      "settings",
      "sync",
    ]);
  });
});

describe("the unlocked session", () => {
  it("survives the worker and ends with the browser", async () => {
    await save(coffer, draftOf("note", "Kept"));
    const reborn = cofferIn(coffer.world);
    expect(await titles(reborn)).toEqual(["Kept"]);
    const restarted = cofferIn(testWorld(coffer.world.stored));
    expect(await restarted.ask.status({})).toMatchObject({ state: "locked" });
    await expect(titles(restarted)).rejects.toThrow("LOCKED");
  });

  it("ends after the idle time without use, and use moves that time", async () => {
    const { time } = coffer.world;
    time.now += 9 * 60_000;
    await titles(coffer);
    time.now += 9 * 60_000;
    expect(await coffer.ask.status({})).toMatchObject({ state: "open" });
    time.now += 60_000;
    await expect(titles(coffer)).rejects.toThrow("LOCKED");
    expect(coffer.world.session.has("session")).toBe(false);
  });

  it("ends at the ceiling however much it is used, and when the clock runs backwards", async () => {
    const { time } = coffer.world;
    for (let minutes = 0; minutes < 12 * 60 - 5; minutes += 5) {
      time.now += 5 * 60_000;
      await titles(coffer);
    }
    time.now += 5 * 60_000;
    await expect(titles(coffer)).rejects.toThrow("LOCKED");
    await coffer.ask.unlock({ by: "password", secret: password });
    time.now -= 60_000;
    await expect(titles(coffer)).rejects.toThrow("LOCKED");
  });

  it("leaves nothing of itself in memory once locked, but a sealed draft", async () => {
    const draft = draftOf("note", "CANARY-draft", { body: "CANARY-half-typed" });
    await coffer.ask["draft.keep"]({ slot: "popup", draft });
    await coffer.ask.lock({});
    expect([...coffer.world.session.values()].join("\n")).not.toMatch(/canary|bundle|keys/i);
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(await coffer.ask["draft.read"]({ slot: "popup" })).toEqual({ draft });
  });

  it("stays ended, whatever was under way when it was locked", async () => {
    const { read, write } = coffer.world.memory;
    const slow = () => new Promise((go) => setTimeout(go, 1));
    coffer.world.memory.read = (name) => slow().then(() => read(name));
    coffer.world.memory.write = (name, text) => slow().then(() => write(name, text));
    for (let i = 0; i < 10; i++) {
      const late = Promise.allSettled([titles(coffer), titles(coffer)]);
      await coffer.ask.lock({});
      await late;
      expect(coffer.world.session.has("session")).toBe(false);
      expect(await coffer.ask.status({})).toMatchObject({ state: "locked" });
      if (i === 0) coffer.world.memory.read = read;
    }
  });

  it("ends although the clipboard does not answer", async () => {
    const { id } = await save(coffer, draftOf("snippet", "S", { body: "secret words" }));
    await coffer.ask.copy({ id, field: "body", password: null });
    let answer: (cleared: boolean) => void = () => undefined;
    coffer.world.clipboard.clearIf = () => new Promise((resolve) => (answer = resolve));
    const locked = coffer.ask.lock({});
    await expect.poll(() => coffer.world.session.has("session")).toBe(false);
    await expect(titles(coffer)).rejects.toThrow("LOCKED");
    answer(true);
    await locked;
  });

  it("keeps what is typed while locked until the unlock, also when it is locked once more", async () => {
    await coffer.ask.lock({});
    const draft = draftOf("note", "typed while locked");
    await coffer.ask["draft.keep"]({ slot: "popup", draft });
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(await coffer.ask["draft.read"]({ slot: "popup" })).toEqual({ draft });
  });
});

describe("the clipboard", () => {
  async function copied(): Promise<void> {
    const { id } = await save(coffer, draftOf("snippet", "S", { body: "secret words" }));
    await coffer.ask.copy({ id, field: "body", password: null });
  }

  it("is cleared when the vault locks, if it still holds our value", async () => {
    await copied();
    await coffer.ask.lock({});
    expect(coffer.world.clip.text).toBe("");
    await coffer.ask.unlock({ by: "password", secret: password });
    await copied();
    coffer.world.clip.text = "the user's own";
    await coffer.ask.lock({});
    expect(coffer.world.clip.text).toBe("the user's own");
  });

  it("holds the next value as long as it should, also when it was copied while the first was cleared", async () => {
    await copied();
    const second = await save(coffer, draftOf("snippet", "T", { body: "other words" }));
    await Promise.all([
      coffer.ask["clip.clear"]({}),
      coffer.ask.copy({ id: second.id, field: "body", password: null }),
    ]);
    expect(coffer.world.clip.text).toBe("other words");
    expect(await coffer.ask.status({})).toMatchObject({ clip: { until: expect.any(Number) } });
    await coffer.ask.lock({});
    expect(coffer.world.clip.text).toBe("");
  });

  it("is cleared at a later ring where the clock was set back or the first try failed", async () => {
    await copied();
    const { time, alarms, clipboard } = coffer.world;
    time.now += 29_000;
    ring(coffer.vault, "clip");
    await expect.poll(() => alarms.get("clip")).toBeGreaterThan(time.now);
    const clearIf = clipboard.clearIf;
    clipboard.clearIf = async () => Promise.reject(new Error("busy"));
    time.now += 2_000;
    alarms.delete("clip");
    ring(coffer.vault, "clip");
    await expect.poll(() => alarms.get("clip")).toBeGreaterThan(time.now);
    clipboard.clearIf = clearIf;
    time.now += 5_000;
    ring(coffer.vault, "clip");
    await expect.poll(() => coffer.world.clip.text).toBe("");
  });

  it("after a restart is compared at the unlock, and may be cleared at once before it", async () => {
    await copied();
    const restarted = cofferIn(testWorld(coffer.world.stored));
    restarted.world.clip.text = "secret words";
    expect(await restarted.ask.status({})).toMatchObject({ clip: { until: 0 } });
    await restarted.ask.unlock({ by: "password", secret: password });
    await expect.poll(() => restarted.world.clip.text).toBe("");
    await expect.poll(() => restarted.ask.status({})).toMatchObject({ clip: null });
  });

  it("after a restart is cleared at once where the user asks for it, locked as it is", async () => {
    await copied();
    const restarted = cofferIn(testWorld(coffer.world.stored));
    restarted.world.clip.text = "secret words";
    expect(await restarted.ask["clip.clear"]({})).toEqual({ cleared: true });
    expect(restarted.world.clip.text).toBe("");
    expect(await restarted.ask["clip.clear"]({})).toEqual({ cleared: false });
  });

  it("after a restart leaves alone what the user copied meanwhile", async () => {
    await copied();
    const restarted = cofferIn(testWorld(coffer.world.stored));
    restarted.world.clip.text = "the user's own";
    await restarted.ask.unlock({ by: "password", secret: password });
    expect(restarted.world.clip.text).toBe("the user's own");
  });
});

describe("settings", () => {
  it("are kept sealed; a tampered record falls back to the safe defaults and says so", async () => {
    const status = await coffer.ask.status({});
    if (status.state !== "open") throw new Error("open expected");
    await coffer.ask["settings.save"]({ settings: { ...status.settings, idleMinutes: 240 } });
    const records = [...coffer.world.stored.records.values()];
    const record = records.find(({ cls }) => cls === 0x23) as (typeof records)[0];
    record.bytes = record.bytes.map((byte, i) => (i === 200 ? byte ^ 1 : byte));
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(await coffer.ask.status({})).toMatchObject({
      settings: { idleMinutes: 10 },
      problem: "TAMPERED",
    });
  });
});
