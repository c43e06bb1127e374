/** The calls of a server about the second factors of an account (docs/SERVER.md), signed by its admin key. */
import { paths } from "../../server/api.ts";
import { factorMadeSchema, factorsSchema, stepUpSchema } from "../../server/api-factors.ts";
import { utf8 } from "../core/bytes.ts";
import { Failure } from "../core/failure.ts";
import type { SigningKey } from "../core/sign.ts";
import type { Factors } from "../vault/ports.ts";
import { jsonOf } from "./server-json.ts";
import { type Asked, isMissing, json, type Line, refused } from "./server-request.ts";

/** Eight factors, or the question for a passkey. */
const small = 64 * 1024;
/** What every authenticator takes: anything else in the address of a TOTP would show codes that do not hold. */
const usual = { algorithm: "SHA1", digits: "6", period: "30" };

/** The second factors of the account at the end of this line. */
export function factorsAt(line: Line): Factors {
  const { locator } = line;
  const ask = async (
    key: SigningKey,
    asked: Pick<Asked, "method" | "target" | "proof" | "guarded">,
    body?: unknown,
  ) => {
    const answer = await line.ask({
      ...asked,
      ...(body === undefined ? {} : { body: utf8(JSON.stringify(body)), json: true }),
      role: "admin",
      key,
      cap: small,
    });
    if (isMissing(answer)) throw new Failure("NOT_FOUND");
    if (answer.problem !== null) throw refused(answer);
    return answer;
  };
  return {
    list: async (key) => {
      const answer = await ask(key, { method: "GET", target: paths.factors(locator) });
      const { factors } = jsonOf(factorsSchema, json(answer), "TAMPERED");
      return factors
        .filter((one) => one.confirmed)
        .map(({ id, kind, made }) => ({ id, kind, made }));
    },
    begin: async (key, wanted, proof) => {
      const target = paths.factors(locator);
      const answer = await ask(key, { method: "POST", target, proof, guarded: true }, wanted);
      const made = jsonOf(factorMadeSchema, json(answer), "TAMPERED");
      if (made.kind !== wanted.kind) throw new Failure("TAMPERED");
      if (made.kind === "passkey") return made;
      return { kind: "totp", id: made.id, secret: secretIn(made.uri) };
    },
    confirm: async (key, id, proof) => {
      const target = paths.confirm(locator, id);
      await ask(key, { method: "POST", target, guarded: true }, proof);
    },
    remove: async (key, id, proof) => {
      const target = paths.factor(locator, id);
      await ask(key, { method: "DELETE", target, proof, guarded: true });
    },
    question: async (key) => {
      const answer = await ask(key, { method: "POST", target: paths.stepUp(locator) });
      return jsonOf(stepUpSchema, json(answer), "TAMPERED").passkey;
    },
  };
}

/** The secret (base32) in the address of a TOTP; TAMPERED where it is none that every authenticator takes. */
function secretIn(uri: string): string {
  const asked = URL.canParse(uri) ? new URL(uri).searchParams : new URLSearchParams();
  const secret = asked.get("secret") ?? "";
  const odd = Object.entries(usual).some(([name, value]) => (asked.get(name) ?? value) !== value);
  if (odd || !uri.startsWith("otpauth://totp/") || !/^[A-Z2-7]{16,64}$/.test(secret))
    throw new Failure("TAMPERED");
  return secret;
}
