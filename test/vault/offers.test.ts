import { beforeEach, describe, expect, it } from "vitest";
import { expireOffers } from "../../src/vault/offers.ts";
import { changed, type Document, sent, shop, signIn, until, visit } from "./offer-steps.ts";
import { allOnDisk } from "./world.ts";
import { type Coffer, cofferIn, cofferWithVault, draftOf, pass, password, save } from "./steps.ts";

let coffer: Coffer;
const offers = async () => (await coffer.ask["offer.list"]({})).offers;
const kept = () =>
  JSON.parse(coffer.world.session.get("offers") ?? "[]") as { offered: boolean; parts: string[] }[];
const isOffered = () => kept().some(({ offered }) => offered);

async function allow(site = shop): Promise<void> {
  const patterns =
    site === "*"
      ? ["https://*/*", "http://*/*"]
      : [`${new URL(site).protocol}//${new URL(site).hostname}/*`];
  for (const pattern of patterns) coffer.world.browser.granted.add(pattern);
  await coffer.ask["watch.set"]({ site, on: true, tabId: null, what: "capture" });
}

/** The form is sent, and the page goes on. Answers once the background has noticed. */
async function sends(document: Document, said: unknown, offered = true): Promise<void> {
  const before = coffer.world.news.length;
  document.say(said);
  document.leave();
  await until(async () => coffer.world.news.slice(before).includes("offers"), Boolean);
  if (offered) await until(async () => isOffered(), Boolean);
}

/** What is said is done in turn: once a second form is offered, the first one has been judged. */
async function offersNothingOf(said: unknown): Promise<void> {
  const document = await visit(coffer);
  document.say(said);
  document.leave();
  await sends(
    await visit(coffer, "https://other.example", { tabId: 8 }),
    signIn("marker", "of the end"),
  );
  expect((await offers()).map(({ origin }) => origin)).toEqual(["https://other.example"]);
}

beforeEach(async () => {
  coffer = await cofferWithVault();
  await allow();
});

describe("a site that is watched", () => {
  it("is told what the user wants there, any other is sent away", async () => {
    const told = { capture: true, clips: false, triggers: null };
    expect((await visit(coffer)).features).toEqual([told]);
    for (const origin of [
      "https://www.shop.example",
      "http://shop.example",
      "https://shop.example:8443",
      "https://shop.example.evil.com",
      "null",
      "",
      "file://",
    ]) {
      const stranger = await visit(coffer, origin);
      expect(stranger, origin).toMatchObject({ features: [], sentAway: true });
    }
    expect(await visit(coffer, shop, { isPrivate: true })).toMatchObject({ sentAway: true });
  });

  it("offers a sign-in once the page has gone on, and the badge says so", async () => {
    const document = await visit(coffer);
    document.say(signIn("ada", "s3cret"));
    await until(
      async () => kept().length,
      (count) => count === 1,
    );
    expect(await offers()).toEqual([]);
    expect(coffer.world.badges).not.toContain("+");
    document.leave();
    await until(async () => isOffered(), Boolean);
    expect(coffer.world.badges.at(-1)).toBe("+");
    expect(await offers()).toMatchObject([
      {
        origin: shop,
        kind: "login",
        title: "shop.example",
        fields: [
          { key: "username", value: "ada" },
          { key: "password", value: "s3cret" },
        ],
        choices: [],
        into: null,
      },
    ]);
  });

  it("also where the form goes away and the page stays", async () => {
    const document = await visit(coffer);
    document.say(signIn("ada", "s3cret"));
    document.say({ say: "gone" });
    await until(async () => isOffered(), Boolean);
    expect(await offers()).toHaveLength(1);
  });

  it("the last of several tries is the one that is offered", async () => {
    const first = await visit(coffer);
    first.say(signIn("ada", "wrong"));
    first.say(signIn("ada", "wrong again"));
    await sends(first, signIn("ada", "still wrong"));
    await sends(await visit(coffer), signIn("ada", "right"));
    const all = await until(offers, (list) => list[0]?.fields[1]?.value === "right");
    expect(all).toHaveLength(1);
  });

  it("a sign-in in two steps is one login", async () => {
    const first = await visit(coffer);
    first.say(sent("Sign in", { label: "User name", autocomplete: "username", value: "ada" }));
    await until(
      async () => kept().length,
      (count) => count === 1,
    );
    first.leave();
    expect(isOffered()).toBe(false);
    await sends(
      await visit(coffer),
      sent("Sign in", { label: "Password", type: "password", value: "s3cret" }),
    );
    expect(await offers()).toMatchObject([
      { fields: [{ value: "ada" }, { value: "s3cret" }], into: null },
    ]);
  });
});

