import { useRef, useState } from "preact/hooks";
import { failureCode } from "../../core/failure.ts";
import type { Proof } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { app } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { prompt, type Prompt } from "../state/step-up.ts";
import { Button } from "./button.tsx";
import { Failed } from "./failed.tsx";
import { Modal } from "./modal.tsx";
import { Working } from "./progress.tsx";
import { SecretInput } from "./secret-input.tsx";

/** Asks for the password where something asks for it each time. Mounted once in each window. */
export function PasswordPrompt() {
  const asked = useStore(prompt, (state) => state.prompt);
  return asked && <Asking key={asked.reason} asked={asked} />;
}

function Asking({ asked }: { asked: Prompt }) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const box = useRef<HTMLInputElement>(null);
  const keys = useStore(app, ({ status }) => (status?.state === "open" ? status.keys : null));
  /** Passkeys are asked for in a tab: a popup may close under the browser's question. */
  const inTab = useStore(app, ({ slot }) => slot === "popup") && keys?.second === true;
  const tryWith = async (proof: () => Promise<Proof>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailed(null);
    try {
      await asked.attempt(await proof());
      setTyped("");
    } catch (thrown) {
      if (failureCode(thrown) !== "CANCELLED") setFailed(thrown);
      box.current?.select();
    } finally {
      setBusy(false);
    }
  };
  const go = async (): Promise<void> => {
    if (typed === "" || inTab) return;
    await tryWith(async () =>
      keys?.second === true ? (await import("../state/proof.ts")).withSecondKey(typed) : typed,
    );
  };
  return (
    <Modal title={say("prompt.title")} onClose={asked.cancel}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void go();
        }}
      >
        <p class="quiet">{say(`prompt.${asked.reason}`)}</p>
        {keys?.second && <p class="quiet">{say(inTab ? "prompt.inTab" : "prompt.keyToo")}</p>}
        <div>
          <label class="label" for="step-up">
            {say("unlock.password")}
          </label>
          <SecretInput
            id="step-up"
            words={say("unlock.password")}
            value={typed}
            onInput={setTyped}
            autocomplete="current-password"
            invalid={failed !== null}
            describedBy="step-up-failed"
            readOnly={busy}
            inner={box}
            first
          />
          <Failed id="step-up-failed" thrown={failed} />
        </div>
        <Working on={busy} words={say("prompt.working")} />
        <div class="buttons">
          <Button onClick={asked.cancel}>{say("app.cancel")}</Button>
          {keys?.quick && app.getState().slot === "manager" && (
            <Button
              onClick={() =>
                void tryWith(async () => (await import("../state/proof.ts")).withQuickKey())
              }
            >
              {say("unlock.useKey")}
            </Button>
          )}
          <Button look="primary" type="submit" busy={busy}>
            {say("prompt.go")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
