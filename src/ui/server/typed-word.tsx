import { useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";
import { WordBox } from "../parts/word-box.tsx";

interface TypedWordProps {
  title: string;
  /** What happens, each as a paragraph. */
  text: readonly string[];
  go: string;
  danger?: boolean;
  /** Without it the one of a restore, which the vault compares. */
  word?: string;
  /** Gets what was typed, which is the word. */
  onGo: (typed: string) => void;
  onClose: () => void;
}

/** Asks for a word to be typed before something that can not be taken back. */
export function TypedWord(props: TypedWordProps) {
  const { title, text, go, danger, onGo, onClose } = props;
  const [typed, setTyped] = useState("");
  const word = props.word ?? say("restore.word");
  const right = typed.trim() === word;
  return (
    <Modal title={title} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!right) return;
          onClose();
          onGo(typed.trim());
        }}
      >
        {text.map((each) => (
          <p key={each}>{each}</p>
        ))}
        <WordBox id="server-word" word={word} value={typed} first onInput={setTyped} />
        <div class="buttons">
          <Button onClick={onClose}>{say("app.cancel")}</Button>
          <Button look={danger ? "danger" : "primary"} type="submit" disabled={!right}>
            {go}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
