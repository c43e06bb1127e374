/** The less usual ways in: recovery code, passkey alone on this device, password and passkey (FORMAT.md 1). */
import { fromBase64, toHex } from "../core/bytes.ts";
import { decodeCredential, decodeQuick, prfSalt, type QuickStore } from "../core/factor.ts";
import { Failure } from "../core/failure.ts";
import { decodeHeader, type Header } from "../core/header.ts";
import { passwordBytes } from "../core/password.ts";
import { readRecoveryCode } from "../core/recovery.ts";
import { type Slot, slotType } from "../core/slot.ts";
import type { KeyAsk, Typed } from "../wire/protocol.ts";
import type { World } from "./ports.ts";
import type { Opener } from "./unlock.ts";

/** The device's slots of type 4; none where the root key has changed since (FORMAT.md 6). */
export async function quickSlots(world: World, header: Header): Promise<Slot[]> {
  const bytes = await world.disk.fact("quick");
  if (bytes === null) return [];
  const store = readStore(bytes);
  return store !== null && store.epoch === header.epoch ? store.slots : [];
}

/** A store that is damaged opens nothing; the password still does. */
function readStore(bytes: Uint8Array): QuickStore | null {
  try {
    return decodeQuick(bytes);
  } catch {
    return null;
  }
}

/** Slots and secret of what was typed or touched. BAD_RECOVERY_CODE, BAD_PASSWORD. */
export async function openerOf(world: World, header: Header, typed: Typed): Promise<Opener> {
  const ofType = (type: number) => header.slots.filter((slot) => slot.type === type);
  switch (typed.by) {
    case "password":
      return {
        slots: ofType(slotType.password),
        secret: { password: passwordBytes(typed.secret) },
      };
    case "recovery":
      return {
        slots: ofType(slotType.recovery),
        secret: { recovery: await readRecoveryCode(typed.secret) },
      };
    case "key": {
      const slots = (await quickSlots(world, header)).filter(
        (slot) => toHex(slot.slotId) === typed.key.slotId,
      );
      return { slots, secret: { prf: prfBytes(typed.key.prf) } };
    }
    case "passwordAndKey": {
      const slots = ofType(slotType.passwordAndKey).filter(
        (slot) => toHex(slot.slotId) === typed.key.slotId,
      );
      const secret = { password: passwordBytes(typed.secret), prf: prfBytes(typed.key.prf) };
      return { slots, secret };
    }
  }
}

/** The 32 bytes an authenticator answered; INVALID for anything else. */
export function prfBytes(text: string) {
  const bytes = fromBase64(text);
  if (bytes.length !== 32) throw new Failure("INVALID");
  return bytes;
}

/** What a page of ours asks the authenticator for, one entry a passkey. */
export async function keyAsks(world: World): Promise<KeyAsk[]> {
  const opening = await world.disk.open();
  if (opening === null) return [];
  const header = decodeHeader(opening.header);
  return [
    ...(await secondAsks(header)),
    ...(await asksOf(header, await quickSlots(world, header))),
  ];
}

/** The same for the passkeys that a header's password needs beside it: of this vault, or of a backup. */
export function secondAsks(header: Header): Promise<KeyAsk[]> {
  return asksOf(
    header,
    header.slots.filter((slot) => slot.type === slotType.passwordAndKey),
  );
}

function asksOf(header: Header, slots: readonly Slot[]): Promise<KeyAsk[]> {
  return Promise.all(
    slots.map(async (slot) => {
      const { rpId, credentialId } = decodeCredential(slot.ext);
      return {
        slotId: toHex(slot.slotId),
        alone: slot.type === slotType.key,
        rpId,
        credentialId: toHex(credentialId),
        salt: toHex(await prfSalt(header.vaultId, slot.slotId)),
      };
    }),
  );
}
