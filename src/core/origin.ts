/** Origins as the browser states them (FORMAT.md 10). Which items belong to one: site.ts. */

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
