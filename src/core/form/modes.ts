/** An item with a second address: the user's own fields "Billing city", "Rechnung: PLZ" beside the built-in ones. */
import type { Item } from "../item.ts";
import type { Values } from "./adapt/ask.ts";
import { classify } from "./classify.ts";
import type { PageField } from "./field.ts";
import { modeIn, type Mode } from "./section.ts";
import { asksPassword, valueOf } from "./unit.ts";

const address = /^(street-address|address-|postal-code|country|organization$)/;

/**
 * The values for a field of each mode. An address is never mixed of two: where the item has any part of a
 * billing address, a billing form gets no part of the other.
 */
export function valuesByMode(
  item: Item,
  values: ReadonlyMap<string, string>,
  critical: ReadonlyMap<string, string>,
): (mode: Mode) => Values {
  const own = new Map<Mode, Map<string, string>>();
  for (const field of item.fields) {
    const mode = field.key === "" ? modeIn(field.label) || modeIn(field.match?.name ?? "") : "";
    const value = valueOf(field, critical);
    if (mode === "" || value === null || value === asksPassword) continue;
    const token = field.match?.token ?? tokenOf(field.label);
    const known = own.get(mode) ?? new Map<string, string>();
    own.set(mode, known);
    if (token === "address-line1" || token === "address-line2")
      known.set("street-address", [known.get("street-address"), value].filter(Boolean).join("\n"));
    else if (!known.has(token)) known.set(token === "country-name" ? "country" : token, value);
  }
  return (mode) => {
    const mine = own.get(mode);
    const apart = mine !== undefined && [...mine.keys()].some((token) => address.test(token));
    return (token) =>
      mine?.get(token) ?? (apart && address.test(token) ? "" : (values.get(token) ?? ""));
  };
}

/** What a label alone says that it is for. */
function tokenOf(label: string): string {
  const field: PageField = {
    n: 0,
    tag: "input",
    type: "text",
    name: "",
    id: "",
    autocomplete: "",
    label: label.slice(0, 200),
    placeholder: "",
    title: "",
    near: "",
    after: "",
    form: 0,
    maxLength: -1,
    pattern: "",
    inputMode: "",
    options: [],
    touched: false,
    focused: false,
    obstacle: null,
  };
  return classify([field])[0]?.token ?? "unknown";
}
