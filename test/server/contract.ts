/** What every store must do, over the application: run for SQLite, PostgreSQL, and PostgreSQL with forced conflicts. */
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import * as v from "valibot";
import {
  committedSchema,
  headSchema,
  historySchema,
  limits,
  paths,
  problemSchema,
  stateSchema,
} from "../../server/api.ts";
import { encodeParts } from "../../server/commit.ts";
import { checkStore } from "../../server/check.ts";
import { keepHouse } from "../../server/keeper.ts";
import type { Store } from "../../server/store/store.ts";
import { decodePurged } from "../../src/browser/server-bytes.ts";
import { fromHex, reader, toHex } from "../../src/core/bytes.ts";
import { decodeCommit } from "../../src/core/commit.ts";
import {
  type Account,
  advance,
  anObject,
  creation,
  type Made,
  makeCommit,
  makeOrder,
  newAccount,
  newPair,
  nextKeys,
  request,
  sha,
  type Sending,
} from "./account.ts";
import { type Client, clientOf } from "./world.ts";

const day = 86_400_000;
const codeOf = async (response: Response) => v.parse(problemSchema, await response.json()).code;

export const post = (client: Client, sent: Uint8Array, more: Sending = {}) => {
  const target = paths.commits(client.account.locator);
  return client.send(
    target,
    request(client.account, target, { method: "POST", body: sent, ...more }),
  );
};
export const get = (client: Client, target: string, more: Sending = {}) =>
  client.send(target, request(client.account, target, more));

/** Sends a commit that must be taken. */
export async function push(client: Client, made: Made): Promise<void> {
  const response = await post(client, made.upload);
  expect(response.status).toBe(200);
  advance(client.account, made);
  const { rev, chain } = v.parse(committedSchema, await response.json());
  expect({ rev, chain }).toEqual({ rev: client.account.rev, chain: toHex(client.account.chain) });
}

export async function changesOf(client: Client, since: number) {
  const response = await get(client, paths.changes(client.account.locator, since));
  expect(response.status).toBe(200);
  const from = reader(new Uint8Array(await response.arrayBuffer()), "TAMPERED");
  from.take(6 + 16);
  const rev = from.u64();
  const commits = Array.from({ length: from.u32() }, () => ({
    body: from.lengthPrefixed(1 << 25),
    sig: from.take(64),
  }));
  from.end();
  return { rev, commits };
}

export const headNow = async (client: Client) =>
  v.parse(headSchema, await (await get(client, paths.vault(client.account.locator))).json());

