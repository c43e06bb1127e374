/** The five sorts of things that take a value in a page, and what stands in them. Only reads. */
import { entriesOf, isChosen, isList, listState, tickRole } from "./aria.ts";

import type { PageField } from "../core/form/field.ts";
import { attributeOf, nameOf } from "./dom.ts";

/** `tick`: a radio or checkbox. `edit`: an editing host (contenteditable). `list`: one that the page draws (aria.ts). */
export type Sort = "text" | "select" | "tick" | "edit" | "list";

/** An element of one of the sorts. What its own sort does not have is undefined at run time. */
export interface Control extends Omit<HTMLInputElement, "checked" | "defaultChecked"> {
  options?: HTMLOptionsCollection;
  selectedIndex: number;
  checked?: boolean;
  defaultChecked?: boolean;
}

/** Inputs that hold nothing a user types or chooses. */
const noField = /^(hidden|submit|button|image|reset|file)$/;

/** The sort of an element, or null where it takes no value. */
export function sortOf(element: Element): Sort | null {
  if (!(element instanceof HTMLElement) || element instanceof HTMLFormElement) return null;
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
  if (mode !== null && mode !== "false" && element.isContentEditable) return "edit";
  if (attributeOf(element, "role") === null && attributeOf(element, "aria-haspopup") === null)
    return null;
  return tickRole(element) ? "tick" : isList(element) ? "list" : null;
}

/** What the classifier is told of it: a list that a page draws is a select, its drawn boxes are inputs. */
export function kindOf(control: Control): { tag: PageField["tag"]; type: string } {
  const sort = sortOf(control);
  if (sort === "edit") return { tag: "editable", type: "" };
  if (sort === "list") return { tag: "select", type: "" };
  const type = tickRole(control);
  if (type) return { tag: "input", type };
  const tag = nameOf(control) as PageField["tag"];
  return { tag, type: tag !== "input" ? "" : isMasked(control) ? "password" : control.type };
}

/** The options of a select; of anything else none. */
export function optionsOf(control: Control): HTMLOptionElement[] {
  return [...(control.options ?? [])];
}

/** All that can stand in a control, as one text to compare: of a select one digit an option. */
export function stateOf(control: Control): string {
  const sort = sortOf(control);
  if (sort === "tick")
    return String(control.checked ?? attributeOf(control, "aria-checked") === "true");
  if (sort === "list") return listState(control);
  if (sort === "text") return control.value;
  const flags = optionsOf(control).map((option) => Number(option.selected));
  return sort === "select" ? flags.join("") : (control.textContent ?? "");
}

/** Another choice stands in it than the page made at the start; for text: any. */
export function isTouched(control: Control): boolean {
  const sort = sortOf(control);
  if (sort === "tick")
    return control.defaultChecked === undefined
      ? stateOf(control) === "true"
      : control.checked !== control.defaultChecked;
  // The first is mostly "please choose".
  if (sort === "list") return entriesOf(control).findIndex(isChosen) > 0;
  if (sort !== "select") return stateOf(control).trim() !== "";
  return control.selectedIndex > 0 && !optionsOf(control)[control.selectedIndex]?.defaultSelected;
}

/** True where the page shows dots for the text, by type or by style. */
export function isMasked(control: Element): boolean {
  const css: CSSStyleDeclaration & { webkitTextSecurity?: string } = getComputedStyle(control);
  return (control as Control).type === "password" || (css.webkitTextSecurity ?? "none") !== "none";
}
