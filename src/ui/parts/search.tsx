import type { Ref } from "preact";
import { say } from "../../wire/words.ts";
import type { Finder } from "../state/finder.ts";
import { useStore } from "../state/hook.ts";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";

interface SearchProps {
  list: Finder;
  /** Id of the grid it moves in. */
  grid: string;
  inner: Ref<HTMLInputElement>;
  onKeyDown: (event: KeyboardEvent) => void;
  autofocus: boolean;
}

/** The search box, a combobox over the grid of rows. */
export function Search({ list, grid, inner, onKeyDown, autofocus }: SearchProps) {
  const text = useStore(list.store, (state) => state.query.text);
  const at = useStore(list.store, (state) => state.at);
  const total = useStore(list.store, (state) => state.total);
  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={inner}
        id="search"
        class="input"
        type="text"
        role="combobox"
        aria-label={say("list.search")}
        aria-expanded={total > 0}
        aria-haspopup="grid"
        aria-autocomplete="list"
        aria-controls={grid}
        {...(total > 0 ? { "aria-activedescendant": `${grid}-${at}` } : {})}
        placeholder={say("list.search")}
        autocomplete="off"
        spellcheck={false}
        maxLength={500}
        value={text}
        autofocus={autofocus}
        onInput={(event) => list.look({ text: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      {text !== "" && (
        <IconButton
          icon="close"
          words={say("list.clear")}
          onClick={() => list.look({ text: "" })}
        />
      )}
    </div>
  );
}
