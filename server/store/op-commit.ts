/**
 * Adding a commit (FORMAT.md 8), whole or not at all, under the lock of the vault's row. Every check is made before the
 * first write or by it, so that a refusal has nothing to undo.
 */
import { equalBytes, Malformed, sha256, toHex } from "../bytes.ts";
import {
  type Commit,
  commitSigned,
  decodeCommit,
  nextChain,
  readTransition,
  type Upload,
} from "../commit.ts";
import { type Asking, ask, changed, one, piecesOf, valuesOf } from "./ask.ts";
import { audited, type Standing } from "./vault-row.ts";

/** A signature that was found good before the lock: for a body of this hash, by this key. */
export interface CheckedAhead {
  writePk: Uint8Array;
  bodyHash: Uint8Array;
}

export interface HeadNow {
  rev: number;
  chain: Uint8Array;
  keyEpoch: number;
}

export type CommitAnswer =
  | {
      is: "committed";
      rev: number;
      chain: Uint8Array;
      again: boolean;
      logId: Uint8Array;
      rotated: boolean;
    }
  | { is: "stale_base" | "key_epoch"; head: HeadNow }
  | { is: "gone" | "invalid" | "full" | "too_large" | "step_up_required" };

interface Terms {
  now: number;
  bytesMax: number;
  steppedUp: boolean;
  checked: CheckedAhead | null;
  /** For a mirror alone: names whose bytes its primary has no more. */
  absent: ReadonlySet<string> | null;
}

/** Judges and adds an upload to a locked row; the mirror's way in too. */
export function* added(row: Standing, upload: Upload, terms: Terms): Asking<CommitAnswer> {
  const { locator } = row;
  const bodyHash = sha256(upload.body);
  let read: Commit;
  try {
    read = decodeCommit(upload.body);
  } catch (thrown) {
    if (thrown instanceof Malformed) return { is: "invalid" };
    throw thrown;
  }
  if (!equalBytes(read.locator, locator)) return { is: "invalid" };
  const here = read.baseRev === row.rev && equalBytes(read.baseChain, row.chain);
  // What stands on the head can not be a resend; that its id is new is the first thing its insert asks.
  const known = here
    ? null
    : yield* one<{ body_hash: Uint8Array; rev: number; chain: Uint8Array }>(
        "select body_hash, rev, chain from commits where vault = ? and commit_id = ?",
        locator,
        read.commitId,
      );
  if (known !== null) {
    if (!equalBytes(known.body_hash, bodyHash)) return { is: "invalid" };
    return {
      is: "committed",
      rev: known.rev,
      chain: known.chain,
      again: true,
      logId: row.log_id,
      rotated: false,
    };
  }
  const head = { rev: row.rev, chain: row.chain, keyEpoch: row.key_epoch };
  if (!here) return { is: "stale_base", head };
  const keys = keysAfter(row, read);
  if (keys === "key_epoch") return { is: "key_epoch", head };
  if (keys === null) return { is: "invalid" };
  // What was checked before counts for the key that is registered now, under the lock, and for no other.
  const { checked } = terms;
  const signed =
    (checked !== null &&
      equalBytes(checked.bodyHash, bodyHash) &&
      equalBytes(checked.writePk, keys.writePk)) ||
    commitSigned(keys.writePk, bodyHash, upload.sig);
  if (!signed) return { is: "invalid" };
  const objects = namedObjects(read, upload, terms.absent);
  if (objects === null) return { is: "invalid" };
  if (read.transition.length > 0 && !terms.steppedUp && terms.absent === null) {
    const factor = yield* one("select id from factors where vault = ? and confirmed = 1", locator);
    if (factor !== null) return { is: "step_up_required" };
  }
  if (!(yield* allLive(locator, read.drops))) return { is: "invalid" };
  const size =
    upload.body.length +
    [...objects.values()].reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0);
  if (row.bytes + size > terms.bytesMax) return { is: "full" };
  const rev = row.rev + 1;
  const chain = nextChain(row.chain, bodyHash);
  const made = { read, rev, chain, bodyHash, size, keys, objects, now: terms.now };
  if (!(yield* written(row, upload, made))) return { is: "invalid" };
  return {
    is: "committed",
    rev,
    chain,
    again: false,
    logId: row.log_id,
    rotated: read.transition.length > 0,
  };
}

interface Keys {
  keyEpoch: number;
  writePk: Uint8Array;
  adminPk: Uint8Array;
}

