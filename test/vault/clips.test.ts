import { beforeEach, describe, expect, it } from "vitest";
import { clipCaps } from "../../src/core/clip.ts";
import { ensureHistory, readList, writeList } from "../../src/vault/clip-store.ts";
import { sweepClips } from "../../src/vault/clips.ts";
import { look } from "../../src/vault/vault.ts";
import { type Document, shop, until, visit } from "./offer-steps.ts";
import { allOnDisk } from "./world.ts";
import { type Coffer, cofferIn, cofferWithVault, pass, password } from "./steps.ts";

let coffer: Coffer;
let page: Document;

const list = async (text = "") => coffer.ask["clips.list"]({ text, offset: 0, limit: 200 });
const texts = async (text = "") => (await list(text)).clips.map(({ preview }) => preview);

async function allow(site = shop, what: "capture" | "clips" = "clips"): Promise<void> {
  coffer.world.browser.granted.add(`${new URL(site).protocol}//${new URL(site).hostname}/*`);
  await coffer.ask["watch.set"]({ site, on: true, tabId: null, what });
}
async function set(part: object): Promise<void> {
  const status = await coffer.ask.status({});
  if (status.state !== "open") throw new Error("It is not open.");
  await coffer.ask["settings.save"]({ settings: { ...status.settings, ...part } });
}
/** What one port says is done in turn: the answer to a question comes after all that was said before it. */
async function done(document: Document): Promise<void> {
  const before = document.features.length;
  document.say({ say: "asks" });
  await until(
    async () => document.features.length,
    (count) => count > before,
  );
}
async function copies(...all: string[]): Promise<void> {
  for (const text of all) {
    page.say({ say: "copied", text });
    coffer.world.time.now++;
  }
  await done(page);
}

beforeEach(async () => {
  coffer = await cofferWithVault();
  await allow();
  page = await visit(coffer);
});

