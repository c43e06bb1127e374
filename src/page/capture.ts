/** What stands in the fields of this document, for "Save this form", and what text is selected. */
import { pageCaps } from "../core/form/caps.ts";
import type { PageField } from "../core/form/field.ts";
import { isMasked, sortOf, stateOf, type Control } from "./control.ts";
import { focusedElement } from "./roots.ts";
import { scan } from "./scan.ts";

/** All fields, so that what belongs together is known; value "" where nothing is to be kept. */
export interface Captured {
  title: string;
  fields: { field: PageField; value: string }[];
}

/** Leaves out what the user can not see or change, and what is a search or a one-time code by its own word. */
export function capture(): Captured {
  const { fields, live } = scan();
  return {
    title: pageTitle(),
    fields: fields.map((field) => {
      const control = live.get(field.n);
      const out =
        field.obstacle !== null ||
        field.type === "search" ||
        /one-time-code/i.test(field.autocomplete);
      return { field, value: out || control === undefined ? "" : valueOf(control) };
    }),
  };
}

/** The page's title, capped. */
export function pageTitle(): string {
  return document.title.slice(0, pageCaps.text);
}

/** Text, the chosen option's text, or "true" / "false" of a radio or checkbox. */
function valueOf(control: Control): string {
  const sort = sortOf(control);
  const chosen = control as unknown as HTMLSelectElement;
  const value =
    sort === "select"
      ? (chosen.selectedOptions[0]?.text ?? "")
      : sort === "edit"
        ? control.innerText.trim()
        : stateOf(control);
  return value.slice(0, pageCaps.value);
}

/** The selected text, also inside a text field, but never of a field that shows dots. */
export function selectedText(): string {
  const control = focusedElement() as Control | null;
  // Null or undefined for all that has no selection of its own (e-mail, number, a paragraph).
  const { selectionStart: start, selectionEnd: end } = control ?? {};
  let text = getSelection()?.toString() ?? "";
  if (control !== null && sortOf(control) === "text") {
    if (isMasked(control)) return "";
    if (typeof start === "number" && typeof end === "number")
      text = control.value.slice(start, end);
  }
  return text.slice(0, pageCaps.value);
}
