/** Housekeeping: retention by the server's clock, what is out of date, what the operator does. */
import { randomBytes } from "node:crypto";
import { equalBytes, type Bytes } from "../bytes.ts";
import { type Upload } from "../commit.ts";
import { type Asking, ask, changed, one } from "./ask.ts";
import { added, type CommitAnswer } from "./op-commit.ts";
import { dropHistory, purged, recount } from "./op-account.ts";
import type { VaultRow } from "./schema.ts";
import { locked } from "./vault-row.ts";

/** A small fact of this server, or null. */
export function* meta(name: string): Asking<string | null> {
  return (
    (yield* one<{ value: string }>("select value from meta where name = ?", name))?.value ?? null
  );
}

/** Sets a fact; null takes it away. */
export function* setMeta(name: string, value: string | null): Asking<void> {
  yield* value === null
    ? ask("delete from meta where name = ?", name)
    : ask(
        "insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
        name,
        value,
      );
}

/** Nonces that no clock would accept again, parts and challenges that were never used. The caller's time is guarded. */
export function* sweep(now: number): Asking<void> {
  // The clock may be set back by an hour without being distrusted (clock.ts): a nonce outlives that too.
  yield* ask("delete from nonces where at < ?", now - 2 * 300_000 - 2 * 3_600_000);
  yield* ask("delete from parts where at < ?", now - 24 * 3_600_000);
  yield* ask("delete from mail where expiry < ?", now);
  yield* ask("delete from challenges where at < ?", now - 300_000);
  yield* ask("delete from orders where kind = 'erase' and at < ?", now - 400 * 86_400_000);
}

/** Retention of one vault: objects dropped before `cutoff` go; a purge that is due is done. Answers whether anything went. */
export function* retain(locator: Uint8Array, cutoff: number, now: number): Asking<boolean> {
  const row = yield* locked(locator);
  if (row === null) return false;
  if (
    row.purge_rev !== null &&
    row.purge_due !== null &&
    row.purge_due <= now &&
    row.purge_order !== null
  ) {
    yield* purged(row, row.purge_rev, row.purge_order, now);
    return true;
  }
  const young = yield* one<{ rev: number | null }>(
    "select min(rev) as rev from commits where vault = ? and at >= ?",
    locator,
    cutoff,
  );
  // The head always stays, however old.
  const from = Math.min(young?.rev === null || young === null ? row.rev : young.rev - 1, row.rev);
  if (from <= row.history_from) return false;
  yield* dropHistory(locator, from);
  yield* recount(locator);
  return true;
}

/** After an operator's restore or a promotion: every log gets a new id, so that clients see it. */
export function* newLogIds(): Asking<number> {
  const rows = yield* ask<VaultRow>("select * from vaults order by locator");
  for (const { locator } of rows)
    yield* ask(
      "update vaults set log_id = ? where locator = ?",
      new Uint8Array(randomBytes(16)),
      locator,
    );
  return rows.length;
}

/** Counts for the metrics; none of them belongs to a vault. */
export function* counts(): Asking<{ vaults: number; bytes: number; commits: number }> {
  const row = yield* one<{ vaults: number; bytes: number | null; commits: number | null }>(
    "select count(*) as vaults, sum(bytes) as bytes, sum(rev) as commits from vaults",
  );
  return {
    vaults: row?.vaults ?? 0,
    bytes: row?.bytes ?? 0,
    commits: row?.commits ?? 0,
  };
}

/** The store answers, and it can write. */
export function* ping(now: number): Asking<void> {
  yield* setMeta("pinged", String(now));
}

export interface Mirrored {
  locator: Bytes;
  upload: Upload;
  absent: ReadonlySet<string>;
  now: number;
}

/** For a mirror: adds a commit of its primary, which must be signed by the key registered here and stand on the head here. */
export function* mirrored({ locator, upload, absent, now }: Mirrored): Asking<CommitAnswer> {
  const row = yield* locked(locator);
  if (row === null) return { is: "gone" };
  return yield* added(row, upload, {
    now,
    bytesMax: Number.MAX_SAFE_INTEGER,
    steppedUp: true,
    checked: null,
    absent,
  });
}

/** For a mirror: how many live objects it has no bytes of. */
export function* holes(locator: Uint8Array): Asking<Uint8Array[]> {
  const rows = yield* ask<{ name: Uint8Array }>(
    "select name from objects where vault = ? and dropped is null and bytes is null limit 1000",
    locator,
  );
  return rows.map(({ name }) => name);
}

/** For a mirror: the bytes of an object that was absent at first. */
export function* fillHole(locator: Uint8Array, name: Uint8Array, bytes: Uint8Array): Asking<void> {
  const filled = yield* changed(
    "update objects set bytes = ?, size = ? where vault = ? and name = ? and bytes is null",
    bytes,
    bytes.length,
    locator,
    name,
  );
  if (filled > 0)
    yield* ask("update vaults set bytes = bytes + ? where locator = ?", bytes.length, locator);
}

/** Whether the chain here at `rev` is this one: for a mirror that must prove a descent. */
export function* chainIs(locator: Uint8Array, rev: number, chain: Uint8Array): Asking<boolean> {
  const row = yield* one<{ chain: Uint8Array }>(
    "select chain from commits where vault = ? and rev = ?",
    locator,
    rev,
  );
  return row !== null && equalBytes(row.chain, chain);
}
