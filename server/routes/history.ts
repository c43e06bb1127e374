/** What was: the history, any state of it, the whole account as a file; and how it is given up. */
import {
  auditSchema,
  historySchema,
  limits,
  orderSchema,
  purgedMagic,
  purgeSchema,
  stateSchema,
  stepUpHeader,
} from "../api.ts";
import {
  concat,
  fromBase64,
  fromHex,
  lengthPrefixed,
  toBase64,
  toHex,
  u32,
  u64,
  utf8,
} from "../bytes.ts";
import { bytes, type Call, type CallRequest, json, numberIn } from "../call.ts";
import { kindsOf, stepUp } from "../factors.ts";
import { readJson } from "../json.ts";
import { scrub } from "../keeper.ts";
import { Refused } from "../problem.ts";
import type { Store } from "../store/store.ts";
import type { Caller } from "../store/vault-row.ts";

async function history({ house, query }: CallRequest, { locator }: Caller): Promise<Response> {
  const rows = await house.store.run(
    "history",
    locator,
    numberIn(query, "before", Number.MAX_SAFE_INTEGER),
  );
  const row = await house.store.run("vault", locator);
  if (row === null) throw new Refused("not_found");
  const entries = rows.map((each) => ({
    rev: each.rev,
    at: each.at,
    keyEpoch: each.key_epoch,
    bytes: each.size,
    commitId: toHex(each.commit_id),
    kept: each.rev >= row.history_from,
  }));
  const last = entries.at(-1);
  return json({
    entries,
    next: entries.length < limits.history || last === undefined ? null : last.rev,
  });
}

async function at({ house, params }: CallRequest, { locator }: Caller): Promise<Response> {
  const rev = params["rev"] ?? "";
  if (!/^\d{1,15}$/.test(rev)) throw new Refused("not_found");
  const state = await house.store.run("stateAt", locator, Number(rev));
  if (state === null) throw new Refused("not_found");
  if ("from" in state) throw new Refused("compacted", { from: state.from });
  const { row, commit } = state;
  const keys = await keysAt(house.store, locator, state.keys.keyEpoch);
  return json({
    logId: toHex(row.log_id),
    rev: commit.rev,
    chain: toHex(commit.chain),
    keyEpoch: commit.key_epoch,
    ...keys,
    at: commit.at,
    header: toBase64(state.header),
    manifest: toBase64(state.manifest),
    objects: state.objects.map(toHex),
    transitions: state.keys.transitions.map(toBase64),
  });
}

async function purged({ house, query }: CallRequest, { locator }: Caller): Promise<Response> {
  const rows = await house.store.run("reduced", locator, numberIn(query, "since", 0));
  const row = await house.store.run("vault", locator);
  if (rows === null || row === null) throw new Refused("not_found");
  const start = [utf8(purgedMagic), row.log_id, u64(row.log_from), u32(rows.length)];
  const each = rows.flatMap(({ key_epoch: epoch, body_hash: hash, sig, manifests }) => [
    u32(epoch),
    hash,
    sig,
    lengthPrefixed(manifests ?? new Uint8Array(0)),
  ]);
  return bytes(concat(...start, ...each));
}

/** Public keys of an epoch: those of the first commit, or of the transition to it (its last 128 bytes are keys and signature). */
async function keysAt(
  store: Store,
  locator: Uint8Array,
  epoch: number,
): Promise<{ writePk: string; adminPk: string }> {
  const all = await store.run("transitions", locator);
  const found = all.find(({ key_epoch: to }) => to === epoch);
  if (found !== undefined)
    return {
      writePk: toHex(found.bytes.slice(-128, -96)),
      adminPk: toHex(found.bytes.slice(-96, -64)),
    };
  const row = await store.run("vault", locator);
  if (row === null) throw new Refused("not_found");
  return { writePk: toHex(row.first_write_pk), adminPk: toHex(row.first_admin_pk) };
}

/** "CFEX1\0" | LP(JSON: account, audit, factors) | u32 n commits × (LP(body|"") | sig 64) | objects × LP | u32 0 | mail × LP | u32 0 */
async function* exported(store: Store, locator: Uint8Array): AsyncGenerator<Uint8Array> {
  const row = await store.run("vault", locator);
  if (row === null) return;
  const about = {
    locator: toHex(locator),
    logId: toHex(row.log_id),
    rev: row.rev,
    chain: toHex(row.chain),
    keyEpoch: row.key_epoch,
    readPk: toHex(row.read_pk),
    firstKeys: {
      keyEpoch: row.first_epoch,
      writePk: toHex(row.first_write_pk),
      adminPk: toHex(row.first_admin_pk),
    },
    made: row.made,
    audit: await store.run("auditOf", locator),
    ...(await store.run("mailOf", locator, 0)),
    secondFactors: kindsOf(await store.run("factors", locator)),
  };
  yield concat(utf8("CFEX1\0"), lengthPrefixed(utf8(JSON.stringify(about))), u32(row.rev));
  for (let from = 1; from <= row.rev;) {
    const rows = await store.run("logRows", locator, from);
    const commits = rows.filter(({ rev }) => rev <= row.rev);
    if (commits.length === 0) break;
    yield concat(
      ...commits.flatMap(({ body, sig }) => [lengthPrefixed(body ?? new Uint8Array(0)), sig]),
    );
    from = (commits.at(-1)?.rev ?? row.rev) + 1;
  }
  for (let after: Uint8Array = new Uint8Array(0); ;) {
    const rows = await store.run("liveAfter", locator, after);
    const last = rows.at(-1);
    if (last === undefined) break;
    yield concat(...rows.map((one) => lengthPrefixed(one.bytes ?? new Uint8Array(0))));
    after = last.name;
  }
  yield u32(0);
  for (const { id } of about.mail) {
    const sealed = await store.run("mailBytes", locator, fromHex(id));
    yield lengthPrefixed(sealed ?? new Uint8Array(0));
  }
  yield u32(0);
}