function keysAfter(
  row: Standing,
  { transition, locator, keyEpoch, header }: Commit,
): Keys | "key_epoch" | null {
  const now = { keyEpoch: row.key_epoch, writePk: row.write_pk, adminPk: row.admin_pk };
  if (transition.length === 0) return keyEpoch === now.keyEpoch ? now : "key_epoch";
  if (keyEpoch !== now.keyEpoch + 1) return "key_epoch";
  // Without its header nobody could open the new epoch.
  if (header.length === 0) return null;
  const next = readTransition(transition, row.admin_pk, locator, row.key_epoch);
  return next === null ? null : { keyEpoch, ...next };
}

/** Exactly the objects that the body adds, by name; null where one is missing or too many. */
function namedObjects(
  { adds }: Commit,
  { objects }: Upload,
  absent: ReadonlySet<string> | null,
): Map<string, Uint8Array | null> | null {
  const sent = new Map<string, Uint8Array | null>();
  for (const object of objects) sent.set(toHex(sha256(object)), object);
  for (const name of absent ?? []) if (!sent.has(name)) sent.set(name, null);
  if (sent.size !== adds.length || objects.length > adds.length) return null;
  return adds.every((name) => sent.has(toHex(name))) ? sent : null;
}

function* allLive(vault: Uint8Array, names: readonly Uint8Array[]): Asking<boolean> {
  for (const piece of piecesOf(names)) {
    const marks = piece.map(() => "?").join(", ");
    const found = yield* ask(
      `select 1 as there from objects where vault = ? and dropped is null and name in (${marks})`,
      vault,
      ...piece,
    );
    if (found.length !== piece.length) return false;
  }
  return true;
}

interface Writing {
  read: Commit;
  rev: number;
  chain: Uint8Array;
  bodyHash: Uint8Array;
  size: number;
  keys: Keys;
  objects: Map<string, Uint8Array | null>;
  now: number;
}

function* written(row: Standing, { body, sig }: Upload, made: Writing): Asking<boolean> {
  const { read, rev, chain, bodyHash, size, keys, objects, now } = made;
  const { locator } = row;
  const fresh = yield* changed(
    `insert into commits (vault, rev, commit_id, body, body_hash, sig, chain, key_epoch, at, size)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (vault, commit_id) do nothing`,
    locator,
    rev,
    read.commitId,
    body,
    bodyHash,
    sig,
    chain,
    keys.keyEpoch,
    now,
    size,
  );
  // Nothing was written: another commit of this account had this id.
  if (fresh === 0) return false;
  for (const piece of piecesOf(read.drops)) {
    const marks = piece.map(() => "?").join(", ");
    yield* changed(
      `update objects set dropped = ? where vault = ? and dropped is null and name in (${marks})`,
      rev,
      locator,
      ...piece,
    );
  }
  yield* addObjects(locator, read.adds, rev, objects);
  if (read.header.length > 0)
    yield* ask(
      "insert into headers (vault, rev, header) values (?, ?, ?)",
      locator,
      rev,
      read.header,
    );
  if (read.transition.length > 0) {
    yield* ask(
      "insert into transitions (vault, key_epoch, rev, bytes) values (?, ?, ?, ?)",
      locator,
      keys.keyEpoch,
      rev,
      read.transition,
    );
    yield* audited(locator, "keys changed", rev, now);
  }
  yield* changed(
    `update vaults set rev = ?, chain = ?, key_epoch = ?, write_pk = ?, admin_pk = ?, bytes = bytes + ?
     where locator = ?`,
    rev,
    chain,
    keys.keyEpoch,
    keys.writePk,
    keys.adminPk,
    size,
    locator,
  );
  return true;
}

function* addObjects(
  vault: Uint8Array,
  names: readonly Uint8Array[],
  rev: number,
  objects: ReadonlyMap<string, Uint8Array | null>,
): Asking<void> {
  for (const piece of piecesOf(names)) {
    const marks = piece.map(() => "?").join(", ");
    const there = yield* ask<{ name: Uint8Array }>(
      `select name from objects where vault = ? and dropped is null and name in (${marks})`,
      vault,
      ...piece,
    );
    // What is live already stays as it is.
    const live = new Set(there.map(({ name }) => toHex(name)));
    const fresh = piece.filter((name) => !live.has(toHex(name)));
    for (const some of piecesOf(fresh)) {
      const rows = some.flatMap((name) => {
        const bytes = objects.get(toHex(name)) ?? null;
        return [vault, name, rev, null, bytes?.length ?? 0, bytes];
      });
      yield* changed(
        `insert into objects (vault, name, added, dropped, size, bytes) values ${valuesOf(some.length, 6)}`,
        ...rows,
      );
    }
  }
}