export function storeContract(storeOf: () => Store): void {
  const fresh = (rules = {}) => clientOf(storeOf(), rules);

  test("what was committed is listed, served and pinned by the chain", async () => {
    const client = await fresh();
    const first = makeCommit(client.account, [anObject(), anObject(5000)]);
    await push(client, first);
    const second = makeCommit(client.account, [anObject()], { drops: [first.names[0] as string] });
    await push(client, second);
    const { rev, commits } = await changesOf(client, 0);
    expect(rev).toBe(2);
    expect(commits).toEqual([first, second].map(({ body, sig }) => ({ body, sig })));
    expect((await changesOf(client, 1)).commits).toHaveLength(1);
    expect((await changesOf(client, 2)).commits).toEqual([]);
    for (const object of [...first.objects, ...second.objects]) {
      const served = await get(client, paths.object(client.account.locator, toHex(sha(object))));
      expect(new Uint8Array(await served.arrayBuffer())).toEqual(object);
    }
    expect((await get(client, paths.changes(client.account.locator, 3))).status).toBe(416);
  });

  test("many objects come in one answer, in their order, as many as fit; one that is not there is empty", async () => {
    const client = await fresh();
    const { locator } = client.account;
    const made = makeCommit(client.account, [anObject(), anObject(5000), anObject(90)]);
    await push(client, made);
    const target = paths.objects(locator);
    const ask = (body: Uint8Array, more: Sending = {}) =>
      client.send(target, request(client.account, target, { method: "POST", body, ...more }));
    const served = async (names: readonly Uint8Array[]) => {
      const response = await ask(Buffer.concat(names));
      expect(response.status).toBe(200);
      const from = reader(new Uint8Array(await response.arrayBuffer()), "TAMPERED");
      expect(Buffer.from(from.take(6)).toString()).toBe("CFOS1\0");
      const found = Array.from({ length: from.u32() }, () => from.lengthPrefixed(1 << 23));
      from.end();
      return found;
    };
    const [one, two, three] = made.objects.map((object) => sha(object)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    const nobody = new Uint8Array(32).fill(9);
    const [first, second, third] = made.objects;
    expect(await served([three, nobody, one])).toEqual([third, new Uint8Array(0), first]);
    expect(await served([two])).toEqual([second]);
    const most = Array.from({ length: limits.objects }, () => one);
    expect(await served(most)).toHaveLength(limits.objects);
    // Two of these are more than a page.
    const large = makeCommit(client.account, [anObject(3_000_000), anObject(3_000_000)]);
    const parts: Uint8Array[] = [];
    for (let at = 0; at < large.upload.length; at += limits.part) {
      const part = large.upload.slice(at, at + limits.part);
      const place = paths.part(locator, toHex(sha(part)));
      const sent = request(client.account, place, { method: "PUT", body: part });
      expect((await client.send(place, sent)).status).toBe(204);
      parts.push(sha(part));
    }
    expect((await post(client, encodeParts(parts))).status).toBe(200);
    advance(client.account, large);
    const names = large.objects.map((object) => sha(object));
    expect(await served(names)).toEqual([large.objects[0]]);
    expect(await served(names.slice(1))).toEqual([large.objects[1]]);
    expect((await ask(new Uint8Array(0))).status).toBe(422);
    expect((await ask(one.slice(1))).status).toBe(422);
    // Nobody else's: not with another key, nor of another account.
    const other = await fresh();
    expect((await ask(one, { key: newPair().key })).status).toBe(404);
    const elsewhere = paths.objects(other.account.locator);
    const stolen = request(other.account, elsewhere, { method: "POST", body: one });
    const answer = reader(
      new Uint8Array(await (await other.send(elsewhere, stolen)).arrayBuffer()),
      "TAMPERED",
    );
    answer.take(6);
    expect(answer.u32()).toBe(1);
    expect(answer.lengthPrefixed(10)).toHaveLength(0);
  });

  test("the head has an ETag, and nothing new is a 304", async () => {
    const client = await fresh();
    await push(client, makeCommit(client.account, [anObject()]));
    const target = paths.vault(client.account.locator);
    const head = await get(client, target);
    const etag = head.headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{32}\.1"$/);
    expect((await get(client, target, { headers: { "if-none-match": etag } })).status).toBe(304);
    expect((await get(client, target, { method: "HEAD" })).status).toBe(200);
    await push(client, makeCommit(client.account, [anObject()]));
    expect((await get(client, target, { headers: { "if-none-match": etag } })).status).toBe(200);
  });

  test("a commit that is sent again is answered as before, another under its id is not taken", async () => {
    const client = await fresh();
    const made = makeCommit(client.account, [anObject()]);
    const base = { ...client.account };
    await push(client, made);
    const again = await post(client, made.upload);
    expect(await again.json()).toEqual({ rev: 1, chain: toHex(client.account.chain) });
    const other = makeCommit(base, [anObject()], { commitId: made.commitId });
    expect(await codeOf(await post(client, other.upload))).toBe("invalid");
    // Nor where it stands on the head: and nothing of it is kept.
    const onTop = makeCommit(client.account, [anObject()], { commitId: made.commitId });
    expect(await codeOf(await post(client, onTop.upload))).toBe("invalid");
    const object = paths.object(client.account.locator, onTop.names[0] ?? "");
    expect((await get(client, object)).status).toBe(404);
    expect((await headNow(client)).rev).toBe(1);
    await push(client, makeCommit(client.account, [anObject()]));
  });

  test("a commit on another base is told where the log stands", async () => {
    const client = await fresh();
    const late = makeCommit(client.account, [anObject()]);
    await push(client, makeCommit(client.account, [anObject()]));
    const response = await post(client, late.upload);
    expect(response.status).toBe(409);
    const problem = v.parse(problemSchema, await response.json());
    expect(problem).toMatchObject({
      code: "stale_base",
      head: { rev: 1, chain: toHex(client.account.chain) },
    });
  });

  test("nothing is taken that is not signed, not whole, or drops what is not there", async () => {
    const client = await fresh();
    const { account } = client;
    await push(client, makeCommit(account, [anObject()]));
    const object = anObject();
    const cases: Record<string, Uint8Array> = {
      "another's signature": makeCommit(account, [object], {}, newPair().key).upload,
      "an object too few": makeCommit(account, [object], {
        adds: [toHex(sha(object)), "ab".repeat(32)],
      }).upload,
      "an object too many": makeCommit(account, [object, anObject()], {
        adds: [toHex(sha(object))],
      }).upload,
      "a drop of nothing": makeCommit(account, [object], { drops: ["cd".repeat(32)] }).upload,
      "another's account": makeCommit(account, [object], { locator: fromHex("00".repeat(16)) })
        .upload,
      "not a commit": new Uint8Array(randomBytes(500)),
      cut: makeCommit(account, [object]).upload.slice(0, -1),
      "with more behind": new Uint8Array([...makeCommit(account, [object]).upload, 0]),
    };
    for (const [name, sent] of Object.entries(cases))
      expect((await post(client, sent)).status, name).toBe(422);
    expect((await headNow(client)).rev).toBe(1);
  });

  test("of many who write at once one wins each revision, and no update is lost", async () => {
    const client = await fresh();
    await push(client, makeCommit(client.account, [anObject()]));
    const before = { ...client.account };
    const rivals = Array.from({ length: 12 }, () => makeCommit(before, [anObject()]));
    const answers = await Promise.all(rivals.map(({ upload }) => post(client, upload)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(11);
    expect((await headNow(client)).rev).toBe(2);
  });

  test("keys change with the first commit of an epoch, signed by the admin of before", async () => {
    const client = await fresh();
    const { account } = client;
    await push(client, makeCommit(account, [anObject()]));
    const next = nextKeys(account);
    const early = makeCommit(account, [anObject()], { keyEpoch: 2 }, next.write.key);
    expect(await codeOf(await post(client, early.upload))).toBe("key_epoch");
    const forged = nextKeys({ ...account, admin: newPair() });
    const bad = makeCommit(
      account,
      [anObject()],
      { keyEpoch: 2, transition: forged.transition, header: anObject() },
      forged.write.key,
    );
    expect(await codeOf(await post(client, bad.upload))).toBe("invalid");
    const good = makeCommit(
      account,
      [anObject()],
      { keyEpoch: 2, transition: next.transition, header: anObject() },
      next.write.key,
    );
    await push(client, good);
    // Its answer was lost: it is sent again, by whoever knows the account.
    expect((await post(client, good.upload)).status).toBe(200);
    const old = makeCommit(account, [anObject()]);
    expect(await codeOf(await post(client, old.upload))).toBe("key_epoch");
    Object.assign(account, { write: next.write, admin: next.admin, keyEpoch: 2 });
    await push(client, makeCommit(account, [anObject()]));
    expect((await headNow(client)).keyEpoch).toBe(2);
  });

  test("a large commit goes in parts, and goes on where it was interrupted", async () => {
    const client = await fresh();
    const { account } = client;
    const made = makeCommit(
      account,
      Array.from({ length: 5 }, () => anObject(600_000)),
    );
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (let at = 0; at < made.upload.length; at += 1024 * 1024)
      parts.push(made.upload.slice(at, at + 1024 * 1024));
    const names = parts.map(sha);
    const closing = encodeParts(names);
    const put = (part: Uint8Array, name: Uint8Array) => {
      const target = paths.part(account.locator, toHex(name));
      return client.send(target, request(account, target, { method: "PUT", body: part }));
    };
    expect((await put(parts[0] as Uint8Array, names[0] as Uint8Array)).status).toBe(204);
    expect(await codeOf(await put(parts[1] as Uint8Array, names[0] as Uint8Array))).toBe("invalid");
    expect((await post(client, closing)).status).toBe(422);
    const there = await Promise.all(
      names.map(
        async (name) => (await get(client, paths.part(account.locator, toHex(name)))).status,
      ),
    );
    expect(there).toEqual([204, 404, 404]);
    for (const [i, part] of parts.entries())
      expect((await put(part, names[i] as Uint8Array)).status).toBe(204);
    expect((await post(client, closing)).status).toBe(200);
    advance(account, made);
    expect((await headNow(client)).rev).toBe(1);
    expect(
      (await get(client, paths.part(account.locator, toHex(names[0] as Uint8Array)))).status,
    ).toBe(404);
    await push(client, makeCommit(account, [anObject()]));
  });

  test("a full account answers 507, deletes nothing and goes on reading", async () => {
    const client = await fresh({ bytesMax: 20_000 });
    await push(client, makeCommit(client.account, [anObject(10_000)]));
    const more = makeCommit(client.account, [anObject(15_000)]);
    expect((await post(client, more.upload)).status).toBe(507);
    expect((await changesOf(client, 0)).commits).toHaveLength(1);
    await push(client, makeCommit(client.account, [anObject(100)]));
  });

  test("any state of the window can be had, and none that is older", async () => {
    const client = await fresh();
    const { account } = client;
    const first = makeCommit(account, [anObject(), anObject()]);
    await push(client, first);
    await push(client, makeCommit(account, [anObject()], { drops: first.names.slice(0, 1) }));
    const last = makeCommit(account, [anObject()], { drops: first.names.slice(1) });
    await push(client, last);
    const state = v.parse(
      stateSchema,
      await (await get(client, paths.at(account.locator, 1))).json(),
    );
    expect(state.objects).toEqual(first.names.toSorted());
    const { entries } = v.parse(
      historySchema,
      await (await get(client, paths.history(account.locator))).json(),
    );
    expect(entries.map(({ rev, kept }) => [rev, kept])).toEqual([
      [3, true],
      [2, true],
      [1, true],
    ]);
    // The window has passed: the head stays whole, the dropped objects go.
    const guard = { trusted: async () => Date.now() + 100 * day, accept: async () => undefined };
    await keepHouse(client.house, guard);
    expect((await get(client, paths.at(account.locator, 1))).status).toBe(410);
    expect((await get(client, paths.at(account.locator, 3))).status).toBe(200);
    expect(
      (await get(client, paths.object(account.locator, first.names[0] as string))).status,
    ).toBe(404);
    expect((await get(client, paths.object(account.locator, last.names[0] as string))).status).toBe(
      200,
    );
    expect((await changesOf(client, 0)).commits).toHaveLength(3);
  });

  test("a purge waits, can be taken back, and then leaves head, chain and manifests", async () => {
    const client = await fresh({ purgeHours: 1 });
    const { account } = client;
    const first = makeCommit(account, [anObject()]);
    await push(client, first);
    const then = makeCommit(account, [anObject()], { drops: first.names, header: anObject() });
    await push(client, then);
    await push(client, makeCommit(account, [anObject()]));
    const left = async (since: number) => {
      const answer = await get(client, paths.purged(account.locator, since));
      return decodePurged(new Uint8Array(await answer.arrayBuffer()));
    };
    expect(await left(0)).toEqual([]);
    const target = paths.history(account.locator);
    const order = () =>
      JSON.stringify({
        order: Buffer.from(makeOrder(account, { kind: "purge", upTo: 2 })).toString("base64"),
      });
    const purge = () =>
      client.send(
        target,
        request(account, target, { method: "DELETE", role: "admin", body: order() }),
      );
    expect((await purge()).status).toBe(202);
    expect((await headNow(client)).purge?.upTo).toBe(2);
    expect(
      (await client.send(target, request(account, target, { method: "POST", role: "admin" })))
        .status,
    ).toBe(204);
    expect((await headNow(client)).purge).toBe(null);
    expect((await purge()).status).toBe(202);
    const at = (ms: number) => ({
      trusted: async () => Date.now() + ms,
      accept: async () => undefined,
    });
    await keepHouse(client.house, at(1000));
    expect((await headNow(client)).logFrom).toBe(0);
    await keepHouse(client.house, at(2 * 3_600_000));
    expect((await headNow(client)).logFrom).toBe(2);
    const gone = await get(client, paths.changes(account.locator, 0));
    expect(v.parse(problemSchema, await gone.json())).toMatchObject({ code: "compacted", from: 2 });
    expect((await changesOf(client, 2)).commits).toHaveLength(1);
    // Of those before it what chain and signatures are checked by (FORMAT.md 8), and from any of them on.
    const rows = [first, then].map(({ body, sig }) => {
      const { manifest } = decodeCommit(body);
      return { keyEpoch: 1, bodyHash: sha(body), sig, manifests: [manifest] };
    });
    expect(await left(0)).toEqual(rows);
    expect(await left(1)).toEqual(rows.slice(1));
    expect(await left(2)).toEqual([]);
    const state = v.parse(
      stateSchema,
      await (await get(client, paths.at(account.locator, 2))).json(),
    );
    expect(state.manifest.length).toBeGreaterThan(100);
    expect((await checkStore(storeOf())).faults).toEqual([]);
  });

  test("an account is erased by its admin's signed order and by nothing else", async () => {
    const client = await fresh();
    const { account } = client;
    await push(client, makeCommit(account, [anObject()]));
    const target = paths.vault(account.locator);
    const erase = (order: Uint8Array, more: Sending = {}) =>
      client.send(
        target,
        request(account, target, {
          method: "DELETE",
          role: "admin",
          body: JSON.stringify({ order: Buffer.from(order).toString("base64") }),
          ...more,
        }),
      );
    const good = makeOrder(account, { kind: "erase" });
    expect((await erase(good, { role: "write" })).status).toBe(404);
    expect(
      (await erase(makeOrder({ ...account, admin: newPair() }, { kind: "erase" }))).status,
    ).toBe(422);
    expect((await erase(makeOrder(account, { kind: "purge", upTo: 1 }))).status).toBe(422);
    expect(
      (await erase(makeOrder(account, { kind: "erase", unixMs: Date.now() - 10 * 60_000 }))).status,
    ).toBe(422);
    expect((await headNow(client)).rev).toBe(1);
    expect((await erase(good)).status).toBe(204);
    expect((await get(client, target)).status).toBe(404);
    expect(await storeOf().run("vault", fromHex(account.locator))).toBe(null);
    // The name is free again: it is only a name.
    const again = request(account, target, { method: "PUT", body: creation(account) });
    expect((await client.send(target, again)).status).toBe(201);
  });

  test("an account is made once, by whoever holds its read key", async () => {
    const client = await fresh();
    const { account } = client;
    const target = paths.vault(account.locator);
    const put = (body: Account, signer = body) =>
      client.send(target, request(signer, target, { method: "PUT", body: creation(body) }));
    expect((await put(account)).status).toBe(200);
    expect((await put({ ...account, write: newPair() })).status).toBe(409);
    expect((await put({ ...newAccount(), locator: account.locator })).status).toBe(404);
    expect((await put(account, { ...account, read: newPair() })).status).toBe(404);
    const weak = { ...newAccount(), locator: toHex(new Uint8Array(randomBytes(16))) };
    const weakTarget = paths.vault(weak.locator);
    const zero = { ...weak, write: { ...weak.write, pk: new Uint8Array(32) } };
    expect(
      (
        await client.send(
          weakTarget,
          request(weak, weakTarget, { method: "PUT", body: creation(zero) }),
        )
      ).status,
    ).toBe(422);
  });

  test("a request counts once, for this server, this path, this body and this minute", async () => {
    const client = await fresh();
    const { account } = client;
    const made = makeCommit(account, [anObject()]);
    const target = paths.commits(account.locator);
    const sent = request(account, target, { method: "POST", body: made.upload });
    expect((await client.send(target, sent)).status).toBe(200);
    expect((await client.send(target, sent)).status).toBe(404);
    const head = paths.vault(account.locator);
    const wrong: [string, RequestInit][] = [
      [head, request(account, head, { origin: "https://evil.example" })],
      [head, request(account, head, { at: Date.now() - 301_000 })],
      [head, request(account, head, { key: newPair().key })],
      [head, request(account, head, { role: "write" })],
      [head, request(account, paths.history(account.locator))],
      [head, {}],
      [
        target,
        {
          ...request(account, target, { method: "POST", body: made.upload }),
          body: anObject(made.upload.length),
        },
      ],
    ];
    for (const [to, init] of wrong) expect((await client.send(to, init)).status).toBe(404);
  });
}
