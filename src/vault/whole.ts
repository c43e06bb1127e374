/**
 * The state of a server's head as a whole (docs/SERVER.md, "A state"): for a new device, and where the log behind what
 * was seen was purged or begins under keys that only the root key leads to. The server says which objects there are and
 * signs nothing: the names count only as what the manifest pins, each object must open under the vault's keys as it comes,
 * and the log is walked from where this device stands, with what a purge has left of it.
 */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import { decodeHeader, type Header } from "../core/header.ts";
import { Failure } from "../core/failure.ts";
import { decodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { openManifest } from "../core/manifest.ts";
import { openHeader, openObject } from "../core/object.ts";
import { openRecord, peekRecord, recordClass } from "../core/record.ts";
import type { PublicKeys } from "../core/commit.ts";
import { type EpochKeys, pastEpochsOf, publicKeys, rootEpoch, samePublic } from "./epoch-keys.ts";
import { fetchKept } from "./fetched.ts";
import type { Remote, RemoteHead, Step, World } from "./ports.ts";
import { type Walked, walkWhole } from "./server-log.ts";
import type { SyncState } from "./sync-state.ts";

/** What the server says of it, and the header, which is not yet proved. */
export interface WholeState {
  head: RemoteHead;
  header: Bytes;
  epoch: number;
  manifest: Bytes;
  names: ReadonlySet<string>;
}

/** Everything of it, opened and walked; it is still to be judged. */
export interface WholeFetched {
  head: RemoteHead;
  header: Bytes;
  epoch: number;
  records: Bytes[];
  walked: Walked;
  to: EpochKeys;
  past: Awaited<ReturnType<typeof pastEpochsOf>>;
  oldest: number;
}

/** The state of this head. MISSING where the server does not hand it out. */
export async function wholeAt(
  remote: Remote,
  head: RemoteHead,
  headerKey: Bytes,
): Promise<WholeState> {
  const state = await remote.state(head.rev);
  if (state === null) throw new Failure("MISSING");
  const header = await openHeader(headerKey, state.header);
  const { epoch } = decodeHeader(header);
  if (epoch !== state.keyEpoch) throw new Failure("TAMPERED");
  const names = new Set(state.objects);
  if (names.size !== state.objects.length) throw new Failure("DUPLICATE");
  return { head, header, epoch, manifest: state.manifest, names };
}

/**
 * Its objects and its log, with the root key in hand. `own`: the public keys of this device's epoch, where it has one:
 * the keyring may not know them any more. MISSING, TAMPERED, FORK, ROLLBACK; nothing is written but what a long fetch keeps.
 */
export async function fetchWhole(
  world: World,
  remote: Remote,
  { head, header: headerBytes, epoch, manifest, names }: WholeState,
  { rootKey, header }: { rootKey: Bytes; header: Header },
  { account, seen, anchor }: Pick<SyncState, "account" | "seen" | "anchor">,
  own: (PublicKeys & { epoch: number }) | null,
  step: Step,
): Promise<WholeFetched> {
  const to = await rootEpoch(rootKey, header);
  // Before anything is fetched: who names more than there is could name without end.
  const { n } = await openManifest(
    to.keys.manifest,
    to.vault,
    await openObject(to.objects, manifest),
  );
  if (names.size < n) throw new Failure("MISSING");
  if (names.size > n) throw new Failure("TAMPERED");
  const records = await fetchKept(world, remote, names, step, (object) =>
    openObject(to.objects, object),
  );
  const past = await pastIn(records, to);
  const now = await publicKeys(rootKey, header);
  const oldest = oldestOf(to, past);
  const former = own !== null && own.epoch < oldest ? own : undefined;
  const keysOf = (wanted: number) =>
    wanted === epoch ? now : (past.get(wanted) ?? (wanted === former?.epoch ? former : undefined));
  // With a pin the keys it begins with are known; without one the log says in which epoch it begins.
  const keyEpoch = seen.rev > 0 && own !== null ? own.epoch : null;
  const start = { locator: account.locator, seen, keyEpoch, keysOf, oldest, anchor };
  const walked = await walkWhole(remote, start, head);
  if (walked.keyEpoch !== epoch || !samePublic(now, walked.keys)) throw new Failure("TAMPERED");
  for (const name of names) walked.ever.add(name);
  return { head, header: headerBytes, epoch, records, walked, to, past, oldest };
}

/** The oldest epoch whose keys the vault of `to` remembers. */
export function oldestOf(to: EpochKeys, past: ReadonlyMap<number, EpochKeys>): number {
  return Math.min(to.vault.epoch, ...past.keys());
}

/** Keys of earlier epochs, which the keyring among the records holds. */
export async function pastIn(records: readonly Bytes[], { vault, keyring }: EpochKeys) {
  for (const bytes of records) {
    const context = peekRecord(bytes);
    if (context.cls !== recordClass.keyring || !equalBytes(context.vaultId, vault.vaultId))
      continue;
    const text = await openRecord(keyring as CryptoKey, context, bytes);
    return pastEpochsOf(vault.vaultId, decodeJson(keyringSchema, text));
  }
  throw new Failure("MISSING");
}
