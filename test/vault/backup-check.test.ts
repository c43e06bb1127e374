import { beforeEach, describe, expect, it } from "vitest";
import { decodeBackup, encodeBackup } from "../../src/core/backup.ts";
import { fromHex, toHex, utf8 } from "../../src/core/bytes.ts";
import { sha256 } from "../../src/core/hash.ts";
import { decodeJson } from "../../src/core/json.ts";
import { recordClass } from "../../src/core/record.ts";
import { defaultSettings, settingsSchema } from "../../src/core/settings.ts";
import { use } from "../../src/vault/vault.ts";
import { applyEdits } from "../../src/vault/write.ts";
import {
  type Coffer,
  cofferWithVault,
  draftOf,
  exportFile,
  password,
  save,
  titles,
  upload,
} from "./steps.ts";

type File = Uint8Array<ArrayBuffer>;
const day = 24 * 3600 * 1000;

let coffer: Coffer & { recoveryCode: string };
let greeting: Awaited<ReturnType<typeof save>>;

async function settings(of = coffer) {
  const status = await of.ask.status({});
  return status.state === "open" ? status.settings : null;
}

/** Opens it again where a day without use has locked it. */
async function laterBy(days: number): Promise<void> {
  coffer.world.time.now += days * day;
  await coffer.ask.unlock({ by: "recovery", secret: coffer.recoveryCode });
}

/** What the Backup screen asks of a file that the user chose. */
async function check(file: File, by: "session" | "password" = "session", secret = "") {
  await upload(coffer, file);
  await coffer.ask["restore.check"]({});
  return coffer.ask["backup.check"](by === "session" ? { by } : { by, secret });
}

beforeEach(async () => {
  coffer = await cofferWithVault();
  greeting = await save(coffer, draftOf("snippet", "Greeting", { body: "Dear all" }));
  await save(coffer, draftOf("login", "Shop", { username: "ann", password: "sEcret-17" }));
});

describe("an export", () => {
  it("is opened again before it is handed out, and says by its sum what must arrive", async () => {
    const begun = await coffer.ask["backup.begin"]({});
    const { data } = await coffer.ask["backup.part"]({ part: 0 });
    const part = new Uint8Array(Buffer.from(data, "base64"));
    expect(begun.sum).toBe(toHex(await sha256(await sha256(part))));
    expect(await settings()).toMatchObject({ lastVerified: null, backupCounter: 0 });
    await coffer.ask["backup.done"]({});
    const now = coffer.world.time.now;
    expect(await settings()).toMatchObject({ lastBackup: now, lastVerified: now });
  });

  it("is refused where an index record does not open, though the set fits its manifest", async () => {
    const opened = await use(coffer.vault);
    const wrong = { cls: recordClass.index, key: opened.keys.secret, plaintext: utf8("{}") };
    await applyEdits(coffer.world, opened, [{ recId: fromHex(greeting.id), records: [wrong] }], []);
    await expect(coffer.ask["backup.begin"]({})).rejects.toThrow("TAMPERED");
    await expect(coffer.ask["backup.part"]({ part: 0 })).rejects.toThrow("CANCELLED");
    expect(await settings()).toMatchObject({ lastBackup: null, lastVerified: null });
  });

  it("is refused where it would hold fewer items than the vault shows", async () => {
    const opened = await use(coffer.vault);
    const ghost = opened.entries.find(({ id }) => id === greeting.id);
    if (ghost === undefined) throw new Error("no entry");
    opened.entries.push({ ...ghost, id: "f".repeat(32), recId: fromHex("f".repeat(32)) });
    await expect(coffer.ask["backup.begin"]({})).rejects.toThrow("MISSING");
  });

  it("that nobody opened again is not called verified", async () => {
    await coffer.ask["backup.done"]({});
    expect(await settings()).toMatchObject({ lastBackup: expect.any(Number), lastVerified: null });
  });
});

