/** The clipboard history as a window shows it. */
import { createStore } from "zustand/vanilla";
import { literal } from "../../core/snippet/parse.ts";
import type { ClipLine } from "../../wire/clips.ts";
import type { Reply } from "../../wire/protocol.ts";
import { hostOf } from "../../core/origin.ts";
import { beginningOf } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { app, ask, attempt, toast } from "./app.ts";
import { onClipboard } from "./clipboard.ts";
import { addField, changeField, newDraft } from "./draft.ts";
import { latest } from "./latest.ts";
import { editor } from "./view.ts";
import { watching } from "./watching.ts";

const pageLines = 100;
/** Of one question. */
const mostLines = 200;

interface Clips {
  text: string;
  /** How many are shown at most. */
  limit: number;
  /** Null until the background has answered. */
  found: Reply<"clips.list"> | null;
  failed: unknown;
}

/** What is looked for, and what was found. */
export const clips = createStore<Clips>(() => ({
  text: "",
  limit: pageLines,
  found: null,
  failed: null,
}));

/** As many as are wanted, a part at a time; what is copied between two parts shows no line twice. */
async function listed({ text, limit }: { text: string; limit: number }) {
  const ids = new Set<string>();
  const lines: ClipLine[] = [];
  for (let offset = 0; ; offset += mostLines) {
    const part = await ask("clips.list", {
      text,
      offset,
      limit: Math.min(mostLines, limit - offset),
    });
    lines.push(...part.clips.filter(({ id }) => !ids.has(id)));
    for (const { id } of part.clips) ids.add(id);
    if (offset + mostLines >= Math.min(limit, part.total)) return { ...part, clips: lines };
  }
}

const look = latest(
  listed,
  (found) => clips.setState({ found, failed: null }),
  (failed) => clips.setState({ failed }),
);

/** Asks anew, for another text or for more where that is said. */
export function lookClips(part: { text?: string; more?: boolean } = {}): Promise<void> {
  const now = clips.getState();
  const text = part.text ?? now.text;
  const limit = part.more === true ? now.limit + pageLines : now.limit;
  clips.setState({ text, limit });
  return look({ text, limit });
}

/** Nothing of it stays in a window that shows it no more. */
export function leaveClips(): void {
  clips.setState({ text: "", limit: pageLines, found: null, failed: null });
}

/** Onto the clipboard again. */
export function copyClip(id: string): Promise<void> {
  return attempt(async () => onClipboard(await ask("clips.copy", { id })));
}

/** Keeps it on top and whatever its age, or not any more. */
export function pinClip({ id, pinned }: ClipLine): Promise<void> {
  return attempt(async () => {
    await ask("clips.pin", { id, on: !pinned });
    await lookClips();
  });
}

/** It goes after so many minutes. */
export function expireClip(id: string, minutes: 10 | 60 | 1440): Promise<void> {
  return attempt(async () => {
    await ask("clips.expire", { id, minutes });
    await lookClips();
    toast(say("clips.expires"));
  });
}

/** Takes one away, or with null all; the next words bring them back. */
export function removeClips(id: string | null): Promise<void> {
  return attempt(async () => {
    const { count } = await ask("clips.remove", { ids: id === null ? null : [id] });
    await lookClips();
    const undo = (): void =>
      void attempt(async () => {
        await ask("clips.undo", {});
        await lookClips();
      });
    if (count > 0) toast(say("clips.removed", count), { words: say("clips.undo"), run: undo });
  });
}

/** From now on no copy of this site is kept; what is there stays. */
export function barClips(origin: string): Promise<void> {
  return attempt(async () => {
    watching.setState({ list: await ask("watch.never", { origin, on: true, what: "clips" }) });
    toast(say("clips.barred", [hostOf(origin)]));
  });
}

/** Opens the editor on a new snippet with this text; on a note with a hidden field, where it looks like a secret. */
export function saveClip({ id, secret, origin }: ClipLine): Promise<void> {
  return attempt(async () => {
    const { text } = await ask("clips.read", { id });
    const { editFresh } = await editor();
    const title = secret === null ? beginningOf(text.trim().split("\n", 1)[0] ?? "", 60) : "";
    if (secret === null) {
      const draft = newDraft("snippet", title);
      const body = draft.fields.find(({ key }) => key === "body");
      editFresh(body ? changeField(draft, body.id, { value: literal(text) }) : draft);
    } else {
      // A box for hidden text has one line: of more lines the password is asked each time instead.
      const lines = /[\r\n]/.test(text.trim());
      const draft = addField(
        newDraft("note", say("clips.from", [new URL(origin).host])),
        lines ? "multiline" : "hidden",
      );
      const last = draft.fields.at(-1);
      const label = say(`clips.${secret}`);
      const part = { label, critical: lines, value: lines ? text : text.trim() };
      editFresh(last ? changeField(draft, last.id, part) : draft);
    }
    if (app.getState().slot === "manager") location.hash = "#/";
  });
}
