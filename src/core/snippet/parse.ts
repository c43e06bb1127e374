/** A template as a tree: texts, tags and conditions (grammar: docs/TEMPLATES.md). */
import { type Count, countNode, type Expression, readExpression } from "./expression.ts";
import { TemplateError } from "./failure.ts";
import { limits } from "./limits.ts";

/** Where a tag stands, braces included. */
export interface Place {
  at: number;
  length: number;
}

export type Part =
  | { is: "text"; text: string }
  | { is: "tag"; expression: Expression; place: Place }
  | { is: "cursor" }
  | { is: "if"; arms: { test: Expression | null; place: Place; body: Part[] }[] };

export interface Template {
  source: string;
  parts: Part[];
}

interface Tag extends Place {
  /** Between the braces. */
  inner: string;
  /** Where `inner` begins. */
  innerAt: number;
}

/** Text as a template that renders as that very text. */
export function literal(text: string): string {
  return text.replaceAll(/(\\*)\{\{/g, (_, slashes: string) => `${slashes}${slashes}\\{{`);
}

/** Reads a template; throws a TemplateError with its place where it is none. */
export function parseTemplate(source: string): Template {
  if (source.length > limits.source)
    throw new TemplateError("TOO_LONG", "", limits.source, source.length - limits.source);
  const count: Count = { nodes: 0 };
  const root: Part[] = [];
  const open: { part: Extract<Part, { is: "if" }>; place: Place; outer: Part[] }[] = [];
  let body = root;
  let text = "";
  const add = (part: Part): void => {
    countNode(count);
    body.push(part);
  };
  const flush = (): void => {
    if (text !== "") add({ is: "text", text });
    text = "";
  };
  let at = 0;
  while (at < source.length) {
    const next = nextTag(source, at);
    text += next.text;
    if (next.tag === null) break;
    const { tag } = next;
    at = tag.at + tag.length;
    const word = keyword(tag.inner);
    if (word === null) {
      flush();
      add(tagPart(tag, count));
      continue;
    }
    // A block tag that is alone on its line takes the line with it.
    const blanks = blanksBefore(source, tag.at);
    if (blanks !== null && aloneAfter(source, at)) {
      text = text.slice(0, text.length - blanks);
      at = afterLine(source, at);
    }
    flush();
    const place = { at: tag.at, length: tag.length };
    if (word.is === "if") {
      if (open.length >= limits.nesting)
        throw new TemplateError("TOO_DEEP", "if", tag.at, tag.length);
      const arm = { test: testOf(tag, word.test, count), place, body: [] };
      const part: Part = { is: "if", arms: [arm] };
      add(part);
      open.push({ part, place, outer: body });
      body = arm.body;
      continue;
    }
    const top = open.at(-1);
    if (top === undefined) throw new TemplateError("NO_IF", word.is, tag.at, tag.length);
    if (word.is === "end") {
      body = top.outer;
      open.pop();
      continue;
    }
    // Nothing comes behind {{else}} but {{end}}.
    if (top.part.arms.at(-1)?.test === null)
      throw new TemplateError("NO_IF", "else", tag.at, tag.length);
    countNode(count);
    const test = word.test === "" ? null : testOf(tag, word.test, count);
    const arm = { test, place, body: [] };
    top.part.arms.push(arm);
    body = arm.body;
  }
  flush();
  const left = open.at(-1);
  if (left !== undefined) throw new TemplateError("NO_END", "if", left.place.at, left.place.length);
  return { source, parts: root };
}

type Keyword = { is: "if" | "else"; test: string } | { is: "end" };

function keyword(inner: string): Keyword | null {
  const text = inner.trim();
  if (/^(end|endif|\/if)$/.test(text)) return { is: "end" };
  const [, word, test] = /^(if|else\s+if|else)(?![\p{L}\p{N}_$.])\s*([\s\S]*)$/u.exec(text) ?? [];
  if (word === undefined || test === undefined) return null;
  if (word === "if") return { is: "if", test };
  // A bare {{else}} and {{else if test}}; what else stands behind else is no keyword.
  if (word === "else" && test !== "") return null;
  return { is: "else", test: word === "else" ? "" : test || " " };
}

function located<T>(tag: Place & { inner: string; innerAt: number }, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw placed(thrown, tag);
  }
}

/** The error with the place of a tag, where it has none: the name in the tag, else all of it. */
export function placed(
  thrown: unknown,
  tag: Place & { inner?: string; innerAt?: number },
): unknown {
  if (!(thrown instanceof TemplateError) || thrown.at !== null) return thrown;
  const { inner = "", innerAt = 0 } = tag;
  const within = thrown.named === "" ? -1 : inner.indexOf(thrown.named);
  thrown.at = within < 0 ? tag.at : innerAt + within;
  thrown.span = within < 0 ? tag.length : thrown.named.length;
  return thrown;
}

function tagPart(tag: Tag, count: Count): Part {
  return located(tag, () => {
    const expression = readExpression(tag.inner, tag.innerAt, count);
    if (expression.is === "name" && expression.path.join(".") === "cursor") return { is: "cursor" };
    return { is: "tag", expression, place: { at: tag.at, length: tag.length } };
  });
}

function testOf(tag: Tag, test: string, count: Count): Expression {
  const from = tag.inner.lastIndexOf(test);
  return located(tag, () => readExpression(test, tag.innerAt + Math.max(from, 0), count));
}

/** The text up to the next tag, unescaped, and that tag; null where there is none any more. */
function nextTag(source: string, from: number): { text: string; tag: Tag | null } {
  const parts: string[] = [];
  let at = from;
  for (;;) {
    const brace = source.indexOf("{{", at);
    if (brace < 0) return { text: parts.join("") + source.slice(at), tag: null };
    let slashes = 0;
    while (brace - slashes > at && source[brace - slashes - 1] === "\\") slashes++;
    parts.push(source.slice(at, brace - slashes), "\\".repeat(slashes >> 1));
    if (slashes % 2 === 0) return { text: parts.join(""), tag: tagAt(source, brace) };
    parts.push("{{");
    at = brace + 2;
  }
}

function tagAt(source: string, at: number): Tag {
  let quote = "";
  // What is longer than a tag may be is not looked through: each {{ costs the same.
  const last = Math.min(source.length, at + 2 + limits.tag + 2);
  for (let i = at + 2; i < last; i++) {
    const symbol = source[i];
    if (quote !== "") {
      if (symbol === "\\") i++;
      else if (symbol === quote) quote = "";
    } else if (symbol === '"' || symbol === "'") quote = symbol;
    else if (symbol === "}" && source[i + 1] === "}")
      return { at, length: i + 2 - at, inner: source.slice(at + 2, i), innerAt: at + 2 };
    else if (symbol === "{" && source[i + 1] === "{") break;
  }
  throw new TemplateError("UNCLOSED", "", at, 2);
}

/** How many blanks stand between the line's start and the tag; null where there is anything else. */
function blanksBefore(source: string, at: number): number | null {
  let from = at;
  while (from > 0 && at - from <= 200 && (source[from - 1] === " " || source[from - 1] === "\t"))
    from--;
  return from === 0 || source[from - 1] === "\n" ? at - from : null;
}

function aloneAfter(source: string, at: number): boolean {
  return /^[ \t]*(\r?\n|$)/.test(source.slice(at, at + 200));
}

function afterLine(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end + 1;
}
