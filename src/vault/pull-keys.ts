/** Which keys open what a server serves, where its epoch is another than the one on this disk. */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { Header } from "../core/header.ts";
import { decodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { openObject } from "../core/object.ts";
import { openRecord, recordClass, zeroId } from "../core/record.ts";
import { type EpochKeys, pastEpochsOf, rootEpoch, sessionEpoch } from "./epoch-keys.ts";
import type { Walked } from "./server-log.ts";
import type { Opened } from "./opened.ts";
import type { RemoteHead } from "./ports.ts";
import { bytesOf, forMany, ownSet, placeOf } from "./record-set.ts";
import type { Vault } from "./vault.ts";
import { pastIn, type WholeFetched } from "./whole.ts";

/** What a pull has fetched and verified: what is new, or all of it. */
export interface Fetched {
  head: RemoteHead;
  walked: Walked;
  /** Of the epoch of the head. */
  header: Bytes;
  epoch: number;
  /** As objects, for keys that may not be in hand yet; null where all of it was fetched, and is in `whole`. */
  objects: Bytes[] | null;
  whole: WholeFetched | null;
}

type Past = Awaited<ReturnType<typeof pastEpochsOf>>;

export interface Proved {
  rootKey: Bytes;
  header: Header;
}

/**
 * The keys of this disk, of the head, and of what is between them, and what was fetched, opened. TAMPERED where the
 * header that was proved is not the one of the head; FORK where the two have changed keys apart.
 */
export async function keysFor(
  vault: Vault,
  opened: Opened,
  fetched: Fetched,
  proved: Proved | null,
): Promise<{ from: EpochKeys; to: EpochKeys; past: Past; records: Bytes[] }> {
  const session = await sessionEpoch(opened);
  if (proved === null)
    return {
      from: session,
      to: session,
      past: new Map(),
      records: await recordsOf(fetched, session),
    };
  const { rootKey, header } = proved;
  if (!equalBytes(header.vaultId, opened.vault.vaultId)) throw new Failure("TAMPERED");
  if (header.epoch !== fetched.epoch) throw new Failure("TAMPERED");
  const to =
    fetched.whole?.to ??
    (await rootEpoch(rootKey, { vaultId: header.vaultId, epoch: header.epoch }));
  const records = await recordsOf(fetched, to);
  const same = header.epoch === opened.vault.epoch;
  const past =
    fetched.whole?.past ?? (same ? await pastHere(vault, opened, to) : await pastIn(records, to));
  if (same) return { from: to, to, past, records };
  // The epoch of this disk is one that the keyring knows; otherwise the two have changed keys apart.
  const from = past.get(opened.vault.epoch);
  if (from === undefined) throw new Failure("FORK");
  return { from, to, past, records };
}

async function recordsOf({ objects, whole }: Fetched, keys: EpochKeys): Promise<Bytes[]> {
  if (whole !== null) return whole.records;
  return forMany(objects ?? [], (object) => openObject(keys.objects, object));
}

async function pastHere(vault: Vault, opened: Opened, { vault: context, keyring }: EpochKeys) {
  const own = await ownSet(vault.world, opened);
  const rec = own.get(placeOf(zeroId, recordClass.keyring));
  if (rec === undefined) throw new Failure("MISSING");
  const bytes = await bytesOf(vault.world, rec);
  const text = await openRecord(keyring as CryptoKey, rec.context, bytes);
  return pastEpochsOf(context.vaultId, decodeJson(keyringSchema, text));
}
