/**
 * The strongest Argon2 cost this device has seen of each slot (FORMAT.md 1): a header that asks for less work by
 * the same slot was not written by us.
 *
 * fact "costs": n × (slotId 16 ‖ salt 16 ‖ m u32 ‖ t u8)
 */
import { type Bytes, concat, equalBytes, reader, toHex, u32, u8 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { KdfCost } from "../core/kdf.ts";
import type { Slot } from "../core/slot.ts";
import type { World } from "./ports.ts";

const place = "costs";

const nameOf = (slot: Pick<Slot, "slotId" | "salt">) => toHex(concat(slot.slotId, slot.salt));

async function known(world: World): Promise<Map<string, Pick<KdfCost, "m" | "t">>> {
  const found = new Map<string, Pick<KdfCost, "m" | "t">>();
  const from = reader((await world.disk.fact(place)) ?? new Uint8Array(0), "TAMPERED");
  while (from.left() > 0) {
    const name = toHex(from.take(32));
    found.set(name, { m: from.u32(), t: from.u8() });
  }
  return found;
}

/** KDF_BOUNDS where a slot asks for less memory or fewer passes than this device has seen of it. */
export async function checkStrongest(world: World, slots: readonly Slot[]): Promise<void> {
  const seen = await known(world);
  for (const slot of slots) {
    const was = seen.get(nameOf(slot));
    if (was !== undefined && (slot.cost.m < was.m || slot.cost.t < was.t))
      throw new Failure("KDF_BOUNDS");
  }
}

/** Remembers the costs of a header that has just been proved; those of slots that are gone are forgotten. */
export async function noteStrongest(world: World, slots: readonly Slot[]): Promise<void> {
  const bytes: Bytes = concat(
    ...slots.map(({ slotId, salt, cost }) => concat(slotId, salt, u32(cost.m), u8(cost.t))),
  );
  const before = await world.disk.fact(place);
  if (before !== null && equalBytes(before, bytes)) return;
  // A full disk must not keep the user out.
  await world.disk.setFact(place, bytes).catch(() => undefined);
}
