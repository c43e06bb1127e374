import type { Kind } from "./kind.ts";

/** Keys follow the WHATWG autofill tokens where there is one. */
export const identity: Kind = {
  name: "identity",
  fields: [
    { key: "honorific-prefix", type: "text", token: "honorific-prefix" },
    { key: "given-name", type: "text", token: "given-name" },
    { key: "additional-name", type: "text", token: "additional-name" },
    { key: "family-name", type: "text", token: "family-name" },
    { key: "bday", type: "date", token: "bday" },
    { key: "sex", type: "text", token: "sex" },
    { key: "email", type: "text", token: "email" },
    { key: "tel", type: "text", token: "tel" },
    { key: "organization", type: "text", token: "organization" },
    { key: "organization-title", type: "text", token: "organization-title" },
    { key: "street-address", type: "multiline", token: "street-address" },
    { key: "postal-code", type: "text", token: "postal-code" },
    { key: "address-level2", type: "text", token: "address-level2" },
    { key: "address-level1", type: "text", token: "address-level1" },
    { key: "country", type: "text", token: "country" },
    { key: "url", type: "text", token: "url" },
    { key: "passport", type: "hidden", critical: true },
    { key: "identity-card", type: "hidden", critical: true },
    { key: "notes", type: "multiline" },
  ],
  main: "fill",
  copies: "email",
  hint: (value) =>
    [value("given-name"), value("family-name")].filter((part) => part !== "").join(" ") ||
    value("email"),
};
