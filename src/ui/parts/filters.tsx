import { foldersOf, plainTags } from "../../core/folder.ts";
import { kindNames, type KindName } from "../../core/item.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { app } from "../state/app.ts";
import type { Finder } from "../state/finder.ts";
import { useStore } from "../state/hook.ts";
import { Button, IconButton } from "./button.tsx";

/** Kind, favourites and tag in one line. */
export function Filters({ list }: { list: Finder }) {
  const query = useStore(list.store, (state) => state.query);
  const status = useStore(app, (state) => state.status);
  const tags = status?.state === "open" ? status.tags : [];
  const any = query.kind !== null || query.tag !== null || query.favourite;
  return (
    <div class="filters">
      <select
        class="input"
        aria-label={say("edit.type")}
        value={query.kind ?? ""}
        onChange={(event) =>
          list.look({ kind: (event.currentTarget.value || null) as KindName | null })
        }
      >
        <option value="">{say("list.allKinds")}</option>
        {kindNames.map((kind) => (
          <option key={kind} value={kind}>
            {say(`kinds.${kind}`)}
          </option>
        ))}
      </select>
      <select
        class="input"
        aria-label={say("list.tag")}
        value={query.tag ?? ""}
        disabled={tags.length === 0}
        onChange={(event) => list.look({ tag: event.currentTarget.value || null })}
      >
        <option value="">{say("list.anyTag")}</option>
        {[...foldersOf(tags), ...plainTags(tags)].map((tag) => (
          <option key={tag} value={tag}>
            {shownText(tag)}
          </option>
        ))}
      </select>
      <IconButton
        icon="star"
        words={say("list.favourites")}
        filled={query.favourite}
        pressed={query.favourite}
        onClick={() => list.look({ favourite: !query.favourite })}
      />
      {any && (
        <Button look="link" onClick={() => list.look({ kind: null, tag: null, favourite: false })}>
          {say("list.resetFilters")}
        </Button>
      )}
    </div>
  );
}
