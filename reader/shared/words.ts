/** Every word of the reader comes from `locales/`; the build (scripts/reader.ts) puts them into the bundle. */
import { failureCode } from "../../src/core/failure.ts";
import type { GeneratedI18nStructure } from "../../.wxt/i18n/structure.d.ts";

/** The groups of the locale that the build takes along. */
type Group = "reader" | "failure" | "field" | "kind";
type Key = Extract<keyof GeneratedI18nStructure, `${Group}.${string}`>;

/** A text, or texts by number: "0", "1", "n". */
export type Words = Record<string, string | Record<string, string>>;

declare const cofferWords: Words;
const words = cofferWords;

/** Text of a key with `$1`, `$2` ... taken from the values; where it has forms for numbers, the first chooses. */
export function say(key: Key, ...values: readonly (string | number)[]): string {
  const entry = words[key] ?? "";
  const text = typeof entry === "string" ? entry : (entry[String(values[0])] ?? entry["n"] ?? "");
  return text.replaceAll(/\$([1-9])/g, (_, place: string) => {
    const value = values[Number(place) - 1] ?? "";
    return typeof value === "number" ? value.toLocaleString() : value;
  });
}

/** The sentence for anything that was thrown. In a reader there is no vault to restore, only another file. */
export function sentence(thrown: unknown): string {
  const code = failureCode(thrown);
  const damaged = ["TAMPERED", "REC_SIZE", "REC_CONTEXT", "DUPLICATE", "BAD_FORMAT", "POLICY"];
  if (damaged.includes(code)) return say("reader.damaged");
  if (code === "INTERNAL") return say("reader.internal");
  return say(`failure.${code}`);
}
