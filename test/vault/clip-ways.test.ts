import { beforeEach, describe, expect, it } from "vitest";
import { clipTime } from "../../src/vault/copy.ts";
import { nextValue } from "../../src/vault/queue.ts";
import { visit, until, shop, type Document } from "./offer-steps.ts";
import { allOnDisk } from "./world.ts";
import { type Coffer, cofferIn, cofferWithVault, draftOf, pass, password, save } from "./steps.ts";

let coffer: Coffer;
let login: string;
const clip = () => coffer.world.clip;
const idOf = async (key: string) => {
  const { fields } = await coffer.ask["item.read"]({ id: login });
  return fields.find((field) => field.key === key)?.id ?? "";
};
const copy = async (key: string) =>
  coffer.ask.copy({ id: login, field: await idOf(key), password: null });
async function set(part: object): Promise<void> {
  const status = await coffer.ask.status({});
  if (status.state !== "open") throw new Error("It is not open.");
  await coffer.ask["settings.save"]({ settings: { ...status.settings, ...part } });
}
/** The value's time is over. */
async function timeIsOver(): Promise<void> {
  pass(coffer, 400_000);
  await clipTime(coffer.vault);
}
async function watchedPage(): Promise<Document> {
  coffer.world.browser.granted.add("https://shop.example/*");
  await coffer.ask["watch.set"]({ site: shop, on: true, tabId: null, what: "capture" });
  return visit(coffer);
}
async function pastes(page: Document): Promise<void> {
  const before = page.features.length;
  page.say({ say: "pasted" });
  page.say({ say: "asks" });
  await until(
    async () => page.features.length,
    (count) => count > before,
  );
}

beforeEach(async () => {
  coffer = await cofferWithVault();
  const draft = draftOf("login", "Shop", { username: "ada", password: "s3cret" });
  login = (await save(coffer, draft)).id;
});

describe("a copied value", () => {
  it("stays shorter where it is hidden, and never longer than others", async () => {
    const now = coffer.world.time.now;
    expect((await copy("username")).until).toBe(now + 30_000);
    expect((await copy("password")).until).toBe(now + 20_000);
    await set({ clipboardSeconds: 10 });
    expect((await copy("password")).until).toBe(now + 10_000);
  });

  it("gives way to what was there before, where the user wants that", async () => {
    clip().text = "mine from before";
    await copy("username");
    await timeIsOver();
    expect(clip().text).toBe("");
    await set({ clipRestore: true });
    clip().text = "mine from before";
    await copy("username");
    await copy("password");
    expect([...coffer.world.session.values()].join()).not.toContain("mine from before");
    expect(allOnDisk(coffer.world.stored)).not.toContain("mine from before");
    await timeIsOver();
    expect(clip().text).toBe("mine from before");
    expect(coffer.world.session.has("clip-before")).toBe(false);
  });

  it("brings nothing back over what the user copied since, nor after a lock", async () => {
    await set({ clipRestore: true });
    clip().text = "mine from before";
    await copy("username");
    clip().text = "mine from now";
    await timeIsOver();
    expect(clip().text).toBe("mine from now");
    await copy("username");
    await coffer.ask.lock({});
    expect(clip().text).toBe("");
    expect(coffer.world.session.has("clip-before")).toBe(false);
  });

  it("bears a clipboard of 5 MB, and half a surrogate pair", async () => {
    await set({ clipRestore: true });
    clip().text = "x".repeat(5_000_000);
    await copy("username");
    await timeIsOver();
    expect(clip().text).toBe("");
    clip().text = "half \ud83d";
    await copy("username");
    await timeIsOver();
    expect(clip().text).toBe("half \ufffd");
  });

  it("goes after one paste that a watched page tells of, if it is hidden and the user wants that", async () => {
    const page = await watchedPage();
    await copy("password");
    await pastes(page);
    expect(clip().text).toBe("s3cret");
    await set({ clipOnce: true });
    await copy("username");
    await pastes(page);
    expect(clip().text).toBe("ada");
    await copy("password");
    await pastes(page);
    expect(clip().text).toBe("");
  });
});

describe("several values in order", () => {
  const begin = async (...keys: string[]) =>
    coffer.ask["queue.begin"]({
      id: login,
      fields: await Promise.all(keys.map(idOf)),
      password: null,
    });

  it("come one after each paste, by the row, and by the command, also to a worker that was stopped", async () => {
    const page = await watchedPage();
    expect((await begin("username", "password", "username")).now).toMatchObject({ left: 2 });
    expect(clip().text).toBe("ada");
    expect([...coffer.world.session.values()].join()).not.toContain("s3cret");
    await pastes(page);
    expect(clip().text).toBe("s3cret");
    coffer = cofferIn(coffer.world);
    expect((await coffer.ask["queue.look"]({})).now).toMatchObject({ key: "password", left: 1 });
    await nextValue(coffer.vault);
    expect(clip().text).toBe("ada");
    expect((await coffer.ask["queue.next"]({})).now).toBeNull();
  });

  it("are over with another copy, with something else on the clipboard, with their time and with the lock", async () => {
    const page = await watchedPage();
    await begin("username", "password");
    await coffer.ask["clip.text"]({ text: "another" });
    expect((await coffer.ask["queue.look"]({})).now).toBeNull();
    await pastes(page);
    expect(clip().text).toBe("another");
    await begin("username", "password");
    clip().text = "mine";
    await pastes(page);
    expect(clip().text).toBe("mine");
    await begin("username", "password");
    await timeIsOver();
    expect((await coffer.ask["queue.look"]({})).now).toBeNull();
    await begin("username", "password");
    await coffer.ask.lock({});
    await pastes(page);
    expect(clip().text).toBe("");
  });

  it("ask for the password where one of them does, and keep none of it in memory", async () => {
    const draft = draftOf("login", "Bank", { username: "ada" });
    const fields = draft.fields.map((field) =>
      field.key === "password" ? { ...field, critical: true, value: "very s3cret" } : field,
    );
    login = (await save(coffer, { ...draft, fields }, password)).id;
    await expect(begin("username", "password")).rejects.toThrow("STEP_UP");
    await coffer.ask["queue.begin"]({
      id: login,
      fields: [await idOf("username"), await idOf("password")],
      password,
    });
    expect([...coffer.world.session.values()].join()).not.toContain("very s3cret");
    await coffer.ask["queue.next"]({});
    expect(clip().text).toBe("very s3cret");
  });

  it("hear of no paste in a page that is not in front", async () => {
    await watchedPage();
    const behind = await visit(coffer, shop, { tabId: 8 });
    await begin("username", "password");
    await pastes(behind);
    expect(clip().text).toBe("ada");
  });

  it("are refused for a field that is not there", async () => {
    await expect(
      coffer.ask["queue.begin"]({ id: login, fields: ["nothing"], password: null }),
    ).rejects.toThrow("NOT_FOUND");
  });
});
