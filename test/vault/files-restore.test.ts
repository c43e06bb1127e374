import { beforeAll, describe, expect, it } from "vitest";
import { decodeBackup, encodeBackup } from "../../src/core/backup.ts";
import { fromHex } from "../../src/core/bytes.ts";
import { sealChunk } from "../../src/core/chunk.ts";
import { hkdfKey } from "../../src/core/hash.ts";
import { peekRecord, recordClass, sealRecord, zeroId } from "../../src/core/record.ts";
import { chunkChange } from "../../src/vault/files.ts";
import { listBatch } from "../../src/vault/set.ts";
import { sweepChunks } from "../../src/vault/sweep.ts";
import { applyEdits } from "../../src/vault/write.ts";
import { partBytes } from "../../src/wire/protocol.ts";
import { attach, chunksOnDisk, contentOf, expectWhole, fetch, names, send } from "./file-steps.ts";
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
import { testWorld } from "./world.ts";

let coffer: Coffer;
let id: string;
let backup: Uint8Array<ArrayBuffer>;
const large = contentOf(2 * partBytes + 7, 1);
const small = contentOf(100, 2);
const open = { by: "password" as const, secret: password };

beforeAll(async () => {
  coffer = await cofferWithVault();
  ({ id } = await save(coffer, draftOf("note", "Contract", { body: "see the files" })));
  await attach(coffer, id, "large", large);
  await attach(coffer, id, "small", small);
  backup = await exportFile(coffer);
});

/** The vault as it was when the backup was made, opened. */
async function sameVault(): Promise<Coffer> {
  const here = cofferIn(testWorld(structuredClone(coffer.world.stored)));
  await here.ask.unlock(open);
  return here;
}

async function expectBoth(here: Coffer): Promise<void> {
  expect(await names(here, id)).toEqual(["large", "small"]);
  expect(await fetch(here, id, "large")).toEqual(large);
  expect(await fetch(here, id, "small")).toEqual(small);
  await here.ask.lock({});
  await here.ask.unlock(open);
  expect(await fetch(here, id, "large")).toEqual(large);
  await expectWhole(here, 4);
}

async function eraseIt(here: Coffer): Promise<void> {
  await here.ask["item.trash"]({ ids: [id] });
  await here.ask["item.erase"]({ ids: [id] });
  await expectWhole(here, 0);
}

