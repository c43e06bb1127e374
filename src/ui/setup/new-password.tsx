import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";
import { SecretInput } from "../parts/secret-input.tsx";
import { latest } from "../state/latest.ts";
import { sentence } from "../words.ts";
import { Meter } from "./meter.tsx";
import { measure, type Strength } from "./strength.ts";

/** The lowest score that is let through without a question. */
const strongEnough = 3;

interface NewPasswordProps {
  /** Why it failed, to try again. */
  failed: unknown;
  /** Words of the button. */
  go: string;
  /** Above the boxes, within the form; and beside the button. */
  before?: ComponentChildren;
  after?: ComponentChildren;
  /** Name of the first box. */
  words: string;
  /** The first box is the new password's. */
  focus: boolean;
  onChoose: (password: string) => void;
}

/** A new password, typed twice and measured; a weak one is asked about. */
export function NewPassword({
  failed,
  go,
  words,
  before,
  after,
  focus,
  onChoose,
}: NewPasswordProps) {
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const [shown, setShown] = useState(false);
  const [strength, setStrength] = useState<Strength | null>(null);
  const [broken, setBroken] = useState(false);
  const [wrong, setWrong] = useState("");
  const [weak, setWeak] = useState<Strength | null>(null);
  const first = useRef<HTMLInputElement>(null);
  const look = useMemo(() => latest(measure, setStrength, () => setBroken(true)), []);
  useEffect(() => {
    if (focus) first.current?.focus();
    // Fetched while the user reads.
    void look("");
  }, []);
  const type = (typed: string): void => {
    setPassword(typed);
    setWrong("");
    void look(typed);
  };
  const choose = async (): Promise<void> => {
    if (password === "") setWrong(say("setup.empty"));
    else if (password !== again) setWrong(say("setup.different"));
    else {
      const measured = await measure(password).catch(() => null);
      if (measured !== null && measured.score < strongEnough) setWeak(measured);
      else onChoose(password);
      return;
    }
    first.current?.focus();
  };
  return (
    <>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void choose();
        }}
      >
        {before}
        <div>
          <label class="label" for="new-password">
            {words}
          </label>
          <SecretInput
            id="new-password"
            words={words}
            value={password}
            onInput={type}
            autocomplete="new-password"
            shown={shown}
            describedBy="strength"
            invalid={wrong !== ""}
            inner={first}
          />
          <Meter strength={strength} empty={password === ""} broken={broken} />
        </div>
        <div>
          <label class="label" for="new-password-again">
            {say("setup.again")}
          </label>
          <SecretInput
            id="new-password-again"
            words={say("setup.again")}
            value={again}
            onInput={(typed) => {
              setAgain(typed);
              setWrong("");
            }}
            autocomplete="new-password"
            shown={shown}
            invalid={wrong !== ""}
            describedBy="choose-said"
          />
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={shown}
            onChange={(event) => setShown(event.currentTarget.checked)}
          />
          <span>{say("setup.showBoth")}</span>
        </label>
        <p id="choose-said" class="failed" role="alert">
          {wrong || (failed === null ? "" : sentence(failed))}
        </p>
        <div class="buttons start">
          <Button look="primary" type="submit">
            {go}
          </Button>
          {after}
        </div>
      </form>
      {weak && (
        <Modal title={say("setup.weakAsk")} onClose={() => setWeak(null)}>
          <p>{say("setup.weakText", [say(`strength.${weak.time}`)])}</p>
          <div class="buttons">
            <Button
              look="danger"
              onClick={() => {
                setWeak(null);
                onChoose(password);
              }}
            >
              {say("setup.weakGo")}
            </Button>
            <Button look="primary" onClick={() => setWeak(null)}>
              {say("setup.weakBack")}
            </Button>
          </div>
        </Modal>
      )}
    </>
  );
}
