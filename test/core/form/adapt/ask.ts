/** One field asked for one value, short to write. */
import { textsFor } from "../../../../src/core/form/adapt.ts";
import type { Values } from "../../../../src/core/form/adapt/ask.ts";
import type { PageField } from "../../../../src/core/form/field.ts";
import { fitting } from "../../../../src/core/form/fit.ts";
import { pageField } from "../fields.ts";

/** An item that has these values and no other. */
export function having(values: Record<string, string>): Values {
  return (token) => values[token] ?? "";
}

/** What would stand in a text field, or null where nothing fits. */
export function written(
  token: string,
  values: Record<string, string>,
  field: Partial<PageField> = {},
  { beside = [], lang = "" }: { beside?: string[]; lang?: string } = {},
): string | null {
  const whole = pageField(field);
  const ask = { field: whole, beside: new Set([token, ...beside]), lang };
  return fitting(textsFor(token, having(values), ask), whole);
}

/** True where the field would accept the text: its length, and its pattern as a browser reads it. */
export function accepts(
  { maxLength = -1, pattern = "" }: Partial<PageField>,
  text: string,
): boolean {
  const long = maxLength >= 0 && text.length > maxLength;
  return !long && (pattern === "" || new RegExp(`^(?:${pattern})$`, "v").test(text));
}

export function options(...texts: string[]): { value: string; text: string }[] {
  return texts.map((text, at) => ({ value: `v${at}`, text }));
}
