/**
 * The XML that WebDAV (RFC 4918) and S3 answer with, read without a platform: a worker has no DOMParser. It knows
 * elements, text, CDATA, comments and the five entities of XML with numbers; attributes are skipped and names lose their
 * prefix. A document type is refused: neither of them sends one, and entities of one's own are how parsers are harmed.
 * So are trees deeper or larger than a listing can be.
 */

/** An element: its name without a prefix, its children, and its own text. */
export interface Element {
  name: string;
  children: Element[];
  text: string;
}

const depth = 32;
/** A listing of 20,000 files has about ten elements for each. */
const mostElements = 300_000;
const named: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
/** One piece of markup, or the text up to the next. */
const piece =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<\?[\s\S]*?\?>|<\/([^\s<>/]+)\s*>|<([^\s<>/!?=]+)((?:\s+[^\s<>/=]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|[^<]+/y;

/** The root element, or null where this is not XML as said above. */
export function parseXml(source: string): Element | null {
  const root: Element = { name: "", children: [], text: "" };
  const open = [root];
  let elements = 0;
  piece.lastIndex = 0;
  const at = source.startsWith("\uFEFF") ? 1 : 0;
  for (piece.lastIndex = at; piece.lastIndex < source.length;) {
    const found = piece.exec(source);
    if (found === null) return null;
    const [all, data, closing, opening, , empty] = found;
    const here = open.at(-1) ?? root;
    if (data !== undefined) here.text += data;
    else if (closing !== undefined) {
      if (open.length === 1 || local(closing) !== here.name) return null;
      open.pop();
    } else if (opening !== undefined) {
      if (++elements > mostElements) return null;
      const element = { name: local(opening), children: [], text: "" };
      here.children.push(element);
      if (empty === "" && open.push(element) > depth) return null;
    } else if (!all.startsWith("<")) {
      const text = unescaped(all);
      if (text === null) return null;
      here.text += text;
    }
  }
  const [only] = root.children;
  const alone = open.length === 1 && root.children.length === 1 && root.text.trim() === "";
  return alone && only !== undefined ? only : null;
}

function local(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

/** Null for an entity that is none of XML's own. */
function unescaped(text: string): string | null {
  let wrong = false;
  const plain = text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));|&/g, (...found) => {
    const [, decimal, hex, name] = found as (string | undefined)[];
    const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    if (name !== undefined && Object.hasOwn(named, name)) return named[name] ?? "";
    const isChar = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    if (name === undefined && isChar) return String.fromCodePoint(point);
    wrong = true;
    return "";
  });
  return wrong ? null : plain;
}

/** The text of the first child of this name, trimmed; "" where there is none. */
export function textOf(element: Element | undefined, name: string): string {
  return element?.children.find((child) => child.name === name)?.text.trim() ?? "";
}

/** Children of this name. */
export function childrenOf(element: Element | undefined, name: string): Element[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}
