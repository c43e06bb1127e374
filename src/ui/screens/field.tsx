import { useState } from "preact/hooks";
import { caps, fieldTypes, type Field } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { focusOnce } from "../parts/focus.ts";
import { Generator } from "../parts/generator.tsx";
import { Icon } from "../parts/icon.tsx";
import { SecretInput } from "../parts/secret-input.tsx";
import { ask, attempt } from "../state/app.ts";
import { changeField, moveField, optionsOf, removeField, retype } from "../state/draft.ts";
import { change } from "../state/editing.ts";
import { withPassword } from "../state/step-up.ts";
import { labelOf } from "../words.ts";

interface FieldRowProps {
  field: Field;
  /** Of the stored item, or null for a new one. */
  itemId: string | null;
  first: boolean;
  last: boolean;
  /** Just added: its name gets the focus. */
  fresh: boolean;
  /** It stands with its own remove button: a form under review. */
  review: boolean;
}

/** One field in the editor: its value, and what it is behind the cog wheel. */
export function FieldRow(props: FieldRowProps) {
  const { field } = props;
  const [options, setOptions] = useState(props.fresh);
  const [making, setMaking] = useState(false);
  const [stored] = useState(field.value === null);
  const label = labelOf(field);
  const id = `field-${field.id}`;
  const set = (value: string): void => change((draft) => changeField(draft, field.id, { value }));
  const makes =
    field.type === "hidden" &&
    field.value !== null &&
    (field.key === "password" || field.key === "");
  return (
    <div class={`field edit-field${options ? " open" : ""}`}>
      <div class="field-head">
        <label class="label" for={id} id={`${id}-label`}>
          {label}
          {field.critical && (
            <span class="critical-mark" title={say("detail.critical")}>
              <Icon name="lock" />
            </span>
          )}
        </label>
        {makes && (
          <IconButton
            icon="dice"
            words={say("generate.open")}
            expanded={making}
            onClick={() => setMaking(!making)}
          />
        )}
        {props.review && (
          <IconButton
            icon="close"
            words={say("edit.removeField", [label])}
            onClick={() => change((draft) => removeField(draft, field.id))}
          />
        )}
        <IconButton
          icon="gear"
          words={say("edit.options", [label])}
          expanded={options}
          onClick={() => setOptions(!options)}
        />
      </div>
      {field.value === null ? (
        <div class="stored">
          <span>{say("edit.stored")}</span>
          <Button look="link" onClick={() => set("")}>
            {say("edit.replace")}
          </Button>
        </div>
      ) : (
        <ValueInput field={field} value={field.value} id={id} set={set} />
      )}
      {stored && field.critical && field.value !== null && (
        <Button
          look="link"
          onClick={() => change((draft) => changeField(draft, field.id, { value: null }))}
        >
          {say("edit.keepStored")}
        </Button>
      )}
      {making && (
        <Generator
          onUse={(word) => {
            set(word);
            setMaking(false);
          }}
          onClose={() => setMaking(false)}
        />
      )}
      {options && <FieldOptions {...props} />}
    </div>
  );
}

/** Whether a date box of the browser can show this value; other text would vanish in it. */
function dateType(field: Field, value: string): "date" | "month" | "text" {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return "date";
  if (/^\d{4}-\d{2}$/.test(value) || (value === "" && field.key === "cc-exp")) return "month";
  return value === "" ? "date" : "text";
}

interface ValueInputProps {
  field: Field;
  value: string;
  id: string;
  set: (value: string) => void;
}

