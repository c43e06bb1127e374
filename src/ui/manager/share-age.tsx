import { say } from "../../wire/words.ts";

interface AgeTargetProps {
  recipients: string;
  setRecipients: (text: string) => void;
  passphrase: string;
  setPassphrase: (text: string) => void;
}

/** To whom an age file is sealed: recipients, or a passphrase. */
export function AgeTarget(props: AgeTargetProps) {
  return (
    <>
      <label class="label" for="sharing-recipients">
        {say("sharing.recipients")}
      </label>
      <textarea
        id="sharing-recipients"
        class="input"
        rows={2}
        spellcheck={false}
        value={props.recipients}
        onInput={(event) => props.setRecipients(event.currentTarget.value)}
      />
      <label class="label" for="sharing-passphrase">
        {say("sharing.passphrase")}
      </label>
      <input
        id="sharing-passphrase"
        class="input"
        type="password"
        autocomplete="off"
        disabled={props.recipients.trim() !== ""}
        value={props.passphrase}
        onInput={(event) => props.setPassphrase(event.currentTarget.value)}
      />
    </>
  );
}
