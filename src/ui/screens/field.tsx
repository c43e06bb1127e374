import { useState } from "preact/hooks";
import type { Field } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Generator } from "../parts/generator.tsx";
import { HalfNotice } from "../parts/half-notice.tsx";
import { Icon } from "../parts/icon.tsx";
import { changeField, removeField } from "../state/draft.ts";
import { change } from "../state/editing.ts";
import { labelOf } from "../words.ts";
import { FieldOptions } from "./field-options.tsx";
import { ValueInput } from "./field-value.tsx";
import { SecretNotice } from "./secret-notice.tsx";

export interface FieldRowProps {
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
      <SecretNotice field={field} />
      <HalfNotice text={field.value} />
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
