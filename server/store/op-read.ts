/** What is read of a vault: log, objects, history, states. None of it takes a lock. */
import { limits } from "../api.ts";
import { reader } from "../bytes.ts";
import { decodeCommit } from "../commit.ts";
import { type Asking, ask, one } from "./ask.ts";
import type { CommitRow, VaultRow } from "./schema.ts";
import { vaultOf } from "./vault-row.ts";

/** The vault, or null. */
export function* vault(locator: Uint8Array): Asking<VaultRow | null> {
  return yield* vaultOf(locator);
}

export type Changes =
  | { is: "page"; row: VaultRow; commits: { body: Uint8Array; sig: Uint8Array }[] }
  | { is: "gone" }
  | { is: "ahead" }
  | { is: "compacted"; from: number };

/** Commits behind `since`, the oldest first, as many as fit a page, one at least. */
export function* changes(locator: Uint8Array, since: number): Asking<Changes> {
  const row = yield* vaultOf(locator);
  if (row === null) return { is: "gone" };
  if (since > row.rev) return { is: "ahead" };
  if (since < row.log_from) return { is: "compacted", from: row.log_from };
  const sizes = yield* ask<{ rev: number; length: number }>(
    `select rev, length(body) as length from commits where vault = ? and rev > ? order by rev limit ${limits.changes}`,
    locator,
    since,
  );
  let sum = 0;
  let upTo = since;
  for (const { rev, length } of sizes) {
    sum += length;
    if (sum > limits.page && upTo > since) break;
    upTo = rev;
  }
  const commits = yield* ask<{ body: Uint8Array; sig: Uint8Array }>(
    "select body, sig from commits where vault = ? and rev > ? and rev <= ? order by rev",
    locator,
    since,
    upTo,
  );
  return { is: "page", row, commits };
}

/** What a purge has left of the commits behind `since`, the oldest first, as many as fit a page; none where the log is whole. */
export function* reduced(locator: Uint8Array, since: number): Asking<CommitRow[] | null> {
  const row = yield* vaultOf(locator);
  if (row === null) return null;
  const rows = yield* ask<CommitRow>(
    `select * from commits where vault = ? and rev > ? and rev <= ? order by rev limit ${limits.changes}`,
    locator,
    since,
    row.log_from,
  );
  let sum = 0;
  return rows.filter(({ manifests }, i) => {
    sum += manifests?.length ?? 0;
    return i === 0 || sum <= limits.page;
  });
}

/** An object by its name, as long as any state of the retention window holds it. */
export function* object(locator: Uint8Array, name: Uint8Array): Asking<Uint8Array | null> {
  const row = yield* one<{ bytes: Uint8Array | null }>(
    "select bytes from objects where vault = ? and name = ? and bytes is not null order by added desc limit 1",
    locator,
    name,
  );
  return row?.bytes ?? null;
}

/** Objects by their names, in that order, as many as fit a page, the first at least; empty where one is not there. */
export function* someObjects(
  locator: Uint8Array,
  names: readonly Uint8Array[],
): Asking<Uint8Array[]> {
  const found: Uint8Array[] = [];
  let sum = 0;
  for (const name of names) {
    const bytes = yield* object(locator, name);
    sum += bytes?.length ?? 0;
    if (sum > limits.page && found.length > 0) break;
    found.push(bytes ?? new Uint8Array(0));
  }
  return found;
}

/** Commits below `before`, the newest first. */
export function* history(locator: Uint8Array, before: number): Asking<CommitRow[]> {
  return yield* ask<CommitRow>(
    `select rev, at, key_epoch, size, commit_id from commits where vault = ? and rev < ? order by rev desc limit ${limits.history}`,
    locator,
    before,
  );
}

export interface StateAt {
  row: VaultRow;
  commit: CommitRow;
  header: Uint8Array;
  manifest: Uint8Array;
  keys: { keyEpoch: number; transitions: Uint8Array[] };
  objects: Uint8Array[];
}

/** The state at a revision; the first revision that can be had, where this one is too old. */
export function* stateAt(
  locator: Uint8Array,
  rev: number,
): Asking<StateAt | { from: number } | null> {
  const row = yield* vaultOf(locator);
  if (row === null || rev < 1 || rev > row.rev) return null;
  if (rev < row.history_from) return { from: row.history_from };
  const commit = yield* one<CommitRow>(
    "select * from commits where vault = ? and rev = ?",
    locator,
    rev,
  );
  const header = yield* one<{ header: Uint8Array }>(
    "select header from headers where vault = ? and rev <= ? order by rev desc limit 1",
    locator,
    rev,
  );
  if (commit === null || header === null) return null;
  const manifest =
    commit.body === null
      ? reader(commit.manifests ?? new Uint8Array(4)).lengthPrefixed(limits.manifest)
      : decodeCommit(commit.body).manifest;
  const objects = yield* ask<{ name: Uint8Array }>(
    "select name from objects where vault = ? and added <= ? and (dropped is null or dropped > ?) order by name",
    locator,
    rev,
    rev,
  );
  const steps = yield* ask<{ bytes: Uint8Array }>(
    "select bytes from transitions where vault = ? and rev <= ? order by key_epoch",
    locator,
    rev,
  );
  return {
    row,
    commit,
    header: header.header,
    manifest,
    keys: { keyEpoch: commit.key_epoch, transitions: steps.map(({ bytes }) => bytes) },
    objects: objects.map(({ name }) => name),
  };
}

/** Heads of these vaults, for hints to sockets on this instance. */
export function* heads(locators: readonly Uint8Array[]): Asking<VaultRow[]> {
  if (locators.length === 0) return [];
  const marks = locators.map(() => "?").join(", ");
  return yield* ask<VaultRow>(`select * from vaults where locator in (${marks})`, ...locators);
}

/** Vaults behind `after`, in the order of their names: what a mirror and the check go through. */
export function* vaultsAfter(after: Uint8Array): Asking<VaultRow[]> {
  return yield* ask<VaultRow>(
    "select * from vaults where locator > ? order by locator limit 200",
    after,
  );
}

/** Rows of the log from `from` on, compacted ones too, for the check of a backup. */
export function* logRows(locator: Uint8Array, from: number): Asking<CommitRow[]> {
  return yield* ask<CommitRow>(
    "select * from commits where vault = ? and rev >= ? order by rev limit 50",
    locator,
    from,
  );
}

/** Names of what is live, behind `after`, and whether the bytes are there. */
export function* liveAfter(
  locator: Uint8Array,
  after: Uint8Array,
): Asking<{ name: Uint8Array; bytes: Uint8Array | null }[]> {
  return yield* ask(
    "select name, bytes from objects where vault = ? and dropped is null and name > ? order by name limit 50",
    locator,
    after,
  );
}

/** Transitions of a vault, the oldest first. */
export function* transitions(
  locator: Uint8Array,
): Asking<{ key_epoch: number; rev: number; bytes: Uint8Array }[]> {
  return yield* ask(
    "select key_epoch, rev, bytes from transitions where vault = ? order by key_epoch",
    locator,
  );
}

/** The audit table of a vault, the newest first. */
export function* auditOf(
  locator: Uint8Array,
): Asking<{ n: number; at: number; action: string; rev: number }[]> {
  return yield* ask(
    "select n, at, action, rev from audit where vault = ? order by n desc limit 500",
    locator,
  );
}

/** Orders that were obeyed here, for mirrors. */
export function* orders(): Asking<
  { locator: Uint8Array; kind: string; bytes: Uint8Array; at: number }[]
> {
  return yield* ask("select locator, kind, bytes, at from orders order by at limit 10000");
}
