/** What stands in the fields of this document, for "Save this form", and what text is selected. */
import { pageCaps } from "../core/form/caps.ts";
import type { PageField } from "../core/form/field.ts";
import { isMasked, optionsOf, sortOf, stateOf, type Control } from "./control.ts";
import { pageTitle } from "./dom.ts";
import { focusedElement } from "./roots.ts";
import { scan } from "./scan.ts";
import { short } from "./words.ts";

/** All fields, so that what belongs together is known; value "" where nothing is to be kept. */
export interface Captured {
  title: string;
  fields: { field: PageField; value: string }[];
}

/** Leaves out what the user can not see or change. */
export function capture(): Captured {
  const { fields, live } = scan();
  return {
    title: short(pageTitle()),
    fields: fields.map((field) => {
      const control = live[field.n];
      const value = control && !field.obstacle ? valueOf(control) : "";
      return { field, value: value.slice(0, pageCaps.value) };
    }),
  };
}

/** Text, the chosen option's text, or "true" / "false" of a radio or checkbox. */
export function valueOf(control: Control): string {
  const sort = sortOf(control);
  if (sort === "edit") return control.innerText.trim();
  if (sort !== "select") return stateOf(control);
  return optionsOf(control).find((option) => option.selected)?.text ?? "";
}

/** The selected text, also inside a text field, but never of a field that shows dots. */
export function selected(): { text: string; title: string } {
  const control = focusedElement() as Control | null;
  let text = "";
  if (!control || sortOf(control) !== "text") text = String(getSelection() ?? "");
  else if (!isMasked(control))
    // Null for inputs that have no selection of their own (e-mail, number).
    text = control.value.slice(control.selectionStart ?? 0, control.selectionEnd ?? 0);
  return { text: text.slice(0, pageCaps.value), title: short(pageTitle()) };
}
