/**
 * What opens a vault without its password, as it is typed from paper: one recovery code, or two shares of it,
 * one after the other. Loaded only where a code is typed: it brings the code's arithmetic with it.
 */
import { tidySymbols } from "../../core/crockford.ts";
import { joinShares, meansShare, readShare, type Share } from "../../core/shares.ts";

/** A code to open with, or the first share, which waits for a second one. */
export type Typed = { code: string; held: null } | { code: null; held: Share };

const codeSymbols = 34;

/**
 * Takes what was typed beside the share that is held already. A code is answered as it was typed: the vault
 * judges it. BAD_SHARE, OTHER_SHARES, SAME_SHARE.
 */
export async function takeTyped(typed: string, held: Share | null): Promise<Typed> {
  // With a first part in hand only a whole code is meant as one; all else is a second part, perhaps cut short.
  const waits = held !== null && tidySymbols(typed).length !== codeSymbols;
  if (!waits && !meansShare(typed)) return { code: typed, held: null };
  const share = await readShare(typed);
  if (held === null) return { code: null, held: share };
  return { code: await joinShares(held, share), held: null };
}