describe("what is saved", () => {
  it("a new login belongs to that site; the offer is over", async () => {
    await sends(await visit(coffer), signIn("ada", "s3cret"));
    const [offer] = await offers();
    const ask = {
      id: offer?.id ?? "",
      title: "The shop",
      username: "ada",
      into: null,
      password: null,
    };
    const item = await coffer.ask["offer.save"](ask);
    expect(item).toMatchObject({ kind: "login", title: "The shop", origins: [shop] });
    expect(await offers()).toEqual([]);
    expect(coffer.world.session.has("offers")).toBe(false);
    expect(coffer.world.badges.at(-1)).toBe("");
    await expect(coffer.ask["offer.save"](ask)).rejects.toThrow("NOT_FOUND");
  });

  it("the same user name on the same site is changed, not doubled, and the old password is kept in the history", async () => {
    const old = await save(coffer, {
      ...draftOf("login", "Shop", { username: "Ada", password: "old" }),
      origins: [shop],
    });
    await sends(await visit(coffer), signIn("ada", "new"));
    const [offer] = await offers();
    expect(offer).toMatchObject({ into: old.id, choices: [{ id: old.id, title: "Shop" }] });
    await coffer.ask["offer.save"]({
      id: offer?.id ?? "",
      title: "",
      username: null,
      into: old.id,
      password: null,
    });
    const item = await coffer.ask["item.read"]({ id: old.id });
    expect(item).toMatchObject({ title: "Shop", origins: [shop] });
    expect(item.fields.find(({ key }) => key === "password")?.value).toBe("new");
    const past = await coffer.ask["item.past"]({ id: old.id, critical: false, password: null });
    expect(JSON.stringify(past)).toContain("old");
  });

  it("what is saved already is not offered, and shows no badge", async () => {
    await save(coffer, {
      ...draftOf("login", "Shop", { username: "ada", password: "s3cret" }),
      origins: [shop],
    });
    const badges = coffer.world.badges.filter((text) => text === "+").length;
    await sends(await visit(coffer), signIn("ada", "s3cret"), false);
    await until(
      async () => kept().length,
      (count) => count === 0,
    );
    expect(coffer.world.badges.filter((text) => text === "+").length).toBe(badges);
  });

  it("a changed password goes to the login that had the old one", async () => {
    const logins = [];
    for (const name of ["ada", "bob"]) {
      const draft = draftOf("login", name, { username: name, password: `old of ${name}` });
      logins.push(await save(coffer, { ...draft, origins: [shop] }));
    }
    await sends(await visit(coffer), changed("old of bob", "brand new"));
    expect(await offers()).toMatchObject([{ into: logins[1]?.id }]);
  });

  it("without a user name and an old password the user is asked which", async () => {
    for (const name of ["ada", "bob"]) {
      const draft = draftOf("login", name, { username: name, password: `old of ${name}` });
      await save(coffer, { ...draft, origins: [shop] });
    }
    await sends(
      await visit(coffer),
      sent("", { label: "New password", type: "password", value: "brand new" }),
    );
    const [offer] = await offers();
    expect(offer?.into).toBeNull();
    expect(offer?.choices.map(({ title }) => title).toSorted()).toEqual(["ada", "bob"]);
  });

  it("a password that was made with Coffer finds its login, though that had no user name yet", async () => {
    const made = await save(coffer, {
      ...draftOf("login", "Shop", { password: "generated-4711" }),
      origins: [shop],
    });
    const field = { type: "password", label: "Password", value: "generated-4711" };
    await sends(
      await visit(coffer),
      sent("Register", { label: "E-mail", type: "email", value: "a@b.example" }, field, field),
    );
    const [offer] = await offers();
    expect(offer?.into).toBe(made.id);
    await coffer.ask["offer.save"]({
      id: offer?.id ?? "",
      title: "",
      username: "a@b.example",
      into: made.id,
      password: null,
    });
    const item = await coffer.ask["item.read"]({ id: made.id });
    expect(item.fields.map(({ value }) => value)).toEqual(["a@b.example", "generated-4711", ""]);
  });

  it("a password that asks each time asks for the password before it is changed", async () => {
    const draft = draftOf("login", "Bank", { username: "ada", password: "old" });
    for (const field of draft.fields) field.critical = field.key === "password";
    const { id } = await save(coffer, { ...draft, origins: [shop] }, password);
    await sends(await visit(coffer), signIn("ada", "new"));
    const [offer] = await offers();
    const ask = { id: offer?.id ?? "", title: "", username: null, into: id, password: null };
    await expect(coffer.ask["offer.save"](ask)).rejects.toThrow("STEP_UP");
    await coffer.ask["offer.save"]({ ...ask, password });
    const { values } = await coffer.ask["item.reveal"]({ id, password });
    expect(values).toEqual([{ field: "password", value: "new" }]);
  });

  it("a card is offered without its security code, and known again by its number", async () => {
    const card = (name: string) =>
      sent(
        "Pay",
        { label: "Name on card", value: name },
        { label: "Card number", value: "4111 1111 1111 1111" },
        { label: "Expiry date", placeholder: "MM/YY", value: "07/29" },
        { label: "CVV", value: "123" },
      );
    await sends(await visit(coffer), card("Ada"));
    const [offer] = await offers();
    expect(offer).toMatchObject({ kind: "card", into: null });
    expect(JSON.stringify(offer)).not.toContain('123"');
    const item = await coffer.ask["offer.save"]({
      id: offer?.id ?? "",
      title: "Visa",
      username: null,
      into: null,
      password: null,
    });
    await sends(await visit(coffer), card("Ada Lovelace"));
    expect(await offers()).toMatchObject([{ into: item.id }]);
  });
});

