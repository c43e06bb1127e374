/** Opens lists that a page draws itself (aria.ts), chooses from them by clicks and keys, and closes them again. */
import { entriesOf, entryOf, isChosen, listState, opensList } from "./aria.ts";
import { allIn, attributeOf, boxOf, fits, isShown, rootOf } from "./dom.ts";
import { fire, press } from "./events.ts";
import { pageCaps } from "../core/form/caps.ts";
import { short, textOf } from "./words.ts";

/** How long (ms) a page gets to show its list, and to take a choice. */
const patience = 500;

async function soon<T>(look: () => T | null): Promise<T | null> {
  const end = performance.now() + patience;
  for (;;) {
    const found = look();
    if (found !== null || performance.now() > end) return found;
    await new Promise((done) => setTimeout(done, 15));
  }
}

const shown = (element: Element) =>
  isShown(element, { visibilityProperty: true }) && boxOf(element).height > 0;

/** Its options once they are to be seen; null where it does not open. */
async function open(element: HTMLElement): Promise<HTMLElement[] | null> {
  const ready = () => {
    const entries = entriesOf(element).filter(shown);
    if (entries.length > 0) return entries;
    // Not said which: the one listbox that came.
    const came = allIn(rootOf(element), "[role=listbox]").filter(
      (one) => shown(one) && !before.has(one),
    );
    const all = came.length === 1 ? came.flatMap((one) => allIn(one, "[role=option]")) : [];
    return all.length > 0 ? (all.slice(0, pageCaps.options) as HTMLElement[]) : null;
  };
  const before = new Set(allIn(rootOf(element), "[role=listbox]").filter(shown));
  const now = ready();
  if (now !== null || !opensList(element)) return now;
  fire(element, "", "focus", "focusin");
  press(element);
  const clicked = await soon(ready);
  if (clicked !== null) return clicked;
  fire(element, "ArrowDown", "keydown", "keyup");
  return soon(ready);
}

/** Closes what is still open, by the key for it and, where the page does not know it, by leaving the field. */
async function close(element: HTMLElement): Promise<void> {
  const isOpen = () => attributeOf(element, "aria-expanded") === "true";
  if (opensList(element) && isOpen()) fire(element, "Escape", "keydown", "keyup");
  fire(element, "", "blur", "focusout");
  if (!opensList(element) || !isOpen()) return;
  await soon(() => (isOpen() ? null : true));
  if (isOpen() && !fits(element, "input")) press(element);
}

/** Opens it, reads its options, closes it again; none where it does not open. */
export async function readList(element: HTMLElement): Promise<{ value: string; text: string }[]> {
  const entries = (await open(element)) ?? [];
  const read = entries.map(entryOf);
  await close(element);
  return read;
}

/** Chooses the option that says `text` (and has `value`); answers whether the page took it. */
export async function chooseEntry(
  element: HTMLElement,
  wanted: { value: string; text: string },
): Promise<boolean> {
  const entries = await open(element);
  const option = entries?.find((one) => {
    const { value, text } = entryOf(one);
    return value === wanted.value && text === wanted.text;
  });
  let took = false;
  if (option !== undefined) {
    const taken = () => {
      const holdsIt = short(textOf(element) || (element as HTMLInputElement).value);
      const fitting = opensList(element) && wanted.text !== "" && holdsIt.includes(wanted.text);
      // The page may have drawn its options anew.
      const chosen = entriesOf(element).some(
        (one) => isChosen(one) && entryOf(one).text === wanted.text,
      );
      return fitting || chosen ? true : null;
    };
    // Chosen already: a second click would take it off in a list of several.
    took = isChosen(option) && !opensList(element);
    if (!took) {
      press(option);
      took = (await soon(taken)) === true;
    }
  }
  await close(element);
  return took;
}

/** After a text was put into a box that proposes: chooses the proposal that says just that, if one comes; leaves it. */
export async function takeProposal(element: HTMLElement, text: string): Promise<void> {
  const wanted = text.trim().toLowerCase();
  const proposal = await soon(
    () =>
      entriesOf(element).find((one) => shown(one) && entryOf(one).text.toLowerCase() === wanted) ??
      null,
  );
  if (proposal !== null) press(proposal);
  fire(element, text, "change");
  await close(element);
}

/** Chooses again what stood in it before (`listState`); answers whether it stands there now. */
export async function restoreList(element: HTMLElement, before: string): Promise<boolean> {
  const entries = (await open(element)) ?? [];
  if (opensList(element)) {
    const option = entries.find((one) => entryOf(one).text === before);
    if (option) press(option);
  } else {
    const texts = before.split("\n");
    // What is to be chosen first: that alone takes the other choice away where there is one only.
    for (const on of [true, false])
      for (const one of entries)
        if (texts.includes(entryOf(one).text) === on && isChosen(one) !== on) press(one);
  }
  const back = await soon(() => (listState(element) === before ? true : null));
  await close(element);
  return back === true;
}
