/** Words for what a field of a page is taken for; apart from words.ts, which every window loads at once. */
import type { Reason } from "../core/form/explain.ts";
import { isTeachable } from "../core/form/teachable.ts";
import { say } from "../wire/words.ts";

type Key = Parameters<typeof say>[0];

/** What a field of a page is taken for; a token without a word of its own stands for itself. */
export function kindWord(token: string): string {
  const known = isTeachable(token) || token === "none" || token === "unknown";
  return known ? say(`fieldKind.${token.replaceAll("-", "_")}` as Key) : token;
}

/** Why a field is taken for it. */
export function reasonWord(why: Exclude<Reason, "none">): string {
  return say(`why.${why}`);
}
