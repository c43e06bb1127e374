import type { Kind } from "./kind.ts";

export const snippet: Kind = {
  name: "snippet",
  fields: [
    /** A template (docs/TEMPLATES.md). */
    { key: "body", type: "multiline" },
    /** What one types to have it; shown as the second line. */
    { key: "trigger", type: "text" },
    /** "" is plain text, else "markdown" or "html". */
    { key: "format", type: "text" },
  ],
  main: "copy",
  copies: "body",
  hint: (value) => value("trigger"),
};
