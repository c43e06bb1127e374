import { beforeEach, describe, expect, it } from "vitest";
import { toBase64 } from "../../src/core/bytes.ts";
import { chunkBytes } from "../../src/core/chunk.ts";
import { caps } from "../../src/core/item.ts";
import type { StoredRecord } from "../../src/vault/ports.ts";
import { partBytes } from "../../src/wire/protocol.ts";
import { attach, chunksOnDisk, contentOf, expectWhole, fetch, names, send } from "./file-steps.ts";
import { type Coffer, cofferIn, cofferWithVault, draftOf, password, save } from "./steps.ts";
import { allOnDisk, testWorld } from "./world.ts";

let coffer: Coffer;
let id: string;

beforeEach(async () => {
  coffer = await cofferWithVault();
  ({ id } = await save(coffer, draftOf("note", "Contract", { body: "see the files" })));
});

const stateOf = ({ world }: Coffer) =>
  JSON.stringify([
    [...world.stored.records].map(([key, { bytes }]) => [key, bytes.length, bytes[60]]),
    toBase64(world.stored.manifest ?? new Uint8Array(0)),
    [...world.stored.staged.keys()],
  ]);
/** The same disk and session in a worker that was started anew. */
const reborn = (from: Coffer) => {
  const world = testWorld(structuredClone(from.world.stored));
  for (const [place, text] of from.world.session) world.session.set(place, text);
  return cofferIn(world);
};
const draftFrom = async (from: Coffer) => {
  const { created: _c, modified: _m, trashed: _t, ...draft } = await from.ask["item.read"]({ id });
  return draft;
};

describe("a file of an item", () => {
  it("of 10 MiB comes back byte for byte, also after a lock and from a worker started anew", async () => {
    const content = contentOf(caps.file, 1);
    await attach(coffer, id, "scan.pdf", content);
    expect(await coffer.ask["file.list"]({ id })).toMatchObject({
      files: [{ name: "scan.pdf", bytes: caps.file, parts: caps.chunks }],
    });
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(await fetch(reborn(coffer), id, "scan.pdf")).toEqual(content);
    await expectWhole(coffer, caps.chunks);
  });

  it.each([0, 1, partBytes - 1, partBytes, partBytes + 1])(
    "of %i bytes comes back as it is",
    async (length) => {
      const content = contentOf(length, length);
      await attach(coffer, id, "a", content);
      expect(await fetch(coffer, id, "a")).toEqual(content);
      await expectWhole(coffer, Math.max(1, Math.ceil(length / partBytes)));
    },
  );

  it("travels in parts that are its chunks", () => {
    expect(partBytes).toBe(chunkBytes);
  });

  it("leaves neither its name nor its content readable on the disk", async () => {
    await attach(coffer, id, "the secret plan.txt", new TextEncoder().encode("canary".repeat(99)));
    const all = allOnDisk(coffer.world.stored);
    for (const text of ["canarycanary", "secret plan"]) expect(all).not.toContain(text);
  });

  it("with any of its chunks changed is told as TAMPERED, wherever the change is", async () => {
    await attach(coffer, id, "three", contentOf(2 * partBytes + 9, 3));
    const { file } = (await coffer.ask["file.list"]({ id })).files[0] ?? { file: "" };
    const order: string[] = [];
    for (const part of [0, 1, 2]) {
      for (const key of chunksOnDisk(coffer).filter((one) => !order.includes(one))) {
        const record = coffer.world.stored.records.get(key) as { bytes: Uint8Array<ArrayBuffer> };
        const sound = record.bytes;
        const places = [0, 5, 6, 8, 24, 28, 44, 52, 56, 88, 120, sound.length >> 1, -1];
        let hit = 0;
        for (const at of places) {
          const bytes = sound.slice();
          const place = at < 0 ? bytes.length + at : at;
          bytes[place] = (bytes[place] as number) ^ 1;
          record.bytes = bytes;
          hit += await coffer.ask["file.read"]({ id, file, part }).then(
            () => 0,
            (thrown: Error) => (thrown.message === "TAMPERED" ? 1 : Number.NaN),
          );
        }
        record.bytes = sound.slice(0, -1);
        const short = await coffer.ask["file.read"]({ id, file, part }).catch((e: Error) => e);
        record.bytes = sound;
        expect([0, places.length]).toContain(hit);
        if (hit > 0) {
          expect(short).toMatchObject({ message: "TAMPERED" });
          order.push(key);
        }
      }
    }
    // Each part was refused for the change of exactly one chunk: its own.
    expect(order.toSorted()).toEqual(chunksOnDisk(coffer).toSorted());
  });

  it("with two chunks exchanged is told as TAMPERED, and with one lost as MISSING", async () => {
    const content = contentOf(2 * partBytes, 4);
    await attach(coffer, id, "two", content);
    const [a = "", b = ""] = chunksOnDisk(coffer);
    const { records } = coffer.world.stored;
    const [one, two] = [records.get(a), records.get(b)] as [StoredRecord, StoredRecord];
    [one.bytes, two.bytes] = [two.bytes, one.bytes];
    await expect(fetch(coffer, id, "two")).rejects.toThrow("TAMPERED");
    [one.bytes, two.bytes] = [two.bytes, one.bytes];
    expect(await fetch(coffer, id, "two")).toEqual(content);
    records.delete(a);
    await expect(fetch(coffer, id, "two")).rejects.toThrow("MISSING");
  });

  it("is not to be had by another item's id, nor beyond its parts, nor while locked", async () => {
    const file = await attach(coffer, id, "mine", contentOf(5, 5));
    const other = await save(coffer, draftOf("note", "Other"));
    await expect(coffer.ask["file.read"]({ id: other.id, file, part: 0 })).rejects.toThrow(
      "NOT_FOUND",
    );
    await expect(coffer.ask["file.read"]({ id, file, part: 1 })).rejects.toThrow("NOT_FOUND");
    await expect(coffer.ask["file.remove"]({ id: other.id, file })).rejects.toThrow("NOT_FOUND");
    await coffer.ask.lock({});
    await expect(coffer.ask["file.read"]({ id, file, part: 0 })).rejects.toThrow("LOCKED");
    await expect(coffer.ask["file.list"]({ id })).rejects.toThrow("LOCKED");
  });

  it("keeps a harmless form of its name", async () => {
    await attach(coffer, id, "../../etc/pass\u202Ewd\u0000", contentOf(1, 6));
    expect(await names(coffer, id)).toEqual(["_.._etc_passwd"]);
  });

  it("that is larger than 10 MiB, or one too many, is refused by name before a byte is sent", async () => {
    const begin = (bytes: number) => coffer.ask["file.begin"]({ id, name: "x", bytes });
    await expect(begin(caps.file + 1)).rejects.toThrow("TOO_LARGE");
    for (let n = 0; n < caps.files; n++) await attach(coffer, id, `${n}`, contentOf(3, n));
    await expect(begin(1)).rejects.toThrow("TOO_LARGE");
    await expectWhole(coffer, caps.files);
  });
});

