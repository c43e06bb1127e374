import { say } from "../../wire/words.ts";
import type { ContactLine } from "../../wire/sharing.ts";
import { Button } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { loadSharing } from "../state/sharing.ts";

/** Twelve words in their order, to be read aloud. */
export function Words({ words, label }: { words: readonly string[]; label: string }) {
  return (
    <ol class="twelve" aria-label={label}>
      {words.map((word, n) => (
        <li key={n}>
          <span translate={false}>{word}</span>
        </li>
      ))}
    </ol>
  );
}

/** The comparison of a contact's words, or of those of a card with another key. */
export function Compare({ contact, onClose }: { contact: ContactLine; onClose: () => void }) {
  const { id, alarm } = contact;
  const name = contact.name || say("sharing.unnamed");
  const shown = alarm ?? contact;
  const answer = (same: boolean, said: string): Promise<void> =>
    attempt(async () => {
      await ask("contact.verify", { id, print: shown.print, same });
      onClose();
      await loadSharing();
      toast(said);
    });
  return (
    <Modal title={say("sharing.compareTitle", [name])} onClose={onClose}>
      <div class="stack">
        {alarm !== null && <p class="notice warn">{say("sharing.alarmText", [name])}</p>}
        <p>{say("sharing.compareText", [name])}</p>
        {alarm !== null && <p class="quiet">{say("sharing.compareNew")}</p>}
        <Words words={shown.words} label={say("sharing.compareTitle", [name])} />
        <div class="buttons">
          <Button onClick={onClose}>{say("sharing.later")}</Button>
          <Button
            onClick={() =>
              void answer(false, say(alarm === null ? "sharing.differed" : "sharing.kept"))
            }
          >
            {say(alarm === null ? "sharing.differ" : "sharing.keepOld")}
          </Button>
          <Button
            look={alarm === null ? "primary" : "danger"}
            icon="check"
            onClick={() => void answer(true, say("sharing.compared", [name]))}
          >
            {say("sharing.same")}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
