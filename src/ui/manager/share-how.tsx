import { hostOf } from "../../core/origin.ts";
import { say } from "../../wire/words.ts";

interface HowThereProps {
  origin: string;
  byHand: boolean;
  reads: number;
  onByHand: (byHand: boolean) => void;
  onReads: (reads: number) => void;
}

const counts = [1, 3, 10];

/** Whether a transfer goes into the contact's mailbox, and how often it can be fetched there, or by the user's own hand. */
export function HowThere({ origin, byHand, reads, onByHand, onReads }: HowThereProps) {
  return (
    <fieldset class="choices">
      <legend>{say("mailbox.how")}</legend>
      <Way
        words={say("mailbox.byServer", [hostOf(origin)])}
        about={say("mailbox.byServerText")}
        on={!byHand}
        onChoose={() => onByHand(false)}
      />
      {!byHand && (
        <label class="line">
          <span>{say("mailbox.reads")}</span>
          <select
            class="input"
            value={String(reads)}
            onChange={(event) => onReads(Number(event.currentTarget.value))}
          >
            {counts.map((count) => (
              <option key={count} value={String(count)}>
                {say("mailbox.readCount", count, [String(count)])}
              </option>
            ))}
          </select>
        </label>
      )}
      <Way words={say("mailbox.byHand")} on={byHand} onChoose={() => onByHand(true)} />
    </fieldset>
  );
}

interface WayProps {
  words: string;
  about?: string;
  on: boolean;
  onChoose: () => void;
}

function Way({ words, about, on, onChoose }: WayProps) {
  return (
    <label class="choice">
      <input type="radio" name="sharing-post" checked={on} onChange={onChoose} />
      <span>
        <strong>{words}</strong>
        {about !== undefined && <small class="quiet block">{about}</small>}
      </span>
    </label>
  );
}
