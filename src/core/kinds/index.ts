/** The list of item kinds. A new kind is a file, a line here, and its words in the locale. */
import type { KindName } from "../item.ts";
import { card } from "./card.ts";
import { form } from "./form.ts";
import { identity } from "./identity.ts";
import type { Kind } from "./kind.ts";
import { login } from "./login.ts";
import { note } from "./note.ts";
import { snippet } from "./snippet.ts";

export const kinds: Readonly<Record<KindName, Kind>> = {
  snippet,
  login,
  identity,
  card,
  note,
  form,
};
