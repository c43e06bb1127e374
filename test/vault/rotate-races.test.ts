/** What can come between a rotation and all else: a lock, the worker's death, a step-up, another rotation. */
import { describe, expect, test } from "vitest";
import { cofferIn, cofferWithVault, draftOf, password, save, titles } from "./steps.ts";
import { headerOf } from "./world.ts";

const byPassword = { by: "password", secret: password } as const;
const plain = {
  typed: byPassword,
  newPassword: null,
  others: [],
  forgetKeys: false,
  exposed: false,
};

describe("a lock while the rotation is being written", () => {
  test("keeps the vault locked", async () => {
    const coffer = await cofferWithVault();
    const { commit } = coffer.world.disk;
    coffer.world.disk.commit = async (change) => {
      await commit(change);
      // The lock came while the transaction was on its way.
      if (change.header !== undefined) await coffer.ask.lock({});
    };
    await coffer.ask.rotate(plain);
    expect(headerOf(coffer.world.stored).epoch).toBe(2);
    expect((await coffer.ask.status({})).state).toBe("locked");
    expect(coffer.world.session.has("session")).toBe(false);
    expect(coffer.vault.opened).toBeNull();
  });

  test("keeps what was half-typed", async () => {
    const coffer = await cofferWithVault();
    await coffer.ask["draft.keep"]({ slot: "manager", draft: draftOf("note", "half") });
    const { commit } = coffer.world.disk;
    coffer.world.disk.commit = async (change) => {
      await commit(change);
      if (change.header !== undefined) await coffer.ask.lock({});
    };
    await coffer.ask.rotate(plain).catch(() => undefined);
    await coffer.ask.lock({});
    await coffer.ask.unlock(byPassword);
    const { draft } = await coffer.ask["draft.read"]({ slot: "manager" });
    expect(draft?.title).toBe("half");
  });
});

describe("a step-up that was begun before the rotation ended", () => {
  test("leaves no key of the old epoch behind as grace", async () => {
    const coffer = await cofferWithVault();
    const status = await coffer.ask.status({});
    if (status.state !== "open") throw new Error("not open");
    await coffer.ask["settings.save"]({ settings: { ...status.settings, graceMinutes: 5 } });
    const card = await save(
      coffer,
      draftOf("card", "card", { "cc-number": "4111", "cc-csc": "987" }),
      password,
    );
    // A copy reads the item's secret record first; the rotation ends during that read.
    const csc = card.fields.find((field) => field.critical)?.id ?? "";
    const { record } = coffer.world.disk;
    let rotated = false;
    coffer.world.disk.record = async (recId, cls) => {
      const bytes = await record(recId, cls);
      if (!rotated) {
        rotated = true;
        await coffer.ask.rotate(plain);
      }
      return bytes;
    };
    await coffer.ask.copy({ id: card.id, field: csc, password }).catch(() => undefined);
    coffer.world.disk.record = record;
    const fresh = draftOf("card", "second", { "cc-number": "4222", "cc-csc": "123" });
    // Within the grace, where there is one; with the password where it asks.
    const saved = await save(coffer, fresh).catch(() => save(coffer, fresh, password));
    coffer.vault.grace = null;
    const { values } = await coffer.ask["item.reveal"]({ id: saved.id, password });
    expect(values.map(({ value }) => value)).toContain("123");
  });
});

describe("a worker that dies right after the rotation was written", () => {
  test("can be used by the next worker: locked or open, never stuck", async () => {
    const coffer = await cofferWithVault();
    const { setFact } = coffer.world.disk;
    const { commit } = coffer.world.disk;
    let dead = false;
    coffer.world.disk.commit = async (change) => {
      await commit(change);
      if (change.header !== undefined) dead = true;
    };
    coffer.world.disk.setFact = async (name, bytes) => {
      if (dead) throw new Error("killed");
      return setFact(name, bytes);
    };
    const { write } = coffer.world.memory;
    coffer.world.memory.write = async (name, text) => {
      if (dead) throw new Error("killed");
      return write(name, text);
    };
    await coffer.ask.rotate(plain).catch(() => undefined);
    expect(headerOf(coffer.world.stored).epoch).toBe(2);
    coffer.world.disk.setFact = setFact;
    coffer.world.disk.commit = commit;
    coffer.world.memory.write = write;
    // The same browser, a new worker: storage.session is still there.
    const later = cofferIn(coffer.world);
    expect(["locked", "open"]).toContain((await later.ask.status({})).state);
  });
});

describe("while a rotation runs", () => {
  test("a second one with a wrong password does not stop it", async () => {
    const coffer = await cofferWithVault();
    const { records } = coffer.world.disk;
    let tried = false;
    coffer.world.disk.records = async (each) => {
      if (!tried) {
        tried = true;
        await coffer.ask
          .rotate({ ...plain, typed: { by: "password", secret: "wrong" } })
          .catch(() => undefined);
      }
      return records(each);
    };
    await coffer.ask.rotate(plain);
    expect(headerOf(coffer.world.stored).epoch).toBe(2);
  });

  test("a new item waits for its end and is saved", async () => {
    const coffer = await cofferWithVault();
    const { records } = coffer.world.disk;
    const saving: Promise<string>[] = [];
    coffer.world.disk.records = async (each) => {
      if (saving.length === 0) {
        const work = save(coffer, draftOf("note", "new"));
        saving.push(
          work.then(
            () => "saved",
            (thrown: unknown) => String(thrown),
          ),
        );
      }
      return records(each);
    };
    await coffer.ask.rotate(plain);
    expect(await saving[0]).toBe("saved");
  });

  test("a backup waits for its end and is whole", async () => {
    const coffer = await cofferWithVault();
    await save(coffer, draftOf("note", "note"));
    const { records } = coffer.world.disk;
    const making: Promise<string>[] = [];
    coffer.world.disk.records = async (each) => {
      if (making.length === 0) {
        const work = coffer.ask["backup.begin"]({});
        making.push(
          work.then(
            () => "made",
            (thrown: unknown) => String(thrown),
          ),
        );
      }
      return records(each);
    };
    await coffer.ask.rotate(plain);
    expect(await making[0]).toBe("made");
  });
});

test("the late part of the background that could not be loaded is asked for again", async () => {
  const coffer = await cofferWithVault();
  const { later } = coffer.world;
  coffer.world.later = async () => Promise.reject(new Error("not now"));
  await expect(save(coffer, draftOf("note", "a"))).rejects.toThrow("not now");
  coffer.world.later = later;
  await save(coffer, draftOf("note", "a"));
  expect(await titles(coffer)).toEqual(["a"]);
});
