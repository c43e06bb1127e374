import type { Kind } from "./kind.ts";

export const login: Kind = {
  name: "login",
  fields: [
    { key: "username", type: "text", token: "username" },
    { key: "password", type: "hidden", token: "current-password" },
    { key: "notes", type: "multiline" },
  ],
  main: "fill",
  copies: "password",
  hint: (value) => value("username"),
};
