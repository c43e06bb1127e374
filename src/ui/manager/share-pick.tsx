import { useEffect, useId, useState } from "preact/hooks";
import type { Item, Row } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { latest } from "../state/latest.ts";
import { choose, type Chosen, sharing, unchoose } from "../state/sharing.ts";
import { labelOf, titleOf } from "../words.ts";

const page = 200;

const query = (text: string, tag: string | null, offset: number, limit: number) =>
  ask("find", {
    text,
    tag,
    tabId: null,
    where: "items",
    kind: null,
    favourite: false,
    offset,
    limit,
  });

/** Every item with a tag: a folder, a pack of snippets. */
async function chooseTag(tag: string): Promise<void> {
  for (let offset = 0; ; offset += page) {
    const { rows } = await query("", tag, offset, page);
    for (const row of rows) choose({ row, fields: null, critical: false });
    if (rows.length < page) return;
  }
}

/** What is to leave: found by its words or its tag, field by field. */
export function Pick({ tags }: { tags: readonly string[] }) {
  const chosen = useStore(sharing, (state) => state.chosen);
  const [text, setText] = useState("");
  const [rows, setRows] = useState<Row[]>([]);
  const [load] = useState(() =>
    latest(
      (typed: string) => query(typed, null, 0, 8),
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
      {open.length === 0 && text !== "" && <p class="quiet">{say("sharing.nothingFound")}</p>}
      <ul class="plain picks">
        {open.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              class="pick"
              aria-label={say("sharing.pick", [titleOf(row)])}
              onClick={() => choose({ row, fields: null, critical: false })}
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
            {tags.map((tag) => (
              <option key={tag} value={tag}>
                {tag}
              </option>
            ))}
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
      {open && <Fields chosen={chosen} id={id} />}
    </li>
  );
}

function Fields({ chosen, id }: { chosen: Chosen; id: string }) {
  const [item, setItem] = useState<Item | null>(null);
  useEffect(() => {
    let mine = true;
    void attempt(async () => {
      const read = await ask("item.read", { id: chosen.row.id });
      if (mine) setItem(read);
    });
    return () => {
      mine = false;
    };
  }, [chosen.row.id]);
  if (item === null) return <div aria-busy="true" />;
  const filled = item.fields.filter(({ value }) => value !== "");
  const plain = filled.filter(({ critical }) => !critical).map((field) => field.id);
  const now = new Set(chosen.fields ?? plain);
  const toggle = (field: string): void => {
    if (!now.delete(field)) now.add(field);
    const critical = filled.some((one) => one.critical && now.has(one.id));
    choose({ ...chosen, fields: [...now], critical });
  };
  return (
    <ul class="plain field-picks" aria-label={say("sharing.fields", [titleOf(item)])}>
      {filled.map((field) => (
        <li key={field.id}>
          <label class="check" for={`${id}-${field.id}`}>
            <input
              id={`${id}-${field.id}`}
              type="checkbox"
              checked={now.has(field.id)}
              onChange={() => toggle(field.id)}
            />
            <span>
              {labelOf(field)}
              {field.critical && <small class="quiet block">{say("sharing.criticalField")}</small>}
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}
