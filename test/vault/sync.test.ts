/** Two devices and an honest server: offline edits on both, merged and the same on both (FORMAT.md 5, 8, 12). */
import { beforeAll, describe, expect, test } from "vitest";
import type { Draft } from "../../src/core/item.ts";
import { sync } from "../../src/vault/sync.ts";
import { draftOf, save } from "./steps.ts";
import {
  cheapDerivation,
  contents,
  copyOfTwo,
  type Device,
  expectInStep,
  fingerprint,
  type Two,
  twoDevices,
} from "./two.ts";

cheapDerivation();
let made: Two;
beforeAll(async () => {
  made = await twoDevices();
});
const two = () => copyOfTwo(made);

/** Changes fields of an item by key, as the editor does. */
async function edit(
  device: Device,
  id: string,
  values: Record<string, string>,
  more: Partial<Draft> = {},
) {
  device.world.time.now += 1000;
  const item = await device.ask["item.read"]({ id });
  const { created: _, modified: __, trashed: ___, ...draft } = item;
  const fields = draft.fields.map((field) => ({
    ...field,
    value: values[field.key] ?? field.value,
  }));
  return save(device, { ...draft, fields, ...more });
}

async function shared(): Promise<Two & { id: string }> {
  const both = await two();
  const { id } = await save(
    both.a,
    draftOf("login", "shop", { username: "ada", password: "p-0", notes: "n-0" }),
  );
  await sync(both.a.vault);
  await sync(both.b.vault);
  return { ...both, id };
}

const valuesOf = (item: unknown) => {
  const { secret } = item as {
    secret: { fields: { key: string; value: string }[]; past: { value: string }[] };
  };
  return {
    fields: Object.fromEntries(secret.fields.map(({ key, value }) => [key, value])),
    past: secret.past.map(({ value }) => value),
  };
};

describe("honest sync", () => {
  test("what is added on one device comes to the other", async () => {
    const { a, b, id } = await shared();
    expect(Object.keys(await contents(b))).toEqual([id]);
    expect(await contents(b)).toEqual(await contents(a));
  });

  test("a second sync finds nothing to do, and writes nothing", async () => {
    const both = await shared();
    await expectInStep(both);
    const before = fingerprint(both.a);
    expect(await sync(both.a.vault)).toEqual({ pulled: false, pushed: false });
    expect(fingerprint(both.a)).toBe(before);
  });

  test("other fields of one item, changed on both offline, both stand", async () => {
    const both = await shared();
    await edit(both.a, both.id, { username: "ada-2" });
    await edit(both.b, both.id, { password: "p-b" }, { tags: ["work"] });
    await expectInStep(both);
    const { fields } = valuesOf((await contents(both.a))[both.id]);
    expect(fields).toMatchObject({ username: "ada-2", password: "p-b" });
  });

  test("of the same field the later value stands, and the other one is in the history", async () => {
    const both = await shared();
    await edit(both.a, both.id, { password: "p-a" });
    both.b.world.time.now += 60_000;
    await edit(both.b, both.id, { password: "p-b" });
    await expectInStep(both);
    const { fields, past } = valuesOf((await contents(both.a))[both.id]);
    expect(fields["password"]).toBe("p-b");
    expect(past).toEqual(expect.arrayContaining(["p-a", "p-0"]));
  });

  test("an edit stands against an erasure of an older version, and an erasure against no edit", async () => {
    const both = await shared();
    const other = await save(both.a, draftOf("note", "old"));
    await sync(both.a.vault);
    await sync(both.b.vault);
    for (const ids of [[both.id], [other.id]]) {
      await both.a.ask["item.trash"]({ ids });
      await both.a.ask["item.erase"]({ ids });
    }
    await edit(both.b, both.id, { password: "p-b" });
    await expectInStep(both);
    const now = await contents(both.a);
    expect(Object.keys(now)).toEqual([both.id]);
    expect(valuesOf(now[both.id]).fields["password"]).toBe("p-b");
  });
});

test("an erasure of a version that was merged with an earlier edit since does not take that edit along", async () => {
  const both = await shared();
  // B edits first and is offline; A edits later, sends it, and erases what it sees.
  await edit(both.b, both.id, { username: "of b" });
  both.a.world.time.now += 60_000;
  await edit(both.a, both.id, { password: "of a" });
  await sync(both.a.vault);
  await both.a.ask["item.trash"]({ ids: [both.id] });
  await both.a.ask["item.erase"]({ ids: [both.id] });
  // The merge has A's time, for it is the later one.
  await sync(both.b.vault);
  await expectInStep(both);
  expect(valuesOf((await contents(both.a))[both.id]).fields).toMatchObject({
    username: "of b",
    password: "of a",
  });
});
