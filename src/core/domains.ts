/** The public suffix list (https://publicsuffix.org), as `tldts` has it: what of a host name one owner can register. */
import { getDomain } from "tldts";

/**
 * The registrable domain of a host, tenants of hosting sites (alice.github.io) included; null for a public suffix, an
 * IP address, a bare name like "localhost", and a name that ends with a dot.
 */
export function domainOf(host: string): string | null {
  if (host.endsWith(".") || host.startsWith("[")) return null;
  return getDomain(host, { allowPrivateDomains: true, extractHostname: false });
}
