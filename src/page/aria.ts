/**
 * What a page draws itself and describes by roles (ARIA): a listbox, a combobox, a button that opens a listbox,
 * radio buttons and boxes that are no inputs. Only reads.
 */
import { pageCaps } from "../core/form/caps.ts";
import { allIn, attributeOf, byId, fits, rootOf } from "./dom.ts";
import { attribute, textOf } from "./words.ts";

/** True for what is chosen from by a click: never an input, a link, or what holds a control of its own. */
export function isList(element: Element): boolean {
  const role = attributeOf(element, "role");
  const opens = attributeOf(element, "aria-haspopup") === "listbox";
  if (role !== "combobox" && role !== "listbox" && !opens) return false;
  return (
    !fits(element, "a,input,textarea,select") &&
    allIn(element, "input,select,textarea,a").length === 0
  );
}

/** It opens a list: a text box that proposes, or a list that is closed as a rule. */
export function opensList(element: Element): boolean {
  return (
    attributeOf(element, "role") === "combobox" ||
    attributeOf(element, "aria-haspopup") === "listbox" ||
    /list|both/.test(attribute(element, "aria-autocomplete"))
  );
}

/** The list that belongs to it, where it is in the document. */
export function popupOf(element: Element): Element | null {
  if (!opensList(element)) return element;
  const ids = `${attribute(element, "aria-controls")} ${attribute(element, "aria-owns")}`.split(
    " ",
    8,
  );
  const named = ids.flatMap((id) => (id && byId(rootOf(element), id)) || []);
  return (
    named.flatMap((one) => (fits(one, "[role=listbox]") ? one : allIn(one, "[role=listbox]")))[0] ??
    null
  );
}

/** The options that are in the document now, those that can not be chosen left out. */
export function entriesOf(element: Element): HTMLElement[] {
  const popup = popupOf(element);
  const all = popup === null ? [] : allIn(popup, "[role=option]");
  // A click on a link leads away.
  return all
    .filter((one) => !fits(one, "[aria-disabled=true],a[href],a[href] *"))
    .slice(0, pageCaps.options) as HTMLElement[];
}

/** What an option says, and the value that a page notes on it for its own use; like an `option`, else the same. */
export function entryOf(option: Element): { value: string; text: string } {
  const text = attribute(option, "aria-label") || textOf(option);
  return { value: attribute(option, "data-value") || attribute(option, "value") || text, text };
}

export const isChosen = (option: Element) =>
  fits(option, "[aria-selected=true],[aria-checked=true]");

/** What stands in it, as one text to compare. */
export function listState(element: Element): string {
  if (opensList(element)) return textOf(element);
  return entriesOf(element)
    .filter(isChosen)
    .map((option) => entryOf(option).text)
    .join("\n");
}

const tickRoles = /^(radio|checkbox|switch)$/;
/** "radio" or "checkbox" where a page drew one itself, else "". */
export function tickRole(element: Element): string {
  const role = attributeOf(element, "role") ?? "";
  if (!tickRoles.test(role) || fits(element, "a,input")) return "";
  return role === "radio" ? role : "checkbox";
}
