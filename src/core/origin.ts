/** Which page may be given what (FORMAT.md 10): exact origins, as the browser states them. */
import { Failure } from "./failure.ts";

/**
 * The origin of what a user typed or a browser reported: "https://shop.example:8443".
 * Null for what is no http(s) site. Credentials in the address are no part of an origin and are refused.
 */
export function originOf(typed: string): string | null {
  const text = typed.trim();
  if (text === "") return null;
  try {
    const url = new URL(
      /^[a-z][a-z0-9+.-]*:/i.test(text) && !/^[^/:]+:\d/.test(text) ? text : `https://${text}`,
    );
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    if (url.username !== "" || url.password !== "" || url.hostname === "") return null;
    return url.origin;
  } catch {
    return null;
  }
}

/** The host of an origin as it is shown; punycode stays punycode, so a look-alike looks odd. */
export function hostOf(origin: string): string {
  return origin.replace(/^https?:\/\//, "");
}

/**
 * Throws unless an item that belongs to `origins` may be filled into a document of `origin`:
 * OPAQUE_ORIGIN for sandboxed and other pages without one, INSECURE for an http page and an item of https,
 * OTHER_ORIGIN for any other site. An item without origins belongs nowhere and may be filled by choice.
 */
export function checkOrigin(origins: readonly string[], origin: string): void {
  if (!/^https?:\/\/[^/]+$/.test(origin)) throw new Failure("OPAQUE_ORIGIN");
  if (origins.length === 0 || origins.includes(origin)) return;
  if (origin.startsWith("http:") && origins.some((own) => own.startsWith("https:"))) {
    throw new Failure("INSECURE");
  }
  throw new Failure("OTHER_ORIGIN");
}
