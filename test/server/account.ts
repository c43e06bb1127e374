/** A client of the server in few lines: keys, signed requests, commits. Commits are made by the extension's own code. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { authorization, requestText, type Role } from "../../server/api.ts";
import { encodeUpload, orderText, type Order } from "../../server/commit.ts";
import { type Bytes, concat, fromHex, label, toHex, u32 } from "../../src/core/bytes.ts";
import { type CommitBody, encodeCommit } from "../../src/core/commit.ts";

export const sha = (bytes: Uint8Array): Bytes =>
  new Uint8Array(createHash("sha256").update(bytes).digest());
const random = (n: number): Bytes => new Uint8Array(randomBytes(n));

export interface Pair {
  key: KeyObject;
  pk: Bytes;
}

export function newPair(): Pair {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const der = publicKey.export({ format: "der", type: "spki" });
  return { key: privateKey, pk: new Uint8Array(der.subarray(-32)) };
}

export const signed = (key: KeyObject, message: Uint8Array): Bytes =>
  new Uint8Array(sign(null, message, key));

export interface Account {
  locator: string;
  keyEpoch: number;
  read: Pair;
  write: Pair;
  admin: Pair;
  rev: number;
  chain: Bytes;
}

export function newAccount(): Account {
  return {
    locator: toHex(random(16)),
    keyEpoch: 1,
    read: newPair(),
    write: newPair(),
    admin: newPair(),
    rev: 0,
    chain: new Uint8Array(32),
  };
}

export interface Made {
  body: Bytes;
  sig: Bytes;
  objects: Bytes[];
  names: string[];
  upload: Bytes;
  commitId: Bytes;
}

/** A commit on top of what the account has seen; what is given replaces a part of the body. */
export function makeCommit(
  account: Account,
  objects: Bytes[],
  change: Partial<CommitBody> = {},
  signer: KeyObject = account.write.key,
): Made {
  const names = objects.map((object) => toHex(sha(object)));
  const commitId = change.commitId ?? random(16);
  const body = encodeCommit({
    locator: fromHex(account.locator),
    baseRev: account.rev,
    baseChain: account.chain,
    commitId,
    keyEpoch: account.keyEpoch,
    header: account.rev === 0 ? random(300) : new Uint8Array(0),
    manifest: random(200),
    transition: new Uint8Array(0),
    ancestors: [],
    adds: names,
    drops: [],
    ...change,
  });
  const sig = signed(signer, label("commit", sha(body)));
  return { body, sig, objects, names, commitId, upload: encodeUpload({ body, sig, objects }) };
}

/** The account after this commit was taken. */
export function advance(account: Account, { body }: Pick<Made, "body">): void {
  account.chain = sha(label("chain", account.chain, sha(body)));
  account.rev += 1;
}

/** New keys and the transition to them, signed by the admin of now; the account has them once it is told. */
export function nextKeys(account: Account): { transition: Bytes; write: Pair; admin: Pair } {
  const [write, admin] = [newPair(), newPair()];
  const epochs = concat(u32(account.keyEpoch), u32(account.keyEpoch + 1));
  const text = label("keys", fromHex(account.locator), epochs, write.pk, admin.pk);
  return { transition: concat(text, signed(account.admin.key, text)), write, admin };
}

export function makeOrder(account: Account, order: Partial<Order> & Pick<Order, "kind">): Bytes {
  const text = orderText({
    upTo: 0,
    unixMs: Date.now(),
    ...order,
    locator: fromHex(account.locator),
  });
  return concat(text, signed(account.admin.key, text));
}

export interface Sending {
  method?: string;
  role?: Role;
  body?: Uint8Array | string;
  origin?: string;
  at?: number;
  nonce?: string;
  headers?: Record<string, string>;
  key?: KeyObject;
}

export const testOrigin = "http://localhost:8787";

/** A signed request as fetch and app.request take it. */
export function request(
  account: Account,
  target: string,
  {
    method = "GET",
    role = "read",
    body = "",
    origin = testOrigin,
    at = Date.now(),
    ...more
  }: Sending = {},
): RequestInit & { headers: Record<string, string> } {
  const bytes = typeof body === "string" ? new Uint8Array(Buffer.from(body)) : (body as Bytes);
  const nonce = more.nonce ?? randomBytes(16).toString("base64url");
  const text = requestText({
    method,
    target,
    bodyHash: toHex(sha(bytes)),
    serverOrigin: origin,
    locator: account.locator,
    role,
    unixMs: at,
    nonce,
  });
  const sig = sign(null, Buffer.from(text), more.key ?? account[role].key).toString("base64url");
  const headers: Record<string, string> = {
    authorization: authorization(role, at, nonce, sig),
    ...more.headers,
  };
  if (bytes.length === 0) return { method, headers };
  return {
    method,
    headers: { "content-length": String(bytes.length), ...headers },
    body: bytes,
  };
}

/** The body of PUT vault. */
export function creation(account: Account, invite?: string): string {
  const keys = {
    readPk: toHex(account.read.pk),
    writePk: toHex(account.write.pk),
    adminPk: toHex(account.admin.pk),
  };
  return JSON.stringify({
    keyEpoch: account.keyEpoch,
    ...keys,
    ...(invite === undefined ? {} : { invite }),
  });
}

/** Bytes as objects are: random, so that nobody can guess or compress them. */
export const anObject = (length = 300): Bytes => random(length);
