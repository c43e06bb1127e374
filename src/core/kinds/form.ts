import type { Kind } from "./kind.ts";

/** A form of the user's own: every field is added, or was saved from a page. */
export const form: Kind = {
  name: "form",
  fields: [],
  main: "fill",
  copies: "",
  hint: () => "",
};
