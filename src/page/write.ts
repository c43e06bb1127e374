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
  radio: Control | undefined;
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
  addEventListener("submit", stop, true);
  try {
    for (const step of steps) {
      const element = scanned.live[step.n];
      const state = element && stateFor(element, step, scanned);
      if (!element?.isConnected || state === undefined) continue;
      written.set(step, keep(element));
      put(element, state);
    }
    // The page's own tasks that our events caused.
    for (let turn = 0; turn < 3; turn++) await new Promise((done) => setTimeout(done, 0));
  } catch {
    // What was not reached counts as refused; what was written can be taken back.
  }
  removeEventListener("submit", stop, true);
  if (focusedElement() !== focus) (focus as HTMLElement | null)?.focus({ preventScroll: true });
  const results = steps.map((step) => {
    const was = written.get(step);
    if (!was) return { n: step.n, ok: false };
    was.after = stateOf(was.element);
    const state = stateFor(was.element, step, scanned);
    return { n: step.n, ok: was.element.isConnected && same(was.after, state) };
  });
  return { results, written: [...written.values()] };
}

/** Takes a fill back, last field first, except what the user changed since. Answers how many fields it restored. */
export function undo(written: Written[]): number {
  let count = 0;
  addEventListener("submit", stop, true);
  for (const { element, before, after, radio, nodes } of written.toReversed()) {
    if (!element.isConnected || stateOf(element) !== after) continue;
    if (nodes.some((node) => node instanceof Element)) {
      element.replaceChildren(...nodes);
      fire(element, "", "input");
    } else put(radio ?? element, radio ? "true" : before);
    count++;
  }
  removeEventListener("submit", stop, true);
  return count;
}

/** While we write, the page's answer to a change may not be to send the form. */
function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function keep(element: Control): Written {
  const root = element.form ?? (element.getRootNode() as ParentNode);
  const chosen = [...root.querySelectorAll<Control>("input[type=radio]:checked")];
  return {
    element,
    before: stateOf(element),
    after: "",
    radio: chosen.find(
      (other) =>
        element.type === "radio" && other.name === element.name && other.form === element.form,
    ),
    nodes:
      sortOf(element) === "edit" ? [...element.childNodes].map((node) => node.cloneNode(true)) : [],
  };
}

/** The state (`stateOf`) that a step asks for; undefined where the page changed so that it can not be had. */
function stateFor(element: Control, step: Step, scanned: Scan): string | undefined {
  const sort = sortOf(element);
  if (step.do === "check") return sort === "tick" ? String(step.on) : undefined;
  if (step.do === "text") return sort === "text" || sort === "edit" ? step.value : undefined;
  // The list may have been filled anew since the scan: the same option, not the same place.
  const then = scanned.fields[step.n]?.options[step.index];
  const fit = choices(element).map((now) => now.value === then?.value && now.text === then.text);
  const index = fit[step.index] ? step.index : fit.indexOf(true);
  const flags = optionsOf(element).map((_option, at) => Number(at === index));
  return index < 0 ? undefined : flags.join("");
}

/** A page may group digits or turn letters into capitals; it still holds the value. */
function same(now: string, wanted: string | undefined): boolean {
  const text = bare(now);
  return now === wanted || (text !== "" && text === bare(wanted ?? ""));
}
function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "").toLowerCase();
}

function put(element: Control, state: string): void {
  const sort = sortOf(element);
  if (sort === "edit") return edit(element, state);
  if (sort === "tick") return tick(element, state === "true");
  // The focus itself stays where the user left it; the page gets the events that it would cause.
  fire(element, state, "focus", "focusin");
  if (sort === "text") {
    fire(element, state, "keydown", "beforeinput");
    // The browser's own setter, past any that the page has put on the element.
    const own = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value");
    if (element.value !== state) own?.set?.call(element, state);
  } else optionsOf(element).forEach((option, at) => (option.selected = state[at] === "1"));
  fire(element, state, "input");
  if (sort === "text") fire(element, state, "keyup");
  fire(element, state, "change", "blur", "focusout");
}

/** Events of the families that the browser itself would use; false where the page prevented the last one. */
function fire(element: Element, data: string, ...names: string[]): boolean {
  let free = true;
  for (const name of names) {
    const init = {
      data,
      inputType: data ? "insertText" : "deleteContentBackward",
      bubbles: !/^(focus|blur)$/.test(name),
      composed: true,
      cancelable: true,
    };
    const type = name.startsWith("key")
      ? KeyboardEvent
      : name.endsWith("input")
        ? InputEvent
        : name === "change"
          ? Event
          : FocusEvent;
    free = element.dispatchEvent(new type(name, init));
  }
  return free;
}

/** A click, because React listens for it; without one for a radio that is to be off again. */
function tick(element: Control, on: boolean): void {
  if (element.checked === on) return;
  if (on || element.type === "checkbox") return element.click();
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
