/**
 * What a server stores (FORMAT.md 8): a record, or a manifest, sealed once more under K_sync, so that it sees neither
 * class nor revision. The salt follows from the content, so the same record is always the same object and a
 * resend needs no map. Bytes 0 to 56 are left out: the reader rebuilds them.
 */
import { type Bytes, concat, label, toHex } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { hkdf, hkdfKey, hmac, hmacKey, sha256 } from "./hash.ts";
import { headerLimit } from "./header.ts";
import type { VaultContext } from "./keys.ts";
import { openRecord, recordClass, recordHead, sealRecord, zeroId } from "./record.ts";

/** An object is at most this long: a record of 2 MiB and its padding fit. */
export const objectLimit = 4 * 1024 * 1024;
const none: Bytes = new Uint8Array(0);

const placeOf = (vault: VaultContext) => ({
  cls: recordClass.object,
  schema: 1,
  vaultId: vault.vaultId,
  epoch: vault.epoch,
  recId: zeroId,
  rev: 0,
  tombstone: false,
});

/** K_sync of an epoch, and the key its salts come from. */
export interface ObjectKeys {
  vault: VaultContext;
  sync: CryptoKey;
  salt: CryptoKey;
}

/** The keys for objects of this vault and epoch. */
export async function objectKeys(sync: CryptoKey, vault: VaultContext): Promise<ObjectKeys> {
  return { vault, sync, salt: await hmacKey(await hkdf(sync, none, label("object-salt"), 32)) };
}

/** The object of a sealed record or manifest: always the same for the same bytes. */
export async function sealObject(keys: ObjectKeys, bytes: Bytes): Promise<Bytes> {
  const salt = await hmac(keys.salt, bytes);
  const sealed = await sealRecord(keys.sync, placeOf(keys.vault), bytes, salt);
  return sealed.slice(recordHead(placeOf(keys.vault)).length);
}

/** The bytes an object was made of. REC_SIZE or TAMPERED for anything that was not sealed by these keys. */
export async function openObject(keys: ObjectKeys, object: Bytes): Promise<Bytes> {
  if (object.length > objectLimit) throw new Failure("REC_SIZE");
  const want = placeOf(keys.vault);
  return openRecord(keys.sync, want, concat(recordHead(want), object));
}

/** Its name on the server: hex of its SHA-256. */
export async function objectName(object: Bytes): Promise<string> {
  return toHex(await sha256(object));
}

const headerPlace = { ...placeOf({ vaultId: zeroId, epoch: 0 }), cls: recordClass.header };

/** The header on its way to a server: with the right password alone a stolen database opens nothing. */
export async function sealHeader(headerKey: Bytes, header: Bytes): Promise<Bytes> {
  const sealed = await sealRecord(await hkdfKey(headerKey), headerPlace, header);
  return sealed.slice(recordHead(headerPlace).length);
}

/** Sealed headers are no longer than this. */
export const sealedHeaderLimit = 2 * headerLimit;

/** The header bytes, not yet authenticated by the root key. TAMPERED where it is not this account's. */
export async function openHeader(headerKey: Bytes, sealed: Bytes): Promise<Bytes> {
  if (sealed.length > sealedHeaderLimit) throw new Failure("REC_SIZE");
  const bytes = concat(recordHead(headerPlace), sealed);
  return openRecord(await hkdfKey(headerKey), headerPlace, bytes);
}
