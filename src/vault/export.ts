/**
 * An export under a password of its own (FORMAT.md 7): a new vault in a file, with a new vaultId, epoch 1, one
 * slot, and classes 0x01 to 0x04 only. Keyring, settings and log stay here. It says nothing of this vault's key.
 */
import { auditHead } from "../core/audit.ts";
import { encodeBackup } from "../core/backup.ts";
import { type Bytes, toBase64, toHex, wipe } from "../core/bytes.ts";
import { chunkRef, fileKey, openChunk, sealChunk } from "../core/chunk.ts";
import { Failure } from "../core/failure.ts";
import { sha256 } from "../core/hash.ts";
import { encodeHeader } from "../core/header.ts";
import { itemSecretSchema, type StoredFile } from "../core/item.ts";
import { encodeJson } from "../core/json.ts";
import { calibrate } from "../core/kdf.ts";
import { importClassKey, makeBundle, openBundle, type VaultContext } from "../core/keys.ts";
import { type RecordRef, sealManifest, setKey, sumSet } from "../core/manifest.ts";
import { passwordBytes } from "../core/password.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass, sealRecord } from "../core/record.ts";
import { selfId } from "../core/share/contact.ts";
import { targetsId } from "../core/target/config.ts";
import { sealSlot, slotType } from "../core/slot.ts";
import type { Proof } from "../wire/protocol.ts";
import { openBackupSet } from "./backup-set.ts";
import { inTurn, openOne, readSecret } from "./items.ts";
import { type Entry, isItem, isListed, type Opened, refOf } from "./opened.ts";
import type { World } from "./ports.ts";
import { stepUp, stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits, schema } from "./write.ts";

/** Private keys for sharing stay here, as the keyring does, and so do the passwords of targets. */
const ownIds = [toHex(selfId), toHex(targetsId)];

/** The records of the new vault as they come, and what its manifest sums. */
interface Target {
  vault: VaultContext;
  records: Bytes[];
  leaves: { recId: Bytes; ref: RecordRef }[];
}

/**
 * The file. It holds the critical values too, so it is a critical use (STEP_UP, WRONG_SECRET). BAD_PASSWORD for
 * the new password; BUSY; MISSING or TAMPERED where something of the vault does not open.
 */
export async function exportOwn(
  vault: Vault,
  password: string,
  proof: Proof | null,
): Promise<{ file: Bytes; items: number }> {
  const { world } = vault;
  const secret = passwordBytes(password);
  const opened = await use(vault);
  const still = stillOpen(vault);
  // In turn with the changes of items: each is in the file as it was before or after.
  const packed = async (critical: CryptoKey) => {
    const context = { vaultId: randomBytes(16), epoch: 1 };
    const rootKey = randomBytes(32);
    try {
      const header = await sealedHeader(world, context, rootKey, secret);
      const entries = opened.entries.filter((entry) => isItem(entry) && !ownIds.includes(entry.id));
      const target: Target = { vault: context, records: [], leaves: [] };
      const bundle = await openBundle(await makeBundle(rootKey, context));
      const keys = {
        index: bundle.keys.index,
        secret: bundle.keys.secret,
        critical: await importClassKey(rootKey, context, "critical"),
      };
      for (const entry of entries) {
        still();
        await exportItem(world, opened, entry, critical, target, keys);
      }
      const manifest = await sealManifest(bundle.keys.manifest, context, {
        ...(await sumSet(await setKey(bundle.keys.manifest), target.leaves)),
        counter: 1,
        epoch: 1,
        headerHash: await sha256(header),
        prev: new Uint8Array(32),
        deviceId: randomBytes(16),
        made: world.clock.now(),
        auditHead: await auditHead([]),
      });
      const backup = { header, manifest, records: target.records };
      const { problem } = await openBackupSet(backup, context, bundle.keys);
      if (problem !== null) throw new Failure(problem);
      await applyEdits(world, opened, [], [{ event: "exported" }]).catch(() => undefined);
      still();
      const items = entries.filter((entry) => isListed(entry) && entry.trashed === null).length;
      return { file: await encodeBackup(backup), items };
    } finally {
      wipe(rootKey, secret);
    }
  };
  return stepUp(vault, opened, proof, (critical) => inTurn(world, () => packed(critical)));
}

async function sealedHeader(
  world: World,
  context: VaultContext,
  rootKey: Bytes,
  password: Bytes,
): Promise<Bytes> {
  const slot = await world.locks.tryHold("derive", async () =>
    sealSlot(slotType.password, { password }, rootKey, context, {
      cost: await calibrate(() => world.clock.now()),
    }),
  );
  if (slot === null) throw new Failure("BUSY");
  return encodeHeader({ ...context, headerSeq: 1, policy: 0, slots: [slot] }, rootKey);
}

/** The records of one item under the new keys, each with revision 1. */
async function exportItem(
  world: World,
  opened: Opened,
  entry: Entry,
  critical: CryptoKey,
  target: Target,
  keys: Record<"index" | "secret" | "critical", CryptoKey>,
): Promise<void> {
  const add = async (cls: number, key: CryptoKey, plaintext: Bytes): Promise<void> => {
    const ref = { cls, schema, rev: 1, tombstone: false };
    const { recId } = entry;
    const bytes = await sealRecord(key, { ...ref, ...target.vault, recId }, plaintext);
    target.leaves.push({ recId, ref: { ...ref, hash: await sha256(bytes) } });
    target.records.push(bytes);
  };
  await add(recordClass.index, keys.index, entry.indexBytes);
  if (refOf(entry.refs, recordClass.secret) !== undefined) {
    const secret = await readSecret(world, opened, entry);
    const files: StoredFile[] = [];
    for (const file of secret.files) files.push(await exportFile(world, opened, file, target));
    await add(recordClass.secret, keys.secret, encodeJson(itemSecretSchema, { ...secret, files }));
  }
  if (refOf(entry.refs, recordClass.critical) !== undefined) {
    const plaintext = await openOne(world, opened, entry, recordClass.critical, critical);
    await add(recordClass.critical, keys.critical, plaintext);
    wipe(plaintext);
  }
}

/** A file with its chunks sealed anew: under a key and ids that this vault does not know. */
async function exportFile(
  world: World,
  opened: Opened,
  file: StoredFile,
  target: Target,
): Promise<StoredFile> {
  const old = await fileKey(file.key);
  const raw = randomBytes(32);
  const key = toBase64(raw);
  wipe(raw);
  const sealing = await fileKey(key);
  const chunks: StoredFile["chunks"] = [];
  for (const chunk of file.chunks) {
    const there = await world.disk.record(chunk.id, recordClass.blob);
    if (there === null) throw new Failure("MISSING");
    const plaintext = await openChunk(old, opened.vault.vaultId, chunk, there);
    const fresh = await sealChunk(sealing, target.vault, plaintext);
    wipe(plaintext);
    chunks.push(fresh.chunk);
    const { recId, ref } = chunkRef(fresh.chunk);
    target.leaves.push({ recId, ref });
    target.records.push(fresh.bytes);
  }
  return { ...file, key, chunks };
}
