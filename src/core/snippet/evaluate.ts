/**
 * A template becomes text. What it asks for is found on the way: with no answers yet every question stands at its
 * default, so that only questions are asked which matter (those behind a condition wait for it).
 */
import type { Expression, Value } from "./expression.ts";
import { TemplateError } from "./failure.ts";
import { functions } from "./functions.ts";
import { limits } from "./limits.ts";
import { type Part, placed, type Template } from "./parse.ts";
import {
  type Evaluated,
  type Format,
  type Nested,
  type Piece,
  type Prompt,
  promptTypes,
  type Surroundings,
} from "./shape.ts";
import { startOf } from "./prompts.ts";
import { bounded, isTrue, numberOf, operate, textOf } from "./values.ts";

interface Run {
  around: Surroundings;
  pieces: Piece[];
  cursor: number | null;
  prompts: Map<string, Prompt>;
  steps: number;
  length: number;
  /** Titles of the snippets we are in, outermost first. */
  within: string[];
}

interface Here {
  owner: string;
  format: Format;
  template: Template;
}

/** Evaluates a template; throws a TemplateError, with its place in the outermost template. */
export function evaluate(root: Nested, around: Surroundings): Evaluated {
  const run: Run = {
    around: { ...around },
    pieces: [],
    cursor: null,
    prompts: new Map(),
    steps: 0,
    length: 0,
    within: [root.owner],
  };
  try {
    parts(run, root, root.template.parts);
  } catch (thrown) {
    // A small stack (a worker's, a test's) is told like any other limit.
    throw thrown instanceof RangeError ? new TemplateError("TOO_DEEP") : thrown;
  }
  return { pieces: run.pieces, cursor: run.cursor, prompts: [...run.prompts.values()] };
}

/** What was made costs a step for every hundred characters, so that time is bounded with it. */
function step(run: Run, made = 0): void {
  run.steps += 1 + Math.floor(made / 100);
  if (run.steps > limits.steps) throw new TemplateError("TOO_SLOW");
}

function put(run: Run, here: Here, text: string, own: boolean): void {
  if (text === "") return;
  step(run, text.length);
  run.length += text.length;
  if (run.length > limits.output) throw new TemplateError("TOO_MUCH");
  run.pieces.push({ text, own, format: here.format });
}

function parts(run: Run, here: Here, list: readonly Part[]): void {
  for (const part of list) {
    step(run);
    switch (part.is) {
      case "text":
        put(run, here, part.text, true);
        break;
      case "cursor":
        run.cursor ??= run.pieces.length;
        break;
      case "tag":
        at(here, part.place, () => tag(run, here, part.expression));
        break;
      case "if": {
        const arm = part.arms.find(
          ({ test, place }) =>
            test === null || at(here, place, () => isTrue(value(run, here, test))),
        );
        if (arm !== undefined) parts(run, here, arm.body);
        break;
      }
    }
  }
}

function at<T>(here: Here, place: { at: number; length: number }, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const { source } = here.template;
    throw placed(thrown, {
      ...place,
      inner: source.slice(place.at + 2, place.at + place.length - 2),
      innerAt: place.at + 2,
    });
  }
}

/** A tag that is nothing but a nested snippet keeps what that snippet is; all else is a value. */
function tag(run: Run, here: Here, expression: Expression): void {
  if (expression.is === "call" && expression.path.join(".") === "snippet") {
    nested(run, expression.args);
    return;
  }
  if (expression.is === "call" && expression.path.join(".") === "language") {
    run.around.locale = languageOf(quoted("language", expression.args, 1)[0] ?? "");
    return;
  }
  put(run, here, textOf(value(run, here, expression)), false);
}

function languageOf(name: string): string {
  try {
    return Intl.getCanonicalLocales(name)[0] ?? "en";
  } catch {
    throw new TemplateError("BAD_LANGUAGE", name);
  }
}

/** Arguments that must stand in quotes, so that one can tell what a template uses without running it. */
function quoted(name: string, args: readonly Expression[], count: number): string[] {
  if (args.length !== count) throw new TemplateError("ARGUMENTS", name);
  return args.map((arg) => {
    if (arg.is !== "value" || typeof arg.value !== "string")
      throw new TemplateError("NOT_QUOTED", name);
    return arg.value;
  });
}

function nested(run: Run, args: readonly Expression[]): void {
  const [name = ""] = quoted("snippet", args, 1);
  const inner = run.around.snippet(name);
  if (run.within.includes(inner.owner)) throw new TemplateError("CYCLE", name);
  if (run.within.length > limits.snippets) throw new TemplateError("NESTED_DEEP", name);
  run.within.push(inner.owner);
  const { locale } = run.around;
  try {
    parts(run, inner, inner.template.parts);
  } catch (thrown) {
    // Told where the outer one calls it; the name within says which of them it is.
    if (thrown instanceof TemplateError && thrown.code !== "CYCLE") {
      thrown.within ||= inner.title;
      thrown.at = null;
    } else if (thrown instanceof TemplateError) thrown.at = null;
    throw thrown;
  }
  run.around.locale = locale;
  run.within.pop();
}

