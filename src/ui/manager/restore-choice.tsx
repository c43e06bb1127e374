import { useState } from "preact/hooks";
import { call } from "../../wire/call.ts";
import type { BackupReport } from "../../wire/backups.ts";
import type { Proof } from "../../wire/protocol.ts";
import { Failed } from "../parts/failed.tsx";
import { app } from "../state/app.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Working } from "../parts/progress.tsx";
import { SecretInput } from "../parts/secret-input.tsx";
import { WordBox } from "../parts/word-box.tsx";
import { dateOf } from "../words.ts";
import type { Secret } from "./backup-secret.tsx";
import { choicesFor, type How } from "./choices.ts";

/** The open vault's own password, with its passkey where it needs one. */
async function proofOf(password: string): Promise<Proof> {
  const { status } = app.getState();
  if (status?.state !== "open" || !status.keys.second) return password;
  return (await import("../state/proof.ts")).withSecondKey(password);
}

interface RestoreChoiceProps {
  report: BackupReport;
  secret: Secret;
  onDone: (items: number) => void;
  onOther: () => void;
}

/** What is in the backup, what should happen, and for what can not be taken back a word to type. */
export function RestoreChoice({ report, secret, onDone, onOther }: RestoreChoiceProps) {
  const choices = choicesFor(report.here);
  const [how, setHow] = useState<How>(choices[0] ?? "adopt");
  const [typed, setTyped] = useState("");
  const [vaultPassword, setVaultPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const risky = how === "exact" || how === "replace";
  const asksVault = report.here === "other" && how === "add" && report.critical > 0;
  const word = say("restore.word");
  const apply = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailed(null);
    try {
      const { items } = await call("restore.apply", {
        how,
        ...secret,
        vaultPassword: asksVault ? await proofOf(vaultPassword) : null,
        typed,
      });
      onDone(items);
    } catch (thrown) {
      setFailed(thrown);
      setBusy(false);
    }
  };
  return (
    <section class="panel">
      <p class={report.complete ? "good" : "notice bad"}>
        <Icon name={report.complete ? "check" : "warn"} />
        <strong>
          {say(report.complete ? "restore.complete" : "restore.incomplete", report.items)}
        </strong>
      </p>
      <p class="quiet">
        {say("restore.made", [dateOf(report.made)])}
        {". "}
        {say("restore.trashed", report.trashed)}
        {"."}
      </p>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void apply();
        }}
      >
        <fieldset class="choices">
          <legend>{say("restore.how")}</legend>
          {choices.map((choice) => (
            <label key={choice} class="choice">
              <input
                type="radio"
                name="how"
                checked={how === choice}
                disabled={busy}
                onChange={() => {
                  setHow(choice);
                  setTyped("");
                }}
              />
              <span>
                {say(`restore.${choice}`)}
                <small>{say(`restore.${choice}Text`)}</small>
              </span>
            </label>
          ))}
        </fieldset>
        {report.here === "locked" && (
          <div class="notice">
            <Icon name="lock" />
            <p>{say("restore.lockedNote")}</p>
            <a class="button" href="#/">
              {say("restore.unlockFirst")}
            </a>
          </div>
        )}
        {asksVault && (
          <div>
            <label class="label" for="vault-password">
              {say("restore.vaultPassword")}
            </label>
            <SecretInput
              id="vault-password"
              words={say("unlock.password")}
              value={vaultPassword}
              onInput={setVaultPassword}
              autocomplete="current-password"
              readOnly={busy}
            />
          </div>
        )}
        {risky && (
          <WordBox id="typed-word" word={word} value={typed} readOnly={busy} onInput={setTyped} />
        )}
        <Failed thrown={failed} />
        <Working on={busy} words={say("restore.applying")} />
        <div class="buttons start">
          <Button
            look={risky ? "danger" : "primary"}
            type="submit"
            busy={busy}
            disabled={(risky && typed.trim() !== word) || (asksVault && vaultPassword === "")}
          >
            {say("restore.apply")}
          </Button>
          <Button onClick={onOther} disabled={busy}>
            {say("restore.other")}
          </Button>
        </div>
      </form>
    </section>
  );
}