describe("nothing is offered of", () => {
  it.each([
    ["a search", sent("Search", { label: "Search", type: "search", name: "q", value: "shoes" })],
    ["a newsletter", sent("Newsletter", { label: "E-mail", type: "email", value: "a@b.example" })],
    [
      "a one-time code",
      sent("Verify", { label: "Code", autocomplete: "one-time-code", value: "123456" }),
    ],
    ["new passwords that differ", changed("old", "one", "two")],
    ["a password that stays the same", changed("same", "same")],
    ["a hidden password", sent("x", { type: "password", obstacle: "hidden", value: "trap" })],
    ["two words", sent("Contact", { label: "Subject", value: "a" }, { label: "Text", value: "b" })],
    [
      "what does not fit the schema",
      { say: "sent", title: "x", fields: [{ field: {}, value: "" }] },
    ],
    ["an unknown word", { say: "save", title: "x", fields: [] }],
    [
      "too many fields",
      sent("x", ...Array.from({ length: 101 }, (_, n) => ({ label: `f${n}`, value: "v" }))),
    ],
    ["a value beyond its cap", signIn("ada", "x".repeat(10_001))],
  ])("%s", async (_, said) => {
    await allow("https://other.example");
    await offersNothingOf(said);
  });

  it("a site that the user has said never of, though all sites are allowed", async () => {
    await allow("*");
    await sends(await visit(coffer), signIn("ada", "s3cret"));
    const [offer] = await offers();
    await coffer.ask["offer.drop"]({ id: offer?.id ?? "", never: true });
    expect(await visit(coffer)).toMatchObject({ sentAway: true });
    expect(await visit(coffer, "https://any.example")).toMatchObject({ sentAway: false });
    expect((await coffer.ask["watch.list"]({})).never).toEqual([shop]);
    await coffer.ask["watch.never"]({ origin: shop, on: false, what: "capture" });
    expect(await visit(coffer)).toMatchObject({ sentAway: false });
  });
});

