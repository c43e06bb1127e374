/**
 * A rotation with a server connected is staged (FORMAT.md 6): the next epoch and its commit wait in the outbox, the one
 * that is goes on, until the server has said yes. Then one transaction flips; a crash at any time leaves one or the other.
 */
import { type Bytes, equalBytes, toHex, wipe } from "../core/bytes.ts";
import { encodeCommit, encodeTransition, nextChain, signCommit } from "../core/commit.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { type Bundle, makeBundle, type VaultContext } from "../core/keys.ts";
import { sumSet } from "../core/manifest.ts";
import { objectKeys, objectName, sealHeader, sealObject } from "../core/object.ts";
import { peekRecord } from "../core/record.ts";
import { randomBytes } from "../core/random.ts";
import { sessionEpoch, signerOf } from "./epoch-keys.ts";
import { clearClip } from "./clip.ts";
import { anyDraft } from "./draft.ts";
import type { Opened } from "./opened.ts";
import { decodeOutbox, encodeOutbox, type Flip, type Outbox, outboxFact } from "./outbox.ts";
import type { Change, StoredRecord, World } from "./ports.ts";
import type { SyncOptions } from "./pull.ts";
import { reach } from "./reach.ts";
import { bytesOf, ownSet, seenSet } from "./record-set.ts";
import { resealDrafts } from "./reseal-drafts.ts";
import { sealEpoch } from "./seal-all.ts";
import { beginSession } from "./session.ts";
import { settingsOf } from "./settings-record.ts";
import { sealState, syncFact, type SyncState } from "./sync-state.ts";
import { giveUp, undoneFact } from "./undone.ts";
import { withRootKey } from "./unlock.ts";
import { lock, look, type Vault } from "./vault.ts";

export interface Staging {
  world: World;
  state: SyncState;
  /** The vault as it is, and as it is to be: `next.sealed` is the manifest that is pushed. */
  opened: Opened;
  next: Opened;
  change: Change;
  oldRoot: Bytes;
  newRoot: Bytes;
  oldContext: VaultContext;
  quick: Bytes | null;
}

interface Staged {
  outbox: Outbox;
  /** What the flip writes, with the cache that a flip after a restart has not, and the vault as it is then. */
  change: Change;
  opened: Opened;
}

/** The commit of a new epoch and the flip that follows it. Nothing is written here. */
async function stage(staging: Staging): Promise<Staged> {
  const { world, state, opened, next, oldRoot, newRoot } = staging;
  const { account, seen: pin } = state;
  const admin = await signerOf(oldRoot, staging.oldContext, "admin");
  const write = await signerOf(newRoot, next.vault, "write");
  const nextAdmin = await signerOf(newRoot, next.vault, "admin");
  wipe(admin.seed, nextAdmin.seed);
  const keys = { writePk: write.signer.publicKey, adminPk: nextAdmin.signer.publicKey };

  // A new epoch is all new: chunks of files too are sealed under its K_sync.
  const own = await ownSet(world, opened);
  const replaced = new Map(
    staging.change.put.map((one) => [one.recId + toHex(Uint8Array.of(one.cls)), one.bytes]),
  );
  const records: Bytes[] = [];
  for (const [place, rec] of own) records.push(replaced.get(place) ?? (await bytesOf(world, rec)));
  for (const [place, bytes] of replaced) if (!own.has(place)) records.push(bytes);
  const sealer = await objectKeys(next.keys.sync, next.vault);
  const objects = await Promise.all(records.map((bytes) => sealObject(sealer, bytes)));
  const drops = await seenNames(staging);
  const body = encodeCommit({
    locator: account.locator,
    baseRev: pin.rev,
    baseChain: pin.chain,
    commitId: randomBytes(16),
    keyEpoch: next.vault.epoch,
    header: await sealHeader(account.headerKey, next.header),
    manifest: await sealObject(sealer, next.sealed),
    transition: await encodeTransition(admin.signer, account.locator, opened.vault.epoch, keys),
    ancestors: [],
    adds: await Promise.all(objects.map(objectName)),
    drops,
  });
  const commit = { body, sig: await signCommit(write.signer, body), objects };

  const set = records.map((bytes) => ({ context: peekRecord(bytes), bytes }));
  const leaves = await Promise.all(
    set.map(async ({ context, bytes }) => ({
      recId: context.recId,
      ref: { ...context, hash: await sha256(bytes) },
    })),
  );
  const seen = {
    rev: pin.rev + 1,
    chain: await nextChain(pin.chain, body),
    counter: next.manifest.counter,
    hash: await sha256(next.sealed),
    ...(await sumSet(next.kSet, leaves)),
  };
  const after: SyncState = { ...state, writeSeed: write.seed, adminPk: keys.adminPk, seen };
  // The manifest that stays here is a local one again.
  const local = await sealEpoch({
    ...next,
    manifest: { ...next.manifest, counter: next.manifest.counter + 1, prev: seen.hash },
  });
  const fact = await sealState(next.keys.sync, next.vault, after);
  const change: Change = {
    ...staging.change,
    ...local.change,
    facts: {
      [syncFact]: fact,
      [outboxFact]: null,
      [undoneFact]: null,
      quick: staging.quick,
      renew: null,
    },
    base: [],
  };
  const flip: Flip = {
    upon: await sha256(opened.sealed),
    header: next.header,
    manifest: local.change.manifest,
    state: fact,
    quick: staging.quick ?? new Uint8Array(0),
    records,
  };
  return { outbox: { commit, flip }, change, opened: local.opened };
}

