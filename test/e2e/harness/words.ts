/** The words that the interface shows, read from the built extension. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { builds } from "./files.ts";

let messages: Record<string, { message: string }> | null = null;

/**
 * Text of a key like "unlock.go", with "$1", "$2" ... taken from `values`; where a key has forms for
 * numbers, the first value chooses. Throws for an unknown key.
 */
export function word(key: string, ...values: (string | number)[]): string {
  const file = join(builds.chromium, "_locales", "en", "messages.json");
  messages ??= JSON.parse(readFileSync(file, "utf8")) as Record<string, { message: string }>;
  const message = messages[key.replaceAll(".", "_")]?.message;
  if (message === undefined) throw new Error(`No words for ${key}`);
  const forms = message.split(" | ");
  const n = values[0] === 1 ? (forms.length === 3 ? 1 : 0) : values[0] === 0 ? 0 : forms.length - 1;
  const form = forms.length === 1 ? message : (forms[n] ?? message);
  return form.replaceAll(/\$(\d)/g, (_, place: string) => String(values[Number(place) - 1] ?? ""));
}
