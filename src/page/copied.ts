/**
 * What the user copies and cuts in a page of a site where the clipboard history is on: the text as the browser copies
 * it, by trusted events alone, never out of boxes for passwords, codes and cards. A page that copies again and again is
 * told of by its last copy only. And that something was pasted, without what.
 */
import type { Features, Said } from "../wire/watch-port.ts";

/** A text longer than this (UTF-16 units) is not told. */
const longest = 1 << 20;
/** One copy is told at once, the next ones after so long (ms): the last of them. */
const pause = 500;
const barred = /password|one-time-code|^cc-|\bcc-/;

export interface Copies {
  /** The background has said what the user wants here now. */
  told(features: Features): void;
  /** The port is closed: nothing of a copy is kept for the next one. */
  gone(): void;
  /** This copy of ours was left behind by an update. */
  stop(): void;
}

/** Listens. `ask` has the background say what the user wants; only then, and if so, a text is sent with `tell`. */
export function watchCopies(ask: () => void, tell: (said: Said) => void): Copies {
  let copied: string | null = null;
  let pasted = false;
  let pausing = false;
  const over = new AbortController();
  const on = (type: string, hear: (event: ClipboardEvent) => void, capture: boolean) =>
    addEventListener(type, hear as EventListener, { capture, passive: true, signal: over.signal });

  /** On the way down: a cut takes the selection away. */
  const begun = new WeakMap<Event, string>();
  const begin = (event: ClipboardEvent) => {
    if (!event.isTrusted) return;
    const [target] = event.composedPath();
    if (isBarred(target)) return;
    begun.set(event, selectedIn(target));
    // A page that stops the event on its way has not told what it puts there: then it is the selection, or nothing.
    setTimeout(() => {
      const text = begun.get(event);
      if (text !== undefined) offer(event.defaultPrevented ? (own.get(event) ?? "") : text);
    });
  };
  /** On the way back: a page may have put something else there. */
  const own = new WeakMap<Event, string>();
  const end = (event: ClipboardEvent) => {
    if (event.isTrusted && event.defaultPrevented)
      own.set(event, event.clipboardData?.getData("text/plain") ?? "");
  };
  const paste = (event: ClipboardEvent) => {
    if (!event.isTrusted) return;
    pasted = true;
    // After it has got what it pastes.
    setTimeout(ask);
  };

  function offer(text: string): void {
    if (text === "" || text.length > longest) return;
    copied = text;
    if (!pausing) go();
  }

  function go(): void {
    pausing = copied !== null;
    if (!pausing) return;
    setTimeout(go, pause);
    ask();
  }

  for (const type of ["copy", "cut"]) {
    on(type, begin, true);
    on(type, end, false);
  }
  on("paste", paste, true);
  return {
    told: (features) => {
      const [text, was] = [copied, pasted];
      [copied, pasted] = [null, false];
      if (was) tell({ say: "pasted" });
      if (text !== null && features.clips) tell({ say: "copied", text });
    },
    gone: () => ([copied, pasted] = [null, false]),
    stop: () => over.abort(),
  };
}

/** Boxes whose text is for nobody, by what they say they are, and what a style hides. */
function isBarred(target: EventTarget | undefined): boolean {
  if (!(target instanceof Element)) return false;
  if (barred.test((target.getAttribute("autocomplete") ?? "").toLowerCase())) return true;
  if (target instanceof HTMLInputElement && target.type === "password") return true;
  const hidden = getComputedStyle(target).getPropertyValue("-webkit-text-security");
  return hidden !== "" && hidden !== "none";
}

function selectedIn(target: EventTarget | undefined): string {
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) {
    const { value, selectionStart: from, selectionEnd: to } = target;
    return from === null || to === null ? "" : value.slice(from, to);
  }
  return getSelection()?.toString() ?? "";
}
