import { beforeEach, describe, expect, it } from "vitest";
import { fillCommand, saveForm, saveSelection } from "../../src/vault/gestures.ts";
import { field, page } from "./page.ts";
import { type Coffer, cofferWithVault, draftOf, password, save, titles } from "./steps.ts";
import type { TestDocument } from "./world.ts";

const shop = "https://shop.example";
const tabId = 7;
let coffer: Coffer;

const loginFields = () => [
  field(0, "username", { autocomplete: "username" }),
  field(1, "password", { type: "password", autocomplete: "current-password" }),
];

const everything = {
  text: "",
  tabId: null,
  where: "items",
  kind: null,
  tag: null,
  favourite: false,
  offset: 0,
  limit: 200,
} as const;

function show(url: string, ...documents: TestDocument[]): void {
  coffer.world.site.url = url;
  coffer.world.site.documents = documents;
}

async function login(title: string, origins = [shop], user = "ann") {
  return save(coffer, {
    ...draftOf("login", title, { username: user, password: `pass of ${user}` }),
    origins,
  });
}

/** From the popup, over the page in front: the user sees its origin. */
async function fill(id: string, more: { password?: string; adopt?: boolean } = {}) {
  const origin = coffer.world.site.documents.find(({ frame }) => frame === 0)?.origin ?? shop;
  return coffer.ask.fill({
    id,
    tabId,
    origin,
    password: more.password ?? null,
    adopt: more.adopt ?? false,
  });
}

beforeEach(async () => {
  coffer = await cofferWithVault();
});

