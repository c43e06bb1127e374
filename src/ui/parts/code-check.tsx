import { useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { ask, refresh } from "../state/app.ts";
import { sentence } from "../words.ts";
import { Button } from "./button.tsx";
import { Working } from "./progress.tsx";

/** Takes the recovery code typed back, so that the user knows that the copy is right. */
export function CodeCheck({ onOk }: { onOk: () => void }) {
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const check = async (): Promise<void> => {
    if (busy || code.trim() === "") return;
    setBusy(true);
    setFailed(null);
    try {
      await ask("recovery.confirm", { code });
      setCode("");
      await refresh();
      onOk();
    } catch (thrown) {
      setFailed(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void check();
      }}
    >
      <div>
        <label class="label" for="code-check">
          {say("recovery.type")}
        </label>
        <input
          id="code-check"
          class="input code"
          type="text"
          value={code}
          maxLength={100}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          readOnly={busy}
          aria-invalid={failed !== null}
          aria-describedby="code-check-said"
          onInput={(event) => setCode(event.currentTarget.value)}
        />
        <div id="code-check-said">
          <p class="failed" role="alert">
            {failed === null ? "" : sentence(failed)}
          </p>
          <p class="quiet small">{say("unlock.codeHint")}</p>
        </div>
      </div>
      <Working on={busy} words={say("recovery.checking")} />
      <div class="buttons start">
        <Button look="primary" type="submit" busy={busy}>
          {say("recovery.check")}
        </Button>
      </div>
    </form>
  );
}
