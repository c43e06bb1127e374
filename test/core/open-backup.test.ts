/** The reader's core over backups of the real vault, and over files that somebody has been at. */
import { beforeAll, describe, expect, test } from "vitest";
import { type Backup, decodeBackup, encodeBackup } from "../../src/core/backup.ts";
import { type Bytes, concat } from "../../src/core/bytes.ts";
import { failureCode, type FailureCode } from "../../src/core/failure.ts";
import { sha256 } from "../../src/core/hash.ts";
import { type OpenBackup, openBackup } from "../../src/core/open-backup.ts";
import { randomBytes } from "../../src/core/random.ts";
import type { TypedSecret } from "../../src/core/root-key.ts";
import { cofferWithVault, draftOf, exportFile, password, save } from "../vault/steps.ts";
import {
  noteIndex,
  noteSecret,
  noteWithFile,
  secretWord,
  smallVault,
  type SmallVault,
} from "./small-backup.ts";

const byPassword: TypedSecret = { by: "password", secret: password };
const open = async (file: Bytes, typed: TypedSecret) => openBackup(await decodeBackup(file), typed);
/** The name of the refusal, or what opened. */
const outcome = (file: Bytes, typed: TypedSecret): Promise<FailureCode | OpenBackup> =>
  open(file, typed).catch((thrown: unknown) => failureCode(thrown));

describe("a backup of the real vault", () => {
  let file: Bytes;
  let recoveryCode: string;

  beforeAll(async () => {
    const coffer = await cofferWithVault();
    recoveryCode = coffer.recoveryCode;
    await save(coffer, draftOf("login", "Shop", { username: "ada", password: "CANARY-1" }));
    const card = draftOf("card", "Bank", { "cc-number": "4111111111111111", "cc-csc": "CANARY-2" });
    await save(coffer, card, password);
    const gone = await save(coffer, draftOf("note", "Old"));
    await coffer.ask["item.trash"]({ ids: [gone.id] });
    const erased = await save(coffer, draftOf("note", "Erased"));
    await coffer.ask["item.trash"]({ ids: [erased.id] });
    await coffer.ask["item.erase"]({ ids: [erased.id] });
    file = await exportFile(coffer);
  });

  test("opens with the password: counts, titles and every value, those that ask each time too", async () => {
    const opened = await open(file, byPassword);
    expect(opened.check).toMatchObject({ items: 2, trashed: 1, complete: true, problem: null });
    expect(opened.check.lost).toBe(0);
    expect(opened.rows.map(({ title }) => title).toSorted()).toEqual(["Bank", "Old", "Shop"]);
    const values: Record<string, string | null> = {};
    for (const { id } of opened.rows) {
      const item = await opened.item(id);
      expect(item.partial).toBe(false);
      for (const { key, value } of item.fields) values[key] = value;
    }
    expect(values).toMatchObject({
      username: "ada",
      password: "CANARY-1",
      "cc-csc": "CANARY-2",
    });
  });

  test("opens with the recovery code, and without deriving anything", async () => {
    const opened = await open(file, { by: "recovery", secret: recoveryCode });
    expect(opened.check).toMatchObject({ items: 2, complete: true });
  });

  test("does not open with another password or another recovery code", async () => {
    expect(await outcome(file, { by: "password", secret: "another one" })).toBe("WRONG_SECRET");
    expect(await outcome(file, { by: "password", secret: "" })).toBe("BAD_PASSWORD");
    const other = (await smallVault()).recoveryCode;
    expect(await outcome(file, { by: "recovery", secret: other })).toBe("WRONG_SECRET");
    expect(await outcome(file, { by: "recovery", secret: "ABCD" })).toBe("BAD_RECOVERY_CODE");
  });

  test("knows nothing any more once it is closed", async () => {
    const opened = await open(file, { by: "recovery", secret: recoveryCode });
    const [row] = opened.rows;
    opened.close();
    expect(opened.rows).toEqual([]);
    await expect(opened.item(row?.id ?? "")).rejects.toThrow("NOT_FOUND");
  });
});

