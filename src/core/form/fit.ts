/** Whether a field can take a text whole: nothing is ever cut. */
import type { PageField } from "./field.ts";
import { satisfies } from "./pattern.ts";

/** The first of `texts` that a text field can take whole; null where it takes none. */
export function fitting(texts: readonly string[], field: PageField): string | null {
  return texts.find((text) => fits(text, field)) ?? null;
}

/** True where length, type and pattern of a field take the text; of a password only the length is asked. */
export function fits(text: string, field: PageField): boolean {
  const { type, tag, maxLength, pattern } = field;
  if (maxLength >= 0 && text.length > maxLength) return false;
  if (tag === "input" && text.includes("\n")) return false;
  if (!fitsType(text, type)) return false;
  const asked = tag === "input" && /^(text|search|url|tel|email|)$/.test(type);
  return !asked || satisfies(pattern, text) !== false;
}

function fitsType(text: string, type: string): boolean {
  switch (type) {
    case "number":
      return /^-?\d+(\.\d+)?$/.test(text);
    case "email":
      return /^\S+@\S+$/.test(text);
    case "url":
      return /^[a-z][a-z\d+.-]*:\S+$/i.test(text);
    case "date":
      return /^\d{4}-\d\d-\d\d$/.test(text);
    case "month":
      return /^\d{4}-\d\d$/.test(text);
    case "time":
      return /^\d\d:\d\d(:\d\d)?$/.test(text);
    case "week":
      return /^\d{4}-W\d\d$/.test(text);
    case "datetime-local":
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
    default:
      return true;
  }
}
