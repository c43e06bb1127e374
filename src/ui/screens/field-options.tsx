import { useState } from "preact/hooks";
import { caps, fieldTypes } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { focusOnce } from "../parts/focus.ts";
import { ask, attempt } from "../state/app.ts";
import { changeField, moveField, optionsOf, removeField, retype } from "../state/draft.ts";
import { change } from "../state/editing.ts";
import { withPassword } from "../state/step-up.ts";
import { labelOf } from "../words.ts";
import type { FieldRowProps } from "./field.tsx";

/** What a field is: its name, type, choices, place, and whether it asks for the password each time. */
export function FieldOptions({ field, itemId, first, last, fresh }: FieldRowProps) {
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
