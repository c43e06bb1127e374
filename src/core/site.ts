/**
 * Which pages an item belongs to. Each of its `origins` is a rule: an exact origin as it is ("https://shop.example"),
 * or a mode, a blank and what it compares ("domain https://shop.example"). An address holds no blank, so the two can
 * not be mistaken for each other, and whoever knows exact origins alone offers such an item nowhere.
 *
 * https and http are never mixed. A port is part of a site, but in the mode "host". "never" beats every other rule.
 * The public suffix list and the engine of regular expressions are handed in: without them their rules fit no page.
 */
import { Failure } from "./failure.ts";
import { originOf } from "./origin.ts";

export const siteModes = ["origin", "domain", "host", "start", "exact", "regex", "never"] as const;
export type SiteMode = (typeof siteModes)[number];

/** `text` is an origin (origin, domain, host, never), an address (start, exact) or a pattern (regex). */
export interface SiteRule {
  mode: SiteMode;
  text: string;
}

/** What is too heavy to be loaded always (src/core/domains.ts, src/core/patterns.ts). */
export interface SiteTools {
  /** The registrable domain of a host by the public suffix list; null for a suffix, an IP address, a bare name. */
  domainOf?: (host: string) => string | null;
  /** Whether the pattern matches the whole address, in time linear to its length. */
  matchesAll?: (pattern: string, address: string) => boolean;
}

/** A page as the browser states it. `siteWide`: the user wants every exact origin read as its whole domain. */
export interface SitePage {
  origin: string;
  /** Its whole address; "" where only the origin is known. Believed for what the origin does not say alone. */
  url: string;
}

/** The rule that a text stands for; what is no known mode is an origin, and fits nothing else. */
export function readRule(stored: string): SiteRule {
  const blank = stored.indexOf(" ");
  const mode = siteModes.find((one) => one === stored.slice(0, Math.max(blank, 0)));
  return mode === undefined || mode === "origin"
    ? { mode: "origin", text: stored }
    : { mode, text: stored.slice(blank + 1) };
}

/** The text of a rule; `readRule` reads it back. */
export function writeRule({ mode, text }: SiteRule): string {
  return mode === "origin" ? text : `${mode} ${text}`;
}