/** Names of all that the server has, which a new epoch takes away. */
async function seenNames({ world, opened, state }: Staging): Promise<string[]> {
  if (state.seen.rev === 0) return [];
  const { objects } = await sessionEpoch(opened);
  const seen = await seenSet(world, await ownSet(world, opened));
  const names: string[] = [];
  for (const rec of seen.values())
    names.push(await objectName(await sealObject(objects, await bytesOf(world, rec))));
  return names;
}

/**
 * Both transactions and the commit between them. Answers the vault of the new epoch. "answer" where none came that
 * fits, or the disk could not take it, "code" where the server asks for the second factor: then the outbox holds it, and
 * the old epoch stays in force here. CONFLICT where the server stands elsewhere.
 */
export async function rotateAtServer(staging: Staging): Promise<Opened | "answer" | "code"> {
  const { world, state } = staging;
  const remote = await reach(world, state.account, state.origin);
  const { outbox, change, opened } = await stage(staging);
  await world.disk.setFact(outboxFact, encodeOutbox(outbox));
  const answer = await remote.commit(outbox.commit).catch(async (thrown: unknown) => {
    if (thrown instanceof Failure && /^(OFFLINE|CANCELLED)$/.test(thrown.code)) return "answer";
    if (thrown instanceof Failure && thrown.code === "SERVER_CODE") return "code";
    await giveUp(world, outbox.commit);
    throw thrown;
  });
  if (answer === "answer" || answer === "code") return answer;
  if (answer === "stale") {
    await giveUp(world, outbox.commit);
    throw new Failure("CONFLICT");
  }
  // From here on it may stand at the server whatever comes here: the new recovery code has to be told. What an answer
  // that does not fit means is said by the next sync.
  const chain = await nextChain(state.seen.chain, outbox.commit.body);
  if (answer.rev !== state.seen.rev + 1 || !equalBytes(answer.chain, chain)) return "answer";
  const flipped = await world.disk.commit(change).then(
    () => true,
    () => false,
  );
  return flipped ? opened : "answer";
}

/**
 * The second transaction of a rotation whose answer came later: no key is needed for it. False where the vault was
 * changed since: then the new epoch comes in by a pull, and what was changed on top of it. It locks behind that, but
 * where `prove` opens the new epoch: then the session goes on under its keys.
 */
export async function flipStaged(
  vault: Vault,
  flip: Flip,
  prove: SyncOptions["prove"],
): Promise<boolean> {
  const { world, generation, opened: before } = vault;
  const bundle = await nextBundle(world, flip.header, prove);
  // What is half-typed could not be opened after the lock, under other keys: then too by a pull, which has them.
  if (bundle === null && (await anyDraft(world))) {
    await world.disk.setFact(outboxFact, null);
    return false;
  }
  let goesOn = false;
  const flipped = await world.locks.hold("turn", () =>
    world.locks.hold("vault", async () => {
      if (!(await putInPlace(world, flip))) return false;
      if (bundle === null || before === null || vault.generation !== generation) return true;
      const settings = settingsOf(vault);
      vault.generation++;
      vault.grace = vault.opened = vault.loading = null;
      await beginSession(world, bundle, before.deviceId, settings);
      goesOn = true;
      return true;
    }),
  );
  if (!flipped) return false;
  if (!goesOn || before === null) {
    await lock(vault);
    return true;
  }
  await resealDrafts(world, before, await look(vault)).catch(() => undefined);
  await clearClip(world).catch(() => false);
  world.tell("status");
  world.tell("items");
  return true;
}

/** What a session of the next epoch has; null where nothing at hand opens it. */
async function nextBundle(
  world: World,
  header: Bytes,
  prove: SyncOptions["prove"],
): Promise<Bundle | null> {
  if (prove === undefined) return null;
  try {
    return await withRootKey(world, header, await prove(header), makeBundle);
  } catch {
    return null;
  }
}

/** False, and given up, where the vault on the disk is not the one it was made from. */
async function putInPlace(world: World, flip: Flip): Promise<boolean> {
  const there = await world.disk.open();
  if (there === null) throw new Failure("NO_VAULT");
  if (!equalBytes(await sha256(there.manifest), flip.upon)) {
    await world.disk.setFact(outboxFact, null);
    return false;
  }
  const put: StoredRecord[] = flip.records.map((bytes) => {
    const { recId, cls } = peekRecord(bytes);
    return { recId: toHex(recId), cls, bytes };
  });
  const quick = flip.quick.length === 0 ? null : flip.quick;
  await world.disk.commit({
    upon: there.manifest,
    header: flip.header,
    manifest: flip.manifest,
    head: null,
    put,
    drop: [],
    pages: [],
    replaceRecords: true,
    replacePages: true,
    facts: { [syncFact]: flip.state, [outboxFact]: null, [undoneFact]: null, quick, renew: null },
    base: [],
  });
  return true;
}

/** Takes a rotation that waits out of the outbox, and the note of one that came to nothing. */
export async function dropStaged(world: World): Promise<void> {
  const { locks, disk } = world;
  await locks.hold("sync", async () => {
    const bytes = await disk.fact(outboxFact);
    const outbox = bytes === null ? null : decodeOutbox(bytes);
    if (outbox !== null && outbox.flip !== null) await giveUp(world, outbox.commit);
    await disk.setFact(undoneFact, null);
  });
}