describe("filling a page", () => {
  it("puts in what belongs there, tells of every field, and can be taken back", async () => {
    const { id } = await login("Shop");
    const document = page(shop, [
      ...loginFields(),
      field(2, "q", { type: "search", label: "Search" }),
    ]);
    show(`${shop}/login`, document);
    const report = await fill(id);
    expect(document.values).toEqual(
      new Map([
        ["username", "ann"],
        ["password", "pass of ann"],
      ]),
    );
    expect(report).toMatchObject({ filled: 2, total: 3, title: "Shop", undone: false });
    expect(coffer.world.badges).toContain("2/3");
    expect(await coffer.ask["fill.undo"]({ tabId })).toEqual({ count: 2 });
    expect(document.values.size).toBe(0);
    expect(await coffer.ask["fill.report"]({ tabId })).toMatchObject({ report: { undone: true } });
  });

  it.each([
    ["https://evil.example", "OTHER_ORIGIN"],
    ["https://www.shop.example", "OTHER_ORIGIN"],
    ["https://shop.example:8443", "OTHER_ORIGIN"],
    ["http://shop.example", "INSECURE"],
    ["null", "OPAQUE_ORIGIN"],
    ["file://", "OPAQUE_ORIGIN"],
  ])("of %s with a login of another site asks the page nothing: %s", async (origin, code) => {
    const { id } = await login("Shop");
    const document = page(origin, loginFields());
    // The address bar may say what it likes: what counts is the origin that the browser gives the port.
    show(`${shop}/login`, document);
    await expect(fill(id)).rejects.toThrow(code);
    expect(document.asked).toEqual([]);
  });

  it("gives a frame of another site nothing, and says so", async () => {
    const { id } = await login("Shop");
    const top = page(shop, loginFields());
    const frame = page("https://ads.example", loginFields(), 3);
    show(shop, top, frame);
    expect(await fill(id)).toMatchObject({
      filled: 2,
      fields: expect.arrayContaining([{ label: "ads.example", outcome: "foreign-frame" }]),
    });
    expect(frame.asked).toEqual([]);
  });

  it("is refused where the document in front does not answer, whatever its frames say", async () => {
    const { id } = await login("Shop");
    show(shop, page(shop, loginFields(), 3));
    await expect(fill(id)).rejects.toThrow("PAGE_GONE");
  });

  it("takes a new site into the item only when the user says so, and never an insecure one", async () => {
    const { id } = await login("Shop");
    show("https://shop.test", page("https://shop.test", loginFields()));
    await expect(fill(id)).rejects.toThrow("OTHER_ORIGIN");
    await fill(id, { adopt: true });
    expect((await coffer.ask["item.read"]({ id })).origins).toEqual([shop, "https://shop.test"]);
    show("http://shop.example", page("http://shop.example", loginFields()));
    await expect(fill(id, { adopt: true })).rejects.toThrow("INSECURE");
  });

  it("into another page than the one the user saw is refused, also where the user adopts a site", async () => {
    const { id } = await login("Bank", ["https://bank.example"]);
    const evil = page("https://evil.example", loginFields());
    show("https://evil.example", evil);
    const ask = { id, tabId, origin: "https://bank.example", password: null };
    await expect(coffer.ask.fill({ ...ask, adopt: false })).rejects.toThrow("PAGE_GONE");
    await expect(coffer.ask.fill({ ...ask, adopt: true })).rejects.toThrow("PAGE_GONE");
    const free = await save(coffer, draftOf("identity", "Home", { email: "a@b.example" }));
    await expect(coffer.ask.fill({ ...ask, id: free.id, adopt: false })).rejects.toThrow(
      "PAGE_GONE",
    );
    expect(evil.asked).toEqual([]);
    expect((await coffer.ask["item.read"]({ id })).origins).toEqual(["https://bank.example"]);
  });

  it("gives nothing out any more once the vault is locked", async () => {
    const { id } = await login("Shop");
    const document = page(shop, loginFields());
    const answer = document.answer;
    document.answer = (question) => {
      if (question.ask === "scan") void coffer.ask.lock({});
      return answer(question);
    };
    show(shop, document);
    await expect(fill(id)).rejects.toThrow("LOCKED");
    expect(document.asked).toEqual(["scan"]);
    expect(coffer.world.session.has("report")).toBe(false);
  });

  it("leaves a security code out until the password is given for it", async () => {
    const { id } = await save(
      coffer,
      draftOf("card", "Visa", { "cc-number": "4111111111111111", "cc-csc": "123" }),
      password,
    );
    const document = page(shop, [
      field(0, "number", { autocomplete: "cc-number" }),
      field(1, "cvc", { autocomplete: "cc-csc" }),
    ]);
    show(shop, document);
    expect(await fill(id)).toMatchObject({
      filled: 1,
      fields: expect.arrayContaining([
        expect.objectContaining({ label: "cvc", outcome: "step-up" }),
      ]),
    });
    expect(document.values.has("cvc")).toBe(false);
    await expect(fill(id, { password: "wrong" })).rejects.toThrow("WRONG_SECRET");
    expect(await fill(id, { password })).toMatchObject({ filled: 2 });
    expect(document.values.get("cvc")).toBe("123");
  });

  it("of a page without fields says so", async () => {
    const { id } = await login("Shop");
    show(shop, page(shop, []));
    await expect(fill(id)).rejects.toThrow("NO_FIELDS");
  });
});

