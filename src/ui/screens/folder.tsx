import { useId, useState } from "preact/hooks";
import { folderFrom, folderOf, foldersOf, inFolder } from "../../core/folder.ts";
import { caps, type Draft } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { app } from "../state/app.ts";
import { change } from "../state/editing.ts";
import { useStore } from "../state/hook.ts";

/** The folder of an item: typed or chosen, "Work / Mail" for one in another. */
export function Folder({ draft }: { draft: Draft }) {
  const id = useId();
  const status = useStore(app, (state) => state.status);
  const known = status?.state === "open" ? foldersOf(status.tags) : [];
  const [typed, setTyped] = useState(() => folderOf(draft.tags).slice(1));
  return (
    <div class="field">
      <label class="label" for={id}>
        {say("folder.name")}
      </label>
      <input
        id={id}
        class="input"
        type="text"
        value={typed}
        maxLength={caps.tag - 1}
        placeholder={say("folder.none")}
        autocomplete="off"
        spellcheck={false}
        list={`${id}-known`}
        onInput={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          change((now) => ({ ...now, tags: inFolder(now.tags, folderFrom(text)) }));
        }}
      />
      <datalist id={`${id}-known`}>
        {known.map((folder) => (
          <option key={folder} value={folder.slice(1)}>
            {folder.slice(1)}
          </option>
        ))}
      </datalist>
      <p class="quiet small">{say("folder.about")}</p>
    </div>
  );
}
