import { useEffect, useState } from "preact/hooks";
import type { Field, Item } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { IconButton } from "../parts/button.tsx";
import { HalfNotice } from "../parts/half-notice.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { copyField } from "../state/clipboard.ts";
import { withPassword } from "../state/step-up.ts";
import { labelOf } from "../words.ts";

/** The fields. What was revealed with the password is forgotten when this leaves the screen or the window is hidden. */
export function Values({ item, fields }: { item: Item; fields: readonly Field[] }) {
  const [revealed, setRevealed] = useState<ReadonlyMap<string, string>>(new Map());
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const hide = (): void => {
      if (!document.hidden) return;
      setRevealed(new Map());
      setShown(new Set());
    };
    document.addEventListener("visibilitychange", hide);
    return () => document.removeEventListener("visibilitychange", hide);
  }, []);
  const toggle = async (field: Field): Promise<void> => {
    const next = new Set(shown);
    if (next.delete(field.id)) {
      setShown(next);
      if (field.critical) setRevealed(new Map([...revealed].filter(([id]) => id !== field.id)));
      return;
    }
    if (field.critical && field.value === null) {
      const reply = await withPassword("reveal", (password) =>
        ask("item.reveal", { id: item.id, password }),
      );
      if (reply === null) return;
      const value = reply.values.find((own) => own.field === field.id)?.value ?? "";
      if (value === "") toast(say("detail.empty"));
      setRevealed(new Map([...revealed, [field.id, value]]));
    }
    setShown(next.add(field.id));
  };
  return (
    <dl class="values">
      {fields.map((field) => (
        <Value
          key={field.id}
          item={item}
          field={field}
          value={field.value ?? revealed.get(field.id) ?? null}
          shown={shown.has(field.id)}
          onToggle={() => void attempt(() => toggle(field))}
        />
      ))}
    </dl>
  );
}

interface ValueProps {
  item: Item;
  field: Field;
  value: string | null;
  shown: boolean;
  onToggle: () => void;
}

function Value({ item, field, value, shown, onToggle }: ValueProps) {
  const label = labelOf(field);
  const masked = field.type === "hidden" || field.critical;
  return (
    <div class="value">
      <dt>{label}</dt>
      <dd class={`value-text ${field.type}${masked && !shown ? " masked" : ""}`}>
        {masked && !shown ? (
          <>
            <span aria-hidden="true">••••••••</span>
            <span class="sr">{say("type.hidden")}</span>
          </>
        ) : field.type === "boolean" ? (
          say(value === "true" ? "detail.yes" : "detail.no")
        ) : item.kind === "snippet" && field.key === "format" ? (
          say(`snippet.${value === "markdown" || value === "html" ? value : "plain"}`)
        ) : (
          <span>{value}</span>
        )}
        {field.critical && <small>{say("detail.critical")}</small>}
        {(!masked || shown) && <HalfNotice text={value} />}
      </dd>
      <dd class="value-acts">
        {masked && (
          <IconButton
            icon={shown ? "eyeOff" : "eye"}
            words={say(shown ? "detail.hideField" : "detail.showField", [label])}
            onClick={onToggle}
          />
        )}
        <IconButton
          icon="copy"
          words={say("detail.copyField", [label])}
          onClick={() => void copyField(item.id, field.id)}
        />
      </dd>
    </div>
  );
}
