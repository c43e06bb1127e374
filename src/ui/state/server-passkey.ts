/** A passkey as the second factor of the account at a backup server: WebAuthn of the extension's own origin, Chromium alone. */
import { type Bytes, toBase64, utf8 } from "../../core/bytes.ts";
import { Failure } from "../../core/failure.ts";
import type { FactorFirst } from "../../wire/factors.ts";
import type { Proof } from "../../wire/protocol.ts";
import { ask } from "./app.ts";
import { hasPasskeys } from "./passkey.ts";

/** Whether this browser can make one, and knows how to read what a server asks. */
export function canMakePasskey(): boolean {
  return hasPasskeys() && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

const base64url = (bytes: Bytes): string =>
  toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

/** What the user stopped is no failure; what the browser refuses, or a server asks wrongly, is. */
async function touching(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await work();
    if (credential === null) throw new Failure("CANCELLED");
    return credential as PublicKeyCredential;
  } catch (thrown) {
    if (thrown instanceof Failure) throw thrown;
    const name = thrown instanceof DOMException ? thrown.name : "";
    throw new Failure(/^(NotAllowed|Abort)Error$/.test(name) ? "CANCELLED" : "PASSKEY_REFUSED");
  }
}

const named = (credential: PublicKeyCredential) => ({
  id: credential.id,
  rawId: base64url(new Uint8Array(credential.rawId)),
  type: "public-key" as const,
});

/** The vault's own passkeys are of the same origin: no server asks them for what they derive (FORMAT.md 1). */
const asksNothingElse = { extensions: {} };

/** Makes the passkey that the server asked for: what confirms it there. */
export async function makeServerPasskey(options: Record<string, unknown>): Promise<FactorFirst> {
  const credential = await touching(() =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON({
        ...(options as unknown as PublicKeyCredentialCreationOptionsJSON),
        rp: { name: "Coffer backup", id: location.hostname },
        ...asksNothingElse,
      }),
    }),
  );
  const { clientDataJSON, attestationObject } =
    credential.response as AuthenticatorAttestationResponse;
  return {
    credential: {
      ...named(credential),
      response: {
        clientDataJSON: base64url(new Uint8Array(clientDataJSON)),
        attestationObject: base64url(new Uint8Array(attestationObject)),
      },
    },
  };
}

/** Touches a passkey of the account: the proof for one request. NOT_FOUND where none is enrolled. */
export async function touchServerPasskey(proof: Proof): Promise<string> {
  const { options } = await ask("server.factor.ask", { proof });
  if (options === null) throw new Failure("NOT_FOUND");
  const credential = await touching(() =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON({
        ...(options as unknown as PublicKeyCredentialRequestOptionsJSON),
        rpId: location.hostname,
        ...asksNothingElse,
      }),
    }),
  );
  const { clientDataJSON, authenticatorData, signature } =
    credential.response as AuthenticatorAssertionResponse;
  const assertion = {
    ...named(credential),
    response: {
      clientDataJSON: base64url(new Uint8Array(clientDataJSON)),
      authenticatorData: base64url(new Uint8Array(authenticatorData)),
      signature: base64url(new Uint8Array(signature)),
    },
  };
  return `passkey ${base64url(utf8(JSON.stringify(assertion)))}`;
}