function ValueInput({ field, value, id, set }: ValueInputProps) {
  // Chosen once: a box that changes its kind while one types would lose the cursor.
  const [dated] = useState(() => dateType(field, value));
  const common = { id, class: "input", value, autocomplete: "off", maxLength: caps.value };
  const onInput = (event: { currentTarget: { value: string } }): void =>
    set(event.currentTarget.value);
  switch (field.type) {
    case "hidden":
      return (
        <SecretInput
          id={id}
          words={labelOf(field)}
          value={value}
          onInput={set}
          autocomplete="off"
        />
      );
    case "multiline":
      return (
        <textarea
          {...common}
          rows={field.key === "body" ? 7 : 3}
          spellcheck={!field.critical && field.key !== "notes"}
          onInput={onInput}
        />
      );
    case "date":
      return (
        <input
          {...common}
          type={dated as "date"} // the types know no input that changes
          placeholder={dated === "month" ? "2027-05" : ""}
          title={say(dated === "month" ? "edit.month" : "edit.date")}
          onInput={onInput}
        />
      );
    case "boolean":
      return (
        <label class="check">
          <input
            id={id}
            type="checkbox"
            checked={value === "true"}
            onChange={(event) => set(String(event.currentTarget.checked))}
          />
          <span>{say(value === "true" ? "detail.yes" : "detail.no")}</span>
        </label>
      );
    case "choice": {
      const options = field.options ?? [];
      return (
        <select
          id={id}
          class="input"
          value={value}
          onChange={(event) => set(event.currentTarget.value)}
        >
          <option value="">{say("edit.noChoice")}</option>
          {value !== "" && !options.includes(value) && <option value={value}>{value}</option>}
          {options.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </select>
      );
    }
    case "text":
      return <input {...common} type="text" spellcheck={false} onInput={onInput} />;
  }
}

function FieldOptions({ field, itemId, first, last, fresh }: FieldRowProps) {
  const id = `options-${field.id}`;
  const own = field.key === "";
  const [lines, setLines] = useState((field.options ?? []).join("\n"));
  /** A stored critical value must be in hand before it can move to another class. */
  const setCritical = async (critical: boolean): Promise<void> => {
    let { value } = field;
    if (value === null && itemId !== null) {
      const reply = await withPassword("reveal", (password) =>
        ask("item.reveal", { id: itemId, password }),
      );
      if (reply === null) return;
      value = reply.values.find((one) => one.field === field.id)?.value ?? "";
    }
    change((draft) => changeField(draft, field.id, { critical, value }));
  };
  return (
    <div class="field-options" role="group" aria-label={say("edit.options", [labelOf(field)])}>
      {own && (
        <div class="two">
          <div>
            <label class="label" for={`${id}-name`}>
              {say("edit.name")}
            </label>
            <input
              id={`${id}-name`}
              class="input"
              value={field.label}
              maxLength={caps.label}
              autocomplete="off"
              placeholder={say("edit.nameHint")}
              ref={fresh ? focusOnce : null}
              onInput={(event) => {
                const label = event.currentTarget.value;
                change((draft) => changeField(draft, field.id, { label }));
              }}
            />
          </div>
          <div>
            <label class="label" for={`${id}-type`}>
              {say("edit.type")}
            </label>
            <select
              id={`${id}-type`}
              class="input"
              value={field.type}
              onChange={(event) => {
                const type = fieldTypes.find((one) => one === event.currentTarget.value);
                if (type) change((draft) => retype(draft, field.id, type));
              }}
            >
              {fieldTypes.map((type) => (
                <option key={type} value={type}>
                  {say(`type.${type}`)}
                </option>
              ))}
            </select>
          </div>
        </div>
      )}
      {field.type === "choice" && (
        <div>
          <label class="label" for={`${id}-choices`}>
            {say("edit.choices")}
          </label>
          <textarea
            id={`${id}-choices`}
            class="input"
            rows={4}
            value={lines}
            onInput={(event) => {
              const text = event.currentTarget.value;
              setLines(text);
              change((draft) => changeField(draft, field.id, { options: optionsOf(text) }));
            }}
          />
        </div>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={field.critical}
          onChange={(event) => {
            const wanted = event.currentTarget.checked;
            // The box follows the draft: it stays as it is where the password is not given.
            event.currentTarget.checked = field.critical;
            void attempt(() => setCritical(wanted));
          }}
        />
        <span>
          {say("edit.critical")}
          <small>{say("edit.criticalText")}</small>
        </span>
      </label>
      {own && (
        <div class="buttons start">
          <IconButton
            icon="up"
            words={say("edit.up")}
            disabled={first}
            onClick={() => change((draft) => moveField(draft, field.id, -1))}
          />
          <IconButton
            icon="down"
            words={say("edit.down")}
            disabled={last}
            onClick={() => change((draft) => moveField(draft, field.id, 1))}
          />
          <Button icon="trash" onClick={() => change((draft) => removeField(draft, field.id))}>
            {say("edit.remove")}
          </Button>
        </div>
      )}
    </div>
  );
}
