/** What every store promises of mailboxes (FORMAT.md 9): run for SQLite, PostgreSQL, and PostgreSQL with forced conflicts. */
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import * as v from "valibot";
import {
  authorization,
  dropRole,
  limits,
  mailMagic,
  mailSchema,
  paths,
  problemSchema,
  requestText,
} from "../../server/api.ts";
import type { Store } from "../../server/store/store.ts";
import { concat, toHex, u64, u8, utf8 } from "../../src/core/bytes.ts";
import { makeOrder, newPair, type Pair, request, sha, signed, testOrigin } from "./account.ts";
import { type Client, clientOf } from "./world.ts";

const day = 86_400_000;
const name = () => randomBytes(16).toString("hex");
const codeOf = async (response: Response) => v.parse(problemSchema, await response.json()).code;

interface Box {
  id: string;
  pair: Pair;
}

/** A sealed transfer as the extension sends it. */
const letter = ({ expiry = Date.now() + day, reads = 1, length = 200 } = {}) =>
  concat(utf8(mailMagic), u64(expiry), u8(reads), new Uint8Array(randomBytes(length)));

/** What a sender without an account sends; `change` makes it a lie. */
function dropping(
  box: Box,
  mail: string,
  body: Uint8Array<ArrayBuffer>,
  change: {
    role?: string;
    at?: number;
    nonce?: string;
    target?: string;
    signedBody?: Uint8Array<ArrayBuffer>;
  } = {},
): { target: string; init: RequestInit } {
  const target = paths.drop(box.id, mail);
  const nonce = change.nonce ?? randomBytes(16).toString("base64url");
  const unixMs = change.at ?? Date.now();
  const role = (change.role ?? dropRole) as typeof dropRole;
  const text = requestText({
    method: "PUT",
    target: change.target ?? target,
    bodyHash: toHex(sha(change.signedBody ?? body)),
    serverOrigin: testOrigin,
    locator: box.id,
    role,
    unixMs,
    nonce,
  });
  const sig = Buffer.from(signed(box.pair.key, utf8(text))).toString("base64url");
  const headers = {
    authorization: authorization(role, unixMs, nonce, sig),
    "content-length": String(body.length),
  };
  return { target, init: { method: "PUT", headers, body } };
}

const put = async (client: Client, ...given: Parameters<typeof dropping>) => {
  const { target, init } = dropping(...given);
  return client.send(target, init);
};

const owner = (
  client: Client,
  method: string,
  target: string,
  role: "read" | "write" | "admin" = "write",
  body = "",
) => client.send(target, request(client.account, target, { method, role, body }));

async function opened(client: Client, box: Box = { id: name(), pair: newPair() }): Promise<Box> {
  const target = paths.mailbox(client.account.locator, box.id);
  const body = JSON.stringify({ dropPk: toHex(box.pair.pk) });
  expect((await owner(client, "PUT", target, "write", body)).status).toBe(201);
  expect((await owner(client, "PUT", target, "write", body)).status).toBe(204);
  return box;
}

const waiting = async (client: Client) => {
  const target = paths.mail(client.account.locator);
  return v.parse(mailSchema, await (await owner(client, "GET", target, "read")).json());
};
const read = (client: Client, mail: string) =>
  owner(client, "POST", paths.letter(client.account.locator, mail));

/** Whether any table of the account still has these bytes. */
async function holds(store: Store, client: Client, mail: string): Promise<boolean> {
  const locator = new Uint8Array(Buffer.from(client.account.locator, "hex"));
  const id = new Uint8Array(Buffer.from(mail, "hex"));
  return (await store.run("mailBytes", locator, id)) !== null;
}

