/** Insert mode: what is chosen goes to the caret of the page, after its questions, and the window goes away. */
import { createStore } from "zustand/vanilla";
import { Failure, failureCode } from "../../core/failure.ts";
import type { Row } from "../../core/item.ts";
import type { Foreign, SnippetLook } from "../../wire/snippets.ts";
import { app, ask, attempt, tell, toast } from "../state/app.ts";
import { stepUp } from "../state/step-up.ts";
import { show } from "../state/view.ts";
import { asked, clipboardText, listOf } from "./asked.ts";
import { problemWords } from "./words.ts";

interface What {
  id: string;
  field: string | null;
  answers: { key: string; value: string }[];
  clipboard: string | null;
}

/** The text is about to go where it may not belong: that is asked for. */
export const foreign = createStore<{ asks: (Foreign & { what: What }) | null }>(() => ({
  asks: null,
}));

/** Takes up what a command, the menu or a trigger has asked for; answers whether there was anything. */
export async function resumeInsert(): Promise<boolean> {
  const wish = await ask("insert.take", {});
  if (wish === null) return false;
  if (wish.failed !== null) {
    tell(new Failure(wish.failed));
    return false;
  }
  app.setState({ inserting: wish });
  show({ name: "list" });
  if (wish.id !== null) await insertSnippet(wish.id, wish.title);
  return true;
}

/** The user does not want to insert any more. */
export function leaveInsert(): void {
  app.setState({ inserting: null });
  foreign.setState({ asks: null });
}

/** A row was chosen: a snippet goes, of anything else the user chooses a field. */
export function pick({ id, kind, title }: Row): Promise<void> {
  if (kind === "snippet") return insertSnippet(id, title);
  show({ name: "insert", id });
  return Promise.resolve();
}

function insertSnippet(id: string, title: string): Promise<void> {
  return attempt(async () => {
    let look: SnippetLook;
    try {
      look = await ask("snippet.look", { id, body: null, answers: [] });
    } catch (thrown) {
      // A text that asks for the password each time is no template: it goes as it is.
      if (failureCode(thrown) === "STEP_UP") return insertField(id, "body");
      throw thrown;
    }
    if (look.problem !== null) return toast(problemWords(look.problem));
    if (look.prompts.length > 0)
      return asked.setState({ asked: { id, title, look, answers: {}, to: "caret" } });
    return insertAnswered(id, {}, look);
  });
}

/** The snippet with these answers. */
export async function insertAnswered(
  id: string,
  answers: Readonly<Record<string, string>>,
  look: SnippetLook,
): Promise<void> {
  const clipboard = look.clipboard ? await clipboardText() : null;
  await put({ id, field: null, answers: listOf(answers), clipboard }, null);
}

/** One field of an item, as it stands. */
export function insertField(id: string, field: string): Promise<void> {
  return attempt(() => put({ id, field, answers: [], clipboard: null }, null));
}

async function put(what: What, sure: string | null): Promise<void> {
  const wish = app.getState().inserting;
  if (wish === null) return;
  const { tabId, erase } = wish;
  const reply = await stepUp("insert", (password) =>
    ask("insert", { ...what, tabId, erase, sure, password }),
  );
  if (reply === null) return;
  if (reply.problem !== null) return toast(problemWords(reply.problem));
  if (reply.foreign !== null) return foreign.setState({ asks: { ...reply.foreign, what } });
  leaveInsert();
  // The side panel stays; what was opened for this goes, and the page has the focus again.
  if (app.getState().slot === "popup" || location.hash === "#insert") window.close();
  else show({ name: "list" });
}

/** The user says that it may go there. */
export function insertForeign(): Promise<void> {
  const { asks } = foreign.getState();
  foreign.setState({ asks: null });
  return asks === null ? Promise.resolve() : attempt(() => put(asks.what, asks.origin));
}
