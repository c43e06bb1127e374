/**
 * What the user copies and cuts in a page of a site where the clipboard history is on: the text as the browser copies
 * it, by trusted events alone, never out of boxes for passwords, codes and cards. A page that copies again and again is
 * told of by its last copy only.
 */
import { joinHub } from "./watch-hub.ts";

/** A text longer than this (UTF-16 units) is not told. */
const longest = 1 << 20;
/** One copy is told at once, the next ones after so long (ms): the last of them. */
const pause = 500;
/** So much text (UTF-16 units) is told in a minute (ms) by one document; the background has bounds of its own. */
const budget = { text: 4 << 20, time: 60_000 } as const;
const barred = /password|one-time-code|\bcc-/;
/** What boxes for passwords and codes are mostly called, whatever else they say of themselves. */
const called =
  /passw|passphrase|passcode|(?:^|[^a-z])(?:pwd|pin|otp|totp|2fa|mfa|cvv|cvc|csc)\d?(?:$|[^a-z])|one.?time|kennwort|contrase|mot.?de.?passe|senha|wachtwoord/;

/** Listens. The background is asked at each copy; only then, and if the user wants it, a text is sent. */
export function watchCopies(): void {
  const hub = joinHub("copied");
  if (hub === null) return;
  let copied: string | null = null;
  let pausing = false;
  let [told, since] = [0, 0];
  const mayTell = (length: number): boolean => {
    const now = performance.now();
    if (now - since > budget.time) [told, since] = [0, now];
    return (told += length) <= budget.text;
  };
  const on = (type: string, hear: (event: ClipboardEvent) => void, capture: boolean) =>
    addEventListener(type, hear as EventListener, { capture, passive: true, signal: hub.over });

  /** A page may show what was typed into a box for a password; it stays one. */
  const noteBox = (event: Event) => {
    const [target] = event.composedPath();
    if (target instanceof HTMLInputElement && target.type === "password") secretBoxes.add(target);
  };
  const { activeElement } = document;
  if (activeElement instanceof HTMLInputElement && activeElement.type === "password")
    secretBoxes.add(activeElement);

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
  function offer(text: string): void {
    if (text === "" || text.length > longest) return;
    copied = text;
    if (!pausing) go();
  }

  function go(): void {
    pausing = copied !== null;
    if (!pausing) return;
    setTimeout(go, pause);
    hub?.ask();
  }

  on("focusin", noteBox, true);
  on("input", noteBox, true);
  for (const type of ["copy", "cut"]) {
    on(type, begin, true);
    on(type, end, false);
  }
  hub.told.push((features) => {
    const text = copied;
    // Nothing of a copy is kept for the next port.
    copied = null;
    if (text !== null && features?.clips === true && mayTell(text.length))
      hub.tell({ say: "copied", text });
  });
}

const secretBoxes = new WeakSet<Element>();

/** Boxes whose text is for nobody, by what they are or were, what they are called, and what a style hides. */
function isBarred(target: EventTarget | undefined): boolean {
  if (!(target instanceof Element)) return false;
  const said = (name: string) => (target.getAttribute(name) ?? "").toLowerCase();
  if (barred.test(said("autocomplete"))) return true;
  if (target instanceof HTMLInputElement) {
    if (target.type === "password" || secretBoxes.has(target)) return true;
    if (called.test(said("name")) || called.test(said("id"))) return true;
  }
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
