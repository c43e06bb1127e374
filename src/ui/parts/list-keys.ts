/** The keys of the list: the search box keeps the focus, arrows move the row in hand. */
import type { Row } from "../../core/item.ts";
import { kinds } from "../../core/kinds/index.ts";
import { copyField, copyMain, userField } from "../state/clipboard.ts";
import type { Finder } from "../state/finder.ts";
import type { RowActs } from "./rows.tsx";

const pageStep = 8;

interface Keys extends RowActs {
  list: Finder;
  /** The search box. */
  input: () => HTMLInputElement | null;
}

function cellsOf(position: number): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(`[data-row="${position}"] button`)];
}

/** Ctrl+C, Ctrl+B and Ctrl+Enter for the row in hand; answers whether the key was one of them. */
function shortcut(event: KeyboardEvent, row: Row | undefined, keys: Keys): boolean {
  if (!(event.ctrlKey || event.metaKey) || row === undefined) return false;
  const user = userField(row.kind);
  const main = kinds[row.kind].copies;
  if (event.key === "Enter") keys.open(row);
  else if (event.key === "c" && main !== "" && row.trashed === null) void copyMain(row);
  else if (event.key === "b" && user !== null && row.trashed === null) void copyField(row.id, user);
  else return false;
  return true;
}

function handled(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}

/** Handlers for the search box and for the grid below it. */
export function listKeys(keys: Keys): {
  onSearchKey: (event: KeyboardEvent) => void;
  onGridKey: (event: KeyboardEvent) => void;
} {
  const { list } = keys;
  return {
    onSearchKey(event) {
      const input = keys.input();
      if (input === null || event.isComposing) return;
      const { at, query } = list.store.getState();
      const row = list.rowAt(at);
      const picked = input.selectionStart !== input.selectionEnd;
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: pageStep, PageUp: -pageStep }[event.key];
      if (step !== undefined) list.move(at + step);
      else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        // Who types and presses Enter at once means what will be found, not what stands there.
        list.once(() => {
          const found = list.rowAt(list.store.getState().at);
          if (found !== undefined) keys.main(found);
        });
      } else if (
        event.key === "ArrowRight" &&
        !picked &&
        input.selectionEnd === input.value.length
      ) {
        const cells = cellsOf(at);
        (cells[1] ?? cells[0])?.focus();
      } else if (
        event.key === "Escape" &&
        (query.text !== "" || query.kind || query.tag || query.favourite)
      ) {
        list.look(query.text !== "" ? { text: "" } : { kind: null, tag: null, favourite: false });
      } else if (picked || !shortcut(event, row, keys)) return;
      handled(event);
    },
    onGridKey(event) {
      const { at } = list.store.getState();
      const cells = cellsOf(at);
      const now = cells.indexOf(document.activeElement as HTMLElement);
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const to = at + (event.key === "ArrowDown" ? 1 : -1);
        if (to < 0) keys.input()?.focus();
        list.move(to);
        // The row is drawn by then.
        requestAnimationFrame(() => {
          const next = cellsOf(list.store.getState().at);
          next[Math.min(now, next.length - 1)]?.focus();
        });
      } else if (event.key === "ArrowRight") cells[now + 1]?.focus();
      else if (event.key === "ArrowLeft") (now > 0 ? cells[now - 1] : keys.input())?.focus();
      else if (event.key === "Escape") keys.input()?.focus();
      else if (shortcut(event, list.rowAt(at), keys)) {
        // done
      } else if (
        event.key.length === 1 &&
        event.key !== " " &&
        !event.ctrlKey &&
        !event.metaKey &&
        !event.altKey
      ) {
        // Typing goes on in the search box; the browser puts the letter there.
        keys.input()?.focus();
        return;
      } else return;
      handled(event);
    },
  };
}
