/** The log of an account: its head, its commits, its objects. */
import {
  changesMagic,
  committedSchema,
  createSchema,
  type Head,
  headSchema,
  limits,
  objectsMagic,
  stepUpHeader,
} from "../api.ts";
import {
  equalBytes,
  fromHex,
  lengthPrefixed,
  sha256,
  toHex,
  u32,
  u64,
  utf8,
  concat,
} from "../bytes.ts";
import { type Call, bytes, json, nameIn, numberIn, type CallRequest } from "../call.ts";
import { bodyAndSignature, commitText } from "../commit.ts";
import { goodKey, signedByLater } from "../ed25519.ts";
import { stepUp } from "../factors.ts";
import { readJson } from "../json.ts";
import { refusal, Refused } from "../problem.ts";
import type { CheckedAhead } from "../store/op-commit.ts";
import type { VaultRow } from "../store/schema.ts";
import type { Caller } from "../store/vault-row.ts";

const headOf = (row: VaultRow, bytesMax: number): Head => ({
  logId: toHex(row.log_id),
  rev: row.rev,
  chain: toHex(row.chain),
  keyEpoch: row.key_epoch,
  writePk: toHex(row.write_pk),
  adminPk: toHex(row.admin_pk),
  bytes: row.bytes,
  bytesMax,
  historyFrom: row.history_from,
  logFrom: row.log_from,
  purge: row.purge_rev === null ? null : { upTo: row.purge_rev, due: row.purge_due ?? 0 },
});

const etagOf = (row: VaultRow) => `"${toHex(row.log_id)}.${row.rev}"`;

async function create({ house, authority, asked, locator }: CallRequest): Promise<Response> {
  const body = readJson(createSchema, asked.body);
  const keys = {
    readPk: fromHex(body.readPk),
    writePk: fromHex(body.writePk),
    adminPk: fromHex(body.adminPk),
  };
  const caller = await authority.newcomerOf(asked, locator, keys.readPk);
  if (caller === null) throw new Refused("not_found");
  if (house.state.role === "mirror") throw new Refused("read_only");
  if (!Object.values(keys).every(goodKey)) throw new Refused("invalid");
  const made = await house.store.run("create", {
    locator: caller.locator,
    nonce: caller.nonce,
    keyEpoch: body.keyEpoch,
    ...keys,
    now: caller.now,
    registration: house.rules.registration,
    invite: body.invite ?? "",
  });
  if (made === "gone") throw new Refused("not_found");
  if (made === "closed") throw new Refused("registration_closed");
  if (made === "exists") throw new Refused("exists");
  const row = await house.store.run("vault", caller.locator);
  if (row === null) throw new Refused("not_found");
  return json(headOf(row, house.rules.bytesMax), made === "created" ? 201 : 200);
}

async function head({ house, header }: CallRequest, { locator }: Caller): Promise<Response> {
  const row = await house.store.run("vault", locator);
  if (row === null) throw new Refused("not_found");
  const etag = etagOf(row);
  if (header("if-none-match") === etag)
    return new Response(null, { status: 304, headers: { etag } });
  return json(headOf(row, house.rules.bytesMax), 200, { etag });
}

async function changes({ house, query }: CallRequest, { locator }: Caller): Promise<Response> {
  const page = await house.store.run("changes", locator, numberIn(query, "since", 0));
  if (page.is === "gone") throw new Refused("not_found");
  if (page.is === "ahead") throw new Refused("ahead");
  if (page.is === "compacted") throw new Refused("compacted", { from: page.from });
  const { row, commits } = page;
  const start = [utf8(changesMagic), row.log_id, u64(row.rev), u32(commits.length)];
  return bytes(
    concat(...start, ...commits.flatMap(({ body, sig }) => [lengthPrefixed(body), sig])),
    { etag: etagOf(row) },
  );
}

/**
 * The commit's own signature, checked before the database is asked, while it is at work for others; null where only the
 * store can judge it. It counts there only for this very key and hash.
 */
async function checkedAhead(
  sent: Uint8Array,
  writePk: Uint8Array | undefined,
): Promise<CheckedAhead | null> {
  const signed = writePk === undefined ? null : bodyAndSignature(sent);
  if (writePk === undefined || signed === null) return null;
  const bodyHash = sha256(signed.body);
  const good = await signedByLater(writePk, commitText(bodyHash), signed.sig);
  return good ? { writePk, bodyHash } : null;
}

async function commit(
  { house, authority, asked, header, locator }: CallRequest,
  caller: Caller,
): Promise<Response> {
  const input = {
    ...caller,
    sent: asked.body,
    bytesMax: house.rules.bytesMax,
    steppedUp: false,
    checked: await checkedAhead(asked.body, authority.writeKeyOf(locator)),
  };
  let answer = await house.store.run("commit", input);
  if (answer.is === "step_up_required") {
    // Only now, when all its signatures held: who holds no more than the read key can not use up the tries of a factor.
    const step = await stepUp(house.store, caller.locator, header(stepUpHeader), caller.now);
    if (step.is === "required") throw new Refused("step_up_required", { kinds: step.kinds });
    if (step.is === "failed") throw new Refused("step_up_failed", { kinds: step.kinds });
    answer = await house.store.run("commit", { ...input, steppedUp: true });
  }
  house.metrics.count("commits_total", { outcome: answer.is });
  if (answer.is === "committed") {
    const { rev, chain, again, logId, rotated } = answer;
    if (rotated) authority.forget(locator);
    if (!again) house.hub.changed(locator, { rev, chain: toHex(chain), logId: toHex(logId) });
    return json({ rev, chain: toHex(chain) });
  }
  if (answer.is === "gone") throw new Refused("not_found");
  if (answer.is === "stale_base" || answer.is === "key_epoch") {
    const { rev, chain, keyEpoch } = answer.head;
    return refusal(answer.is, { head: { rev, chain: toHex(chain), keyEpoch } });
  }
  throw new Refused(answer.is);
}