describe("a set that does not fit its manifest", () => {
  let small: SmallVault;
  let typed: TypedSecret;
  const one = randomBytes(16);
  const two = randomBytes(16);
  let records: Bytes[];

  beforeAll(async () => {
    small = await smallVault();
    typed = { by: "recovery", secret: small.recoveryCode };
    records = [
      await small.seal("index", 1, one, noteIndex("One")),
      await small.seal("secret", 2, one, noteSecret("first")),
      await small.seal("index", 1, two, noteIndex("Two")),
      await small.seal("secret", 2, two, noteSecret("second")),
    ];
  });

  test("the whole one is complete, and its password opens it too", async () => {
    const file = await small.file(records);
    expect((await open(file, typed)).check.complete).toBe(true);
    const opened = await open(file, { by: "password", secret: secretWord });
    expect(opened.check).toMatchObject({ items: 2, records: 4, made: Date.UTC(2026, 2, 4) });
  });

  test("a record left out is told as missing, and the rest opens", async () => {
    const opened = await open(await small.file(records.slice(0, 3), records), typed);
    expect(opened.check).toMatchObject({
      items: 2,
      lost: 1,
      complete: false,
      problem: "MISSING",
    });
    const items = await Promise.all(opened.rows.map(({ id }) => opened.item(id)));
    const partial = new Map(items.map((item) => [item.title, item.partial]));
    expect(Object.fromEntries(partial)).toEqual({ One: false, Two: true });
  });

  test("an older version of a record put back in its place is told", async () => {
    const newer = await small.seal("secret", 2, two, noteSecret("newer"), { rev: 2 });
    const current = [...records.slice(0, 3), newer];
    const opened = await open(await small.file(records, current), typed);
    expect(opened.check).toMatchObject({ complete: false, problem: "TAMPERED" });
  });

  test("records swapped between items, classes, epochs and vaults are left out and told", async () => {
    const other = await smallVault();
    const swaps: Bytes[] = [
      await other.seal("secret", 2, two, noteSecret("foreign")),
      await small.seal("secret", 2, two, noteSecret("old"), { epoch: 9 }),
      await small.seal("critical", 2, two, noteSecret("other class")),
      await small.seal("secret", 2, two, noteSecret("other"), { vaultId: other.vault.vaultId }),
    ];
    for (const swap of swaps) {
      const opened = await open(await small.file([...records.slice(0, 3), swap], records), typed);
      expect(opened.check).toMatchObject({ complete: false, lost: 1 });
      const row = opened.rows.find(({ title }) => title === "Two");
      expect(await opened.item(row?.id ?? "")).toMatchObject({ fields: [], partial: true });
    }
  });

  test("a record there twice is refused whole", async () => {
    const twice = [...records, records[3] as Bytes];
    expect(await outcome(await small.file(twice, records), typed)).toBe("DUPLICATE");
  });

  test("header or manifest of another vault is refused whole", async () => {
    const other = await smallVault();
    const { header } = other;
    const manifest = await small.manifestOf(records);
    const mixed = await encodeBackup({ header, manifest, records });
    const theirs: TypedSecret = { by: "recovery", secret: other.recoveryCode };
    expect(await outcome(mixed, theirs)).toBe("REC_CONTEXT");
    const foreign = await other.manifestOf([]);
    const file = await encodeBackup({ header: small.header, manifest: foreign, records });
    expect(await outcome(file, typed)).toBe("REC_CONTEXT");
  });

  test("a tombstone beside records of its item is told, though the manifest counts both", async () => {
    const both = [
      await small.seal("index", 1, one, null, { tombstone: true, rev: 2 }),
      await small.seal("secret", 2, one, noteSecret("back from the dead")),
    ];
    const opened = await open(await small.file(both), typed);
    expect(opened.check).toMatchObject({ items: 0, complete: false, problem: "TAMPERED" });
    expect(opened.rows).toEqual([]);
  });

  test("a plaintext outside its schema is left out and told", async () => {
    const odd = await small.seal("index", 1, two, { ...noteIndex("Two"), more: 1 });
    const opened = await open(await small.file([records[0] as Bytes, odd]), typed);
    expect(opened.check).toMatchObject({ items: 1, lost: 1, complete: false });
  });
});

