/** Puts a state into one control as a user's hand would, with the events that the browser itself would send. */
import { attributeOf } from "./dom.ts";
import { optionsOf, sortOf, stateOf, type Control } from "./control.ts";
import { fire } from "./events.ts";

/** Puts in a state (`stateOf`) of any sort but "list"; `stay`: it is not left yet. */
export function put(element: Control, state: string, stay = false): void {
  const sort = sortOf(element);
  if (sort === "edit") return edit(element, state);
  if (sort === "tick") return tick(element, state === "true");
  // The focus itself stays where the user left it; the page gets the events that it would cause.
  fire(element, state, "focus", "focusin");
  if (sort === "text") {
    fire(element, state, "keydown", "beforeinput");
    if (element.value !== state) setValue(element, state);
  } else optionsOf(element).forEach((option, at) => (option.selected = state[at] === "1"));
  fire(element, state, "input");
  if (sort === "text") fire(element, state, "keyup");
  if (!stay) fire(element, state, "change", "blur", "focusout");
}

/** The browser's own setter, past any that the page has put on the element. */
function setValue(element: Control, value: string): void {
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value");
  own?.set?.call(element, value);
}

/** The same letter by letter, for masks that take nothing else: each may be put in, moved or refused by the page. */
export function typeInto(element: Control, value: string): void {
  fire(element, "", "focus", "focusin");
  if (element.value !== "") {
    setValue(element, "");
    fire(element, "", "input");
  }
  for (const letter of value) {
    const free = (name: string) => fire(element, letter, name);
    if (free("keydown") && free("keypress") && free("beforeinput")) {
      const { selectionStart: start, selectionEnd: end } = element;
      if (start === null || end === null) setValue(element, element.value + letter);
      else element.setRangeText(letter, start, end, "end");
      fire(element, letter, "input");
    }
    fire(element, letter, "keyup");
  }
  fire(element, value, "change", "blur", "focusout");
}

/** A click, because React listens for it; without one for a radio that is to be off again. */
function tick(element: Control, on: boolean): void {
  if (stateOf(element) === String(on)) return;
  const radio = element.type === "radio" || attributeOf(element, "role") === "radio";
  if (on || !radio) return element.click();
  if (!(element instanceof HTMLInputElement)) return;
  element.checked = on;
  fire(element, "", "input", "change");
}

/** Rich editors hold a model of their own: one that answers `beforeinput` itself is left to it, the others follow an edit. */
function edit(element: HTMLElement, value: string): void {
  element.focus({ preventScroll: true });
  getSelection()?.selectAllChildren(element);
  if (fire(element, value, "beforeinput"))
    document.execCommand(value ? "insertText" : "delete", false, value);
  element.blur();
}
