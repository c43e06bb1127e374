/** What lies over a field, found as a click would find it. */
import { allAt, firstAt, holds, rootOf, scrolledX, scrolledY } from "./dom.ts";
import { opaque } from "./paint.ts";
import { hostOf, parentOf } from "./roots.ts";

/** From where to where it is to be seen along one axis; `away`: only after scrolling a part of the page. */
export type Span = [from: number, to: number, away: boolean];

const { scrollTo }: { scrollTo: (this: Element, to: ScrollToOptions) => void } = Element.prototype;

/** The part of it on the screen has a size: only then a click finds it. */
export function onScreen(across: Span, down: Span): boolean {
  const width = Math.min(across[1], innerWidth) - Math.max(across[0], 0);
  const height = Math.min(down[1], innerHeight) - Math.max(down[0], 0);
  return !across[2] && !down[2] && width >= 2 && height >= 2;
}

/** Something opaque lies over it, at its centre and at one of its sides, where it is on the screen. */
export function covered(element: Element, across: Span, down: Span): boolean {
  if (!onScreen(across, down)) return false;
  const left = Math.max(across[0], 0);
  const top = Math.max(down[0], 0);
  const width = Math.min(across[1], innerWidth) - left;
  const height = Math.min(down[1], innerHeight) - top;
  const seen = (x: number, y: number) => seenAt(element, left + x * width, top + y * height);
  return !seen(0.5, 0.5) && !(seen(0.15, 0.5) && seen(0.8, 0.5));
}

function seenAt(element: Element, x: number, y: number): boolean {
  const root = rootOf(element);
  const host = hostOf(element);
  // The topmost alone is asked for first: that is quick.
  const first = firstAt(root, x, y);
  const seen = first === element || topmost(element, allAt(root, x, y));
  return seen && (host === undefined || seenAt(host, x, y));
}

function topmost(element: Element, stack: Element[]): boolean {
  for (const above of stack) {
    if (above === element || holds(element, above)) return true;
    // Below the field already: a field that takes no clicks is not in the stack itself.
    if (holds(above, element))
      return (
        getComputedStyle(element).pointerEvents === "none" || hostOf(element) !== hostOf(above)
      );
    if (opaque(above)) return false;
  }
  return false;
}

/**
 * Scrolls it to the middle of all that scrolls around it while `look` looks, and back again at once: nothing is
 * painted in between, so the user sees no move.
 */
export function inSight<T>(element: Element, look: () => T): T {
  const places: [Element, number, number][] = [];
  for (let at = parentOf(element); at; at = parentOf(at))
    places.push([at, scrolledX(at), scrolledY(at)]);
  element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
  try {
    return look();
  } finally {
    for (const [at, left, top] of places)
      if (scrolledX(at) !== left || scrolledY(at) !== top)
        scrollTo.call(at, { left, top, behavior: "instant" });
  }
}
