/**
 * Push (FORMAT.md 5, 8): one manifest over the merged set, one commit on top of what was seen. The pin moves only when
 * the server has answered; until then the commit lies in the outbox, and is sent again as it is.
 */
import { type Bytes, equalBytes, toHex } from "../core/bytes.ts";
import { type CommitBody, encodeCommit, nextChain, signCommit } from "../core/commit.ts";
import { Failure, failureCode, type FailureCode } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { openManifest, sealManifest } from "../core/manifest.ts";
import { objectName, openObject, sealHeader, sealObject } from "../core/object.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass } from "../core/record.ts";
import { signingKey } from "../core/sign.ts";
import { type EpochKeys, sessionEpoch } from "./epoch-keys.ts";
import type { Opened } from "./opened.ts";
import { decodeOutbox, encodeOutbox, outboxFact, pendingBody } from "./outbox.ts";
import type { SyncOptions } from "./pull.ts";
import type { LoggedCommit, Remote, StoredRecord, World } from "./ports.ts";
import {
  bytesOf,
  checkPin,
  forMany,
  ownSet,
  type RecordSet,
  sameRec,
  seenSet,
  toRec,
  toStored,
} from "./record-set.ts";
import { flipStaged, undoneFact } from "./staged.ts";
import { readState, sealState, syncFact, type SyncState } from "./sync-state.ts";
import { stillOpen, type Vault } from "./vault.ts";
import { sealCache } from "./write.ts";

/** One thing at a time with what is on the disk; CONFLICT where it is not connected as it was any more. */
async function inTurn<T>(
  vault: Vault,
  state: SyncState,
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const { world } = vault;
  const still = stillOpen(vault);
  return world.locks.hold("turn", () =>
    world.locks.hold("vault", async () => {
      still();
      const { opened } = vault;
      if (opened === null) throw new Failure("LOCKED");
      const now = await readState(world, opened);
      if (now === null || !equalBytes(now.seen.hash, state.seen.hash))
        throw new Failure("CONFLICT");
      return work(opened);
    }),
  );
}

/** Puts what was changed here since the last sync into the outbox; answers whether there was anything. */
export function fillOutbox(vault: Vault, state: SyncState, logCanWait = false): Promise<boolean> {
  return inTurn(vault, state, async (opened) => {
    const { world } = vault;
    if (opened.problem !== null) throw new Failure(opened.problem);
    const changed = await world.disk.base();
    if (changed.length === 0) return false;
    if (logCanWait && changed.every(({ cls }) => cls === recordClass.audit)) return false;
    // The sum is made anew before every push (FORMAT.md 5): what does not fit its manifest is not sent.
    const own = await ownSet(world, opened);
    const seen: RecordSet = state.seen.rev === 0 ? new Map() : await seenSet(world, own);
    await checkPin(opened, own, state.seen, seen);
    const commit = await makeCommit(world, opened, state, own, seen);
    await world.disk.setFact(outboxFact, encodeOutbox({ commit, flip: null }));
    return true;
  });
}

async function makeCommit(
  world: World,
  opened: Opened,
  { account, seen: pin, writeSeed }: SyncState,
  own: RecordSet,
  seen: RecordSet,
): Promise<LoggedCommit & { objects: Bytes[] }> {
  const keys = await sessionEpoch(opened);
  const sealed = await sealManifest(opened.keys.manifest, opened.vault, {
    ...opened.manifest,
    counter: Math.max(opened.manifest.counter, pin.counter) + 1,
    prev: pin.hash,
    deviceId: opened.deviceId,
    made: world.clock.now(),
  });
  const adds = await objectsBeyond(world, keys, own, seen);
  const drops = await objectsBeyond(world, keys, seen, own);
  const body = encodeCommit({
    locator: account.locator,
    baseRev: pin.rev,
    baseChain: pin.chain,
    commitId: randomBytes(16),
    keyEpoch: opened.vault.epoch,
    header: pin.rev === 0 ? await sealHeader(account.headerKey, opened.header) : new Uint8Array(0),
    manifest: await sealObject(keys.objects, sealed),
    transition: new Uint8Array(0),
    ancestors: [],
    adds: [...adds.keys()],
    drops: [...drops.keys()],
  });
  const sig = await signCommit(await signingKey(writeSeed), body);
  return { body, sig, objects: [...adds.values()] };
}

/** Objects of the records of one set that the other has not, by name. */
export async function objectsBeyond(
  world: World,
  keys: EpochKeys,
  set: RecordSet,
  other: RecordSet,
): Promise<Map<string, Bytes>> {
  const found = new Map<string, Bytes>();
  const recs = [...set].filter(([place, rec]) => !sameRec(rec, other.get(place)));
  const sealed = await forMany(recs, async ([, rec]) => {
    const object = await sealObject(keys.objects, await bytesOf(world, rec));
    return [await objectName(object), object] as const;
  });
  for (const [name, object] of sealed) found.set(name, object);
  return found;
}

/** Answers of a server that has not added the commit, and will not add this one. */
const saysNo: ReadonlySet<FailureCode> = new Set(["INVALID", "TOO_LARGE", "SERVER_FULL"]);
/** A change of the keys may be added yet, with a code of the second factor. */
const asksForCode: ReadonlySet<FailureCode> = new Set(["SERVER_CODE", "SERVER_CODE_WRONG"]);

