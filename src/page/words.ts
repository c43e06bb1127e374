/** The words around fields: labels, the text before them. Reads, never writes. */
import { pageCaps } from "../core/form/caps.ts";
import { allIn, attributeOf, byId, nameOf, rootOf } from "./dom.ts";
import { walk } from "./roots.ts";

/** True where what is inside an element is no text for a reader of the page. */
export function isMute(element: Element): boolean {
  return /^(script|style|noscript|template|select|textarea|datalist|svg|iframe|button)$/.test(
    nameOf(element),
  );
}

/** One line, capped. */
export function short(text: string | null | undefined, max: number = pageCaps.text): string {
  if (!text) return "";
  return text
    .slice(0, 4 * max)
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, max);
}

/** An attribute, or "". */
export function attribute(element: Element, name: string): string {
  return short(attributeOf(element, name));
}

/** The words in an element, without those of controls inside it. */
export function textOf(element: Element): string {
  let text = "";
  walk(element, (node) => {
    if (node instanceof Text) text += ` ${node.data}`;
    return text.length < pageCaps.text && node instanceof Element && !isMute(node);
  });
  return short(text);
}

function labelledBy(element: Element, read: (element: Element) => string): string {
  const root = rootOf(element);
  const ids = attribute(element, "aria-labelledby").split(" ", 8);
  const named = ids.flatMap((id) => byId(root, id) ?? []);
  return named.map(read).join(" ") || attribute(element, "aria-label");
}

/** What labels it: the words of its label elements, and what it says of itself. */
export function labelText(element: Element, labels: Element[], read = textOf): string {
  return short([...new Set([...labels.map(read), labelledBy(element, read)])].join(" "));
}

interface Piece {
  text: string;
  label: Element | null;
  /** Whose line it stands in. */
  line: Element | null;
}

/** Elements that only lend weight to a part of a line: "Your <b>e-mail</b> address" is one text. */
const emphasis = /^(b|strong|em|i|u|font|small|mark|sup|sub|abbr)$/;

function lineOf({ parentElement }: Text): Element | null {
  let line = parentElement;
  while (line && emphasis.test(nameOf(line))) line = line.parentElement;
  return line;
}

function afterBreak(node: Text): boolean {
  const before = node.previousSibling ?? node.parentElement?.previousSibling;
  return before instanceof Element && nameOf(before) === "br";
}

/**
 * Gathers words in one pass over a document: `element.labels` walks the whole tree for each field, which is
 * quadratic (4.8 s for 5,000 inputs).
 */
export function wordsOf() {
  /** By id of the field they are for; roots are told apart when they are looked up. */
  const labelsFor = new Map<string, Element[]>();
  const bound = new Set<Element>();
  const texts = new Map<Element, string>();
  const around = new Map<Element, Piece[][]>();
  let label: HTMLLabelElement | null = null;
  let pieces: Piece[] = [];

  function cached(element: Element): string {
    const text = texts.get(element) ?? textOf(element);
    texts.set(element, text);
    return text;
  }
  function labelsOf(element: Element): Element[] {
    const root = rootOf(element);
    const found = (element.id && labelsFor.get(element.id)) || [];
    const own = found.filter((each) => rootOf(each) === root);
    return [...new Set([element.closest("label") ?? [], own].flat())];
  }

  return {
    labelsOf,
    text(node: Text): void {
      const text = short(node.data, 120);
      if (!/\p{L}/u.test(text)) return;
      const piece = { text, label: label?.contains(node) ? label : null, line: lineOf(node) };
      const last = pieces.at(-1);
      if (last && last.line === piece.line && last.label === piece.label && !afterBreak(node))
        last.text = short(`${last.text} ${text}`, 120);
      else pieces.push(piece);
    },
    label(element: HTMLLabelElement): void {
      label = element;
      const id = element.htmlFor;
      const list = labelsFor.get(id) ?? [];
      list.push(element);
      labelsFor.set(id, list);
    },
    field(element: Element): void {
      around.set(element, [pieces, (pieces = [])]);
    },
    /** After the pass: labels that speak for some field are no text before another one. */
    bind(elements: Element[]): void {
      for (const found of elements.flatMap(labelsOf)) bound.add(found);
    },
    /** What labels the field itself. */
    own: (element: Element, labels: Element[]): string => labelText(element, labels, cached),
    /** What labels its group: the legend, or the name of the radio group. */
    group(element: Element): string {
      const group = element.closest("[role=radiogroup],[role=group],fieldset");
      const legend = group && allIn(group, "legend")[0];
      return short((group && labelledBy(group, cached)) || (legend ? cached(legend) : ""));
    },
    /** The last few words before it that label nothing else. */
    near(element: Element): string {
      let text = "";
      for (const piece of around.get(element)?.[0]?.toReversed() ?? []) {
        if (piece.label && bound.has(piece.label)) continue;
        if (text && text.length + piece.text.length > 40) break;
        text = text === "" ? piece.text : `${piece.text} · ${text}`;
      }
      return short(text);
    },
    after: (element: Element): string => around.get(element)?.[1]?.[0]?.text ?? "",
  };
}
