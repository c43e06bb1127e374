import type { PageField } from "../field.ts";

/** The item's own value for a token; "" where it has none. */
export type Values = (token: string) => string;

/** What an adapter is told of the place that its text is for. */
export interface Ask {
  field: PageField;
  /** Tokens of the fields that belong with it: of its section, of a number its own parts only. */
  beside: ReadonlySet<string>;
  /** Language of the page ("de", "en-GB"), or "". */
  lang: string;
  /** A number is to name its country, since the field for that can not be filled. */
  worldly?: boolean;
}

/** All that a page may show of how it wants to be answered, the nearest first. */
export function hintsOf({ placeholder, title, label, near }: PageField): string[] {
  return [placeholder, title, label, near].filter((text) => text !== "");
}
