import { beforeAll, describe, expect, it } from "vitest";
import { Failure } from "../../src/core/failure.ts";
import { argon2id } from "../../src/core/argon2.ts";
import { provideArgon2 } from "../../src/core/kdf.ts";
import { encodeBackup } from "../../src/core/backup.ts";
import { testWorld } from "./world.ts";
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
let file: Uint8Array<ArrayBuffer>;

const open = { by: "password" as const, secret: password };
const stateOf = (world: Coffer["world"]) =>
  JSON.stringify([...world.stored.records.keys()].toSorted());

beforeAll(async () => {
  coffer = await cofferWithVault();
  await save(coffer, draftOf("snippet", "Greeting", { body: "Dear Sir or Madam" }));
  await save(
    coffer,
    draftOf("card", "Visa", { "cc-number": "4111111111111111", "cc-csc": "123" }),
    password,
  );
  file = await exportFile(coffer);
});

describe("a backup file", () => {
  it("restores into an empty profile, checked against its manifest, with its critical values", async () => {
    const fresh = cofferIn(testWorld());
    await upload(fresh, file);
    expect(await fresh.ask["restore.check"]({})).toEqual({ records: expect.any(Number), keys: [] });
    expect(await fresh.ask["restore.open"](open)).toMatchObject({
      items: 2,
      complete: true,
      here: "empty",
      critical: 1,
    });
    expect(await fresh.ask["restore.apply"]({ ...apply, how: "adopt" })).toEqual({ items: 2 });
    expect((await titles(fresh)).toSorted()).toEqual(["Greeting", "Visa"]);
    const card = (
      await fresh.ask.find({
        text: "visa",
        tabId: null,
        where: "items",
        kind: null,
        tag: null,
        favourite: false,
        offset: 0,
        limit: 1,
      })
    ).rows[0];
    expect(await fresh.ask["item.reveal"]({ id: card?.id ?? "", password })).toMatchObject({
      values: [{ value: "123" }],
    });
    expect(await fresh.ask.status({})).toMatchObject({ problem: null });
  });

  it("opens with the recovery code too", async () => {
    const fresh = cofferIn(testWorld());
    await upload(fresh, file);
    const code = { by: "recovery" as const, secret: coffer.recoveryCode };
    expect(await fresh.ask["restore.open"](code)).toMatchObject({ items: 2, complete: true });
  });

  it("with a wrong password changes nothing", async () => {
    const fresh = cofferIn(testWorld());
    await upload(fresh, file);
    await expect(fresh.ask["restore.open"]({ ...open, secret: "wrong" })).rejects.toThrow(
      "WRONG_SECRET",
    );
    await expect(
      fresh.ask["restore.apply"]({ ...apply, secret: "wrong", how: "adopt" }),
    ).rejects.toThrow("WRONG_SECRET");
    expect(await fresh.ask.status({})).toEqual({ state: "none", lost: false });
  });

  it("with any byte flipped, or cut anywhere, is refused by name before a key is derived", async () => {
    const fresh = cofferIn(testWorld());
    const refused = async (bytes: Uint8Array<ArrayBuffer>) => {
      await upload(fresh, bytes);
      await expect(fresh.ask["restore.check"]({})).rejects.toThrow(
        /NOT_A_BACKUP|TRUNCATED|CHECKSUM/,
      );
    };
    for (let at = 0; at < file.length; at++) {
      const flipped = file.slice();
      flipped[at] = (flipped[at] as number) ^ 0x20;
      await refused(flipped);
    }
    for (let length = 0; length < file.length; length += 13) await refused(file.slice(0, length));
    await refused(new Uint8Array([...file, 0]));
    await refused(new TextEncoder().encode("PK a zip file, perhaps"));
    expect(await fresh.ask.status({})).toEqual({ state: "none", lost: false });
  }, 120_000);

  it("whose records were exchanged, dropped or doubled behind a right checksum is not called complete", async () => {
    const { decodeBackup } = await import("../../src/core/backup.ts");
    const backup = await decodeBackup(file);
    const fresh = cofferIn(testWorld());
    const judge = async (records: typeof backup.records) => {
      await upload(fresh, await encodeBackup({ ...backup, records }));
      return fresh.ask["restore.open"](open);
    };
    expect(await judge(backup.records.slice(1))).toMatchObject({ complete: false });
    await expect(
      judge([...backup.records, backup.records[0] as (typeof backup.records)[0]]),
    ).rejects.toThrow("DUPLICATE");
    const other = await decodeBackup(await exportFile(await cofferWithVault("another")));
    expect(await judge([...backup.records, ...other.records])).toMatchObject({
      complete: false,
      items: 2,
    });
  });

  it("that asks for 4 GiB of memory, or for 8 KiB, is refused before anything is derived", async () => {
    const { decodeBackup } = await import("../../src/core/backup.ts");
    const backup = await decodeBackup(file);
    for (const m of [4 * 2 ** 20, 8]) {
      const header = backup.header.slice();
      new DataView(header.buffer).setUint32(38 + 36, m); // magic 8, vaultId 16, epoch 4, seq 8, policy, count; type .. salt 36
      const fresh = cofferIn(testWorld());
      await upload(fresh, await encodeBackup({ ...backup, header }));
      let derived = 0;
      provideArgon2(async () => {
        derived++;
        return argon2id;
      });
      await expect(fresh.ask["restore.open"](open)).rejects.toThrow("KDF_BOUNDS");
      expect(derived).toBe(0);
      provideArgon2(async () => argon2id);
    }
  });
});

