/** The questions of a template. */
import { isoDay } from "./dates.ts";
import type { Value } from "./expression.ts";
import type { Prompt, PromptType } from "./shape.ts";
import { isTrue, textOf } from "./values.ts";

/** What a question begins with, by what stands behind its label in the template. */
export function startOf(
  type: PromptType,
  rest: readonly Value[],
  now: number,
): Pick<Prompt, "initial" | "options"> {
  const [first = ""] = rest;
  switch (type) {
    case "choice": {
      const options = [...new Set(rest.map(textOf))];
      return { initial: options[0] ?? "", options };
    }
    case "toggle":
      return { initial: String(isTrue(first)), options: [] };
    case "date":
      return { initial: isoDay(textOf(first), now), options: [] };
    case "text":
    case "lines":
      return { initial: textOf(first), options: [] };
  }
}
