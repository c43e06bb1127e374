/**
 * Half-typed text (ARCHITECTURE.md 4): no typed character is lost when a window closes or the vault locks,
 * and none touches the disk. In memory while open; sealed under the secret key at lock.
 */
import * as v from "valibot";
import { fromBase64, toBase64 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { type Draft, draftSchema } from "../core/item.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, peekRecord, recordClass, sealRecord } from "../core/record.ts";
import { type Slot, slots } from "../wire/start-rows.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";
import { memoryTurn, type Session } from "./session.ts";

const open = (slot: Slot) => `draft.${slot}`;
export const sealed = (slot: Slot) => `sealed.${slot}`;

/** The draft of a window, or null. */
export async function readDraft(world: World, slot: Slot): Promise<Draft | null> {
  const text = await world.memory.read(open(slot));
  if (text === null) return null;
  const checked = v.safeParse(draftSchema, JSON.parse(text));
  return checked.success ? checked.output : null;
}

/** Below the size of a record: a draft must be sealed at lock, whole. In UTF-16 units, three bytes each at most. */
const draftLimit = 600_000;

/** Keeps the draft of a window; null lets it go, also one that waits sealed. TOO_LARGE above what can be sealed. */
export function keepDraft(world: World, slot: Slot, draft: Draft | null): Promise<void> {
  const text = JSON.stringify(draft);
  if (text.length > draftLimit) throw new Failure("TOO_LARGE");
  return memoryTurn(() =>
    draft === null
      ? world.memory.forget([open(slot), sealed(slot)])
      : world.memory.write(open(slot), text),
  );
}

/**
 * Before the keys go: what is half-typed is sealed, in memory, until the next unlock. Answers the places to
 * forget. Runs within the turn that ends the session.
 */
export async function sealDrafts(world: World, session: Session): Promise<string[]> {
  for (const slot of slots) {
    const draft = await readDraft(world, slot);
    if (draft === null) continue;
    const context = {
      cls: recordClass.secret,
      schema: 1,
      ...session.vault,
      recId: randomBytes(16),
      rev: 1,
      tombstone: false,
    };
    const bytes = await sealRecord(session.keys.secret, context, encodeJson(draftSchema, draft));
    await world.memory.write(sealed(slot), toBase64(bytes));
  }
  return slots.map(open);
}

/**
 * After an unlock: sealed drafts come back. Where something was typed into that window meanwhile, the sealed one
 * waits for the unlock after this is saved or let go.
 */
export function unsealDrafts(world: World, opened: Opened): Promise<void> {
  return memoryTurn(async () => {
    for (const slot of slots) {
      const text = await world.memory.read(sealed(slot));
      if (text === null || (await world.memory.read(open(slot))) !== null) continue;
      const bytes = fromBase64(text);
      // Null where another vault was restored over the one that sealed it: it can not be read any more.
      const plaintext = await openRecord(opened.keys.secret, peekRecord(bytes), bytes).catch(
        () => null,
      );
      if (plaintext !== null) {
        const draft = decodeJson(draftSchema, plaintext);
        await world.memory.write(open(slot), JSON.stringify(draft));
      }
      await world.memory.forget([sealed(slot)]);
    }
  });
}

/** Whether something is half-typed in any window. */
export async function anyDraft(world: World): Promise<boolean> {
  const all = await Promise.all(slots.map((slot) => readDraft(world, slot)));
  return all.some((draft) => draft !== null);
}
