import { useState } from "preact/hooks";
import type { PreviewItem } from "../../wire/sharing.ts";
import { say } from "../../wire/words.ts";
import { IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt } from "../state/app.ts";
import { labelOf, titleOf } from "../words.ts";

interface OfferedProps {
  item: PreviewItem;
  at: number;
  token: string;
  on: boolean;
  onToggle: () => void;
  /** Fields that stay out. */
  without: ReadonlySet<string>;
  onField: (id: string) => void;
}

/** An item of a transfer: whether it is taken, its values, and which of its fields come along. */
export function Offered({ item, at, token, on, onToggle, without, onField }: OfferedProps) {
  const [values, setValues] = useState<ReadonlyMap<string, string> | null>(null);
  const title = titleOf(item);
  const show = (): Promise<void> =>
    attempt(async () => {
      if (values !== null) return setValues(null);
      const reply = await ask("share.look", { token, at });
      setValues(new Map(reply.values.map(({ field, value }) => [field, value])));
    });
  return (
    <li>
      <div class="picked">
        <label class="check">
          <input type="checkbox" checked={on} onChange={onToggle} />
          <Icon name={item.kind} />
          <span>
            {title}
            {item.here && <small class="quiet"> · {say("sharing.here")}</small>}
          </span>
        </label>
        <IconButton
          icon={values === null ? "eye" : "eyeOff"}
          words={say(values === null ? "sharing.show" : "sharing.hide", [title])}
          expanded={values !== null}
          onClick={() => void show()}
        />
      </div>
      {values !== null && (
        <ul class="plain peek">
          {item.fields.map((field) => (
            <li key={field.id}>
              <label class="check">
                <input
                  type="checkbox"
                  aria-label={say("mailbox.fieldOf", [labelOf(field)])}
                  checked={on && !without.has(field.id)}
                  disabled={!on}
                  onChange={() => onField(field.id)}
                />
                <span>
                  <small class="quiet block">{labelOf(field)}</small>
                  <span class="peek-value">
                    {field.critical ? say("detail.critical") : (values.get(field.id) ?? "")}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
