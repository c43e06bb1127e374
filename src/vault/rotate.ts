/**
 * Rotation (FORMAT.md 6): a new root key, every way in proved again, every record sealed anew, in one
 * transaction. A crash leaves the epoch before or the epoch after, never something between. No kek is kept
 * anywhere, so an old password with any old copy opens the old epoch only.
 */
import type * as v from "valibot";
import { appendAudit, auditCode, type AuditEvent, auditHead } from "../core/audit.ts";
import { type Bytes, equalBytes, toBase64, toHex, wipe } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { encodeHeader, type Header } from "../core/header.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import type { Keyring } from "../core/merge-own.ts";
import { importClassKey, makeBundle, openBundle, type VaultContext } from "../core/keys.ts";
import { setKey, sumSet } from "../core/manifest.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass, sealRecord, zeroId } from "../core/record.ts";
import { endSelf, selfId } from "../core/share/contact.ts";
import { settingsSchema, type Settings } from "../core/settings.ts";
import type { Typed } from "../wire/protocol.ts";
import type { Rotated } from "../wire/servers.ts";
import { clearClip } from "./clip.ts";
import { carryHistory, renewHistory } from "./clip-store.ts";
import { noteStrongest } from "./costs.ts";
import { resealDrafts } from "./reseal-drafts.ts";
import { type Entry, type Opened, toCacheEntry, toEntry } from "./opened.ts";
import type { Change } from "./ports.ts";
import { type AllKeys, placeOf, reseal, type Resealed } from "./reseal.ts";
import { sealEpoch } from "./seal-all.ts";
import { beginSession } from "./session.ts";
import { settingsOf } from "./settings-record.ts";
import { rotateAtServer } from "./staged.ts";
import { readState } from "./sync-state.ts";
import { newWaysIn, type WaysIn } from "./ways-in.ts";
import { withOwnRootKey } from "./unlock.ts";
import { stillOpen, use, type Vault } from "./vault.ts";
import { schema } from "./write.ts";

/** Root keys of this many past epochs stay in the keyring, to open manifests from before. */
const pastEpochs = 16;

export interface Rotation {
  /** Of the vault as it is. */
  typed: Typed;
  ways: Omit<WaysIn, "typed">;
  /** Somebody may have seen the keys: what is below them is replaced too. */
  exposed: boolean;
  events: AuditEvent[];
  /** What the settings say afterwards, beside the time of the rotation. */
  settings?: (settings: Settings) => Settings;
  /** What the keyring says afterwards. */
  keyring?: (keyring: Keyring) => Keyring;
}

/**
 * Rotates. With a server connected that is done once the server has said yes; CONFLICT where somebody else was first:
 * then sync, and ask again. Answers the new recovery code, which is kept nowhere. WRONG_SECRET, BUSY; MISSING or TAMPERED where the
 * disk does not fit its manifest; CANCELLED, LOCKED; DISK_FULL: then everything is as it was.
 */
export async function rotate(vault: Vault, rotation: Rotation): Promise<Rotated> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  // Its end would be the end of the one under way.
  if (vault.rotating !== null) throw new Failure("BUSY");
  vault.rotating = 0;
  world.tell("status");
  try {
    return await world.locks.hold("sync", () => {
      const turning = withOwnRootKey(world, opened.header, rotation.typed, (rootKey, header) =>
        // In turn with the writes, so that what is sealed is what is on the disk when it is replaced.
        world.locks.hold("turn", () =>
          world.locks.hold("vault", () => rotateNow(vault, rotation, { rootKey, header, still })),
        ),
      );
      // A sync under way must not be waited for by what it needs: others wait from here on.
      vault.turning = turning.catch(() => undefined);
      return turning;
    });
  } finally {
    vault.rotating = null;
    world.tell("status");
    world.tell("items");
  }
}

interface Proved {
  rootKey: Bytes;
  header: Header;
  still: () => void;
}

async function rotateNow(vault: Vault, rotation: Rotation, proved: Proved): Promise<Rotated> {
  const { world, opened } = vault;
  proved.still();
  if (opened === null) throw new Failure("LOCKED");
  // After an exposure the backup key is another too, and so is the account: it is connected anew.
  const state = rotation.exposed ? null : await readState(world, opened);
  const rootKey = randomBytes(32);
  const context = { vaultId: proved.header.vaultId, epoch: proved.header.epoch + 1 };
  try {
    const ways = await newWaysIn(world, proved.header, rootKey, context, {
      ...rotation.ways,
      typed: rotation.typed,
    });
    const header: Header = {
      ...context,
      headerSeq: proved.header.headerSeq + 1,
      policy: ways.policy,
      slots: ways.slots,
    };
    const headerBytes = await encodeHeader(header, rootKey);
    const next = await nextEpoch(vault, opened, rotation, proved, {
      rootKey,
      context,
      headerBytes,
    });
    proved.still();
    await carryHistory(world, opened, next.opened).catch(() => undefined);
    const { generation } = vault;
    let now = next.opened;
    if (state === null) {
      const facts = { sync: null, outbox: null };
      await world.disk.commit({ ...next.change, ...(rotation.exposed && { facts, base: [] }) });
    } else {
      const flipped = await rotateAtServer({
        world,
        state,
        opened,
        next: next.opened,
        change: next.change,
        oldRoot: proved.rootKey,
        newRoot: rootKey,
        oldContext: { vaultId: proved.header.vaultId, epoch: proved.header.epoch },
        quick: ways.quick,
      });
      if (typeof flipped === "string") {
        world.clock.wake("sync", world.clock.now());
        return { recoveryCode: ways.recoveryCode, waits: flipped };
      }
      now = flipped;
    }

    // The new epoch stands, and its recovery code has to be told whatever comes. What was locked meanwhile stays so.
    if (vault.generation === generation) {
      vault.generation++;
      vault.grace = null;
      vault.opened = now;
      vault.settings = next.settings;
      const { bundle, settings } = next;
      await beginSession(world, bundle, opened.deviceId, settings).catch(() => undefined);
    }
    await resealDrafts(world, opened, now).catch(() => undefined);
    if (rotation.exposed) await renewHistory(world, now).catch(() => undefined);
    // What follows is of this device, and tells an older epoch by its number.
    await world.disk.setFact("quick", ways.quick).catch(() => undefined);
    await noteStrongest(world, header.slots).catch(() => undefined);
    await world.disk.setFact("renew", null).catch(() => undefined);
    await world.memory.forget(["stronger"]).catch(() => undefined);
    await clearClip(world).catch(() => false);
    return { recoveryCode: ways.recoveryCode };
  } finally {
    wipe(rootKey);
  }
}

