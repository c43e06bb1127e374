/** What goes to the caret of a page, what is asked before, and what a typed trigger becomes. */
import { beforeEach, expect, test } from "vitest";
import type { CaretAnswer, CaretQuestion } from "../../src/wire/caret-port.ts";
import { wishInsert } from "../../src/vault/insert-wish.ts";
import { expandTyped } from "../../src/vault/typed.ts";
import { cofferWithVault, type Coffer, draftOf, save } from "./steps.ts";

type Place = Extract<CaretAnswer, { got: "caret" }>;
const shop = "https://shop.example";
const tabId = 7;
let coffer: Coffer;
let inserted: { origin: string; text: string; erase: string }[];

beforeEach(async () => {
  coffer = await cofferWithVault();
  inserted = [];
});

/** A document whose caret is at this place, and which takes what it is given. */
function page(place: Place["place"], origin = shop, frame = 0, focus: Place["focus"] = true) {
  const caret = (question: CaretQuestion): CaretAnswer => {
    if (question.ask === "caret") return { got: "caret", place, focus };
    inserted.push({ origin, text: question.text, erase: question.erase });
    return { got: "inserted", how: "done" };
  };
  return { origin, frame, caret, answer: () => ({ got: "failed" }) as const };
}
function show(...documents: ReturnType<typeof page>[]): void {
  Object.assign(coffer.world.site, { url: `${shop}/mail`, documents });
}

const insert = (id: string, more: { field?: string; sure?: boolean } = {}) =>
  coffer.ask.insert({
    id,
    tabId,
    field: more.field ?? null,
    sure: more.sure ?? false,
    answers: [],
    clipboard: null,
    erase: "",
    password: null,
  });
const snippet = async (body: string, trigger = "") =>
  (await save(coffer, draftOf("snippet", "Text", { body, trigger }))).id;
const login = () =>
  save(coffer, {
    ...draftOf("login", "Bank", { username: "ann", password: "s3cret" }),
    origins: ["https://bank.example"],
  });

test("a snippet goes to the document that the focus leads to, and to no other", async () => {
  const id = await snippet("1 + 1 = {{1 + 1}}");
  show(page("frame"), page("here", shop, 2, false), page("here", shop, 3));
  expect(await insert(id)).toEqual({ problem: null, foreign: null });
  expect(inserted).toEqual([{ origin: shop, text: "1 + 1 = 2", erase: "" }]);
});

test("without a caret, in a field for passwords, or where two frames may have it, nothing goes anywhere", async () => {
  const id = await snippet("text");
  const other = "https://ads.example";
  show(page("none"));
  await expect(insert(id)).rejects.toThrow("NO_CARET");
  show(page("refused"));
  await expect(insert(id)).rejects.toThrow("SECRET_FIELD");
  show(page("frame"), page("here", other, 1, null), page("here", shop, 2, null));
  await expect(insert(id)).rejects.toThrow("NO_CARET");
  expect(inserted).toEqual([]);
});

test("a value of another site is asked for, in a snippet or alone, and its counters do not move before", async () => {
  const id = await snippet('{{counter("n")}} {{Bank.password}}');
  const bank = await login();
  show(page("here"));
  expect(await insert(id)).toEqual({ problem: null, foreign: "shop.example" });
  expect(await insert(bank.id, { field: "password" })).toMatchObject({ foreign: "shop.example" });
  expect(inserted).toEqual([]);
  expect(await insert(id, { sure: true })).toMatchObject({ foreign: null });
  expect(inserted).toEqual([{ origin: shop, text: "1 s3cret", erase: "" }]);
});

test("a wish for an insertion is taken once, and is over after two minutes", async () => {
  await wishInsert(coffer.world, { tabId, id: null, erase: "" });
  expect(await coffer.ask["insert.take"]({})).toMatchObject({ tabId, id: null });
  expect(await coffer.ask["insert.take"]({})).toBeNull();
  await wishInsert(coffer.world, { tabId, id: null, erase: "" });
  coffer.world.time.now += 2 * 60_000;
  expect(await coffer.ask["insert.take"]({})).toBeNull();
});

test("a typed trigger is replaced only where that was allowed, in its own document, and in its case", async () => {
  await snippet("kind regards", "sig");
  const typed = (word: string, origin = shop) =>
    expandTyped(
      coffer.vault,
      { tabId, origin, isPrivate: false },
      { say: "typed", word, end: "." },
    );
  show(page("here"));
  await typed("sig");
  expect(inserted).toEqual([]);
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "capture" });
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "triggers" });
  await typed("sig", "https://other.example");
  await typed("signal");
  expect(inserted).toEqual([]);
  await typed("Sig");
  expect(inserted).toEqual([{ origin: shop, text: "Kind regards.", erase: "Sig." }]);
});

test("a typed trigger with questions, or with a value of another site, opens the popup instead", async () => {
  const id = await snippet('{{ask("Name")}}', "q");
  const leak = await snippet("{{Bank.password}}", "l");
  await login();
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "capture" });
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "triggers" });
  show(page("here"));
  for (const [word, wanted] of [
    ["q", id],
    ["l", leak],
  ] as const) {
    await expandTyped(
      coffer.vault,
      { tabId, origin: shop, isPrivate: false },
      { say: "typed", word, end: " " },
    );
    expect(await coffer.ask["insert.take"]({})).toMatchObject({ id: wanted, erase: `${word} ` });
  }
  expect(inserted).toEqual([]);
});
