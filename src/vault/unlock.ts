/**
 * From a password or recovery code to keys (FORMAT.md 1): bounds, derive, commitment, GCM, header MAC.
 * One derivation at a time; the root key is overwritten before anything here returns.
 */
import { type Bytes, wipe } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { checkHeaderMac, decodeHeader, type Header } from "../core/header.ts";
import { passwordBytes } from "../core/password.ts";
import { openSlot, type SlotSecret, slotType } from "../core/slot.ts";
import type { World } from "./ports.ts";

/** What the user typed. */
export interface Typed {
  by: "password" | "recovery";
  secret: string;
}

/**
 * Derives the root key of a header and lends it to `use`; overwritten afterwards in any case.
 * KDF_BOUNDS before anything is derived, BUSY while another derivation runs, WRONG_SECRET, TAMPERED.
 */
export async function withRootKey<T>(
  world: World,
  headerBytes: Bytes,
  typed: Typed,
  use: (rootKey: Bytes, header: Header) => Promise<T>,
): Promise<T> {
  const header = decodeHeader(headerBytes);
  const done = await world.locks.tryHold("derive", async () => {
    const secret = await readSecret(world, typed);
    const rootKey = await openAnySlot(header, typed.by, secret);
    try {
      await checkHeaderMac(header, headerBytes, rootKey);
      return { value: await use(rootKey, header) };
    } finally {
      wipe(rootKey, secret.password, secret.recovery);
    }
  });
  if (done === null) throw new Failure("BUSY");
  return done.value;
}

async function readSecret(world: World, typed: Typed): Promise<SlotSecret> {
  if (typed.by === "password") return { password: passwordBytes(typed.secret) };
  // Few unlocks are by code: reading one is not worth its weight in the background's start.
  const { readRecoveryCode } = await world.later();
  return { recovery: await readRecoveryCode(typed.secret) };
}

async function openAnySlot(header: Header, by: Typed["by"], secret: SlotSecret): Promise<Bytes> {
  const type = by === "password" ? slotType.password : slotType.recovery;
  const slots = header.slots.filter((slot) => slot.type === type);
  if (slots.length === 0 && by === "password") throw new Failure("FACTOR_MISSING");
  for (const slot of slots) {
    try {
      return await openSlot(slot, secret, header);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== "WRONG_SECRET") throw thrown;
    }
  }
  throw new Failure("WRONG_SECRET");
}
