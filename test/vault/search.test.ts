import { expect, test } from "vitest";
import { cofferWithVault, draftOf, password, save, titles } from "./steps.ts";

/** The list, once the text of items was read in the background. */
async function later(coffer: Awaited<ReturnType<typeof cofferWithVault>>, text: string) {
  const before = coffer.world.news.length;
  await titles(coffer, text);
  await expect.poll(() => coffer.world.news.slice(before)).toContain("items");
  return titles(coffer, text);
}

test("the text of a snippet is found, also after it was changed", async () => {
  const coffer = await cofferWithVault();
  await save(coffer, draftOf("snippet", "Letter", { body: "please send the umbrella" }));
  expect(await later(coffer, "umbrella")).toEqual(["Letter"]);
  const found = await coffer.ask.find({
    text: "umbrella",
    tabId: null,
    where: "items",
    kind: null,
    tag: null,
    favourite: false,
    offset: 0,
    limit: 9,
  });
  const {
    created: _c,
    modified: _m,
    trashed: _t,
    ...item
  } = await coffer.ask["item.read"]({
    id: found.rows[0]?.id ?? "",
  });
  const fields = item.fields.map((field) =>
    field.key === "body" ? { ...field, value: "parasol" } : field,
  );
  await save(coffer, { ...item, fields });
  expect(await later(coffer, "parasol")).toEqual(["Letter"]);
  expect(await titles(coffer, "umbrella")).toEqual([]);
});

test("hidden and critical values are never searched", async () => {
  const coffer = await cofferWithVault();
  await save(
    coffer,
    draftOf("login", "Shop", { username: "zebra-name", password: "giraffe-word" }),
  );
  await save(coffer, draftOf("card", "Card", { "cc-csc": "998877" }), password);
  await later(coffer, "zebra");
  expect(await titles(coffer, "zebra")).toEqual(["Shop"]);
  expect(await titles(coffer, "giraffe")).toEqual([]);
  expect(await titles(coffer, "998877")).toEqual([]);
});

test("a folder lists what lies in it and in its folders; moved, it takes them along", async () => {
  const coffer = await cofferWithVault();
  const inFolder = (title: string, tag: string) =>
    save(coffer, { ...draftOf("snippet", title), tags: [tag] });
  await inFolder("One", "/Work");
  await inFolder("Two", "/Work/Mail");
  await inFolder("Three", "/Workshop");
  const listOf = async (tag: string) => {
    const all = { text: "", tabId: null, where: "items" as const, kind: null, favourite: false };
    const { rows } = await coffer.ask.find({ ...all, tag, offset: 0, limit: 9 });
    return rows.map(({ title }) => title).toSorted();
  };
  expect(await listOf("/Work")).toEqual(["One", "Two"]);
  expect(await coffer.ask["folder.move"]({ from: "/Work", to: "/Old/Work" })).toEqual({ count: 2 });
  expect(await listOf("/Old")).toEqual(["One", "Two"]);
  expect(await listOf("/Workshop")).toEqual(["Three"]);
  expect(await coffer.ask["folder.move"]({ from: "/Old", to: "" })).toEqual({ count: 2 });
  expect(await listOf("/Old")).toEqual([]);
  expect(await titles(coffer)).toHaveLength(3);
});

test("after a lock nothing of the text is left to be found until it is read again", async () => {
  const coffer = await cofferWithVault();
  await save(coffer, draftOf("snippet", "Letter", { body: "umbrella" }));
  await later(coffer, "umbrella");
  await coffer.ask.lock({});
  await coffer.ask.unlock({ by: "password", secret: password });
  expect(await titles(coffer, "umbrella")).toEqual([]);
  expect(await later(coffer, "umbrella stand -x")).toEqual([]);
  expect(await titles(coffer, "umbrella")).toEqual(["Letter"]);
});
