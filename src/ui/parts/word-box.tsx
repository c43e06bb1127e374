import { say } from "../../wire/words.ts";

interface WordBoxProps {
  id: string;
  /** What is to be typed. */
  word: string;
  value: string;
  /** It gets the focus when its window opens. */
  first?: boolean;
  readOnly?: boolean;
  onInput: (typed: string) => void;
}

/** A box for the word that is typed before something that can not be taken back; whether it is the word says the caller. */
export function WordBox({ id, word, value, first, readOnly, onInput }: WordBoxProps) {
  return (
    <div>
      <label class="label" for={id}>
        {say("restore.typeWord", [word])}
      </label>
      <input
        id={id}
        class="input"
        type="text"
        value={value}
        maxLength={100}
        autocomplete="off"
        spellcheck={false}
        data-first={first}
        readOnly={readOnly}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}
