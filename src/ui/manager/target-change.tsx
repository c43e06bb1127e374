import { useState } from "preact/hooks";
import type { TargetLine } from "../../wire/targets.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";
import { Working } from "../parts/progress.tsx";
import { SecretInput } from "../parts/secret-input.tsx";
import { ask, toast } from "../state/app.ts";
import { lookTargets, toldOf, wordsOf } from "../state/targets.ts";
import { HeadFields } from "./target-add.tsx";

/** Another name, rhythm or password; a new password is tried before it is kept. */
export function ChangeTarget({ line, onClose }: { line: TargetLine; onClose: () => void }) {
  const [name, setName] = useState(line.name);
  const [every, setEvery] = useState(line.every);
  const [secret, setSecret] = useState("");
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const words = say(line.kind === "s3" ? "target.newSecret" : "target.newPassword");
  const save = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setFailed(null);
    try {
      const asked = { id: line.id, name: name.trim() || line.name, every };
      await toldOf(ask("target.change", { ...asked, secret: secret === "" ? null : secret }));
      await lookTargets();
      toast(say("target.saved"));
      onClose();
    } catch (thrown) {
      setFailed(wordsOf(thrown));
      setBusy(false);
    }
  };
  return (
    <Modal title={say("target.changeTitle", [line.name])} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <HeadFields name={name} every={every} onName={setName} onEvery={setEvery} />
        {line.kind !== "folder" && (
          <div class="field">
            <label class="label" for="target-new">
              {words}
            </label>
            <SecretInput
              id="target-new"
              words={words}
              value={secret}
              autocomplete="off"
              onInput={setSecret}
            />
          </div>
        )}
        <Working on={busy && secret !== ""} words={say("target.trying")} />
        <p class="failed" role="alert">
          {failed ?? ""}
        </p>
        <div class="buttons">
          <Button onClick={onClose}>{say("app.cancel")}</Button>
          <Button type="submit" look="primary" busy={busy}>
            {say("target.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
