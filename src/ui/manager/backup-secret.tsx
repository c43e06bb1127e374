import { useRef, useState } from "preact/hooks";
import type { Share } from "../../core/shares.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Working } from "../parts/progress.tsx";
import { SecretInput } from "../parts/secret-input.tsx";
import { sentence } from "../words.ts";

/** What opens a backup; held by the screen until the restore is done, and nowhere else. */
export interface Secret {
  by: "password" | "recovery";
  secret: string;
}

/** Asks for the password or recovery code of the backup, and tells why `onOpen` could not open it. */
export function BackupSecret({ onOpen }: { onOpen: (secret: Secret) => Promise<void> }) {
  const [by, setBy] = useState<Secret["by"]>("password");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const [held, setHeld] = useState<Share | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const open = async (): Promise<void> => {
    if (busy || typed === "") return;
    setBusy(true);
    setFailed(null);
    try {
      let secret: string | null = typed;
      if (by === "recovery") {
        const { takeTyped } = await import("../state/typed-code.ts");
        const taken = await takeTyped(typed, held);
        setHeld(taken.held);
        secret = taken.code;
      }
      if (secret !== null) return await onOpen({ by, secret });
      setTyped("");
      setBusy(false);
      box.current?.focus();
    } catch (thrown) {
      setFailed(thrown);
      setBusy(false);
      box.current?.select();
    }
  };
  const isCode = by === "recovery";
  const words = say(held !== null ? "share.next" : isCode ? "restore.code" : "restore.password");
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <h2>{say("restore.secretTitle")}</h2>
      <p class="quiet">{say("restore.secretText")}</p>
      <div>
        <label class="label" for="backup-secret">
          {words}
        </label>
        <SecretInput
          key={by}
          id="backup-secret"
          words={words}
          value={typed}
          onInput={setTyped}
          autocomplete={isCode ? "off" : "current-password"}
          invalid={failed !== null}
          describedBy="backup-secret-said"
          readOnly={busy}
          inner={box}
        />
        <p id="backup-secret-said" class="failed" role="alert">
          {failed === null ? "" : sentence(failed)}
        </p>
        <p class="quiet small" role="status">
          {held !== null
            ? say("share.held", [held.number, held.set])
            : isCode && say("share.codeHint")}
        </p>
      </div>
      <Working on={busy} words={say("restore.opening")} />
      <div class="buttons start">
        <Button look="primary" type="submit" busy={busy}>
          {say("restore.open")}
        </Button>
        <Button
          look="link"
          onClick={() => {
            setBy(isCode ? "password" : "recovery");
            setTyped("");
            setHeld(null);
            setFailed(null);
          }}
        >
          {say(isCode ? "unlock.usePassword" : "unlock.useCode")}
        </Button>
      </div>
    </form>
  );
}
