/** The rows of the door about the second factor of the account at a backup server (docs/SERVER.md). */
import * as v from "valibot";
import { itemIdSchema } from "../core/item.ts";
import { proof, row, text } from "./start-rows.ts";

/** As the server's header has it: six digits, or what a passkey has answered. */
export const factorProof = v.optional(
  v.pipe(v.string(), v.maxLength(8000), v.regex(/^(?:totp \d{6}|passkey [A-Za-z0-9_-]+)$/)),
);
const base64url = (max: number) => v.pipe(text(max), v.regex(/^[A-Za-z0-9_-]+$/));

const wanted = v.variant("kind", [
  v.strictObject({ kind: v.literal("totp") }),
  /** It belongs to the origin that makes it: the extension in this browser. */
  v.strictObject({ kind: v.literal("passkey"), origin: text(300), rpId: text(255) }),
]);
export type FactorWanted = v.InferOutput<typeof wanted>;

const first = v.union([
  v.strictObject({ code: v.pipe(v.string(), v.regex(/^\d{6}$/)) }),
  v.strictObject({
    credential: v.strictObject({
      id: base64url(1400),
      rawId: base64url(1400),
      type: v.literal("public-key"),
      response: v.strictObject({
        clientDataJSON: base64url(8192),
        attestationObject: base64url(16384),
      }),
    }),
  }),
]);
/** What confirms a factor. */
export type FactorFirst = v.InferOutput<typeof first>;

export interface FactorLine {
  /** Hex. */
  id: string;
  kind: "totp" | "passkey";
  /** By the server's clock (ms since 1970). */
  made: number;
}

/** What a new factor begins with: the secret of a TOTP (base32), or what `navigator.credentials.create` is asked. */
export type FactorBegun =
  | { kind: "totp"; id: string; secret: string }
  | { kind: "passkey"; id: string; options: Record<string, unknown> };

/**
 * All are signed by the admin key, which the password opens: STEP_UP without `proof`. What changes the factors needs
 * one that is there as `code`: SERVER_CODE without it, SERVER_CODE_WRONG where it did not hold.
 */
export const factorRows = {
  "server.factors": row<{ factors: FactorLine[] }>()(
    "app",
    v.strictObject({ proof: v.nullable(proof) }),
  ),
  /** Begins one. Its secret is answered this one time and kept nowhere here; it counts once it is confirmed. */
  "server.factor.begin": row<FactorBegun>()(
    "app",
    v.strictObject({ proof, wanted, code: factorProof }),
  ),
  /** Behind `begin` no password is needed again, as long as this background lives and the vault is open. */
  "server.factor.confirm": row<null>()(
    "app",
    v.strictObject({ proof: v.nullable(proof), id: itemIdSchema, first }),
  ),
  "server.factor.remove": row<null>()(
    "app",
    v.strictObject({ proof, id: itemIdSchema, code: factorProof }),
  ),
  /** What a passkey is asked for one proof; null where none is enrolled. */
  "server.factor.ask": row<{ options: Record<string, unknown> | null }>()(
    "app",
    v.strictObject({ proof }),
  ),
} as const;
