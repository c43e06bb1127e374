/** The questions of a snippet that stand on the screen. */
import { createStore } from "zustand/vanilla";
import { Failure } from "../../core/failure.ts";
import { caps } from "../../core/item.ts";
import type { SnippetLook } from "../../wire/snippets.ts";

/** Asked before it is copied, or before it goes to the caret of the page. */
export interface Asked {
  id: string;
  title: string;
  look: SnippetLook;
  answers: Readonly<Record<string, string>>;
  to: "clipboard" | "caret";
}

/** The questions of this window, if there are any. */
export const asked = createStore<{ asked: Asked | null }>(() => ({ asked: null }));

/** Answers as the door takes them. */
export function listOf(answers: Asked["answers"]): { key: string; value: string }[] {
  return Object.entries(answers).map(([key, value]) => ({ key, value }));
}

/** What a template takes from the clipboard. TOO_LARGE where that is too long: a part of it would be something else. */
export async function clipboardText(): Promise<string> {
  const text = await navigator.clipboard.readText();
  if (text.length > caps.value) throw new Failure("TOO_LARGE");
  return text;
}
