/** Second factors of an account, in JSON: the part of the contract that only calls about them take. */
import * as v from "valibot";
import { count, factorKinds, hex, text } from "./api.ts";

const base64url = (max: number) => v.pipe(text(max), v.regex(/^[A-Za-z0-9_-]+$/, "base64url"));

export const factorsSchema = v.strictObject({
  factors: v.array(
    v.strictObject({
      id: hex(16),
      kind: v.picklist(factorKinds),
      confirmed: v.boolean(),
      made: count,
    }),
  ),
});

/** POST factors. A passkey belongs to the origin and rpId it is made for. */
export const addFactorSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("totp") }),
  v.strictObject({
    kind: v.literal("passkey"),
    origin: v.pipe(text(300), v.regex(/^[a-z-]+:\/\/[A-Za-z0-9.:-]+$/)),
    rpId: v.pipe(text(255), v.regex(/^[A-Za-z0-9.-]+$/)),
  }),
]);

/** Its answer: the secret of a TOTP, once; or what `navigator.credentials.create` is asked. */
export const factorMadeSchema = v.variant("kind", [
  v.strictObject({ kind: v.literal("totp"), id: hex(16), uri: v.string() }),
  v.strictObject({
    kind: v.literal("passkey"),
    id: hex(16),
    options: v.record(v.string(), v.unknown()),
  }),
]);

/** A credential as `toJSON()` of the browser gives it. */
const credential = <T extends v.ObjectEntries>(response: T) =>
  v.object({
    id: base64url(1400),
    rawId: base64url(1400),
    type: v.literal("public-key"),
    response: v.object(response),
    clientExtensionResults: v.optional(v.record(v.string(), v.unknown()), {}),
    authenticatorAttachment: v.optional(v.picklist(["platform", "cross-platform"])),
  });
export const registrationSchema = credential({
  clientDataJSON: base64url(8192),
  attestationObject: base64url(16384),
});
export const assertionSchema = credential({
  clientDataJSON: base64url(8192),
  authenticatorData: base64url(4096),
  signature: base64url(2048),
  userHandle: v.optional(base64url(256)),
});

/** POST confirm: the first code of a TOTP, or the answer of the authenticator. */
export const confirmSchema = v.union([
  v.strictObject({ code: v.pipe(v.string(), v.regex(/^\d{6}$/)) }),
  v.strictObject({ credential: registrationSchema }),
]);

/** POST step-up: what `navigator.credentials.get` is asked; null where no passkey is enrolled. */
export const stepUpSchema = v.strictObject({
  kinds: v.array(v.picklist(factorKinds)),
  passkey: v.nullable(v.record(v.string(), v.unknown())),
});
