/** Earlier values of an item's fields: read, copied, put back by a save, and forgotten. */
import { beforeEach, describe, expect, it } from "vitest";
import type { Draft, Item } from "../../src/core/item.ts";
import { allOnDisk } from "./world.ts";
import { type Coffer, cofferWithVault, draftOf, password, save } from "./steps.ts";

let coffer: Coffer;

beforeEach(async () => {
  coffer = await cofferWithVault();
});

function changed(item: Item, key: string, value: string): Draft {
  const { created: _c, modified: _m, trashed: _t, ...draft } = item;
  const fields = draft.fields.map((field) => (field.key === key ? { ...field, value } : field));
  return { ...draft, fields };
}

/** A login whose password was first one, then the next. */
async function withPasts(...values: string[]): Promise<Item> {
  let item = await save(coffer, draftOf("login", "Shop", { password: values[0] ?? "" }));
  for (const value of values.slice(1)) {
    coffer.world.time.now += 1000;
    item = await save(coffer, changed(item, "password", value));
  }
  return item;
}

async function cardWithPast(): Promise<Item> {
  const first = await save(coffer, draftOf("card", "Card", { "cc-csc": "111" }), password);
  coffer.world.time.now += 1000;
  return save(coffer, changed(first, "cc-csc", "222"), password);
}

const past = (id: string, secret: string | null = null) =>
  coffer.ask["item.past"]({ id, critical: secret !== null, password: secret });

describe("earlier values", () => {
  it("are told newest first, each with the time until which it held", async () => {
    const { id } = await withPasts("one", "two", "three");
    const now = coffer.world.time.now;
    expect(await past(id)).toEqual({
      past: [
        { field: "password", value: "two", at: now, critical: false },
        { field: "password", value: "one", at: now - 1000, critical: false },
      ],
      more: false,
    });
  });

  it("of critical fields are told with the password only, and that is noted", async () => {
    const { id } = await cardWithPast();
    expect(await past(id)).toEqual({ past: [], more: true });
    await expect(past(id, "wrong")).rejects.toThrow("WRONG_SECRET");
    const told = await past(id, password);
    expect(told.past).toEqual([
      { field: "cc-csc", value: "111", at: coffer.world.time.now, critical: true },
    ]);
    const log = await coffer.ask["audit.list"]({
      events: ["revealed"],
      item: id,
      from: null,
      to: null,
      offset: 0,
      limit: 9,
    });
    expect(log.total).toBe(1);
  });

  it("are copied like any value: cleared by themselves, critical ones with the password", async () => {
    const { id } = await withPasts("one", "two");
    const at = coffer.world.time.now;
    const copied = await coffer.ask["past.copy"]({ id, field: "password", at, password: null });
    expect(coffer.world.clip.text).toBe("one");
    // A hidden value goes sooner, and one that was hidden before too.
    expect(copied.until).toBe(coffer.world.time.now + 20_000);
    const card = await cardWithPast();
    const ask = { id: card.id, field: "cc-csc", at: coffer.world.time.now };
    await expect(coffer.ask["past.copy"]({ ...ask, password: null })).rejects.toThrow("STEP_UP");
    await coffer.ask["past.copy"]({ ...ask, password });
    expect(coffer.world.clip.text).toBe("111");
    await expect(coffer.ask["past.copy"]({ ...ask, at: 5, password })).rejects.toThrow("NOT_FOUND");
  });

  it("come back by a save, and what they replace is then an earlier value", async () => {
    const item = await withPasts("one", "two");
    coffer.world.time.now += 1000;
    await save(coffer, changed(item, "password", "one"));
    expect((await past(item.id)).past.map(({ value }) => value)).toEqual(["two", "one"]);
  });

  it("are forgotten in one action: not on the disk, not in the next answer, the value of now stays", async () => {
    const { id } = await withPasts("one", "two");
    await coffer.ask["past.forget"]({ id, password: null });
    expect(await past(id)).toEqual({ past: [], more: false });
    const item = await coffer.ask["item.read"]({ id });
    expect(item.fields.find(({ key }) => key === "password")?.value).toBe("two");
    // An editor that was opened before has nothing to fear from it.
    await save(coffer, changed(item, "password", "three"));
    expect((await past(id)).past.map(({ value }) => value)).toEqual(["two"]);
    expect(allOnDisk(coffer.world.stored)).not.toContain("three");
  });

  it("of critical fields are forgotten with the password, their values of now stay", async () => {
    const { id } = await cardWithPast();
    await expect(coffer.ask["past.forget"]({ id, password: null })).rejects.toThrow("STEP_UP");
    await coffer.ask["past.forget"]({ id, password });
    expect((await past(id, password)).past).toEqual([]);
    const { values } = await coffer.ask["item.reveal"]({ id, password });
    expect(values).toEqual([{ field: "cc-csc", value: "222" }]);
  });

  it("stay where the disk refuses to forget", async () => {
    const { id } = await withPasts("one", "two");
    coffer.world.faults = { at: coffer.world.commits.count + 1, code: "DISK_FULL" };
    await expect(coffer.ask["past.forget"]({ id, password: null })).rejects.toThrow("DISK_FULL");
    coffer.world.faults = null;
    expect((await past(id)).past).toHaveLength(1);
  });
});