describe("files of an item", () => {
  test("come back from their chunks, also where those are of an earlier epoch", async () => {
    const small = await smallVault(3);
    const typed: TypedSecret = { by: "recovery", secret: small.recoveryCode };
    const chunks = [new Uint8Array(70_000).fill(7), randomBytes(12)];
    const { id, records } = await noteWithFile(small, chunks, 2);
    const opened = await open(await small.file(records), typed);
    expect(opened.check.complete).toBe(true);
    const { files } = await opened.item(id);
    expect(files.map(({ name, bytes }) => ({ name, bytes }))).toEqual([
      { name: "scan.pdf", bytes: 70_012 },
    ]);
    const [file] = files;
    if (file === undefined) throw new Error("no file");
    expect(await opened.attachment(file)).toEqual(concat(...chunks));
    await expect(opened.attachment({ ...file, bytes: 70_013 })).rejects.toThrow("TAMPERED");
    const short = await open(await small.file(records.slice(0, 3), records), typed);
    await expect(short.attachment(file)).rejects.toThrow("MISSING");
    const last = (records[3] as Bytes).slice();
    last[200] = (last[200] as number) ^ 1;
    const damaged = await open(await small.file([...records.slice(0, 3), last], records), typed);
    await expect(damaged.attachment(file)).rejects.toThrow("TAMPERED");
  });

  test("a chunk of a later epoch than the header's is none of this vault", async () => {
    const small = await smallVault(3);
    const typed: TypedSecret = { by: "recovery", secret: small.recoveryCode };
    const { records } = await noteWithFile(small, [randomBytes(5)], 4);
    const opened = await open(await small.file(records), typed);
    expect(opened.check).toMatchObject({ complete: false, lost: 1 });
  });
});

describe("a small backup that somebody has been at", () => {
  let file: Bytes;
  let typed: TypedSecret;
  let whole: Backup;

  beforeAll(async () => {
    const small = await smallVault();
    typed = { by: "recovery", secret: small.recoveryCode };
    const id = randomBytes(16);
    file = await small.file([
      await small.seal("index", 1, id, noteIndex("Dear")),
      await small.seal("secret", 2, id, noteSecret("CANARY")),
    ]);
    whole = await decodeBackup(file);
  });

  test("is refused cut short at every length", async () => {
    for (let length = 0; length < file.length; length++) {
      const refused = await decodeBackup(file.slice(0, length)).catch(failureCode);
      expect(["NOT_A_BACKUP", "TRUNCATED", "CHECKSUM"], `${length} bytes`).toContain(refused);
    }
  });

  test("is refused cut short at every length where the checksum was made to fit", async () => {
    for (let length = 0; length < file.length - 32; length++) {
      const body = file.slice(0, length);
      const refused = await decodeBackup(concat(body, await sha256(body))).catch(failureCode);
      expect(["NOT_A_BACKUP", "TRUNCATED"], `${length} bytes`).toContain(refused);
    }
  });

  test("is refused with any bit flipped", async () => {
    for (let bit = 0; bit < file.length * 8; bit++) {
      const refused = await decodeBackup(flipped(file, bit)).catch(failureCode);
      expect(typeof refused, `bit ${bit}`).toBe("string");
    }
  }, 120_000);

  test("with a checksum made to fit, any flipped bit is refused or told, and never believed", async () => {
    const body = file.slice(0, -32);
    const bits = Array.from({ length: body.length * 8 }, (_, bit) => bit);
    const told: Record<string, number> = {};
    for (let at = 0; at < bits.length; at += 64) {
      await Promise.all(
        bits.slice(at, at + 64).map(async (bit) => {
          const changed = flipped(body, bit);
          const opened = await outcome(concat(changed, await sha256(changed)), typed);
          const said = typeof opened === "string" ? opened : "told";
          told[said] = (told[said] ?? 0) + 1;
          if (typeof opened === "string") return;
          expect(opened.check.complete, `bit ${bit}`).toBe(false);
          expect(opened.check.lost, `bit ${bit}`).toBe(1);
        }),
      );
    }
    // Refused are header, manifest and lengths; told is what hits a record, two records of at least 396 bytes.
    expect(told["told"]).toBeGreaterThanOrEqual(2 * 396 * 8 - 64);
    expect(told["told"]).toBeLessThanOrEqual((whole.records.length * 800 + 64) * 8);
    expect(Object.keys(told)).toContain("TAMPERED");
  }, 300_000);
});

function flipped(bytes: Bytes, bit: number): Bytes {
  const changed = bytes.slice();
  changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
  return changed;
}