describe("a file on its way in", () => {
  it("takes its parts in their order and length alone", async () => {
    const { upload } = await coffer.ask["file.begin"]({ id, name: "x", bytes: partBytes + 5 });
    const part = (n: number, length: number) =>
      coffer.ask["file.part"]({ upload, part: n, data: toBase64(contentOf(length, 1)) });
    await expect(part(1, 5)).rejects.toThrow("INVALID");
    await expect(part(0, partBytes - 1)).rejects.toThrow("INVALID");
    await part(0, partBytes);
    await expect(part(0, partBytes)).rejects.toThrow("INVALID");
    await expect(part(1, 6)).rejects.toThrow("INVALID");
    await expect(coffer.ask["file.end"]({ upload, attach: true })).rejects.toThrow("INVALID");
    expect(await names(coffer, id)).toEqual([]);
    await expectWhole(coffer, 0);
  });

  it("takes no part twice where it is sent again while it is being sealed", async () => {
    const { upload } = await coffer.ask["file.begin"]({ id, name: "x", bytes: 2 * partBytes });
    const data = toBase64(contentOf(partBytes, 1));
    const sent = [1, 2, 3].map(() => coffer.ask["file.part"]({ upload, part: 0, data }));
    const outcomes = (await Promise.allSettled(sent)).map(({ status }) => status);
    expect(outcomes).toEqual(["fulfilled", "rejected", "rejected"]);
    await expect(coffer.ask["file.end"]({ upload, attach: true })).rejects.toThrow("INVALID");
  });

  it("leaves nothing where it is cancelled, the vault is locked, or the worker dies", async () => {
    const before = stateOf(coffer);
    const content = contentOf(partBytes + 1, 7);
    const cancelled = await send(coffer, id, "x", content);
    await coffer.ask["file.end"]({ upload: cancelled, attach: false });
    await expect(coffer.ask["file.end"]({ upload: cancelled, attach: true })).rejects.toThrow(
      "CANCELLED",
    );
    const orphan = await send(coffer, id, "x", content);
    expect(stateOf(coffer)).toBe(before);
    const second = reborn(coffer);
    await expect(second.ask["file.end"]({ upload: orphan, attach: true })).rejects.toThrow(
      "CANCELLED",
    );
    await coffer.ask.lock({});
    await coffer.ask.unlock({ by: "password", secret: password });
    await expect(coffer.ask["file.end"]({ upload: orphan, attach: true })).rejects.toThrow(
      "CANCELLED",
    );
    expect(await names(coffer, id)).toEqual([]);
    await expectWhole(coffer, 0);
  });

  it("gives way to newer ones where windows were closed in the middle", async () => {
    const first = await send(coffer, id, "first", contentOf(1, 1));
    for (const n of [2, 3, 4]) await send(coffer, id, `${n}`, contentOf(1, n));
    await expect(coffer.ask["file.end"]({ upload: first, attach: true })).rejects.toThrow(
      "CANCELLED",
    );
  });

  it("for an item that is erased meanwhile is refused and leaves no chunk", async () => {
    const upload = await send(coffer, id, "late", contentOf(9, 9));
    await coffer.ask["item.trash"]({ ids: [id] });
    await coffer.ask["item.erase"]({ ids: [id] });
    await expect(coffer.ask["file.end"]({ upload, attach: true })).rejects.toThrow("NOT_FOUND");
    await expectWhole(coffer, 0);
  });
});

