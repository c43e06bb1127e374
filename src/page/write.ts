/**
 * Values into the page, as typing would put them there, and back out again. Frameworks that watch the
 * `value` of an element (React) notice, because the browser's own setter is used and events follow.
 * Nothing is submitted and no button is clicked.
 */
import type { Step, StepResult } from "../core/form/field.ts";
import { optionsOf, sortOf, stateOf, type Control } from "./control.ts";
import { focusedElement } from "./roots.ts";
import { choices, type Scan } from "./scan.ts";

/** One field that was written: plain data, so that a later copy of this stub can take it back. */
export interface Written {
  element: Control;
  /** Its state before (`stateOf`), and after the page had answered; another one since is the user's own. */
  before: string;
  after: string;
  /** The radio of its group that was chosen. */
  radio: Control | null;
  /** Copies of the content of an editing host. */
  nodes: Node[];
}

/** Writes `steps`; a field counts as written if it holds the value after the page had its say. */
export async function write(
  scanned: Scan,
  steps: Step[],
): Promise<{ results: StepResult[]; written: Written[] }> {
  const written = new Map<Step, Written>();
  const focus = focusedElement();
  await holdingForms(async () => {
    for (const step of steps) {
      const element = scanned.live.get(step.n);
      if (element?.isConnected !== true || !fits(element, step)) continue;
      written.set(step, keep(element));
      put(element, step, scanned);
    }
    // The page's own tasks that our events caused.
    for (let turn = 0; turn < 3; turn++) await new Promise((done) => setTimeout(done, 0));
  });
  if (focus instanceof HTMLElement && focusedElement() !== focus)
    focus.focus({ preventScroll: true });
  for (const was of written.values()) was.after = stateOf(was.element);
  const results = steps.map((step) => {
    const element = written.get(step)?.element;
    return { n: step.n, ok: element?.isConnected === true && holds(element, step, scanned) };
  });
  return { results, written: [...written.values()] };
}

/** Takes a fill back, last field first, except what the user changed since. Answers how many fields it restored. */
export function undo(written: Written[]): number {
  let count = 0;
  void holdingForms(() => {
    for (const was of written.toReversed()) {
      if (!was.element.isConnected || stateOf(was.element) !== was.after) continue;
      restore(was);
      count++;
    }
  });
  return count;
}

function restore({ element, before, radio, nodes }: Written): void {
  switch (sortOf(element)) {
    case "text":
      return setText(element, before);
    case "tick":
      return radio === null ? tick(element, before === "true") : tick(radio, true);
    case "select":
      return choose(element, (index) => before[index] === "1");
    default:
      if (!nodes.some((node) => node instanceof Element)) return setEditable(element, before);
      element.replaceChildren(...nodes);
      fire(element, "", "input");
  }
}

/** The step is of the kind that this element takes. */
function fits(element: Control, step: Step): boolean {
  const sort = sortOf(element);
  return (
    step.do === { text: "text", edit: "text", select: "option", tick: "check" }[sort ?? "text"]
  );
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** While we write, the page's answer to a change may not be to send the form. */
async function holdingForms(work: () => Promise<void> | void): Promise<void> {
  addEventListener("submit", stop, true);
  try {
    await work();
  } finally {
    removeEventListener("submit", stop, true);
  }
}

function keep(element: Control): Written {
  const root = element.form ?? (element.getRootNode() as ParentNode);
  const chosen = [...root.querySelectorAll<Control>("input[type=radio]:checked")];
  const same = (other: Control) => other.name === element.name && other.form === element.form;
  return {
    element,
    before: stateOf(element),
    after: "",
    radio: (element.type === "radio" && chosen.find(same)) || null,
    nodes:
      sortOf(element) === "edit" ? [...element.childNodes].map((node) => node.cloneNode(true)) : [],
  };
}

function put(element: Control, step: Step, scanned: Scan): void {
  if (step.do === "check") tick(element, step.on);
  else if (step.do === "option") {
    const wish = wanted(element, step, scanned);
    if (wish >= 0) choose(element, (index) => index === wish);
  } else if (sortOf(element) === "edit") setEditable(element, step.value);
  else setText(element, step.value);
}

/** Where the option stands now that had this index when the page was scanned; -1 where it is gone. */
function wanted(element: Control, step: Step & { do: "option" }, scanned: Scan): number {
  const then = scanned.fields[step.n]?.options[step.index];
  const fit = choices(element).map((now) => now.value === then?.value && now.text === then.text);
  return fit[step.index] === true ? step.index : fit.indexOf(true);
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

function holds(element: Control, step: Step, scanned: Scan): boolean {
  if (step.do === "check") return element.checked === step.on;
  if (step.do === "option")
    return element.selectedIndex >= 0 && element.selectedIndex === wanted(element, step, scanned);
  // A page may group digits or turn letters into capitals; it still holds the value.
  const now = stateOf(element);
  return now === step.value || (bare(now) !== "" && bare(now) === bare(step.value));
}

/** Events of the families that the browser itself would use; `data` is what was typed. */
function fire(element: Element, data: string, ...names: string[]): void {
  for (const name of names) {
    const init = {
      data,
      inputType: "insertText",
      key: "Unidentified",
      bubbles: !/^(focus|blur)$/.test(name),
      composed: name !== "change",
      cancelable: /^(key|before)/.test(name),
    };
    const typed = name.startsWith("key")
      ? KeyboardEvent
      : /^(focus|blur)/.test(name)
        ? FocusEvent
        : Event;
    element.dispatchEvent(new (/input$/.test(name) ? InputEvent : typed)(name, init));
  }
}

/** The focus itself stays where the user left it; the page gets the events that it would cause. */
function setText(element: Control, value: string): void {
  fire(element, value, "focus", "focusin", "keydown", "beforeinput");
  // The browser's own setter, past any that the page has put on the element.
  const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value");
  if (element.value !== value) own?.set?.call(element, value);
  fire(element, value, "input", "keyup", "change", "blur", "focusout");
}

function choose(element: Control, chosen: (index: number) => boolean): void {
  fire(element, "", "focus", "focusin");
  optionsOf(element).forEach((option, index) => (option.selected = chosen(index)));
  fire(element, "", "input", "change", "blur", "focusout");
}

/** A click, because React listens for it; without one for a radio that is to be off again. */
function tick(element: Control, on: boolean): void {
  if (element.checked === on) return;
  if (on || element.type === "checkbox") return element.click();
  element.checked = on;
  fire(element, "", "input", "change");
}

/** Rich editors hold a model of their own and follow the browser's editing events, so the text goes in as an edit. */
function setEditable(element: HTMLElement, value: string): void {
  element.focus({ preventScroll: true });
  getSelection()?.selectAllChildren(element);
  if (!document.execCommand(value === "" ? "delete" : "insertText", false, value)) {
    element.textContent = value;
    fire(element, value, "input");
  }
  element.blur();
}
