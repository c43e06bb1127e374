import { useEffect, useRef, useState } from "preact/hooks";
import { Failure } from "../../core/failure.ts";
import type { Share } from "../../core/shares.ts";
import type { Status, Unlocked } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { inputType } from "../parts/input-type.ts";
import { Working } from "../parts/progress.tsx";
import { clearClip } from "../state/clipboard.ts";
import { unlock } from "../state/app.ts";
import { sentence } from "../words.ts";

interface UnlockProps {
  /** Null while the background has not answered yet: the box can be typed into at once. */
  status: Extract<Status, { state: "locked" }> | null;
  /** Something in this window waits for the unlock. */
  pending: boolean;
  onOpen: (resumed: Unlocked["resumed"]) => void;
  restoreHref: string;
  /** The links leave this window: a popup opens tabs. */
  leaves: boolean;
}

/**
 * The password box. The same markup stands in popup/index.html, so that it paints before any script;
 * what was typed into that stays, because the input is not controlled.
 */
export function Unlock({ status, pending, onOpen, restoreHref, leaves }: UnlockProps) {
  const [by, setBy] = useState<"password" | "recovery">("password");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  const [held, setHeld] = useState<Share | null>(null);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), [by]);
  const isCode = by === "recovery";

  const go = async (): Promise<void> => {
    const input = box.current;
    if (input === null || busy) return;
    if (input.value === "") {
      setFailed(say(isCode ? "unlock.emptyCode" : "unlock.empty"));
      return;
    }
    setBusy(true);
    setFailed("");
    try {
      let secret: string | null = input.value;
      if (isCode) {
        const { takeTyped } = await import("../state/typed-code.ts");
        const typed = await takeTyped(secret, held);
        setHeld(typed.held);
        secret = typed.code;
      }
      const opened = secret === null ? null : await unlock(by, secret);
      input.value = "";
      if (opened !== null) onOpen(opened.resumed);
    } catch (thrown) {
      setFailed(sentence(thrown instanceof Failure ? thrown : new Failure("INTERNAL")));
      input.focus();
      input.select();
    } finally {
      setBusy(false);
    }
  };

  const waiting = status?.waiting;
  let hint = isCode ? say("share.codeHint") : "";
  if (pending) hint = say("unlock.waitingOther");
  if (waiting === "fill") hint = say("unlock.waitingFill");
  if (waiting === "snippet") hint = say("unlock.waitingSnippet");
  if (held !== null) hint = say("share.held", [held.number, held.set]);
  return (
    <form
      class="unlock"
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <label class="label" for="password">
        {say(held !== null ? "share.next" : isCode ? "unlock.code" : "unlock.password")}
      </label>
      <input
        key={by}
        ref={box}
        id="password"
        class="input"
        type={inputType(isCode ? "text" : "password")}
        autocomplete={isCode ? "off" : "current-password"}
        autocapitalize="off"
        spellcheck={false}
        readOnly={busy}
        aria-invalid={failed !== ""}
        aria-describedby="unlock-said"
        autofocus
      />
      {status && (
        <>
          <div id="unlock-said" class="unlock-said">
            <p class="failed" role="alert">
              {failed}
            </p>
            <p class="quiet" role="status">
              {failed === "" && hint}
            </p>
          </div>
          <Button look="primary" type="submit" busy={busy}>
            {say("unlock.go")}
          </Button>
          <Working on={busy} words={say("unlock.working")} />
          <div class="unlock-other">
            <Button
              look="link"
              onClick={() => {
                setFailed("");
                setHeld(null);
                setBy(isCode ? "password" : "recovery");
              }}
            >
              {say(isCode ? "unlock.usePassword" : "unlock.useCode")}
            </Button>
            <a class="button link" href={restoreHref} {...(leaves ? { target: "_blank" } : {})}>
              {say("unlock.restore")}
            </a>
          </div>
          {status.clip && (
            <div class="notice">
              <Icon name="copy" />
              <p>{say("unlock.clip")}</p>
              <Button look="link" onClick={() => void clearClip()}>
                {say("clip.clearNow")}
              </Button>
            </div>
          )}
        </>
      )}
    </form>
  );
}
