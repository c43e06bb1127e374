/** Walks a document through its open and closed shadow roots. Adds nothing to the page. */

/** What a browser gives to content scripts, and to nobody else, for closed shadow roots. */
interface Seer {
  dom?: { openOrClosedShadowRoot?: (host: HTMLElement) => ShadowRoot | null };
}
const natives = globalThis as { browser?: Seer; chrome?: Seer };
const native = natives.browser?.dom ?? natives.chrome?.dom;

/** The shadow root of `host`, closed ones too where the browser lets us; else null. */
export function shadowOf(host: Element): ShadowRoot | null {
  if (!(host instanceof HTMLElement)) return null;
  const firefox = (host as { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
  return firefox ?? native?.openOrClosedShadowRoot?.(host) ?? host.shadowRoot;
}

/** The host of the shadow root that a node is in; undefined in the document itself. */
export function hostOf(node: Node): Element | undefined {
  return (node.getRootNode() as Partial<ShadowRoot>).host;
}

/** The parent as the user sees it: out of a shadow root into its host, out of a slotted place into the slot. */
export function parentOf(element: Element): Element | null {
  return element.assignedSlot ?? element.parentElement ?? hostOf(element) ?? null;
}

/** The nearest of `element` and its ancestors that fits, through shadow roots. */
export function closestDeep(element: Element, selector: string): Element | null {
  const host = hostOf(element);
  return element.closest(selector) ?? (host === undefined ? null : closestDeep(host, selector));
}

/** The element that has the focus, through shadow roots. */
export function focusedElement(root: DocumentOrShadowRoot = document): Element | null {
  const shadow = root.activeElement && shadowOf(root.activeElement);
  return shadow?.activeElement ? focusedElement(shadow) : root.activeElement;
}

/**
 * Visits elements and texts in document order, shadow content before the children of its host.
 * `visit` answers false to leave out what is inside. No recursion within a root: depth is the page's to choose.
 */
export function walk(root: Node, visit: (node: Element | Text) => boolean): void {
  let at: Node | null = root.firstChild;
  while (at !== null) {
    let inside = false;
    if (at instanceof Element) {
      inside = visit(at);
      const shadow = inside ? shadowOf(at) : null;
      if (shadow !== null) walk(shadow, visit);
    } else if (at instanceof Text) {
      visit(at);
    }
    let next: Node | null = inside ? at.firstChild : null;
    while (next === null && at !== null && at !== root) {
      next = at.nextSibling;
      if (next === null) at = at.parentNode;
    }
    at = next;
  }
}