async function exportAll({ house }: CallRequest, caller: Caller): Promise<Response> {
  await house.store.run("note", caller.locator, "exported", 0, caller.now);
  const source = exported(house.store, caller.locator);
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = await source.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "application/octet-stream",
      "cache-control": "no-store",
      "content-disposition": 'attachment; filename="coffer-account.bin"',
    },
  });
}

/** A second factor where the account has one; the refusal is in the audit table. */
async function withStepUp({ house, header }: CallRequest, { locator, now }: Caller): Promise<void> {
  const step = await stepUp(house.store, locator, header(stepUpHeader), now);
  if (step.is === "required") throw new Refused("step_up_required", { kinds: step.kinds });
  if (step.is === "failed") {
    await house.store.run("note", locator, "second factor failed", 0, now);
    throw new Refused("step_up_failed", { kinds: step.kinds });
  }
}

const ordered =
  (kind: "erase" | "purge") =>
  async (request: CallRequest, caller: Caller): Promise<Response> => {
    const { house, asked, authority, locator } = request;
    const { order } = readJson(orderSchema, asked.body);
    await withStepUp(request, caller);
    const orderBytes = fromBase64(order);
    // The kind stands in what is signed: an order to purge does not erase.
    if (orderBytes["coffer/1/order\0".length] !== (kind === "erase" ? 1 : 2))
      throw new Refused("invalid");
    const delay = house.rules.purgeHours * 3_600_000;
    const done = await house.store.run("obey", { ...caller, order: orderBytes, delay });
    if (done.is === "gone") throw new Refused("not_found");
    if (done.is === "invalid") throw new Refused("invalid");
    if (done.is === "purge") return json({ upTo: done.upTo, due: done.due }, 202);
    authority.forget(locator);
    house.log("account erased");
    // It is erased, whatever becomes of this: what fails is done again (keeper.ts). A VACUUM is not waited for.
    house.state.toScrub = true;
    const scrubbed = scrub(house).catch((error: Error) =>
      house.log("scrub failed", { reason: error.name }),
    );
    if (house.store.engine === "sqlite") await scrubbed;
    return new Response(null, { status: 204 });
  };

async function keepHistory({ house }: CallRequest, caller: Caller): Promise<Response> {
  if (!(await house.store.run("cancelPurge", caller))) throw new Refused("not_found");
  return new Response(null, { status: 204 });
}

async function audit({ house }: CallRequest, { locator }: Caller): Promise<Response> {
  return json({ entries: await house.store.run("auditOf", locator) });
}

const read = { roles: ["read"], writes: false, takes: "nothing", cap: 0, method: "GET" } as const;
const admin = { roles: ["admin"], writes: true } as const;

export const historyCalls: readonly Call[] = [
  {
    ...read,
    path: "/v1/vaults/{locator}/history",
    query: ["before"],
    says: "Commits, the newest first.",
    gives: { 200: historySchema },
    problems: ["invalid"],
    run: history,
  },
  {
    ...read,
    path: "/v1/vaults/{locator}/at/{rev}",
    says: "A state of the retention window: header, manifest, names of objects, keys.",
    gives: { 200: stateSchema },
    problems: ["compacted"],
    run: at,
  },
  {
    ...read,
    path: "/v1/vaults/{locator}/purged",
    query: ["since"],
    says: "What a purge has left of commits behind a revision: key epoch, hash of the body, signature, manifests. So chain and signatures can still be checked. None where the log is whole.",
    gives: { 200: "bytes" },
    problems: ["invalid"],
    run: purged,
  },
  {
    ...read,
    path: "/v1/vaults/{locator}/export",
    says: "All that is here of the account (GDPR, article 20).",
    gives: { 200: "bytes" },
    problems: [],
    run: exportAll,
  },
  {
    ...read,
    path: "/v1/vaults/{locator}/audit",
    says: "What was done with the account, the newest first; never by whom or from where.",
    gives: { 200: auditSchema },
    problems: [],
    run: audit,
  },
  {
    ...admin,
    method: "DELETE",
    path: "/v1/vaults/{locator}/history",
    says: "Orders a purge: bodies up to a revision and objects dropped by then go, after a delay.",
    takes: orderSchema,
    cap: 4096,
    gives: { 202: purgeSchema },
    problems: ["invalid", "step_up_required", "step_up_failed"],
    run: ordered("purge"),
  },
  {
    ...admin,
    method: "POST",
    path: "/v1/vaults/{locator}/history",
    says: "Takes an ordered purge back.",
    takes: "nothing",
    cap: 0,
    gives: { 204: "nothing" },
    problems: [],
    run: keepHistory,
  },
  {
    ...admin,
    method: "DELETE",
    path: "/v1/vaults/{locator}",
    says: "Erases the account at once (GDPR, article 17); the signed order stays for the mirrors.",
    takes: orderSchema,
    cap: 4096,
    gives: { 204: "nothing" },
    problems: ["invalid", "step_up_required", "step_up_failed"],
    run: ordered("erase"),
  },
];
