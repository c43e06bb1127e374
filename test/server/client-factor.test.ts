/** The second factor from the side of the extension: turned on and off, asked for, and what waits for it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { TOTP } from "otpauth";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import { headerOf } from "../vault/world.ts";
import {
  byPassword,
  client,
  type Client,
  connected,
  paired,
  running,
  type Running,
  syncNow,
} from "./client.ts";

cheapDerivation();

const realNow = Date.now;
let ahead = 0;
let at: Running;
const devices: Client[] = [];
beforeEach(async () => {
  ahead = 0;
  // One clock for the server and for the authenticator, which the tests move: nobody waits 30 s for a code.
  vi.spyOn(Date, "now").mockImplementation(() => realNow() + ahead);
  at = await running();
});
afterEach(async () => {
  for (const device of devices.splice(0)) await device.ask.lock({});
  await at.end();
  vi.restoreAllMocks();
});
const keep = (device: Client): Client => {
  devices.push(device);
  return device;
};

interface Authenticator {
  id: string;
  /** The next code: no step is used twice. */
  code: () => string;
  /** The code that was given last. */
  used: () => string;
  wrong: () => string;
}

function authenticator(id: string, secret: string): Authenticator {
  const totp = new TOTP({ secret, algorithm: "SHA1", digits: 6, period: 30 });
  const now = () => `totp ${totp.generate({ timestamp: Date.now() })}`;
  let last = "";
  return {
    id,
    code: () => {
      ahead += 30_000;
      last = now();
      return last;
    },
    used: () => last,
    wrong: () => (now() === "totp 000000" ? "totp 000001" : "totp 000000"),
  };
}

/** As the screen does it: begun behind the password, confirmed by the first code. */
async function enrol(device: Client, code?: string): Promise<Authenticator> {
  const begun = await device.ask["server.factor.begin"]({
    proof: password,
    wanted: { kind: "totp" },
    code,
  });
  if (begun.kind !== "totp") throw new Error("no TOTP");
  const app = authenticator(begun.id, begun.secret);
  const first = { code: app.code().slice("totp ".length) };
  await device.ask["server.factor.confirm"]({ proof: null, id: begun.id, first });
  return app;
}

const factorsOf = async (device: Client) =>
  (await device.ask["server.factors"]({ proof: password })).factors;
const statusOf = (device: Client) => device.ask["server.status"]({});
const epochOf = (device: Client) => headerOf(device.world.stored).epoch;
const note = (device: Client, title: string) => save(device, draftOf("note", title));
const sync = (device: Client, code?: string, proof: string | null = null) =>
  device.ask["server.sync"]({ proof, consent: false, code });
const plain = {
  typed: byPassword,
  newPassword: null,
  others: [],
  forgetKeys: false,
  exposed: false,
};
/** How often a commit was sent to be added, parts of it aside. */
const commits = ({ wire }: Client) => wire.asked.filter((one) => one.endsWith("/commits")).length;

/** Two devices in step, the account with a second factor. */
async function guarded(): Promise<{ a: Client; b: Client; app: Authenticator }> {
  const a = keep(await connected(at, "a"));
  const b = keep(await paired(a, "b"));
  await syncNow(a);
  return { a, b, app: await enrol(a) };
}