/** Host, port and path of an address, without its fragment; null for what is no site. */
function addressOf(
  url: string,
): { origin: string; host: string; port: string; whole: string } | null {
  const origin = originOf(url);
  if (origin === null) return null;
  const { hostname, port, href } = new URL(/^https?:/i.test(url) ? url : origin);
  return { origin, host: hostname, port, whole: href.replace(/#.*$/s, "") };
}

/** What of the tools these rules need; all exact origins need none. */
export function toolsFor(
  origins: readonly string[],
  siteWide: boolean,
): { domains: boolean; patterns: boolean } {
  const has = (mode: string) => origins.some((one) => one.startsWith(mode));
  return {
    domains: has("domain ") || (siteWide && origins.some((one) => !one.includes(" "))),
    patterns: has("regex "),
  };
}

/** Whether an item with these rules belongs to the page. One without rules belongs nowhere. */
export function fitsSite(
  origins: readonly string[],
  page: SitePage,
  tools: SiteTools = {},
  siteWide = false,
): boolean {
  if (originOf(page.origin) !== page.origin) return false;
  const at = addressOf(page.url === "" ? page.origin : page.url);
  // An address that is not of that origin is not the page's.
  if (at === null || at.origin !== page.origin) return false;
  let fits = false;
  for (const stored of origins) {
    const rule = readRule(stored);
    if (rule.mode === "never") {
      if (addressOf(rule.text)?.host === at.host) return false;
    } else if (!fits) fits = holds(rule, at, tools, siteWide);
  }
  return fits;
}

type Address = NonNullable<ReturnType<typeof addressOf>>;

function holds(
  { mode, text }: SiteRule,
  at: Address,
  tools: SiteTools,
  siteWide: boolean,
): boolean {
  if (mode === "regex") return patternHolds(text, at, tools);
  // Nearly every rule of a long list is of another site: no address is taken apart for it.
  if (mode === "origin" && text === at.origin) return true;
  if (mode === "origin" && !siteWide) return false;
  const own = addressOf(text);
  if (own === null || schemeOf(own.origin) !== schemeOf(at.origin)) return false;
  switch (mode) {
    case "origin":
    case "domain":
      return own.port === at.port && sameDomain(own.host, at.host, tools);
    case "host":
      return own.host === at.host;
    case "exact":
      return own.whole === at.whole;
    case "start":
      return own.origin === at.origin && startsAt(at.whole, own.whole);
    case "never":
      return false;
  }
}

const schemeOf = (address: string) => address.slice(0, address.indexOf(":"));

/** "https://a.example/team" begins "https://a.example/team/x" and "…/team?x", not "…/team-of-somebody-else". */
function startsAt(whole: string, start: string): boolean {
  if (!whole.startsWith(start)) return false;
  return (
    whole.length === start.length ||
    /[/?=&]$/.test(start) ||
    /^[/?]/.test(whole.slice(start.length))
  );
}

function sameDomain(own: string, host: string, { domainOf }: SiteTools): boolean {
  if (own === host) return true;
  const domain = domainOf?.(own) ?? null;
  // Said twice on purpose: by the list, and by the plain end of the name.
  return (
    domain !== null &&
    (host === domain || host.endsWith(`.${domain}`)) &&
    domainOf?.(host) === domain
  );
}

function patternHolds(pattern: string, at: Address, { matchesAll }: SiteTools): boolean {
  const parts = patternParts(pattern);
  if (parts === null || matchesAll === undefined) return false;
  const { scheme, tail } = parts;
  const host = at.host === tail || at.host.endsWith(`.${tail}`);
  return host && schemeOf(at.origin) === scheme && matchesAll(pattern, at.whole);
}

const atom = String.raw`(?:[a-z0-9_-]|\[[a-z0-9_-]+\][+*?]?|\\d[+*?]?)`;
const label = String.raw`${atom}+\\\.`;
/** One label at a time: two ways to read the same text would take time beyond measure. */
const group = String.raw`\((?:\?:)?(?:${label})+(?:\|(?:${label})+)*\)[?*+]?`;
const hostPattern = new RegExp(
  String.raw`^(https?):(?:\\?/){2}(?:${label}|${group})*?` +
    String.raw`((?:[a-z0-9_-]+\\\.)*[a-z0-9_-]+)(?::\d{1,5})?(?=\\?/)`,
);

/**
 * Scheme and end of the host name that a pattern of the mode "regex" spells out; null where it does not. So a
 * pattern can not be of two schemes, and a dot, a slash or a wildcard too much does not open it to other sites.
 */
export function patternParts(pattern: string): { scheme: string; tail: string } | null {
  const found = hostPattern.exec(pattern);
  if (found === null) return null;
  return { scheme: found[1] ?? "", tail: (found[2] ?? "").replaceAll("\\.", ".") };
}

/** Why a rule can not be kept. */
export type WrongSite = "address" | "pattern" | "patternSite" | "long";
/** The longest rule (`caps.origin` of item.ts). */
const longest = 300;

/**
 * A rule as it is kept, or why it can not be. `compiles` says whether the engine takes a pattern; both tools are
 * needed for "regex".
 */
export function tidyRule(
  { mode, text }: SiteRule,
  { domainOf, compiles }: SiteTools & { compiles?: (pattern: string) => boolean } = {},
): { stored: string } | { wrong: WrongSite } {
  const typed = text.trim();
  if (typed.length > longest) return { wrong: "long" };
  if (mode === "regex") {
    const parts = patternParts(typed);
    if (/\s/.test(typed) || compiles?.(typed) !== true) return { wrong: "pattern" };
    // A whole suffix like co.uk belongs to nobody; a bare name or an address stands for itself.
    const bare =
      parts !== null && (/^[a-z0-9_-]+$/.test(parts.tail) || /^[\d.]+$/.test(parts.tail));
    if (parts === null || (!bare && (domainOf?.(parts.tail) ?? null) === null))
      return { wrong: "patternSite" };
    return within(writeRule({ mode, text: typed }));
  }
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `https://${typed}`;
  const at = originOf(typed) === null ? null : addressOf(url);
  if (at === null) return { wrong: "address" };
  return within(
    writeRule({ mode, text: mode === "start" || mode === "exact" ? at.whole : at.origin }),
  );
}

function within(stored: string): { stored: string } | { wrong: WrongSite } {
  return stored.length > longest ? { wrong: "long" } : { stored };
}

/**
 * Throws unless an item of these rules may be filled into a document: OPAQUE_ORIGIN for sandboxed and other pages
 * without an origin, INSECURE for an http page and an item of https, OTHER_ORIGIN for any other site. An item
 * without rules belongs nowhere and may be filled by choice, but not where it says "never".
 */
export function checkSite(
  origins: readonly string[],
  page: SitePage,
  tools: SiteTools = {},
  siteWide = false,
): void {
  if (originOf(page.origin) !== page.origin) throw new Failure("OPAQUE_ORIGIN");
  const rules = origins.map(readRule);
  const free = rules.every(({ mode }) => mode === "never");
  const barred = rules.some(
    ({ mode, text }) => mode === "never" && addressOf(text)?.host === addressOf(page.origin)?.host,
  );
  if ((free && !barred) || fitsSite(origins, page, tools, siteWide)) return;
  const https = rules.some(({ mode, text }) => mode !== "never" && text.startsWith("https:"));
  if (page.origin.startsWith("http:") && https) throw new Failure("INSECURE");
  throw new Failure("OTHER_ORIGIN");
}

/** The rules of an item that the user has just used on a page: it belongs there, and no "never" stands against it. */
export function adopted(origins: readonly string[], origin: string): string[] {
  const host = addressOf(origin)?.host;
  const left = origins.filter((stored) => {
    const { mode, text } = readRule(stored);
    return mode !== "never" || addressOf(text)?.host !== host;
  });
  return left.includes(origin) ? left : [...left, origin];
}

/** The origin that stands for a rule where one is needed: its site, by the host it names; "" for none. */
export function siteOfRule(stored: string): string {
  const { mode, text } = readRule(stored);
  if (mode !== "regex") return originOf(text) ?? "";
  const parts = patternParts(text);
  return parts === null ? "" : `${parts.scheme}://${parts.tail}`;
}
