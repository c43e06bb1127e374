/**
 * The browser's own readers of a document. A page may name an input "parentNode" or an image "title": then
 * `form.parentNode` and `document.title` answer that element, in our world too ("DOM clobbering"). What a
 * prototype holds can not be covered so, and the page's changes of prototypes do not reach our world.
 */

type Args<F> = F extends (...args: infer A) => unknown ? A : never;
type Back<F> = F extends (...args: never[]) => infer R ? R : never;

function holder(from: object, key: PropertyKey): PropertyDescriptor {
  for (let at = from; ; at = Object.getPrototypeOf(at) as object) {
    const own = Object.getOwnPropertyDescriptor(at, key);
    if (own) return own;
  }
}

/** Reads a property past whatever the page has named like it. */
function reader<O extends object, K extends keyof O>(from: O, key: K): (of: O) => O[K] {
  const get = holder(from, key).get as () => O[K];
  return (of) => get.call(of);
}

/** Calls a method past whatever the page has named like it. */
function caller<O extends object, K extends keyof O>(
  from: O,
  key: K,
): (of: O, ...args: Args<O[K]>) => Back<O[K]> {
  const method = holder(from, key).value as (...args: Args<O[K]>) => Back<O[K]>;
  return (of, ...args) => method.apply(of, args);
}

const { prototype: element } = HTMLElement;
const { prototype: page } = Document;

export const nameOf = reader<Element, "localName">(element, "localName");
export const childOf = reader<Node, "firstChild">(element, "firstChild");
export const nextOf = reader<Node, "nextSibling">(element, "nextSibling");
export const nodeAbove = reader<Node, "parentNode">(element, "parentNode");
export const elementAbove = reader<Node, "parentElement">(element, "parentElement");
export const slotOf = reader<Element, "assignedSlot">(element, "assignedSlot");
export const scrolledX = reader<Element, "scrollLeft">(element, "scrollLeft");
export const scrolledY = reader<Element, "scrollTop">(element, "scrollTop");
export const attributeOf = caller<Element, "getAttribute">(element, "getAttribute");
export const fits = caller<Element, "matches">(element, "matches");
export const holds = caller<Node, "contains">(element, "contains");
export const rootOf = caller<Node, "getRootNode">(element, "getRootNode");
export const boxOf = caller<Element, "getBoundingClientRect">(element, "getBoundingClientRect");
export const isShown = caller<Element, "checkVisibility">(element, "checkVisibility");

const inElement = caller<Element, "querySelectorAll">(element, "querySelectorAll");
const inRoot = caller<DocumentFragment, "querySelectorAll">(
  DocumentFragment.prototype,
  "querySelectorAll",
);
const inPage = caller<Document, "querySelectorAll">(page, "querySelectorAll");
/** All that fit the selector in an element, a shadow root or the document. */
export function allIn(root: Node, selector: string): Element[] {
  if (root instanceof Element) return [...inElement(root, selector)];
  return [
    ...(root instanceof Document ? inPage(root, selector) : inRoot(root as ShadowRoot, selector)),
  ];
}

const byIdInPage = caller<Document, "getElementById">(page, "getElementById");
/** The element of this id in a shadow root or the document. */
export function byId(root: Node, id: string): Element | null {
  return root instanceof Document ? byIdInPage(root, id) : (root as ShadowRoot).getElementById(id);
}

const atInPage = caller<Document, "elementsFromPoint">(page, "elementsFromPoint");
/** What is painted at a point of the window and takes clicks, the topmost first. */
export function allAt(root: Node, x: number, y: number): Element[] {
  return root instanceof Document
    ? atInPage(root, x, y)
    : (root as ShadowRoot).elementsFromPoint(x, y);
}

const firstInPage = caller<Document, "elementFromPoint">(page, "elementFromPoint");
/** The topmost of these. */
export function firstAt(root: Node, x: number, y: number): Element | null {
  return root instanceof Document
    ? firstInPage(root, x, y)
    : (root as ShadowRoot).elementFromPoint(x, y);
}

const activeInPage = reader<Document, "activeElement">(page, "activeElement");
/** The element with the focus in a shadow root or the document. */
export function activeIn(root: Node): Element | null {
  return root instanceof Document ? activeInPage(root) : (root as ShadowRoot).activeElement;
}

const titleIn = reader<Document, "title">(page, "title");
/** The title of the page. */
export const pageTitle = () => titleIn(document);
const htmlIn = reader<Document, "documentElement">(page, "documentElement");
/** The root element; a page may have taken it away. */
export const pageRoot = (): Element | null => htmlIn(document);
const bodyIn = reader<Document, "body">(page, "body");
/** The body, where there is one. */
export const pageBody = (): Element | null => bodyIn(document);