describe("what waits", () => {
  it("is sealed: neither memory nor disk shows a word of it, open or locked", async () => {
    await sends(await visit(coffer), signIn("CANARY-user", "CANARY-password"));
    await coffer.ask.lock({});
    const all = [...coffer.world.session].join() + allOnDisk(coffer.world.stored);
    expect(all).not.toContain("CANARY");
    expect(coffer.world.badges.at(-1)).toBe("+");
    expect(await coffer.ask.status({})).toMatchObject({ state: "locked", waiting: "offer" });
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(JSON.stringify(await offers())).toContain("CANARY-password");
  });

  it("comes in while the vault is locked, by what the browser has registered, and is judged at the unlock", async () => {
    await save(coffer, {
      ...draftOf("login", "Shop", { username: "ada", password: "s3cret" }),
      origins: [shop],
    });
    await coffer.ask.lock({});
    // Another worker, that knows nothing.
    coffer = cofferIn(coffer.world);
    expect(await visit(coffer, "https://other.example")).toMatchObject({ sentAway: true });
    expect(await visit(coffer, shop, { isPrivate: true })).toMatchObject({ sentAway: true });
    await sends(await visit(coffer), signIn("ada", "s3cret"));
    await sends(await visit(coffer, shop, { tabId: 8 }), signIn("bob", "his"));
    // The browser knows no ports: that one is not wanted.
    await sends(await visit(coffer, `${shop}:8443`, { tabId: 9 }), signIn("eve", "hers"));
    await expect(coffer.ask["offer.list"]({})).rejects.toThrow("LOCKED");
    await coffer.ask.unlock({ by: "password", secret: password });
    expect((await offers()).map(({ fields }) => fields[0]?.value)).toEqual(["bob"]);
  });

  it("is forgotten after ten minutes", async () => {
    await sends(await visit(coffer), signIn("ada", "s3cret"));
    const at = coffer.world.alarms.get("offers") ?? 0;
    expect(at - coffer.world.time.now).toBe(10 * 60_000);
    pass(coffer, 10 * 60_000);
    expect(await offers()).toEqual([]);
    await expireOffers(coffer.world);
    expect(coffer.world.session.has("offers")).toBe(false);
    expect(coffer.world.badges.at(-1)).toBe("");
  });

  it("and is put off by the user alone", async () => {
    await sends(await visit(coffer), signIn("ada", "s3cret"));
    const [offer] = await offers();
    await coffer.ask["offer.drop"]({ id: offer?.id ?? "", never: false });
    expect(await offers()).toEqual([]);
    expect(await visit(coffer)).toMatchObject({ sentAway: false });
  });

  it("a worker that died in between loses nothing: the next page of that tab brings it on", async () => {
    const document = await visit(coffer);
    document.say(signIn("ada", "s3cret"));
    await until(
      async () => kept().length,
      (count) => count === 1,
    );
    const text = coffer.world.session.get("offers") ?? "";
    // The port of the dead worker is none that this one knows.
    coffer.world.session.set("offers", text.replace(/"from":"\w+"/, '"from":"dead"'));
    await visit(coffer);
    expect(await offers()).toHaveLength(1);
  });

  it("a flood of forms is not heard, and never fills the memory", async () => {
    const document = await visit(coffer);
    for (let n = 0; n < 500; n++) {
      document.say(signIn(`user ${n}`, "x".repeat(9000)));
      document.say({ say: "gone" });
    }
    await until(async () => isOffered(), Boolean);
    await sends(await visit(coffer, shop, { tabId: 8 }), signIn("ada", "s3cret"));
    await until(offers, (all) => all.some(({ fields }) => fields[0]?.value === "ada"));
    expect(kept().length).toBeLessThanOrEqual(3);
    expect((coffer.world.session.get("offers") ?? "").length).toBeLessThan(60_000);
  });
});

