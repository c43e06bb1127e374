/**
 * Passkeys and security keys as factors (FORMAT.md 1): what a slot says of its credential, the salt it is
 * asked with, and the device's own store of slots of type 4, which lies outside the header.
 *
 * ext   LP(rpId) ‖ LP(credentialId)
 * store "CFQK1\0" ‖ u32 epoch ‖ u8 n ‖ n × slot
 */
import {
  type Bytes,
  concat,
  equalBytes,
  label,
  lengthPrefixed,
  reader,
  u32,
  u8,
  utf8,
} from "./bytes.ts";
import { Failure } from "./failure.ts";
import { sha256 } from "./hash.ts";
import { encodeSlot, readSlot, type Slot, slotType } from "./slot.ts";

/** Whose credential it is: `rpId` is the extension's own origin, never a web host. */
export interface Credential {
  rpId: string;
  credentialId: Bytes;
}

const rpIdMax = 255;
const credentialMax = 700;

/** The `ext` of a slot of type 2 or 4. BAD_FORMAT where it would not fit a slot. */
export function encodeCredential({ rpId, credentialId }: Credential): Bytes {
  const name = utf8(rpId);
  if (name.length > rpIdMax || credentialId.length > credentialMax) throw new Failure("BAD_FORMAT");
  return concat(lengthPrefixed(name), lengthPrefixed(credentialId));
}

/** Reads an `ext`; BAD_FORMAT for anything else. */
export function decodeCredential(ext: Bytes): Credential {
  const from = reader(ext, "BAD_FORMAT");
  const name = from.lengthPrefixed(rpIdMax);
  const credentialId = from.lengthPrefixed(credentialMax);
  from.end();
  return { rpId: new TextDecoder().decode(name), credentialId };
}

/** What the authenticator is asked to evaluate for a slot: another value for each vault and slot. */
export function prfSalt(vaultId: Bytes, slotId: Bytes): Promise<Bytes> {
  return sha256(label("prf", vaultId, slotId));
}

const magic = utf8("CFQK1\0");
/** A store of more slots than this is not read. */
export const quickMax = 8;

/** The device's slots of type 4 for the root key of an epoch. */
export interface QuickStore {
  epoch: number;
  slots: Slot[];
}

/** The bytes of the store. */
export function encodeQuick({ epoch, slots }: QuickStore): Bytes {
  return concat(magic, u32(epoch), u8(slots.length), ...slots.map(encodeSlot));
}

/** Reads the store; BAD_FORMAT for anything else. It is authenticated by the wrap of each slot alone. */
export function decodeQuick(bytes: Uint8Array): QuickStore {
  const from = reader(bytes, "BAD_FORMAT");
  if (!equalBytes(from.take(magic.length), magic)) throw new Failure("BAD_FORMAT");
  const epoch = from.u32();
  const count = from.u8();
  if (count > quickMax) throw new Failure("BAD_FORMAT");
  const slots = Array.from({ length: count }, () => readSlot(from, [slotType.key]));
  from.end();
  return { epoch, slots };
}
