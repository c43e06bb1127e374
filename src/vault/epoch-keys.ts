/** The keys of one epoch, from the session or from its root key, as syncing needs them. */
import { type Bytes, fromBase64, toHex, wipe } from "../core/bytes.ts";
import type { PublicKeys } from "../core/commit.ts";
import {
  deriveClassKey,
  importClassKey,
  makeBundle,
  openBundle,
  type SessionKeys,
  type VaultContext,
} from "../core/keys.ts";
import { setKey } from "../core/manifest.ts";
import type { Keyring } from "../core/merge-own.ts";
import { type ObjectKeys, objectKeys } from "../core/object.ts";
import { type SigningKey, signingKey } from "../core/sign.ts";
import type { Opened } from "./opened.ts";

export interface EpochKeys {
  vault: VaultContext;
  keys: SessionKeys;
  kSet: CryptoKey;
  objects: ObjectKeys;
  /** In hand only where the root key was. */
  critical: CryptoKey | null;
  keyring: CryptoKey | null;
}

/** What the session has. */
export async function sessionEpoch(opened: Opened): Promise<EpochKeys> {
  const { vault, keys, kSet } = opened;
  const objects = await objectKeys(keys.sync, vault);
  return { vault, keys, kSet, objects, critical: null, keyring: null };
}

/** All keys of an epoch. */
export async function rootEpoch(rootKey: Bytes, context: VaultContext): Promise<EpochKeys> {
  const { vault, keys } = await openBundle(await makeBundle(rootKey, context));
  return {
    vault,
    keys,
    kSet: await setKey(keys.manifest),
    objects: await objectKeys(keys.sync, vault),
    critical: await importClassKey(rootKey, vault, "critical"),
    keyring: await importClassKey(rootKey, vault, "keyring"),
  };
}

/** The keys of the past epochs that a keyring holds, by epoch. */
export async function pastEpochsOf(
  vaultId: Bytes,
  keyring: Keyring,
): Promise<Map<number, EpochKeys & PublicKeys>> {
  const found = new Map<number, EpochKeys & PublicKeys>();
  for (const { epoch, rootKey } of keyring.past) {
    const root = fromBase64(rootKey);
    const context = { vaultId, epoch };
    found.set(epoch, { ...(await rootEpoch(root, context)), ...(await publicKeys(root, context)) });
    wipe(root);
  }
  return found;
}

/** The key of an epoch that signs commits (write) or changes keys (admin). */
export async function signerOf(
  rootKey: Bytes,
  vault: VaultContext,
  role: "write" | "admin",
): Promise<{ seed: Bytes; signer: SigningKey }> {
  const seed = await deriveClassKey(rootKey, vault, `${role}-sign`);
  return { seed, signer: await signingKey(seed) };
}

/** What a server is told of an epoch. */
export async function publicKeys(rootKey: Bytes, vault: VaultContext): Promise<PublicKeys> {
  const write = await signerOf(rootKey, vault, "write");
  const admin = await signerOf(rootKey, vault, "admin");
  wipe(write.seed, admin.seed);
  return { writePk: write.signer.publicKey, adminPk: admin.signer.publicKey };
}

/** Whether two public keys of an epoch are the same. */
export function samePublic(a: PublicKeys, b: PublicKeys): boolean {
  return toHex(a.writePk) === toHex(b.writePk) && toHex(a.adminPk) === toHex(b.adminPk);
}
