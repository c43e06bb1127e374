/** What goes to the caret of a page, what is asked before, and what a typed trigger becomes. */
import { beforeEach, expect, test, vi } from "vitest";
import type { CaretAnswer, CaretQuestion } from "../../src/wire/caret-port.ts";
import { wishInsert } from "../../src/vault/insert-wish.ts";
import { expandTyped, tellFeatures } from "../../src/vault/typed.ts";
import type { Features } from "../../src/wire/watch-port.ts";
import { cofferWithVault, type Coffer, draftOf, password, save } from "./steps.ts";

type Place = Extract<CaretAnswer, { got: "caret" }>;
const shop = "https://shop.example";
const tabId = 7;
let coffer: Coffer;
let inserted: { origin: string; text: string; html?: string; erase: string }[];

beforeEach(async () => {
  coffer = await cofferWithVault();
  inserted = [];
});

/** A document whose caret is at this place, and which takes what it is given. */
function page(place: Place["place"], origin = shop, frame = 0, focus: Place["focus"] = true) {
  const caret = (question: CaretQuestion): CaretAnswer => {
    if (question.ask === "caret") return { got: "caret", place, focus };
    inserted.push({ origin, text: question.text, html: question.html, erase: question.erase });
    return { got: "inserted", how: "done" };
  };
  return { origin, frame, caret, answer: () => ({ got: "failed" }) as const };
}
function show(...documents: ReturnType<typeof page>[]): void {
  Object.assign(coffer.world.site, { url: `${shop}/mail`, documents });
}

const insert = (id: string, more: { field?: string; sure?: string } = {}) =>
  coffer.ask.insert({
    id,
    tabId,
    field: more.field ?? null,
    sure: more.sure ?? null,
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
  expect(inserted).toMatchObject([{ origin: shop, text: "1 + 1 = 2", erase: "" }]);
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
  expect(await insert(id)).toEqual({ problem: null, foreign: { origin: shop, why: "value" } });
  expect(await insert(bank.id, { field: "password" })).toMatchObject({
    foreign: { origin: shop, why: "value" },
  });
  expect(inserted).toEqual([]);
  expect(await insert(id, { sure: shop })).toMatchObject({ foreign: null });
  expect(inserted).toMatchObject([{ origin: shop, text: "1 s3cret", erase: "" }]);
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
  expect(inserted).toMatchObject([{ origin: shop, text: "Kind regards.", erase: "Sig." }]);
});

test("a typed trigger with questions, with a value of another site or with a template that is wrong opens the popup instead", async () => {
  const id = await snippet('{{ask("Name")}}', "q");
  const leak = await snippet("{{Bank.password}}", "l");
  // Of these our window says what is wrong with them.
  const bomb = await snippet(`{{snippet("it")}}${"{{clipboard}}".repeat(10_000)}`, "b");
  const wrong = await snippet("Dear {{nonsense}}", "w");
  await login();
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "capture" });
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "triggers" });
  show(page("here"));
  for (const [word, wanted] of [
    ["q", id],
    ["l", leak],
    ["b", bomb],
    ["w", wrong],
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

test("nothing goes into a frame of another site before the user was told of it, and a yes holds for that site alone", async () => {
  const other = "https://ads.example";
  const third = "https://third.example";
  const id = await snippet("text");
  const bank = await login();
  const framed = (origin: string) => show(page("frame"), page("here", origin, 1, null));
  framed(other);
  expect(await insert(id)).toEqual({ problem: null, foreign: { origin: other, why: "frame" } });
  framed(third);
  expect(await insert(id, { sure: other })).toEqual({
    problem: null,
    foreign: { origin: third, why: "frame" },
  });
  show(page("here", third));
  expect(await insert(bank.id, { field: "password", sure: other })).toMatchObject({
    foreign: { origin: third, why: "value" },
  });
  expect(inserted).toEqual([]);
  framed(other);
  expect(await insert(id, { sure: other })).toEqual({ problem: null, foreign: null });
  expect(inserted).toMatchObject([{ origin: other, text: "text" }]);
});

test("a document that shows another site once it was asked gets nothing", async () => {
  const id = await snippet("text");
  // The page goes on while the snippet is being made.
  const first = page("here");
  const next = page("here", "https://other.example");
  show(first);
  const { caret } = first;
  first.caret = (question) => {
    show(next);
    return caret(question);
  };
  await expect(insert(id)).rejects.toThrow("PAGE_GONE");
  expect(inserted).toEqual([]);
});

test("a value that only chance brings into the text is asked for too", async () => {
  const id = await snippet(`{{if random("1", "2") == "1"}}{{Bank.password}}{{else}}none{{end}}`);
  await login();
  show(page("here"));
  for (let n = 0; n < 40; n++) await insert(id);
  expect(new Set(inserted.map(({ text }) => text))).toEqual(new Set(["none"]));
});

test("HTML and Markdown go with their rich form, values without any meaning; Markdown with a cursor as it was typed", async () => {
  show(page("here"));
  const rich = async (format: string, body: string) => {
    const { id } = await save(coffer, draftOf("snippet", "Rich", { body, format }));
    await insert(id);
    return inserted.at(-1);
  };
  expect(await rich("markdown", '**a** {{"<b>"}}')).toMatchObject({
    text: "**a** <b>",
    html: "<p><strong>a</strong> &lt;b&gt;</p>",
  });
  expect(await rich("markdown", "**a** {{cursor}}")).toMatchObject({ text: "**a** ", html: "" });
  expect(await rich("html", "<b>a</b>{{1}}")).toMatchObject({ text: "a1", html: "<b>a</b>1" });
  expect(await rich("", "<b>a</b>")).toMatchObject({ text: "<b>a</b>", html: "" });
});

test("a page holds the sieve only while the vault is open", async () => {
  const trigger = "sig";
  await snippet("kind regards", trigger);
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "capture" });
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "triggers" });
  const told: Features[] = [];
  const port = {
    postMessage: (features: Features) => void told.push(features),
    disconnect: () => undefined,
    onMessage: { addListener: () => undefined },
    onDisconnect: { addListener: () => undefined },
  };
  await tellFeatures(coffer.vault, { tabId, origin: shop, isPrivate: false, port });
  expect(told.at(-1)?.triggers?.marks).toHaveLength(1);
  expect(JSON.stringify(told)).not.toContain(trigger);
  await coffer.ask.lock({});
  expect(told.at(-1)?.triggers).toBeNull();
  show(page("here"));
  const typed = { say: "typed", word: trigger, end: " " } as const;
  await expandTyped(coffer.vault, { tabId, origin: shop, isPrivate: false }, typed);
  expect(inserted).toEqual([]);
  await coffer.ask.unlock({ by: "password", secret: password });
  await vi.waitFor(() => expect(told.at(-1)?.triggers?.marks).toHaveLength(1));
});
