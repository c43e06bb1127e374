import type { Kind } from "./kind.ts";

export const card: Kind = {
  name: "card",
  fields: [
    { key: "cc-name", type: "text", token: "cc-name" },
    { key: "cc-number", type: "hidden", token: "cc-number" },
    /** "YYYY-MM" */
    { key: "cc-exp", type: "date", token: "cc-exp" },
    { key: "cc-csc", type: "hidden", token: "cc-csc", critical: true },
    { key: "pin", type: "hidden", critical: true },
    { key: "notes", type: "multiline" },
  ],
  main: "fill",
  copies: "cc-number",
  hint: (value) => {
    const digits = value("cc-number").replace(/\D/g, "");
    return digits.length >= 12 ? `•••• ${digits.slice(-4)}` : "";
  },
};
