/** Second factors beside the admin's signature (docs/SERVER.md): TOTP (RFC 6238) and passkeys (WebAuthn). */
import { randomBytes } from "node:crypto";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { Secret, TOTP } from "otpauth";
import * as v from "valibot";
import { type factorKinds } from "./api.ts";
import { assertionSchema, type registrationSchema } from "./api-factors.ts";
import { fromBase64, toBase64, toHex } from "./bytes.ts";
import { readJson } from "./json.ts";
import type { FactorRow } from "./store/op-factors.ts";
import type { Store } from "./store/store.ts";

type Kind = (typeof factorKinds)[number];

const totpSchema = v.strictObject({
  kind: v.literal("totp"),
  secret: v.string(),
  step: v.number(),
});
const passkeySchema = v.strictObject({
  kind: v.literal("passkey"),
  origin: v.string(),
  rpId: v.string(),
  challenge: v.optional(v.string()),
  credentialId: v.optional(v.string()),
  publicKey: v.optional(v.string()),
  counter: v.optional(v.number()),
});
const dataSchema = v.variant("kind", [totpSchema, passkeySchema]);
type Data = v.InferOutput<typeof dataSchema>;

const dataOf = (row: FactorRow): Data => v.parse(dataSchema, JSON.parse(row.data));
const period = 30;

const totpOf = (secret: string) =>
  new TOTP({
    issuer: "Coffer backup",
    label: "account",
    algorithm: "SHA1",
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  });

/** The step at which this code is right, later than `after`; null where it is not. One step of 30 s early or late is let in. */
function stepOf(
  { secret, step }: v.InferOutput<typeof totpSchema>,
  code: string,
  now: number,
): number | null {
  const delta = totpOf(secret).validate({ token: code, timestamp: now, window: 1 });
  if (delta === null) return null;
  const found = Math.floor(now / 1000 / period) + delta;
  return found > step ? found : null;
}

/** A new TOTP: what is stored, and the address that an authenticator reads. */
export function newTotp(): { data: string; uri: string } {
  const secret = new Secret({ size: 20 }).base32;
  const data: Data = { kind: "totp", secret, step: 0 };
  return { data: JSON.stringify(data), uri: totpOf(secret).toString() };
}

/** EdDSA, ES256, RS256: what every authenticator has one of, and what Node verifies without an experiment. */
const algorithms = [-8, -7, -257];

/**
 * What an authenticator may have hashed as the relying party. Chromium takes an extension's id for one as it is asked
 * for, and hashes its whole origin, so that no web site can be mistaken for it.
 */
const relyingParties = ({ origin, rpId }: { origin: string; rpId: string }): string[] =>
  origin === `chrome-extension://${rpId}` ? [origin, rpId] : [rpId];

/** A new passkey: what is stored until it is confirmed, and what the browser is asked. */
export async function newPasskey(
  origin: string,
  rpId: string,
): Promise<{ data: string; options: Record<string, unknown> }> {
  const options = await generateRegistrationOptions({
    rpName: "Coffer backup",
    rpID: rpId,
    userName: "account",
    userID: new Uint8Array(randomBytes(16)),
    attestationType: "none",
    supportedAlgorithmIDs: algorithms,
    authenticatorSelection: { residentKey: "discouraged", userVerification: "required" },
  });
  const data: Data = { kind: "passkey", origin, rpId, challenge: options.challenge };
  return { data: JSON.stringify(data), options: { ...options } };
}

