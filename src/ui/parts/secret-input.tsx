import type { Ref } from "preact";
import { useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { IconButton } from "./button.tsx";
import { inputType } from "./input-type.ts";

interface SecretInputProps {
  id: string;
  value: string;
  onInput: (value: string) => void;
  autocomplete: "current-password" | "new-password" | "off";
  words: string;
  first?: boolean;
  invalid?: boolean;
  describedBy?: string;
  readOnly?: boolean;
  /** Shown from outside; without it there is a button of its own. */
  shown?: boolean;
  placeholder?: string;
  inner?: Ref<HTMLInputElement>;
}

/** A box for a secret: masked until shown, never spell-checked, corrected or remembered. */
export function SecretInput(props: SecretInputProps) {
  const [own, setOwn] = useState(false);
  const shown = props.shown ?? own;
  return (
    <div class="secret-input">
      <input
        id={props.id}
        class="input"
        type={inputType(shown ? "text" : "password")}
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        autocomplete={props.autocomplete}
        autocapitalize="off"
        autocorrect="off"
        spellcheck={false}
        placeholder={props.placeholder ?? ""}
        readOnly={props.readOnly ?? false}
        aria-invalid={props.invalid ?? false}
        {...(props.describedBy ? { "aria-describedby": props.describedBy } : {})}
        {...(props.first ? { "data-first": true } : {})}
        {...(props.inner ? { ref: props.inner } : {})}
      />
      {props.shown === undefined && (
        <IconButton
          icon={shown ? "eyeOff" : "eye"}
          words={say(shown ? "detail.hideField" : "detail.showField", [props.words])}
          onClick={() => setOwn(!shown)}
        />
      )}
    </div>
  );
}
