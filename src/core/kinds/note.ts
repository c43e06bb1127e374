import type { Kind } from "./kind.ts";

export const note: Kind = {
  name: "note",
  fields: [{ key: "body", type: "multiline" }],
  main: "copy",
  copies: "body",
  hint: () => "",
};
