import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import type { Share } from "../../core/shares.ts";
import { Failure, failureCode } from "../../core/failure.ts";
import type { Ask, KeyAsk } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Failed } from "../parts/failed.tsx";
import { Working } from "../parts/progress.tsx";
import { SecretInput } from "../parts/secret-input.tsx";

/** What opens a backup; held by the screen until the restore is done, and nowhere else. */
export type Secret = Ask<"restore.open">;

interface BackupSecretProps {
  /** Passkeys that the password of this backup needs beside it. */
  keys: readonly KeyAsk[];
  onOpen: (secret: Secret) => Promise<void>;
  /** Said in place of the words about a backup file. */
  words?: SecretWords;
  /** What else is asked, below the box. */
  more?: ComponentChildren;
}

/** What the form says. */
export interface SecretWords {
  title: string;
  about: string;
  password: string;
  code: string;
  keyToo: string;
  go: string;
  working: string;
}

const ofBackup = (): SecretWords => ({
  title: say("restore.secretTitle"),
  about: say("restore.secretText"),
  password: say("restore.password"),
  code: say("restore.code"),
  keyToo: say("restore.keyToo"),
  go: say("restore.open"),
  working: say("restore.opening"),
});

/** The password with the passkey that this backup asks for beside it. CANCELLED; NO_PRF where this browser has none. */
async function withKeyOf(keys: readonly KeyAsk[], secret: string): Promise<Secret> {
  if (keys.length === 0) return { by: "password", secret };
  const { hasPasskeys, touch } = await import("../state/passkey.ts");
  if (!hasPasskeys()) throw new Failure("NO_PRF");
  return { by: "passwordAndKey", secret, key: await touch(keys) };
}

/** Asks for the password or recovery code of the backup, and tells why `onOpen` could not open it. */
export function BackupSecret({ keys, onOpen, words: told = ofBackup(), more }: BackupSecretProps) {
  const [by, setBy] = useState<"password" | "recovery">("password");
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const [held, setHeld] = useState<Share | null>(null);
  const box = useRef<HTMLInputElement>(null);
  const isCode = by === "recovery";
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
      if (secret !== null)
        return await onOpen(isCode ? { by, secret } : await withKeyOf(keys, secret));
      setTyped("");
      setBusy(false);
      box.current?.focus();
    } catch (thrown) {
      if (failureCode(thrown) !== "CANCELLED") setFailed(thrown);
      setBusy(false);
      box.current?.select();
    }
  };
  const words = held !== null ? say("share.next") : isCode ? told.code : told.password;
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      <h2>{told.title}</h2>
      <p class="quiet">{told.about}</p>
      {!isCode && keys.length > 0 && <p class="quiet">{told.keyToo}</p>}
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
        <Failed id="backup-secret-said" thrown={failed} />
        <p class="quiet small" role="status">
          {held !== null
            ? say("share.held", [held.number, held.set])
            : isCode && say("share.codeHint")}
        </p>
      </div>
      {more}
      <Working on={busy} words={told.working} />
      <div class="buttons start">
        <Button look="primary" type="submit" busy={busy}>
          {told.go}
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
