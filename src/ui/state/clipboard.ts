/** The clipboard: what is copied is cleared by itself. */
import type { KindName } from "../../core/item.ts";
import { kinds } from "../../core/kinds/index.ts";
import type { ClipStatus } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { app, ask, attempt, toast } from "./app.ts";
import { stepUp } from "./step-up.ts";

/** Shows that a value of ours is there, and when it goes. Null: the user gave no password. */
export function onClipboard(clip: ClipStatus | null): void {
  const { status } = app.getState();
  if (clip === null || status === null || status.state === "none") return;
  app.setState({ status: { ...status, clip } });
}

/** Copies one field; it is cleared by itself. */
export function copyField(id: string, field: string): Promise<void> {
  return attempt(async () =>
    onClipboard(await stepUp("copy", (password) => ask("copy", { id, field, password }))),
  );
}

/** Copies what an item is mostly copied for; a snippet is filled in first. */
export async function copyMain(row: { id: string; kind: KindName; title: string }): Promise<void> {
  if (row.kind !== "snippet") return copyField(row.id, kinds[row.kind].copies);
  return attempt(async () => (await import("../snippet/copy.ts")).copySnippet(row.id, row.title));
}

/** Copies text of our own interface, cleared like any secret. */
export function copyText(text: string): Promise<void> {
  return attempt(async () => onClipboard(await ask("clip.text", { text })));
}

/** Clears the clipboard now, if it still holds our value, and says what came of it. */
export async function clearClip(): Promise<void> {
  await attempt(async () => {
    const { cleared } = await ask("clip.clear", {});
    const { status } = app.getState();
    if (status !== null && status.state !== "none")
      app.setState({ status: { ...status, clip: null } });
    toast(say(cleared ? "clip.cleared" : "clip.other"));
  });
}

/** The field that Ctrl+B copies: the name one logs in with. */
export function userField(kind: KindName): string | null {
  return kinds[kind].fields.some((field) => field.key === "username") ? "username" : null;
}
