/** Copying a snippet: its questions are asked, its template is filled in by the vault, and it is cleared like any copy. */
import { failureCode } from "../../core/failure.ts";
import type { TemplateProblem } from "../../core/snippet/failure.ts";
import type { SnippetLook } from "../../wire/snippets.ts";
import { say } from "../../wire/words.ts";
import { app, ask, attempt, tell, toast } from "../state/app.ts";
import { copyField, onClipboard } from "../state/clipboard.ts";
import { latest } from "../state/latest.ts";
import { stepUp } from "../state/step-up.ts";
import { type Asked, asked, clipboardText, listOf } from "./asked.ts";
import { insertAnswered } from "./insert.ts";
import { problemWords } from "./words.ts";

/** Copies a snippet, after its questions where it has any. */
export function copySnippet(id: string, title: string): Promise<void> {
  return attempt(async () => {
    let look: SnippetLook;
    try {
      look = await ask("snippet.look", { id, body: null, answers: [] });
    } catch (thrown) {
      // A text that asks for the password each time is no template: it is copied as it is.
      if (failureCode(thrown) === "STEP_UP") return copyField(id, "body");
      throw thrown;
    }
    if (look.problem !== null) return refuse(id, look.problem);
    if (look.prompts.length > 0) {
      asked.setState({ asked: { id, title, look, answers: {}, to: "clipboard" } });
      return undefined;
    }
    return finish(id, {}, look);
  });
}

/** A template that is wrong can still be copied as it was typed: nothing is ever out of reach. */
function refuse(id: string, problem: TemplateProblem): void {
  const run = (): void => void copyField(id, "body");
  toast(problemWords(problem), { words: say("snippet.copyTyped"), run });
}

async function finish(id: string, answers: Asked["answers"], look: SnippetLook): Promise<void> {
  const clipboard = look.clipboard ? await clipboardText() : null;
  const { tabId } = app.getState().here;
  const reply = await stepUp("copy", (password) =>
    ask("snippet.copy", { id, answers: listOf(answers), clipboard, tabId, password }),
  );
  if (reply === null) return;
  if (reply.problem !== null) {
    refuse(id, reply.problem);
    return;
  }
  onClipboard(reply.clip);
  if (reply.rendered !== null && app.getState().slot === "manager")
    await (await import("./rich.ts")).copyRich(reply.rendered);
}

const lookAgain = latest(
  ({ id, answers }: Asked) => ask("snippet.look", { id, body: null, answers: listOf(answers) }),
  (look) => {
    const now = asked.getState().asked;
    if (now !== null) asked.setState({ asked: { ...now, look } });
  },
  tell,
);

/** One answer; the questions that hang on it come and go. */
export function answer(key: string, value: string): void {
  const now = asked.getState().asked;
  if (now === null) return;
  const next = { ...now, answers: { ...now.answers, [key]: value } };
  asked.setState({ asked: next });
  void lookAgain(next);
}

/** Copies, or inserts, with the answers that stand there. */
export function copyAnswered(): Promise<void> {
  const now = asked.getState().asked;
  if (now === null) return Promise.resolve();
  asked.setState({ asked: null });
  const go = now.to === "caret" ? insertAnswered : finish;
  return attempt(() => go(now.id, now.answers, now.look));
}

/** Lets the questions go. */
export function cancelAsked(): void {
  asked.setState({ asked: null });
}