describe("a restore over a vault that is open", () => {
  it("adds what is missing, erased items included, and touches nothing else", async () => {
    const here = cofferIn(testWorld(structuredClone(coffer.world.stored)));
    await here.ask.unlock(open);
    const rows = (
      await here.ask.find({
        text: "",
        tabId: null,
        where: "items",
        kind: null,
        tag: null,
        favourite: false,
        offset: 0,
        limit: 9,
      })
    ).rows;
    const ids = rows.map(({ id }) => id);
    await here.ask["item.trash"]({ ids });
    await here.ask["item.erase"]({ ids });
    await save(here, draftOf("note", "Newer"));
    await upload(here, file);
    expect(await here.ask["restore.open"](open)).toMatchObject({ here: "same" });
    expect(await here.ask["restore.apply"]({ ...apply, how: "add" })).toEqual({ items: 2 });
    expect((await titles(here)).toSorted()).toEqual(["Greeting", "Newer", "Visa"]);
    await here.ask.lock({});
    await here.ask.unlock(open);
    expect(await here.ask.status({})).toMatchObject({ items: 3, problem: null });
  });

  it("exactly as then needs the typed word, trashes what is newer, and keeps the old state", async () => {
    const here = cofferIn(testWorld(structuredClone(coffer.world.stored)));
    await here.ask.unlock(open);
    await save(here, draftOf("note", "Newer"));
    await upload(here, file);
    await expect(
      here.ask["restore.apply"]({ ...apply, how: "exact", typed: "yes" }),
    ).rejects.toThrow("CONFIRMATION");
    await here.ask["restore.apply"]({ ...apply, how: "exact", typed: "RESTORE" });
    expect((await titles(here)).toSorted()).toEqual(["Greeting", "Visa"]);
    expect(await titles(here, "", "trash")).toEqual(["Newer"]);
    expect((await here.ask["kept.list"]({})).kept).toHaveLength(1);
  });

  it("of another vault brings critical values in only with this vault's password", async () => {
    const here = await cofferWithVault("another");
    await upload(here, file);
    expect(await here.ask["restore.open"](open)).toMatchObject({ here: "other", critical: 1 });
    await expect(here.ask["restore.apply"]({ ...apply, how: "add" })).rejects.toThrow("STEP_UP");
    expect(await titles(here)).toEqual([]);
    await here.ask["restore.apply"]({ ...apply, how: "add", vaultPassword: password });
    expect((await titles(here)).toSorted()).toEqual(["Greeting", "Visa"]);
  });

  it("that replaces a vault keeps that vault as a backup file, which restores", async () => {
    const here = await cofferWithVault("another");
    await save(here, draftOf("note", "Of the old vault"));
    await here.ask.lock({});
    await upload(here, file);
    expect(await here.ask["restore.open"](open)).toMatchObject({ here: "locked" });
    await here.ask["restore.apply"]({ ...apply, how: "replace", typed: "RESTORE" });
    expect((await titles(here)).toSorted()).toEqual(["Greeting", "Visa"]);
    const { kept } = await here.ask["kept.list"]({});
    const old = await here.world.disk.keptFile(kept[0]?.at ?? 0);
    const fresh = cofferIn(testWorld());
    await upload(fresh, old as Uint8Array<ArrayBuffer>);
    expect(await fresh.ask["restore.open"](open)).toMatchObject({ items: 1, complete: true });
  });
});

