import type { Kind } from "./kind.ts";

export const snippet: Kind = {
  name: "snippet",
  fields: [{ key: "body", type: "multiline" }],
  main: "copy",
  copies: "body",
  hint: () => "",
};
