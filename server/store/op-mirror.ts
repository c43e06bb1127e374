/**
 * How a new mirror begins an account whose log was purged (docs/SERVER.md, "Mirror"): with what the purge has left of each
 * commit, checked as if it were whole: signature, keys, chain. Only which objects were live then nobody has signed.
 */
import { toHex } from "../bytes.ts";
import { commitSigned, firstChain, nextChain, readTransition } from "../commit.ts";
import { type Asking, ask, type Param, piecesOf, valuesOf } from "./ask.ts";
import { audited, locked } from "./vault-row.ts";

/** What a purge leaves of a commit. */
export interface ReducedRow {
  commitId: Uint8Array;
  keyEpoch: number;
  bodyHash: Uint8Array;
  sig: Uint8Array;
  manifests: Uint8Array;
}

export interface Beginning {
  locator: Uint8Array;
  /** All of them, the first first. */
  rows: readonly ReducedRow[];
  /** Those of the account up to the last row, the oldest first. */
  transitions: readonly Uint8Array[];
  header: Uint8Array;
  /** Names of what is live behind the last row; their bytes come one by one. */
  objects: readonly Uint8Array[];
  now: number;
}

export type Begun = "begun" | "not signed" | "not empty" | "gone";

/** The account stands where the purge ended, without any object yet; nothing is written where anything does not fit. */
export function* begun(beginning: Beginning): Asking<Begun> {
  const { locator, rows, header, now } = beginning;
  const row = yield* locked(locator);
  if (row === null) return "gone";
  // What a mirror has seen goes by an order of the account's admin alone: this is for one that has seen nothing.
  if (row.rev > 0) return "not empty";
  let keys = { keyEpoch: row.key_epoch, writePk: row.write_pk, adminPk: row.admin_pk };
  let chain: Uint8Array = firstChain;
  const steps = [...beginning.transitions];
  const [commits, changes]: [Param[][], Param[][]] = [[], []];
  for (const [i, { commitId, keyEpoch, bodyHash, sig, manifests }] of rows.entries()) {
    const rev = i + 1;
    if (keyEpoch === keys.keyEpoch + 1) {
      const step = steps.shift();
      const next =
        step === undefined ? null : readTransition(step, keys.adminPk, locator, keys.keyEpoch);
      if (step === undefined || next === null) return "not signed";
      keys = { keyEpoch, ...next };
      changes.push([locator, keyEpoch, rev, step]);
    }
    if (keyEpoch !== keys.keyEpoch || !commitSigned(keys.writePk, bodyHash, sig))
      return "not signed";
    chain = nextChain(chain, bodyHash);
    const size = manifests.length;
    const kept = [commitId, null, bodyHash, sig, chain, keyEpoch, now, size, manifests];
    commits.push([locator, rev, ...kept]);
  }
  const ids = new Set(rows.map(({ commitId }) => toHex(commitId)));
  if (rows.length === 0 || steps.length > 0 || ids.size < rows.length) return "not signed";
  yield* insert(
    "commits (vault, rev, commit_id, body, body_hash, sig, chain, key_epoch, at, size, manifests)",
    commits,
  );
  yield* insert("transitions (vault, key_epoch, rev, bytes)", changes);
  const rev = rows.length;
  yield* insert("headers (vault, rev, header)", [[locator, rev, header]]);
  const objects: Param[][] = beginning.objects.map((name) => [locator, name, rev, null, 0, null]);
  yield* insert("objects (vault, name, added, dropped, size, bytes)", objects);
  yield* ask(
    `update vaults set rev = ?, chain = ?, key_epoch = ?, write_pk = ?, admin_pk = ?, log_from = ?, history_from = ?
     where locator = ?`,
    rev,
    chain,
    keys.keyEpoch,
    keys.writePk,
    keys.adminPk,
    rev,
    rev,
    locator,
  );
  yield* audited(locator, "begun behind a purge", rev, now);
  return "begun";
}

function* insert(into: string, rows: readonly Param[][]): Asking<void> {
  const columns = rows[0]?.length ?? 0;
  for (const some of piecesOf(rows))
    yield* ask(`insert into ${into} values ${valuesOf(some.length, columns)}`, ...some.flat());
}