async function putPart({ house, asked, params }: CallRequest, caller: Caller): Promise<Response> {
  const name = nameIn(params, "name");
  if (asked.body.length === 0 || !equalBytes(sha256(asked.body), name))
    throw new Refused("invalid");
  const stored = await house.store.run("putPart", {
    ...caller,
    name,
    bytes: asked.body,
    stagedMax: limits.upload,
  });
  if (stored === "gone") throw new Refused("not_found");
  if (stored === "full") throw new Refused("full");
  return new Response(null, { status: 204 });
}

async function hasPart(
  { house, params }: CallRequest,
  { locator, role }: Caller,
): Promise<Response> {
  if (!(await house.store.run("hasPart", locator, role, nameIn(params, "name"))))
    throw new Refused("not_found");
  return new Response(null, { status: 204 });
}

async function object({ house, params }: CallRequest, { locator }: Caller): Promise<Response> {
  const found = await house.store.run("object", locator, nameIn(params, "name"));
  if (found === null) throw new Refused("not_found");
  return bytes(found, { "cache-control": "private, immutable, max-age=31536000" });
}

/** A lookup each: so many of them are a request more for the rate of this key. */
const lookups = 16;

async function objects(
  { house, asked, locator: name, wait }: CallRequest,
  { locator }: Caller,
): Promise<Response> {
  const { body } = asked;
  if (body.length === 0 || body.length % 32 !== 0) throw new Refused("invalid");
  const names = Array.from({ length: body.length / 32 }, (_, i) => body.slice(32 * i, 32 * i + 32));
  const pause = wait(name, Math.floor(names.length / lookups));
  if (pause > 0) return refusal("too_many", {}, { "retry-after": String(pause) });
  const found = await house.store.run("someObjects", locator, names);
  return bytes(concat(utf8(objectsMagic), u32(found.length), ...found.map(lengthPrefixed)));
}

const read = { roles: ["read"], writes: false, takes: "nothing", cap: 0 } as const;
/** A commit proves by its own signature that it may write; who sends it need only know the account. */
const send = { roles: ["read", "write"], writes: true, takes: "bytes", cap: limits.body } as const;

export const logCalls: readonly Call[] = [
  {
    method: "PUT",
    path: "/v1/vaults/{locator}",
    says: "Makes the account, signed by the read key in it; again it is a 200.",
    roles: [],
    writes: true,
    takes: createSchema,
    cap: 4096,
    gives: { 200: headSchema, 201: headSchema },
    problems: ["registration_closed", "exists", "invalid"],
    run: create,
  },
  {
    ...read,
    method: "GET",
    path: "/v1/vaults/{locator}",
    says: "Where the log stands. ETag, If-None-Match.",
    gives: { 200: headSchema, 304: "nothing" },
    problems: [],
    run: head,
  },
  {
    ...read,
    method: "GET",
    path: "/v1/vaults/{locator}/changes",
    query: ["since"],
    says: "Commit bodies and signatures behind a revision, the oldest first, a page at a time; none at the head.",
    gives: { 200: "bytes" },
    problems: ["compacted", "ahead", "invalid"],
    run: changes,
  },
  {
    ...send,
    method: "POST",
    path: "/v1/vaults/{locator}/commits",
    says: "Adds a commit, whole or not at all: an upload, or the names of its parts. The same commitId with the same body answers the first 200.",
    gives: { 200: committedSchema },
    problems: [
      "stale_base",
      "key_epoch",
      "too_large",
      "invalid",
      "full",
      "step_up_required",
      "step_up_failed",
    ],
    run: commit,
  },
  {
    ...send,
    method: "PUT",
    path: "/v1/vaults/{locator}/parts/{name}",
    says: "Stages a part of an upload, by the hex of its SHA-256, for a day.",
    gives: { 204: "nothing" },
    problems: ["invalid", "full"],
    run: putPart,
  },
  {
    ...read,
    roles: ["read", "write"],
    method: "GET",
    path: "/v1/vaults/{locator}/parts/{name}",
    says: "Whether a part is staged: where an upload goes on.",
    gives: { 204: "nothing" },
    problems: [],
    run: hasPart,
  },
  {
    ...read,
    method: "GET",
    path: "/v1/vaults/{locator}/objects/{name}",
    says: "An object that the head or the history holds. Immutable.",
    gives: { 200: "bytes" },
    problems: [],
    run: object,
  },
  {
    ...read,
    method: "POST",
    path: "/v1/vaults/{locator}/objects",
    says: "Objects by their SHA-256 (32 bytes each), in that order, as many as fit a page, the first at least; empty where one is not there. Changes nothing.",
    takes: "bytes",
    cap: 32 * limits.objects,
    gives: { 200: "bytes" },
    problems: ["invalid"],
    run: objects,
  },
];
