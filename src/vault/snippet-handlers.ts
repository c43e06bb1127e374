/** The rows of snippets (src/wire/snippets.ts). */
import { Failure } from "../core/failure.ts";
import { movedTags } from "../core/folder.ts";
import type { Handlers } from "../wire/protocol.ts";
import { copying, copyText } from "./copy.ts";
import { insertAtCaret } from "./insert.ts";
import { takeWish } from "./insert-wish.ts";
import { settingsOf } from "./settings-record.ts";
import { entryOf, isItem } from "./opened.ts";
import { lookAtSnippet, noteCopied, snippetText } from "./snippet.ts";
import { changeIndex } from "./trash.ts";
import { stillOpen, use, type Vault } from "./vault.ts";

type SnippetHandlers = Pick<
  Handlers,
  "snippet.look" | "snippet.text" | "snippet.copy" | "folder.move" | "insert.take" | "insert"
>;

/** Look, text and copy. */
export function snippetHandlers(vault: Vault): SnippetHandlers {
  const { world } = vault;
  return {
    "folder.move": async ({ from, to }) => {
      if (from === "") throw new Failure("INVALID");
      const opened = await use(vault);
      const ids = opened.entries.filter(isItem).map(({ id }) => id);
      const count = await changeIndex(world, opened, ids, (entry) => {
        const tags = movedTags(entry.tags, from, to);
        return tags === null ? null : { tags };
      });
      return { count };
    },
    "snippet.look": async (ask) => lookAtSnippet(world, await use(vault), ask),
    "insert.take": async () => {
      const opened = await use(vault);
      const wish = await takeWish(world);
      if (wish === null) return null;
      const title = wish.id === null ? "" : (entryOf(opened, wish.id)?.title ?? "");
      return { ...wish, title };
    },
    insert: (ask) => insertAtCaret(vault, ask),
    "snippet.text": (ask) => snippetText(vault, ask),
    "snippet.copy": async (ask) => {
      const still = stillOpen(vault);
      const made = await snippetText(vault, ask);
      if (made.problem !== null) return { problem: made.problem, clip: null, rendered: null };
      const { rendered } = made;
      const opened = await use(vault);
      still();
      const clip = await copyText(world, opened, rendered.text, copying(settingsOf(vault)));
      await noteCopied(world, opened, ask.id);
      return { problem: null, clip, rendered: rendered.format === "plain" ? null : rendered };
    },
  };
}
