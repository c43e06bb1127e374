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

/** Listens from now on; nothing is noticed where the background has not said so. */
export function listenForTriggers(): void {
  const hub = joinHub("typed");
  if (hub === null) return;
  const { features, tell, over } = hub;
  let ring = "";
  let field: EventTarget | undefined;
  const forget = (): void => {
    ring = "";
  };

  function add(target: EventTarget | undefined, typed: string): void {
    const triggers = features()?.triggers ?? null;
    if (triggers === null || !(target instanceof Element) || isSecretField(target)) return forget();
    if (target !== field) forget();
    field = target;
    ring = (ring + typed).slice(-most);
    const found = typed === "" ? null : wordIn(ring, triggers);
    if (found === null) return;
    const end = ring.slice(-1);
    forget();
    // The page has not put the last letter in yet.
    setTimeout(tell, 0, { say: "typed", word: found, end });
  }

  function onInput(event: InputEvent): void {
    if (!event.isTrusted) return;
    const [target] = event.composedPath();
    if (event.inputType === "insertText") add(target, event.data ?? "");
    else if (event.inputType === "deleteContentBackward") ring = ring.slice(0, -1);
    else if (event.inputType !== "insertCompositionText") forget();
  }

  const options = { capture: true, passive: true, signal: over };
  addEventListener("beforeinput", onInput, options);
  addEventListener(
    "compositionend",
    (event) => event.isTrusted && add(event.composedPath()[0], event.data),
    options,
  );
  for (const name of ["pointerdown", "focusin", "pagehide"])
    addEventListener(name, forget, options);
  addEventListener(
    "keydown",
    ({ key }) => /^(Arrow|Home|End|Page|Escape|Tab)/.test(key) && forget(),
    options,
  );
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
