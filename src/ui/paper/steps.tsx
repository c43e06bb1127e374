/** What every code on its way to paper goes through: a name for the sheet, the printer, and that it was typed back. */
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";

interface PrintProps {
  name: string;
  onName: (name: string) => void;
  /** Of the button. */
  words: string;
  disabled?: boolean;
}

/** A name of the user's own for the sheet, and the way to the printer. */
export function Print({ name, onName, words, disabled = false }: PrintProps) {
  return (
    <>
      <div>
        <label class="label" for="sheet-name">
          {say("sheet.name")}
        </label>
        <input
          id="sheet-name"
          class="input"
          type="text"
          value={name}
          maxLength={40}
          autocomplete="off"
          onInput={(event) => onName(event.currentTarget.value)}
        />
      </div>
      <div class="buttons start">
        <Button look="primary" disabled={disabled} onClick={() => print()}>
          {words}
        </Button>
      </div>
      <p class="quiet small">{say("sheet.printText")}</p>
    </>
  );
}

/** The paper is right. */
export function PaperRight({
  words,
  go,
  onDone,
}: {
  words: string;
  go: string;
  onDone: () => void;
}) {
  return (
    <>
      <p class="good" role="status">
        <Icon name="check" />
        <strong>{words}</strong>
      </p>
      <div class="buttons start">
        <Button look="primary" onClick={onDone} inner={(button) => button?.focus()}>
          {go}
        </Button>
      </div>
    </>
  );
}