describe("turning it on and off", () => {
  test("it counts from the first code on, and asks for no password between the two", async () => {
    const a = keep(await connected(at, "a"));
    expect(await factorsOf(a)).toEqual([]);
    const begun = await a.ask["server.factor.begin"]({ proof: password, wanted: { kind: "totp" } });
    if (begun.kind !== "totp") throw new Error("no TOTP");
    expect(begun.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(await factorsOf(a)).toEqual([]);
    const app = authenticator(begun.id, begun.secret);
    const confirm = (code: string) =>
      a.ask["server.factor.confirm"]({ proof: null, id: begun.id, first: { code } });
    await expect(confirm(app.wrong().slice(5))).rejects.toThrow("SERVER_CODE_WRONG");
    await confirm(app.code().slice(5));
    expect(await factorsOf(a)).toMatchObject([{ id: begun.id, kind: "totp" }]);
  });

  test("a worker that was stopped between asks for the password again", async () => {
    const a = keep(await connected(at, "a"));
    const begun = await a.ask["server.factor.begin"]({ proof: password, wanted: { kind: "totp" } });
    if (begun.kind !== "totp") throw new Error("no TOTP");
    const app = authenticator(begun.id, begun.secret);
    await a.ask.lock({});
    await a.ask.unlock(byPassword);
    const first = { code: app.code().slice(5) };
    const confirm = (proof: string | null) =>
      a.ask["server.factor.confirm"]({ proof, id: begun.id, first });
    await expect(confirm(null)).rejects.toThrow("STEP_UP");
    await confirm(password);
    expect(await factorsOf(a)).toHaveLength(1);
  });

  test("without the password nobody is told of it, and nothing of it is begun", async () => {
    const { a, app } = await guarded();
    await expect(a.ask["server.factors"]({ proof: null })).rejects.toThrow("STEP_UP");
    await expect(a.ask["server.factors"]({ proof: "wrong" })).rejects.toThrow("WRONG_SECRET");
    await expect(
      a.ask["server.factor.remove"]({ proof: "wrong", id: app.id, code: app.code() }),
    ).rejects.toThrow("WRONG_SECRET");
  });

  test("it goes off by a code alone, and a second one comes by a code of the first", async () => {
    const { a, b, app } = await guarded();
    const remove = (code?: string) =>
      a.ask["server.factor.remove"]({ proof: password, id: app.id, code });
    await expect(remove()).rejects.toThrow("SERVER_CODE");
    await expect(remove(app.wrong())).rejects.toThrow("SERVER_CODE_WRONG");
    await expect(remove(app.used())).rejects.toThrow("SERVER_CODE_WRONG");
    await expect(enrol(a)).rejects.toThrow("SERVER_CODE");
    const spare = await enrol(b, app.code());
    expect(await factorsOf(a)).toHaveLength(2);
    // The first authenticator is lost: the spare one removes it.
    await remove(spare.code());
    expect(await factorsOf(a)).toMatchObject([{ id: spare.id }]);
    // The answer was lost, and it is asked for again.
    await remove();
    await a.ask["server.factor.remove"]({ proof: password, id: spare.id, code: spare.code() });
    expect(await factorsOf(b)).toEqual([]);
  });

  test("its secret is nowhere in the vault, on the disk, in memory or in an address", async () => {
    const a = keep(await connected(at, "a"));
    const urls: string[] = [];
    a.wire.bend = async (url, init, real) => {
      urls.push(url + JSON.stringify(init.headers));
      return real(url, init);
    };
    const begun = await a.ask["server.factor.begin"]({ proof: password, wanted: { kind: "totp" } });
    if (begun.kind !== "totp") throw new Error("no TOTP");
    const app = authenticator(begun.id, begun.secret);
    await a.ask["server.factor.confirm"]({
      proof: null,
      id: begun.id,
      first: { code: app.code().slice(5) },
    });
    await syncNow(a);
    const { records, facts } = a.world.stored;
    const text = (bytes: unknown) =>
      bytes instanceof Uint8Array ? Buffer.from(bytes).toString("latin1") : JSON.stringify(bytes);
    const disk = [...facts.values(), ...records.values()].map(text);
    const all = [...disk, ...a.world.session.values(), ...urls].join("\n");
    expect(all).not.toContain(begun.secret);
    expect(all.length).toBeGreaterThan(1000);
  });

  test("a secret of an odd kind, which authenticators would misread, is refused", async () => {
    const a = keep(await connected(at, "a"));
    a.wire.bend = async (url, init, real) => {
      const answer = await real(url, init);
      if (!url.endsWith("/factors") || init.method !== "POST") return answer;
      const body = (await answer.text()).replace("digits=6", "digits=8");
      return new Response(body, { status: 201, headers: answer.headers });
    };
    await expect(
      a.ask["server.factor.begin"]({ proof: password, wanted: { kind: "totp" } }),
    ).rejects.toThrow("TAMPERED");
  });

  test("after another device has changed the keys this one is told so", async () => {
    const { a, b, app } = await guarded();
    expect(await b.ask.rotate(plain)).toMatchObject({ waits: "code" });
    await sync(b, app.code(), password);
    await expect(factorsOf(a)).rejects.toThrow("SERVER_KEYS");
    await syncNow(a);
    expect(await factorsOf(a)).toHaveLength(1);
  });
});

describe("a change of the keys", () => {
  test("waits for a code; with it the vault goes on under the new keys, and nothing is sealed twice", async () => {
    const { a, b, app } = await guarded();
    await note(a, "before");
    const { waits, recoveryCode } = await a.ask.rotate(plain);
    expect(waits).toBe("code");
    expect(epochOf(a)).toBe(1);
    const staged = a.world.stored.facts.get("outbox");
    await expect(sync(a, app.wrong(), password)).rejects.toThrow("SERVER_CODE_WRONG");
    await expect(sync(a, app.used(), password)).rejects.toThrow("SERVER_CODE_WRONG");
    await expect(sync(a, undefined, password)).rejects.toThrow("SERVER_CODE");
    // The very same commit, not a new one.
    expect(a.world.stored.facts.get("outbox")).toEqual(staged);
    await sync(a, app.code(), password);
    expect(epochOf(a)).toBe(2);
    expect((await a.ask.status({})).state).toBe("open");
    expect(await titles(a)).toEqual(["before"]);
    await note(a, "after");
    await syncNow(a);
    await syncNow(b);
    expect((await titles(b)).toSorted()).toEqual(["after", "before"]);
    await a.ask.lock({});
    await a.ask.unlock({ by: "recovery", secret: recoveryCode });
  });

  test("with another password, which is what opens the new keys", async () => {
    const { a, app } = await guarded();
    const newPassword = "another horse battery";
    expect(await a.ask.rotate({ ...plain, newPassword })).toMatchObject({ waits: "code" });
    await sync(a, app.code(), newPassword);
    expect((await a.ask.status({})).state).toBe("open");
    await a.ask.lock({});
    await expect(a.ask.unlock(byPassword)).rejects.toThrow("WRONG_SECRET");
    await a.ask.unlock({ by: "password", secret: newPassword });
  });

  test("by alarm it waits and is told, syncing rests, and what is written meanwhile is lost by nobody", async () => {
    const { a, b, app } = await guarded();
    await a.ask.rotate(plain);
    await a.ring();
    expect(await statusOf(a)).toMatchObject({
      state: "trouble",
      problem: "SERVER_CODE",
      kinds: ["totp"],
    });
    await note(a, "while it waits");
    await a.ring();
    expect(epochOf(a)).toBe(1);
    expect(await statusOf(a)).toMatchObject({ state: "trouble", problem: "SERVER_CODE" });
    // Something was changed since it was staged: the new keys come in by a pull, with the password.
    await expect(sync(a, app.code())).rejects.toThrow("STEP_UP");
    await syncNow(a);
    expect(epochOf(a)).toBe(2);
    await syncNow(b);
    expect(await titles(b)).toEqual(["while it waits"]);
  });

  test("a code with nobody's password flips and locks", async () => {
    const { a, app } = await guarded();
    await a.ask.rotate(plain);
    await expect(sync(a, app.code())).rejects.toThrow("LOCKED");
    expect(epochOf(a)).toBe(2);
    await a.ask.unlock(byPassword);
    await syncNow(a);
    expect(await statusOf(a)).toMatchObject({ state: "ok", undone: false });
  });

  test.each([
    ["worker", true],
    ["browser", false],
  ])(
    "a %s that was killed while it waited still has it, and sends the same",
    async (_, outlives) => {
      const { a, app } = await guarded();
      await note(a, "kept");
      await syncNow(a);
      await a.ask.rotate(plain);
      // The session outlives the worker, and does not outlive the browser. An unlock is in the log, so the vault is another
      // than the one that was staged: then a pull brings the new keys.
      const again = keep(client("a", structuredClone(a.world.stored)));
      if (outlives)
        for (const [place, text] of a.world.session) again.world.session.set(place, text);
      else await again.ask.unlock(byPassword);
      await again.ring();
      expect(await statusOf(again)).toMatchObject({ state: "trouble", problem: "SERVER_CODE" });
      await sync(again, app.code(), password);
      expect(epochOf(again)).toBe(2);
      expect(await titles(again)).toEqual(["kept"]);
      expect((await again.ask.status({})).state).toBe("open");
    },
  );

  test("an answer that was lost behind a good code is had again without another code", async () => {
    const { a, app } = await guarded();
    await a.ask.rotate(plain);
    a.wire.bend = async (url, init, real) => {
      const answer = await real(url, init);
      if (url.endsWith("/commits")) throw new TypeError("reset");
      return answer;
    };
    await expect(sync(a, app.code(), password)).rejects.toThrow("OFFLINE");
    expect(epochOf(a)).toBe(1);
    a.wire.bend = null;
    await sync(a, undefined, password);
    expect(epochOf(a)).toBe(2);
    expect((await a.ask.status({})).state).toBe("open");
  });

  test("given up, everything is as it was, and the next one is a new one", async () => {
    const { a, b, app } = await guarded();
    await a.ask.rotate(plain);
    await a.ring();
    await a.ask["server.rotation.drop"]({});
    await note(a, "goes on");
    await syncNow(a);
    expect(epochOf(a)).toBe(1);
    expect(await statusOf(a)).toMatchObject({ state: "ok", undone: false });
    await syncNow(b);
    expect(await titles(b)).toEqual(["goes on"]);
    await a.ask.lock({});
    await a.ask.unlock(byPassword);
    await a.ask.rotate(plain);
    await sync(a, app.code(), password);
    expect(epochOf(a)).toBe(2);
  });

  test("where another device was quicker it came to nothing, and that is told until it was seen", async () => {
    const { a, b, app } = await guarded();
    await a.ask.rotate(plain);
    await note(b, "quicker");
    await syncNow(b);
    await sync(a, app.code(), password);
    expect(epochOf(a)).toBe(1);
    expect(await titles(a)).toEqual(["quicker"]);
    expect(await statusOf(a)).toMatchObject({ undone: true });
    const again = keep(client("a", structuredClone(a.world.stored)));
    await again.ask.unlock(byPassword);
    expect(await statusOf(again)).toMatchObject({ undone: true });
    await a.ask["server.rotation.drop"]({});
    expect(await statusOf(a)).toMatchObject({ undone: false });
  });

  test("where the factor was turned off meanwhile it goes on by itself", async () => {
    const { a, b, app } = await guarded();
    await a.ask.rotate(plain);
    await a.ring();
    await b.ask["server.factor.remove"]({ proof: password, id: app.id, code: app.code() });
    await a.ring();
    expect(epochOf(a)).toBe(2);
  });

  test("above a megabyte, its parts are not sent again with the code", async () => {
    const { a, app } = await guarded();
    for (let i = 0; i < 12; i++)
      await save(a, draftOf("note", `n${i}`, { body: `${i}${"ä".repeat(60_000)}` }));
    await syncNow(a);
    a.wire.asked.length = 0;
    await a.ask.rotate(plain);
    const puts = () => a.wire.asked.filter((one) => /^PUT .*\/parts\//.test(one)).length;
    const sent = puts();
    expect(sent).toBeGreaterThan(1);
    await sync(a, app.code(), password);
    expect(puts()).toBe(sent);
    expect(commits(a)).toBe(2);
    expect(epochOf(a)).toBe(2);
  });

  test("an item that is being typed survives it, with the password or without", async () => {
    for (const proof of [password, null]) {
      const { a, app } = await guarded();
      await a.ask["draft.keep"]({ slot: "manager", draft: draftOf("note", "half") });
      await a.ask.rotate(plain);
      await sync(a, app.code(), proof).catch(() => undefined);
      await syncNow(a);
      expect(epochOf(a)).toBe(2);
      expect((await a.ask["draft.read"]({ slot: "manager" })).draft).not.toBeNull();
    }
  });
});

describe("the other guarded things", () => {
  test("the operator takes a lost authenticator away, by the account's name on the screen", async () => {
    const { a } = await guarded();
    const other = keep(await connected(at, "other"));
    await enrol(other);
    const status = await statusOf(a);
    if (status.state === "none") throw new Error("not connected");
    // As docs/SERVER.md has it, while the server runs.
    const text = readFileSync("docs/SERVER.md", "utf8");
    const sql = /SQLite `(delete from factors [^`]+)`/.exec(text)?.[1] ?? "";
    const database = new DatabaseSync(join(at.folder, "data", "coffer.sqlite"));
    database.exec(sql.replace("4f1c09be", status.account));
    database.close();
    expect(await factorsOf(a)).toEqual([]);
    expect(await factorsOf(other)).toHaveLength(1);
    expect((await a.ask.rotate(plain)).waits).toBeUndefined();
  });

  test("a device is removed by a code, and not before", async () => {
    const { a, b, app } = await guarded();
    const { devices: all } = await a.ask["server.devices"]({ proof: password });
    const other = all.find(({ own }) => !own);
    const removed = await a.ask["server.device.remove"]({
      id: other?.id ?? "",
      typed: byPassword,
      newPassword: null,
      others: [],
      forgetKeys: false,
    });
    expect(removed.waits).toBe("code");
    await syncNow(b);
    await sync(a, app.code(), password);
    const { devices: left } = await a.ask["server.devices"]({ proof: password });
    expect(left.map(({ own }) => own)).toEqual([true]);
    await expect(syncNow(b)).rejects.toThrow("DEVICE_REMOVED");
  });

  test("the account is erased by a code, and is whole before it", async () => {
    const { a, b, app } = await guarded();
    const erase = (code?: string) =>
      a.ask["server.erase"]({ proof: password, typed: a.world.confirmation, code });
    await expect(erase()).rejects.toThrow("SERVER_CODE");
    await expect(erase(app.wrong())).rejects.toThrow("SERVER_CODE_WRONG");
    await expect(erase(app.used())).rejects.toThrow("SERVER_CODE_WRONG");
    await note(b, "still there");
    await syncNow(b);
    await syncNow(a);
    expect(await titles(a)).toEqual(["still there"]);
    await erase(app.code());
    expect(await statusOf(a)).toMatchObject({ state: "none" });
    await expect(syncNow(b)).rejects.toThrow("MISSING");
    expect(await titles(b)).toEqual(["still there"]);
  });

  test("five wrong codes, and the right one comes too late; ordinary syncing goes on", async () => {
    const { a, app } = await guarded();
    const erase = (code: string) =>
      a.ask["server.erase"]({ proof: password, typed: a.world.confirmation, code });
    for (let i = 0; i < 5; i++)
      await expect(erase(app.wrong())).rejects.toThrow("SERVER_CODE_WRONG");
    await expect(erase(app.code())).rejects.toThrow("SERVER_CODE_WRONG");
    await note(a, "goes on");
    await syncNow(a);
    expect(await statusOf(a)).toMatchObject({ state: "ok", pending: 0 });
  });

  test("syncing, pairing, history and a new account need none", async () => {
    const { a, app } = await guarded();
    const c = keep(await paired(a, "c"));
    await note(c, "of c");
    await syncNow(c);
    await syncNow(a);
    expect(await titles(a)).toEqual(["of c"]);
    expect((await a.ask["server.history"]({ before: null })).states.length).toBeGreaterThan(0);
    // Behind an exposure the old account is left alone: the factor there asks for nothing.
    expect((await a.ask.rotate({ ...plain, exposed: true })).waits).toBeUndefined();
    expect(await statusOf(a)).toMatchObject({ state: "none" });
    expect(app.used()).not.toBe("");
  });
});
