/** The sentence for a template that is wrong. */
import type { TemplateProblem } from "../../core/snippet/failure.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";

/** What is wrong with a template, in one sentence; where it is in a nested snippet, with that one's title. */
export function problemWords(problem: TemplateProblem): string {
  // Some of the sentences have no place for the name: the type of one that has stands for all.
  const words = say(`template.${problem.code}` as "template.SYNTAX", [shownText(problem.name)]);
  return problem.within === "" ? words : say("snippet.within", [shownText(problem.within), words]);
}
