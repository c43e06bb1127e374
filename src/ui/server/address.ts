/**
 * The address that a way to a server leads to, known before the click: the browser's question for a permission must be
 * asked in the click itself, and of the very origin that is then used.
 */
import { Failure } from "../../core/failure.ts";

/** Scheme, host and port of what was typed; without a scheme it is https. SERVER_ADDRESS. */
export function originOf(typed: string): string {
  const text = typed.trim();
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
  if (text === "" || !URL.canParse(full)) throw new Failure("SERVER_ADDRESS");
  const { protocol, hostname, origin, pathname, search, hash, username } = new URL(full);
  const here = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  if (protocol !== "https:" && !(protocol === "http:" && here)) throw new Failure("SERVER_ADDRESS");
  if (pathname !== "/" || search !== "" || hash !== "" || username !== "")
    throw new Failure("SERVER_ADDRESS");
  return origin;
}

/** The pattern that the browser is asked for; it knows no port. */
export function sitePattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

const pairingStart = "coffer-pair:";

/** The origin that a pairing text names. BAD_PAIRING. */
export function pairingOrigin(typed: string): string {
  const text = typed.trim();
  if (!text.startsWith(pairingStart)) throw new Failure("BAD_PAIRING");
  try {
    const said = atob(text.slice(pairingStart.length).replaceAll("-", "+").replaceAll("_", "/"));
    return originOf(/https?:\/\/[a-z0-9.:[\]-]+/.exec(said)?.[0] ?? "");
  } catch {
    throw new Failure("BAD_PAIRING");
  }
}