describe("the fill command", () => {
  it("takes the item of the site, and again within ten seconds the next one in its place", async () => {
    await login("First", [shop], "ann");
    coffer.world.time.now += 1000;
    await login("Second", [shop], "bob");
    await login("Elsewhere", ["https://other.example"], "eve");
    const document = page(shop, loginFields());
    show(shop, document);
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 3; i++) {
      await fillCommand(coffer.vault, tabId);
      seen.push(document.values.get("username"));
      coffer.world.time.now += 2000;
    }
    expect(seen).toEqual(["bob", "ann", "bob"]);
    coffer.world.time.now += 60_000;
    await fillCommand(coffer.vault, tabId);
    expect(document.values.get("username")).toBe("bob");
  });

  it("never takes a login of another site", async () => {
    await login("Elsewhere", ["https://other.example"]);
    const document = page(shop, loginFields());
    show(shop, document);
    await fillCommand(coffer.vault, tabId);
    expect(document.asked).toEqual([]);
    expect(coffer.world.badges).toContain("!");
  });

  it("waits for the unlock and goes on with it", async () => {
    await login("Shop");
    await coffer.ask.lock({});
    const document = page(shop, loginFields());
    show(shop, document);
    await fillCommand(coffer.vault, tabId);
    expect(document.asked).toEqual([]);
    expect(await coffer.ask.status({})).toMatchObject({ state: "locked", waiting: "fill" });
    const { resumed } = await coffer.ask.unlock({ by: "password", secret: password });
    expect(resumed).toMatchObject({ fill: { filled: 2 } });
    expect(document.values.get("username")).toBe("ann");
  });

  it("that waited while another page came in front is not done there", async () => {
    await save(coffer, draftOf("identity", "Home", { email: "a@b.example" }));
    await coffer.ask.lock({});
    show(shop, page(shop, [field(0, "email")]));
    await fillCommand(coffer.vault, tabId);
    const evil = page("https://evil.example", [field(0, "email")]);
    show("https://evil.example/", evil);
    const { resumed } = await coffer.ask.unlock({ by: "password", secret: password });
    expect(resumed).toEqual({ failed: "PAGE_GONE" });
    expect(evil.asked).toEqual([]);
  });

  it("that waited too long is not done any more", async () => {
    await login("Shop");
    await coffer.ask.lock({});
    const document = page(shop, loginFields());
    show(shop, document);
    await fillCommand(coffer.vault, tabId);
    coffer.world.time.now += 10 * 60_000;
    expect(await coffer.ask.unlock({ by: "password", secret: password })).toEqual({
      resumed: null,
    });
    expect(document.asked).toEqual([]);
  });
});

describe("the selection of a page", () => {
  it("becomes a snippet at once, with its line breaks", async () => {
    show(shop, page(shop, []));
    await saveSelection(coffer.vault, tabId, "first line second line");
    expect(await titles(coffer)).toEqual(["first line second line"]);
  });

  it("is kept as it is, half of a surrogate pair too; its title has no half of its own making", async () => {
    const text = `${"x".repeat(59)}\u{1F600} and half \uD83D of one`;
    show(shop, page(shop, [], 0, text));
    await saveSelection(coffer.vault, tabId, "");
    const { rows } = await coffer.ask.find(everything);
    expect(rows.map(({ title }) => title)).toEqual(["x".repeat(59)]);
    const item = await coffer.ask["item.read"]({ id: rows[0]?.id ?? "" });
    expect(item.fields.find(({ key }) => key === "body")?.value).toBe(text);
  });

  it("is not cut and called saved where it is too long: the popup says so, once", async () => {
    // What is longer a page has cut to this; and braces of a page take a backslash each to be text.
    for (const text of ["x".repeat(500_000), "{{".repeat(249_000)]) {
      show(shop, page(shop, [], 0, text));
      await saveSelection(coffer.vault, tabId, "");
      expect(await titles(coffer)).toEqual([]);
      expect(await coffer.ask["insert.take"]({})).toMatchObject({ failed: "TOO_LARGE", tabId });
      expect(await coffer.ask["insert.take"]({})).toBeNull();
    }
    show(shop, page(shop, [], 0, "x".repeat(499_999)));
    await saveSelection(coffer.vault, tabId, "");
    expect(await titles(coffer)).toEqual(["x".repeat(60)]);
  });

  it("waits for the unlock where the vault is locked", async () => {
    await coffer.ask.lock({});
    show(shop, page(shop, []));
    await saveSelection(coffer.vault, tabId, "");
    coffer.world.time.now += 60 * 60_000;
    show(shop);
    await saveSelection(coffer.vault, tabId, "another one");
    expect(await coffer.ask.status({})).toMatchObject({ waiting: "snippet" });
    await coffer.ask.unlock({ by: "password", secret: password });
    expect((await titles(coffer)).toSorted()).toEqual(["another one", "first line second line"]);
    expect(JSON.stringify([...coffer.world.session.values()])).not.toContain("another one");
  });
});

