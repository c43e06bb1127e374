/** The keyring (class 0x22): keys that are not kept while the vault is open (FORMAT.md 3). */
import * as v from "valibot";

const base64 = (bytes: number) => v.pipe(v.string(), v.length(Math.ceil(bytes / 3) * 4));
const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

export const keyringSchema = v.strictObject({
  /** Backup key of a connected server (FORMAT.md 8). */
  backupKey: v.nullable(base64(16)),
  /** X25519 private key for sharing (FORMAT.md 9). */
  identity: v.nullable(base64(32)),
  devices: v.array(
    v.strictObject({ id: base64(16), name: v.pipe(v.string(), v.maxLength(100)), added: whole }),
  ),
  /** Root keys of past epochs, with the last manifest of each. */
  past: v.array(
    v.strictObject({ epoch: whole, rootKey: base64(32), lastCounter: whole, lastHash: base64(32) }),
  ),
});