export type Settled = "empty" | "sent" | "stale" | "rotated";

/**
 * Sends what lies in the outbox. "stale": the server stands elsewhere, the commit was not added and is dropped. FORK
 * where its answer does not fit the commit: then the pin stays where it is.
 */
export async function settle(
  vault: Vault,
  remote: Remote,
  state: SyncState,
  { step, prove, code }: SyncOptions = {},
): Promise<Settled> {
  const { world } = vault;
  const bytes = await world.disk.fact(outboxFact);
  if (bytes === null) return "empty";
  const outbox = decodeOutbox(bytes);
  const body = await pendingBody(outbox, state);
  if (body === null) {
    await world.disk.setFact(outboxFact, null);
    return "empty";
  }
  const { commit, flip } = outbox;
  const giveUp = async () => {
    // Whoever asked for it thinks that the keys are others by now.
    if (flip !== null) await world.disk.setFact(undoneFact, new Uint8Array(1));
    await world.disk.setFact(outboxFact, null);
  };
  const sending = (done: number, total: number) => step?.({ phase: "sending", done, total });
  const answer = await remote
    .commit(commit, sending, flip === null ? undefined : code)
    .catch(async (thrown: unknown) => {
      const said = failureCode(thrown);
      const asked = asksForCode.has(said);
      // No code is given for what needs none, whoever asks: the commit stays, and is sent again as after no answer.
      if (asked && flip === null) throw new Failure("SERVER_ASKS");
      // No answer says nothing; an answer that says no says that it was not added.
      if (saysNo.has(said)) await giveUp();
      throw thrown;
    });
  if (answer === "stale") {
    await giveUp();
    return "stale";
  }
  const chain = await nextChain(state.seen.chain, commit.body);
  if (answer.rev !== body.baseRev + 1 || !equalBytes(answer.chain, chain))
    throw new Failure("FORK");
  if (flip !== null) return (await flipStaged(vault, flip, prove)) ? "rotated" : "stale";
  await accept(vault, state, body, commit.objects, chain);
  return "sent";
}

/** The server has it: the pin moves to it, and the base holds only what was changed since it was made. */
function accept(
  vault: Vault,
  state: SyncState,
  body: CommitBody,
  objects: readonly Bytes[],
  chain: Bytes,
): Promise<void> {
  return inTurn(vault, state, async (opened) => {
    const { world } = vault;
    const { vault: context, keys, entries } = opened;
    const epoch = await sessionEpoch(opened);
    const pushed = await openObject(epoch.objects, body.manifest);
    const { counter, n, setMac } = await openManifest(keys.manifest, context, pushed);
    const seen = { rev: body.baseRev + 1, chain, counter, hash: await sha256(pushed), n, setMac };
    const base = await baseAfter(world, epoch, body, objects);
    // A local manifest again, over the same records.
    const manifest = {
      ...opened.manifest,
      counter: Math.max(opened.manifest.counter, counter) + 1,
      prev: seen.hash,
      made: world.clock.now(),
    };
    const sealed = await sealManifest(keys.manifest, context, manifest);
    const { head } = await sealCache(
      { ...opened, manifest, sealed },
      (at) => entries[at],
      new Set(),
    );
    const fact = await sealState(keys.sync, context, { ...state, seen });
    await world.disk.commit({
      upon: opened.sealed,
      manifest: sealed,
      head,
      put: [],
      drop: [],
      pages: [],
      facts: { [syncFact]: fact, [outboxFact]: null },
      base,
    });
    Object.assign(opened, { manifest, sealed });
  });
}

/** The base over the state that was pushed: what was changed here after the commit was made. */
async function baseAfter(
  world: World,
  { objects: keys }: EpochKeys,
  body: CommitBody,
  objects: readonly Bytes[],
): Promise<StoredRecord[]> {
  const placeAt = ({ recId, cls }: StoredRecord) => recId + toHex(Uint8Array.of(cls));
  const drops = new Set(body.drops);
  const adds = new Set(body.adds);
  const pushed = new Map<string, StoredRecord>();
  for (const one of await world.disk.base()) {
    const gone =
      one.bytes.length > 0 && drops.has(await objectName(await sealObject(keys, one.bytes)));
    pushed.set(placeAt(one), gone ? { ...one, bytes: new Uint8Array(0) } : one);
  }
  const sent = await forMany(objects, async (object) => {
    // The body is signed, the objects beside it are not.
    if (!adds.delete(await objectName(object))) throw new Failure("TAMPERED");
    const rec = await toRec(await openObject(keys, object));
    return toStored(rec, rec.bytes as Bytes);
  });
  for (const stored of sent) pushed.set(placeAt(stored), stored);
  if (adds.size > 0) throw new Failure("TAMPERED");
  const differs = await forMany([...pushed.values()], async (one) => {
    const own = (await world.disk.record(one.recId, one.cls)) ?? new Uint8Array(0);
    return equalBytes(own, one.bytes) ? [] : [one];
  });
  return differs.flat();
}