describe("a write of files that fails", () => {
  it.each(["DISK_FULL", "DISK_FAILED"] as const)(
    "by %s changes nothing at all, and works the next time",
    async (code) => {
      const content = contentOf(partBytes + 3, 8);
      const file = await attach(coffer, id, "kept", content);
      await coffer.ask["item.trash"]({ ids: [id] });
      const upload = () => send(coffer, id, "new", contentOf(7, 1));
      const actions = [
        async () => coffer.ask["file.end"]({ upload: await upload(), attach: true }),
        () => coffer.ask["file.remove"]({ id, file }),
        () => coffer.ask["item.erase"]({ ids: [id] }),
      ];
      for (const action of actions) {
        const before = stateOf(coffer);
        coffer.world.faults = { at: coffer.world.commits.count + 1, code };
        await expect(action()).rejects.toThrow(code);
        coffer.world.faults = null;
        expect(stateOf(coffer)).toBe(before);
        for (const one of [coffer, reborn(coffer)]) {
          expect(await names(one, id)).toEqual(["kept"]);
          expect(await fetch(one, id, "kept")).toEqual(content);
          await expectWhole(one, 2);
        }
      }
      await coffer.ask["item.erase"]({ ids: [id] });
      await expectWhole(coffer, 0);
    },
  );
});

describe("files and what happens to their item", () => {
  it("removing one takes its chunks, in the same action, and leaves the other", async () => {
    const gone = await attach(coffer, id, "gone", contentOf(partBytes * 2, 1));
    const content = contentOf(partBytes + 1, 2);
    await attach(coffer, id, "stays", content);
    const commits = coffer.world.commits.count;
    await coffer.ask["file.remove"]({ id, file: gone });
    expect(coffer.world.commits.count).toBe(commits + 1);
    expect(await names(coffer, id)).toEqual(["stays"]);
    expect(await fetch(coffer, id, "stays")).toEqual(content);
    await expectWhole(coffer, 2);
    await expect(coffer.ask["file.remove"]({ id, file: gone })).rejects.toThrow("NOT_FOUND");
    await expectWhole(coffer, 2);
  });

  it("the trash keeps them, erasing the item takes them", async () => {
    const content = contentOf(partBytes + 1, 2);
    await attach(coffer, id, "f", content);
    await coffer.ask["item.trash"]({ ids: [id] });
    expect(await fetch(coffer, id, "f")).toEqual(content);
    await coffer.ask["item.restore"]({ ids: [id] });
    expect(await fetch(coffer, id, "f")).toEqual(content);
    await expectWhole(coffer, 2);
    await coffer.ask["item.trash"]({ ids: [id] });
    await coffer.ask["item.erase"]({ ids: [id] });
    await expectWhole(coffer, 0);
  });

  it("a draft that was begun before a file came saves without a clash and keeps the file", async () => {
    const draft = await draftFrom(coffer);
    const content = contentOf(20, 2);
    await attach(coffer, id, "f", content);
    await save(coffer, { ...draft, title: "Changed" });
    expect(await fetch(coffer, id, "f")).toEqual(content);
    // The older draft of a second window: refused, and the file is still there.
    await expect(save(coffer, { ...draft, title: "Late" })).rejects.toThrow("CONFLICT");
    expect(await fetch(coffer, id, "f")).toEqual(content);
    await expectWhole(coffer, 1);
  });

  it("saves, files coming and files going at the same moment all count", async () => {
    const draft = await draftFrom(coffer);
    const old = await attach(coffer, id, "old", contentOf(20, 2));
    const uploads = [
      await send(coffer, id, "a", contentOf(21, 3)),
      await send(coffer, id, "b", contentOf(22, 4)),
    ];
    await Promise.all([
      ...uploads.map((upload) => coffer.ask["file.end"]({ upload, attach: true })),
      save(coffer, { ...draft, title: "Changed" }),
      coffer.ask["file.remove"]({ id, file: old }),
    ]);
    expect((await names(coffer, id)).toSorted()).toEqual(["a", "b"]);
    expect(await coffer.ask["item.read"]({ id })).toMatchObject({ title: "Changed" });
    await expectWhole(coffer, 2);
  });

  it("opening the vault reads none of them", async () => {
    await attach(coffer, id, "f", contentOf(partBytes * 3, 2));
    await coffer.ask.lock({});
    const read: number[] = [];
    const { record, records } = coffer.world.disk;
    let checking = 0;
    coffer.world.disk.record = (recId, cls) => (read.push(cls), record(recId, cls));
    coffer.world.disk.records = (each) => (checking++, records(each));
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(await coffer.ask.status({})).toMatchObject({ state: "open", items: 1 });
    expect(read).not.toContain(4);
    // The check of the whole disk comes behind the unlock; it is the only one that looks at everything.
    await expect.poll(() => checking).toBe(1);
  });
});