interface Fresh {
  rootKey: Bytes;
  context: VaultContext;
  headerBytes: Bytes;
}

/** The whole vault as it is in the next epoch: what is to be written, and its opened form. */
async function nextEpoch(
  vault: Vault,
  opened: Opened,
  rotation: Rotation,
  proved: Proved,
  fresh: Fresh,
) {
  const { world } = vault;
  const bundle = await makeBundle(fresh.rootKey, fresh.context);
  const { keys } = await openBundle(bundle);
  const to: AllKeys = { ...keys, ...(await stepUpKeys(fresh.rootKey, fresh.context)) };
  const from: AllKeys = { ...opened.keys, ...(await stepUpKeys(proved.rootKey, proved.header)) };
  const now = world.clock.now();
  const settings: Settings = {
    ...(rotation.settings ?? ((same) => same))(settingsOf(vault)),
    rotated: now,
    recoveryConfirmed: false,
  };
  const total = Math.max(1, opened.manifest.n);
  const lastHash = await sha256(opened.sealed);
  const resealed = await reseal(world, opened, {
    from,
    to,
    vault: fresh.context,
    change: (cls, plaintext, recId) => {
      if (rotation.exposed && equalBytes(recId, selfId)) return endSelf(cls, plaintext);
      if (cls === recordClass.settings) return encodeJson(settingsSchema, settings);
      if (cls === recordClass.keyring)
        return nextKeyring(plaintext, rotation, {
          epoch: proved.header.epoch,
          rootKey: toBase64(proved.rootKey),
          lastCounter: opened.manifest.counter,
          lastHash: toBase64(lastHash),
        });
      return plaintext;
    },
    step: (done) => {
      proved.still();
      if (vault.rotating === null) throw new Failure("CANCELLED");
      vault.rotating = Math.min(1, done / total);
      world.tell("status");
    },
  });

  const next: Opened = {
    ...opened,
    vault: fresh.context,
    keys,
    kSet: await setKey(keys.manifest),
    entries: opened.entries.map((entry) => inEpoch(entry, resealed.refs)),
    header: fresh.headerBytes,
  };
  for (const event of rotation.events) await addAudit(next, resealed, event, now);
  next.manifest = {
    ...opened.manifest,
    ...(await sumSet(next.kSet, resealed.leaves)),
    counter: opened.manifest.counter + 1,
    epoch: fresh.context.epoch,
    prev: rotation.exposed ? new Uint8Array(32) : opened.manifest.prev,
    headerHash: await sha256(fresh.headerBytes),
    deviceId: opened.deviceId,
    made: now,
    auditHead: await auditHead(next.audit),
  };
  const sealed = await sealEpoch(next);
  const change: Change = {
    ...sealed.change,
    upon: opened.sealed,
    header: fresh.headerBytes,
    put: resealed.put,
    drop: [],
    replacePages: true,
  };
  return { change, bundle, settings, opened: sealed.opened };
}

/** The entry with what is known of its records in the new epoch. */
function inEpoch(entry: Entry, refs: Resealed["refs"]): Entry {
  const next = entry.refs.map((ref) => refs.get(placeOf(entry.recId, ref.cls)) ?? ref);
  return toEntry({ ...toCacheEntry(entry), refs: next });
}

/** One more entry of the audit log, sealed under the keys of `next`. */
async function addAudit(next: Opened, resealed: Resealed, event: AuditEvent, at: number) {
  const entry = { at, code: auditCode[event], recId: zeroId };
  const { chains, plaintext } = await appendAudit(next.audit, next.deviceId, entry);
  next.audit = chains;
  const ref = { cls: recordClass.audit, schema, rev: 1, tombstone: false };
  const recId = randomBytes(16);
  const bytes = await sealRecord(next.keys.audit, { ...ref, ...next.vault, recId }, plaintext);
  resealed.leaves.push({ recId, ref: { ...ref, hash: await sha256(bytes) } });
  resealed.put.push({ recId: toHex(recId), cls: ref.cls, bytes });
}

async function stepUpKeys(rootKey: Bytes, context: VaultContext) {
  return {
    critical: await importClassKey(rootKey, context, "critical"),
    keyring: await importClassKey(rootKey, context, "keyring"),
  };
}

type Past = v.InferOutput<typeof keyringSchema>["past"][number];

/** The keyring with the epoch that ends among the past ones; after an exposure without the keys it held. */
function nextKeyring(
  plaintext: Bytes,
  { exposed, keyring: change = (same) => same }: Rotation,
  past: Past,
): Bytes {
  const keyring = change(decodeJson(keyringSchema, plaintext));
  return encodeJson(keyringSchema, {
    ...keyring,
    ...(exposed ? { backupKey: null, identity: null } : {}),
    past: [...keyring.past, past].slice(-pastEpochs),
  });
}
