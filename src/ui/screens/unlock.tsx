import { useEffect, useRef, useState } from "preact/hooks";
import { Failure, failureCode } from "../../core/failure.ts";
import type { Share } from "../../core/shares.ts";
import type { Status, Typed, Unlocked } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import type * as Passkeys from "../state/proof.ts";
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
  /** How passkeys are asked for; not in a popup, which may close under the browser's question. */
  passkeys?: typeof Passkeys;
}

/**
 * The password box. The same markup stands in popup/index.html, so that it paints before any script;
 * what was typed into that stays, because the input is not controlled.
 */
export function Unlock({ status, pending, onOpen, restoreHref, leaves, passkeys }: UnlockProps) {
  const [by, setBy] = useState<"password" | "recovery">("password");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState("");
  const [held, setHeld] = useState<Share | null>(null);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => box.current?.focus(), [by]);
  const isCode = by === "recovery";

  const keys = status?.keys ?? { second: false, quick: false };

  /** Opens with what `typed` comes to; null waits for more. */
  const open = async (typed: () => Promise<Typed | null>): Promise<boolean> => {
    setBusy(true);
    setFailed("");
    try {
      const whole = await typed();
      if (whole !== null) onOpen((await unlock(whole)).resumed);
      return true;
    } catch (thrown) {
      const code = failureCode(thrown);
      setFailed(code === "CANCELLED" ? say("unlock.keyNot") : sentence(new Failure(code)));
      return false;
    } finally {
      setBusy(false);
    }
  };
  /** A code as it is typed from paper: whole, or the second of two parts. */
  const codeOf = async (text: string): Promise<Typed | null> => {
    const { takeTyped } = await import("../state/typed-code.ts");
    const { code, held: first } = await takeTyped(text, held);
    setHeld(first);
    return code === null ? null : { by: "recovery", secret: code };
  };
  const go = async (): Promise<void> => {
    const input = box.current;
    if (input === null || busy) return;
    if (input.value === "") {
      setFailed(say(isCode ? "unlock.emptyCode" : "unlock.empty"));
      return;
    }
    const secret = input.value;
    const opened = await open(async () => {
      if (isCode) return codeOf(secret);
      return keys.second && passkeys ? passkeys.withSecondKey(secret) : { by: "password", secret };
    });
    if (opened) input.value = "";
    else {
      input.focus();
      input.select();
    }
  };

  const waiting = status?.waiting;
  let hint = isCode ? say("share.codeHint") : "";
  if (keys.second && !isCode) hint = say(passkeys ? "unlock.keyToo" : "unlock.keyInTab");
  if (pending) hint = say("unlock.waitingOther");
  if (waiting === "fill") hint = say("unlock.waitingFill");
  if (waiting === "snippet") hint = say("unlock.waitingSnippet");
  if (waiting === "offer") hint = say("offer.waiting");
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
            {keys.quick && passkeys && !isCode && (
              <Button look="link" onClick={() => void open(passkeys.withQuickKey)}>
                {say("unlock.useKey")}
              </Button>
            )}
            {(keys.quick || keys.second) && !passkeys && (
              <a class="button link" href="/manager.html" target="_blank">
                {say("unlock.useKey")}
              </a>
            )}
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
