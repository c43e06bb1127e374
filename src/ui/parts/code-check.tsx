import { useRef, useState } from "preact/hooks";
import type { Share } from "../../core/shares.ts";
import { say } from "../../wire/words.ts";
import { ask, refresh } from "../state/app.ts";
import { Button } from "./button.tsx";
import { CodeBox } from "./code-box.tsx";
import { Working } from "./progress.tsx";

interface CodeCheckProps {
  onOk: () => void;
  /** The code was printed in parts: two of them are typed. */
  inParts?: boolean;
}

/** Takes the recovery code, or two parts of it, typed back, so that the user knows that the paper is right. */
export function CodeCheck({ onOk, inParts = false }: CodeCheckProps) {
  const [code, setCode] = useState("");
  const [held, setHeld] = useState<Share | null>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const box = useRef<HTMLInputElement>(null);
  const check = async (): Promise<void> => {
    if (busy || code.trim() === "") return;
    setBusy(true);
    setFailed(null);
    try {
      const { takeTyped } = await import("../state/typed-code.ts");
      const typed = await takeTyped(code, held);
      setHeld(typed.held);
      if (typed.code !== null) await ask("recovery.confirm", { code: typed.code });
      setCode("");
      if (typed.code === null) return;
      await refresh();
      onOk();
    } catch (thrown) {
      setFailed(thrown);
    } finally {
      setBusy(false);
      box.current?.focus();
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
      <CodeBox
        id="code-check"
        label={say(held !== null ? "share.next" : inParts ? "share.type" : "recovery.type")}
        value={code}
        onInput={setCode}
        max={100}
        busy={busy}
        failed={failed}
        inner={box}
        hint={
          <p class="quiet small" role="status">
            {held !== null
              ? say("share.held", [held.number, held.set])
              : say(inParts ? "share.hint" : "share.codeHint")}
          </p>
        }
      />
      <Working on={busy} words={say("recovery.checking")} />
      <div class="buttons start">
        <Button look="primary" type="submit" busy={busy}>
          {say("recovery.check")}
        </Button>
      </div>
    </form>
  );
}
