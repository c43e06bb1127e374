/**
 * The address that a way to a server leads to, known before the click: the browser's question for a permission must be
 * asked in the click itself, and of the very origin that is then used.
 */
import { Failure } from "../../core/failure.ts";
import { serverOrigin } from "../../core/server-address.ts";

/** The origin of what was typed; without a scheme it is https. SERVER_ADDRESS. */
export function originOf(typed: string): string {
  const text = typed.trim();
  const origin = serverOrigin(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (text === "" || origin === null) throw new Failure("SERVER_ADDRESS");
  return origin;
}

/** The origin that a pairing text names. BAD_PAIRING. */
export async function pairingOrigin(typed: string): Promise<string> {
  const { readPairing } = await import("../../core/pairing.ts");
  return (await readPairing(typed)).origin;
}
