/** What a template names, found without running it: names stand in quotes, so nothing is hidden from this list. */
import type { Expression } from "./expression.ts";
import type { Part, Template } from "./parse.ts";

/** A field of an item, by the names of both. */
export interface FieldName {
  item: string;
  field: string;
}

export interface References {
  snippets: Set<string>;
  fields: Map<string, FieldName>;
  /** It reads the clipboard. */
  clipboard: boolean;
  /** It reads the page in front. */
  page: boolean;
  /** It counts. */
  counters: boolean;
}

/** The key of a field in `References.fields`. */
export function fieldKey(item: string, field: string): string {
  return `${item}\n${field}`;
}

/** All that a template names, in branches not taken too. */
export function referencesOf(template: Template): References {
  const found: References = {
    snippets: new Set(),
    fields: new Map(),
    clipboard: false,
    page: false,
    counters: false,
  };
  parts(template.parts, found);
  return found;
}

function parts(list: readonly Part[], found: References): void {
  for (const part of list) {
    if (part.is === "tag") look(part.expression, found);
    else if (part.is === "if") {
      for (const { test, body } of part.arms) {
        if (test !== null) look(test, found);
        parts(body, found);
      }
    }
  }
}

function look(node: Expression, found: References): void {
  switch (node.is) {
    case "value":
      break;
    case "name":
      named(node.path, found);
      break;
    case "not":
    case "minus":
      look(node.of, found);
      break;
    case "binary":
      look(node.left, found);
      look(node.right, found);
      break;
    case "choose":
      for (const one of [node.test, node.yes, node.no]) look(one, found);
      break;
    case "call": {
      const name = node.path.join(".");
      const [first = "", second = ""] = node.args.map((arg) =>
        arg.is === "value" && typeof arg.value === "string" ? arg.value : "",
      );
      if (name === "snippet") found.snippets.add(first);
      else if (name === "vault") addField(first, second, found);
      else if (name === "counter") found.counters = true;
      for (const arg of node.args) look(arg, found);
    }
  }
}

function addField(item: string, field: string, found: References): void {
  found.fields.set(fieldKey(item, field), { item, field });
}

function named(path: readonly string[], found: References): void {
  const [first = "", second = ""] = path;
  if (first === "clipboard") found.clipboard = true;
  else if (first === "selection" || first === "page") found.page = true;
  else if (path.length === 2 && first !== "ask") addField(first, second, found);
}
