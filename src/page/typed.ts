/**
 * Triggers of snippets as they are typed, on a site where the user allowed it. What is typed stays here: a ring of 64
 * characters in memory, emptied with every step aside, and none at all in fields for passwords and codes. Only a word
 * that falls through the sieve (core/snippet/trigger.ts) is told.
 */
import { markOf, type Triggers } from "../core/snippet/trigger.ts";
import { isSecretField } from "./secret-field.ts";
import { joinHub } from "./watch-hub.ts";

const most = 64;
/** What ends a word that may be a trigger. */
const ends = /^[\s.,;:!?)]$/u;
const inWord = /[\p{L}\p{N}_]/u;

/**
 * Listens from now on, and the ring waits until it is known what the user wants here. Only what the user presses counts:
 * a page can type by itself (`execCommand`), and would so find out which triggers there are.
 */
export function listenForTriggers(): void {
  const hub = joinHub("typed");
  if (hub === null) return;
  const { features, ask, tell, over, told } = hub;
  /** Null where nothing is to be noticed, undefined while that is not known. */
  const given = (): Triggers | null | undefined => features()?.triggers;
  let ring = "";
  let field: EventTarget | undefined;
  let pressed = "";
  const forget = (): void => {
    ring = "";
  };

  function look(): void {
    const triggers = given();
    if (triggers === null) return forget();
    const found = triggers && wordIn(ring, triggers);
    if (!found) return;
    const end = ring.slice(-1);
    forget();
    // The page has not put the last letter in yet.
    setTimeout(tell, 0, { say: "typed", word: found, end });
  }

  function add(event: Event, typed: string): void {
    const [target] = event.composedPath();
    if (given() === null || !(target instanceof Element) || isSecretField(target)) return forget();
    if (target !== field) forget();
    field = target;
    ring = (ring + typed).slice(-most);
    // Where the watcher has noticed no field (what the browser edits by `EditContext`), or the background has slept.
    if (features() === null) ask();
    look();
  }

  function onKey({ key, isTrusted }: KeyboardEvent): void {
    if (!isTrusted) return;
    pressed = key;
    if (/^(Arrow|Home|End|Page|Escape|Tab)/.test(key)) forget();
  }

  function onInput(event: InputEvent): void {
    const { inputType } = event;
    const typed = event.data ?? "";
    if (!event.isTrusted) return;
    // Each press once. An input method does not say which letter it was.
    const byUser =
      pressed === (inputType === "insertText" ? typed : "Backspace") ||
      (/^(Process|Unidentified)$/.test(pressed) && typed.length < 2);
    if (inputType === "insertCompositionText") return;
    pressed = "";
    if (byUser && inputType === "insertText") add(event, typed);
    else if (byUser && inputType === "deleteContentBackward") ring = ring.slice(0, -1);
    else forget();
  }

  const options = { capture: true, passive: true, signal: over };
  told.push((now) => now && look());
  addEventListener("keydown", onKey, options);
  addEventListener("beforeinput", onInput, options);
  addEventListener("compositionend", (event) => event.isTrusted && add(event, event.data), options);
  for (const name of ["pointerdown", "focusin", "pagehide"])
    addEventListener(name, forget, options);
}

/** The longest word before the last character that the sieve lets through; a letter before it makes it another word. */
function wordIn(ring: string, { salt, lengths, marks }: Triggers): string | null {
  if (!ends.test(ring.slice(-1))) return null;
  for (const length of lengths) {
    if (ring.length <= length) continue;
    const start = ring.length - 1 - length;
    const word = ring.slice(start, -1);
    const joined = start > 0 && inWord.test(ring[start - 1] ?? "") && inWord.test(word[0] ?? "");
    if (!joined && marks.includes(markOf(salt, word))) return word;
  }
  return null;
}
