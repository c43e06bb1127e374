/**
 * Passkeys that answer a key (WebAuthn with the PRF extension, FORMAT.md 1). The relying party is the extension's
 * own origin: no web page can ask for the same value. Firefox gives extensions none.
 */
import { fromHex, toBase64, toHex } from "../../core/bytes.ts";
import { randomBytes } from "../../core/random.ts";
import { Failure } from "../../core/failure.ts";
import type { KeyAsk } from "../../wire/protocol.ts";

/** What the door takes of a passkey that was touched. */
export interface Touched {
  slotId: string;
  prf: string;
}

interface PrfResults {
  prf?: { enabled?: boolean; results?: { first?: BufferSource } };
}

/** Whether this browser lets an extension have passkeys of its own. */
export function hasPasskeys(): boolean {
  return location.protocol === "chrome-extension:" && "credentials" in navigator;
}

function base64url(hex: string): string {
  return toBase64(fromHex(hex)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** What the user stopped is no failure; what the browser refuses is. */
async function asking<T>(work: () => Promise<T | null>): Promise<T> {
  try {
    const credential = await work();
    if (credential === null) throw new Failure("CANCELLED");
    return credential;
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const name = thrown instanceof DOMException ? thrown.name : "";
    throw new Failure(name === "NotAllowedError" || name === "AbortError" ? "CANCELLED" : "NO_PRF");
  }
}

/** Asks for one of these passkeys and answers what it derives. CANCELLED; NO_PRF where it derives nothing. */
export async function touch(keys: readonly KeyAsk[]): Promise<Touched> {
  const credential = (await asking(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: randomBytes(32),
        userVerification: "required",
        allowCredentials: keys.map((key) => ({
          type: "public-key",
          id: fromHex(key.credentialId),
        })),
        extensions: {
          prf: {
            evalByCredential: Object.fromEntries(
              keys.map((key) => [base64url(key.credentialId), { first: fromHex(key.salt) }]),
            ),
          },
        },
      },
    }),
  )) as PublicKeyCredential;
  const id = toHex(new Uint8Array(credential.rawId));
  const key = keys.find((one) => one.credentialId === id);
  const { prf } = credential.getClientExtensionResults() as PrfResults;
  const first = prf?.results?.first;
  if (key === undefined || first === undefined) throw new Failure("NO_PRF");
  const bytes = new Uint8Array(first as ArrayBuffer);
  try {
    return { slotId: key.slotId, prf: toBase64(bytes) };
  } finally {
    bytes.fill(0);
  }
}

/** A new passkey: created, and then asked for the value of its slot, since not all answer at once. */
export async function makePasskey(slot: { slotId: string; salt: string }, name: string) {
  const credential = (await asking(() =>
    navigator.credentials.create({
      publicKey: {
        rp: { name: "Coffer" },
        user: { id: randomBytes(16), name, displayName: name },
        challenge: randomBytes(32),
        pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: "public-key", alg })),
        authenticatorSelection: { userVerification: "required", residentKey: "preferred" },
        extensions: { prf: {} },
      },
    }),
  )) as PublicKeyCredential;
  const { prf } = credential.getClientExtensionResults() as PrfResults;
  if (prf?.enabled !== true) throw new Failure("NO_PRF");
  const credentialId = toHex(new Uint8Array(credential.rawId));
  const rpId = location.hostname;
  const key = await touch([{ ...slot, credentialId, rpId, alone: true }]);
  return { credentialId, rpId, key };
}
