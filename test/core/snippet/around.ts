/** A world for templates: a fixed moment, chance that always takes the last, and what a test puts in. */
import { evaluate } from "../../../src/core/snippet/evaluate.ts";
import type { Format, Nested, Surroundings } from "../../../src/core/snippet/shape.ts";
import { problemOf, TemplateError } from "../../../src/core/snippet/failure.ts";
import { parseTemplate } from "../../../src/core/snippet/parse.ts";
import { render, type Rendered } from "../../../src/core/snippet/render.ts";

/** Wednesday, the 31st of March 2027, 14:05 where the test runs. */
export const now = new Date(2027, 2, 31, 14, 5, 9).getTime();

export interface Given extends Partial<Surroundings> {
  snippets?: Record<string, string | { body: string; format: Format }>;
  fields?: Record<string, string>;
}

export function aroundOf({ snippets = {}, fields = {}, ...given }: Given = {}): Surroundings {
  const counts = new Map<string, number>();
  return {
    now,
    locale: "en",
    random: (below) => below - 1,
    answers: {},
    clipboard: () => "from the clipboard",
    page: (what) => `the page's ${what}`,
    field: (item, field) => {
      const value = fields[`${item}.${field}`];
      if (value === undefined) throw new TemplateError("NO_ITEM", item);
      return value;
    },
    snippet: (name) => {
      const known = Object.hasOwn(snippets, name) ? snippets[name] : undefined;
      if (known === undefined) throw new TemplateError("NO_SNIPPET", name);
      const { body, format } =
        typeof known === "string" ? { body: known, format: "plain" as const } : known;
      return { title: name, owner: name, format, template: parseTemplate(body) };
    },
    counter: (owner, name) => {
      const next = (counts.get(`${owner} ${name}`) ?? 0) + 1;
      counts.set(`${owner} ${name}`, next);
      return next;
    },
    ...given,
  };
}

export function rootOf(source: string, format: Format = "plain"): Nested {
  return { title: "Root", owner: "root", format, template: parseTemplate(source) };
}

export function renderedOf(source: string, given: Given = {}, format: Format = "plain"): Rendered {
  return render(evaluate(rootOf(source, format), aroundOf(given)), format);
}

/** The text of a template. */
export function textFrom(source: string, given: Given = {}): string {
  return renderedOf(source, given).text;
}

/** How a template fails, as "CODE name line:column within"; it must fail, and by a named error. */
export function problemFrom(source: string, given: Given = {}): string {
  try {
    renderedOf(source, given);
  } catch (thrown) {
    if (!(thrown instanceof TemplateError)) throw thrown;
    const { code, name, line, column, within } = problemOf(thrown, source);
    return `${code} ${name || "-"} ${line}:${column}${within === "" ? "" : ` in ${within}`}`;
  }
  throw new Error("It did not fail.");
}