describe("checking a file", () => {
  it("of this vault needs no password, counts what changed since, and is remembered", async () => {
    const file = await exportFile(coffer);
    expect(await check(file)).toMatchObject({ items: 2, trashed: 0, problem: null, changed: 0 });
    await laterBy(3);
    await coffer.ask["item.favourite"]({ id: greeting.id, on: true });
    await save(coffer, draftOf("note", "New", { notes: "since" }));
    expect(await check(file)).toMatchObject({ items: 2, problem: null, changed: 2 });
    expect(await settings()).toMatchObject({
      lastBackup: coffer.world.time.now - 3 * day,
      lastVerified: coffer.world.time.now,
    });
    expect((await titles(coffer)).toSorted()).toEqual(["Greeting", "New", "Shop"]);
  });

  it("counts an item that was deleted for ever since", async () => {
    const file = await exportFile(coffer);
    await coffer.ask["item.trash"]({ ids: [greeting.id] });
    expect(await check(file)).toMatchObject({ changed: 1 });
    await coffer.ask["item.erase"]({ ids: [greeting.id] });
    expect(await check(file)).toMatchObject({ items: 2, changed: 1 });
  });

  it("that is older than the last one says what it is worth, and nothing about the last one", async () => {
    const first = await exportFile(coffer);
    await laterBy(1);
    const second = await exportFile(coffer);
    const verified = coffer.world.time.now;
    await laterBy(1);
    expect(await check(first)).toMatchObject({ problem: null });
    expect(await settings()).toMatchObject({ lastVerified: verified });
    expect(await check(second)).toMatchObject({ problem: null });
    expect(await settings()).toMatchObject({ lastVerified: verified + day });
  });

  it("of another vault asks for its own password, and notes nothing here", async () => {
    const other = await cofferWithVault("another");
    await save(other, draftOf("note", "Elsewhere"));
    const file = await exportFile(other);
    expect(await check(file)).toBeNull();
    await expect(check(file, "password", "wrong")).rejects.toThrow("WRONG_SECRET");
    expect(await check(file, "password", password)).toMatchObject({
      items: 1,
      problem: null,
      changed: null,
    });
    expect(await settings()).toMatchObject({ lastVerified: null });
  });

  it("names what is missing or changed behind a right checksum, and notes nothing", async () => {
    const backup = await decodeBackup(await exportFile(coffer));
    const { lastVerified } = (await settings()) ?? {};
    await laterBy(1);
    for (let i = 0; i < backup.records.length; i++) {
      const fewer = backup.records.toSpliced(i, 1);
      expect(await check(await encodeBackup({ ...backup, records: fewer }))).toMatchObject({
        problem: "MISSING",
      });
      const record = (backup.records[i] as File).slice();
      record[record.length - 1] = (record.at(-1) as number) ^ 1;
      const other = await encodeBackup({ ...backup, records: backup.records.with(i, record) });
      expect(await check(other)).toMatchObject({ problem: "TAMPERED" });
    }
    const twice = [...backup.records, backup.records[0] as File];
    await expect(check(await encodeBackup({ ...backup, records: twice }))).rejects.toThrow(
      "DUPLICATE",
    );
    expect(await settings()).toMatchObject({ lastVerified });
  });

  it("is refused where the manifest is sound but the header is another", async () => {
    const backup = await decodeBackup(await exportFile(coffer));
    const header = backup.header.slice();
    header[header.length - 1] = (header.at(-1) as number) ^ 1;
    await expect(check(await encodeBackup({ ...backup, header }))).rejects.toThrow("TAMPERED");
  });

  it("needs the open vault", async () => {
    const file = await exportFile(coffer);
    await upload(coffer, file);
    await coffer.ask.lock({});
    await expect(coffer.ask["backup.check"]({ by: "session" })).rejects.toThrow("LOCKED");
  });
});

describe("what Coffer notes of backups", () => {
  it("counts the items that changed since the last file", async () => {
    await exportFile(coffer);
    expect(await coffer.ask["backup.since"]({})).toEqual({ changed: 0 });
    coffer.world.time.now += 1000;
    await save(coffer, draftOf("note", "New"));
    await coffer.ask["item.trash"]({ ids: [greeting.id] });
    expect(await coffer.ask["backup.since"]({})).toEqual({ changed: 2 });
  });

  it("is not taken from a window that may be hours old; what the user sets is", async () => {
    await exportFile(coffer);
    const before = await settings();
    const saved = await coffer.ask["settings.save"]({
      settings: { ...defaultSettings, lastVerified: 5, backupCounter: 7, backupDays: 0 },
    });
    expect(saved).toEqual({ ...before, backupDays: 0 });
  });

  it("has its defaults in settings that an earlier version wrote", () => {
    const { lastVerified, backupCounter, backupDays, backupLater, ...old } = defaultSettings;
    expect(decodeJson(settingsSchema, utf8(JSON.stringify(old)))).toEqual({
      ...old,
      lastVerified,
      backupCounter,
      backupDays,
      backupLater,
    });
  });
});
