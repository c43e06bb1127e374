/** The four sorts of things that take a value in a page, and what stands in them. Only reads. */

import { attributeOf, nameOf } from "./dom.ts";

/** `tick`: a radio or checkbox. `edit`: an editing host (contenteditable). */
export type Sort = "text" | "select" | "tick" | "edit";

/** An element of one of the sorts. What its own sort does not have is undefined at run time. */
export interface Control extends HTMLInputElement {
  options?: HTMLOptionsCollection;
  selectedIndex: number;
}

/** Inputs that hold nothing a user types or chooses. */
const noField = /^(hidden|submit|button|image|reset|file)$/;

/** The sort of an element, or null where it takes no value. */
export function sortOf(element: Element): Sort | null {
  if (!(element instanceof HTMLElement)) return null;
  const type = (element as Control).type;
  switch (nameOf(element)) {
    case "input":
      return noField.test(type) ? null : /^(radio|checkbox)$/.test(type) ? "tick" : "text";
    case "textarea":
      return "text";
    case "select":
      return "select";
  }
  const mode = attributeOf(element, "contenteditable");
  return mode !== null && mode !== "false" && element.isContentEditable ? "edit" : null;
}

/** The options of a select; of anything else none. */
export function optionsOf(control: Control): HTMLOptionElement[] {
  return [...(control.options ?? [])];
}

/** All that can stand in a control, as one text to compare: of a select one digit an option. */
export function stateOf(control: Control): string {
  const sort = sortOf(control);
  if (sort === "tick") return String(control.checked);
  if (sort === "text") return control.value;
  const flags = optionsOf(control).map((option) => Number(option.selected));
  return sort === "select" ? flags.join("") : (control.textContent ?? "");
}

/** Another choice stands in it than the page made at the start; for text: any. */
export function isTouched(control: Control): boolean {
  const sort = sortOf(control);
  if (sort === "tick") return control.checked !== control.defaultChecked;
  if (sort !== "select") return stateOf(control).trim() !== "";
  // The first option is mostly "please choose".
  return control.selectedIndex > 0 && !optionsOf(control)[control.selectedIndex]?.defaultSelected;
}

/** True where the page shows dots for the text, by type or by style. */
export function isMasked(control: Element): boolean {
  const css: CSSStyleDeclaration & { webkitTextSecurity?: string } = getComputedStyle(control);
  return (control as Control).type === "password" || (css.webkitTextSecurity ?? "none") !== "none";
}