function value(run: Run, here: Here, node: Expression): Value {
  step(run);
  switch (node.is) {
    case "value":
      return node.value;
    case "name":
      return named(run, here, node.path);
    case "call":
      return called(run, here, node.path, node.args);
    case "not":
      return !isTrue(value(run, here, node.of));
    case "minus":
      return -numberOf(value(run, here, node.of), run.around.locale);
    case "choose":
      return value(run, here, isTrue(value(run, here, node.test)) ? node.yes : node.no);
    case "binary": {
      const left = value(run, here, node.left);
      if (node.op === "&&") return isTrue(left) ? value(run, here, node.right) : left;
      if (node.op === "||") return isTrue(left) ? left : value(run, here, node.right);
      const made = operate(node.op, left, value(run, here, node.right), run.around.locale);
      step(run, typeof made === "string" ? made.length : 0);
      return made;
    }
  }
}

/** A bare name: `date` is `date()`; two words are a field of an item. */
function named(run: Run, here: Here, path: readonly string[]): Value {
  const { around } = run;
  const whole = path.join(".");
  switch (whole) {
    case "cursor":
      throw new TemplateError("CURSOR_PLACE", whole);
    case "clipboard":
      return bounded(around.clipboard());
    case "selection":
    case "page.selection":
      return bounded(around.page("selection"));
    case "page.title":
    case "page.url":
      return around.page(whole === "page.title" ? "title" : "url");
    case "date":
    case "time":
      return called(run, here, path, []);
    default:
      break;
  }
  const [item, field] = path;
  if (
    path.length !== 2 ||
    item === undefined ||
    field === undefined ||
    item === "page" ||
    item === "ask"
  )
    throw new TemplateError("UNKNOWN_NAME", whole);
  return bounded(around.field(item, field));
}

function called(run: Run, here: Here, path: readonly string[], args: readonly Expression[]): Value {
  const { around } = run;
  const whole = path.join(".");
  if (whole === "cursor" || whole === "language") throw new TemplateError("CURSOR_PLACE", whole);
  if (whole === "vault") {
    const [item = "", field = ""] = quoted(whole, args, 2);
    return bounded(around.field(item, field));
  }
  if (whole === "counter") return around.counter(here.owner, quoted(whole, args, 1)[0] ?? "");
  if (whole === "snippet") return nestedText(run, args);
  if (path[0] === "ask") return asked(run, here, path, args);
  const known = path.length === 1 ? functions.get(whole) : undefined;
  if (known === undefined) throw new TemplateError("UNKNOWN_FUNCTION", whole);
  const [least, most] = known.takes;
  if (args.length < least || args.length > most) throw new TemplateError("ARGUMENTS", whole);
  const given = args.map((arg) => value(run, here, arg));
  // Paid before the work: as long as what goes in.
  step(
    run,
    given.reduce<number>((sum, one) => sum + (typeof one === "string" ? one.length : 1), 0),
  );
  const made = known.run(given, around);
  return typeof made === "string" ? bounded(made) : made;
}

/** A nested snippet within an expression is the plain text of it. */
function nestedText(run: Run, args: readonly Expression[]): string {
  const from = run.pieces.length;
  const { cursor } = run;
  nested(run, args);
  const taken = run.pieces.splice(from);
  run.cursor = cursor;
  run.length -= taken.reduce((sum, piece) => sum + piece.text.length, 0);
  return taken.map(({ text }) => text).join("");
}

function asked(run: Run, here: Here, path: readonly string[], args: readonly Expression[]): Value {
  const whole = path.join(".");
  const type = path.length === 1 ? "text" : promptTypes.find((one) => one === path[1]);
  if (type === undefined || path.length > 2) throw new TemplateError("UNKNOWN_FUNCTION", whole);
  const most = type === "choice" ? limits.options : 2;
  if (args.length < (type === "choice" ? 2 : 1) || args.length > most)
    throw new TemplateError("ARGUMENTS", whole);
  const given = args.map((arg) => value(run, here, arg));
  const label = textOf(given[0] ?? "")
    .toWellFormed()
    .slice(0, limits.label);
  const key = `${type} ${label}`;
  const known = run.prompts.get(key);
  const prompt = known ?? { key, label, type, ...startOf(type, given.slice(1), run.around.now) };
  if (known === undefined) {
    if (run.prompts.size >= limits.prompts) throw new TemplateError("TOO_MANY", whole);
    run.prompts.set(key, prompt);
  }
  const answer = Object.hasOwn(run.around.answers, key) ? run.around.answers[key] : undefined;
  const text = bounded(answer ?? prompt.initial);
  return type === "toggle" ? text === "true" : text;
}
