/** A site that the user lets Coffer watch, as the browser is asked for it. */
import { originOf } from "./origin.ts";

/** What a site is watched for: forms to save, copies for the clipboard history, triggers of snippets. */
export const watchedFor = ["capture", "clips", "triggers"] as const;
export type Watch = (typeof watchedFor)[number];
/** What the pages of each match pattern are watched for, in that order. */
export type Registered = Record<string, Watch[]>;

/** Stands for all sites. */
export const everywhere = "*";

/**
 * Match patterns of an origin, or of all sites; none for what is neither. They have no port, which Firefox does not
 * know in patterns: the exact origin is checked when a page comes.
 */
export function patternsOf(site: string): string[] {
  if (site === everywhere) return ["https://*/*", "http://*/*"];
  if (originOf(site) !== site) return [];
  const { protocol, hostname } = new URL(site);
  return [`${protocol}//${hostname}/*`];
}
