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
  const code = element.closest(".monaco-editor,.CodeMirror,.ace_editor") !== null;
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
    if (selection === null || code) return false;
    if (!select(selection, erase)) return false;
    // The browser tells an editor later, and in between the user may type on.
    document.dispatchEvent(new Event("selectionchange"));
  }
  const rich = html === "" || code ? "" : clean(html);
  const init = { bubbles: true, cancelable: true, composed: true };
  const empty = new DataTransfer();
  const paste = new ClipboardEvent("paste", { ...init, clipboardData: empty });
  // Firefox takes none from us, has one of its own, and shows what is in it only to the world that has put it there.
  const data = (paste as Waived).wrappedJSObject?.clipboardData ?? empty;
  data.setData("text/plain", text);
  if (rich !== "") data.setData("text/html", rich);
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
  let done = taken && (await changed());
  if (!done) done = byBrowser(host, text, rich) && (await changed());
  if (done && cursor !== null) await stepBack(host, text, cursor, rich !== "", code);
  return done;
}

/** In Firefox: the same event as the page sees it. */
type Waived = ClipboardEvent & { wrappedJSObject?: ClipboardEvent };

/** All that an editor may draw into. */
function outermost(host: HTMLElement): Node {
  return closestDeep(host, ".monaco-editor,.CodeMirror,.ace_editor") ?? host;
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
    if (code) host.dispatchEvent(new KeyboardEvent("keydown", left));
    else selection?.modify("move", "backward", "character");
  }
}
const left = { key: "ArrowLeft", code: "ArrowLeft", keyCode: 37, bubbles: true, cancelable: true };

/** What a user sees as one character each. */
function segments(text: string): string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}