/** What is stored of a factor once it is confirmed; null where the proof does not hold. */
export async function confirmed(
  row: FactorRow,
  proof: { code: string } | { credential: v.InferOutput<typeof registrationSchema> },
  now: number,
): Promise<string | null> {
  const data = dataOf(row);
  if (data.kind === "totp") {
    const step = "code" in proof ? stepOf(data, proof.code, now) : null;
    return step === null ? null : JSON.stringify({ ...data, step });
  }
  if (!("credential" in proof) || data.challenge === undefined) return null;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: proof.credential as Parameters<typeof verifyRegistrationResponse>[0]["response"],
      expectedChallenge: data.challenge,
      expectedOrigin: data.origin,
      expectedRPID: relyingParties(data),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!verified) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    const { origin, rpId } = data;
    return JSON.stringify({
      kind: "passkey",
      origin,
      rpId,
      credentialId: id,
      publicKey: toBase64(publicKey),
      counter,
    });
  } catch {
    return null;
  }
}

/** Which factors the account has, confirmed ones. */
export function kindsOf(rows: readonly FactorRow[]): Kind[] {
  return [
    ...new Set(rows.filter(({ confirmed: done }) => done === 1).map(({ kind }) => kind as Kind)),
  ];
}

/** What `navigator.credentials.get` is asked; null where no passkey is enrolled. The challenge is good once. */
export async function passkeyQuestion(
  store: Store,
  locator: Uint8Array,
  now: number,
): Promise<Record<string, unknown> | null> {
  const rows = (await store.run("factors", locator)).filter(
    ({ confirmed: done, kind }) => done === 1 && kind === "passkey",
  );
  const passkeys = rows.map(dataOf).filter((data) => data.kind === "passkey");
  const [first] = passkeys;
  if (first === undefined) return null;
  const options = await generateAuthenticationOptions({
    rpID: first.rpId,
    userVerification: "required",
    allowCredentials: passkeys
      .filter(({ rpId }) => rpId === first.rpId)
      .map(({ credentialId }) => ({ id: credentialId ?? "" })),
  });
  await store.run("addChallenge", locator, options.challenge, now);
  return { ...options };
}

/** What follows from a proof, or from none: the account has no factor, or it held; or which would be needed. */
export type StepUp = { is: "free" | "held" } | { is: "required" | "failed"; kinds: Kind[] };

/** Judges the header of a proof. Each is good once, and five may be tried in five minutes. */
export async function stepUp(
  store: Store,
  locator: Uint8Array,
  header: string,
  now: number,
): Promise<StepUp> {
  const rows = (await store.run("factors", locator)).filter((row) => row.confirmed === 1);
  if (rows.length === 0) return { is: "free" };
  const kinds = kindsOf(rows);
  if (header === "") return { is: "required", kinds };
  const failed: StepUp = { is: "failed", kinds };
  if (!(await store.run("mayTry", locator, now))) return failed;
  const [kind = "", proof = ""] = header.split(" ");
  for (const row of rows.filter((each) => each.kind === kind)) {
    const after = await heldBy(store, locator, row, proof, now);
    if (after !== null && (await store.run("proved", locator, row.id, row.data, after)))
      return { is: "held" };
  }
  return failed;
}

async function heldBy(
  store: Store,
  locator: Uint8Array,
  row: FactorRow,
  proof: string,
  now: number,
): Promise<string | null> {
  const data = dataOf(row);
  if (data.kind === "totp") {
    const step = /^\d{6}$/.test(proof) ? stepOf(data, proof, now) : null;
    return step === null ? null : JSON.stringify({ ...data, step });
  }
  const { credentialId: id, publicKey, counter, origin, rpId } = data;
  if (id === undefined || publicKey === undefined || counter === undefined) return null;
  try {
    const response = readJson(assertionSchema, fromBase64(proof));
    if (response.id !== id) return null;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
      expectedChallenge: (challenge) => store.run("takeChallenge", locator, challenge, now),
      expectedOrigin: origin,
      expectedRPID: relyingParties({ origin, rpId }),
      credential: { id, publicKey: fromBase64(publicKey), counter },
      requireUserVerification: true,
    });
    if (!verified) return null;
    return JSON.stringify({ ...data, counter: authenticationInfo.newCounter });
  } catch {
    return null;
  }
}

/** A fresh id, hex. */
export function newId(): string {
  return toHex(new Uint8Array(randomBytes(16)));
}
