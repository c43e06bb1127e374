/** What one can do to an item, from whatever screen. */
import { type Row, type KindName } from "../../core/item.ts";
import { kinds } from "../../core/kinds/index.ts";
import type { ClipStatus } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { app, ask, attempt, tell, toast } from "./app.ts";
import { stepUp } from "./step-up.ts";
import { list, show, view } from "./view.ts";

function onClipboard(clip: ClipStatus | null): void {
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

/** Copies text of our own interface, cleared like any secret. */
export function copyText(text: string): Promise<void> {
  return attempt(async () => onClipboard(await ask("clip.text", { text })));
}

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

export async function trash(ids: string[]): Promise<void> {
  await attempt(async () => {
    const { count } = await ask("item.trash", { ids });
    leave(ids);
    list.again();
    toast(say("detail.trashed", count), { words: say("app.undo"), run: () => void restore(ids) });
  });
}

export async function restore(ids: string[]): Promise<void> {
  await attempt(async () => {
    const { count } = await ask("item.restore", { ids });
    list.again();
    toast(say("detail.restored", count));
  });
}

/** For ever. Who calls has asked the user. */
export async function erase(ids: string[]): Promise<void> {
  await attempt(async () => {
    const { count } = await ask("item.erase", { ids });
    leave(ids);
    list.again();
    toast(say("detail.erased", count));
  });
}

function leave(ids: readonly string[]): void {
  const { view: now } = view.getState();
  if (now.name === "item" && ids.includes(now.id)) show({ name: "list" });
}

/** Every id in the trash, however many. */
export async function trashedIds(): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const found = await ask("find", {
      text: "",
      tabId: null,
      where: "trash",
      kind: null,
      tag: null,
      favourite: false,
      offset: ids.length,
      limit: 200,
    });
    ids.push(...found.rows.map((row) => row.id));
    if (found.rows.length === 0 || ids.length >= found.total) return ids;
  }
}

export async function favourite(row: Pick<Row, "id">, on: boolean): Promise<void> {
  try {
    await ask("item.favourite", { id: row.id, on });
    list.again();
  } catch (thrown) {
    tell(thrown);
  }
}
