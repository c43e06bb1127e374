/** Drafts that were sealed at a lock, when the keys they are sealed under are replaced. */
import { fromBase64, toBase64 } from "../core/bytes.ts";
import { openRecord, peekRecord, sealRecord } from "../core/record.ts";
import { slots } from "../wire/start-rows.ts";
import { sealed } from "./draft.ts";
import type { World } from "./ports.ts";
import { memoryTurn, type Session } from "./session.ts";

/** Sealed drafts under the keys of the next epoch: the vault was locked while its key was changed. */
export function resealDrafts(world: World, from: Session, to: Session): Promise<void> {
  return memoryTurn(async () => {
    for (const slot of slots) {
      const text = await world.memory.read(sealed(slot));
      if (text === null) continue;
      const bytes = fromBase64(text);
      const context = peekRecord(bytes);
      const plaintext = await openRecord(from.keys.secret, context, bytes).catch(() => null);
      if (plaintext === null) continue;
      const again = await sealRecord(to.keys.secret, { ...context, ...to.vault }, plaintext);
      await world.memory.write(sealed(slot), toBase64(again));
    }
  });
}
