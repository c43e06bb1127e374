/** Second factors of an account, and what was tried with them. */
import { equalBytes } from "../bytes.ts";
import { type Asking, ask, one } from "./ask.ts";
import { audited, type Caller, entered, locked } from "./vault-row.ts";

export interface FactorRow {
  id: Uint8Array;
  kind: string;
  /** JSON: see factors.ts. */
  data: string;
  confirmed: number;
  made: number;
}

/** All factors of an account, the oldest first. */
export function* factors(locator: Uint8Array): Asking<FactorRow[]> {
  return yield* ask<FactorRow>(
    "select id, kind, data, confirmed, made from factors where vault = ? order by made, id",
    locator,
  );
}

/** A new factor, not yet confirmed; unconfirmed ones of before go. Null where the account has eight. */
export function* addFactor(
  caller: Caller,
  factor: Omit<FactorRow, "confirmed" | "made">,
): Asking<boolean | null> {
  if ((yield* entered(caller)) === null) return false;
  yield* ask("delete from factors where vault = ? and confirmed = 0", caller.locator);
  const there = yield* factors(caller.locator);
  if (there.length >= 8) return null;
  yield* ask(
    "insert into factors (vault, id, kind, data, confirmed, made) values (?, ?, ?, ?, 0, ?)",
    caller.locator,
    factor.id,
    factor.kind,
    factor.data,
    caller.now,
  );
  return true;
}

/** Confirms a factor with what was proved. */
export function* confirmFactor(caller: Caller, id: Uint8Array, data: string): Asking<boolean> {
  const row = yield* entered(caller);
  if (row === null) return false;
  const done = yield* ask(
    "update factors set confirmed = 1, data = ? where vault = ? and id = ? and confirmed = 0 returning id",
    data,
    caller.locator,
    id,
  );
  if (done.length === 1) yield* audited(caller.locator, "second factor added", row.rev, caller.now);
  return done.length === 1;
}

/** Takes a factor away. */
export function* dropFactor(caller: Caller, id: Uint8Array): Asking<boolean> {
  const row = yield* entered(caller);
  if (row === null) return false;
  const done = yield* ask(
    "delete from factors where vault = ? and id = ? returning id",
    caller.locator,
    id,
  );
  if (done.length === 1)
    yield* audited(caller.locator, "second factor removed", row.rev, caller.now);
  return done.length === 1;
}

/** A challenge for a passkey, good for five minutes and once. */
export function* addChallenge(locator: Uint8Array, challenge: string, now: number): Asking<void> {
  yield* ask("delete from challenges where at < ?", now - 300_000);
  yield* ask(
    "insert into challenges (vault, challenge, at) values (?, ?, ?) on conflict do nothing",
    locator,
    challenge,
    now,
  );
}

/** Whether this challenge was given out; it is taken. */
export function* takeChallenge(
  locator: Uint8Array,
  challenge: string,
  now: number,
): Asking<boolean> {
  const rows = yield* ask(
    "delete from challenges where vault = ? and challenge = ? and at >= ? returning at",
    locator,
    challenge,
    now - 300_000,
  );
  return rows.length === 1;
}

const triesMax = 5;
const firstPause = 300_000;
const longestPause = 86_400_000;

/**
 * Whether another proof may be tried now, counted before it is looked at: after five that did not hold five minutes
 * pass, after five more ten, then twenty, up to a day. At five in five minutes for ever, a year would find a TOTP.
 */
export function* mayTry(locator: Uint8Array, now: number): Asking<boolean> {
  if ((yield* locked(locator)) === null) return false;
  const row = yield* one<{ at: number; n: number }>(
    "select at, n from tries where vault = ?",
    locator,
  );
  const n = row?.n ?? 0;
  if (row !== null && n > 0 && n % triesMax === 0) {
    const pause = Math.min(longestPause, firstPause * 2 ** (n / triesMax - 1));
    // By a clock that was set back nobody waits longer than that.
    if (now >= row.at - pause && now < row.at + pause) return false;
  }
  yield* ask(
    "insert into tries (vault, at, n) values (?, ?, 1) on conflict (vault) do update set at = excluded.at, n = tries.n + 1",
    locator,
    now,
  );
  return true;
}

/** A proof held: tries are forgotten, and what must not be used twice (a step of TOTP, a counter) is noted. Once. */
export function* proved(
  locator: Uint8Array,
  id: Uint8Array,
  before: string,
  after: string,
): Asking<boolean> {
  const rows = yield* ask<{ id: Uint8Array }>(
    "update factors set data = ? where vault = ? and id = ? and data = ? and confirmed = 1 returning id",
    after,
    locator,
    id,
    before,
  );
  if (rows.length === 1 && equalBytes(rows[0]?.id ?? id, id))
    yield* ask("delete from tries where vault = ?", locator);
  return rows.length === 1;
}

/** A note in the account's audit table, outside a change. */
export function* note(locator: Uint8Array, action: string, rev: number, now: number): Asking<void> {
  yield* audited(locator, action, rev, now);
}
