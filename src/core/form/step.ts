/** From texts to what is done with one unit of a page. */
import { chooseOption } from "./choose.ts";
import type { Step } from "./field.ts";
import { fitting } from "./fit.ts";
import type { Unit } from "./unit.ts";

/** Null where the unit takes none of `texts`: no option says it, or no text fits whole. */
export function stepFor(
  { head, members }: Unit,
  texts: readonly string[],
  token = head.token,
): Step | null {
  const { n, tag, type, options } = head.field;
  if (tag === "select") {
    const index = chooseOption(texts, options, token);
    return index < 0 ? null : { n, do: "option", index };
  }
  if (type === "checkbox") return { n, do: "check", on: texts[0] === "true" };
  if (type === "radio") {
    const open = members.filter(({ field }) => field.obstacle === null);
    const choices = open.map(({ field }) => field.options[0] ?? { value: "", text: "" });
    const chosen = open[chooseOption(texts, choices, token)];
    return chosen === undefined ? null : { n: chosen.field.n, do: "check", on: true };
  }
  // A user name is as the site once took it: its pattern for new ones has no say.
  const place = token === "username" ? { ...head.field, pattern: "" } : head.field;
  const value = fitting(texts, place);
  return value === null ? null : { n, do: "text", value };
}
