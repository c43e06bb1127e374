/**
 * From a typed password or recovery code to the root key of a header (FORMAT.md 1):
 * bounds, derive, commitment, GCM, header MAC. The root key is lent, and overwritten afterwards.
 */
import { type Bytes, wipe } from "./bytes.ts";
import { Failure } from "./failure.ts";
import { checkHeaderMac, decodeHeader, type Header } from "./header.ts";
import { passwordBytes } from "./password.ts";
import { readRecoveryCode } from "./recovery.ts";
import { openSlot, type SlotSecret, slotType } from "./slot.ts";

/** What a person typed, and as what. */
export interface TypedSecret {
  by: "password" | "recovery";
  secret: string;
}

/**
 * Lends the root key of a header to `use` and overwrites it whatever happens. KDF_BOUNDS before anything is
 * derived; BAD_PASSWORD, BAD_RECOVERY_CODE, FACTOR_MISSING, WRONG_SECRET, TAMPERED. One at a time is the
 * caller's business.
 */
export async function lendRootKey<T>(
  headerBytes: Bytes,
  typed: TypedSecret,
  use: (rootKey: Bytes, header: Header) => Promise<T>,
): Promise<T> {
  const header = decodeHeader(headerBytes);
  const secret: SlotSecret =
    typed.by === "password"
      ? { password: passwordBytes(typed.secret) }
      : { recovery: await readRecoveryCode(typed.secret) };
  let rootKey: Bytes | undefined;
  try {
    rootKey = await openAnySlot(header, typed.by, secret);
    await checkHeaderMac(header, headerBytes, rootKey);
    return await use(rootKey, header);
  } finally {
    wipe(rootKey, secret.password, secret.recovery);
  }
}

async function openAnySlot(
  header: Header,
  by: TypedSecret["by"],
  secret: SlotSecret,
): Promise<Bytes> {
  const type = by === "password" ? slotType.password : slotType.recovery;
  const slots = header.slots.filter((slot) => slot.type === type);
  // A password alone opens no slot that also asks for a passkey.
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
