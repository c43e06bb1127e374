/**
 * Half-typed text (ARCHITECTURE.md 4): no typed character is lost when a window closes or the vault locks,
 * and none touches the disk. In memory while open; sealed under the secret key at lock.
 */
import * as v from "valibot";
import { fromBase64, toBase64 } from "../core/bytes.ts";
import { type Draft, draftSchema } from "../core/item.ts";
import { decodeJson, encodeJson } from "../core/json.ts";
import { randomBytes } from "../core/random.ts";
import { openRecord, peekRecord, recordClass, sealRecord } from "../core/record.ts";
import type { Opened } from "./opened.ts";
import type { World } from "./ports.ts";

export type Slot = "popup" | "manager";
const slots: readonly Slot[] = ["popup", "manager"];
const open = (slot: Slot) => `draft.${slot}`;
const sealed = (slot: Slot) => `sealed.${slot}`;

/** The draft of a window, or null. */
export async function readDraft(world: World, slot: Slot): Promise<Draft | null> {
  const text = await world.memory.read(open(slot));
  if (text === null) return null;
  const checked = v.safeParse(draftSchema, JSON.parse(text));
  return checked.success ? checked.output : null;
}

/** Keeps the draft of a window; null lets it go, also one that waits sealed. */
export async function keepDraft(world: World, slot: Slot, draft: Draft | null): Promise<void> {
  if (draft === null) await world.memory.forget([open(slot), sealed(slot)]);
  else await world.memory.write(open(slot), JSON.stringify(draft));
}

/** Before the keys go: what is half-typed is sealed, in memory, until the next unlock. */
export async function sealDrafts(world: World, opened: Opened): Promise<void> {
  for (const slot of slots) {
    const draft = await readDraft(world, slot);
    if (draft === null) continue;
    const context = {
      cls: recordClass.secret,
      schema: 1,
      ...opened.vault,
      recId: randomBytes(16),
      rev: 1,
      tombstone: false,
    };
    const bytes = await sealRecord(opened.keys.secret, context, encodeJson(draftSchema, draft));
    await world.memory.write(sealed(slot), toBase64(bytes));
  }
}

/** After an unlock: sealed drafts come back, unless a newer one was typed meanwhile. */
export async function unsealDrafts(world: World, opened: Opened): Promise<void> {
  for (const slot of slots) {
    const text = await world.memory.read(sealed(slot));
    if (text === null) continue;
    await world.memory.forget([sealed(slot)]);
    if ((await world.memory.read(open(slot))) !== null) continue;
    const bytes = fromBase64(text);
    const plaintext = await openRecord(opened.keys.secret, peekRecord(bytes), bytes).catch(() => null);
    // Sealed by another vault's key, which was restored over this one: it can not be read any more.
    if (plaintext !== null) await keepDraft(world, slot, decodeJson(draftSchema, plaintext));
  }
}
