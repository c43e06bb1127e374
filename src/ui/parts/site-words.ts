/** The rules of an item's sites (src/core/site.ts) in words. */
import { hostOf } from "../../core/origin.ts";
import { readRule } from "../../core/site.ts";
import { say } from "../../wire/words.ts";

/** "shop.example", or with what it is compared by: "shop.example: whole domain". Hosts stay in punycode. */
export function siteWords(stored: string): string {
  const { mode, text } = readRule(stored);
  if (mode === "origin") return hostOf(text);
  return say("sites.shown", [mode === "regex" ? text : hostOf(text), say(`siteMode.${mode}`)]);
}
