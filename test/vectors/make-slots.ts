/** Vectors of slots of all four types (FORMAT.md 1). */
import { be, buffer, secondExt, secondPrfSalt, secondSlot } from "../core/second.ts";
import {
  type Bytes,
  type Case,
  cost,
  fill,
  flip,
  free,
  password,
  passwordSlot,
  prf,
  put,
  recoveryBytes,
  recoverySlot,
  rootKey,
  typed,
  vaultId,
} from "./fixed.ts";

const rpId = "abcdefghijklmnopabcdefghijklmnop";
const credentialId = fill(32, 0x5a);
const ext = secondExt(rpId, credentialId);
const twoFactorId = fill(16, 0xd1);
const keyId = fill(16, 0xe1);

/** Password and key, both needed. */
export const twoFactorSlot = secondSlot(
  { type: 2, slotId: twoFactorId, salt: fill(16, 0x91), ...cost, ext },
  { password: typed(password), prf },
  rootKey,
  vaultId,
  1,
  fill(12, 0x31),
);
/** A key alone, for this device. */
export const keySlot = secondSlot(
  { type: 4, slotId: keyId, salt: fill(16, 0xa1), ...free, ext },
  { prf },
  rootKey,
  vaultId,
  1,
  fill(12, 0x41),
);
const longest = secondSlot(
  { type: 4, slotId: keyId, salt: fill(16, 0xa1), ...free, ext: fill(1024, 0) },
  { prf },
  rootKey,
  vaultId,
  1,
  fill(12, 0x42),
);
const ofEpoch2 = secondSlot(
  { type: 3, slotId: fill(16, 0x31), salt: fill(16, 0x41), ...free },
  { recovery: recoveryBytes },
  rootKey,
  vaultId,
  2,
  fill(12, 0x43),
);

const context = { vaultId, epoch: 1 };
const yes = (name: string, slot: Bytes, secret: object, where: object = context): Case => ({
  name,
  op: "open",
  in: { slot, ...where, ...secret },
  out: { rootKey },
});
const no = (
  name: string,
  error: string,
  slot: Bytes,
  secret: object,
  where: object = context,
): Case => ({
  name,
  op: "open",
  in: { slot, ...where, ...secret },
  error,
});
const byKey = { prf };
const byCode = { recovery: recoveryBytes };

export function slots(): Case[] {
  // The attacker wraps a root key of theirs under a guess, and keeps the victim's commitment.
  const forged = put(
    secondSlot(
      { type: 4, slotId: keyId, salt: fill(16, 0xa1), ...free, ext },
      { prf: fill(32, 1) },
      fill(32, 9),
      vaultId,
      1,
      fill(12, 0x41),
    ),
    44,
    keySlot.slice(44, 76),
  );
  return [
    yes("type 1, by its password", passwordSlot, { password }),
    yes("type 2, by its password and its key", twoFactorSlot, { password, prf }),
    yes("type 3, by its recovery code", recoverySlot, byCode),
    yes("type 4, by its key", keySlot, byKey),
    yes("type 4, with the longest ext", longest, byKey),
    yes("type 3, of epoch 2", ofEpoch2, byCode, { vaultId, epoch: 2 }),
    {
      name: "ext of rpId and credentialId",
      op: "ext",
      in: { rpId, credentialId },
      out: { ext },
    },
    ...[twoFactorId, keyId].map((slotId, i) => ({
      name: `salt of the PRF, ${i + 1}`,
      op: "prfSalt",
      in: { vaultId, slotId },
      out: { salt: secondPrfSalt(vaultId, slotId) },
    })),
    no("type 1, another password", "WRONG_SECRET", passwordSlot, { password: `${password} ` }),
    no("type 2, its password and another key", "WRONG_SECRET", twoFactorSlot, {
      password,
      prf: fill(32, 0xc1),
    }),
    no("type 2, its key and another password", "WRONG_SECRET", twoFactorSlot, {
      password: "guess",
      prf,
    }),
    no("type 3, another code", "WRONG_SECRET", recoverySlot, { recovery: fill(20, 0x81) }),
    no("type 4, another key", "WRONG_SECRET", keySlot, { prf: flip(prf, 0) }),
    no("of another vault", "WRONG_SECRET", keySlot, byKey, { vaultId: fill(16, 0x11), epoch: 1 }),
    no("of another epoch", "TAMPERED", recoverySlot, byCode, { vaultId, epoch: 2 }),
    no("of epoch 2, put back into epoch 1", "TAMPERED", ofEpoch2, byCode),
    no("another slotId", "WRONG_SECRET", flip(keySlot, 4 * 8), byKey),
    no("another salt", "WRONG_SECRET", flip(keySlot, 20 * 8), byKey),
    no("another credential in ext", "WRONG_SECRET", flip(keySlot, -1), byKey),
    no("ext left out", "WRONG_SECRET", buffer(keySlot.slice(0, 136), [0, 0]), byKey),
    no("another commitment", "WRONG_SECRET", flip(recoverySlot, 44 * 8), byCode),
    no("another nonce", "TAMPERED", flip(recoverySlot, 76 * 8), byCode),
    no("another wrap", "TAMPERED", flip(recoverySlot, 88 * 8), byCode),
    no("another tag", "TAMPERED", flip(recoverySlot, 135 * 8), byCode),
    no("a wrap that opens under a guess, the commitment kept", "WRONG_SECRET", forged, {
      prf: fill(32, 1),
    }),
    no("type 0", "BAD_FORMAT", put(keySlot, 0, [0]), byKey),
    no("type 5", "BAD_FORMAT", put(keySlot, 0, [5]), byKey),
    no("a flag set", "BAD_FORMAT", put(keySlot, 1, [1]), byKey),
    no("reserved bytes", "BAD_FORMAT", put(keySlot, 2, [1, 0]), byKey),
    no("reserved bytes behind the cost", "BAD_FORMAT", put(keySlot, 43, [1]), byKey),
    no("an ext of 1025 bytes", "BAD_FORMAT", buffer(put(longest, 136, [4, 1]), [0]), byKey),
    no("an ext shorter than its length", "BAD_FORMAT", longest.slice(0, -1), byKey),
    no("a byte behind ext", "BAD_FORMAT", buffer(keySlot, [0]), byKey),
    no("type 1 with no cost", "KDF_BOUNDS", put(passwordSlot, 36, [0, 0, 0, 0, 0, 0]), {
      password,
    }),
    no("type 2 below the floor", "KDF_BOUNDS", put(twoFactorSlot, 36, be(64_512, 4)), {
      password,
      prf,
    }),
    no("type 4 with a cost", "KDF_BOUNDS", put(keySlot, 36, [...be(65_536, 4), 3, 1]), byKey),
  ];
}
