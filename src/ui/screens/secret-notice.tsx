import { useMemo, useState } from "preact/hooks";
import { findSecret } from "../../core/detect/secret.ts";
import type { Field } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { changeField } from "../state/draft.ts";
import { change } from "../state/editing.ts";

/**
 * Under a field whose text looks like a secret: an offer to hide it, and a way back. Text of several lines asks for the
 * password instead: a box for hidden text has one line and would lose the others.
 */
export function SecretNotice({ field }: { field: Field }) {
  const plain = (field.type === "text" || field.type === "multiline") && !field.critical;
  const { value } = field;
  const found = useMemo(() => (plain && value ? findSecret(value) : null), [plain, value]);
  const [passed, setPassed] = useState(false);
  const [before, setBefore] = useState<Partial<Field> | null>(null);
  if (before !== null) {
    const undo = (): void => {
      change((draft) => changeField(draft, field.id, before));
      setBefore(null);
    };
    return (
      <p class="notice" role="status">
        <Icon name="lock" />
        <span>{say(field.critical ? "secret.asks" : "secret.hidden")}</span>
        <Button look="link" icon="undo" onClick={undo}>
          {say("secret.undo")}
        </Button>
      </p>
    );
  }
  if (found === null || passed) return null;
  const lines = field.type === "multiline";
  const hide = (): void => {
    setBefore({ type: field.type, critical: field.critical });
    const hidden: Partial<Field> = lines ? { critical: true } : { type: "hidden" };
    change((draft) => changeField(draft, field.id, hidden));
  };
  return (
    <div class="notice" role="status">
      <Icon name="lock" />
      <p>{say(`secret.${found.kind}`)}</p>
      <Button look="link" onClick={hide}>
        {say(lines ? "secret.askEachTime" : "secret.hide")}
      </Button>
      <IconButton icon="close" words={say("secret.leave")} onClick={() => setPassed(true)} />
    </div>
  );
}
