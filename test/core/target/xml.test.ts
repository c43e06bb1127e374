import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childrenOf, type Element, parseXml, textOf } from "../../../src/core/target/xml.ts";

const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{0,8}$/);
const text = fc
  .string({ unit: "grapheme", maxLength: 20 })
  .map((one) => one.toWellFormed().replaceAll(/[^\t\n\x20-\uffff]/g, ""));
const tree: (depth?: number) => fc.Arbitrary<Element> = fc.memo((depth) =>
  fc.record({
    name,
    children: depth > 1 ? fc.array(tree(depth - 1), { maxLength: 3 }) : fc.constant([]),
    text,
  }),
);

/** Each sign as text, as an entity, as a number or in CDATA. */
function write(element: Element, way: number): string {
  const prefix = way % 2 === 0 ? "" : "D:";
  const escaped = [...element.text]
    .map((sign, n) => {
      if (!/[<>&"']/.test(sign)) return sign;
      const point = sign.codePointAt(0) ?? 0;
      const entity = { "<": "lt", ">": "gt", "&": "amp", '"': "quot", "'": "apos" }[sign];
      return [`&${entity};`, `&#${point};`, `&#x${point.toString(16)};`, `<![CDATA[${sign}]]>`][
        (n + way) % 4
      ];
    })
    .join("");
  const inside = element.children.map((one) => write(one, way + 1)).join("<!-- - > -->");
  if (inside === "" && escaped === "" && way % 3 === 0) return `<${prefix}${element.name} a='>'/>`;
  return `<${prefix}${element.name} xmlns:D="DAV:" b = 'x"y' >${escaped}${inside}</${prefix}${element.name} >`;
}

describe("XML of stores", () => {
  it("is read as it was written, with any prefix, entity, number, CDATA, comment and attribute", () => {
    fc.assert(
      fc.property(tree(4), fc.nat(11), (element, way) => {
        const source = `<?xml version="1.0" encoding="utf-8"?>\n${write(element, way)}\n`;
        expect(parseXml(source)).toEqual(element);
      }),
    );
  });

  it("is refused, and never throws or hangs, where it is cut off or is something else", () => {
    fc.assert(
      fc.property(tree(4), fc.nat(), (element, cut) => {
        const source = write(element, 1);
        expect(parseXml(source.slice(0, cut % source.length))).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.string(), (source) => {
        const root = parseXml(source);
        expect(root === null || root.name !== "").toBe(true);
      }),
    );
  });

  it.each([
    ["a document type", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ["an entity of its own", "<a>&b;</a>"],
    ["a bare ampersand", "<a>R & D</a>"],
    ["a sign that is none", "<a>&#xD800;</a>"],
    ["two roots", "<a/><b/>"],
    ["text beside the root", "<a/>b"],
    ["another closing name", "<a></b>"],
    ["a page of HTML", "<html><body><br></body></html>"],
    ["elements without an end of depth", "<a>".repeat(100_000)],
    ["elements too deep", "<a>".repeat(40) + "</a>".repeat(40)],
  ])("refuses %s", (_, source) => expect(parseXml(source)).toBeNull());

  it("finds children and their text", () => {
    const root = parseXml("<r><a> 1 </a><b/><a>2</a></r>") ?? undefined;
    expect(childrenOf(root, "a").map((one) => one.text)).toEqual([" 1 ", "2"]);
    expect([textOf(root, "a"), textOf(root, "b"), textOf(root, "c")]).toEqual(["1", "", ""]);
  });
});
