/** What may stop a pull at its end: this device was removed, or many items would go. */
import { toBase64 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { decodeJson } from "../core/json.ts";
import { keyringSchema } from "../core/keyring.ts";
import { openRecord, recordClass, zeroId } from "../core/record.ts";
import type { EpochKeys } from "./epoch-keys.ts";
import { isItem, type Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import type { SyncOptions } from "./pull.ts";
import { bytesOf, placeOf, type Rec, type RecordSet } from "./record-set.ts";

/** A device that was taken from the list does not come back by itself: it is connected anew, or it is not (DEVICE_REMOVED). */
export async function checkListed(
  { deviceId }: Opened,
  own: RecordSet,
  set: RecordSet,
  { world, from, to }: { world: World; from: EpochKeys; to: EpochKeys },
): Promise<void> {
  if (from === to) return;
  const listed = async (keys: EpochKeys, rec: Rec | undefined) => {
    if (keys.keyring === null || rec === undefined) return false;
    const bytes = await openRecord(keys.keyring, rec.context, await bytesOf(world, rec));
    const { devices } = decodeJson(keyringSchema, bytes);
    return devices.some(({ id }) => id === toBase64(deviceId));
  };
  const place = placeOf(zeroId, recordClass.keyring);
  const was = await listed(from, own.get(place));
  if (was && !(await listed(to, set.get(place)))) throw new Failure("DEVICE_REMOVED");
}

/** A pull that would take away 10 items and 30 % of them stops and asks (CONFIRMATION). */
export function brake(before: Opened, after: Opened, { tooMany }: SyncOptions): void {
  const live = before.entries.filter((entry) => isItem(entry) && entry.trashed === null);
  const stay = new Set(
    after.entries.filter((entry) => isItem(entry) && entry.trashed === null).map(({ id }) => id),
  );
  const go = live.filter(({ id }) => !stay.has(id)).length;
  if (go < 10 || go < live.length * 0.3) return;
  tooMany?.(go, live.length);
  throw new Failure("CONFIRMATION");
}
