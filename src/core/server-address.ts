/** The address of a backup server: an origin and nothing else (FORMAT.md 8: a request is signed for it). */
import { originOf } from "./origin.ts";

/** The policy of our pages lets http out to these names alone (FORMAT.md 10). */
const thisMachine = /^(?:localhost|127\.0\.0\.1)$/;

/** "https://vault.example:8443" of what a user typed; null for paths, credentials, and http to another machine. */
export function serverOrigin(typed: string): string | null {
  const origin = originOf(typed);
  if (origin === null) return null;
  const bare = typed.trim().replace(/\/$/, "");
  if (/[/?#]/.test(bare.replace(/^https?:\/\//i, ""))) return null;
  const { protocol, hostname } = new URL(origin);
  return protocol === "https:" || thisMachine.test(hostname) ? origin : null;
}

/** What the browser is asked for: a match pattern, which knows no port. */
export function permissionFor(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}
