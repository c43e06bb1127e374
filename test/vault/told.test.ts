/** A fill after what the user said: of a site's fields, of the site as a whole, of frames, in the preview. */
import { beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../../src/core/failure.ts";
import { marksOf } from "../../src/core/form/mark.ts";
import type { PageField } from "../../src/core/form/field.ts";
import type { Saying } from "../../src/core/sites.ts";
import { fillCommand } from "../../src/vault/gestures.ts";
import type { PointAnswer } from "../../src/wire/point-port.ts";
import type { Ask } from "../../src/wire/protocol.ts";
import { field, page } from "./page.ts";
import { type Coffer, cofferWithVault, draftOf, password, save } from "./steps.ts";
import type { TestDocument } from "./world.ts";

const shop = "https://shop.example";
const pay = "https://pay.example";
const tabId = 7;
let coffer: Coffer;
let id: string;

const signIn = () => [
  field(0, "kdnr", { label: "Customer number" }),
  field(1, "mail", { label: "E-mail", autocomplete: "email" }),
  field(2, "pass", { type: "password", label: "Password", autocomplete: "current-password" }),
];
const cardFields = () => [
  field(0, "number", { autocomplete: "cc-number" }),
  field(1, "cvc", { autocomplete: "cc-csc" }),
];

function show(...documents: TestDocument[]): void {
  coffer.world.site.url = `${documents[0]?.origin}/login`;
  coffer.world.site.documents = documents;
}
const markIn = (fields: PageField[], n: number) => {
  const mark = marksOf(fields)[n];
  if (mark === undefined) throw new Error("no such field");
  return mark;
};
const teach = (n: number, say: Saying, origin = shop) =>
  coffer.ask["site.change"]({
    origin,
    change: { do: "say", said: [{ mark: markIn(signIn(), n), say, label: "x" }] },
  });
const fill = (more: Partial<Ask<"fill">> = {}) =>
  coffer.ask.fill({ id, tabId, origin: shop, password: null, adopt: false, ...more });
const look = (more: Partial<Ask<"page.look">> = {}) =>
  coffer.ask["page.look"]({ tabId, origin: shop, id, password: null, ...more });

beforeEach(async () => {
  coffer = await cofferWithVault();
  const draft = draftOf("login", "Shop", { username: "ann", password: "pass-1" });
  ({ id } = await save(coffer, { ...draft, origins: [shop] }));
});

describe("what is remembered of a site", () => {
  it("goes before what Coffer thinks, and the report says so", async () => {
    const document = page(shop, signIn());
    show(document);
    await teach(0, { as: "kind", token: "username" });
    const report = await fill();
    expect(Object.fromEntries(document.values)).toEqual({ kdnr: "ann", pass: "pass-1" });
    expect(report.fields[0]).toMatchObject({
      outcome: "filled",
      seen: { kind: "username", why: "said" },
    });
  });

  it("keeps a field empty for every item", async () => {
    const document = page(shop, signIn());
    show(document);
    await teach(2, { as: "never" });
    const report = await fill();
    expect(document.values.has("pass")).toBe(false);
    expect(report.fields.map(({ outcome }) => outcome)).toContain("never");
  });

  it("says nothing for the same form on another site", async () => {
    await teach(1, { as: "never" }, "https://www.shop.example");
    const document = page(shop, signIn());
    show(document);
    await fill();
    expect(document.values.get("mail")).toBe("ann");
  });

  it("does not lead into a field that nobody can see", async () => {
    const hidden = signIn().map((one) => ({ ...one, obstacle: "hidden" as const }));
    const document = page(shop, hidden);
    show(document);
    await teach(0, { as: "kind", token: "username" });
    expect(await fill()).toMatchObject({ filled: 0 });
    expect(document.values.size).toBe(0);
  });
});

describe("'not on this site'", () => {
  it("offers nothing there and fills nothing, by hand or by command, until it is taken back", async () => {
    const document = page(shop, signIn());
    show(document);
    const list = () =>
      coffer.ask.find({
        text: "",
        tabId,
        where: "items",
        kind: null,
        tag: null,
        favourite: false,
        offset: 0,
        limit: 10,
      });
    expect((await list()).site).toHaveLength(1);
    await coffer.ask["site.change"]({ origin: shop, change: { do: "off", off: true } });
    expect(await list()).toMatchObject({ off: true, site: [], rows: [{ id }] });
    await expect(fill()).rejects.toThrow("SITE_OFF");
    await fillCommand(coffer.vault, tabId);
    expect(document.asked).toEqual([]);
    expect(await look()).toMatchObject({ off: true });
    await coffer.ask["site.change"]({ origin: shop, change: { do: "off", off: false } });
    expect(await list()).not.toHaveProperty("off");
    expect(await fill()).toMatchObject({ filled: 2 });
  });
});

describe("the preview", () => {
  it("shows every value and why, and writes nothing", async () => {
    const document = page(shop, signIn());
    show(document);
    const seen = await look();
    expect(seen.item).toMatchObject({ id, title: "Shop" });
    expect(JSON.stringify(seen.item)).not.toContain("pass-1");
    expect(seen.fields).toMatchObject([
      { outcome: expect.any(String), value: null },
      { value: "ann", kind: "email", why: "autocomplete", secret: false },
      { value: "pass-1", secret: true },
    ]);
    expect(document.asked).toEqual(["scan"]);
  });

  it("holds critical values back until the password is there", async () => {
    const draft = draftOf("card", "Visa", { "cc-number": "4111111111111111", "cc-csc": "123" });
    const card = await save(coffer, draft, password);
    show(page(shop, cardFields()));
    const closed = await look({ id: card.id });
    expect(closed.fields[1]).toMatchObject({ outcome: "step-up", value: null, secret: true });
    expect(JSON.stringify(closed)).not.toContain("123");
    await expect(look({ id: card.id, password: "wrong" })).rejects.toThrow("WRONG_SECRET");
    const open = await look({ id: card.id, password });
    expect(open.fields[1]).toMatchObject({ outcome: "filled", value: "123", secret: true });
  });

  it("is refused where another page came in front", async () => {
    show(page("https://evil.example", signIn()));
    await expect(look()).rejects.toThrow("PAGE_GONE");
  });

  it("and then a fill does exactly what was chosen in it, wherever the fields have moved", async () => {
    const [customer, mail, pass] = signIn();
    show(page(shop, signIn()));
    const { fields } = await look();
    const row = (n: number) => {
      const { frame, mark } = fields[n] ?? {};
      if (frame === undefined || mark === undefined) throw new Error("no such row");
      return { frame, mark };
    };
    const moved = [pass, field(9, "new"), mail, customer].flatMap((one, n) =>
      one === undefined ? [] : [{ ...one, n }],
    );
    const document = page(shop, moved);
    show(document);
    const only = [
      { ...row(0), field: "username" },
      { ...row(2), field: null },
    ];
    expect(await fill({ only })).toMatchObject({ filled: 2, total: 2 });
    expect(Object.fromEntries(document.values)).toEqual({ kdnr: "ann", pass: "pass-1" });
    document.values.clear();
    expect(await fill({ only: only.slice(0, 1) })).toMatchObject({ filled: 1, total: 1 });
    expect(Object.fromEntries(document.values)).toEqual({ kdnr: "ann" });
  });

  it("fills nothing in the place of a field that has gone", async () => {
    show(page(shop, signIn()));
    const { fields } = await look();
    const { frame, mark } = fields[1] ?? {};
    const document = page(shop, [field(0, "other", { autocomplete: "email" })]);
    show(document);
    if (frame === undefined || mark === undefined) throw new Error("no such row");
    await expect(fill({ only: [{ frame, mark, field: "username" }] })).rejects.toThrow("NO_FIELDS");
    expect(document.values.size).toBe(0);
  });
});

describe("a frame of another site", () => {
  const allow = (remember: boolean, frame = pay) =>
    coffer.ask["frame.allow"]({ tabId, origin: shop, frame, remember });
  let card: string;
  beforeEach(async () => {
    ({ id: card } = await save(
      coffer,
      draftOf("card", "Visa", { "cc-number": "4111111111111111" }),
    ));
  });

  it("is filled once the user has confirmed both names, in this tab, for ten minutes", async () => {
    const frame = page(pay, cardFields(), 3);
    show(page(shop, signIn()), frame);
    await fill({ id: card });
    expect(frame.asked).toEqual([]);
    await allow(false);
    await fill({ id: card });
    expect(frame.values.get("number")).toBe("4111111111111111");
    frame.values.clear();
    await coffer.ask.fill({ id: card, tabId: 8, origin: shop, password: null, adopt: false });
    expect(frame.values.size).toBe(0);
    coffer.world.time.now += 11 * 60_000;
    await coffer.ask.unlock({ by: "password", secret: password });
    await fill({ id: card });
    expect(frame.values.size).toBe(0);
  });

  it("that was to be remembered is filled again, with this site alone", async () => {
    await allow(true);
    coffer.world.session.delete("frames");
    const frame = page(pay, cardFields(), 3);
    show(page(shop, signIn()), frame);
    await fill({ id: card });
    expect(frame.values.get("number")).toBe("4111111111111111");
    const other = page(pay, cardFields(), 3);
    show(page("https://evil.example", signIn()), other);
    await fill({ id: card, origin: "https://evil.example" });
    expect(other.asked).toEqual([]);
  });

  it.each([
    ["null", "sandboxed-frame"],
    ["http://pay.example", "foreign-frame"],
  ])("%s inside an https page stays empty, whatever was confirmed: %s", async (origin, outcome) => {
    await allow(true, "http://pay.example");
    const frame = page(origin, cardFields(), 3);
    show(page(shop, signIn()), frame);
    const report = await fill({ id: card });
    expect(report.fields).toContainEqual(expect.objectContaining({ outcome }));
    expect(frame.asked).toEqual([]);
  });

  it("on which Coffer is not to be stays empty inside another site too", async () => {
    await allow(true);
    await coffer.ask["site.change"]({ origin: pay, change: { do: "off", off: true } });
    const frame = page(pay, cardFields(), 3);
    show(page(shop, signIn()), frame);
    await fill({ id: card });
    expect(frame.asked).toEqual([]);
  });

  it("is offered where it can be seen, and named by the origin that the browser gives", async () => {
    const top = page(shop, signIn());
    top.point = (question) =>
      question !== "leave" && question.ask === "frames"
        ? { got: "frames", origins: [pay, "https://far.example"] }
        : null;
    show(top, page(pay, cardFields(), 3), page("https://unseen.example", cardFields(), 4));
    expect((await look()).frames).toEqual([
      { origin: "https://far.example", is: "out" },
      { origin: pay, is: "ask" },
    ]);
    await allow(false);
    const after = await look();
    expect(after.frames).toContainEqual({ origin: pay, is: "open" });
    expect(after.fields.map(({ origin }) => origin)).toContain(pay);
  });
});

describe("a field that was picked on the page", () => {
  const begin = () => coffer.ask["page.pick"]({ tabId, origin: shop });

  it("is told to the popup once, and the other documents have their clicks back", async () => {
    const left: string[] = [];
    let click: (answer: PointAnswer) => void = () => undefined;
    const top = page(shop, signIn());
    const inner = page(shop, cardFields(), 2);
    const waits = (name: string) => (question: { ask: string } | "leave") => {
      if (question === "leave") left.push(name);
      if (question === "leave" || question.ask !== "pick") return null;
      return new Promise<PointAnswer>((resolve) => {
        if (name === "inner") click = resolve;
      });
    };
    top.point = waits("top");
    inner.point = waits("inner");
    show(top, inner);
    await begin();
    expect(await coffer.ask["page.picked"]({ tabId })).toEqual({ at: null });
    click({ got: "picked", n: 1, late: false, fields: cardFields() });
    await expect.poll(() => coffer.world.badges.at(-1)).toBe("?");
    expect(await coffer.ask["page.picked"]({ tabId: 8 })).toEqual({ at: null });
    expect(await coffer.ask["page.picked"]({ tabId })).toEqual({
      at: { frame: 2, mark: markIn(cardFields(), 1) },
    });
    expect(await coffer.ask["page.picked"]({ tabId })).toEqual({ at: null });
    expect(left).toEqual(["top", "inner"]);
  });

  it("is asked for again while nobody clicks, and given up after a while", async () => {
    let asked = 0;
    const top = page(shop, signIn());
    top.point = (question) => {
      if (question === "leave" || question.ask !== "pick") return null;
      asked++;
      return { got: "picked", n: null, late: true, fields: [] };
    };
    show(top);
    await begin();
    await expect.poll(() => coffer.world.badges.at(-1)).toBe("");
    expect(asked).toBe(5);
  });

  it("beside every field is none", async () => {
    const top = page(shop, signIn());
    top.point = (question) =>
      question === "leave" ? null : { got: "picked", n: null, late: false, fields: [] };
    show(top);
    await begin();
    await expect.poll(() => coffer.world.badges.at(-1)).toBe("");
    expect(await coffer.ask["page.picked"]({ tabId })).toEqual({ at: null });
  });
});

describe("the pointer in the page", () => {
  /**
   * Counts what comes into the page; a pointer that comes ends the one before it, as in the browser. The first calls
   * `once`, and is under way until another comes, or none does for a while.
   */
  function pointers(once?: () => unknown) {
    const { pages } = coffer.world;
    const plain = pages.point;
    const told = { came: 0 };
    let second: () => void = () => undefined;
    pages.point = async (tab) => {
      const mine = ++told.came;
      second();
      if (mine === 1 && once !== undefined) {
        const other = new Promise<void>((go) => (second = go));
        once();
        await Promise.race([other, new Promise((go) => setTimeout(go, 200))]);
      }
      return (await plain(tab)).map((pointer) => ({
        ...pointer,
        ask: async (question) => {
          if (mine !== told.came) throw new Failure("PAGE_GONE");
          return pointer.ask(question);
        },
      }));
    };
    return told;
  }

  it("does not end a look because the user rests on a field meanwhile", async () => {
    show(page(shop, signIn()));
    const at = { frame: 0, mark: markIn(signIn(), 0) };
    let drawn: unknown;
    pointers(() => (drawn = coffer.ask["page.outline"]({ tabId, at })));
    expect((await look()).fields).toHaveLength(3);
    await drawn;
  });

  it("of one tab is not held up by a page of another that never answers", async () => {
    show(page(shop, signIn()));
    const { pages } = coffer.world;
    const plain = pages.point;
    pages.point = (tab) => (tab === tabId ? plain(tab) : new Promise(() => undefined));
    void look({ tabId: tabId + 3 }).catch(() => undefined);
    expect((await look()).fields).toHaveLength(3);
  });

  it("comes into no page to take away a frame that can not be there", async () => {
    show(page(shop, signIn()));
    const told = pointers();
    // Another tab than the one that was looked at.
    await coffer.ask["page.outline"]({ tabId: tabId + 2, at: null });
    expect(told.came).toBe(0);
  });
});
