/**
 * The `pattern` attribute of a stranger's page, asked without being run: the browser's own engine can be
 * stalled by a hostile pattern, this one counts its steps and gives up. Single characters and classes are
 * left to the browser's engine, which takes them in constant time.
 * https://html.spec.whatwg.org/multipage/input.html#the-pattern-attribute
 */
import { pageCaps } from "./caps.ts";

type Node =
  | { is: "char"; test: RegExp }
  | { is: "start" | "end" }
  | { is: "look"; not: boolean; inner: Node }
  | { is: "any" | "all"; nodes: Node[] }
  | { is: "repeat"; inner: Node; min: number; max: number };

class GivesUp extends Error {}

const maxSteps = 20_000;
const maxDepth = 2_000;

/**
 * Whether a whole text satisfies the pattern. A pattern that is no regular expression asks for nothing (so
 * says the standard); null where it can not be said: cut by our cap, of a kind not read here, or too costly.
 */
export function satisfies(pattern: string, text: string): boolean | null {
  if (pattern === "" || text === "") return true;
  if (pattern.length >= pageCaps.text || text.length > 400) return null;
  try {
    void new RegExp(pattern, "v");
  } catch {
    return true;
  }
  try {
    return run(parse(pattern), [...text]);
  } catch (error) {
    if (error instanceof GivesUp) return null;
    throw error;
  }
}

/** The pattern is known to be a valid regular expression: only its parts are told apart here. */
function parse(source: string): Node {
  let at = 0;
  const eat = (text: string): boolean => {
    if (!source.startsWith(text, at)) return false;
    at += text.length;
    return true;
  };
  const char = (from: number): Node => ({
    is: "char",
    test: new RegExp(`^(?:${source.slice(from, at)})$`, "v"),
  });

  function either(): Node {
    const nodes = [sequence()];
    while (eat("|")) nodes.push(sequence());
    return { is: "any", nodes };
  }
  function sequence(): Node {
    const nodes: Node[] = [];
    while (at < source.length && !/[|)]/.test(source.charAt(at))) nodes.push(counted(atom()));
    return { is: "all", nodes };
  }
  function counted(inner: Node): Node {
    const [whole, sign, least, comma, most] =
      /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at)) ?? [];
    if (whole === undefined) return inner;
    at += whole.length;
    if (sign !== undefined)
      return {
        is: "repeat",
        inner,
        min: sign === "+" ? 1 : 0,
        max: sign === "?" ? 1 : Infinity,
      };
    const min = Number(least);
    return {
      is: "repeat",
      inner,
      min,
      max: comma === "" ? min : most === "" ? Infinity : Number(most),
    };
  }
  function atom(): Node {
    if (eat("^")) return { is: "start" };
    if (eat("$")) return { is: "end" };
    if (eat("(?=")) return { is: "look", not: false, inner: close() };
    if (eat("(?!")) return { is: "look", not: true, inner: close() };
    if (eat("(?:")) return close();
    if (/^\(\?<[^=!]/.test(source.slice(at))) at = source.indexOf(">", at) + 1;
    else if (source.startsWith("(?", at)) throw new GivesUp();
    else if (!eat("(")) return single();
    return close();
  }
  function close(): Node {
    const inner = either();
    eat(")");
    return inner;
  }
  function single(): Node {
    const from = at;
    if (eat("[")) return skipClass(from);
    if (!eat("\\")) {
      at += (source.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
      return char(from);
    }
    const [escape] = /^(?:[pPuxq]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[^1-9kbB])/i.exec(
      source.slice(at),
    ) ?? [undefined];
    if (escape === undefined || /^[kbB1-9]/.test(escape)) throw new GivesUp();
    at += escape.length;
    return char(from);
  }
  function skipClass(from: number): Node {
    for (let depth = 1; depth > 0 && at < source.length; at++) {
      const sign = source.charAt(at);
      if (sign === "\\") at++;
      else if (sign === "[") depth++;
      else if (sign === "]") depth--;
    }
    return char(from);
  }
  return either();
}

function run(root: Node, text: readonly string[]): boolean {
  let steps = 0;
  let depth = 0;
  type Next = (at: number) => boolean;

  function match(node: Node, at: number, next: Next): boolean {
    if (++steps > maxSteps || ++depth > maxDepth) throw new GivesUp();
    const found = go(node, at, next);
    depth--;
    return found;
  }
  function go(node: Node, at: number, next: Next): boolean {
    switch (node.is) {
      case "char":
        return at < text.length && node.test.test(text[at] ?? "") && next(at + 1);
      case "start":
        return at === 0 && next(at);
      case "end":
        return at === text.length && next(at);
      case "look":
        return match(node.inner, at, () => true) !== node.not && next(at);
      case "any":
        return node.nodes.some((one) => match(one, at, next));
      case "all":
        return all(node.nodes, 0, at, next);
      case "repeat":
        return repeat(node, 0, at, next);
    }
  }
  function all(nodes: readonly Node[], index: number, at: number, next: Next): boolean {
    const node = nodes[index];
    return node === undefined ? next(at) : match(node, at, (to) => all(nodes, index + 1, to, next));
  }
  function repeat(node: Node & { is: "repeat" }, done: number, at: number, next: Next): boolean {
    const more = (to: number) =>
      // A round that took nothing would go on for ever.
      (to > at || done < node.min) && repeat(node, to > at ? done + 1 : node.min, to, next);
    return (done < node.max && match(node.inner, at, more)) || (done >= node.min && next(at));
  }
  return match(root, 0, (at) => at === text.length);
}
