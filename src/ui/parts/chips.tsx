import { useId, useState } from "preact/hooks";
import { shownText } from "../../core/shown.ts";
import { IconButton } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";

interface ChipsProps {
  words: string;
  icon: IconName;
  values: readonly string[];
  /** How a value is shown. */
  shown?: (value: string) => string;
  addWords: string;
  placeholder?: string;
  about?: string;
  removeWords: (value: string) => string;
  max: number;
  maxLength: number;
  /** A click on a value changes it. */
  edit?: { words: (value: string) => string; run: (value: string) => void };
  /** Offered while typing. */
  known?: readonly string[];
  /** What was typed as a value, or the sentence why it is none. */
  read: (typed: string) => { value: string } | { wrong: string };
  onChange: (values: string[]) => void;
}

/** A set of short values: Enter, a comma or leaving the box adds one. */
export function Chips(props: ChipsProps) {
  const { values, shown = shownText } = props;
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState("");
  const id = useId();
  const add = (): void => {
    if (typed.trim() === "") {
      setTyped("");
      return;
    }
    const got = props.read(typed);
    if ("wrong" in got) {
      setWrong(got.wrong);
      return;
    }
    setTyped("");
    if (!values.includes(got.value) && values.length < props.max)
      props.onChange([...values, got.value]);
  };
  return (
    <div class="field">
      <label class="label" for={id}>
        {props.words}
      </label>
      {values.length > 0 && (
        <ul class="chips">
          {values.map((value) => (
            <li key={value} class="chip removable">
              <Icon name={props.icon} />
              {props.edit ? (
                <button
                  type="button"
                  class="chip-text"
                  title={props.edit.words(shown(value))}
                  aria-label={props.edit.words(shown(value))}
                  onClick={() => props.edit?.run(value)}
                >
                  {shown(value)}
                </button>
              ) : (
                <span>{shown(value)}</span>
              )}
              <IconButton
                icon="close"
                words={props.removeWords(shown(value))}
                onClick={() => props.onChange(values.filter((own) => own !== value))}
              />
            </li>
          ))}
        </ul>
      )}
      <input
        id={id}
        class="input"
        type="text"
        value={typed}
        maxLength={props.maxLength}
        placeholder={props.placeholder ?? props.addWords}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={wrong !== ""}
        aria-describedby={`${id}-about`}
        list={props.known ? `${id}-known` : undefined}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setWrong("");
        }}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if ((event.key === "Enter" || event.key === ",") && typed.trim() !== "") {
            event.preventDefault();
            add();
          }
        }}
      />
      {props.known && (
        <datalist id={`${id}-known`}>
          {props.known
            .filter((value) => !values.includes(value))
            .map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
        </datalist>
      )}
      <p id={`${id}-about`} class={wrong === "" ? "quiet small" : "failed"} aria-live="polite">
        {wrong || props.about}
      </p>
    </div>
  );
}
