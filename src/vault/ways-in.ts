/**
 * The slots of a new root key (FORMAT.md 1, 6). Each is made from a secret that is in hand now: the password
 * typed, each passkey touched, a recovery code drawn anew. What is not in hand is dropped.
 */
import { type Bytes, fromHex, toHex, wipe } from "../core/bytes.ts";
import {
  type Credential,
  decodeCredential,
  encodeCredential,
  encodeQuick,
} from "../core/factor.ts";
import { Failure } from "../core/failure.ts";
import type { Header } from "../core/header.ts";
import { calibrate, type KdfCost, strongest } from "../core/kdf.ts";
import type { VaultContext } from "../core/keys.ts";
import { passwordBytes } from "../core/password.ts";
import { randomBytes } from "../core/random.ts";
import { writeRecoveryCode } from "../core/recovery.ts";
import { sealSlot, type Slot, slotType } from "../core/slot.ts";
import type { Typed } from "../wire/protocol.ts";
import { prfBytes, quickSlots } from "./opener.ts";
import type { World } from "./ports.ts";

interface Touched {
  slotId: string;
  prf: string;
}

/** A passkey that is new. */
export interface NewKey {
  how: "quick" | "second";
  credential: Credential;
  key: Touched;
}

export interface WaysIn {
  /** What proved the vault as it was; its password goes on where there is no new one. */
  typed: Typed;
  newPassword: string | null;
  /** Passkeys that stay. */
  others: readonly Touched[];
  /** Required keys that are not among them may go. */
  forgetKeys: boolean;
  add?: NewKey;
  /** Slot of a passkey that goes. */
  remove?: string;
}

export interface NewWaysIn {
  slots: Slot[];
  policy: number;
  /** The device's own store, or null. */
  quick: Bytes | null;
  recoveryCode: string;
}

/**
 * The ways in to `rootKey`. BAD_PASSWORD where none is in hand; FACTOR_MISSING where a required second factor
 * would be lost without the user having said so.
 */
export async function newWaysIn(
  world: World,
  header: Header,
  rootKey: Bytes,
  context: VaultContext,
  ways: WaysIn,
): Promise<NewWaysIn> {
  const text = ways.newPassword ?? ("secret" in ways.typed ? ways.typed.secret : "");
  if (ways.newPassword === null && ways.typed.by === "recovery") throw new Failure("BAD_PASSWORD");
  const password = passwordBytes(text);
  const cost = await costAtLeast(world, header);
  const code = randomBytes(20);
  try {
    const slots: Slot[] = [];
    for (const { key, credential } of secondKeys(header, ways)) {
      slots.push(
        await sealKey(slotType.passwordAndKey, key, credential, password, rootKey, context, cost),
      );
    }
    const policy = slots.length > 0 ? 2 : 0;
    if (header.policy === 2 && policy === 0 && !ways.forgetKeys)
      throw new Failure("FACTOR_MISSING");
    if (policy === 0)
      slots.push(await sealSlot(slotType.password, { password }, rootKey, context, { cost }));
    slots.push(await sealSlot(slotType.recovery, { recovery: code }, rootKey, context));
    // Where a second factor is required nothing opens the vault alone (FORMAT.md 1).
    const quick = policy === 2 ? null : await newQuick(world, header, rootKey, context, ways);
    return { slots, policy, quick, recoveryCode: await writeRecoveryCode(code) };
  } finally {
    wipe(password, code);
  }
}

interface Kept {
  key: Touched;
  credential: Credential;
}

/** Those of `slots` that were touched and are not to go. */
function kept(slots: readonly Slot[], ways: WaysIn): Kept[] {
  const touched = "key" in ways.typed ? [...ways.others, ways.typed.key] : ways.others;
  return slots.flatMap((slot) => {
    const slotId = toHex(slot.slotId);
    const key = touched.find((one) => one.slotId === slotId);
    if (key === undefined || slotId === ways.remove) return [];
    return [{ key, credential: decodeCredential(slot.ext) }];
  });
}

function secondKeys(header: Header, ways: WaysIn): Kept[] {
  const now = kept(
    header.slots.filter((slot) => slot.type === slotType.passwordAndKey),
    ways,
  );
  return ways.add?.how === "second" ? [...now, ways.add] : now;
}

async function newQuick(
  world: World,
  header: Header,
  rootKey: Bytes,
  context: VaultContext,
  ways: WaysIn,
): Promise<Bytes | null> {
  const keys = kept(await quickSlots(world, header), ways);
  if (ways.add?.how === "quick") keys.push(ways.add);
  if (keys.length === 0) return null;
  const slots = await Promise.all(
    keys.map(({ key, credential }) => sealQuick(key, credential, rootKey, context)),
  );
  return encodeQuick({ epoch: context.epoch, slots });
}

/** A slot of type 4: the passkey alone, for this device. */
export function sealQuick(
  key: Touched,
  credential: Credential,
  rootKey: Bytes,
  context: VaultContext,
): Promise<Slot> {
  return sealKey(slotType.key, key, credential, undefined, rootKey, context);
}

async function sealKey(
  type: number,
  key: Touched,
  credential: Credential,
  password: Bytes | undefined,
  rootKey: Bytes,
  context: VaultContext,
  cost?: KdfCost,
): Promise<Slot> {
  const prf = prfBytes(key.prf);
  try {
    return await sealSlot(type, { prf, ...(password && { password }) }, rootKey, context, {
      slotId: fromHex(key.slotId),
      ext: encodeCredential(credential),
      ...(cost && { cost }),
    });
  } finally {
    wipe(prf);
  }
}

/** Measured anew on this computer, and never less than before. */
async function costAtLeast(world: World, header: Header): Promise<KdfCost> {
  const before = header.slots
    .filter(({ type }) => type === slotType.password || type === slotType.passwordAndKey)
    .map((slot) => slot.cost);
  const measured = await calibrate(() => world.clock.now());
  return before.reduce(strongest, measured);
}
