/**
 * Text at the caret, as a paste would put it there, so that the page's own undo takes it back. An editor with a model
 * of its own (ProseMirror, Lexical, Monaco ...) is handed a paste and puts it in by itself; where nobody answers the
 * paste, the browser's own editing does it.
 */
import type { CaretPlace, Insertion } from "../wire/caret-port.ts";
import { clean } from "./clean.ts";
import { sortOf, type Control } from "./control.ts";
import { closestDeep, focusedElement } from "./roots.ts";
import { isSecretField } from "./secret-field.ts";

/** How long an editor may take to show what it was handed (ms). */
const patience = 300;
/** Steps back to the place of the cursor; further away it stays behind the text. */
const farthest = 5_000;
/** Editors that draw their lines by themselves. */
const drawn = ".monaco-editor,.CodeMirror,.ace_editor";

/** Where the caret of this document is; `focus`: whether all frames around it lead here, null where that can not be seen. */
export function caret(): { place: CaretPlace; focus: boolean | null } {
  const element = focusedElement();
  return { place: placeOf(element), focus: isInFocus() };
}

function placeOf(element: Element | null): CaretPlace {
  if (element === null) return "none";
  if (/^i?frame$/.test(element.localName)) return "frame";
  if (!takesText(element)) return "none";
  return isSecretField(element) ? "refused" : "here";
}

function takesText(element: Element): element is HTMLElement {
  if (sortOf(element) === "text") {
    const { readOnly, disabled, type } = element as Control;
    return !readOnly && !disabled && !/^(range|color|date|time|month|week|datetime)/.test(type);
  }
  return isEditor(element);
}

/** An editing host, or what the browser edits by `EditContext`. */
function isEditor(element: Element): element is HTMLElement {
  const { isContentEditable, editContext } = element as HTMLElement & { editContext?: unknown };
  return isContentEditable || Boolean(editContext);
}

function isInFocus(): boolean | null {
  for (let at: Window = window; at !== at.parent; at = at.parent) {
    // Null also where the frame around this one is of another origin.
    const frame = at.frameElement;
    if (frame === null) return null;
    if ((frame.getRootNode() as Document).activeElement !== frame) return false;
  }
  return true;
}

/** Puts it in. Answers "done", or why nothing was changed. */
export async function insert(ask: Insertion): Promise<"done" | "none" | "refused"> {
  const element = focusedElement() as HTMLElement | null;
  const place = placeOf(element);
  if (element === null || place !== "here") return place === "refused" ? "refused" : "none";
  // The focus has left this frame since it was asked for.
  if (isInFocus() === false) return "none";
  const plain = { ...ask, text: lines(ask.text), cursor: placeIn(ask) };
  const code = element.closest(drawn) !== null;
  const done =
    sortOf(element) === "text" && !code
      ? intoBox(element as Control, plain)
      : await intoEditor(element, plain, code);
  return done ? "done" : "none";
}

function lines(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n");
}
function placeIn({ text, cursor }: Insertion): number | null {
  return cursor === null ? null : lines(text.slice(0, cursor)).length;
}

function intoBox(box: Control, { text, cursor, erase }: Insertion): boolean {
  const value = box.localName === "input" ? text.replaceAll("\n", " ") : text;
  const { selectionStart: from, selectionEnd: to, value: before } = box;
  if (erase !== "") {
    if (from === null || from !== to || !before.slice(0, from).endsWith(erase)) return false;
    box.setSelectionRange(from - erase.length, from);
  }
  const start = box.selectionStart;
  document.execCommand("insertText", false, value);
  if (box.value === before && value !== "" && start !== null) {
    box.setRangeText(value, start, box.selectionEnd ?? start, "end");
    box.dispatchEvent(
      new InputEvent("input", {
        inputType: "insertText",
        data: value,
        bubbles: true,
        composed: true,
      }),
    );
  }
  if (box.value === before) return value === "";
  if (start !== null && cursor !== null && box.value.startsWith(value, start))
    box.setSelectionRange(start + cursor, start + cursor);
  return true;
}

async function intoEditor(
  host: HTMLElement,
  { text, html, cursor, erase }: Insertion,
  code: boolean,
): Promise<boolean> {
  const selection = selectionOf(host);
  if (erase !== "") {
    const found = code ? selectByKeys(host, erase) : selection !== null && select(selection, erase);
    if (!found) return false;
    // The browser tells an editor later, and in between the user may type on.
    document.dispatchEvent(new Event("selectionchange"));
  }
  const rich = html === "" || code ? "" : clean(html);
  const init = { bubbles: true, cancelable: true, composed: true };
  const empty = new DataTransfer();
  const paste = new ClipboardEvent("paste", { ...init, clipboardData: empty });
  const data = dataOf(paste, empty);
  data.setData("text/plain", text);
  if (rich !== "") data.setData("text/html", rich);
  // No address, but Monaco else reads the whole clipboard for one, which the browser asks the user about.
  if (code) data.setData("text/uri-list", "#");
  const node = selection?.anchorNode ?? host;
  const at = code || !host.contains(node) ? host : node;
  const changed = watchFor(outermost(host));
  // Slate reads a new selection a tenth of a second late, but for this event at once.
  const late = closestDeep(host, "[data-slate-editor]") !== null;
  const taken =
    (!late && !at.dispatchEvent(paste)) ||
    !at.dispatchEvent(
      new InputEvent("beforeinput", { ...init, inputType: "insertFromPaste", dataTransfer: data }),
    );
  let done = taken && (code && erase !== "" ? await gone(host, erase) : await changed());
  if (!done) done = byBrowser(host, text, rich) && (await changed());
  if (done && cursor !== null) await stepBack(host, text, cursor, rich !== "", code);
  return done;
}

