/** By what corrections of a site are told apart; apart from sites.ts, because our pages need no validator for it. */
import { markKey } from "./form/mark.ts";
import type { Correction } from "./sites.ts";

/** The item that something was said for; null: for all. */
export function itemOf({ say }: Pick<Correction, "say">): string | null {
  return say.as === "field" ? say.item : null;
}

/** Of each field one thing is said for all items, and one for each item. */
export function correctionKey(one: Pick<Correction, "mark" | "say">): string {
  return `${itemOf(one) ?? ""} ${markKey(one.mark)}`;
}