describe("a backup with files", () => {
  it("is adopted by an empty profile", async () => {
    const fresh = cofferIn(testWorld());
    await upload(fresh, backup);
    expect(await fresh.ask["restore.open"](open)).toMatchObject({ items: 1, complete: true });
    await fresh.ask["restore.apply"]({ ...apply, how: "adopt" });
    await expectBoth(fresh);
  });

  it("takes the place of another vault", async () => {
    const here = await cofferWithVault("another");
    const other = await save(here, draftOf("note", "Of the old vault"));
    await attach(here, other.id, "old", contentOf(9, 9));
    await upload(here, backup);
    await here.ask["restore.apply"]({ ...apply, how: "replace", typed: "RESTORE" });
    await expectBoth(here);
    // What was set aside has its file too.
    const { kept } = await here.ask["kept.list"]({});
    const old = (await here.world.disk.keptFile(kept[0]?.at ?? 0)) ?? new Uint8Array(0);
    const fresh = cofferIn(testWorld());
    await upload(fresh, old);
    await fresh.ask["restore.apply"]({ ...apply, how: "adopt" });
    expect(await fetch(fresh, other.id, "old")).toEqual(contentOf(9, 9));
  });

  it("adds them to a vault of another key, sealed anew under other ids", async () => {
    const here = await cofferWithVault("another");
    await upload(here, backup);
    expect(await here.ask["restore.apply"]({ ...apply, how: "add" })).toEqual({ items: 1 });
    const there = new Set(chunksOnDisk(coffer));
    expect(chunksOnDisk(here).filter((key) => there.has(key))).toEqual([]);
    await expectBoth(here);
  });

  it("adds them to the same vault where the item was erased", async () => {
    const here = await sameVault();
    await eraseIt(here);
    await upload(here, backup);
    expect(await here.ask["restore.apply"]({ ...apply, how: "add" })).toEqual({ items: 1 });
    await expectBoth(here);
  });

  it("adds nothing to an item that is still there, whatever its files are now", async () => {
    const here = await sameVault();
    const { files } = await here.ask["file.list"]({ id });
    await here.ask["file.remove"]({ id, file: files[0]?.file ?? "" });
    await upload(here, backup);
    expect(await here.ask["restore.apply"]({ ...apply, how: "add" })).toEqual({ items: 0 });
    expect(await names(here, id)).toEqual(["small"]);
    await expectWhole(here, 1);
  });

  it("exactly as then brings back what was removed, keeps what is the same, and takes what is newer", async () => {
    const here = await sameVault();
    const stays = chunksOnDisk(here);
    const { files } = await here.ask["file.list"]({ id });
    await here.ask["file.remove"]({ id, file: files[1]?.file ?? "" });
    await attach(here, id, "newer", contentOf(50, 3));
    await upload(here, backup);
    await here.ask["restore.apply"]({ ...apply, how: "exact", typed: "RESTORE" });
    await expectBoth(here);
    // The large file was here already: its three chunks are the very same records.
    expect(chunksOnDisk(here).filter((key) => stays.includes(key))).toHaveLength(3);
  });

  it("that fails to be written changes nothing", async () => {
    const here = await cofferWithVault("another");
    await upload(here, backup);
    here.world.faults = { at: here.world.commits.count + 1, code: "DISK_FULL" };
    await expect(here.ask["restore.apply"]({ ...apply, how: "add" })).rejects.toThrow("DISK_FULL");
    here.world.faults = null;
    expect(await titles(here)).toEqual([]);
    await expectWhole(here, 0);
  });

  it("of which a chunk is damaged gives the item with its other file, and is not called complete", async () => {
    const { records, ...rest } = await decodeBackup(backup);
    const damaged = records.map((record) => record.slice());
    const hit = damaged.find((record) => record[5] === 4 && record.length > 1000);
    hit?.set([(hit[500] as number) ^ 1], 500);
    const here = await cofferWithVault("another");
    await upload(here, await encodeBackup({ ...rest, records: damaged }));
    expect(await here.ask["restore.open"](open)).toMatchObject({ complete: false, items: 1 });
    await here.ask["restore.apply"]({ ...apply, how: "add" });
    expect(await names(here, id)).toEqual(["small"]);
    expect(await fetch(here, id, "small")).toEqual(small);
    await expectWhole(here, 1);
  });
});

describe("a chunk in the set", () => {
  it("may be of an earlier epoch, for a rotation leaves it; never of a later one, nor written twice", async () => {
    const vault = { vaultId: new Uint8Array(16).fill(3), epoch: 5 };
    const key = await hkdfKey(new Uint8Array(32).fill(1));
    const listed = async (cls: number, more: { epoch?: number; rev?: number }) => {
      const recId = new Uint8Array(16).fill(9);
      const context = { cls, schema: 1, ...vault, recId, rev: 1, tombstone: false, ...more };
      const bytes = await sealRecord(key, context, new Uint8Array(3));
      return listBatch(vault, [{ recId: "09".repeat(16), cls, bytes }]).then(
        (all) => all.length,
        (thrown: Error) => thrown.message,
      );
    };
    expect(await listed(recordClass.blob, { epoch: 1 })).toBe(1);
    expect(await listed(recordClass.blob, { epoch: 5 })).toBe(1);
    expect(await listed(recordClass.blob, { epoch: 6 })).toBe("TAMPERED");
    expect(await listed(recordClass.blob, { rev: 2 })).toBe("TAMPERED");
    expect(await listed(recordClass.secret, { epoch: 4 })).toBe("TAMPERED");
    expect(await listed(recordClass.secret, { epoch: 5 })).toBe(1);
  });

  it("has no entry in the index, also where the index is made anew from the records", async () => {
    const here = await sameVault();
    const before = here.vault.opened?.entries.length;
    await here.ask.lock({});
    here.world.stored.head = null;
    here.world.stored.pages.clear();
    await here.ask.unlock(open);
    expect(here.vault.opened?.entries.length).toBe(before);
    expect(await titles(here)).toEqual(["Contract"]);
    await expectBoth(here);
  });
});

/** A chunk in the set that no item names: nothing of ours writes one. */
async function strayIn(here: Coffer): Promise<string> {
  await here.ask.status({});
  const opened = here.vault.opened as NonNullable<Coffer["vault"]["opened"]>;
  const key = await hkdfKey(new Uint8Array(32).fill(1));
  const stray = await sealChunk(key, opened.vault, contentOf(10, 1));
  const chunks = chunkChange([stray], []);
  await applyEdits(here.world, opened, [{ recId: zeroId, chunks }], []);
  return `${stray.chunk.id}04`;
}

