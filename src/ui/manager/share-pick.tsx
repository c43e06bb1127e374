import { useEffect, useId, useState } from "preact/hooks";
import { foldersOf, isFolder, plainTags } from "../../core/folder.ts";
import type { Row } from "../../core/item.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { attempt } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { latest } from "../state/latest.ts";
import {
  chooseRow,
  chooseTag,
  type Chosen,
  itemsLike,
  sharing,
  unchoose,
} from "../state/sharing.ts";
import { titleOf } from "../words.ts";
import { FieldPicks } from "./share-fields.tsx";

/** What is to leave: found by its words or its tag, field by field. */
export function Pick({ tags }: { tags: readonly string[] }) {
  const chosen = useStore(sharing, (state) => state.chosen);
  const [text, setText] = useState("");
  const [rows, setRows] = useState<Row[]>([]);
  const [load] = useState(() =>
    latest(
      (typed: string) => itemsLike(typed, null, 0, 8),
      (found) => setRows(found.rows),
      () => setRows([]),
    ),
  );
  useEffect(() => void load(text), [text]);
  const ids = new Set(chosen.map(({ row }) => row.id));
  const open = rows.filter(({ id }) => !ids.has(id));
  return (
    <fieldset class="stack">
      <legend>{say("sharing.what")}</legend>
      <label class="label" for="sharing-find">
        {say("sharing.find")}
      </label>
      <input
        id="sharing-find"
        class="input"
        type="search"
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <p class="sr" role="status">
        {text === "" ? "" : say("sharing.found", open.length, [open.length.toLocaleString()])}
      </p>
      {rows.length === 0 && text !== "" && <p class="quiet">{say("sharing.nothingFound")}</p>}
      <ul class="plain picks">
        {open.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              class="pick"
              aria-label={say("sharing.pick", [titleOf(row)])}
              onClick={() => chooseRow(row)}
            >
              <Icon name={row.kind} />
              <span>{titleOf(row)}</span>
              <Icon name="plus" />
            </button>
          </li>
        ))}
      </ul>
      {tags.length > 0 && (
        <label class="line">
          <span>{say("sharing.addTag")}</span>
          <select
            class="input"
            value=""
            onChange={(event) => {
              const tag = event.currentTarget.value;
              event.currentTarget.value = "";
              if (tag !== "") void attempt(() => chooseTag(tag));
            }}
          >
            <option value="" />
            <Tags words={say("folder.title")} tags={foldersOf(tags)} />
            <Tags words={say("manager.tags")} tags={plainTags(tags)} />
          </select>
        </label>
      )}
      <p class="quiet" role="status">
        {chosen.length === 0
          ? say("sharing.chosenNone")
          : say("sharing.chosen", chosen.length, [chosen.length.toLocaleString()])}
      </p>
      <ul class="plain picks chosen">
        {chosen.slice(0, 50).map((one) => (
          <One key={one.row.id} chosen={one} />
        ))}
      </ul>
    </fieldset>
  );
}

function One({ chosen }: { chosen: Chosen }) {
  const { row } = chosen;
  const [open, setOpen] = useState(false);
  const id = useId();
  const title = titleOf(row);
  return (
    <li>
      <div class="picked">
        <Icon name={row.kind} />
        <strong>{title}</strong>
        <IconButton
          icon="filter"
          words={say("sharing.fields", [title])}
          expanded={open}
          onClick={() => setOpen(!open)}
        />
        <IconButton
          icon="close"
          words={say("sharing.unpick", [title])}
          onClick={() => unchoose(row.id)}
        />
      </div>
      {open && <FieldPicks chosen={chosen} id={id} />}
    </li>
  );
}

function Tags({ words, tags }: { words: string; tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <optgroup label={words}>
      {tags.map((tag) => (
        <option key={tag} value={tag}>
          {shownText(isFolder(tag) ? tag.slice(1).replaceAll("/", " / ") : tag)}
        </option>
      ))}
    </optgroup>
  );
}
