/** Accounts: made, erased, their history purged; parts on their way in; invites. */
import { randomBytes } from "node:crypto";
import { equalBytes, sha256, utf8 } from "../bytes.ts";
import { firstChain, manifestsOf, type Order, orderIn, readOrder } from "../commit.ts";
import { type Asking, ask, one } from "./ask.ts";
import { tablesOfVault, type VaultRow } from "./schema.ts";
import { audited, type Caller, entered, locked } from "./vault-row.ts";

export interface NewVault {
  locator: Uint8Array;
  nonce: Uint8Array;
  keyEpoch: number;
  readPk: Uint8Array;
  writePk: Uint8Array;
  adminPk: Uint8Array;
  now: number;
  registration: "open" | "invite" | "closed" | "mirror";
  invite: string;
}

export type Created = "created" | "there" | "exists" | "closed" | "gone";

/** PUT vault. "there": it is, with these keys; "exists": it is, with others, and the caller holds its read key. */
export function* create(made: NewVault): Asking<Created> {
  const { locator, readPk, writePk, adminPk, keyEpoch, now } = made;
  const row = yield* locked(locator);
  if (row !== null) {
    if (!equalBytes(row.read_pk, readPk)) return "gone";
    const same =
      keyEpoch === row.key_epoch &&
      equalBytes(writePk, row.write_pk) &&
      equalBytes(adminPk, row.admin_pk);
    const first =
      keyEpoch === row.first_epoch &&
      equalBytes(writePk, row.first_write_pk) &&
      equalBytes(adminPk, row.first_admin_pk);
    return same || first ? "there" : "exists";
  }
  if (made.registration === "closed") return "closed";
  if (made.registration === "invite" && !(yield* inviteTaken(made.invite, now))) return "closed";
  const rows = yield* ask(
    `insert into vaults (locator, log_id, rev, chain, key_epoch, read_pk, write_pk, admin_pk, first_epoch,
       first_write_pk, first_admin_pk, bytes, history_from, log_from, made, audited)
     values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, ?, 0) on conflict do nothing returning rev`,
    locator,
    new Uint8Array(randomBytes(16)),
    firstChain,
    keyEpoch,
    readPk,
    writePk,
    adminPk,
    keyEpoch,
    writePk,
    adminPk,
    now,
  );
  // Another was quicker, on an engine with many connections.
  if (rows.length === 0) return yield* create(made);
  yield* audited(locator, "created", 0, now);
  return "created";
}

function* inviteTaken(invite: string, now: number): Asking<boolean> {
  const hash = sha256(utf8(invite));
  const rows = yield* ask(
    "update invites set used = ? where hash = ? and used is null returning made",
    now,
    hash,
  );
  return rows.length === 1;
}

/** A pairing code for one new account; only its hash is kept. */
export function* addInvite(invite: string, now: number): Asking<void> {
  yield* ask(
    "insert into invites (hash, made, used) values (?, ?, null) on conflict do nothing",
    sha256(utf8(invite)),
    now,
  );
}

/** Invites that nobody has used, taken back: a new one is printed at each start. */
export function* dropInvites(): Asking<void> {
  yield* ask("delete from invites where used is null");
}

export interface PartInput extends Caller {
  name: Uint8Array;
  bytes: Uint8Array;
  stagedMax: number;
}

/** PUT part: staged for a commit to come. Sent again it is the same. */
export function* putPart({ stagedMax, ...input }: PartInput): Asking<"stored" | "gone" | "full"> {
  const { locator, role, name, bytes, now } = input;
  if ((yield* entered(input)) === null) return "gone";
  const staged = yield* one<{ sum: number | null }>(
    "select sum(length(bytes)) as sum from parts where vault = ? and role = ?",
    locator,
    role,
  );
  if ((staged?.sum ?? 0) + bytes.length > stagedMax) {
    const there = yield* one(
      "select 1 as there from parts where vault = ? and role = ? and name = ?",
      locator,
      role,
      name,
    );
    if (there === null) return "full";
  }
  yield* ask(
    "insert into parts (vault, role, name, at, bytes) values (?, ?, ?, ?, ?) on conflict do nothing",
    locator,
    role,
    name,
    now,
    bytes,
  );
  return "stored";
}

/** Whether a part is staged: what a client asks that goes on after an interruption. */
export function* hasPart(locator: Uint8Array, role: string, name: Uint8Array): Asking<boolean> {
  const row = yield* one(
    "select 1 as there from parts where vault = ? and role = ? and name = ?",
    locator,
    role,
    name,
  );
  return row !== null;
}

/** Erases a vault and all that belongs to it; the signed order stays for the mirrors. */
function* erased(locator: Uint8Array, order: Uint8Array, now: number): Asking<void> {
  for (const table of tablesOfVault) yield* ask(`delete from ${table} where vault = ?`, locator);
  yield* ask("delete from vaults where locator = ?", locator);
  yield* kept(locator, "erase", order, now);
}

function* kept(locator: Uint8Array, kind: string, order: Uint8Array, now: number): Asking<void> {
  yield* ask(
    "insert into orders (locator, kind, bytes, at) values (?, ?, ?, ?) on conflict (locator, kind) do update set bytes = excluded.bytes, at = excluded.at",
    locator,
    kind,
    order,
    now,
  );
}