describe("a backup that is not complete", () => {
  it("gives what is sound of it, and is refused as exact", async () => {
    const { decodeBackup } = await import("../../src/core/backup.ts");
    const backup = await decodeBackup(file);
    const records = backup.records.map((record) => record.slice());
    const secret = records.find((record) => record[5] === 2);
    secret?.set([(secret[300] as number) ^ 1], 300);
    const damaged = await encodeBackup({ ...backup, records });
    const here = cofferIn(testWorld(structuredClone(coffer.world.stored)));
    await here.ask.unlock(open);
    await upload(here, damaged);
    expect(await here.ask["restore.open"](open)).toMatchObject({ complete: false, items: 2 });
    await expect(
      here.ask["restore.apply"]({ ...apply, how: "exact", typed: "RESTORE" }),
    ).rejects.toThrow("MISSING");
    const fresh = await cofferWithVault("another");
    await upload(fresh, damaged);
    await fresh.ask["restore.apply"]({ ...apply, how: "add", vaultPassword: password });
    expect((await titles(fresh)).toSorted()).toEqual(["Greeting", "Visa"]);
  });
});

describe("a write that fails", () => {
  it("at any step leaves the old state, and the vault goes on", async () => {
    const here = await cofferWithVault();
    const saved = await save(here, draftOf("note", "Before", { body: "1" }));
    const { created: _c, modified: _m, trashed: _t, ...draft } = saved;
    const actions = [
      () => save(here, draftOf("login", "New")),
      () => save(here, { ...draft, title: "Changed" }),
      () => here.ask["item.trash"]({ ids: [saved.id] }),
      () => here.ask["item.favourite"]({ id: saved.id, on: true }),
    ];
    for (const code of ["DISK_FULL", "DISK_FAILED"] as const) {
      for (const action of actions) {
        const before = stateOf(here.world);
        here.world.faults = { at: here.world.commits.count + 1, code };
        await expect(action()).rejects.toThrow(code);
        here.world.faults = null;
        expect(stateOf(here.world)).toBe(before);
        expect(await titles(here)).toEqual(["Before"]);
        // The worker is started anew: what it reads is the old state too.
        const reborn = cofferIn(testWorld(structuredClone(here.world.stored)));
        for (const [place, text] of here.world.session) reborn.world.session.set(place, text);
        expect(await titles(reborn)).toEqual(["Before"]);
        expect(await reborn.ask.status({})).toMatchObject({ items: 1, problem: null });
      }
    }
    await save(here, { ...draft, title: "After" });
    expect(await titles(here)).toEqual(["After"]);
  });

  it("over what another context has written is refused", async () => {
    const here = await cofferWithVault();
    const second = cofferIn(here.world);
    await titles(second);
    await save(here, draftOf("note", "First"));
    await expect(save(second, draftOf("note", "Second"))).rejects.toThrow("CONFLICT");
  });
});

describe("a damaged disk", () => {
  it("is told by name after the unlock, the rest stays in reach, and a repair names the loss", async () => {
    const here = cofferIn(testWorld(structuredClone(coffer.world.stored)));
    const place = [...here.world.stored.records.keys()].find((key) => key.endsWith("02"));
    here.world.stored.records.delete(place ?? "");
    await here.ask.unlock(open);
    await expect.poll(() => here.ask.status({})).toMatchObject({ problem: "MISSING", items: 2 });
    await expect(here.ask["backup.begin"]({})).rejects.toThrow("MISSING");
    expect(await here.ask.repair({})).toEqual({ lost: 1 });
    expect(await here.ask.status({})).toMatchObject({ problem: null, items: 2 });
    await exportFile(here);
  });

  it("that is full keeps nobody out, also where the cache must be made anew", async () => {
    const here = cofferIn(testWorld(structuredClone(coffer.world.stored)));
    here.world.stored.head = null;
    here.world.disk.commit = async () => Promise.reject(new Failure("DISK_FULL"));
    await here.ask.unlock(open);
    expect((await titles(here)).toSorted()).toEqual(["Greeting", "Visa"]);
  });

  it("without its cache is opened from the records", async () => {
    const here = cofferIn(testWorld(structuredClone(coffer.world.stored)));
    here.world.stored.head = null;
    here.world.stored.pages.clear();
    await here.ask.unlock(open);
    expect(await here.ask.status({})).toMatchObject({ problem: null, items: 2 });
    expect(here.world.stored.pages.size).toBe(1);
  });

  it("with an older copy of a record put back is noticed", async () => {
    const here = await cofferWithVault();
    const {
      created: _c,
      modified: _m,
      trashed: _t,
      ...draft
    } = await save(here, draftOf("note", "One", { body: "old" }));
    const place = `${draft.id}02`;
    const old = here.world.stored.records.get(place);
    await save(here, {
      ...draft,
      fields: draft.fields.map((field) => ({ ...field, value: "new" })),
    });
    here.world.stored.records.set(place, old as NonNullable<typeof old>);
    await expect(here.ask["item.read"]({ id: draft.id })).rejects.toThrow("TAMPERED");
    await here.ask.lock({});
    await here.ask.unlock(open);
    await expect.poll(() => here.ask.status({})).toMatchObject({ problem: "TAMPERED" });
  });
});
