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
import { oldestOf, pastIn, type WholeFetched } from "./whole.ts";

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

interface PullKeys {
  from: EpochKeys;
  to: EpochKeys;
  past: ReadonlyMap<number, EpochKeys>;
  oldest: number;
  records: Bytes[];
}

export interface Proved {
  rootKey: Bytes;
  header: Header;
  /** All keys of this disk's own epoch, by the way in that it had: for a keyring that does not know them any more. */
  former: () => Promise<EpochKeys>;
}

/**
 * The keys of this disk, of the head, and of what is between them, and what was fetched, opened. TAMPERED where the
 * header that was proved is not the one of the head; FORK where the two have changed keys apart. A device that was away for
 * more changes of keys than the keyring remembers stands in an epoch before all of those: the log leads there from its
 * pin, or holds commits of its own keys, and the keys come from its own header (FORMER_PASSWORD).
 */
export async function keysFor(
  vault: Vault,
  opened: Opened,
  fetched: Fetched,
  proved: Proved | null,
  pinned: boolean,
): Promise<PullKeys> {
  const session = await sessionEpoch(opened);
  if (proved === null)
    return {
      from: session,
      to: session,
      past: new Map(),
      oldest: session.vault.epoch,
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
  const oldest = oldestOf(to, past);
  if (same) return { from: to, to, past, oldest, records };
  const { epoch } = opened.vault;
  const known = past.get(epoch);
  if (known !== undefined) return { from: known, to, past, oldest, records };
  // It is one that the keyring knows, or before all of them; otherwise the two have changed keys apart.
  if (epoch >= oldest || (!pinned && !fetched.walked.signed.has(epoch))) throw new Failure("FORK");
  const from = await proved.former();
  return { from, to, past: new Map<number, EpochKeys>([...past, [epoch, from]]), oldest, records };
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