describe("the clipboard history", () => {
  it("is empty, and no site is told to copy, until the user wants it there", async () => {
    const fresh = await cofferWithVault();
    expect(await fresh.ask["clips.list"]({ text: "", offset: 0, limit: 10 })).toEqual({
      clips: [],
      total: 0,
      all: 0,
      bytes: 0,
    });
    expect(await visit(fresh)).toMatchObject({ features: [], sentAway: true });
    await allow("https://forms.example", "capture");
    const forms = await visit(coffer, "https://forms.example");
    expect(forms.features).toEqual([{ capture: true, clips: false, triggers: null }]);
    forms.say({ say: "copied", text: "not wanted here" });
    await done(forms);
    expect(await texts()).toEqual([]);
  });

  it("keeps copies sealed, the newest first, and the same text once", async () => {
    expect(page.features).toEqual([{ capture: false, clips: true, triggers: null }]);
    await copies("the first copy", "the second copy", "the first copy");
    expect(await texts()).toEqual(["the first copy", "the second copy"]);
    expect((await list()).clips[0]).toMatchObject({ origin: shop, bytes: 14, pinned: false });
    expect(allOnDisk(coffer.world.stored)).not.toContain("second copy");
    expect([...coffer.world.session.values()].join()).not.toContain("second copy");
    coffer = cofferIn(coffer.world);
    expect(await texts()).toEqual(["the first copy", "the second copy"]);
  });

  it("does not move the time at which the vault locks, and hears nothing while it is locked", async () => {
    const lockAt = async () => {
      const status = await coffer.ask.status({});
      return status.state === "open" ? status.lockAt : 0;
    };
    const before = await lockAt();
    coffer.world.time.now += 60_000;
    await copies("while nobody is there");
    expect(await lockAt()).toBe(before);
    await coffer.ask.lock({});
    await copies("while it is locked").catch(() => undefined);
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(await texts()).toEqual(["while nobody is there"]);
  });

  it("never keeps one-time codes, card numbers, blanks, private windows, or what a pattern fits", async () => {
    await set({ clipPatterns: ["(?i)order \\d+"] });
    await copies(
      "482913",
      "123 456",
      "G-482913",
      "pay 4111 1111 1111 1111 now",
      " \n\t",
      "ORDER 77",
    );
    const hidden = await visit(coffer, shop, { isPrivate: true });
    expect(hidden.sentAway).toBe(true);
    await copies("4111 1111 1111 1112", "1234567890", "an order of books");
    expect(await texts()).toEqual(["an order of books", "1234567890", "4111 1111 1111 1112"]);
    await expect(set({ clipPatterns: ["(a)\\1"] })).rejects.toThrow("INVALID");
  });

  it("looks for a pattern in linear time, also for one that takes others for ever", async () => {
    await set({ clipPatterns: ["^(a+)+$", "(x|x)*y\\."] });
    await copies("a".repeat(30_000), `${"a".repeat(30_000)}!`, `${"x".repeat(30_000)}z`);
    expect((await list()).clips.map(({ bytes }) => bytes)).toEqual([30_001, 30_001]);
  });

  it("keeps no copy that is too long for the patterns to be looked for", async () => {
    await set({ clipPatterns: ["secret"] });
    await copies(`${"x".repeat(100_000)} secret`, "x".repeat(100_000));
    expect((await list()).all).toBe(1);
  });

  it("keeps nothing from a site that is left out, though all are allowed", async () => {
    coffer.world.browser.granted.add("https://*/*").add("http://*/*");
    await coffer.ask["watch.set"]({ site: "*", on: true, tabId: null, what: "clips" });
    const bank = "https://bank.example";
    page = await visit(coffer, bank);
    const bar = { origin: bank, what: "clips" } as const;
    const { neverClips } = await coffer.ask["watch.never"]({ ...bar, on: true });
    expect(neverClips).toEqual([bank]);
    await copies("of the bank");
    expect(page.features.at(-1)).toMatchObject({ clips: false });
    expect((await visit(coffer, bank, { tabId: 9 })).sentAway).toBe(true);
    page = await visit(coffer, shop, { tabId: 8 });
    await copies("of the shop");
    await coffer.ask["watch.never"]({ ...bar, on: false });
    page = await visit(coffer, bank);
    await copies("again of the bank");
    expect(await texts()).toEqual(["again of the bank", "of the shop"]);
  });

  it("does not keep what Coffer itself has copied", async () => {
    await coffer.ask["clip.text"]({ text: "from the vault" });
    await copies("from the vault", "from the page");
    expect(await texts()).toEqual(["from the page"]);
  });

  it("shows no secret in the list, and gives it where it is asked for", async () => {
    const token = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    await copies(`token ${token}`);
    const [clip] = (await list()).clips;
    expect(clip).toMatchObject({ secret: "token", preview: "" });
    const id = clip?.id ?? "";
    expect(await coffer.ask["clips.read"]({ id })).toEqual({ text: `token ${token}` });
    await coffer.ask["clips.copy"]({ id });
    expect(coffer.world.clip.text).toBe(`token ${token}`);
    await copies("no secret");
    const [plain] = (await list("no secret")).clips;
    const time = async (one: string) =>
      (await coffer.ask["clips.copy"]({ id: one })).until - coffer.world.time.now;
    expect(await time(id)).toBe(20_000);
    expect(await time(plain?.id ?? "")).toBe(30_000);
  });

  it("finds words anywhere in a long text, and by the site", async () => {
    await copies(`${"padding ".repeat(100)} needle`, "something else");
    await allow("https://other.example");
    const other = await visit(coffer, "https://other.example", { tabId: 8 });
    other.say({ say: "copied", text: "from there" });
    await done(other);
    expect((await list("NEEDLE padding")).total).toBe(1);
    expect(await texts("other.example")).toEqual(["from there"]);
    expect((await list("nothing of it")).clips).toEqual([]);
  });

  it("finds the same, letter by letter, with what is copied meanwhile", async () => {
    const long = (word: string) => `${"padding ".repeat(100)} ${word}`;
    await copies(long("needle"), long("noodle"));
    expect((await list("n")).total).toBe(2);
    expect((await list("ne")).total).toBe(1);
    await copies(long("needles"));
    expect((await list("nee")).total).toBe(2);
    expect((await list("no")).total).toBe(1);
    expect((await list("nee padding")).total).toBe(2);
    expect((await list("needlework")).total).toBe(0);
    expect((await list("")).total).toBe(3);
  });

  it("bears half surrogates, turned directions and zero bytes", async () => {
    await copies("half \ud83d here", "user\u202egpj.exe", "a\0b");
    expect(await texts()).toEqual(["a b", "usergpj.exe", "half \ufffd here"]);
    const [, turned] = (await list()).clips;
    expect((await coffer.ask["clips.read"]({ id: turned?.id ?? "" })).text).toBe(
      "user\u202egpj.exe",
    );
  });

  it("does not keep what is too large, and goes on", async () => {
    await copies("x".repeat(1_100_000), "ä".repeat(clipCaps.bytes / 2 + 1), "small");
    expect(await texts()).toEqual(["small"]);
  });

  it("drops the oldest that are not pinned beyond its count, and by age", async () => {
    await set({ clipCount: 10, clipDays: 2 });
    await copies("pinned one", "old one");
    const clip = (await list("pinned")).clips[0]?.id ?? "";
    await coffer.ask["clips.pin"]({ id: clip, on: true });
    await copies(...Array.from({ length: 12 }, (_, n) => `copy number ${n}`));
    const all = await texts();
    expect(all).toHaveLength(10);
    expect(all[0]).toBe("pinned one");
    expect(all).not.toContain("old one");
    pass(coffer, 3 * 86_400_000);
    await sweepClips(coffer.vault);
    expect(await texts()).toEqual(["pinned one"]);
    expect(coffer.world.stored.clips.size).toBe(3); // key, list, one text
  });

  it("never drops a pinned one, though it is the oldest of a full history", async () => {
    await set({ clipCount: 1000 });
    await copies("pinned one");
    const id = (await list("pinned")).clips[0]?.id ?? "";
    await coffer.ask["clips.pin"]({ id, on: true });
    const opened = await look(coffer.vault);
    const history = await ensureHistory(coffer.world, opened);
    const { clips, removed } = await readList(coffer.world, history);
    const [old] = clips;
    if (old === undefined) throw new Error("There is none.");
    const more = Array.from({ length: 999 }, (_, n) => {
      const own = n.toString(16).padStart(32, "0");
      return { ...old, id: own, hash: own.padEnd(44, "="), pinned: false, at: old.at + 1000 - n };
    });
    await writeList(coffer.world, history, { clips: [...more, old], removed });
    pass(coffer, 2000);
    await copies("one more");
    expect(await list()).toMatchObject({ all: 1000 });
    expect((await texts()).slice(0, 2)).toEqual(["pinned one", "one more"]);
  });

  it("loses nothing of other sites to one that copies again and again", async () => {
    await set({ clipCount: 10 });
    await copies("mine 1", "mine 2", "mine 3");
    await allow("https://loud.example");
    page = await visit(coffer, "https://loud.example", { tabId: 8 });
    await copies(...Array.from({ length: 40 }, (_, n) => `loud ${n}`));
    expect(await texts("mine")).toEqual(["mine 3", "mine 2", "mine 1"]);
    expect((await list()).all).toBe(10);
    expect((await texts())[0]).toBe("loud 39");
  });

  it("pins no more than half of its room", async () => {
    await set({ clipCount: 10 });
    await copies(...Array.from({ length: 6 }, (_, n) => `copy number ${n}`));
    const { clips } = await list();
    for (const { id } of clips.slice(0, 5)) await coffer.ask["clips.pin"]({ id, on: true });
    await expect(coffer.ask["clips.pin"]({ id: clips[5]?.id ?? "", on: true })).rejects.toThrow(
      "TOO_LARGE",
    );
  });

  it("lets one expire by a time of its own", async () => {
    await copies("soon gone", "stays");
    const [clip] = (await list("soon")).clips;
    await coffer.ask["clips.expire"]({ id: clip?.id ?? "", minutes: 10 });
    pass(coffer, 11 * 60_000);
    expect(await texts()).toEqual(["stays"]);
    await sweepClips(coffer.vault);
    expect(coffer.world.stored.clips.size).toBe(3);
  });

  it("takes all away, brings all back for a minute, and not after it", async () => {
    await copies("one of two", "two of two");
    expect(await coffer.ask["clips.remove"]({ ids: null })).toEqual({ count: 2 });
    expect(await texts()).toEqual([]);
    await copies("new since");
    expect(await coffer.ask["clips.undo"]({})).toEqual({ count: 2 });
    expect(await texts()).toEqual(["new since", "two of two", "one of two"]);
    await coffer.ask["clips.remove"]({ ids: null });
    pass(coffer, 61_000);
    await sweepClips(coffer.vault);
    expect(await coffer.ask["clips.undo"]({})).toEqual({ count: 0 });
    expect(coffer.world.stored.clips.size).toBe(2);
  });

  it("opens after a change of the vault's key, whichever epoch the disk has in the end", async () => {
    await copies("before the new key");
    const old = structuredClone(coffer.world.stored);
    await coffer.ask.rotate({
      typed: { by: "password", secret: password },
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    expect(await texts()).toEqual(["before the new key"]);
    // Killed between: the key is sealed for both, the records are those of the old epoch.
    const key = coffer.world.stored.clips.get("key");
    if (key === undefined) throw new Error("There is no key.");
    old.clips.set("key", key);
    Object.assign(coffer.world.stored, old);
    coffer = cofferIn(coffer.world);
    coffer.world.session.clear();
    await coffer.ask.unlock({ by: "password", secret: password });
    expect(await texts()).toEqual(["before the new key"]);
  });

  it("is sealed anew under another key where somebody may have seen the keys", async () => {
    await copies("seen by somebody");
    const before = new Map(coffer.world.stored.clips);
    await coffer.ask.rotate({
      typed: { by: "password", secret: password },
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: true,
    });
    expect(await texts()).toEqual(["seen by somebody"]);
    const [id] = (await list()).clips.map((clip) => clip.id);
    expect(coffer.world.stored.clips.get(id ?? "")).not.toEqual(before.get(id ?? ""));
    // The old key opens nothing of it.
    coffer.world.stored.clips.set("key", before.get("key") ?? new Uint8Array());
    await expect(list()).resolves.toMatchObject({ all: 0 });
  });

  it("that is damaged says so, and begins anew once all of it is deleted", async () => {
    await copies("before the damage");
    const bytes = coffer.world.stored.clips.get("list");
    if (bytes === undefined) throw new Error("There is no list.");
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    await expect(list()).rejects.toThrow("TAMPERED");
    await expect(coffer.ask["clips.remove"]({ ids: [] })).rejects.toThrow("TAMPERED");
    expect(await coffer.ask["clips.remove"]({ ids: null })).toEqual({ count: 0 });
    expect(coffer.world.stored.clips.size).toBe(0);
    await copies("after it");
    expect(await texts()).toEqual(["after it"]);
  });

  it("is in no backup and no sealed set", async () => {
    const before = coffer.world.stored.records.size;
    await copies("of this device alone");
    expect(coffer.world.stored.records.size).toBe(before);
  });

  it("does not hear a page that floods, keeps its bounds, and sends the tab away", async () => {
    const large = "x".repeat(clipCaps.bytes - 20);
    // Four fit into a minute; as much again is ignored, and then the port is closed, at once.
    let sent = 0;
    while (!page.sentAway && sent < 2_000) page.say({ say: "copied", text: `${sent++} ${large}` });
    expect(sent).toBeLessThanOrEqual(10);
    for (let n = 0; n < 2_000; n++) page.say({ say: "copied", text: `${n} ${large}` });
    const { clips, bytes } = await until(list, ({ all }) => all >= 3);
    expect(clips.length).toBeLessThanOrEqual(4);
    expect(bytes).toBeLessThanOrEqual(4 << 20);
    expect((await coffer.ask.status({})).state).toBe("open");
    expect((await visit(coffer)).sentAway).toBe(true);
    // Another tab is heard, and this one after its minute.
    expect((await visit(coffer, shop, { tabId: 9 })).sentAway).toBe(false);
    pass(coffer, 61_000);
    page = await visit(coffer);
    await copies("after the flood");
    expect((await texts())[0]).toBe("after the flood");
  });

  it("keeps a tab away for as long as it comes back more often than any user copies", async () => {
    const storm = async (times: number) => {
      for (let n = 0; n < times; n++) expect((await visit(coffer)).sentAway).toBe(true);
    };
    page.say({ say: "copied", text: "small", more: new Map() });
    await storm(80);
    pass(coffer, 61_000);
    await storm(20);
    pass(coffer, 61_000);
    expect((await visit(coffer)).sentAway).toBe(false);
  });

  it.each([
    ["forms", { say: "sent", title: "x".repeat(1 << 20), fields: [] }],
    ["words that nobody knows", { say: "nothing", more: { deep: ["x".repeat(1 << 20)] } }],
    ["parts beside the text", { say: "copied", text: "small", more: "x".repeat(1 << 20) }],
    ["many small parts", { say: "gone", more: Array.from({ length: 1 << 19 }, () => 0) }],
  ])("sends away a tab that floods with %s", async (_, said) => {
    for (let n = 0; n < 12 && !page.sentAway; n++) page.say(said);
    expect(page.sentAway).toBe(true);
    expect(await texts()).toEqual([]);
  });

  it("sends away at once who hands over more than JSON", async () => {
    page.say({ say: "copied", text: "small", more: new Map() });
    expect(page.sentAway).toBe(true);
    page = await visit(coffer, shop, { tabId: 8 });
    page.say({ say: "gone", more: new Uint8Array(8) });
    expect(page.sentAway).toBe(true);
  });
});
