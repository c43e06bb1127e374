/** The keys below the root: one a class of data (FORMAT.md 3). */
import { type Bytes, concat, fromBase64, label, toBase64, u32, wipe } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { hkdf, hkdfKey } from "./hash.ts";

/** Held while the vault is open. `critical` and `keyring` are not among them. */
export const sessionKeyNames = [
  "index",
  "secret",
  "manifest",
  "audit",
  "settings",
  "sync",
  "cache",
] as const;
export type SessionKeyName = (typeof sessionKeyNames)[number];
/** `write-sign` and `admin-sign` are the seeds of the Ed25519 keys of FORMAT.md 8. */
export type ClassKeyName = SessionKeyName | "critical" | "keyring" | "write-sign" | "admin-sign";

/** A vault and the epoch of its keys. */
export interface VaultContext {
  vaultId: Bytes;
  epoch: number;
}

/** K_name of FORMAT.md 3: 32 bytes. */
export async function deriveClassKey(
  rootKey: Bytes,
  vault: VaultContext,
  name: ClassKeyName,
): Promise<Bytes> {
  const salt = concat(vault.vaultId, u32(vault.epoch));
  return hkdf(await hkdfKey(rootKey), salt, label(`key/${name}`), 32);
}

/** A class key as a non-extractable key; its bytes are overwritten. */
export async function importClassKey(
  rootKey: Bytes,
  vault: VaultContext,
  name: ClassKeyName,
): Promise<CryptoKey> {
  const raw = await deriveClassKey(rootKey, vault, name);
  const key = await hkdfKey(raw);
  wipe(raw);
  return key;
}

/** The class keys of an open vault, ready for use. */
export type SessionKeys = Readonly<Record<SessionKeyName, CryptoKey>>;

/** What stays of an unlock: class keys as base64 text, for storage.session (FORMAT.md 6). Never the root key. */
export interface Bundle {
  vaultId: string;
  epoch: number;
  keys: Record<SessionKeyName, string>;
}

/** The bundle of a root key. */
export async function makeBundle(rootKey: Bytes, vault: VaultContext): Promise<Bundle> {
  const entries = await Promise.all(
    sessionKeyNames.map(async (name) => {
      const raw = await deriveClassKey(rootKey, vault, name);
      const text = toBase64(raw);
      wipe(raw);
      return [name, text] as const;
    }),
  );
  return {
    vaultId: toBase64(vault.vaultId),
    epoch: vault.epoch,
    keys: Object.fromEntries(entries) as Record<SessionKeyName, string>,
  };
}

/** The keys of a bundle; throws LOCKED where it is not one. */
export async function openBundle(
  bundle: Bundle,
): Promise<{ vault: VaultContext; keys: SessionKeys }> {
  const keys = {} as Record<SessionKeyName, CryptoKey>;
  for (const name of sessionKeyNames) {
    const raw = fromBase64(bundle.keys[name]);
    if (raw.length !== 32) throw new Failure("LOCKED");
    keys[name] = await hkdfKey(raw);
    wipe(raw);
  }
  return { vault: { vaultId: fromBase64(bundle.vaultId), epoch: bundle.epoch }, keys };
}
