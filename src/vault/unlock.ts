/**
 * From a password, a recovery code or a passkey to keys (FORMAT.md 1): bounds, derive, commitment, GCM, header
 * MAC. One derivation at a time; the root key is overwritten before anything here returns.
 */
import { type Bytes, wipe } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import { checkHeaderMac, decodeHeader, type Header } from "../core/header.ts";
import { passwordBytes } from "../core/password.ts";
import { openSlot, type Slot, type SlotSecret, slotType } from "../core/slot.ts";
import type { Typed } from "../wire/protocol.ts";
import { checkStrongest, noteStrongest } from "./costs.ts";
import type { World } from "./ports.ts";

/** Which slots a secret may open, and the secret, ready to be overwritten. */
export interface Opener {
  slots: Slot[];
  secret: SlotSecret;
}

/**
 * Derives the root key of a header and lends it to `use`; overwritten afterwards in any case.
 * KDF_BOUNDS before anything is derived, BUSY while another derivation runs, FACTOR_MISSING where no slot takes
 * this kind of secret, WRONG_SECRET, TAMPERED.
 */
export async function withRootKey<T>(
  world: World,
  headerBytes: Bytes,
  typed: Typed,
  use: (rootKey: Bytes, header: Header) => Promise<T>,
): Promise<T> {
  const header = decodeHeader(headerBytes);
  const done = await world.locks.tryHold("derive", async () => {
    const { slots, secret } = await openerOf(world, header, typed);
    let rootKey: Bytes | undefined;
    try {
      rootKey = await openAny(slots, secret, header);
      await checkHeaderMac(header, headerBytes, rootKey);
      return { value: await use(rootKey, header) };
    } finally {
      wipe(rootKey, secret.password, secret.recovery, secret.prf);
    }
  });
  if (done === null) throw new Failure("BUSY");
  return done.value;
}

/**
 * The same for the vault of this profile. Its header may not ask for less work than it did before (FORMAT.md 1):
 * KDF_BOUNDS before anything is derived.
 */
export async function withOwnRootKey<T>(
  world: World,
  headerBytes: Bytes,
  typed: Typed,
  use: (rootKey: Bytes, header: Header) => Promise<T>,
): Promise<T> {
  await checkStrongest(world, decodeHeader(headerBytes).slots);
  return withRootKey(world, headerBytes, typed, async (rootKey, header) => {
    await noteStrongest(world, header.slots);
    return use(rootKey, header);
  });
}

/** The password is what almost every unlock takes; the other ways are loaded when they are used. */
async function openerOf(world: World, header: Header, typed: Typed): Promise<Opener> {
  if (typed.by !== "password") return (await world.later()).openerOf(world, header, typed);
  const slots = header.slots.filter((slot) => slot.type === slotType.password);
  return { slots, secret: { password: passwordBytes(typed.secret) } };
}

async function openAny(slots: Slot[], secret: SlotSecret, header: Header): Promise<Bytes> {
  if (slots.length === 0) throw new Failure("FACTOR_MISSING");
  for (const slot of slots) {
    try {
      return await openSlot(slot, secret, header);
    } catch (thrown) {
      if (!(thrown instanceof Failure) || thrown.code !== "WRONG_SECRET") throw thrown;
    }
  }
  throw new Failure("WRONG_SECRET");
}
