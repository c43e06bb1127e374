/** The export under a password of its own (FORMAT.md 7): a new vault in a file, which says nothing of the old one. */
import { describe, expect, test } from "vitest";
import { decodeBackup } from "../../src/core/backup.ts";
import { fromBase64, toHex } from "../../src/core/bytes.ts";
import { decodeHeader } from "../../src/core/header.ts";
import { peekRecord } from "../../src/core/record.ts";
import { checkDisk } from "../../src/vault/check.ts";
import { use } from "../../src/vault/vault.ts";
import { partBytes } from "../../src/wire/protocol.ts";
import { attach, contentOf, fetch } from "./file-steps.ts";
import {
  apply,
  type Coffer,
  cofferIn,
  cofferWithVault,
  draftOf,
  password,
  save,
  titles,
  upload,
} from "./steps.ts";
import { headerOf } from "./world.ts";

const exportPassword = "a password for the notary";

async function exportFile(coffer: Coffer): Promise<Uint8Array<ArrayBuffer>> {
  const begun = await coffer.ask["export.begin"]({ password: exportPassword, proof: password });
  const file = new Uint8Array(begun.bytes);
  for (let part = 0; part < begun.parts; part++) {
    file.set(fromBase64((await coffer.ask["backup.part"]({ part })).data), part * partBytes);
  }
  return file;
}

async function filled() {
  const coffer = await cofferWithVault();
  await save(coffer, draftOf("login", "shop", { username: "ada", password: "p-1" }));
  const card = await save(coffer, draftOf("card", "card", { "cc-csc": "987" }), password);
  const note = await save(coffer, draftOf("note", "old"));
  await coffer.ask["item.trash"]({ ids: [note.id] });
  return { coffer, card };
}

describe("an export", () => {
  test("opens with its own password only, holds every item with its critical values, and goes on as a vault", async () => {
    const { coffer, card } = await filled();
    const file = await exportFile(coffer);
    const fresh = cofferIn();
    await upload(fresh, file);
    await expect(fresh.ask["restore.apply"]({ ...apply, how: "adopt" })).rejects.toThrow(
      "WRONG_SECRET",
    );
    await fresh.ask["restore.apply"]({ ...apply, secret: exportPassword, how: "adopt" });
    expect((await titles(fresh)).toSorted()).toEqual(["card", "shop"]);
    expect(await titles(fresh, "", "trash")).toEqual(["old"]);
    const { values } = await fresh.ask["item.reveal"]({ id: card.id, password: exportPassword });
    expect(values.map(({ value }) => value)).toEqual(["987"]);
    // Its key can be changed like that of any vault: it has a keyring of its own.
    const typed = { by: "password", secret: exportPassword } as const;
    const plain = { newPassword: null, others: [], forgetKeys: false, exposed: false };
    await fresh.ask.rotate({ typed, ...plain });
    expect(await checkDisk(fresh.vault, await use(fresh.vault))).toBeNull();
    await fresh.ask.lock({});
    await fresh.ask.unlock(typed);
    expect(await fresh.ask.status({})).toMatchObject({ state: "open", items: 2, problem: null });
  });

  test("is another vault: other id, epoch 1, one slot, and neither keyring, settings nor log", async () => {
    const { coffer } = await filled();
    const { header, records } = await decodeBackup(await exportFile(coffer));
    const { vaultId, epoch, slots } = decodeHeader(header);
    expect(toHex(vaultId)).not.toBe(toHex(headerOf(coffer.world.stored).vaultId));
    expect([epoch, slots.map(({ type }) => type)]).toEqual([1, [1]]);
    const classes = new Set(records.map((bytes) => peekRecord(bytes).cls));
    expect([...classes].toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  test("needs the password of now, and leaves the vault as it is", async () => {
    const { coffer } = await filled();
    const ask = { password: exportPassword };
    const begin = coffer.ask["export.begin"];
    await expect(begin({ ...ask, proof: null })).rejects.toThrow("STEP_UP");
    await expect(begin({ ...ask, proof: "wrong" })).rejects.toThrow("WRONG_SECRET");
    await expect(begin({ password: "", proof: password })).rejects.toThrow("BAD_PASSWORD");
    await exportFile(coffer);
    expect(await checkDisk(coffer.vault, await use(coffer.vault))).toBeNull();
    expect(await coffer.ask.status({})).toMatchObject({ settings: { lastBackup: null } });
  });

  test("takes files along, under keys and ids of their own", async () => {
    const { coffer, card } = await filled();
    const bytes = contentOf(1_500_000, 7);
    await attach(coffer, card.id, "scan.pdf", bytes);
    const fresh = cofferIn();
    await upload(fresh, await exportFile(coffer));
    await fresh.ask["restore.apply"]({ ...apply, secret: exportPassword, how: "adopt" });
    const { files } = await fresh.ask["file.list"]({ id: card.id });
    expect(files).toMatchObject([{ name: "scan.pdf", bytes: bytes.length, parts: 2 }]);
    expect(await fetch(fresh, card.id, "scan.pdf")).toEqual(bytes);
    const ids = ({ world }: Coffer) =>
      [...world.stored.records.values()].filter(({ cls }) => cls === 4).map(({ recId }) => recId);
    expect(ids(fresh).filter((id) => ids(coffer).includes(id))).toEqual([]);
  });
});

test("an item that is saved while an export is packed is in it as it was before or after", async () => {
  const coffer = await cofferWithVault();
  await save(coffer, draftOf("note", "first"));
  const last = await save(coffer, draftOf("note", "last"));
  const { record } = coffer.world.disk;
  const saving: Promise<unknown>[] = [];
  coffer.world.disk.record = async (recId, cls) => {
    const changed = { ...draftOf("note", "changed"), id: last.id, rev: last.rev };
    if (saving.length === 0) saving.push(save(coffer, { ...changed, fields: last.fields }));
    return record(recId, cls);
  };
  const { items } = await coffer.ask["export.begin"]({
    password: exportPassword,
    proof: password,
  });
  await Promise.all(saving);
  expect(items).toBe(2);
  expect((await titles(coffer)).toSorted()).toEqual(["changed", "first"]);
});
