/** The questions of a snippet that stand on the screen. */
import { createStore } from "zustand/vanilla";
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
