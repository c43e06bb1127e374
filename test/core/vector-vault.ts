/** A whole vault of a vector, opened with the code of src: what backup and rotation have in common. */
import { auditHead } from "../../src/core/audit.ts";
import { chainsOf, decodeAuditEntry } from "../../src/core/audit-log.ts";
import { type Bytes, equalBytes } from "../../src/core/bytes.ts";
import { Failure } from "../../src/core/failure.ts";
import { hkdfKey, sha256 } from "../../src/core/hash.ts";
import { checkHeaderMac, decodeHeader, type Header } from "../../src/core/header.ts";
import { type ClassKeyName, deriveClassKey, type VaultContext } from "../../src/core/keys.ts";
import { openManifest, setKey } from "../../src/core/manifest.ts";
import { passwordBytes } from "../../src/core/password.ts";
import { openRecord, peekRecord, recordClass } from "../../src/core/record.ts";
import { openSlot, type Slot, type SlotSecret } from "../../src/core/slot.ts";
import { judgeSet } from "../../src/vault/set.ts";
import type { Inputs } from "./vectors.ts";

/** The secrets that a case names. */
export function secretOf(given: Inputs): SlotSecret {
  const secret: SlotSecret = {};
  if (given.raw["password"] !== undefined) secret.password = passwordBytes(given.text("password"));
  const prf = given.maybeHex("prf");
  if (prf !== undefined) secret.prf = prf;
  const recovery = given.maybeHex("recovery");
  if (recovery !== undefined) secret.recovery = recovery;
  return secret;
}

/** The root key by the slot that fits the secret's kind, proved by the header's MAC. */
export async function openHeader(
  bytes: Bytes,
  secret: SlotSecret,
): Promise<{ header: Header; rootKey: Bytes }> {
  const header = decodeHeader(bytes);
  const type = secret.recovery === undefined ? 1 : 3;
  const slot = header.slots.find((one) => one.type === type) as Slot;
  const rootKey = await openSlot(slot, secret, header);
  await checkHeaderMac(header, bytes, rootKey);
  return { header, rootKey };
}

/** A key of a vault, as the code uses it. */
export async function keyOf(rootKey: Bytes, vault: VaultContext, name: ClassKeyName) {
  return hkdfKey(await deriveClassKey(rootKey, vault, name));
}

const nameOf = Object.fromEntries(
  Object.entries(recordClass).map(([name, cls]) => [cls, name as ClassKeyName]),
);

/** Every plaintext of a vault, once header, manifest, set and audit chain have proved it whole. */
export async function openWhole(
  header: Bytes,
  manifestBytes: Bytes,
  records: readonly Bytes[],
  secret: SlotSecret,
) {
  const { header: vault, rootKey } = await openHeader(header, secret);
  const manifestKey = await keyOf(rootKey, vault, "manifest");
  const manifest = await openManifest(manifestKey, vault, manifestBytes);
  if (!equalBytes(manifest.headerHash, await sha256(header))) throw new Failure("TAMPERED");
  const set = await Promise.all(
    records.map(async (bytes) => ({
      context: peekRecord(bytes),
      hash: await sha256(bytes),
      bytes,
    })),
  );
  const problem = await judgeSet(await setKey(manifestKey), manifest, set);
  if (problem !== null) throw new Failure(problem);
  const opened = await Promise.all(
    set.map(async ({ context, bytes }) => {
      const key = await keyOf(rootKey, vault, nameOf[context.cls] as ClassKeyName);
      const { vaultId, epoch } = vault;
      const plaintext = await openRecord(key, { ...context, vaultId, epoch, schema: 1 }, bytes);
      const { cls, recId, rev, tombstone } = context;
      return { cls, recId, rev, tombstone, plaintext };
    }),
  );
  const entries = opened.filter(({ cls }) => cls === recordClass.audit);
  const chains = await chainsOf(entries.map(({ plaintext }) => decodeAuditEntry(plaintext)));
  if (chains === null || !equalBytes(await auditHead(chains), manifest.auditHead)) {
    throw new Failure("TAMPERED");
  }
  const { counter, n } = manifest;
  return { rootKey, epoch: vault.epoch, counter, n, records: opened };
}
