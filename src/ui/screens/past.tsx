import { useEffect, useState } from "preact/hooks";
import type { Field, Item } from "../../core/item.ts";
import type { Past } from "../../wire/history.ts";
import type { Reply } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { ask, attempt } from "../state/app.ts";
import { copyPast, forgetPast, putBack } from "../state/past.ts";
import { stepUp } from "../state/step-up.ts";
import { dateOf, labelOf } from "../words.ts";

/** Earlier values of each field. They come when it is opened, and are forgotten when the window is hidden. */
export function EarlierValues({ item }: { item: Item }) {
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState<Reply<"item.past"> | null>(null);
  const [forgetting, setForgetting] = useState(false);
  const { id, rev } = item;
  useEffect(() => {
    setTold(null);
    if (!open) return undefined;
    let mine = true;
    void attempt(async () => {
      const reply = await ask("item.past", { id, critical: false, password: null });
      if (mine) setTold(reply);
    });
    const hide = (): void => {
      if (document.hidden) setOpen(false);
    };
    document.addEventListener("visibilitychange", hide);
    return () => {
      mine = false;
      document.removeEventListener("visibilitychange", hide);
    };
  }, [open, id, rev]);
  const askMore = (): Promise<void> =>
    attempt(async () => {
      const reply = await stepUp("past", (password) =>
        ask("item.past", { id, critical: true, password }),
      );
      if (reply !== null) setTold(reply);
    });
  const forget = async (): Promise<void> => {
    await forgetPast(id);
    setOpen(false);
  };
  const fieldOf = (past: Past) => item.fields.find((field) => field.id === past.field);
  return (
    <details class="more-of" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say("past.title")}</summary>
      {told !== null && told.past.length === 0 && !told.more && (
        <p class="quiet">{say("past.none")}</p>
      )}
      {told !== null && told.past.length > 0 && (
        <dl class="values">
          {told.past.map((past) => (
            <PastValue
              key={`${past.field}-${past.at}`}
              item={item}
              field={fieldOf(past)}
              past={past}
            />
          ))}
        </dl>
      )}
      {told !== null && (told.more || told.past.length > 0) && (
        <div class="buttons start">
          {told.more && (
            <Button icon="eye" onClick={() => void askMore()}>
              {say("past.askMore")}
            </Button>
          )}
          <Button icon="trash" onClick={() => setForgetting(true)}>
            {say("past.forget")}
          </Button>
        </div>
      )}
      {forgetting && (
        <Confirm
          title={say("past.forgetAsk")}
          text={say("past.forgetText")}
          go={say("past.forget")}
          danger
          onGo={() => void forget()}
          onClose={() => setForgetting(false)}
        />
      )}
    </details>
  );
}

interface PastValueProps {
  item: Item;
  /** Undefined where it was removed since. */
  field: Field | undefined;
  past: Past;
}

function PastValue({ item, field, past }: PastValueProps) {
  const [shown, setShown] = useState(false);
  const label = field === undefined ? say("past.removed") : labelOf(field);
  const until = say("past.until", [dateOf(past.at)]);
  // Of a field that is gone nobody knows any more whether it was hidden.
  const masked = field === undefined || field.type === "hidden" || field.critical || past.critical;
  const hidden = masked && !shown;
  return (
    <div class="value">
      <dt>
        {label}, {until}
      </dt>
      <dd class={`value-text ${field?.type ?? "hidden"}${hidden ? " masked" : ""}`}>
        {hidden ? (
          <>
            <span aria-hidden="true">••••••••</span>
            <span class="sr">{say("type.hidden")}</span>
          </>
        ) : field?.type === "boolean" ? (
          say(past.value === "true" ? "detail.yes" : "detail.no")
        ) : (
          <span>{past.value}</span>
        )}
      </dd>
      <dd class="value-acts">
        {masked && (
          <IconButton
            icon={shown ? "eyeOff" : "eye"}
            words={say(shown ? "past.hideOf" : "past.showOf", [label, until])}
            onClick={() => setShown(!shown)}
          />
        )}
        <IconButton
          icon="copy"
          words={say("past.copyOf", [label, until])}
          onClick={() => void copyPast(item.id, past)}
        />
        {item.trashed === null && (
          <IconButton
            icon="undo"
            words={say("past.putBackOf", [label, until])}
            onClick={() => putBack(item, past)}
          />
        )}
      </dd>
    </div>
  );
}