export interface OrderInput extends Caller {
  order: Uint8Array;
  /** ms until a purge is done. */
  delay: number;
}

export type Ordered =
  | { is: "erased" }
  | { is: "purge"; upTo: number; due: number }
  | { is: "gone" | "invalid" };

/** DELETE vault, DELETE history: obeys an order that the admin key has signed, within five minutes of its time. */
export function* obey(input: OrderInput): Asking<Ordered> {
  const row = yield* entered(input);
  if (row === null) return { is: "gone" };
  const order = readOrder(input.order, row.admin_pk, input.locator);
  if (order === null || Math.abs(order.unixMs - input.now) > 300_000) return { is: "invalid" };
  if (order.kind === "erase") {
    yield* erased(input.locator, input.order, input.now);
    return { is: "erased" };
  }
  if (!purgeable(row, order)) return { is: "invalid" };
  const due = input.now + input.delay;
  yield* ask(
    "update vaults set purge_rev = ?, purge_due = ?, purge_order = ? where locator = ?",
    order.upTo,
    due,
    input.order,
    input.locator,
  );
  yield* audited(input.locator, "purge ordered", order.upTo, input.now);
  return { is: "purge", upTo: order.upTo, due };
}

/** The last commit stays whole: it is the state. */
const purgeable = (row: Pick<VaultRow, "rev" | "log_from">, order: Order) =>
  order.upTo >= row.log_from && order.upTo < row.rev;

/** Takes a purge back that was ordered and is not yet done. */
export function* cancelPurge(caller: Caller): Asking<boolean> {
  const row = yield* entered(caller);
  if (row === null || row.purge_rev === null) return false;
  yield* ask(
    "update vaults set purge_rev = null, purge_due = null, purge_order = null where locator = ?",
    caller.locator,
  );
  yield* audited(caller.locator, "purge taken back", row.purge_rev, caller.now);
  return true;
}

/** For a mirror: an order that its primary obeyed, checked again against the admin key this mirror knows. */
export function* obeyAsMirror(
  locator: Uint8Array,
  bytes: Uint8Array,
  now: number,
): Asking<"done" | "refused" | "nothing"> {
  const row = yield* locked(locator);
  if (row === null) return "nothing";
  const told = orderIn(bytes, locator);
  // It was obeyed: the account was made anew since, or its log begins behind that. The keys may be others by now.
  if (told?.kind === "erase" && told.unixMs + 300_000 < row.made) return "nothing";
  // Whoever has seen nothing yet begins behind it (op-mirror.ts).
  if (told?.kind === "purge" && (told.upTo <= row.log_from || row.rev === 0)) return "nothing";
  const order = readOrder(bytes, row.admin_pk, locator);
  if (order === null) return "refused";
  if (order.kind === "erase") yield* erased(locator, bytes, now);
  else {
    if (!purgeable(row, order)) return "refused";
    yield* purged(row, order.upTo, bytes, now);
  }
  return "done";
}

/** What a purge does: bodies up to `upTo` become manifest and hash, objects that were dropped by then go. */
export function* purged(row: VaultRow, upTo: number, order: Uint8Array, now: number): Asking<void> {
  const { locator } = row;
  for (let from = row.log_from + 1; from <= upTo;) {
    const rows = yield* ask<{ rev: number; body: Uint8Array | null }>(
      "select rev, body from commits where vault = ? and rev >= ? and rev <= ? order by rev limit 50",
      locator,
      from,
      upTo,
    );
    if (rows.length === 0) break;
    for (const { rev, body } of rows) {
      if (body !== null)
        yield* ask(
          "update commits set body = null, manifests = ? where vault = ? and rev = ?",
          manifestsOf(body),
          locator,
          rev,
        );
      from = rev + 1;
    }
  }
  yield* dropHistory(locator, upTo);
  yield* ask(
    `delete from headers where vault = ? and rev < (select max(rev) from headers where vault = ? and rev <= ?)`,
    locator,
    locator,
    upTo,
  );
  yield* ask(
    "update vaults set log_from = ?, purge_rev = null, purge_due = null, purge_order = null where locator = ?",
    upTo,
    locator,
  );
  yield* kept(locator, "purge", order, now);
  yield* recount(locator);
  yield* audited(locator, "history purged", upTo, now);
}

/** Objects that no state from `from` on holds are deleted. */
export function* dropHistory(locator: Uint8Array, from: number): Asking<void> {
  yield* ask(
    "delete from objects where vault = ? and dropped is not null and dropped <= ?",
    locator,
    from,
  );
  yield* ask(
    "update vaults set history_from = ? where locator = ? and history_from < ?",
    from,
    locator,
    from,
  );
}

/** What the vault takes, counted anew. */
export function* recount(locator: Uint8Array): Asking<void> {
  yield* ask(
    `update vaults set bytes =
       (select coalesce(sum(size), 0) from objects where vault = ?) +
       (select coalesce(sum(length(body)), 0) from commits where vault = ? and body is not null)
     where locator = ?`,
    locator,
    locator,
    locator,
  );
}
