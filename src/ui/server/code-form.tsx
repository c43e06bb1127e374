import { useEffect, useRef, useState } from "preact/hooks";
import { failureCode } from "../../core/failure.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { CodeBox } from "../parts/code-box.tsx";
import { Modal } from "../parts/modal.tsx";
import { Working } from "../parts/progress.tsx";
import { codeQuestion } from "../state/factor.ts";
import { useStore } from "../state/hook.ts";
import { server } from "../state/server.ts";
import { canMakePasskey, touchServerPasskey } from "../state/server-passkey.ts";

interface CodeFormProps {
  /** It is what the user came for: the focus is in it. */
  first?: boolean;
  go: string;
  /** Goes on with this proof; what it throws is shown, and asked again. */
  onCode: (code: string) => Promise<void>;
  /** A passkey of the account in place of a code: its proof, or null where the user gave no password for it. */
  onTouch?: () => Promise<string | null>;
  /** A way to leave it; without one it stands on a page. */
  close?: string;
  onClose?: () => void;
}

/** Six digits of an authenticator, as often as they are wrong. */
export function CodeForm({ first, go, onCode, onTouch, close, onClose }: CodeFormProps) {
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const box = useRef<HTMLInputElement>(null);
  const kinds = useStore(server, ({ status }) =>
    status === null || status.state === "none" ? [] : status.kinds,
  );
  useEffect(() => {
    if (first === true) box.current?.focus();
  }, []);
  const digits = typed.replace(/\s/g, "");
  const right = /^\d{6}$/.test(digits);
  const tryWith = async (asked: () => Promise<string | null>): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailed(null);
    try {
      const code = await asked();
      if (code !== null) await onCode(code);
    } catch (thrown) {
      if (failureCode(thrown) !== "CANCELLED") setFailed(thrown);
    }
    // Good or not, no code is good twice.
    setTyped("");
    setBusy(false);
    box.current?.focus();
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (right) void tryWith(async () => `totp ${digits}`);
      }}
    >
      <CodeBox
        id="factor-code"
        label={say("factor.code")}
        value={typed}
        onInput={setTyped}
        max={9}
        busy={busy}
        failed={failed}
        inner={box}
        digits
        first
        hint={<p class="quiet small">{say("factor.codeHint")}</p>}
      />
      <Working on={busy} words={say("factor.asking")} />
      <div class={onClose === undefined ? "buttons start" : "buttons"}>
        {onClose !== undefined && <Button onClick={onClose}>{close}</Button>}
        {onTouch !== undefined && kinds.includes("passkey") && canMakePasskey() && (
          <Button onClick={() => void tryWith(onTouch)}>{say("factor.touch")}</Button>
        )}
        <Button look="primary" type="submit" busy={busy} disabled={!right}>
          {go}
        </Button>
      </div>
    </form>
  );
}

/** Asks for a code where the server does. Mounted once on the page of the server. */
export function CodePrompt() {
  const question = useStore(codeQuestion, (state) => state.question);
  if (question === null) return null;
  const { attempt, cancel, proof } = question;
  return (
    <Modal title={say("factor.ask")} onClose={cancel}>
      <p>{say("factor.askText")}</p>
      <CodeForm
        go={say("prompt.go")}
        onCode={attempt}
        onTouch={() => touchServerPasskey(proof)}
        close={say("app.cancel")}
        onClose={cancel}
      />
    </Modal>
  );
}
