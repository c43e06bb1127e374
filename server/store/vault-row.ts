/** The vault's row, its lock, and what every change of it does first. */
import type { Role } from "../api.ts";
import { equalBytes } from "../bytes.ts";
import { type Asking, ask, changed, one } from "./ask.ts";
import type { VaultRow } from "./schema.ts";

/** The row, without a lock. */
export function* vaultOf(locator: Uint8Array): Asking<VaultRow | null> {
  return yield* one<VaultRow>("select * from vaults where locator = ?", locator);
}

/** The row, locked until the transaction ends. Always the first statement: a compare-and-set in one would lose updates. */
export function* locked(locator: Uint8Array): Asking<VaultRow | null> {
  return yield* one<VaultRow>("select * from vaults where locator = ? /*lock*/", locator);
}

/** Of the row what a change of the account looks at: fewer columns, as it is read at every commit. */
export type Standing = Pick<VaultRow, "locator" | (typeof standing)[number]>;
const standing = [
  "log_id",
  "rev",
  "chain",
  "key_epoch",
  "read_pk",
  "write_pk",
  "admin_pk",
  "bytes",
  "log_from",
  "purge_rev",
] as const;
const lockedStanding = `select ${standing.join(", ")} from vaults where locator = ? /*lock*/`;

/** Who asks: the key a request was verified with, and its nonce, which is taken once. */
export interface Caller {
  locator: Uint8Array;
  role: Role;
  pk: Uint8Array;
  nonce: Uint8Array;
  /** ms since 1970, by the server. */
  now: number;
}

const keyOf = (row: Pick<VaultRow, `${Role}_pk`>, role: Role) =>
  role === "read" ? row.read_pk : role === "write" ? row.write_pk : row.admin_pk;

/** The locked row, where the caller's key is still the registered one. */
export function* admitted({ locator, role, pk }: Caller): Asking<Standing | null> {
  const row = yield* one<Omit<Standing, "locator">>(lockedStanding, locator);
  return row !== null && equalBytes(keyOf(row, role), pk) ? { ...row, locator } : null;
}

/** The same, where its nonce is new too; else null: a constant 404. */
export function* entered(caller: Caller): Asking<Standing | null> {
  const { locator, nonce, now } = caller;
  const row = yield* admitted(caller);
  if (row === null) return null;
  const fresh = yield* changed(
    "insert into nonces (vault, nonce, at) values (?, ?, ?) on conflict do nothing",
    locator,
    nonce,
    now,
  );
  return fresh === 1 ? row : null;
}

const auditMax = 5000;

/** An entry of the audit table: what was done, never by whom or from where. */
export function* audited(
  locator: Uint8Array,
  action: string,
  rev: number,
  now: number,
): Asking<void> {
  const row = yield* one<{ audited: number }>(
    "update vaults set audited = audited + 1 where locator = ? returning audited",
    locator,
  );
  if (row === null) return;
  yield* ask(
    "insert into audit (vault, n, at, action, rev) values (?, ?, ?, ?, ?)",
    locator,
    row.audited,
    now,
    action,
    rev,
  );
  // Who only reads can make entries too (an export is one): so there is an end to them.
  yield* ask("delete from audit where vault = ? and n <= ?", locator, row.audited - auditMax);
}