/** In Firefox: the same event as the page sees it. */
type Waived = ClipboardEvent & { wrappedJSObject?: ClipboardEvent };

/** Firefox takes none from us, has one of its own, and shows what is in it only to the world that has put it there. */
function dataOf(event: Waived, ours: DataTransfer): DataTransfer {
  return event.wrappedJSObject?.clipboardData ?? ours;
}

/** All that an editor may draw into. */
function outermost(host: HTMLElement): Node {
  return closestDeep(host, drawn) ?? host;
}

/** Answers later whether anything in `root` has changed. */
function watchFor(root: Node): () => Promise<boolean> {
  let seen = false;
  let told: () => void = () => undefined;
  const observer = new MutationObserver(() => {
    seen = true;
    told();
  });
  observer.observe(root, { childList: true, characterData: true, subtree: true });
  return async () => {
    await turn();
    if (!seen) await new Promise<void>((done) => void setTimeout((told = done), patience));
    return seen;
  };
}

function turn(): Promise<void> {
  return new Promise((done) => void setTimeout(done, 0));
}

function byBrowser(host: HTMLElement, text: string, rich: string): boolean {
  const plainOnly = closestDeep(host, "[contenteditable]")?.getAttribute("contenteditable");
  const keeps = getComputedStyle(host).whiteSpace.startsWith("pre");
  if (plainOnly === "plaintext-only" || (rich === "" && (keeps || !text.includes("\n"))))
    return document.execCommand("insertText", false, text);
  return document.execCommand("insertHTML", false, rich === "" ? asHtml(text) : rich);
}

function asHtml(text: string): string {
  const box = document.createElement("p");
  // Blanks as they are typed: of two, and at an end, HTML keeps none.
  const all = text.replaceAll(/^ | $|(?<= ) /gm, "\u00a0").split("\n");
  box.append(...all.flatMap((line) => [document.createElement("br"), line]));
  return box.getHTML().replace("<br>", "");
}

/** Of the document or the shadow root that the element is in. */
function selectionOf(element: Element): Selection | null {
  const root = element.getRootNode() as Partial<Document>;
  return root.getSelection?.() ?? getSelection();
}

/** Selects `typed` where it stands right before the caret. */
function select(selection: Selection, typed: string): boolean {
  if (!selection.isCollapsed) return false;
  for (const _ of segments(typed)) selection.modify("extend", "backward", "character");
  // What a selection says of itself may leave out blanks at its end; what its range says is the text of the page.
  const texts = [selection.toString(), String(selection.rangeCount && selection.getRangeAt(0))];
  if (
    texts.some((text) => text.replaceAll("\u00a0", " ").replaceAll(/[\u200b\ufeff]/g, "") === typed)
  )
    return true;
  selection.collapseToEnd();
  return false;
}

/**
 * The same in an editor that draws its lines by itself (Monaco): by keys, and what it would copy says what it has
 * selected. All in one go: in between the user might type over it.
 */
function selectByKeys(host: HTMLElement, typed: string): boolean {
  for (const _ of segments(typed)) press(host, { ...left, shiftKey: true });
  if (copied(host) === typed) return true;
  press(host, { ...left, key: "ArrowRight", code: "ArrowRight", keyCode: 39 });
  return false;
}

/** Answers whether something else is selected there soon: such an editor may take a paste later. */
async function gone(host: HTMLElement, typed: string): Promise<boolean> {
  const end = performance.now() + patience;
  while (copied(host) === typed) {
    if (performance.now() > end) return false;
    await turn();
  }
  return true;
}

function copied(host: HTMLElement): string {
  const ours = new DataTransfer();
  const copy = new ClipboardEvent("copy", { cancelable: true, clipboardData: ours });
  host.dispatchEvent(copy);
  return dataOf(copy, ours).getData("text/plain");
}

async function stepBack(
  host: HTMLElement,
  text: string,
  cursor: number,
  rich: boolean,
  code: boolean,
): Promise<void> {
  const behind = text.slice(cursor);
  const steps = segments(rich ? behind.replaceAll(/\n+/g, "\n") : behind).length;
  if (steps > farthest) return;
  await turn();
  const selection = selectionOf(host);
  for (let n = 0; n < steps; n++) {
    if (code) press(host, left);
    else selection?.modify("move", "backward", "character");
  }
}

function press(host: HTMLElement, key: KeyboardEventInit): void {
  host.dispatchEvent(new KeyboardEvent("keydown", key));
}
const left = { key: "ArrowLeft", code: "ArrowLeft", keyCode: 37, bubbles: true, cancelable: true };

/** What a user sees as one character each. */
function segments(text: string): string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}
