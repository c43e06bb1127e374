import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { textOfHtml } from "../../../src/core/snippet/html-text.ts";
import { marked } from "marked";
import { escapeHtml, withValues } from "../../../src/core/snippet/render.ts";
import { renderedOf } from "./around.ts";

const name = '<img src=x onerror=alert(1)> & "co"';
const fields = { "me.name": name };

describe("HTML", () => {
  test("a value can add no element to it, in text and in an attribute", () => {
    const { rich, text } = renderedOf('<p title="{{me.name}}">{{me.name}}</p>', { fields }, "html");
    const safe = "&lt;img src=x onerror=alert(1)&gt; &amp; &quot;co&quot;";
    expect(rich).toBe(`<p title="${safe}">${safe}</p>`);
    expect(text).toBe(name);
  });

  test("lines of a value stay lines", () => {
    const { rich, text } = renderedOf(
      "<p>{{me.name}}</p>",
      { fields: { "me.name": "a\nb" } },
      "html",
    );
    expect(rich).toBe("<p>a<br>b</p>");
    expect(text).toBe("a\nb");
  });

  test("a nested snippet of HTML stays HTML, a plain one becomes text", () => {
    const snippets = { rich: { body: "<b>x</b>", format: "html" as const }, plain: "<b>y</b>" };
    const { rich } = renderedOf('{{snippet("rich")}} {{snippet("plain")}}', { snippets }, "html");
    expect(rich).toBe("<b>x</b> &lt;b&gt;y&lt;/b&gt;");
    expect(renderedOf('{{snippet("rich")}}', { snippets }).text).toBe("x");
  });

  test("the cursor is where its text is", () => {
    const { text, cursor } = renderedOf("<p>Dear <b>{{cursor}}</b>you</p>", {}, "html");
    expect(text.slice(0, cursor ?? 0).trim()).toBe("Dear");
  });
});

describe("Markdown", () => {
  const htmlOf = (body: string, value: string) => {
    const rendered = renderedOf(body, { fields: { "me.name": value } }, "markdown");
    return withValues(marked.parse(rendered.rich, { async: false }), rendered).trim();
  };

  test("a value has no meaning in it, in text, code and addresses; the plain text is the source with the value", () => {
    const value = "*a*_b_ [c](d) <e>";
    expect(htmlOf("**{{me.name}}** `{{me.name}}`", value)).toBe(
      "<p><strong>*a*_b_ [c](d) &lt;e&gt;</strong> <code>*a*_b_ [c](d) &lt;e&gt;</code></p>",
    );
    expect(htmlOf('[x](https://a.example/{{me.name}} "t")', '" onclick="y')).toBe(
      '<p><a href="https://a.example/&quot; onclick=&quot;y" title="t">x</a></p>',
    );
    const { text } = renderedOf("**{{me.name}}**", { fields: { "me.name": value } }, "markdown");
    expect(text).toBe("***a*_b_ [c](d) <e>**");
  });

  test("no value is taken for another, whatever the text says", () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const inner = escapeHtml(value.toWellFormed()).trim();
        expect(htmlOf("coffer0v0x coffer1v {{me.name}} end", value)).toContain(inner);
        expect(htmlOf("# {{me.name}}", `1. ${value}`)).toBe(
          `<h1>1. ${escapeHtml(value.toWellFormed())}</h1>`,
        );
      }),
    );
  });
});

describe("the plain text of HTML", () => {
  test.each([
    ["<p>One</p><p>Two<br>three</p>", "One\n\nTwo\nthree"],
    ["<ul><li>a</li><li>b</li></ul>after", "- a\n- b\n\nafter"],
    ["a  \n b", "a b"],
    ["<pre>a\n  b</pre>", "a\n  b"],
    ["&lt;b&gt; &amp;amp; &#8364;&#x20AC; &nope; &#0;", "<b> &amp; €€ &nope; \uFFFD"],
    ["x<script>alert(1)</script><style>p{}</style>y<!-- z -->", "xy"],
    ["1 < 2 > 0", "1 < 2 > 0"],
    ['<a title=">">link</a>', "link"],
    ["<table><tr><td>1</td><td>2</td></tr></table>", "1\t2"],
    ["an open <b", "an open"],
  ])("%j is %j", (html, text) => {
    expect(textOfHtml(html)).toBe(text);
  });

  test("is made of anything", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."<>/!-&#;\"'= pbrlix\n1") }),
        (html) => typeof textOfHtml(html) === "string",
      ),
    );
  });
});
