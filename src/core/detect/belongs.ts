/** Whether a secret of the vault belongs where it is about to be put. */
import type { ItemIndex } from "../item.ts";

/** What the answer means is told in our window before anything is put in; only "yes" asks nothing. */
export type Belongs =
  | "yes"
  | "ask" // an item without sites: it belongs nowhere in particular
  | "other" // another site than those of the item
  | "insecure" // the site of the item, without encryption
  | "opaque"; // a page that has no origin, as in a sandbox

/** Kinds whose text is meant to be put anywhere. */
const everywhere: readonly ItemIndex["kind"][] = ["snippet"];

/**
 * Whether a value of `item` may go into a document of `origin` (as the browser states it) without asking. `secret`: a
 * hidden or critical field. Subdomains are other sites, as in a fill (FORMAT.md 10).
 */
export function belongs(
  item: { kind: ItemIndex["kind"]; origins: readonly string[] },
  origin: string,
  secret: boolean,
): Belongs {
  if (!/^https?:\/\/[^/]+$/.test(origin)) return secret ? "opaque" : open(item) ? "yes" : "opaque";
  if (item.origins.includes(origin)) return "yes";
  if (item.origins.length === 0) return !secret && open(item) ? "yes" : "ask";
  const host = origin.replace(/^https?:\/\//, "");
  return origin.startsWith("http:") && item.origins.includes(`https://${host}`)
    ? "insecure"
    : "other";
}

function open({ kind, origins }: { kind: ItemIndex["kind"]; origins: readonly string[] }): boolean {
  return everywhere.includes(kind) && origins.length === 0;
}
