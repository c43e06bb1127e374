import { useState } from "preact/hooks";
import { caps, type Field } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { inputType } from "../parts/input-type.ts";
import { SecretInput } from "../parts/secret-input.tsx";
import { labelOf } from "../words.ts";

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

/** The box for the value of a field, by its type. */
export function ValueInput({ field, value, id, set }: ValueInputProps) {
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
          // What is pasted is never cut: too long a text is told when it is saved.
          maxLength={-1}
          rows={field.key === "body" ? 7 : 3}
          spellcheck={!field.critical && field.key !== "notes"}
          onInput={onInput}
        />
      );
    case "date":
      return (
        <>
          <input
            {...common}
            type={inputType(dated)}
            placeholder={dated === "month" ? "2027-05" : ""}
            aria-describedby={`${id}-form`}
            onInput={onInput}
          />
          {/* Where the browser has no box for months, it takes any text. */}
          <p id={`${id}-form`} class="quiet small" aria-live="polite">
            {dated === "month" && value !== "" && dateType(field, value) !== "month"
              ? say("edit.month")
              : ""}
          </p>
        </>
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
      break;
  }
  return <input {...common} type="text" spellcheck={false} onInput={onInput} />;
}
