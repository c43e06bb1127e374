import { useState } from "preact/hooks";
import { say, sentence } from "../shared/words.ts";
import { copyText } from "./copy.ts";

interface Props {
  label: string;
  /** null where the file does not have it. */
  value: string | null;
  hidden: boolean;
  onSaid: (sentence: string) => void;
}

/** A value with its name, to be copied; a hidden one is not in the page before it is asked for. */
export function Value({ label, value, hidden, onSaid }: Props) {
  const [shown, setShown] = useState(!hidden);
  const there = value !== null && value !== "";
  async function copy(): Promise<void> {
    try {
      await copyText(value ?? "");
      onSaid(say("reader.copied", label));
    } catch (thrown) {
      onSaid(sentence(thrown));
    }
  }
  return (
    <div class="field">
      <dt>
        <bdi>{label}</bdi>
      </dt>
      <dd>
        {!there ? (
          <span class="quiet">
            {value === null ? say("reader.noValue") : say("reader.emptyValue")}
          </span>
        ) : shown ? (
          <bdi class={hidden ? "value mono" : "value"}>{value}</bdi>
        ) : (
          <span class="value mask">
            <span class="sr">{say("reader.hidden")}</span>
            <span aria-hidden="true">••••••••</span>
          </span>
        )}
        {there ? (
          <span class="acts">
            {hidden ? (
              <button
                aria-label={say(shown ? "reader.hideField" : "reader.showField", label)}
                onClick={() => setShown(!shown)}
              >
                {shown ? say("reader.hide") : say("reader.show")}
              </button>
            ) : null}
            <button aria-label={say("reader.copyField", label)} onClick={() => void copy()}>
              {say("reader.copy")}
            </button>
          </span>
        ) : null}
      </dd>
    </div>
  );
}