describe("the form of a page", () => {
  it("becomes a draft for review and is not saved by itself", async () => {
    show(
      shop,
      page(shop, [
        field(0, "street", { label: "Street" }),
        field(1, "colour", { label: "Favourite colour" }),
      ]),
    );
    await saveForm(coffer.vault, tabId);
    const { draft } = await coffer.ask["draft.read"]({ slot: "popup" });
    expect(draft).toMatchObject({ id: null, origins: [shop] });
    expect(draft?.fields.map(({ value }) => value)).toEqual(expect.arrayContaining(["my colour"]));
    expect(await titles(coffer)).toEqual([]);
  });

  it("does not take the place of a half-typed item, and is not read while the vault is locked", async () => {
    const typed = draftOf("note", "half-typed");
    await coffer.ask["draft.keep"]({ slot: "popup", draft: typed });
    const document = page(shop, [field(0, "colour")]);
    show(shop, document);
    await saveForm(coffer.vault, tabId);
    expect(await coffer.ask["draft.read"]({ slot: "popup" })).toEqual({ draft: typed });
    await coffer.ask.lock({});
    await saveForm(coffer.vault, tabId);
    expect(document.asked).toEqual([]);
  });
});

describe("items by the rules of their sites", () => {
  const site = async (url: string) => {
    coffer.world.site.url = url;
    const found = await coffer.ask.find({
      text: "",
      tabId,
      where: "items",
      kind: null,
      tag: null,
      favourite: false,
      offset: 0,
      limit: 50,
    });
    return found.site.map((row) => row.title);
  };

  it("the list, the command and the fill agree on every page", async () => {
    const { id } = await login("Shop", [
      "domain https://shop.example",
      "never https://pay.shop.example",
    ]);
    for (const [url, expected] of [
      ["https://www.shop.example/login", true],
      ["https://pay.shop.example/login", false],
      ["https://shop.example.evil.com/login", false],
      ["https://evil-shop.example/login", false],
      ["https://www.shop.example:8443/login", false],
    ] as const) {
      const document = page(new URL(url).origin, loginFields());
      show(url, document);
      expect(await site(url), url).toEqual(expected ? ["Shop"] : []);
      const filled = await fill(id).then(
        ({ filled: count }) => count,
        () => 0,
      );
      expect(filled, url).toBe(expected ? 2 : 0);
      document.values.clear();
      await fillCommand(coffer.vault, tabId);
      expect(document.values.size, url).toBe(expected ? 2 : 0);
    }
  });

  it("the whole domain counts for plain sites only where the user has said so", async () => {
    await login("Shop", ["https://www.shop.example"]);
    expect(await site("https://pay.shop.example/")).toEqual([]);
    const status = await coffer.ask.status({});
    if (status.state !== "open") throw new Error("It is locked.");
    await coffer.ask["settings.save"]({ settings: { ...status.settings, siteWide: true } });
    expect(await site("https://pay.shop.example/")).toEqual(["Shop"]);
    expect(await site("http://pay.shop.example/")).toEqual([]);
  });

  it("a rule below a path is judged by the address of the document that is filled", async () => {
    const { id } = await login("Team", ["start https://shop.example/team/"]);
    const inside = { ...page(shop, loginFields()), url: `${shop}/team/login` };
    show(inside.url, inside);
    expect((await fill(id)).filled).toBe(2);
    show(`${shop}/other`, { ...page(shop, loginFields()), url: `${shop}/other` });
    await expect(fill(id)).rejects.toThrow("OTHER_ORIGIN");
  });

  it("a rule that is none is not saved", async () => {
    for (const rule of ["domain javascript:alert(1)", "regex .*", "regex https://(a", "group a"])
      await expect(login("Shop", [rule])).rejects.toThrow("INVALID");
    const { origins } = await login("Shop", [String.raw`regex https://(www\.)?shop\.example/.*`]);
    expect(origins).toEqual([String.raw`regex https://(www\.)?shop\.example/.*`]);
  });
});
