/**
 * Values into the page, as typing would put them there, and back out again. Frameworks that watch the
 * `value` of an element (React) notice, because the browser's own setter is used and events follow.
 * Nothing is submitted; nothing is clicked but boxes, and lists that a page draws itself.
 */
import type { Hindrance, Step, StepResult } from "../core/form/field.ts";
import { opensList } from "./aria.ts";
import { optionsOf, sortOf, stateOf, type Control } from "./control.ts";
import { allIn, attributeOf, rootOf } from "./dom.ts";
import { fire } from "./events.ts";
import { chooseEntry, readList, restoreList, takeProposal } from "./list.ts";
import { put, typeInto } from "./put.ts";
import { closestDeep, focusedElement } from "./roots.ts";
import { choices, type Scan } from "./scan.ts";
import { hindranceOf } from "./still.ts";

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

interface Outcome {
  why?: Hindrance;
  was?: Written;
  /** Of a list that the page draws: what the page showed after the choice. */
  took?: boolean;
}

/** A page with many lists that do not open has this long (ms) for all of them. */
const listTime = 6000;

/** Writes `steps`; a field counts as written if it holds the value after the page had its say. */
export async function write(
  scanned: Scan,
  steps: Step[],
): Promise<{ results: StepResult[]; written: Written[] }> {
  const outcomes = new Map<Step, Outcome>();
  const end = performance.now() + listTime;
  await quietly(async () => {
    for (const step of steps) {
      const outcome: Outcome = {};
      outcomes.set(step, outcome);
      try {
        await one(scanned, step, outcome, end);
      } catch {
        // It counts as refused; what was written of it can be taken back.
      }
    }
    await turns();
    const left = steps.filter((step) => !holdsNow(scanned, step, outcomes.get(step)));
    for (const step of left) again(scanned, step, outcomes.get(step));
    if (left.length > 0) await turns();
  });
  const results = steps.map((step): StepResult => {
    const outcome = outcomes.get(step) ?? {};
    if (outcome.was) outcome.was.after = stateOf(outcome.was.element);
    const ok = holdsNow(scanned, step, outcome);
    return { n: step.n, ok, ...(outcome.why ? { why: outcome.why } : {}) };
  });
  return { results, written: [...outcomes.values()].flatMap(({ was }) => was ?? []) };
}

/** Reads the options of a list that opens, and notes them for the writing. */
export async function openList(scanned: Scan, n: number): Promise<Scan["fields"][0]["options"]> {
  const control = scanned.live[n];
  const seen = scanned.seen[n];
  if (!control || !seen || hindranceOf(scanned, n) !== null || !opensList(control)) return [];
  await quietly(async () => {
    seen.field.options = await readList(control);
  });
  return seen.field.options;
}

/** Takes a fill back, last field first, except what the user changed since. Answers how many fields it restored. */
export async function undo(written: Written[]): Promise<number> {
  let count = 0;
  await quietly(async () => {
    for (const { element, before, after, radio, nodes } of written.toReversed()) {
      if (!element.isConnected || stateOf(element) !== after) continue;
      if (nodes.some((node) => node instanceof Element)) {
        element.replaceChildren(...nodes);
        fire(element, "", "input");
      } else if (sortOf(element) === "list") {
        if (!(await restoreList(element, before))) continue;
      } else put(radio ?? element, radio ? "true" : before);
      count++;
    }
  });
  return count;
}

/** The page's answer to a change may not be to send the form, and the focus stays where the user left it. */
async function quietly(work: () => Promise<void>): Promise<void> {
  const focus = focusedElement();
  addEventListener("submit", stop, true);
  try {
    await work();
  } finally {
    removeEventListener("submit", stop, true);
    if (focusedElement() !== focus) (focus as HTMLElement | null)?.focus({ preventScroll: true });
  }
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** The page's own tasks that our events caused. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((done) => setTimeout(done, 0));
}

async function one(scanned: Scan, step: Step, outcome: Outcome, end: number): Promise<void> {
  const why = hindranceOf(scanned, step.n);
  if (why !== null) {
    outcome.why = why;
    return;
  }
  const element = scanned.live[step.n] as Control;
  const state = stateFor(element, step, scanned);
  const option = scanned.seen[step.n]?.field.options[step.do === "option" ? step.index : -1];
  const popup = opensList(element);
  const html = element;
  if (step.do === "option" && (popup || sortOf(element) === "list")) {
    if (option === undefined || performance.now() > end) return;
    outcome.was = keep(element);
    outcome.took = await chooseEntry(html, option);
  } else if (state !== undefined) {
    outcome.was = keep(element);
    put(element, state, popup);
    if (popup && performance.now() < end) await takeProposal(html, state);
  }
}

/** A mask may refuse a whole value and take its letters. */
function again(scanned: Scan, step: Step, outcome: Outcome | undefined): void {
  const element = outcome?.was?.element;
  if (step.do !== "text" || !element || sortOf(element) !== "text" || step.value.length > 64)
    return;
  if (!/^(text|tel|password|search|email|url|number)$/.test(element.type)) return;
  if (hindranceOf(scanned, step.n) === null) typeInto(element, step.value);
}

function holdsNow(scanned: Scan, step: Step, outcome: Outcome | undefined): boolean {
  const { was, took } = outcome ?? {};
  if (!was?.element.isConnected) return false;
  return took ?? same(stateOf(was.element), stateFor(was.element, step, scanned));
}

function keep(element: Control): Written {
  const root = element.form ?? rootOf(element);
  const native = element.type === "radio";
  // The drawn ones of a group say by their role what is chosen.
  const group = native
    ? null
    : attributeOf(element, "role") === "radio" && closestDeep(element, "[role=radiogroup]");
  const chosen = native
    ? allIn(root, "input[type=radio]:checked")
    : group
      ? allIn(group, "[role=radio][aria-checked=true]")
      : [];
  return {
    element,
    before: stateOf(element),
    after: "",
    radio: (chosen as Control[]).find(
      (other) => !native || (other.name === element.name && other.form === element.form),
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
  if (sort !== "select") return undefined;
  // The list may have been filled anew since the scan: the same option, not the same place.
  const then = scanned.seen[step.n]?.field.options[step.index];
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
