/**
 * What stands in a tag, read by jsep into a closed set of nodes of our own: nothing of JavaScript is ever run, and
 * what is not in the set is refused by name (docs/TEMPLATES.md).
 */
import jsep from "jsep";
import { TemplateError } from "./failure.ts";
import { limits } from "./limits.ts";

export type Value = string | number | boolean;

export const binaryOperators = [
  "+",
  "-",
  "*",
  "/",
  "%",
  "==",
  "!=",
  "<",
  ">",
  "<=",
  ">=",
  "&&",
  "||",
] as const;
export type BinaryOperator = (typeof binaryOperators)[number];

export type Expression =
  | { is: "value"; value: Value }
  /** `page.title`, `work.iban` */
  | { is: "name"; path: string[] }
  | { is: "call"; path: string[]; args: Expression[] }
  | { is: "not"; of: Expression }
  | { is: "minus"; of: Expression }
  | { is: "binary"; op: BinaryOperator; left: Expression; right: Expression }
  | { is: "choose"; test: Expression; yes: Expression; no: Expression };

/** Counts what is read, over all of a template. */
export interface Count {
  nodes: number;
}

/** One part more; TOO_MANY above the limit. */
export function countNode(count: Count): void {
  if (++count.nodes > limits.nodes) throw new TemplateError("TOO_MANY");
}

/** jsep goes down with each bracket and sign, so they are counted before it sees the text. */
function checkNesting(text: string): void {
  let depth = 0;
  let signs = 0;
  let quote = "";
  for (let i = 0; i < text.length; i++) {
    const symbol = text.charAt(i);
    if (quote !== "") {
      if (symbol === "\\") i++;
      else if (symbol === quote) quote = "";
      continue;
    }
    if (symbol === '"' || symbol === "'") quote = symbol;
    if ("([?".includes(symbol)) depth++;
    else if (")]".includes(symbol)) depth--;
    signs = "!-+~".includes(symbol) ? signs + 1 : /\s/.test(symbol) ? signs : 0;
    if (depth > limits.nesting || signs > limits.nesting) throw new TemplateError("TOO_DEEP");
  }
}

/** Reads an expression; `at` is where it stands in the template, for the place of a fault in it. */
export function readExpression(text: string, at: number, count: Count): Expression {
  if (text.trim() === "") throw new TemplateError("EMPTY", "", at, text.length);
  if (text.length > limits.tag) throw new TemplateError("TOO_LONG", "", at, text.length);
  checkNesting(text);
  let read: jsep.Expression;
  try {
    read = jsep(text);
  } catch (thrown) {
    const { index } = thrown as { index?: unknown };
    const from = typeof index === "number" ? Math.min(Math.max(index, 0), text.length - 1) : 0;
    throw new TemplateError("SYNTAX", text.slice(from).trim().slice(0, 20), at + from, 1);
  }
  return convert(read, 0, count);
}

function refuse(what: string): TemplateError {
  return new TemplateError("NOT_ALLOWED", what);
}

function convert(node: jsep.Expression, depth: number, count: Count): Expression {
  if (depth > limits.depth) throw new TemplateError("TOO_DEEP");
  countNode(count);
  const down = (next: unknown) => convert(next as jsep.Expression, depth + 1, count);
  switch (node.type) {
    case "Literal": {
      const { value, raw } = node as jsep.Literal;
      if (typeof value === "object" || value === null || value === undefined) throw refuse(raw);
      return { is: "value", value: typeof value === "bigint" ? Number(value) : value };
    }
    case "Identifier":
    case "MemberExpression":
      return { is: "name", path: pathOf(node) };
    case "CallExpression": {
      const { callee, arguments: args } = node as jsep.CallExpression;
      return { is: "call", path: pathOf(callee), args: args.map(down) };
    }
    case "UnaryExpression": {
      const { operator, argument } = node as jsep.UnaryExpression;
      if (operator === "!") return { is: "not", of: down(argument) };
      if (operator === "-") return { is: "minus", of: down(argument) };
      throw refuse(operator);
    }
    case "BinaryExpression":
    case "LogicalExpression": {
      const { operator, left, right } = node as jsep.BinaryExpression;
      if (operator === "|") return pipe(down(left), down(right));
      const op = binaryOperators.find((one) => one === operator);
      if (op === undefined) throw refuse(operator);
      return { is: "binary", op, left: down(left), right: down(right) };
    }
    case "ConditionalExpression": {
      const { test, consequent, alternate } = node as jsep.ConditionalExpression;
      return { is: "choose", test: down(test), yes: down(consequent), no: down(alternate) };
    }
    case "Compound": {
      const [, second] = (node as jsep.Compound).body;
      throw new TemplateError("SYNTAX", second === undefined ? "" : wordOf(second));
    }
    case "ThisExpression":
      throw refuse("this");
    case "ArrayExpression":
      throw refuse("[");
    default:
      throw refuse(node.type);
  }
}

function wordOf(node: jsep.Expression): string {
  if (node.type === "Identifier") return (node as jsep.Identifier).name;
  return node.type === "Literal" ? (node as jsep.Literal).raw : "";
}

/** `x | upper` is `upper(x)`; `x | round(2)` is `round(x, 2)`. */
function pipe(left: Expression, right: Expression): Expression {
  if (right.is === "name") return { is: "call", path: right.path, args: [left] };
  if (right.is === "call") return { ...right, args: [left, ...right.args] };
  throw refuse("|");
}

/** The words of `a.b.c`. */
function pathOf(node: jsep.Expression): string[] {
  const path: string[] = [];
  let at = node;
  while (at.type === "MemberExpression") {
    const { computed, object, property } = at as jsep.MemberExpression;
    if (computed || property.type !== "Identifier") throw refuse("[");
    path.unshift((property as jsep.Identifier).name);
    at = object;
  }
  if (at.type !== "Identifier") throw refuse(wordOf(at) || at.type);
  path.unshift((at as jsep.Identifier).name);
  if (path.length > 4) throw refuse(path.join("."));
  return path;
}