describe("a chunk that no item names", () => {
  it("is let go behind an unlock, and nothing else is", async () => {
    const here = await sameVault();
    // Let the check behind that unlock come to its end.
    await expect.poll(() => here.world.stored.facts.has("swept")).toBe(true);
    const stray = await strayIn(here);
    await expectWhole(here, 5);
    here.world.time.now += 8 * 24 * 3_600_000;
    await here.ask.unlock(open);
    await expect.poll(() => chunksOnDisk(here)).not.toContain(stray);
    await expectBoth(here);
    expect(await here.ask.status({})).toMatchObject({ problem: null });
  });

  it("stays where the vault was changed since the disk was looked at: it may have a name by now", async () => {
    const here = await sameVault();
    await expect.poll(() => here.world.stored.facts.has("swept")).toBe(true);
    here.world.stored.facts.delete("swept");
    const stray = await strayIn(here);
    const opened = here.vault.opened as NonNullable<Coffer["vault"]["opened"]>;
    const chunk = { id: stray.slice(0, 32), hash: "00".repeat(32) };
    await sweepChunks(here.vault, opened, new Uint8Array(3), [chunk]);
    expect(chunksOnDisk(here)).toContain(stray);
    expect(here.world.stored.facts.has("swept")).toBe(false);
  });

  it("stays where a secret record does not open: that one may name it", async () => {
    const here = await sameVault();
    await expect.poll(() => here.world.stored.facts.has("swept")).toBe(true);
    here.world.stored.facts.delete("swept");
    const opened = here.vault.opened as NonNullable<Coffer["vault"]["opened"]>;
    const stray = await strayIn(here);
    here.world.stored.records.delete(`${id}02`);
    const all = chunksOnDisk(here).map((key) => ({ id: key.slice(0, 32), hash: "00".repeat(32) }));
    await sweepChunks(here.vault, opened, opened.sealed, all);
    expect(chunksOnDisk(here)).toContain(stray);
    expect(chunksOnDisk(here)).toHaveLength(5);
  });
});

describe("a repair", () => {
  it("lets go of a file that has lost a chunk, with the rest of it, and keeps the other file", async () => {
    const here = await sameVault();
    const lost = chunksOnDisk(here).find(
      (key) => (here.world.stored.records.get(key)?.bytes.length ?? 0) > partBytes,
    );
    await here.ask.lock({});
    here.world.stored.records.delete(lost ?? "");
    await here.ask.unlock(open);
    await expect.poll(() => here.ask.status({})).toMatchObject({ problem: "MISSING" });
    await expect(fetch(here, id, "large")).rejects.toThrow("MISSING");
    expect(await here.ask.repair({})).toEqual({ lost: 3 });
    expect(await names(here, id)).toEqual(["small"]);
    expect(await fetch(here, id, "small")).toEqual(small);
    await expectWhole(here, 1);
    const { files } = await here.ask["file.list"]({ id });
    await here.ask["file.remove"]({ id, file: files[0]?.file ?? "" });
    await expectWhole(here, 0);
  });

  it("lets go of a chunk that was exchanged for another of the same file", async () => {
    const here = await sameVault();
    await here.ask.lock({});
    const { records } = here.world.stored;
    const [a = "", b = ""] = chunksOnDisk(here).filter(
      (key) => (records.get(key)?.bytes.length ?? 0) > partBytes,
    );
    const one = records.get(a) as { bytes: Uint8Array<ArrayBuffer> };
    one.bytes = records.get(b)?.bytes ?? one.bytes;
    expect(peekRecord(one.bytes).recId).toEqual(fromHex(b.slice(0, 32)));
    await here.ask.unlock(open);
    await expect.poll(() => here.ask.status({})).toMatchObject({ problem: "TAMPERED" });
    await here.ask.repair({});
    expect(await names(here, id)).toEqual(["small"]);
    await expectWhole(here, 1);
  });
});

it("a file sent before a restore that replaces the vault does not get into the new one", async () => {
  const here = await cofferWithVault("another");
  const item = await save(here, draftOf("note", "Old"));
  const sent = await send(here, item.id, "late", contentOf(5, 5));
  await upload(here, backup);
  await here.ask["restore.apply"]({ ...apply, how: "replace", typed: "RESTORE" });
  await expect(here.ask["file.end"]({ upload: sent, attach: true })).rejects.toThrow("CANCELLED");
  await expectBoth(here);
});