describe("the list of watched sites", () => {
  it("is registered where list and permission agree, and given up with either", async () => {
    const { browser } = coffer.world;
    expect(browser.registered).toEqual(["https://shop.example/*"]);
    await coffer.ask["watch.set"]({
      site: "https://b.example",
      on: true,
      tabId: null,
      what: "capture",
    });
    expect(browser.registered).toEqual(["https://shop.example/*"]);
    expect((await coffer.ask["watch.list"]({})).sites).toEqual([
      { site: shop, granted: true, capture: true, clips: false, triggers: false },
      { site: "https://b.example", granted: false, capture: true, clips: false, triggers: false },
    ]);
    browser.granted.add("https://b.example/*");
    await coffer.ask["watch.list"]({});
    expect(browser.registered).toEqual(["https://b.example/*", "https://shop.example/*"]);
    browser.granted.delete("https://shop.example/*");
    await coffer.ask["watch.set"]({
      site: "https://b.example",
      on: false,
      tabId: null,
      what: "capture",
    });
    expect(browser.registered).toEqual([]);
    expect(browser.granted).toEqual(new Set());
  });

  it("is put into the page in front at once, and back after an update has taken the registration away", async () => {
    const { browser } = coffer.world;
    await coffer.ask["watch.set"]({ site: shop, on: true, tabId: 7, what: "capture" });
    expect(browser.entered).toEqual([7]);
    await coffer.ask.lock({});
    browser.registered = [];
    await coffer.ask.unlock({ by: "password", secret: password });
    await until(
      async () => browser.registered,
      (now) => now.length === 1,
    );
  });

  it("has each thing switched by itself, in the pages too, and gives the site up with the last", async () => {
    const { browser } = coffer.world;
    const turn = (what: "capture" | "clips" | "triggers", on: boolean) =>
      coffer.ask["watch.set"]({ site: shop, on, tabId: null, what });
    const pattern = "https://shop.example/*";
    expect(browser.what).toEqual({ [pattern]: ["capture"] });
    await turn("triggers", true);
    await turn("clips", true);
    expect(browser.what).toEqual({ [pattern]: ["capture", "clips", "triggers"] });
    await turn("capture", false);
    expect(browser.what).toEqual({ [pattern]: ["clips", "triggers"] });
    expect((await visit(coffer)).features).toMatchObject([{ capture: false, clips: true }]);
    await turn("clips", false);
    expect((await coffer.ask["watch.list"]({})).sites).toMatchObject([
      { site: shop, capture: false, clips: false, triggers: true },
    ]);
    await turn("triggers", false);
    expect(browser.what).toEqual({});
    expect(browser.granted).toEqual(new Set());
    expect((await coffer.ask["watch.list"]({})).sites).toEqual([]);
  });

  it("hears nothing while locked of a site whose forms are not wanted", async () => {
    await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "clips" });
    await coffer.ask.lock({});
    expect((await visit(coffer)).features).toEqual([
      { capture: true, clips: false, triggers: null },
    ]);
    await coffer.ask.unlock({ by: "password", secret: password });
    await coffer.ask["watch.set"]({ site: shop, on: false, tabId: null, what: "capture" });
    await coffer.ask.lock({});
    expect(await visit(coffer)).toMatchObject({ features: [], sentAway: true });
  });

  it("takes no address that is none", async () => {
    for (const site of ["", "shop.example", "https://shop.example/x", "file:///", "https://a@b.c"])
      await expect(
        coffer.ask["watch.set"]({ site, on: true, tabId: null, what: "capture" }),
      ).rejects.toThrow("INVALID");
  });

  it("is not overwritten by a settings window that is hours old", async () => {
    const status = await coffer.ask.status({});
    if (status.state !== "open") throw new Error("It is locked.");
    await coffer.ask["settings.save"]({
      settings: { ...status.settings, watched: [], neverOffer: [] },
    });
    expect((await coffer.ask["watch.list"]({})).sites).toHaveLength(1);
  });
});
