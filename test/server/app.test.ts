/** What the application refuses, limits and tells, over SQLite. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditSchema, limits, paths, problemSchema } from "../../server/api.ts";
import { appOf } from "../../server/app.ts";
import { deeperThan } from "../../server/json.ts";
import { networkOf } from "../../server/log.ts";
import { openapi } from "../../server/openapi.ts";
import { readSettings } from "../../server/settings.ts";
import type { Store } from "../../server/store/store.ts";
import { anObject, creation, makeCommit, newAccount, nextKeys, request } from "./account.ts";
import { get, post, push } from "./contract.ts";
import { clientOf, houseOver, sqliteHere } from "./world.ts";

let here: Awaited<ReturnType<typeof sqliteHere>>;
let store: Store;
beforeAll(async () => {
  here = await sqliteHere();
  store = here.store;
});
afterAll(() => here.end());

describe("refusals", () => {
  test("whatever is unknown, unsigned or not allowed has one answer, to the byte", async () => {
    const client = await clientOf(store);
    const { account } = client;
    await push(client, makeCommit(account, [anObject()]));
    const head = paths.vault(account.locator);
    const stranger = newAccount();
    const unknown = paths.vault(stranger.locator);
    const answers = await Promise.all([
      client.send("/v1/nothing"),
      client.send("/"),
      client.send(head),
      client.send(head, { headers: { authorization: "Bearer x" } }),
      client.send(head, request({ ...stranger, locator: account.locator }, head)),
      client.send(unknown, request(stranger, unknown)),
      client.send(paths.export(account.locator)),
      client.send(head, { ...request(account, head, { method: "PUT", body: "{" }) }),
      client.send(head, { method: "PUT", headers: { "content-length": "3" }, body: "abc" }),
      get(client, paths.object(account.locator, "ab".repeat(32))),
      get(client, `/v1/vaults/${account.locator}/objects/zz`),
      get(client, paths.factors(account.locator)),
    ]);
    const said = await Promise.all(
      answers.map(async (answer) =>
        [answer.status, answer.headers.get("content-type"), await answer.text()].join(" "),
      ),
    );
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toMatch(/^404 application\/problem\+json/);
  });

  test("a body that is too long, or does not say how long it is, is not read", async () => {
    const client = await clientOf(store);
    const target = paths.commits(client.account.locator);
    const long = anObject(limits.body + 1);
    const init = request(client.account, target, { method: "POST", body: long });
    expect((await client.send(target, init)).status).toBe(404);
    const silent = request(client.account, target, { method: "POST", body: anObject(10) });
    delete silent.headers["content-length"];
    silent.headers["transfer-encoding"] = "chunked";
    expect((await client.send(target, silent)).status).toBe(404);
  });

  test("JSON is refused by its depth before it is parsed", () => {
    const deep = Buffer.from("[".repeat(30_000) + "]".repeat(30_000));
    expect(deeperThan(deep, limits.jsonDepth)).toBe(true);
    expect(deeperThan(Buffer.from(JSON.stringify({ a: '[[[[[[[[[[[[[[[[[[[\\"{{{{' })), 2)).toBe(
      false,
    );
    expect(deeperThan(Buffer.from("[[]]"), 1)).toBe(true);
  });

  test("too many requests of one key or one address wait, and others do not", async () => {
    const slow = { perSecond: 1, burst: 5 };
    const client = await clientOf(store, { ratePerKey: slow });
    client.house.time.still = Date.now();
    const target = paths.vault(client.account.locator);
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) statuses.push((await get(client, target)).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const house = houseOver(store, { ratePerAddress: { perSecond: 1, burst: 50 } });
    house.time.still = Date.now();
    const app = appOf(house);
    const from = async (address: string, to = "/v1/vaults/x") =>
      (await app.request(to, {}, { address })).status;
    const first = [await from("a"), await from("a"), await from("a"), await from("a")];
    expect(first).toEqual([404, 404, 404, 429]);
    expect(await from("b")).toBe(404);
    house.time.ahead = 60_000;
    expect(await from("a")).toBe(404);
  });

  test("new accounts need an invitation that is good once, where the server says so", async () => {
    const app = appOf(houseOver(store, { registration: "invite" }));
    await store.run("addInvite", "welcome", Date.now());
    const put = async (invite?: string) => {
      const account = newAccount();
      const target = paths.vault(account.locator);
      const init = request(account, target, { method: "PUT", body: creation(account, invite) });
      return (await app.request(target, init, { address: "192.0.2.1" })).status;
    };
    expect([await put(), await put("wrong"), await put("welcome"), await put("welcome")]).toEqual([
      403, 403, 201, 403,
    ]);
  });

  test("whoever may make no account is not told which there are", async () => {
    const there = await clientOf(store);
    const put = async (registration: "closed" | "invite", locator: string, invite?: string) => {
      const account = { ...newAccount(), locator };
      const target = paths.vault(locator);
      const init = request(account, target, { method: "PUT", body: creation(account, invite) });
      const app = appOf(houseOver(store, { registration }));
      const answer = await app.request(target, init, { address: "192.0.2.1" });
      return [answer.status, await answer.text()];
    };
    await store.run("addInvite", "for one", Date.now());
    for (const how of ["closed", "invite"] as const) {
      const answers = [there.account.locator, newAccount().locator].map((name) =>
        put(how, name, "x"),
      );
      const [known, unknown] = await Promise.all(answers);
      expect(known).toEqual(unknown);
      expect(known?.[0]).toBe(403);
    }
    // A code is not spent on an account that is another's.
    expect((await put("invite", there.account.locator, "for one"))[0]).toBe(404);
    expect((await put("invite", newAccount().locator, "for one"))[0]).toBe(201);
  });

  test("a mirror says that it is one to whoever has signed, and to nobody else", async () => {
    const house = houseOver(store);
    house.state.role = "mirror";
    const app = appOf(house);
    const account = newAccount();
    const ask = async (target: string, init: RequestInit) =>
      (await app.request(target, init, { address: "192.0.2.1" })).status;
    const target = paths.vault(account.locator);
    const body = creation(account);
    expect(await ask(target, { method: "PUT", body })).toBe(404);
    expect(await ask(target, request(account, target, { method: "PUT", body }))).toBe(503);
    const mail = `/v1/mailboxes/${"ab".repeat(16)}/mail/${"cd".repeat(16)}`;
    expect(await ask(mail, { method: "PUT", body: "x" })).toBe(404);
  });

  test("keys that were changed through another instance do nothing here any more", async () => {
    const one = await clientOf(store);
    const { account } = one;
    const other = appOf(houseOver(store));
    const target = paths.factors(account.locator);
    const asked = async (keys: typeof account) => {
      const init = request(keys, target, { role: "admin" });
      return (await other.request(target, init, { address: "192.0.2.1" })).status;
    };
    expect(await asked(account)).toBe(200);
    const before = { ...account };
    const next = nextKeys(account);
    const how = { keyEpoch: 2, transition: next.transition, header: anObject() };
    await push(one, makeCommit(account, [anObject()], how, next.write.key));
    expect(await asked(before)).toBe(404);
    expect(await asked({ ...account, write: next.write, admin: next.admin })).toBe(200);
  });

  test("a mirror takes no writes and serves reads; a server that stops says it is not ready", async () => {
    const client = await clientOf(store);
    client.house.state.role = "mirror";
    const answer = await post(client, makeCommit(client.account, [anObject()]).upload);
    expect(v.parse(problemSchema, await answer.json()).code).toBe("read_only");
    expect((await get(client, paths.vault(client.account.locator))).status).toBe(200);
    expect((await client.send("/readyz")).status).toBe(200);
    client.house.state.stopping = true;
    expect((await client.send("/readyz")).status).toBe(503);
    expect((await client.send("/healthz")).status).toBe(200);
  });
});

describe("CORS", () => {
  const chrome = `chrome-extension://${"abcdefghijklmnop".repeat(2)}`;
  const firefox = "moz-extension://01234567-89ab-cdef-0123-456789abcdef";

  test("extensions may ask and read, web pages may not", async () => {
    const client = await clientOf(store);
    const target = paths.vault(client.account.locator);
    for (const origin of [chrome, firefox]) {
      const asked = await client.send(target, { method: "OPTIONS", headers: { origin } });
      expect(asked.status).toBe(204);
      expect(asked.headers.get("access-control-allow-headers")).toContain("Authorization");
      const read = await get(client, target, { headers: { origin } });
      expect(read.headers.get("access-control-allow-origin")).toBe(origin);
      expect(read.headers.get("access-control-expose-headers")).toContain("Date");
    }
    for (const origin of [
      "https://evil.example",
      "null",
      `${chrome}.evil.example`,
      "chrome-extension://x",
    ]) {
      expect((await client.send(target, { method: "OPTIONS", headers: { origin } })).status).toBe(
        404,
      );
      const read = await get(client, target, { headers: { origin } });
      expect(read.headers.get("access-control-allow-origin")).toBe(null);
    }
  });
});

test("docs/openapi.json is what the schemas say; `npm run server -- openapi` prints it", async () => {
  const file = join(import.meta.dirname, "../../docs/openapi.json");
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(JSON.stringify(openapi())));
  const client = await clientOf(store);
  expect(await (await client.send(paths.openapi)).json()).toHaveProperty("openapi", "3.1.0");
});

test("the account's owner reads what was done with it, and takes all of it along", async () => {
  const client = await clientOf(store);
  const { account } = client;
  const made = makeCommit(account, [anObject()]);
  await push(client, made);
  const file = Buffer.from(await (await get(client, paths.export(account.locator))).arrayBuffer());
  expect(file.subarray(0, 6).toString()).toBe("CFEX1\0");
  for (const part of [made.body, made.sig, ...made.objects])
    expect(file.includes(Buffer.from(part))).toBe(true);
  const { entries } = v.parse(
    auditSchema,
    await (await get(client, paths.audit(account.locator))).json(),
  );
  expect(entries.map(({ action }) => action)).toEqual(["exported", "created"]);
});

describe("settings", () => {
  test("an unknown one is refused, and so is what would listen in the clear", () => {
    const bad = [
      { COFFER_TYPO: "1" },
      { COFFER_LISTEN: "0.0.0.0:80" },
      { COFFER_LISTEN: "0.0.0.0:80", COFFER_BEHIND_PROXY: "yes" },
      { COFFER_LISTEN: "nowhere" },
      { COFFER_ORIGIN: "https://a.example/" },
      { COFFER_REGISTRATION: "maybe" },
      { COFFER_TLS_KEY_FILE: "/nowhere" },
      { COFFER_DATA: "a", COFFER_DATA_FILE: "b" },
      { COFFER_MIRROR_OF: "localhost:1" },
    ];
    for (const env of bad) expect(() => readSettings(env), JSON.stringify(env)).toThrow(/COFFER_/);
    expect(readSettings({}).rules.origins).toEqual([
      "http://localhost:8787",
      "http://127.0.0.1:8787",
    ]);
    const open = {
      COFFER_LISTEN: "[::]:443",
      COFFER_BEHIND_PROXY: "yes",
      COFFER_ORIGIN: "https://a.example",
    };
    expect(readSettings(open).rules.origins).toEqual(["https://a.example"]);
  });
});

test("logs name the network, not the address", () => {
  expect(networkOf("192.0.2.77")).toBe("192.0.2.0/24");
  expect(networkOf("::ffff:192.0.2.77")).toBe("192.0.2.0/24");
  expect(networkOf("2001:db8:1:2:3::9")).toBe("2001:db8:1::/48");
  expect(networkOf("::1")).toBe("0:0:0::/48");
  expect(networkOf("")).toBe("unknown");
});
