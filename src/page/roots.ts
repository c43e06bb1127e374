/** Walks a document through its open and closed shadow roots. Adds nothing to the page. */
import { activeIn, childOf, elementAbove, nextOf, nodeAbove, rootOf, slotOf } from "./dom.ts";

/** What a browser gives to content scripts, and to nobody else, for closed shadow roots. */
interface Seer {
  dom?: { openOrClosedShadowRoot?: (host: HTMLElement) => ShadowRoot | null };
}
// Firefox has `chrome` too. A page can not make one, but where there is no `browser` an element of that id is it.
const native = (globalThis as { chrome?: Seer }).chrome?.dom;

/** The shadow root of `host`, closed ones too where the browser lets us; else null. */
export function shadowOf(host: Element): ShadowRoot | null {
  // A form has none, and what it answers may be an input of that name.
  if (!(host instanceof HTMLElement) || host instanceof HTMLFormElement) return null;
  const firefox = (host as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  return firefox ?? native?.openOrClosedShadowRoot?.(host) ?? host.shadowRoot;
}

/** The host of the shadow root that a node is in; undefined in the document itself. */
export function hostOf(node: Node): Element | undefined {
  const root = rootOf(node);
  return root instanceof ShadowRoot ? root.host : undefined;
}

/** The parent as the user sees it: out of a shadow root into its host, out of a slotted place into the slot. */
export function parentOf(element: Element): Element | null {
  return slotOf(element) ?? elementAbove(element) ?? hostOf(element) ?? null;
}

/** The nearest of `element` and its ancestors that fits, through shadow roots. */
export function closestDeep(element: Element, selector: string): Element | null {
  const host = hostOf(element);
  return element.closest(selector) ?? (host === undefined ? null : closestDeep(host, selector));
}

/** The element that has the focus, through shadow roots. */
export function focusedElement(root: Node = document): Element | null {
  const active = activeIn(root);
  const shadow = active && shadowOf(active);
  return shadow?.activeElement ? focusedElement(shadow) : active;
}

/**
 * Visits elements and texts in document order, shadow content before the children of its host.
 * `visit` answers false to leave out what is inside. No recursion within a root: depth is the page's to choose.
 */
export function walk(root: Node, visit: (node: Element | Text) => boolean): void {
  let at: Node | null = childOf(root);
  while (at !== null) {
    let inside = false;
    if (at instanceof Element) {
      inside = visit(at);
      const shadow = inside ? shadowOf(at) : null;
      if (shadow !== null) walk(shadow, visit);
    } else if (at instanceof Text) {
      visit(at);
    }
    let next: Node | null = inside ? childOf(at) : null;
    while (next === null && at !== null && at !== root) {
      next = nextOf(at);
      if (next === null) at = nodeAbove(at);
    }
    at = next;
  }
}
