/** A password typed, and the passkey that goes with it where the vault needs one; not for the popup's first load. */
import { Failure } from "../../core/failure.ts";
import { call } from "../../wire/call.ts";
import type { Typed } from "../../wire/protocol.ts";
import { touch } from "./passkey.ts";

/** Asks for the required passkey; FACTOR_MISSING where this vault has none. */
export async function withSecondKey(secret: string): Promise<Typed> {
  const { keys } = await call("key.asks", {});
  const second = keys.filter((key) => !key.alone);
  if (second.length === 0) throw new Failure("FACTOR_MISSING");
  return { by: "passwordAndKey", secret, key: await touch(second) };
}

/** Asks for a passkey that opens this device alone; FACTOR_MISSING where there is none. */
export async function withQuickKey(): Promise<Typed> {
  const { keys } = await call("key.asks", {});
  const quick = keys.filter((key) => key.alone);
  if (quick.length === 0) throw new Failure("FACTOR_MISSING");
  return { by: "key", key: await touch(quick) };
}