export function mailContract(storeOf: () => Store): void {
  const fresh = (rules = {}) => clientOf(storeOf(), rules);

  test("who knows the address of a mailbox puts something in, its owner reads it once, and it is gone", async () => {
    const client = await fresh();
    const box = await opened(client);
    const mail = name();
    const body = letter();
    expect((await put(client, box, mail, body)).status).toBe(201);
    const list = await waiting(client);
    expect(list.mailboxes.map(({ id }) => id)).toEqual([box.id]);
    expect(list.mail).toMatchObject([{ id: mail, box: box.id, bytes: body.length, reads: 1 }]);
    const answer = await read(client, mail);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(body);
    expect((await read(client, mail)).status).toBe(404);
    expect((await waiting(client)).mail).toEqual([]);
    expect(await holds(storeOf(), client, mail)).toBe(false);
    // A resend of what was read delivers nothing again.
    expect((await put(client, box, mail, body)).status).toBe(204);
    expect((await waiting(client)).mail).toEqual([]);
  });

  test("it can be read as often as its sender said, also by many at once, and not once more", async () => {
    const client = await fresh();
    const box = await opened(client);
    const mail = name();
    await put(client, box, mail, letter({ reads: 3 }));
    const answers = await Promise.all(Array.from({ length: 8 }, () => read(client, mail)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 200, 200, 404, 404, 404, 404, 404,
    ]);
    expect(await holds(storeOf(), client, mail)).toBe(false);
  });

  test("it ends when its sender said, by the server's clock, and the sweep takes it away", async () => {
    const client = await fresh();
    const box = await opened(client);
    const mail = name();
    await put(client, box, mail, letter({ expiry: Date.now() + 2 * day }));
    client.house.time.ahead = 2 * day - 60_000;
    const target = paths.mail(client.account.locator);
    const listed = async () => {
      const at = Date.now() + client.house.time.ahead;
      const init = request(client.account, target, { at });
      return v.parse(mailSchema, await (await client.send(target, init)).json()).mail.length;
    };
    expect(await listed()).toBe(1);
    client.house.time.ahead = 2 * day + 60_000;
    expect(await listed()).toBe(0);
    const letterTarget = paths.letter(client.account.locator, mail);
    const at = Date.now() + client.house.time.ahead;
    const late = request(client.account, letterTarget, { method: "POST", role: "write", at });
    expect((await client.send(letterTarget, late)).status).toBe(404);
    await storeOf().run("sweep", Date.now());
    expect(await holds(storeOf(), client, mail)).toBe(true);
    await storeOf().run("sweep", Date.now() + 2 * day + 60_000);
    expect(await holds(storeOf(), client, mail)).toBe(false);
  });

  test("no life above thirty days, no more than ten readings, nothing that is no letter", async () => {
    const client = await fresh();
    const box = await opened(client);
    const bad = {
      "31 days": letter({ expiry: Date.now() + 31 * day }),
      past: letter({ expiry: Date.now() - 1 }),
      "no reading": letter({ reads: 0 }),
      "eleven readings": letter({ reads: 11 }),
      short: letter({ length: 20 }),
      "another magic": new Uint8Array(randomBytes(300)),
    };
    for (const [what, body] of Object.entries(bad))
      expect(await codeOf(await put(client, box, name(), body)), what).toBe("invalid");
    const large = letter({ length: limits.mail });
    expect(await codeOf(await put(client, box, name(), large))).toBe("too_large");
    expect((await waiting(client)).mail).toEqual([]);
  });

  test("unsigned, signed by another, for another mailbox, another body, another time: one constant 404", async () => {
    const client = await fresh();
    const box = await opened(client);
    const body = letter();
    const mail = name();
    const other = { ...box, pair: newPair() };
    const nowhere = { id: name(), pair: box.pair };
    const lies: Parameters<typeof dropping>[] = [
      [other, mail, body],
      [nowhere, mail, body],
      [box, mail, body, { role: "write" }],
      [box, mail, body, { at: Date.now() - 400_000 }],
      [box, mail, body, { target: paths.drop(box.id, name()) }],
      [box, mail, body, { signedBody: letter() }],
    ];
    const bare = await client.send(paths.drop(box.id, mail), {
      method: "PUT",
      body,
      headers: { "content-length": String(body.length) },
    });
    const constant = await bare.text();
    expect(bare.status).toBe(404);
    for (const lie of lies) {
      const answer = await put(client, ...lie);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toBe(constant);
    }
    // The account's own keys are not the mailbox's, and the mailbox's not the account's.
    const target = paths.drop(box.id, mail);
    const asOwner = request({ ...client.account, locator: box.id }, target, {
      method: "PUT",
      role: "write",
      body,
    });
    expect((await client.send(target, asOwner)).status).toBe(404);
    expect((await waiting(client)).mail).toEqual([]);
  });

  test("a request counts once; the same letter again is the same, another under its name is refused", async () => {
    const client = await fresh();
    const box = await opened(client);
    const [mail, nonce] = [name(), randomBytes(16).toString("base64url")];
    const body = letter();
    expect((await put(client, box, mail, body, { nonce })).status).toBe(201);
    expect((await put(client, box, mail, body, { nonce })).status).toBe(404);
    expect((await put(client, box, mail, body)).status).toBe(204);
    expect(await codeOf(await put(client, box, mail, letter()))).toBe("exists");
    expect((await waiting(client)).mail).toHaveLength(1);
  });

  test("the read key lists, and neither reads, erases nor closes", async () => {
    const client = await fresh();
    const box = await opened(client);
    const mail = name();
    await put(client, box, mail, letter());
    const { locator } = client.account;
    const attempts = [
      ["POST", paths.letter(locator, mail)],
      ["DELETE", paths.letter(locator, mail)],
      ["DELETE", paths.mailbox(locator, box.id)],
    ] as const;
    for (const [method, target] of attempts)
      expect((await owner(client, method, target, "read")).status).toBe(404);
    expect((await waiting(client)).mail).toMatchObject([{ id: mail, reads: 1 }]);
    expect((await owner(client, "DELETE", paths.letter(locator, mail))).status).toBe(204);
    expect(await holds(storeOf(), client, mail)).toBe(false);
  });

  test("another account neither sees nor takes what waits, nor the name of the mailbox", async () => {
    const [client, stranger] = [await fresh(), await fresh()];
    const box = await opened(client);
    const mail = name();
    await put(client, box, mail, letter());
    expect((await waiting(stranger)).mail).toEqual([]);
    expect((await read(stranger, mail)).status).toBe(404);
    const target = paths.mailbox(stranger.account.locator, box.id);
    expect((await owner(stranger, "DELETE", target)).status).toBe(404);
    const body = JSON.stringify({ dropPk: toHex(box.pair.pk) });
    expect(await codeOf(await owner(stranger, "PUT", target, "write", body))).toBe("exists");
    expect((await waiting(client)).mail).toHaveLength(1);
  });

  test("a mailbox that is full says so and drops nothing; so do too many mailboxes", async () => {
    const client = await fresh();
    const box = await opened(client);
    const large = limits.mail - 100;
    const most = Math.floor(limits.mailBytes / (large + 15));
    for (let i = 0; i < most; i++)
      expect((await put(client, box, name(), letter({ length: large }))).status).toBe(201);
    expect(await codeOf(await put(client, box, name(), letter({ length: large })))).toBe("full");
    // Room again when something was read.
    const [first] = (await waiting(client)).mail;
    expect((await read(client, first?.id ?? "")).status).toBe(200);
    expect((await put(client, box, name(), letter({ length: large }))).status).toBe(201);
    for (let i = 1; i < limits.mailboxes; i++) await opened(client);
    const target = paths.mailbox(client.account.locator, name());
    const body = JSON.stringify({ dropPk: toHex(newPair().pk) });
    expect(await codeOf(await owner(client, "PUT", target, "write", body))).toBe("full");
  });

  test("only so many letters wait at a time", async () => {
    const client = await fresh();
    const box = await opened(client);
    for (let i = 0; i < limits.mailCount; i += 20) {
      const some = Array.from({ length: 20 }, () => put(client, box, name(), letter()));
      for (const { status } of await Promise.all(some)) expect(status).toBe(201);
    }
    expect(await codeOf(await put(client, box, name(), letter()))).toBe("full");
    expect((await waiting(client)).mail).toHaveLength(limits.mailCount);
  });

  test("who knows an address can not ask without end: the mailbox has a rate of its own", async () => {
    const client = await fresh({ ratePerKey: { perSecond: 0.001, burst: 4 } });
    const box: Box = { id: name(), pair: newPair() };
    const target = paths.mailbox(client.account.locator, box.id);
    const body = JSON.stringify({ dropPk: toHex(box.pair.pk) });
    expect((await owner(client, "PUT", target, "write", body)).status).toBe(201);
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await put(client, box, name(), letter())).status);
    expect(statuses).toEqual([201, 201, 201, 201, 429, 429]);
    // The owner is not kept out by it.
    expect((await waiting(client)).mail).toHaveLength(4);
  });

  test("who guesses at mailboxes is soon told to wait", async () => {
    // A hundred for the account, which comes from the same address; then fifty.
    const client = await fresh({ ratePerAddress: { perSecond: 0.001, burst: 150 } });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i++) {
      const guess: Box = { id: name(), pair: newPair() };
      statuses.push((await put(client, guess, name(), letter())).status);
    }
    expect(statuses).toEqual([404, 404, 404, 429, 429]);
  });

  test("a mailbox that is closed takes its letters along, and nobody can send there any more", async () => {
    const client = await fresh();
    const [box, kept] = [await opened(client), await opened(client)];
    const [mail, other] = [name(), name()];
    await put(client, box, mail, letter());
    await put(client, kept, other, letter());
    const target = paths.mailbox(client.account.locator, box.id);
    expect((await owner(client, "DELETE", target)).status).toBe(204);
    expect(await holds(storeOf(), client, mail)).toBe(false);
    expect((await put(client, box, name(), letter())).status).toBe(404);
    expect((await waiting(client)).mail.map(({ id }) => id)).toEqual([other]);
  });

  test("it is in the export, is erased with the account, and a mirror takes none", async () => {
    const client = await fresh();
    const box = await opened(client);
    const mail = name();
    const body = letter();
    await put(client, box, mail, body);
    const file = await owner(client, "GET", paths.export(client.account.locator), "read");
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(bytes.includes(Buffer.from(body))).toBe(true);
    expect(bytes.includes(box.id)).toBe(true);
    client.house.state.role = "mirror";
    expect(await codeOf(await put(client, box, name(), letter()))).toBe("read_only");
    expect(await codeOf(await read(client, mail))).toBe("read_only");
    client.house.state.role = "primary";
    const target = paths.vault(client.account.locator);
    const order = makeOrder(client.account, { kind: "erase" });
    const sent = JSON.stringify({ order: Buffer.from(order).toString("base64") });
    expect((await owner(client, "DELETE", target, "admin", sent)).status).toBe(204);
    expect(await holds(storeOf(), client, mail)).toBe(false);
    expect((await put(client, box, name(), letter())).status).toBe(404);
  });
}
